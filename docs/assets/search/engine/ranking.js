// Finding statements: keeps the index and ranks what a query meets. Knows nothing of pages; runs
// in the worker, or in the page when it was opened from disk.
self.searchEngine = (() => {
  "use strict";

  const { hasHan, isPair, joined, termsOf, tokensOf, withoutAsking } = searchTokens;
  const LONGEST_QUERY = 200;
  const MOST_TERMS = 24;
  const MOST_RESULTS = 20;

  /* ---- The index ---- */

  const FIELDS = { title: 8, asked: 6, text: 1, names: 1.5 };
  const KINDS = ["statement", "gap", "term", "organisation", "source", "page"];
  const isStatement = ({ kind }) => KINDS.indexOf(kind) < 2;

  const placeOf = ({ page, id }) => `${page}#${id}`;

  // The index comes in columns; `lines` are the title, the words it is asked by, and the text.
  function documents(data, normal, same) {
    return data.docs.id.map((id, at) => {
      const of = (column) => data.docs[column][at];
      const lines = of("lines").split("\n");
      const [title, text] = [lines[0], lines.at(-1)];
      const fields = {
        title: normal(title),
        asked: normal(lines.slice(1, -1).join("\n")),
        text: normal(text),
        names: normal((of("terms") || []).map((term) => data.terms[term]).join("\n")),
      };
      const asked = fields.asked.split("\n").flatMap((line) => [line, same(line)]).map(joined);
      return {
        at, id, title, text, fields,
        kind: of("kind"), page: of("page"), rank: of("rank"), date: of("date"),
        phrases: { title: joined(fields.title), asked, text: joined(fields.text) },
      };
    });
  }

  // A text is found by its own words and by those that mean the same.
  function everyToken(text, same) {
    const meaning = same(text);
    return meaning === text ? tokensOf(text) : [...new Set([...tokensOf(text), ...tokensOf(meaning)])];
  }

  function load(data) {
    const normal = searchTokens.normaliser(data.simplified);
    const same = searchTokens.sameWords(data.same);
    const docs = documents(data, normal, same);
    const lunrIndex = lunr(function build() {
      this.pipeline.reset();
      this.searchPipeline.reset();
      this.ref("at");
      this.tokenizer = (tokens) => tokens.map((token) => new lunr.Token(token, {}));
      for (const [field, boost] of Object.entries(FIELDS)) {
        this.field(field, { boost, extractor: (doc) => everyToken(doc.fields[field], same) });
      }
      docs.forEach((doc) => this.add(doc));
    });
    return {
      data, docs, normal, same, lunrIndex,
      spell: searchSpelling.speller(data.readings),
      renderings: renderings(data.terms.map(normal)),
      byPlace: new Map(docs.map((doc) => [placeOf(doc), doc])),
      pageTitles: new Map(data.pages),
      found: new Map(),
    };
  }

  // Other renderings of a term, and the one this site uses.
  function renderings(terms) {
    return terms.flatMap((term) => {
      const [house, ...others] = term.split("\n");
      return others.filter((other) => other.length > 2 && !house.includes(other)).map((other) => [other, house]);
    }).sort((a, b) => b[0].length - a[0].length);
  }

  const inHouseTerms = (index, text) =>
    index.renderings.reduce((line, [other, house]) => line.replaceAll(other, house), text);

  /* ---- Meeting one term in one index: documents and their points ---- */

  const NONE = new Map();
  const times = (factor, points) => new Map([...points].map(([doc, score]) => [doc, factor * score]));

  // Of several ways to meet a document the best one counts.
  function best(...maps) {
    const points = new Map();
    for (const [doc, score] of maps.flatMap((map) => [...map])) {
      points.set(doc, Math.max(score, points.get(doc) ?? 0));
    }
    return points;
  }

  // What lunr finds for a token. It is kept: most of a query stays as it is while it is typed.
  function find(index, token, clause = {}) {
    const key = JSON.stringify([token, clause]);
    if (!index.found.has(key)) {
      const results = index.lunrIndex.query((query) => query.term(token, clause));
      index.found.set(key, new Map(results.map(({ ref, score }) => [index.docs[ref], score])));
    }
    return index.found.get(key);
  }

  const isAlone = ({ tokens: [token] }) => token.length === 1 && hasHan(token);

  // Whoever is still typing has written the beginning of a word.
  function asBeginning(index, term) {
    const [token] = term.tokens;
    const isBeginning = isAlone(term) || (/^\p{L}{2}/u.test(token) && !hasHan(token));
    return isBeginning ? times(0.5, find(index, token, { wildcard: lunr.Query.wildcard.TRAILING })) : NONE;
  }

  function asWritten(index, term) {
    const points = best(...term.tokens.map((token) => find(index, token)));
    return points.size && !isAlone(term) ? points : best(points, asBeginning(index, term));
  }

  function mistyped(index, { tokens: [token] }) {
    if (!/^[\p{Script=Latin}\d]{4,}$/u.test(token)) return NONE;
    return times(0.4, find(index, token, { editDistance: token.length < 8 || token.length > 14 ? 1 : 2 }));
  }

  // Where each document is spelled so: points by field, more where a name begins or ends there.
  const SPELLED = { title: 6, asked: 4, names: 2 };

  function spelledSo(index, pattern) {
    index.spelled ??= index.docs.map(({ fields }) =>
      Object.entries(SPELLED).map(([field, score]) => [score, index.spell(fields[field])]));
    const isBorder = (character) => character === undefined || character === "\n";
    const points = index.spelled.map((fields) => fields.flatMap(([score, line]) =>
      [...line.matchAll(pattern)].map(({ 0: hit, index: from }) => {
        const [begins, ends] = [isBorder(line[from - 1]), isBorder(line[from + hit.length])];
        return score * (begins && ends ? 3 : ends ? 2 : begins ? 1.2 : 1);
      })));
    return new Map(points.flatMap((scores, at) => (scores.length ? [[index.docs[at], Math.max(...scores)]] : [])));
  }

  // Two characters nobody writes side by side may be taken for others that sound the same …
  function soundingAlike(index, { tokens: [token] }) {
    const letters = isPair(token) ? index.spell(token).replaceAll("'", "") : "?";
    return letters.includes("?") ? NONE : times(0.5, spelledSo(index, searchSpelling.whole(letters)));
  }

  // … or one of them is wrong.
  function mischosen(index, { tokens: [token] }) {
    return isPair(token) ? times(0.2, best(find(index, `${token[0]}*`), find(index, `*${token[1]}`))) : NONE;
  }

  // Latin letters that are no words may be pinyin, of Chinese or of its initials.
  function asPinyin(index, letters) {
    for (const pattern of searchSpelling.patterns(letters)) {
      const points = spelledSo(index, pattern);
      if (points.size) return points;
    }
    return NONE;
  }

  /* ---- Meeting a query, in the index of its script first ---- */

  const isChinese = ({ data }) => data.language === "zh";

  const translated = (to, points) =>
    new Map([...points].map(([doc, score]) => [to.byPlace.get(placeOf(doc)), score]).filter(([doc]) => doc));

  // `lead` is the index in whose script a text is written, and `other` opens another than the
  // page's `own`.
  function askFor(own, other, text) {
    const isForeign = isChinese(own) ? /\p{Script=Latin}/u.test(text) && !hasHan(text) : hasHan(text);
    const lead = (isForeign && other()) || own;
    return { own, other, lead, chinese: () => [own, lead].find(isChinese) ?? other() };
  }

  // Latin words may stand in both indexes, as MEMS does in Chinese.
  function meet({ lead, own, other }, term, way) {
    const points = way(lead, term);
    if (lead !== own) return best(points, translated(lead, way(own, term)));
    const abroad = !points.size && !hasHan(term.tokens[0]) && isChinese(lead) ? other() : null;
    return abroad ? translated(lead, way(abroad, term)) : points;
  }

  function spelled(ask, text) {
    const chinese = hasHan(text) ? null : ask.chinese();
    return chinese ? translated(ask.lead, asPinyin(chinese, joined(text))) : NONE;
  }

  function slipped(ask, term, slips) {
    for (const slip of slips) {
      const points = meet(ask, term, slip);
      if (points.size) return points;
    }
    return spelled(ask, term.tokens[0]);
  }

  // Each term as written; where one is not found, the whole as pinyin or the term with a slip.
  function meetAll(ask, text) {
    const terms = termsOf(text).slice(0, MOST_TERMS);
    const met = terms.map((term) => ({ term, points: meet(ask, term, asWritten) }));
    if (met.every(({ points }) => points.size)) return met;
    const points = spelled(ask, text);
    if (points.size) return [{ term: { tokens: [text], places: [0] }, points }];
    // In a long query a wrong character matters less than what it is taken for.
    const slips = [mistyped, soundingAlike, ...(terms.length < 5 ? [mischosen] : [])];
    return met
      .map(({ term, points }) => ({ term, points: points.size ? points : slipped(ask, term, slips) }))
      .filter(({ points }) => points.size);
  }

  /* ---- Ranking ---- */

  const sum = (values) => values.reduce((all, value) => all + value, 0);

  // How much a term tells: the fewer documents have it, the more.
  const rarity = (index, points) => Math.log(1 + index.docs.length / points.size);

  // How much each place in the query tells. Of two pairs that share a character the commoner one
  // is a word; the other lies across the border of two words.
  function placeWeights(index, met) {
    const weights = new Map();
    for (const { term, points } of met) {
      const weight = (isAlone(term) ? 0.3 : 1) * rarity(index, points);
      for (const place of term.places) weights.set(place, Math.min(weight, weights.get(place) ?? Infinity));
    }
    return weights;
  }

  // For each document the points of all its terms, and the places in the query it answers.
  function summed(index, met, weights) {
    const documents = new Map();
    for (const { term, points } of met) {
      const mean = sum(term.places.map((place) => weights.get(place))) / term.places.length;
      for (const [doc, score] of points) {
        if (!documents.has(doc)) documents.set(doc, { doc, points: 0, places: new Set() });
        const entry = documents.get(doc);
        entry.points += (score * mean) / rarity(index, points);
        term.places.forEach((place) => entry.places.add(place));
      }
    }
    return [...documents.values()];
  }

  // The title and each line a document is asked by, as sets of tokens.
  function lineTokens(index, doc) {
    doc.lineTokens ??= [doc.fields.title, ...doc.fields.asked.split("\n")].map((line) =>
      new Set(termsOf(index.same(withoutAsking(line))).map(({ tokens: [token] }) => token)));
    return doc.lineTokens;
  }

  // Dice's coefficient of two sets of tokens: 1 where they are the same.
  function likeness(terms, line) {
    const shared = terms.filter(({ tokens: [token] }) => line.has(token)).length;
    return (2 * shared) / (terms.length + line.size || 1);
  }

  function bonus(index, doc, terms, phrases) {
    const inOrder = (line) => phrases.some((phrase) => phrase.length > 1 && line.includes(phrase));
    const { title, asked, text } = doc.phrases;
    const likest = Math.max(...lineTokens(index, doc).map((line) => likeness(terms, line)));
    return 40 * likest ** 2
      + (inOrder(title) ? 16 : 0)
      + (asked.some(inOrder) ? 16 : 0)
      + (inOrder(text) ? 10 : 0)
      + (doc.kind === "gap" ? -8 : 2 * (2 - doc.rank));
  }

  const LIKELY = 60;

  // By how much of the query a document answers, then by how well. Found on half of the queries of
  // tests/search/queries.yml; each constant may be a quarter off without much loss.
  function ranked(index, met, phrases) {
    const terms = met.map(({ term }) => term);
    const weights = placeWeights(index, met);
    const total = (places) => sum([...places].map((place) => weights.get(place)));
    const found = summed(index, met, weights).map((entry) => ({ ...entry, told: total(entry.places) }));
    const [all, widest] = [total(weights.keys()), Math.max(...found.map(({ told }) => told))];
    const most = Math.max(...found.map(({ points }) => points));
    return found
      .filter(({ told }) => told >= widest / 2)
      .map(({ doc, points, told }) => ({ doc, cover: (told / all) ** 2, points: 20 * (points / most) }))
      .sort((a, b) => b.points * b.cover ** 2 - a.points * a.cover ** 2)
      .slice(0, LIKELY)
      .map(({ doc, points, cover }) =>
        ({ doc, score: cover * (cover * points + Math.max(0, bonus(index, doc, terms, phrases))) }))
      .sort((a, b) =>
        isStatement(b.doc) - isStatement(a.doc)
        || b.score - a.score
        || KINDS.indexOf(a.doc.kind) - KINDS.indexOf(b.doc.kind)
        || a.doc.at - b.doc.at)
      .map(({ doc }) => doc);
  }

  // `open(place)` gives the index of the page's language (0) or another (1), or null. Gives
  // `results`, best first; without any, the nearest term and the parts to turn to.
  function search(open, text) {
    const own = open(0);
    const asked = text.slice(0, LONGEST_QUERY);
    const ask = askFor(own, () => open(1), asked);
    const query = inHouseTerms(ask.lead, ask.lead.normal(asked));
    const meant = withoutAsking(query);
    const same = ask.lead.same(meant);
    const met = meetAll(ask, same);
    const phrases = [...new Set([query, meant, same].map(joined))];
    const docs = met.length ? ranked(ask.lead, met, phrases) : [];
    const shown = [...translated(own, docs.map((doc) => [doc, 0])).keys()].slice(0, MOST_RESULTS);
    if (shown.length) return { results: shown.map(searchSnippets.shower(own, asked)) };
    return { results: [], nearest: searchSnippets.nearestTerm(own, asked), parts: own.data.pages.slice(1, 7) };
  }

  return { load, search };
})();
