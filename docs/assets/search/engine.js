// Finding statements: cuts texts and queries into tokens by one set of rules, and ranks.
// Knows nothing of pages; runs in the worker, or in the page when it was opened from disk.
"use strict";

self.searchEngine = (() => {
  const LONGEST_QUERY = 200;
  const MOST_TOKENS = 24;
  const MOST_RESULTS = 20;

  /* ---- Cutting text into tokens: the same rules for index and query ---- */

  const SCALES = new Map(Object.entries({
    hundred: 1e2, thousand: 1e3, million: 1e6, mn: 1e6, billion: 1e9, bn: 1e9, trillion: 1e12,
    十: 10, 百: 1e2, 千: 1e3, 万: 1e4, 亿: 1e8,
  }));
  const NUMBER_WORDS = new Map(
    ("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
      + "sixteen seventeen eighteen nineteen twenty").split(" ").map((word, at) => [word, at + 1]),
  );
  const ONE_WORD = new Map(Object.entries({
    sq: "square", km: "kilometer", km2: "kilometer", m2: "meter", programme: "program",
    programmes: "program", colour: "color",
  }));
  const UNSAID = new Set(["rmb", "cny", "yuan", "us", "percent"]);
  const UNITS = new Set([..."元家个条项亩年月日类名位种块人届次所座"]);
  const HAN_DIGITS = new Map([..."零一二三四五六七八九"].map((digit, at) => [digit, at]).concat([["两", 2]]));
  const PIECES =
    /(\d[\d,]*(?:\.\d+)?)(?:\s?([十百千]?[万亿]+|[百千])|\s?-?(hundred|thousand|million|billion|trillion|bn|mn)\b)?|([\u3400-\u9fff]+)|((?:(?![\u3400-\u9fff])\p{L})(?:(?![\u3400-\u9fff])[\p{L}\p{M}\d])*(?:['’]\p{Script=Latin}+)?)/gu;
  const HAN_AMOUNT = /[一二三四五六七八九两十百千]+[万亿]+/g;
  const HAN_NUMERAL = /([一二三四五六七八九两]?[十百千])+[一二三四五六七八九]?|[一二三四五六七八九两](?=[个家条项类大种谷级])/g;

  function fold(word) {
    word = word.replace(/['’]s$/, "").replace(/['’]/g, "");
    if (ONE_WORD.has(word)) return ONE_WORD.get(word);
    if (word.length > 4 && word.endsWith("ies")) word = `${word.slice(0, -3)}y`;
    else if (word.length > 4 && /(?:x|ch|sh|ss)es$/.test(word)) word = word.slice(0, -2);
    else if (word.length > 3 && /[^su]s$/.test(word) && !word.endsWith("is")) word = word.slice(0, -1);
    word = word.replace(/(met|cent|lit)re$/, "$1er").replace(/is(e|ed|ing|ation)$/, "iz$1");
    return ONE_WORD.get(word) ?? word;
  }

  const scale = (word) => [...(SCALES.has(word) ? [word] : word)]
    .reduce((product, part) => product * SCALES.get(part), 1);

  const numberToken = (value) => `#${Number(value.toPrecision(12))}`;

  function hanNumeral(text) {
    let total = 0;
    let digit = 0;
    for (const character of text) {
      if (HAN_DIGITS.has(character)) digit = HAN_DIGITS.get(character);
      else if (character === "万" || character === "亿") {
        total = (total + digit || 1) * SCALES.get(character);
        digit = 0;
      } else {
        total += (digit || 1) * SCALES.get(character);
        digit = 0;
      }
    }
    return total + digit;
  }

  const pairs = (run) => [...run].slice(1).map((character, at) => [...run][at] + character);

  // Numerals with 万 or 亿 are numbers like any other; the rest of a run is cut in pairs.
  function hanPieces(run, afterNumber) {
    const pieces = [];
    let from = 0;
    const rest = (part) => {
      if (!part || (afterNumber || pieces.length) && UNITS.has(part)) return;
      const numerals = [...part.matchAll(HAN_NUMERAL)].map(([found]) => numberToken(hanNumeral(found)));
      pieces.push({ tokens: part.length > 1 ? pairs(part) : [part], also: [part.at(-1), ...numerals] });
    };
    for (const match of run.matchAll(HAN_AMOUNT)) {
      rest(run.slice(from, match.index));
      pieces.push({ tokens: [numberToken(hanNumeral(match[0]))], also: pairs(match[0]) });
      from = match.index + match[0].length;
    }
    rest(run.slice(from));
    if (pieces.length) pieces[0].also.push(...pairs(run));
    return pieces;
  }

  // A piece is one number, word or run of Han; `also` are tokens the index holds beside the
  // ones a query must have: the last character of a run, and numerals written in Han.
  function piecesOf(text) {
    const pieces = [];
    let afterNumber = false;
    for (const [, digits, hanScale, scaleWord, han, word] of text.matchAll(PIECES)) {
      if (digits) {
        const size = hanScale || scaleWord;
        const value = Number(digits.replaceAll(",", "")) * (size ? scale(size) : 1);
        const plain = Number(digits.replaceAll(",", ""));
        pieces.push({ tokens: [numberToken(value)], also: size ? [numberToken(plain)] : [] });
      } else if (han) {
        pieces.push(...hanPieces(han, afterNumber));
      } else if (!UNSAID.has(word)) {
        const number = NUMBER_WORDS.get(word);
        pieces.push({ tokens: [number ? numberToken(number) : fold(word)], also: number ? [fold(word)] : [] });
      }
      afterNumber = Boolean(digits);
    }
    return pieces;
  }

  const joined = (text) => text.replace(/[^\p{L}\p{N}]+/gu, "");

  const everyToken = (text) => piecesOf(text).flatMap((piece) => [...piece.tokens, ...piece.also]);

  // A text is found by its own words and by those that mean the same.
  function tokensOf(text, same) {
    const meaning = same(text);
    return meaning === text ? everyToken(text) : [...new Set([...everyToken(text), ...everyToken(meaning)])];
  }

  // Makes the function that puts one word for all that mean the same.
  function sameWords(lines) {
    const first = new Map();
    for (const [head, ...others] of lines.map((line) => line.split(/[、,]\s*/))) {
      for (const other of others) first.set(other, head);
    }
    const words = [...first.keys()].sort((a, b) => b.length - a.length);
    if (!words.length) return (text) => text;
    const han = words.filter((word) => /[\u3400-\u9fff]/.test(word)).join("|");
    const pattern = new RegExp(han || "[\\p{Script=Latin}]+", "gu");
    return (text) => text.replace(pattern, (word) => first.get(word) ?? first.get(fold(word)) ?? word);
  }

  /* ---- Words of a question that carry no meaning ---- */

  const ASKING = new Set(
    ("a an and are at be by can could did do does been for from has have how i in is it its me my of on "
      + "or please show tell that the their there these this to was were what when where which who "
      + "whom whose why will with would much many about any find no").split(" "),
  );
  const ASKING_HAN = /请问|到底|究竟|最后|没有|啥时候|啥|咋|什么是|是什么|有什么|为什么|什么样|什么时候|什么|哪一年|哪些|哪个|哪几个|哪里|哪家|哪年|哪|多少|多大|多久|怎么样|怎么|如何|是不是|有没有|是否|几个|几家|几条|谁|吗|呢|啊|的|了|我想知道|告诉我|关于|在|是|有/gu;

  function withoutAsking(text) {
    const spaced = text.replace(ASKING_HAN, " ");
    return spaced.replace(/[\p{L}'’]+/gu, (word) => (ASKING.has(word) ? " " : word)).trim();
  }

  /* ---- The index ---- */

  const FIELDS = { title: 8, asked: 6, text: 1, names: 1.5, titleSpelled: 4, namesSpelled: 1 };
  const SPELLED_FIELDS = { titleSpelled: ["title", "asked"], namesSpelled: ["names"] };
  const KINDS = ["statement", "gap", "term", "organisation", "source", "page"];

  function shortened(spelling) {
    return spelling.replace(/^([zcs])h/, "$1");
  }

  // Initials as they are, and as people shorten them: one letter between first and last left out.
  function abbreviations(letters) {
    const inner = [...letters].slice(1, -1);
    const shorter = letters.length < 5 ? [] : inner.map((_, at) => letters.slice(0, at + 1) + letters.slice(at + 2));
    return [letters, ...shorter];
  }

  // Whole and initials, from every syllable on, so that a name is found inside a title.
  function spellings(text, readings) {
    const found = new Set();
    for (const [run] of text.matchAll(/[\u3400-\u9fff]{2,}/gu)) {
      const syllables = [...run].map((character) => readings.get(character) ?? "");
      for (let from = 0; from < syllables.length - 1; from += 1) {
        const rest = syllables.slice(from, from + 24);
        const letters = rest.slice(0, 8).map((syllable) => shortened(syllable)[0] ?? "").join("");
        found.add(rest.join(""));
        for (const form of abbreviations(letters)) found.add(`~${form}`);
      }
    }
    return [...found];
  }

  function load(data) {
    const pairsOfCharacters = [...data.simplified];
    const simplified = new Map();
    for (let at = 0; at < pairsOfCharacters.length; at += 2) {
      simplified.set(pairsOfCharacters[at], pairsOfCharacters[at + 1]);
    }
    const normal = (text) => text.normalize("NFKC").toLowerCase()
      .replace(/[\u3400-\u9fff]/g, (character) => simplified.get(character) ?? character);
    const readings = new Map(
      Object.entries(data.readings).flatMap(([syllable, characters]) =>
        [...characters].map((character) => [character, syllable])),
    );

    const same = sameWords(data.same);
    const docs = data.docs.map(([kind, page, id, title, asked = "", text = "", terms = [], rank = 2, date = ""], at) => {
      const names = terms.map((term) => data.terms[term]).join("\n");
      const fields = { title, asked, text, names };
      for (const key of Object.keys(fields)) fields[key] = normal(fields[key]);
      return {
        at, kind, page, id, title, text, rank, date,
        fields,
        phrases: {
          title: joined(fields.title),
          asked: fields.asked.split("\n").flatMap((line) => [joined(line), joined(same(line))]),
          text: joined(fields.text),
        },
      };
    });

    const lunrIndex = lunr(function build() {
      this.pipeline.reset();
      this.searchPipeline.reset();
      this.ref("at");
      this.tokenizer = (tokens) => tokens.map((token) => new lunr.Token(token, {}));
      for (const [field, boost] of Object.entries(FIELDS)) {
        const read = SPELLED_FIELDS[field];
        const extractor = read
          ? (doc) => spellings(read.map((name) => doc.fields[name]).join("\n"), readings)
          : (doc) => tokensOf(doc.fields[field], same);
        this.field(field, { boost, extractor });
      }
      docs.forEach((doc) => this.add(doc));
    });

    return {
      data, docs, normal, same, lunrIndex, readings,
      renderings: renderings(data.terms.map(normal)),
      byId: new Map(docs.map((doc) => [`${doc.page}#${doc.id}`, doc])),
      pageTitles: new Map(data.pages),
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

  /* ---- Asking ---- */

  const { REQUIRED, OPTIONAL } = lunr.Query.presence;
  const { TRAILING } = lunr.Query.wildcard;
  const isWord = (token) => /^[\p{Script=Latin}\d]+$/u.test(token);
  const edits = (token) => (!isWord(token) || token.length < 4 ? 0 : token.length < 8 ? 1 : 2);

  // Each way of asking is tried in turn, strictest first: all terms as they are, as beginnings,
  // with slips of the finger, and then any of them.
  const WAYS = [
    (query, token) => query.term(token, { presence: REQUIRED }),
    (query, token) => {
      query.term(token, { presence: REQUIRED, wildcard: TRAILING });
      query.term(token, { presence: OPTIONAL, boost: 4 });
    },
    (query, token) => {
      const editDistance = token.length > 14 ? 1 : edits(token);
      query.term(token, { presence: REQUIRED, editDistance });
      query.term(token, { presence: OPTIONAL, boost: 4 });
    },
    (query, token) => {
      query.term(token, { presence: OPTIONAL, boost: 2 });
      if (isWord(token) && token.length > 2) {
        query.term(token, { presence: OPTIONAL, wildcard: TRAILING });
      }
    },
  ];

  function matches(index, tokens, way) {
    return index.lunrIndex.query((query) => tokens.forEach((token) => WAYS[way](query, token)));
  }

  // Pinyin initials are kept apart from words by a mark, and zh, ch, sh count as z, c, s.
  function latinSpelled(index, text) {
    const letters = joined(text);
    if (!/^[a-z]{3,}$/.test(letters)) return [];
    const whole = index.lunrIndex.query((query) =>
      query.term(letters, { presence: REQUIRED, wildcard: TRAILING, fields: Object.keys(SPELLED_FIELDS) }));
    return whole.length ? whole : initials(index, letters.replace(/([zcs])h/g, "$1"));
  }

  function initials(index, letters) {
    if (letters.length < 3 || letters.length > 8) return [];
    return index.lunrIndex.query((query) => {
      query.term(`~${letters}`, { presence: REQUIRED, wildcard: TRAILING, fields: Object.keys(SPELLED_FIELDS) });
      query.term(`~${letters}`, { presence: OPTIONAL, boost: 60, fields: Object.keys(SPELLED_FIELDS) });
    });
  }

  // A wrong character is mostly one that sounds the same.
  function soundingAlike(index, text) {
    const runs = text.match(/[\u3400-\u9fff]{2,}/gu) ?? [];
    const spelled = runs.map((run) => [...run].map((character) => index.readings.get(character)));
    if (!runs.length || spelled.flat().includes(undefined)) return [];
    return index.lunrIndex.query((query) => spelled.forEach((syllables) =>
      query.term(syllables.slice(0, 8).join(""), { presence: REQUIRED, wildcard: TRAILING, fields: Object.keys(SPELLED_FIELDS) })));
  }

  function bonus(doc, phrases) {
    const inOrder = (line) => phrases.some((phrase) => phrase.length > 1 && line.includes(phrase));
    const whole = (line) => phrases.includes(line);
    const { title, asked, text } = doc.phrases;
    let points = 4 * (2 - doc.rank) - (doc.kind === "gap" ? 22 : 0);
    if (whole(title)) points += 60;
    if (asked.some(whole)) points += 60;
    if (inOrder(title)) points += 24;
    if (asked.some(inOrder)) points += 16;
    if (inOrder(text)) points += 6;
    return points;
  }

  function ranked(index, found, phrases) {
    const best = found[0]?.score || 1;
    return found
      .map(({ ref, score }) => ({ doc: index.docs[ref], score: (score / best) * 20 }))
      .map(({ doc, score }) => ({ doc, score: score + bonus(doc, phrases) }))
      .sort((a, b) =>
        (KINDS.indexOf(a.doc.kind) > 1) - (KINDS.indexOf(b.doc.kind) > 1)
        || b.score - a.score
        || KINDS.indexOf(a.doc.kind) - KINDS.indexOf(b.doc.kind)
        || a.doc.at - b.doc.at)
      .map(({ doc }) => doc);
  }

  const spelledOut = (index, text) => (hasHan(text) ? soundingAlike : latinSpelled)(index, text);

  function ask(index, text, way) {
    const query = inHouseTerms(index, index.normal(text));
    const meant = withoutAsking(query) || query;
    const tokens = tokensOfQuery(index.same(meant));
    if (!tokens.length) return [];
    const phrases = [...new Set([query, meant, index.same(meant)].map(joined))];
    const found = way === SPELLED ? spelledOut(index, meant) : matches(index, tokens, way);
    return ranked(index, found, phrases);
  }

  const tokensOfQuery = (text) =>
    [...new Set(piecesOf(text).flatMap((piece) => piece.tokens))].slice(0, MOST_TOKENS);

  // Which index is asked in which way, in turn, until something is found. A word of another
  // language is looked up in that language's index; what is found is shown in the page's own.
  const [EXACT, BEGINNING, SLIPPED, ANY, SPELLED] = [0, 1, 2, 3, 4];
  const hasHan = (text) => /[\u3400-\u9fff]/.test(text);
  const PINYIN = /^(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:[iu]?a(?:ng?|i|o)?|[iu]?e(?:ng?|i|r)?|i(?:ng?|u|ong)?|o(?:ng|u)?|u[nio]?|v)[ '’]?)+$/;
  const OWN = 0;
  const OTHER = 1;

  function order(language, text) {
    const of = (place, ...ways) => ways.map((way) => [place, way]);
    const all = [EXACT, BEGINNING, SPELLED, SLIPPED, ANY];
    if (language !== "zh" && hasHan(text)) return [...of(OTHER, ...all), ...of(OWN, ...all)];
    if (language !== "zh") {
      const spelled = of(OTHER, SPELLED, BEGINNING);
      const typed = of(OWN, SLIPPED);
      const rest = PINYIN.test(text.trim().toLowerCase()) ? [...spelled, ...typed] : [...typed, ...spelled];
      return [...of(OWN, EXACT, BEGINNING), ...rest, ...of(OWN, ANY)];
    }
    return hasHan(text) || !/\p{Script=Latin}/u.test(text)
      ? of(OWN, ...all)
      : [...of(OTHER, EXACT), ...of(OWN, EXACT, SPELLED, BEGINNING), ...of(OTHER, BEGINNING, SLIPPED), ...of(OWN, SLIPPED), ...of(OTHER, ANY)];
  }

  // `open(place)` gives the index of the page's language (0) or another (1), or null.
  function find(open, language, text) {
    const own = open(OWN);
    const docs = new Set();
    let answered = null;
    for (const [place, way] of order(language, text)) {
      if (answered !== null && (way > BEGINNING || place !== answered)) break;
      const index = place === OWN ? own : open(place);
      for (const doc of index ? ask(index, text, way) : []) {
        const shown = own.byId.get(`${doc.page}#${doc.id}`);
        if (!shown) continue;
        docs.add(shown);
        if (KINDS.indexOf(shown.kind) < 2) answered ??= place;
      }
    }
    const says = (doc) => KINDS.indexOf(doc.kind) < 2;
    return [...docs].sort((a, b) => says(b) - says(a)).slice(0, MOST_RESULTS);
  }

  /* ---- Showing the hit ---- */

  // Places of the hits in a text as [from, to) pairs, for marking without markup.
  function hits(index, text, tokens) {
    const wanted = new Set(tokens);
    const places = [];
    const lower = index.normal(text);
    if (lower.length !== text.length) return places;
    for (const match of lower.matchAll(PIECES)) {
      const at = match.index;
      const han = match[4];
      if (han) {
        pairs(han).forEach((pair, offset) => {
          if (wanted.has(pair)) places.push([at + offset, at + offset + 2]);
        });
        if (wanted.has(han)) places.push([at, at + han.length]);
      } else {
        const [piece] = piecesOf(match[0]);
        const hit = piece?.tokens.some((token) => wanted.has(token)
          || (isWord(token) && tokens.some((term) => isWord(term) && term.length > 2 && token.startsWith(term))));
        if (hit) places.push([at, at + match[0].length]);
      }
    }
    return merged(places);
  }

  function merged(places) {
    const out = [];
    for (const [from, to] of places) {
      if (out.length && from <= out.at(-1)[1]) out.at(-1)[1] = Math.max(to, out.at(-1)[1]);
      else out.push([from, to]);
    }
    return out;
  }

  // A snippet is a list of strings, every second one a hit: no markup travels.
  function snippet(index, text, tokens, room) {
    const places = hits(index, text, tokens);
    const first = places[0]?.[0] ?? 0;
    const from = first > room * 0.6 ? Math.max(0, first - Math.floor(room * 0.3)) : 0;
    const to = Math.min(text.length, from + room);
    const parts = [from ? "…" : ""];
    let at = from;
    for (const [start, end] of places.filter(([start, end]) => start >= from && end <= to)) {
      parts[parts.length - 1] += text.slice(at, start);
      parts.push(text.slice(start, end), "");
      at = end;
    }
    parts[parts.length - 1] += text.slice(at, to) + (to < text.length ? "…" : "");
    return parts;
  }

  function result(index, doc, tokens) {
    const { kind, page, id, rank, date } = doc;
    return {
      kind, page, id, rank, date,
      title: snippet(index, doc.title, tokens, 200),
      text: snippet(index, doc.text, tokens, hasHan(doc.text) ? 70 : 150),
      crumb: index.pageTitles.get(page),
    };
  }

  /* ---- When nothing is found ---- */

  function nearestTerm(index, text) {
    const letters = (line) => new Set(pairs(joined(index.normal(line))));
    const wanted = letters(text);
    const likeness = (doc) => {
      const has = letters(doc.title);
      const shared = [...wanted].filter((pair) => has.has(pair)).length;
      return shared / (wanted.size + has.size || 1);
    };
    const terms = index.docs.filter((doc) => doc.kind === "term");
    const [best] = terms.map((doc) => [doc, likeness(doc)]).sort((a, b) => b[1] - a[1]);
    return best?.[1] ? { title: best[0].title, page: best[0].page, id: best[0].id } : null;
  }

  // Gives `results`, best first; without any, the nearest term and the parts to turn to.
  function search(open, language, text) {
    const own = open(OWN);
    const query = text.slice(0, LONGEST_QUERY);
    const meant = withoutAsking(own.normal(query));
    const tokens = [...tokensOfQuery(meant), ...tokensOfQuery(own.same(meant))];
    const results = find(open, language, query).map((doc) => result(own, doc, tokens));
    if (results.length) return { results };
    return { results, nearest: nearestTerm(own, query), parts: own.data.pages.slice(1, 7) };
  }

  return { load, search, tokensOf, piecesOf };
})();
