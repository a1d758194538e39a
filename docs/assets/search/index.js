// The index of one language, made from its texts; questions and other wordings are added later.

import { likelihoods } from "./likelihood.js";
import { correcter, speller } from "./pinyin.js";
import { Postings } from "./postings.js";
import { folder, HAN_RUN, kept, plainNumbers, sameWords, shared, striker, termsOf, tokensOf } from "./tokens.js";
import { WEIGHTS } from "./weights.js";

export const isEntry = ({ kind }) => ["statement", "gap", "disagreement"].includes(kind);
export const placeOf = ({ page, id }) => `${page}#${id}`;

// Two Chinese words that mean much the same often share a character.
const characters = (text) => [...(text.match(HAN_RUN) ?? []).join("")];

const linesOf = (text) => text.split(/\n| \| /);

export class Index {
  // The data come in columns; a document's `lines` are its title and its text.
  constructor(data) {
    this.data = data;
    this.folded = folder(data.simplified);
    this.normal = (text) => plainNumbers(this.folded(text));
    this.same = sameWords(data.same);
    this.strike = striker(data.asking);
    const strikeDefining = striker(data.defining);
    this.isDefining = (text) => strikeDefining(text) !== text.trim();
    this.spell = kept(speller(data.readings));
    const columns = Object.entries(data.docs);
    this.docs = data.docs.id.map((_, at) => {
      const { lines, ...doc } = Object.fromEntries(columns.map(([name, column]) => [name, column[at]]));
      const [title, text = ""] = lines.split("\n");
      return { ...doc, at, title, text, fields: {}, said: [], questions: [] };
    });
    this.entries = this.docs.filter(isEntry);
    this.models = () => [];
    this.byPlace = new Map(this.docs.map((doc) => [placeOf(doc), doc]));
    this.asked = kept((piece) => termsOf(this.same(this.normal(piece))).flat());
    this.cut = kept((line) => this.versions(line).flatMap(tokensOf));
    this.postings = new Postings();
    this.add("title", this.docs.map(({ title }) => title));
    this.add("text", this.docs.map(({ text }) => text));
    this.ask("title");
    this.correct = (text) => text;
  }

  // Adds what comes later. `asked`: questions of each document, a line each; `wordings`: other words
  // that readers ask by; `readings`: of characters that may be mistyped in these.
  expand({ asked, wordings, readings }) {
    if (asked) {
      this.add("asked", asked);
      this.ask("asked");
    }
    if (wordings) {
      this.add("wordings", wordings);
      this.spell = kept(speller(`${readings} ${this.data.readings}`));
      this.correct = correcter(this);
    }
    this.models = null;
  }

  // How likely each entry is asked for so, once there are questions or other wordings.
  likelihood(tokens, text) {
    // What is asked stands among what is said too, and counts double.
    const said = ({ said, questions }) => [...said, ...questions.flatMap((question) => [...question])];
    this.models = this.models ?? likelihoods(this.entries.map(said));
    return new Map(this.models([...tokens, ...characters(text)]).map((nats, at) => [this.entries[at], nats]));
  }

  // Adds a field of the first documents; they are found by its words and by those that mean the same.
  add(field, texts) {
    const cut = this.docs.map((doc, at) => {
      doc.fields[field] = this.normal(texts[at] ?? "");
      const tokens = new Set(linesOf(doc.fields[field]).flatMap(this.cut));
      doc.said.push(...tokens, ...characters(doc.fields[field]));
      return tokens;
    });
    this.postings.add(WEIGHTS.fields[field], cut);
  }

  // A line as it stands, and with one word for all that mean the same.
  versions(line) {
    return [...new Set([line, this.same(line)])];
  }

  // Lines of a field are questions, which a query may be like as a whole.
  ask(field) {
    for (const { questions, fields: { [field]: lines } } of this.docs) {
      for (const line of lines.split("\n").filter(Boolean)) questions.push(new Set(termsOf(this.strike(this.same(line))).map(shared)));
    }
  }
}
