// How likely each document is asked for so: the likelihood of a query in a language model of each
// (Ponte and Croft 1998), smoothed after Jelinek and Mercer (Zhai and Lafferty 2004).

import { WEIGHTS } from "./weights.js";

// `bags` are the words of each document, as often as they stand there. Gives a function from the
// words of a query to a number for each document: in nats, how much likelier it makes them than
// all documents together do.
export function likelihoods(bags) {
  const spread = new Map();
  const models = bags.map((words) => {
    const shares = new Map();
    for (const word of words) shares.set(word, (shares.get(word) ?? 0) + 1 / words.length);
    for (const word of shares.keys()) spread.set(word, (spread.get(word) ?? 0) + 1);
    return shares;
  });
  const lift = (1 / WEIGHTS.smoothing - 1) * models.reduce((all, shares) => all + shares.size, 0);
  const gain = (share, word) => (share ? Math.log(1 + (lift * share) / spread.get(word)) : 0);
  return (words) => models.map((shares) => words.reduce((nats, word) => nats + gain(shares.get(word), word), 0));
}
