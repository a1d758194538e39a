// Ranking what a query meets.

import { isForeign, understand } from "./match.js";
import { shower } from "./snippets.js";
import { characters, joined, kept, pairs } from "./tokens.js";
import { WEIGHTS } from "./weights.js";

const LONGEST_QUERY = 200;
const MOST_RESULTS = 20;
const NEAR = 0.4; // likeness of a name to one that nothing has

const isEntry = ({ kind }) => ["statement", "gap", "disagreement"].includes(kind);
const sum = (values) => values.reduce((all, value) => all + value, 0);

// For each document the points of all terms it has.
function gathered({ lead, met }) {
  const found = new Map();
  for (const [at, points] of met.flatMap(({ points }) => [...points])) found.set(at, points + (found.get(at) ?? 0));
  return [...found].map(([at, points]) => ({ doc: lead.docs[at], points }));
}

const asPhrase = kept(joined);

// Dice's coefficient of two sets: 1 where they are the same.
function likeness(one, other) {
  const both = [...one].filter((token) => other.has(token)).length;
  return (2 * both) / (one.size + other.size || 1);
}

// What the query as a whole gives to a document: like one of its questions, and many near ones
// count as well as one; in order in its title or text; the programme’s own word the most.
function whole({ fields, questions, rank = 2, kind }, { asked, phrases }) {
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
  const { lead, asked, text, phrases, isDefining } = question;
  const found = gathered(question);
  const most = Math.max(...found.map(({ points }) => points));
  const likely = lead.postings.likelihood([...asked, ...characters(text)]);
  const isNamed = ({ kind, fields }) => kind === "page" && phrases.includes(asPhrase(fields.title));
  const isMeant = ({ questions }) => isDefining && questions.some((line) => likeness(asked, line) === 1);
  return found.filter(({ points }) => points >= most * WEIGHTS.enough)
    .map(({ doc, points }) => ({
      doc,
      first: isMeant(doc) ? 2 : isEntry(doc) || isNamed(doc) ? 1 : 0,
      score: WEIGHTS.words * (points / most) + WEIGHTS.likelihood * likely[doc.at] + whole(doc, question),
    }))
    .sort((one, other) => other.first - one.first || other.score - one.score || one.doc.at - other.doc.at)
    .map(({ doc }) => doc.at);
}

// The term whose name shares most pairs of letters with a text, if it shares enough.
function nearestTerm({ docs, normal }, text) {
  const letters = (line) => new Set(pairs(joined(normal(line))));
  const wanted = letters(text);
  const near = docs.filter(({ kind }) => kind === "term").map((doc) => ({ doc, like: likeness(wanted, letters(doc.title)) }));
  const [nearest] = near.filter(({ like }) => like >= NEAR).sort((one, other) => other.like - one.like);
  return nearest?.doc ?? null;
}

// `own` is the index of the page's language; `other` gives that of the other, or nothing.
// Gives `results`, best first, of all that were `found`; without any, the nearest term and the parts.
export function search(own, other, text) {
  const asked = text.slice(0, LONGEST_QUERY);
  const abroad = isForeign(own, asked) ? other() : null;
  const question = abroad ? understand(abroad, () => own, asked) : understand(own, other, asked);
  const found = question.met.length ? ranked(question).map((at) => own.docs[at]) : [];
  if (found.length) return { found: found.length, results: found.slice(0, MOST_RESULTS).map(shower(own, asked)) };
  const { pages, parts } = own.data;
  return { found: 0, results: [], nearest: nearestTerm(own, asked), parts: pages.slice(1, 1 + parts) };
}
