// The index of one language, made from its texts; questions and other wordings are added later.

import { pairAsItSounds, speller } from "./pinyin.js";
import { Postings } from "./postings.js";
import { folder, isPair, kept, plainNumbers, sameWords, shared, striker, termsOf, tokensOf } from "./tokens.js";
import { WEIGHTS } from "./weights.js";

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
      return { ...doc, at, title, text, fields: {}, questions: [] };
    });
    this.asked = kept((piece) => termsOf(this.same(this.normal(piece))).flat());
    this.postings = new Postings();
    this.add("title", this.docs.map(({ title }) => title), true);
    this.add("text", this.docs.map(({ text }) => text));
  }

  // Adds what comes later. `asked`: questions of each document, a line each; `wordings`: other words
  // that readers ask by; `readings`: of characters that may be mistyped in these.
  expand({ asked, wordings, readings }) {
    if (asked) this.add("asked", asked, true);
    if (wordings) {
      this.add("wordings", wordings);
      this.spell = kept(speller(`${readings} ${this.data.readings}`));
    }
  }

  // Adds a field of the first documents; they are found by its words and by those that mean the
  // same. Its lines may be questions, which a query may be like as a whole.
  add(field, texts, areQuestions = false) {
    // All texts at once: a pass over each takes twice as long.
    const normal = this.normal(texts.join("\f"));
    const [written, same] = [normal, this.same(normal)].map((all) => all.split("\f"));
    const question = (line) => new Set(termsOf(this.strike(line)).map(shared));
    const cut = this.docs.map(({ fields, questions }, at) => {
      fields[field] = written[at] ?? "";
      const lines = linesOf(same[at] ?? "").filter(Boolean);
      if (areQuestions) questions.push(...lines.map(question));
      return tokensOf(new Set([...linesOf(fields[field]), ...lines]));
    });
    this.postings.add(WEIGHTS.fields[field], cut);
    // What a token that nobody uses was meant to be.
    this.mistyped = kept((token) => (isPair(token) ? pairAsItSounds(this, token) : this.postings.nearest(token)));
  }
}
