// The inverted index: which tokens stand in which documents and fields, and what each is worth (BM25F).

import { WEIGHTS } from "./weights.js";

const mean = (numbers) => numbers.reduce((all, number) => all + number, 0) / numbers.length || 1;

// Fields are added one by one; `texts` of a field are the tokens of each document, each once.
export class Postings {
  constructor() {
    this.places = new Map();
    this.fields = [];
    this.kept = new Map();
  }

  add(weight, texts) {
    const usual = mean(texts.map((tokens) => tokens.length));
    const worth = texts.map((tokens) => weight / (1 - WEIGHTS.b + (WEIGHTS.b * tokens.length) / usual));
    texts.forEach((tokens, doc) => {
      for (const token of tokens) {
        let place = this.places.get(token);
        if (!place) this.places.set(token, place = new Map());
        place.set(doc, (place.get(doc) ?? 0) + worth[doc]);
      }
    });
    this.size = texts.length;
    this.kept.clear();
    this.words = null;
  }

  spread(token) {
    return this.places.get(token)?.size ?? 0;
  }

  // The points a token gives to each document that has it.
  points(token) {
    if (!this.kept.has(token)) this.kept.set(token, this.weigh([token]));
    return this.kept.get(token);
  }

  weigh(tokens) {
    const found = new Map();
    for (const token of tokens) {
      const place = this.places.get(token) ?? [];
      const rarity = Math.log(1 + (this.size - place.size + 0.5) / (place.size + 0.5));
      for (const [doc, worth] of place) {
        const points = (rarity * worth * (WEIGHTS.k1 + 1)) / (WEIGHTS.k1 + worth) / Math.sqrt(tokens.length);
        found.set(doc, (found.get(doc) ?? 0) + points);
      }
    }
    return found;
  }

  // The points of all tokens with a beginning together, each less the more there are.
  beginning(letters) {
    return this.weigh(this.vocabulary().filter((token) => token.startsWith(letters)));
  }

  vocabulary() {
    this.words = this.words ?? [...this.places.keys()];
    return this.words;
  }

  // The tokens at most so many letters away, the commonest of the nearest; or nothing.
  nearest(word, most) {
    let best = null;
    for (const token of this.vocabulary()) {
      const letters = distance(word, token, best?.letters ?? most);
      if (letters > most) continue;
      const candidate = { token, letters, spread: this.spread(token) };
      if (!best || letters < best.letters || (letters === best.letters && candidate.spread > best.spread)) best = candidate;
    }
    return best?.token;
  }
}

// Letters to change, put in, leave out or swap to make one word of another (Damerau and
// Levenshtein, each pair swapped once); above `most` any number.
export function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let [before, previous, row] = [[], [], [...Array(other.length + 1).keys()]];
  for (let i = 1; i <= one.length; i += 1) {
    [before, previous, row] = [previous, row, [i]];
    for (let j = 1; j <= other.length; j += 1) {
      const differs = one[i - 1] !== other[j - 1];
      row[j] = Math.min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + differs);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return most + 1;
  }
  return row[other.length];
}
