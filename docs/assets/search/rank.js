// Ranking what a query meets.

import { isEntry } from "./index.js";
import { translated, understand } from "./match.js";
import { nearestTerm, shower } from "./snippets.js";
import { joined, kept } from "./tokens.js";
import { WEIGHTS } from "./weights.js";

const KINDS = ["statement", "gap", "term", "disagreement", "organisation", "source", "page"];
const LONGEST_QUERY = 200;
const MOST_RESULTS = 20;

const sum = (values) => values.reduce((all, value) => all + value, 0);

// How much a term tells: the fewer documents have it, the more.
const rarity = ({ docs }, points) => Math.log(1 + docs.length / points.size);

// For each document the points of the terms it has, and how much these tell.
function gathered({ lead, met }) {
  const found = new Map();
  for (const { points } of met) {
    const tells = rarity(lead, points);
    for (const [doc, score] of points) {
      const { points: before, told } = found.get(doc) ?? { points: 0, told: 0 };
      found.set(doc, { doc, points: before + score, told: told + tells });
    }
  }
  return [...found.values()];
}

const asPhrase = kept(joined);

// Dice's coefficient of two sets: 1 where they are the same.
function likeness(one, other) {
  const both = [...one].filter((token) => other.has(token)).length;
  return (2 * both) / (one.size + other.size || 1);
}

// What the query as a whole gives to a document: like one of its questions, and many near ones
// count as well as one; in order in its title or text; the programme’s own word the most.
function whole({ fields, questions, rank = 2, kind }, { tokens, phrases }) {
  const asked = new Set(tokens);
  const isIn = (line) => phrases.some((phrase) => asPhrase(line).includes(phrase));
  return WEIGHTS.likeness * sum(questions.map((question) => likeness(asked, question) ** 3))
    + (isIn(fields.title) ? WEIGHTS.phrase.title : 0)
    + (isIn(fields.text) ? WEIGHTS.phrase.text : 0)
    + WEIGHTS.saidBy * (2 - rank)
    + (WEIGHTS.kinds[kind] ?? 0);
}

// First what has just the name whose meaning is asked for, or answers just that; then statements, and
// pages asked for by their names; among equals by score.
function ranked(question) {
  const { lead, met, tokens, text, phrases, isDefining } = question;
  const found = gathered(question);
  const all = sum(met.map(({ points }) => rarity(lead, points)));
  const [widest, most] = ["told", "points"].map((key) => Math.max(...found.map((entry) => entry[key])));
  const likely = lead.likelihood(tokens, text);
  const isNamed = ({ kind, fields }) => kind === "page" && phrases.includes(asPhrase(fields.title));
  const asked = new Set(tokens);
  const isMeant = ({ questions }) => isDefining && questions.some((line) => likeness(asked, line) === 1);
  return found.filter(({ told }) => told >= widest * WEIGHTS.enough)
    .map(({ doc, points, told }) => ({
      doc,
      first: isMeant(doc) ? 2 : isEntry(doc) || isNamed(doc) ? 1 : 0,
      score: (told / all) * WEIGHTS.words * (points / most) + whole(doc, question)
        + WEIGHTS.likelihood * (likely.get(doc) ?? 0),
    }))
    .sort((a, b) =>
      b.first - a.first
      || b.score - a.score
      || KINDS.indexOf(a.doc.kind) - KINDS.indexOf(b.doc.kind)
      || a.doc.at - b.doc.at)
    .map(({ doc }) => doc);
}

// `own` is the index of the page's language; `other` gives that of the other, or nothing.
// Gives `results`, best first, of all that were `found`; without any, the nearest term and the parts.
export function search(own, other, text) {
  const asked = text.slice(0, LONGEST_QUERY);
  const question = understand(own, other, asked);
  const docs = question.met.length ? ranked(question) : [];
  const found = [...translated(own, docs.map((doc) => [doc, 0])).keys()];
  if (found.length) return { found: found.length, results: found.slice(0, MOST_RESULTS).map(shower(own, asked)) };
  const { pages, parts } = own.data;
  return { found: 0, results: [], nearest: nearestTerm(own, asked), parts: pages.slice(1, 1 + parts) };
}
