// Cutting into tokens: one set of rules for what is indexed and what is asked. What numbers are
// read by, NUMBER_WORDS, the build puts before this: the rules' own (`hooks/programme/numbers.py`).

const HAN = "\\u3400-\\u9fff";
export const HAN_RUN = new RegExp(`[${HAN}]+`, "gu");
export const hasHan = (text) => /[\u3400-\u9fff]/.test(text);
export const isPair = (token) => /^[\u3400-\u9fff]{2}$/.test(token);
export const pairs = (run) => Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2));
export const joined = (text) => text.replace(/[^\p{L}\p{N}]+/gu, "");
const last = (list) => list[list.length - 1];

// A function that works out once what is asked of it often.
export function kept(work) {
  const answers = new Map();
  return (asked) => {
    if (!answers.has(asked)) answers.set(asked, work(asked));
    return answers.get(asked);
  };
}

/* ---- Numbers: 1000亿, 100 billion and 一千亿 are one token ---- */

const [DIGITS, COUNTS, MONTHS] = ["digits", "counts", "months"].map((name) => new Map(Object.entries(NUMBER_WORDS[name])));
const SCALES = new Map(Object.entries({ ...NUMBER_WORDS.scales, mn: 1e6, 兆: 1e12 })); // as only readers write
const ONES = [...DIGITS.keys()].filter((digit) => DIGITS.get(digit) && digit !== "两").join("");
const HAN_COUNT = `${ONES}两十百千`;
const HAN_AMOUNT = `[${HAN_COUNT}]+[万亿][${HAN_COUNT}零万亿]*|[${HAN_COUNT}]*[百千][${HAN_COUNT}零]+|[${ONES}两][百千]`;
const HAN_NUMERAL = new RegExp(`[${ONES}两]?十[${ONES}]?|[${ONES}两](?=[个家条项类大种谷级届期位亩年月日号英寸])`, "g");
export const HAN_FIGURE = new RegExp(`百分之[${HAN_COUNT}零]+|[${HAN_COUNT}零〇万亿]+成?`, "g");
const BARE_UNIT = /^[多余]?[元家个条项亩年月日号类名位种块人届次所座]$/;

const number = (value, unit = "") => `#${Number(value.toPrecision(12))}${unit}`;
const scale = (words) => words.reduce((product, word) => product * SCALES.get(word), 1);

// 三万亿: what stands before 万 or 亿 is counted in them, 七十六亿六千万 in both.
function hanNumeral(text) {
  let [total, section, digit] = [0, 0, 0];
  for (const character of text) {
    if (DIGITS.has(character)) digit = DIGITS.get(character);
    else if (character === "万" || character === "亿") {
      section = (section + digit || 1) * SCALES.get(character);
      if (character === "亿") [total, section] = [total + section, 0];
      digit = 0;
    } else {
      section += (digit || 1) * SCALES.get(character);
      digit = 0;
    }
  }
  return total + section + digit;
}

/* ---- Words ---- */

const ONE_WORD = new Map(Object.entries({
  sq: "square", km: "kilometer", km2: "kilometer", m2: "meter", programme: "program",
  programmes: "program", colour: "color",
}));
const UNSAID = new Set(["rmb", "cny", "yuan", "us"]);

function fold(word) {
  word = word.replace(/['’]s$/, "").replace(/['’]/g, "");
  if (ONE_WORD.has(word)) return ONE_WORD.get(word);
  if (word.length > 4 && word.endsWith("ies")) word = `${word.slice(0, -3)}y`;
  else if (word.length > 4 && /(?:x|ch|sh|ss)es$/.test(word)) word = word.slice(0, -2);
  else if (word.length > 3 && /[^su]s$/.test(word) && !word.endsWith("is")) word = word.slice(0, -1);
  word = word.replace(/(met|cent|lit)re$/, "$1er").replace(/is(e|ed|ing|ation)$/, "iz$1");
  return ONE_WORD.get(word) ?? word;
}

/* ---- Pieces: a number, a word or a run of Han, each with its terms and its tokens ----

   A term is a list of tokens any of which will do. The index holds them all, and what a shorter
   query would ask for, `also`: 亿 of 1000亿, 百亿 of 两百亿. */

const piece = (terms, also = []) => ({ terms: () => terms, tokens: [...terms.flat(), ...also] });
const NO_PIECE = piece([]);

const SCALE_WORDS = "(?:hundred|thousand|million|billion|trillion)";
export const PIECES = new RegExp([
  "(\\d+(?:\\+[\\da-z]+)+|\\d+[a-z](?![\\p{L}\\d]))",
  `(\\d+(?:,\\d{3}(?!\\d))*(?:\\.\\d+)?)(?: ?([十百千]?[万亿兆]+|[百千])|[ -]?(${SCALE_WORDS}|bn|mn)\\b)?([%家条项亩月类名种块人届次所座])?`,
  `(?:(a|${[...COUNTS.keys()].join("|")})[ -])?(${SCALE_WORDS}(?:[ -]${SCALE_WORDS})*)\\b`,
  `(${HAN_AMOUNT})`,
  `((?:(?!${HAN_AMOUNT})[${HAN}])+)`,
  `((?:(?![${HAN}])\\p{L})(?:(?![${HAN}])[\\p{L}\\p{M}\\d])*(?:['’]\\p{Script=Latin}+)?)`,
].join("|"), "gu");
const NUMBER = new RegExp(`^(?:\\d|${HAN_AMOUNT})`);

// 5g, for which 5 will do, and sums as 1+4+n, which is asked for as 1+4 too.
function compoundPiece(compound) {
  const parts = compound.split("+");
  const also = parts.slice(1, -1).map((_, at) => parts.slice(0, at + 2).join("+"));
  return piece([[compound, ...(parts[1] ? [] : [number(parseInt(compound, 10))])]], also);
}

// A number with what it counts; without it will do, but for a month.
function digitsPiece(digits, hanScale, scaleWord, unit) {
  const scales = scaleWord ? [scaleWord] : [...(hanScale ?? "")];
  const plain = Number(digits.replace(/,/g, ""));
  const value = plain * scale(scales);
  const also = scales.length ? [number(plain), number(scale(scales))] : [];
  if (unit === "月") return piece([[number(value, unit)]], [number(value)]);
  return piece([[...(unit ? [number(value, unit)] : []), number(value)]], also);
}

function amountPiece(count, scaleWords) {
  const words = scaleWords.split(/[ -]/);
  return piece([[number((COUNTS.get(count) ?? 1) * scale(words))]], [...words, number(scale(words))]);
}

function wordPiece(word) {
  const [token, count, month] = [fold(word), COUNTS.get(word), MONTHS.get(word)];
  if (month) return piece([[number(month, "月"), token]]);
  return piece([count ? [number(count), token] : [token]]);
}

// 一百亩 is asked for as 一百, 百亩 or as the number.
function hanTerms(run, numerals) {
  const terms = run.length > 1 ? pairs(run).map((pair) => [pair]) : [[run]];
  for (const { 0: numeral, index } of numerals) terms[Math.min(index, terms.length - 1)].push(number(hanNumeral(numeral)));
  return terms;
}

// Its pairs are tokens of the text; as terms they are cut only where asked for.
function hanPiece(run) {
  const numerals = [...run.matchAll(HAN_NUMERAL)];
  return { terms: () => hanTerms(run, numerals), tokens: numerals.map(([numeral]) => number(hanNumeral(numeral))) };
}

function hanAmountPiece(amount) {
  const endings = [...amount].map((_, at) => number(hanNumeral(amount.slice(at))));
  return piece([[endings[0], ...(isPair(amount) ? [amount] : [])]], endings);
}

// A unit that stands alone after its number says nothing.
function pieceOf(string, isAfterNumber) {
  PIECES.lastIndex = 0;
  const [, compound, digits, hanScale, scaleWord, unit, count, scaleWords, hanAmount, han, word] = PIECES.exec(string);
  if (compound) return compoundPiece(compound);
  if (digits) return digitsPiece(digits, hanScale, scaleWord, unit);
  if (scaleWords) return amountPiece(count, scaleWords);
  if (hanAmount) return hanAmountPiece(hanAmount);
  if (han) return isAfterNumber && BARE_UNIT.test(han) ? NO_PIECE : hanPiece(han);
  return UNSAID.has(word) ? NO_PIECE : wordPiece(word);
}

const [alone, afterNumber] = [false, true].map((isAfter) => kept((string) => pieceOf(string, isAfter)));

function piecesOf(text) {
  const strings = text.match(PIECES) ?? [];
  return strings.map((string, at) => (at && NUMBER.test(strings[at - 1]) ? afterNumber : alone)(string));
}

// What is asked: for each term the tokens any of which will do.
export const termsOf = (text) => piecesOf(text).flatMap(({ terms }) => terms());

// Of the tokens of a term the one most ways of writing it share: the number, or the word.
export const shared = (tokens) => tokens.find((token) => token.startsWith("#")) ?? last(tokens);

// Two Chinese words that mean much the same often share a character.
export const characters = (text) => [...(text.match(HAN_RUN) ?? []).join("")];

// What is indexed: every token of some lines, each character, and any two that stand side by side.
export function tokensOf(lines) {
  const all = new Set();
  for (const line of lines) {
    for (const { tokens } of piecesOf(line)) tokens.forEach((token) => all.add(token));
    for (const run of line.match(HAN_RUN) ?? []) {
      for (let at = 0; at < run.length; at += 1) all.add(run[at]).add(run.slice(at, at + 2));
    }
  }
  return all;
}

/* ---- One form for what is the same ---- */

// Numbers in the notations PIECES knows: 二〇二五 as 2025, 八成 and 百分之八十 as 80%, 2019.11 with
// its month, 9/11/2019 with either, Nov in full, RMB100bn and 人民币100亿 without the currency, 100B as billion, MEMS2025 apart.
// 成 in 二成立 is no tenth.
const YEAR = new RegExp(`[零${ONES}]{4}`, "g");
const TENTHS = new RegExp(`([${ONES}])成(?![立果为员本长都功熟就品交套因分效])`, "g");
const PER_CENT = new RegExp(`百分之([${HAN_COUNT}零]+|(?=\\d))([\\d.]*)`, "g");
const monthInFull = (short) => [...MONTHS.keys()].find((month) => month.startsWith(short.slice(0, 3)));
export const plainNumbers = (text) => text
  .replace(/〇/g, "零")
  .replace(YEAR, (year) => [...year].map((digit) => DIGITS.get(digit)).join(""))
  .replace(TENTHS, (_, tenths) => `${DIGITS.get(tenths)}0%`)
  .replace(PER_CENT, (_, han, digits) => `${digits || hanNumeral(han)}%`)
  .replace(/(\d)\s?(?:%|个?百分点|per\s?cent(?:age points?)?\b)/g, "$1%")
  .replace(/(\d{4})[./-](\d{1,2})(?:[./-](\d{1,2}))?(?!\d)/g, "$1 $2月 $3")
  .replace(/(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)/g, "$3 $2月$1 $1月$2")
  .replace(/\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?/g, monthInFull)
  .replace(/\bmay(?=,? \d)/g, "5月").replace(/(\d) may\b/g, "$1 5月")
  .replace(/(\d) (?=\d{3}(?!\d))/g, "$1,")
  .replace(new RegExp(`(?:\\brmb|\\bcny|\\busd?|人民币)(?=[\\d${HAN_COUNT}])`, "g"), "")
  .replace(/([\d万亿兆]元?)人民币/g, "$1")
  .replace(/([a-z]{2})(\d{2})/g, "$1 $2")
  .replace(/(\d)b\b/g, "$1bn").replace(/(\d)k\b/g, "$1 thousand");

// Width, case, traditional characters, and none that cannot be seen; `pairsOfCharacters` is a
// string of old and new in turn.
export function folder(pairsOfCharacters) {
  const characters = [...pairsOfCharacters];
  const simplified = new Map();
  for (let at = 0; at < characters.length; at += 2) simplified.set(characters[at], characters[at + 1]);
  return (text) => text.normalize("NFKC").toLowerCase()
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .replace(/[\u3400-\u9fff]/g, (character) => simplified.get(character) ?? character);
}

// Puts other words, or nothing, in the place of some.
function replacer(pairsOfWords) {
  const form = (word) => (hasHan(word) ? word : fold(word));
  const instead = new Map(pairsOfWords.map(([word, other]) => [form(word), other]));
  const han = [...instead.keys()].filter(hasHan).sort((one, other) => other.length - one.length);
  const pattern = new RegExp([...han, "[\\p{Script=Latin}'’]+"].join("|"), "gu");
  const other = kept((word) => instead.get(form(word)) ?? word);
  return (text) => text.replace(pattern, (word) => other(word));
}

// One word for all that mean the same; a line names them, the word to use first.
export const sameWords = (lines) => replacer(lines.map((line) => line.split(/[、,]\s*/))
  .flatMap(([head, ...others]) => others.map((other) => [other, head])));

// Takes out the words that make a question; of one that has no others nothing.
export function striker(words) {
  const strike = replacer(words.map((word) => [word, " "]));
  return (text) => strike(text).trim() || text;
}
