// What a result shows: title and text with the hits, and a way on where nothing is found.

import { PIECES, hasHan, joined, last, pairs, termsOf } from "./tokens.js";

const isWord = (token) => /^[\p{Script=Latin}\d]+$/u.test(token);

function isHit(text, wanted) {
  const [tokens] = termsOf(text);
  const begins = (token) => [...wanted].some((start) => isWord(start) && start.length > 2 && token.startsWith(start));
  return Boolean(tokens?.some((token) => wanted.has(token) || (isWord(token) && begins(token))));
}

// Places of the hits in a text as [from, to) pairs, for marking without markup.
function hits(index, text, wanted) {
  const lower = index.normal(text);
  if (lower.length !== text.length) return [];
  const places = [];
  for (const { 0: piece, index: at } of lower.matchAll(PIECES)) {
    if (hasHan(piece) && !/\d/.test(piece)) {
      pairs(piece).forEach((pair, offset) => {
        if (wanted.has(pair)) places.push([at + offset, at + offset + 2]);
      });
    }
    if (!hasHan(piece) || piece.length === 1 || /\d/.test(piece)) {
      if (isHit(piece, wanted)) places.push([at, at + piece.length]);
    }
  }
  return merged(places);
}

function merged(places) {
  const out = [];
  for (const [from, to] of places) {
    if (out.length && from <= last(out)[1]) last(out)[1] = Math.max(to, last(out)[1]);
    else out.push([from, to]);
  }
  return out;
}

// A snippet is a list of strings, every second one a hit: no markup travels.
function snippet(index, text, wanted, room) {
  const places = hits(index, text, wanted);
  const first = places[0]?.[0] ?? 0;
  const from = first > room * 0.6 ? Math.max(0, first - Math.floor(room * 0.3)) : 0;
  const to = Math.min(text.length, from + room);
  const parts = [from ? "…" : ""];
  let at = from;
  for (const [start, end] of places.filter(([start, end]) => start >= from && end <= to)) {
    parts[parts.length - 1] += text.slice(at, start);
    parts.push(text.slice(start, end), "");
    at = end;
  }
  parts[parts.length - 1] += text.slice(at, to) + (to < text.length ? "…" : "");
  return parts;
}

// Makes the function that shows a document to one who asked for a text.
export function shower(index, text) {
  const meant = index.strike(index.normal(text));
  const wanted = new Set([meant, index.same(meant)].flatMap(termsOf).flat());
  const pages = new Map(index.data.pages);
  return ({ kind, page, id, rank, date, title, text }) => ({
    kind, page, id, rank, date,
    title: snippet(index, title, wanted, 200),
    text: snippet(index, text, wanted, hasHan(text) ? 70 : 150),
    crumb: kind === "page" ? "" : pages.get(page),
  });
}

export function nearestTerm(index, text) {
  const letters = (line) => new Set(pairs(joined(index.normal(line))));
  const wanted = letters(text);
  const likeness = (doc) => {
    const has = letters(doc.title);
    const shared = [...wanted].filter((pair) => has.has(pair)).length;
    return shared / (wanted.size + has.size || 1);
  };
  const terms = index.docs.filter((doc) => doc.kind === "term");
  const [best] = terms.map((doc) => [doc, likeness(doc)]).sort((a, b) => b[1] - a[1]);
  return best?.[1] ? { title: best[0].title, page: best[0].page, id: best[0].id } : null;
}
