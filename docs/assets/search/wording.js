// For a query in the reader's own words: characters put right that were taken for others of the
// same sound, and how likely each document is asked for so. Loaded with the other phrasings, which
// give words enough for both.
"use strict";

self.searchWording = (() => {
  const { HAN_RUN, isPair, shared, termsOf, withoutAsking } = searchTokens;

  /* ---- Characters put right ---- */

  // A pair of characters with one of them as it sounds, or the other.
  const halfSpelled = (spell, [one, other]) =>
    [one + spell(other), spell(one) + other].filter((sound) => !sound.includes("?"));

  const documentsWith = (fields) =>
    Math.max(...Object.values(fields).map((documents) => Object.keys(documents).length));

  // The commonest pair for each of these.
  function pairsBySound({ spell, lunrIndex }) {
    const pairs = Object.entries(lunrIndex.invertedIndex).filter(([token]) => isPair(token))
      .map(([pair, fields]) => [pair, documentsWith(fields)]).sort((one, other) => one[1] - other[1]);
    const bySound = new Map();
    for (const [pair] of pairs) for (const sound of halfSpelled(spell, pair)) bySound.set(sound, pair);
    return bySound;
  }

  // A pair is wrong that nobody uses, nor the one before it or the one after. `unused` is a set of
  // such pairs; gives the text with others of the same sound in their place.
  function correcter(index) {
    let pairs;
    return (text, unused) => {
      const isUsed = (pair) => isPair(pair) && !unused.has(pair);
      for (let at = 0; at < text.length - 1; at += 1) {
        const [before, pair, after] = [at - 1, at, at + 1].map((from) => text.slice(Math.max(0, from), from + 2));
        if (!isPair(pair) || !unused.has(pair) || (isUsed(before) && isUsed(after))) continue;
        pairs ??= pairsBySound(index);
        const [right = pair] = halfSpelled(index.spell, pair).flatMap((sound) => pairs.get(sound) ?? []);
        text = text.slice(0, at) + right + text.slice(at + 2);
      }
      return text;
    };
  }

  /* ---- The likelihood of a query in a language model of each document (Ponte and Croft 1998) ---- */

  const SMOOTHING = 0.1;

  // `bags` are the words of each document, as often as they stand there. Gives a function from the
  // words of a query to a number for each document: in nats, how much likelier it makes them than
  // all documents together do; smoothed after Jelinek and Mercer (Zhai and Lafferty 2004).
  function likelihoods(bags) {
    const models = bags.map((words) => {
      const shares = new Map();
      for (const word of words) shares.set(word, (shares.get(word) ?? 0) + 1 / words.length);
      return shares;
    });
    const spread = new Map();
    for (const word of models.flatMap((shares) => [...shares.keys()])) spread.set(word, (spread.get(word) ?? 0) + 1);
    const all = models.reduce((total, shares) => total + shares.size, 0);
    const gain = (shares, word) =>
      (shares.has(word) ? Math.log(1 + ((1 / SMOOTHING - 1) * shares.get(word) * all) / spread.get(word)) : 0);
    return (words) => models.map((shares) => words.reduce((total, word) => total + gain(shares, word), 0));
  }

  const characters = (text) => [...(text.match(HAN_RUN) ?? []).join("")];

  // Gives, for the tokens and the text of a query, how likely each document is asked for so. Two
  // Chinese words that mean much the same often share a character. A title counts twice.
  function likelihood(docs, same) {
    const wordsOf = (line) => [...termsOf(line).map(shared), ...characters(line)];
    const values = likelihoods(docs.map(({ fields: { title, asked, more, text } }) =>
      [title, title, asked, more, text].join("\n").split("\n")
        .flatMap((line) => wordsOf(same(withoutAsking(line))))));
    return (tokens, text) => {
      const likely = values([...tokens, ...characters(text)]);
      return new Map(docs.map((doc, at) => [doc, likely[at]]));
    };
  }

  return { correcter, likelihood };
})();
