// Meeting a query: for each of its terms the documents that have it, and their points.

import { placeOf } from "./index.js";
import { patterns } from "./pinyin.js";
import { hasHan, joined, shared, termsOf } from "./tokens.js";
import { WEIGHTS } from "./weights.js";

const MOST_TERMS = 24;
const NONE = new Map();

/* ---- One term in one index ---- */

const times = (factor, points) => new Map([...points].map(([doc, score]) => [doc, factor * score]));

// Of several ways to meet a document the best one counts.
function best(...maps) {
  const points = new Map();
  for (const [doc, score] of maps.flatMap((map) => [...map])) {
    points.set(doc, Math.max(score, points.get(doc) ?? 0));
  }
  return points;
}

const named = (index, points) => new Map([...points].map(([at, score]) => [index.docs[at], score]));

// Whoever is still typing has written the beginning of a word; one character begins a pair.
const isBeginning = (token) => (hasHan(token) ? token.length === 1 : /^\p{L}{2}/u.test(token));

function asWritten(index, tokens) {
  const points = best(...tokens.map((token) => index.postings.points(token)));
  const [token] = tokens;
  if (!isBeginning(token) || (points.size && !hasHan(token))) return named(index, points);
  return named(index, best(points, times(WEIGHTS.beginning, index.postings.beginning(token))));
}

// The word of the index that a word was mistyped for.
function nearestWord({ postings }, token) {
  if (!/^[\p{Script=Latin}\d]{4,}$/u.test(token)) return null;
  return postings.nearest(token, token.length < 6 || token.length > 14 ? 1 : 2);
}

// Where each document is spelled so: points by field, more where a name begins or ends there.
function spelledSo(index, pattern) {
  const isBorder = (character) => character === undefined || character === "\n";
  const points = index.docs.map(({ fields }) => Object.entries(WEIGHTS.spelled).flatMap(([field, score]) => {
    const line = index.spell(fields[field] ?? "");
    return [...line.matchAll(pattern)].map(({ 0: hit, index: from }) => {
      const [begins, ends] = [isBorder(line[from - 1]), isBorder(line[from + hit.length])];
      const { whole, end, start } = WEIGHTS.met;
      return score * (begins && ends ? whole : ends ? end : begins ? start : 1);
    });
  }));
  return new Map(points.flatMap((scores, at) => (scores.length ? [[index.docs[at], Math.max(...scores)]] : [])));
}

// Latin letters that are no words may be pinyin, of Chinese or of its initials.
function asPinyin(index, likely) {
  for (const pattern of likely) {
    const points = spelledSo(index, pattern);
    if (points.size) return points;
  }
  return NONE;
}

/* ---- A query, in the index of its script first ---- */

const isChinese = ({ data }) => data.language === "zh";
const isWrittenInHan = ({ data }) => ["zh", "ja"].includes(data.language);

export const translated = (to, points) =>
  new Map([...points].map(([doc, score]) => [to.byPlace.get(placeOf(doc)), score]).filter(([doc]) => doc));

// `lead` is the index in whose script a text is written, and `other` opens another than the
// page's `own`.
function askFor(own, other, text) {
  const isForeign = isWrittenInHan(own) ? /\p{Script=Latin}/u.test(text) && !hasHan(text) : hasHan(text);
  const lead = (isForeign && other()) || own;
  return { own, other, lead, chinese: () => [own, lead].find(isChinese) ?? other() };
}

// Latin words may stand in both indexes, as MEMS does in Chinese.
function meet({ lead, own, other }, tokens) {
  const points = asWritten(lead, tokens);
  if (lead !== own) return best(points, translated(lead, asWritten(own, tokens)));
  const abroad = !points.size && !hasHan(tokens[0]) && isWrittenInHan(lead) ? other() : null;
  return abroad ? translated(lead, asWritten(abroad, tokens)) : points;
}

// What cannot be pinyin does not open Chinese.
function spelled(ask, text) {
  const likely = patterns(joined(text));
  const chinese = likely.length ? ask.chinese() : null;
  return chinese ? translated(ask.lead, asPinyin(chinese, likely)) : NONE;
}

const isMet = ({ points }) => points.size > 0;

// Each term once, with the documents that have it.
function asItStands(ask, text) {
  const terms = new Map(termsOf(text).map((tokens) => [tokens[0], tokens]));
  return [...terms.values()].slice(0, MOST_TERMS).map((tokens) => ({ tokens, points: meet(ask, tokens) }));
}

// A text with the words nobody uses put right.
function corrected(ask, text, met) {
  const unmet = new Set(met.filter((one) => !isMet(one)).map(({ tokens }) => tokens[0]));
  return ask.lead.correct(text, unmet).replace(/[\p{Script=Latin}\d]+/gu, (word) => {
    const [[token] = []] = termsOf(word);
    return (unmet.has(token) && !spelled(ask, token).size && nearestWord(ask.lead, token)) || word;
  });
}

// Each term as written; where one is not found, the whole as pinyin or each put right. Gives the
// text as it was understood as well.
function meetAll(ask, text) {
  const written = asItStands(ask, text);
  if (written.every(isMet)) return { met: written, text };
  const points = spelled(ask, text);
  if (points.size) return { met: [{ tokens: [text], points }], text };
  const right = ask.lead.same(corrected(ask, text, written));
  const met = right === text ? written : asItStands(ask, right);
  const all = met.map((one) => (isMet(one) ? one : { ...one, points: spelled(ask, one.tokens[0]) }));
  return { met: all.filter(isMet), text: right };
}

// What is asked: the terms met, and the question as phrases and as tokens.
export function understand(own, other, question) {
  const ask = askFor(own, other, question);
  const { lead } = ask;
  const query = lead.normal(question);
  const meant = lead.strike(query);
  const { met, text } = meetAll(ask, lead.same(meant));
  const phrases = new Set([query, meant, text].map(joined).filter(({ length }) => length > 1));
  return { lead, met, text, isDefining: lead.isDefining(query), phrases: [...phrases], tokens: met.map(({ tokens }) => shared(tokens)) };
}
