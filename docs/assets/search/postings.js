// The inverted index: which tokens stand in which documents, and what each is worth there.

import { kept } from "./tokens.js";
import { WEIGHTS } from "./weights.js";

const mean = (numbers) => numbers.reduce((all, number) => all + number, 0) / numbers.length || 1;

export class Postings {
  constructor() {
    this.postings = new Map(); // token → document → weighted frequency
    this.lengths = []; // of each document: the weighted frequencies of all its tokens
    this.count = 0; // postings of all tokens
  }

  // Adds a field: for each document the set of its tokens in it.
  add(weight, texts) {
    const usual = mean(texts.map((tokens) => tokens.size));
    texts.forEach((tokens, doc) => {
      const worth = weight / (1 - WEIGHTS.b + (WEIGHTS.b * tokens.size) / usual);
      this.lengths[doc] = (this.lengths[doc] ?? 0) + worth * tokens.size;
      for (const token of tokens) {
        if (!this.postings.has(token)) this.postings.set(token, new Map());
        const of = this.postings.get(token);
        of.set(doc, (of.get(doc) ?? 0) + worth);
      }
      this.count += tokens.size;
    });
    this.size = texts.length;
    this.points = kept((token) => this.weigh([token]));
  }

  // The documents that have a token, and its weighted frequency in each.
  of(token) {
    return this.postings.get(token) ?? new Map();
  }

  spread(token) {
    return this.of(token).size;
  }

  vocabulary() {
    return [...this.postings.keys()];
  }

  // How likely each document is asked for by these tokens: their likelihood in a language model of
  // its fields (Ponte and Croft 1998, Ogilvie and Callan 2003), smoothed after Jelinek and Mercer; in
  // nats, how much likelier it makes them than all documents together do.
  likelihood(tokens) {
    const lift = (1 / WEIGHTS.smoothing - 1) * this.count;
    const nats = Array(this.size).fill(0);
    for (const of of tokens.map((token) => this.of(token))) {
      for (const [doc, worth] of of) nats[doc] += Math.log(1 + (lift * worth) / this.lengths[doc] / of.size);
    }
    return nats;
  }

  // As `points`, what a token gives to each document that has it, but of all tokens with a beginning
  // together, each less the more there are.
  beginning(letters) {
    return this.weigh(this.vocabulary().filter((token) => token.startsWith(letters)), WEIGHTS.beginning);
  }

  // BM25F (Robertson and Zaragoza 2009).
  weigh(tokens, weight = 1) {
    const found = new Map();
    for (const token of tokens) {
      const spread = this.spread(token);
      const rarity = weight * Math.log(1 + (this.size - spread + 0.5) / (spread + 0.5)) / Math.sqrt(tokens.length);
      for (const [doc, worth] of this.of(token)) {
        const points = (rarity * worth * (WEIGHTS.k1 + 1)) / (WEIGHTS.k1 + worth);
        found.set(doc, (found.get(doc) ?? 0) + points);
      }
    }
    return found;
  }

  // The token that a word was mistyped for, a letter or two away: of the nearest the commonest.
  nearest(word) {
    if (!/^[\p{Script=Latin}\d]{4,}$/u.test(word)) return null;
    const near = (most) => this.vocabulary().filter((token) => isNear(word, token, most))
      .sort((one, other) => this.spread(other) - this.spread(one))[0];
    return near(1) ?? (word.length < 6 || word.length > 14 ? null : near(2));
  }
}

// Whether at most so many letters changed, put in, left out or swapped make one word of another
// (edit distance, after Damerau and Levenshtein).
function isNear(one, other, most) {
  if (most < 0 || Math.abs(one.length - other.length) > most) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const [rest, others] = [one.slice(at), other.slice(at)];
  return rest === others || isNear(rest.slice(1), others.slice(1), most - 1)
    || isNear(rest.slice(1), others, most - 1) || isNear(rest, others.slice(1), most - 1)
    || (rest[0] === others[1] && rest[1] === others[0] && isNear(rest.slice(2), others.slice(2), most - 1));
}
