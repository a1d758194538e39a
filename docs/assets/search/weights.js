// Every weight of the ranking, in one table. DECISIONS.md says how a query becomes a list, and what
// each part was measured to give.

export const WEIGHTS = {
  // BM25F (Robertson and Zaragoza 2009): what a field counts for, saturation, length.
  fields: { title: 8, asked: 6, text: 2, wordings: 4 },
  k1: 1.2,
  b: 0.75,
  // A word met only by its beginning.
  beginning: 0.5,
  // A name spelled in pinyin: by field; met whole, at its end, at its beginning.
  spelled: { title: 6, asked: 4 },
  met: { whole: 3, end: 2, start: 1.2 },
  // At most, for all terms of the query; for a title or question that is the query; for the query
  // in order in title or text.
  words: 20,
  likeness: 60,
  phrase: { title: 16, text: 10 },
  // For each nat of query likelihood; how much all documents tell beside one (Jelinek and Mercer).
  likelihood: 9,
  smoothing: 0.05,
  // The programme's own words twice this, an official's once; what uses the words of statements.
  saidBy: 2,
  kinds: { gap: -8, disagreement: -42 },
  // What a document must have of the points of the one with most.
  enough: 1 / 4,
};
