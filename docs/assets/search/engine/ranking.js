// Finding statements: keeps the index and ranks what a query meets. Knows nothing of pages; runs
// in the worker, or in the page when it was opened from disk.
self.searchEngine = (() => {
  "use strict";

  const { hasHan, isPair, joined, shared, termsOf, tokensOf, withoutAsking } = searchTokens;
  const LONGEST_QUERY = 200;
  const MOST_TERMS = 24;
  const MOST_RESULTS = 20;

  /* ---- The index ---- */

  const FIELDS = { title: 8, asked: 6, more: 4, text: 1, names: 1.5 };
  const KINDS = ["statement", "gap", "term", "organisation", "source", "page"];
  const isStatement = ({ kind }) => KINDS.indexOf(kind) < 2;

  const placeOf = ({ page, id }) => `${page}#${id}`;

  // The index comes in columns; `lines` are the title, the words it is asked by, and the text.
  // A document that uses a term is found by all renderings of it. `more` are other phrasings of each
  // document, a line each.
  function documents(data, normal, same, more) {
    const terms = data.terms.map((term) => normal(term).split("\n"));
    return data.docs.id.map((id, at) => {
      const of = (column) => data.docs[column][at];
      const lines = of("lines").split("\n");
      const [title, text] = [lines[0], lines.at(-1)];
      const fields = { title: normal(title), asked: normal(lines.slice(1, -1).join("\n")), text: normal(text) };
      fields.more = normal(more[at] ?? "");
      const uses = (name) => fields.title.includes(name) || fields.text.includes(name);
      fields.names = terms.filter((names) => names.some(uses)).flat().join("\n");
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
    const lines = text.split("\n");
    const meant = lines.map(same).filter((line, at) => line !== lines[at]);
    return [...new Set([...tokensOf(text), ...tokensOf(meant.join("\n"))])];
  }

  const NONE = new Map();

  // `more` are the other phrasings, and readings of characters that stand in none.
  function load(data, more) {
    const normal = searchTokens.normaliser(data.simplified);
    const same = searchTokens.sameWords(data.same);
    const docs = documents(data, normal, same, more?.phrasings ?? []);
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
    const index = {
      data, docs, normal, same, lunrIndex,
      correct: (text) => text,
      likelihood: () => NONE,
      spell: searchSpelling.speller([more?.readings, data.readings].join(" ")),
      renderings: renderings(data.terms.map(normal)),
      byPlace: new Map(docs.map((doc) => [placeOf(doc), doc])),
      pageTitles: new Map(data.pages),
      found: new Map(),
    };
    if (more) {
      index.correct = searchWording.correcter(index);
      index.likelihood = searchWording.likelihood(docs.filter(isStatement), same);
    }
    return index;
  }

  // Gives `open`: the index of a language by its place in `languages`, made when first asked for,
  // plain or with other phrasings. `fetch` brings the script of a name. Without the first language
  // there is no search; other phrasings and other languages are a help that may be out of reach.
  function opener(languages, fetch) {
    const made = new Map();
    function once(name, make) {
      if (!made.has(name)) {
        fetch(name);
        made.set(name, make());
      }
      return made.get(name);
    }
    const plain = (language) => once(language, () => load(self.searchIndex[language]));
    function phrased(language) {
      const name = `${language}-more`;
      try {
        once("wording", () => {});
        return once(name, () => load(self.searchIndex[language], self.searchMore[language]));
      } catch {
        made.set(name, null);
        return null;
      }
    }
    return (place, withMore) => {
      try {
        return (withMore && phrased(languages[place])) || plain(languages[place]);
      } catch (error) {
        if (place) return null;
        throw error;
      }
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

  // The word of the index that a word was mistyped for: of the nearest the commonest.
  function nearestWord(index, token) {
    if (!/^[\p{Script=Latin}\d]{4,}$/u.test(token)) return null;
    for (const editDistance of token.length < 6 || token.length > 14 ? [1] : [1, 2]) {
      const counts = new Map();
      for (const { matchData } of index.lunrIndex.query((query) => query.term(token, { editDistance }))) {
        for (const word of Object.keys(matchData.metadata)) counts.set(word, (counts.get(word) ?? 0) + 1);
      }
      const [nearest] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      if (nearest) return nearest[0];
    }
    return null;
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

  // A long query has other terms to go by than one that may be wrong.
  function slipped(ask, term, isLong) {
    for (const slip of isLong ? [soundingAlike] : [soundingAlike, mischosen]) {
      const points = meet(ask, term, slip);
      if (points.size) return points;
    }
    return hasHan(term.tokens[0]) ? NONE : spelled(ask, term.tokens[0]);
  }

  const termsWithin = (text) => termsOf(text).slice(0, MOST_TERMS);
  const isMet = ({ points }) => points.size > 0;
  const asItStands = (ask, text) => termsWithin(text).map((term) => ({ term, points: meet(ask, term, asWritten) }));

  // A text with the words nobody uses put right.
  function corrected(ask, text, met) {
    const unmet = new Set(met.filter((one) => !isMet(one)).map(({ term }) => term.tokens[0]));
    return ask.lead.correct(text, unmet).replace(/[\p{Script=Latin}\d]+/gu, (word) => {
      const token = termsOf(word)[0]?.tokens[0];
      return (unmet.has(token) && !spelled(ask, token).size && nearestWord(ask.lead, token)) || word;
    });
  }

  // Each term as written; where one is not found, the whole as pinyin or each with its slip. Gives
  // the text as it was understood as well.
  function meetAll(ask, text) {
    const written = asItStands(ask, text);
    if (written.every(isMet)) return { met: written, text };
    const points = spelled(ask, text);
    if (points.size) return { met: [{ term: { tokens: [text], places: [0] }, points }], text, isSpelled: true };
    const right = ask.lead.same(corrected(ask, text, written));
    const met = right === text ? written : asItStands(ask, right);
    const all = met.map((one) => (isMet(one) ? one : { ...one, points: slipped(ask, one.term, met.length > 4) }));
    return { met: all.filter(isMet), text: right };
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

  const tokensIn = (text) => new Set(termsOf(text).map(shared));

  // A question as sets of tokens: with the words that make it one, and without.
  const bothWays = (index, line) => [tokensIn(index.same(line)), tokensIn(index.same(withoutAsking(line)))];

  // The title and each line a document is asked by.
  function linesOf(index, doc) {
    const { title, asked, more } = doc.fields;
    doc.lines ??= [title, asked, more].join("\n").split("\n").map((line) => bothWays(index, line));
    return doc.lines;
  }

  // Dice's coefficient of two sets: 1 where they are the same.
  function likeness(one, other) {
    const both = [...one].filter((token) => other.has(token)).length;
    return (2 * both) / (one.size + other.size || 1);
  }

  function bonus(index, doc, { asked: [full, bare], phrases }) {
    const inOrder = (line) => phrases.some((phrase) => phrase.length > 1 && line.includes(phrase));
    const { title, asked, text } = doc.phrases;
    const likenesses = linesOf(index, doc)
      .map(([fullLine, bareLine]) => 0.3 * likeness(full, fullLine) + 0.7 * likeness(bare, bareLine));
    return 60 * sum(likenesses.map((value) => value ** 3))
      + (inOrder(title) ? 16 : 0)
      + (asked.some(inOrder) ? 16 : 0)
      + (inOrder(text) ? 10 : 0)
      + 2 * (2 - (doc.rank ?? 2));
  }

  const LIKELY = 60;

  // By how much of the query a document answers, then by how well. The constants were found with
  // the queries of tests/search/queries.yml that are not kept aside and with phrasings held out
  // from the index; a quarter more or less of any loses little.
  function ranked(index, question) {
    const { met } = question;
    const weights = placeWeights(index, met);
    const total = (places) => sum([...places].map((place) => weights.get(place)));
    const found = summed(index, met, weights).map((entry) => ({ ...entry, told: total(entry.places) }));
    const [all, widest] = [total(weights.keys()), Math.max(...found.map(({ told }) => told))];
    const most = Math.max(...found.map(({ points }) => points));
    const likely = index.likelihood(question.asked[1], question.text);
    const prior = (doc) => 2 * (likely.get(doc) ?? 0) - (doc.kind === "gap" ? 8 : 0);
    return found
      .filter(({ told }) => told >= widest / 3)
      .map(({ doc, points, told }) => ({ doc, cover: (told / all) ** 1.5, points: 20 * (points / most) }))
      .sort((a, b) => b.points * b.cover ** 2 - a.points * a.cover ** 2)
      .slice(0, LIKELY)
      .map(({ doc, points, cover }) =>
        ({ doc, score: cover * (cover * points + bonus(index, doc, question)) + prior(doc) }))
      .sort((a, b) =>
        isStatement(b.doc) - isStatement(a.doc)
        || b.score - a.score
        || KINDS.indexOf(a.doc.kind) - KINDS.indexOf(b.doc.kind)
        || a.doc.at - b.doc.at)
      .map(({ doc }) => doc);
  }

  // What is asked: the terms met, and the question as phrases and as tokens.
  function understand(ask, question) {
    const { same, normal } = ask.lead;
    const query = inHouseTerms(ask.lead, normal(question));
    const meant = withoutAsking(query);
    const { met, text, isSpelled } = meetAll(ask, same(meant));
    return {
      met,
      text,
      phrases: [...new Set([query, meant, text].map(joined))],
      asked: [tokensIn(same(query)), new Set(met.map(({ term }) => shared(term)))],
      isName: isSpelled || (termsOf(meant).length === 1 && met.length > 0),
    };
  }

  // Several words that no document holds as they stand, and any that meet none, are the reader's own.
  function isOwnPhrasing({ lead }, { isName, phrases }) {
    const isHeld = (line) => phrases.some((phrase) => line.includes(phrase));
    return !isName
      && !lead.docs.some(({ phrases: { title, asked, text } }) => [title, text, ...asked].some(isHeld));
  }

  // `open(place, withMore)` gives the index of the page's language (0) or another (1), or null.
  // Gives `results`, best first; without any, the nearest term and the parts to turn to.
  function search(open, text) {
    const asked = text.slice(0, LONGEST_QUERY);
    const indexes = (withMore) => askFor(open(0, withMore), () => open(1, withMore), asked);
    let ask = indexes(false);
    let question = understand(ask, asked);
    if (isOwnPhrasing(ask, question)) {
      ask = indexes(true);
      question = understand(ask, asked);
    }
    const { own, lead } = ask;
    const { pages, parts } = own.data;
    const docs = question.met.length ? ranked(lead, question) : [];
    const shown = [...translated(own, docs.map((doc) => [doc, 0])).keys()].slice(0, MOST_RESULTS);
    if (shown.length) return { results: shown.map(searchSnippets.shower(own, asked)) };
    return { results: [], nearest: searchSnippets.nearestTerm(own, asked), parts: pages.slice(1, 1 + parts) };
  }

  return { opener, search };
})();
