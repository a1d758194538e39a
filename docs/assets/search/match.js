// Meeting a query: for each of its terms the documents that have it, and their points.

import { patterns } from "./pinyin.js";
import { hasHan, joined, shared, termsOf } from "./tokens.js";
import { WEIGHTS } from "./weights.js";

const MOST_TERMS = 24;
const NOTHING = { docs: [] };

/* ---- One term in one index; documents stand at the same places in all of them ---- */

// Of several ways to meet a document the best one counts.
function best(...maps) {
  const points = new Map();
  for (const [doc, score] of maps.flatMap((map) => [...map])) {
    points.set(doc, Math.max(score, points.get(doc) ?? 0));
  }
  return points;
}

// Whoever is still typing has written the beginning of a word.
const isBeginning = (token) => /^\p{L}{2}/u.test(token) && !hasHan(token);

function asWritten({ postings }, tokens) {
  const points = best(...tokens.map((token) => postings.points(token)));
  return points.size || !isBeginning(tokens[0]) ? points : postings.beginning(tokens[0]);
}

// Where each document is spelled so: points by field, more where a name begins or ends there.
function spelledSo({ docs, spell }, pattern) {
  const { whole, end, start } = WEIGHTS.met;
  const points = docs.map(({ fields }) => Object.entries(WEIGHTS.spelled).flatMap(([field, score]) => {
    const line = spell(fields[field] ?? "");
    return [...line.matchAll(pattern)].map(({ 0: hit, index: from }) => {
      const [begins, ends] = [from - 1, from + hit.length].map((at) => (line[at] ?? "\n") === "\n");
      return score * (begins && ends ? whole : ends ? end : begins ? start : 1);
    });
  }));
  return new Map(points.flatMap((scores, at) => (scores.length ? [[at, Math.max(...scores)]] : [])));
}

/* ---- A query: in the index of its script, `lead`; `other` opens another ---- */

const isChinese = ({ data }) => data.language === "zh";
const isWrittenInHan = ({ data }) => ["zh", "ja"].includes(data.language);

// Whether a text is written in another script than an index.
export const isForeign = (index, text) =>
  (isWrittenInHan(index) ? /\p{Script=Latin}/u.test(text) && !hasHan(text) : hasHan(text));

// Latin words may stand among Han, as MEMS does.
function meet({ lead, other }, tokens) {
  const points = asWritten(lead, tokens);
  const abroad = !points.size && !hasHan(tokens[0]) && isWrittenInHan(lead) ? other() : null;
  return abroad ? asWritten(abroad, tokens) : points;
}

// Latin letters that are no words may be pinyin; what cannot be does not open Chinese.
function spelled({ lead, other }, text) {
  for (const pattern of patterns(joined(text))) {
    const points = spelledSo((isChinese(lead) ? lead : other()) ?? NOTHING, pattern);
    if (points.size) return points;
  }
  return new Map();
}

const isMet = ({ points }) => points.size > 0;

// Each term once, with the documents that have it.
function asItStands(ask, text) {
  const terms = new Map(termsOf(text).map((tokens) => [tokens[0], tokens]));
  return [...terms.values()].slice(0, MOST_TERMS).map((tokens) => ({ tokens, points: meet(ask, tokens) }));
}

// A term that nobody uses: as pinyin, or the one it was mistyped for.
function putRight(ask, { tokens: [token] }) {
  const points = spelled(ask, token);
  const right = ask.lead.mistyped(token);
  return points.size || !right ? { tokens: [token], points } : { tokens: [right], points: meet(ask, [right]) };
}

// Each term as written; where one is not found, the whole as pinyin or each put right. Gives the
// text as it was understood as well.
function meetAll(ask, text) {
  const written = asItStands(ask, text);
  if (written.every(isMet)) return { met: written, text };
  const points = spelled(ask, text);
  if (points.size) return { met: [{ tokens: [text], points }], text };
  const right = written.map((one) => (isMet(one) ? one : putRight(ask, one)));
  const understood = right.reduce((so, { tokens: [token] }, at) => so.replace(written[at].tokens[0], token), text);
  return { met: right.filter(isMet), text: understood };
}

// What is asked: the terms met, and the question as phrases and as a set of tokens.
export function understand(lead, other, question) {
  const query = lead.normal(question);
  const meant = lead.strike(query);
  const { met, text } = meetAll({ lead, other }, lead.same(meant));
  const phrases = new Set([query, meant, text].map(joined).filter(({ length }) => length > 1));
  const asked = new Set(met.map(({ tokens }) => shared(tokens)));
  return { lead, met, asked, text, phrases: [...phrases], isDefining: lead.isDefining(query) };
}
