// How likely each document is asked for so: the likelihood of a query in a language model of each
// (Ponte and Croft 1998), smoothed after Jelinek and Mercer (Zhai and Lafferty 2004).

import { WEIGHTS } from "./weights.js";

// `bags` are the words of each document, as often as they stand there. Gives a function from the
// words of a query to a number for each document: in nats, how much likelier it makes them than
// all documents together do.
export function likelihoods(bags) {
  const shares = new Map(); // word → document → share of its words
  bags.forEach((words, doc) => words.forEach((word) => {
    if (!shares.has(word)) shares.set(word, new Map());
    const of = shares.get(word);
    of.set(doc, (of.get(doc) ?? 0) + 1 / words.length);
  }));
  const lift = (1 / WEIGHTS.smoothing - 1) * [...shares.values()].reduce((all, { size }) => all + size, 0);
  return (words) => {
    const nats = Array(bags.length).fill(0);
    for (const of of words.map((word) => shares.get(word) ?? new Map())) {
      for (const [doc, share] of of) nats[doc] += Math.log(1 + (lift * share) / of.size);
    }
    return nats;
  };
}
