// What a result shows: title and text with the hits, and a way on where nothing is found.

import { hasHan, HAN_FIGURE, isPair, joined, last, pairs, PIECES, termsOf } from "./tokens.js";

const ROOM = { han: 70, latin: 150 }; // characters of a snippet

const isWord = (token) => /^[\p{Script=Latin}\d]+$/u.test(token);

// Whether a word or number is one of those wanted, or begins with one.
function isWanted(token, wanted) {
  if (wanted.has(token)) return true;
  return isWord(token) && [...wanted].some((start) => isWord(start) && start.length > 2 && token.startsWith(start));
}

// A title or text in the form of queries, each character in its place.
const inPlace = (index, text) => text.replace(/[\u3400-\u9fff]+|[A-Z\u0080-\uffff]/g, (characters) => {
  const folded = index.folded(characters);
  return folded.length === characters.length ? folded : characters;
});

// Places of the hits in a text as [from, to) pairs, for marking without markup.
function hits(index, text, wanted) {
  const places = [];
  const mark = (piece, at) => {
    if (index.asked(piece).some((token) => isWanted(token, wanted))) places.push([at, at + piece.length]);
  };
  for (const { 0: piece, index: at } of inPlace(index, text).matchAll(PIECES)) {
    if (!hasHan(piece) || /\d/.test(piece) || piece.length === 1) mark(piece, at);
    else {
      pairs(piece).forEach((pair, offset) => wanted.has(pair) && places.push([at + offset, at + offset + 2]));
      for (const { 0: figure, index: offset } of piece.matchAll(HAN_FIGURE)) mark(figure, at + offset);
    }
  }
  return merged(places.sort((one, other) => one[0] - other[0]));
}

function merged(places) {
  const out = [];
  for (const [from, to] of places) {
    if (out.length && from <= last(out)[1]) last(out)[1] = Math.max(to, last(out)[1]);
    else out.push([from, to]);
  }
  return out;
}

// Where to cut a text so that the most hits are in sight: at a clause, or else between words.
function window(text, places, room) {
  if (text.length <= room) return [0, text.length];
  const seen = ([start]) => places.filter(([from, to]) => from >= start && to <= start + room * 0.7).length;
  const [best = 0] = places.reduce((one, other) => (seen(other) > seen(one) ? other : one), places[0] ?? []);
  const splits = (at) => /[^\s\u3400-\u9fff。，；：、]{2}/.test(text.slice(at - 1, at + 1));
  let from = best < room * 0.6 ? 0 : Math.min(best - Math.floor(room * 0.3), text.length - room);
  if (from) from += text.slice(from, best).search(/[。；，：]|[.;,:] /) + 1;
  while (from && splits(from)) from += 1;
  let to = Math.min(text.length, from + room);
  while (to < text.length && splits(to)) to -= 1;
  return [from, to];
}

// A snippet is a list of strings, every second one a hit: no markup travels.
function snippet(index, text, wanted, room) {
  const places = hits(index, text, wanted);
  const [from, to] = window(text, places, room);
  const parts = [from ? "…" : ""];
  let at = from + text.slice(from).search(/\S/);
  for (const [start, end] of places.filter(([start, end]) => start >= from && end <= to)) {
    parts[parts.length - 1] += text.slice(at, start);
    parts.push(text.slice(start, end), "");
    at = end;
  }
  parts[parts.length - 1] += text.slice(at, to).trimEnd() + (to < text.length ? "…" : "");
  return parts;
}

// Makes the function that shows a document to one who asked for a text.
export function shower(index, text) {
  const meant = index.strike(index.normal(text));
  const wanted = new Set([meant, index.same(meant)].flatMap(termsOf).flat());
  const pages = new Map(index.data.pages);
  return ({ kind, page, id, rank, date, title, text }) => ({
    kind, page, id, rank, date,
    title: snippet(index, title, wanted, Infinity),
    text: snippet(index, text, wanted, pairs(joined(text)).filter(isPair).length > text.length / 3 ? ROOM.han : ROOM.latin),
    crumb: kind === "page" ? "" : pages.get(page),
  });
}
