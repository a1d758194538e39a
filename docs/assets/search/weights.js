// Every weight of the ranking, in one table. DECISIONS.md says how a query becomes a list, and how
// these were found.

export const WEIGHTS = {
  // BM25F (Robertson and Zaragoza 2009): what a field counts for, saturation, length.
  fields: { title: 8, asked: 6, text: 1, wordings: 4 },
  k1: 1.2,
  b: 0.75,
  // Ways to meet a word less surely than as written.
  beginning: 0.5,
  loneCharacter: 0.3,
  // Spelled in pinyin: what a field counts for, and a name met whole, at its end, at its beginning.
  spelled: { title: 6, asked: 4, text: 2 },
  whole: 3,
  end: 2,
  start: 1.2,
  // Points: of all words together, of the query as it stands in title, question or text.
  words: 20,
  phrase: { title: 16, asked: 16, text: 10 },
  likeness: 60,
  coverage: 1.5,
  widest: 1 / 3,
  // Who says it: of the programme's own words twice this, of an official's once.
  voice: 2,
  gap: -8,
  // Query likelihood: for each nat, and how much all documents tell against one (Jelinek and Mercer).
  likelihood: 5,
  smoothing: 0.1,
};
