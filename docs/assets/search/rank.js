// Ranking what a query meets.

import { isStatement, KINDS } from "./index.js";
import { isAlone, translated, understand } from "./match.js";
import { nearestTerm, shower } from "./snippets.js";
import { WEIGHTS } from "./weights.js";

const LONGEST_QUERY = 200;
const MOST_RESULTS = 20;

const sum = (values) => values.reduce((all, value) => all + value, 0);

// How much a term tells: the fewer documents have it, the more.
const rarity = (index, points) => Math.log(1 + index.docs.length / points.size);

// How much each place in the query tells. Of two pairs that share a character the commoner one
// is a word; the other lies across the border of two words.
function placeWeights(index, met) {
  const weights = new Map();
  for (const { term, points } of met) {
    const weight = (isAlone(term) ? WEIGHTS.loneCharacter : 1) * rarity(index, points);
    for (const place of term.places) weights.set(place, Math.min(weight, weights.get(place) ?? Infinity));
  }
  return weights;
}

// For each document the points of all its terms, and the places in the query it answers.
function summed(index, met, weights) {
  const documents = new Map();
  for (const { term, points } of met) {
    const mean = sum(term.places.map((place) => weights.get(place))) / term.places.length;
    for (const [doc, score] of points) {
      if (!documents.has(doc)) documents.set(doc, { doc, points: 0, places: new Set() });
      const entry = documents.get(doc);
      entry.points += (score * mean) / rarity(index, points);
      term.places.forEach((place) => entry.places.add(place));
    }
  }
  return [...documents.values()];
}

// Dice's coefficient of two sets: 1 where they are the same.
function likeness(one, other) {
  const both = [...one].filter((token) => other.has(token)).length;
  return (2 * both) / (one.size + other.size || 1);
}

function bonus(doc, { tokens, full, phrases }) {
  const inOrder = (line) => phrases.some((phrase) => phrase.length > 1 && line.includes(phrase));
  const { title, asked, text } = doc.phrases;
  const likenesses = doc.questions.map((question, at) => 0.7 * likeness(tokens, question) + 0.3 * likeness(full, doc.full[at]));
  return WEIGHTS.likeness * sum(likenesses.map((value) => value ** 3))
    + (inOrder(title) ? WEIGHTS.phrase.title : 0)
    + (asked.some(inOrder) ? WEIGHTS.phrase.asked : 0)
    + (inOrder(text) ? WEIGHTS.phrase.text : 0)
    + WEIGHTS.voice * (2 - (doc.rank ?? 2));
}

// By how much of the query a document answers, then by how well; statements, and pages that are
// asked for by their names, before all else.
function ranked(question) {
  const { lead, met, tokens, text } = question;
  const weights = placeWeights(lead, met);
  const total = (places) => sum([...places].map((place) => weights.get(place)));
  const found = summed(lead, met, weights).map((entry) => ({ ...entry, told: total(entry.places) }));
  const [all, widest] = [total(weights.keys()), Math.max(...found.map(({ told }) => told))];
  const most = Math.max(...found.map(({ points }) => points));
  const likely = lead.likelihood([...tokens], text);
  const isNamed = ({ kind, phrases: { title } }) => kind === "page" && question.phrases.includes(title);
  const isMeant = (doc) => isStatement(doc) || isNamed(doc);
  const prior = (doc) => WEIGHTS.likelihood * (likely.get(doc) ?? 0) + (doc.kind === "gap" ? WEIGHTS.gap : 0);
  return found
    .filter(({ told }) => told >= widest * WEIGHTS.widest)
    .map(({ doc, points, told }) => {
      const cover = (told / all) ** WEIGHTS.coverage;
      return { doc, score: cover * (cover * WEIGHTS.words * (points / most) + bonus(doc, question)) + prior(doc) };
    })
    .sort((a, b) =>
      isMeant(b.doc) - isMeant(a.doc)
      || b.score - a.score
      || KINDS.indexOf(a.doc.kind) - KINDS.indexOf(b.doc.kind)
      || a.doc.at - b.doc.at)
    .map(({ doc }) => doc);
}

// `own` is the index of the page's language; `other` gives that of the other, or nothing.
// Gives `results`, best first; without any, the nearest term and the parts to turn to.
export function search(own, other, text) {
  const asked = text.slice(0, LONGEST_QUERY);
  const question = understand(own, other, asked);
  const docs = question.met.length ? ranked(question) : [];
  const found = [...translated(own, docs.map((doc) => [doc, 0])).keys()];
  if (found.length) return { found: found.length, results: found.slice(0, MOST_RESULTS).map(shower(own, asked)) };
  const { pages, parts } = own.data;
  return { found: 0, results: [], nearest: nearestTerm(own, asked), parts: pages.slice(1, 1 + parts) };
}
