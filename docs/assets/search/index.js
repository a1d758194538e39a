// The index of one language, made from its texts; other wordings are added when they come.

import { correcter } from "./homophones.js";
import { likelihoods } from "./likelihood.js";
import { speller } from "./pinyin.js";
import { Postings } from "./postings.js";
import { HAN_RUN, joined, normaliser, sameWords, shared, striker, termsOf, tokensOf } from "./tokens.js";
import { WEIGHTS } from "./weights.js";

export const KINDS = ["statement", "gap", "term", "organisation", "source", "page"];
export const isStatement = ({ kind }) => KINDS.indexOf(kind) < 2;
export const placeOf = ({ page, id }) => `${page}#${id}`;

export const tokensIn = (text) => new Set(termsOf(text).map(shared));

// The data come in columns; `lines` are the title, the questions it is asked by, and the text.
function documents({ data, normal, same, strike }) {
  return data.docs.id.map((id, at) => {
    const of = (column) => data.docs[column][at];
    const lines = of("lines").split("\n");
    const [title, asked, text] = [lines.slice(0, 1), lines.slice(1, -1), lines.slice(-1)];
    const fields = Object.fromEntries(Object.entries({ title, asked, text })
      .map(([name, texts]) => [name, texts.map(normal)]));
    return {
      at, id, title: title[0], text: text[0], fields,
      kind: of("kind"), page: of("page"), rank: of("rank"), date: of("date"),
      phrases: {
        title: joined(fields.title[0]),
        asked: fields.asked.flatMap((line) => [line, same(line)]).map(joined),
        text: joined(fields.text[0]),
      },
      questions: [...fields.title, ...fields.asked].map((line) => tokensIn(same(strike(line)))),
      full: [...fields.title, ...fields.asked].map((line) => tokensIn(same(line))),
    };
  });
}

// A text is found by its own words and by those that mean the same.
function everyToken(lines, same) {
  const meant = lines.map(same).filter((line, at) => line !== lines[at]);
  return [...new Set([...lines, ...meant].flatMap(tokensOf))];
}

const characters = (text) => [...(text.match(HAN_RUN) ?? []).join("")];

export class Index {
  constructor(data) {
    this.data = data;
    this.normal = normaliser(data.simplified);
    this.same = sameWords(data.same);
    this.strike = striker(data.asking);
    this.docs = documents(this);
    this.byPlace = new Map(this.docs.map((doc) => [placeOf(doc), doc]));
    this.pageTitles = new Map(data.pages);
    this.spell = speller(data.readings);
    this.postings = new Postings();
    for (const field of ["title", "asked", "text"]) this.add(field, this.docs.map((doc) => doc.fields[field]));
    this.correct = (text) => text;
    this.likelihood = () => new Map();
  }

  add(field, texts) {
    this.postings.add(WEIGHTS.fields[field], texts.map((lines) => everyToken(lines, this.same)));
  }

  // `wordings`: words of each document that readers ask by; `readings`: of characters in none.
  expand({ wordings, readings }) {
    this.spell = speller(`${readings} ${this.data.readings}`);
    this.correct = correcter(this);
    const bags = wordings.map((words) => this.normal(words));
    this.add("wordings", this.docs.map((_, at) => (at < bags.length ? [bags[at]] : [])));
    const wordsOf = (line) => [...termsOf(this.same(line)).map(shared), ...characters(line)];
    const values = likelihoods(bags.map((words, at) => {
      const { title, asked, text } = this.docs[at].fields;
      return [...title, ...title, ...asked, words, ...text].flatMap((line) => wordsOf(this.strike(line)));
    }));
    this.likelihood = (tokens, text) => {
      const likely = values([...tokens, ...characters(text)]);
      return new Map(likely.map((value, at) => [this.docs[at], value]));
    };
  }
}
