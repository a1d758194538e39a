// How likely each document is asked for so: the likelihood of a query in a language model of each
// (Ponte and Croft 1998), smoothed after Jelinek and Mercer (Zhai and Lafferty 2004).

import { WEIGHTS } from "./weights.js";

// `bags` are the words of each document, as often as they stand there. Gives a function from the
// words of a query to a number for each document: in nats, how much likelier it makes them than
// all documents together do.
export function likelihoods(bags) {
  const models = bags.map((words) => {
    const shares = new Map();
    for (const word of words) shares.set(word, (shares.get(word) ?? 0) + 1 / words.length);
    return shares;
  });
  const spread = new Map();
  for (const word of models.flatMap((shares) => [...shares.keys()])) spread.set(word, (spread.get(word) ?? 0) + 1);
  const all = models.reduce((total, shares) => total + shares.size, 0);
  const lift = 1 / WEIGHTS.smoothing - 1;
  const gain = (shares, word) =>
    (shares.has(word) ? Math.log(1 + (lift * shares.get(word) * all) / spread.get(word)) : 0);
  return (words) => models.map((shares) => words.reduce((total, word) => total + gain(shares, word), 0));
}
