// What a result shows: title and text with the hits, and a way on where nothing is found.

import { hasHan, HAN_FIGURE, isPair, joined, pairs, PIECES, termsOf } from "./tokens.js";

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

// For each place in a text whether it belongs to a hit, for marking without markup.
function hits(index, text, wanted) {
  const marked = Array(text.length).fill(false);
  const mark = (piece, at) => {
    if (index.asked(piece).some((token) => isWanted(token, wanted))) marked.fill(true, at, at + piece.length);
  };
  for (const { 0: piece, index: at } of inPlace(index, text).matchAll(PIECES)) {
    if (!hasHan(piece) || /\d/.test(piece) || piece.length === 1) mark(piece, at);
    else {
      pairs(piece).forEach((pair, offset) => wanted.has(pair) && marked.fill(true, at + offset, at + offset + 2));
      for (const { 0: figure, index: offset } of piece.matchAll(HAN_FIGURE)) mark(figure, at + offset);
    }
  }
  return marked;
}

// Where to cut a text so that the most hits are in sight: at a clause, or else between words.
function window(text, marked, room) {
  if (text.length <= room) return [0, text.length];
  const starts = marked.flatMap((isHit, at) => (isHit && !marked[at - 1] ? [at] : []));
  const seen = (start) => starts.filter((at) => at >= start && at <= start + room * 0.7).length;
  const [best = 0] = [...starts].sort((one, other) => seen(other) - seen(one));
  const splits = (at) => /[^\s\u3400-\u9fff。，；：、]{2}/.test(text.slice(at - 1, at + 1));
  let from = best < room * 0.6 ? 0 : Math.min(best - Math.floor(room * 0.3), text.length - room);
  if (from) from += text.slice(from, best).search(/[。；，：]|[.;,:] /) + 1;
  while (from && splits(from)) from += 1;
  let to = Math.min(text.length, from + room);
  while (to < text.length && splits(to)) to -= 1;
  return [from + text.slice(from).search(/\S/), to];
}

// A snippet is a list of strings, every second one a hit: no markup travels.
function snippet(index, text, wanted, room) {
  const marked = hits(index, text, wanted);
  const [from, to] = window(text, marked, room);
  const parts = [from ? "…" : ""];
  for (let at = from; at < to; at += 1) {
    if (marked[at] === (parts.length % 2 === 1)) parts.push("");
    parts[parts.length - 1] += text[at];
  }
  if (parts.length % 2 === 0) parts.push("");
  parts.push(parts.pop().trimEnd() + (to < text.length ? "…" : ""));
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
