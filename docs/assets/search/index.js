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
    // A line as it stands, and with one word for all that mean the same.
    this.versions = (line) => [...new Set([line, this.same(line)])];
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
    this.add("title", this.docs.map(({ title }) => title));
    this.add("text", this.docs.map(({ text }) => text));
    this.ask("title");
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
    }
  }

  // Adds a field of the first documents; they are found by its words and by those that mean the same.
  add(field, texts) {
    const cut = this.docs.map((doc, at) => {
      doc.fields[field] = this.normal(texts[at] ?? "");
      return new Set(linesOf(doc.fields[field]).flatMap(this.versions).flatMap(tokensOf));
    });
    this.postings.add(WEIGHTS.fields[field], cut);
    // What a token that nobody uses was meant to be.
    this.mistyped = kept((token) => (isPair(token) ? pairAsItSounds(this, token) : this.postings.nearest(token)));
  }

  // Lines of a field are questions, which a query may be like as a whole.
  ask(field) {
    for (const { questions, fields: { [field]: lines } } of this.docs) {
      for (const line of lines.split("\n").filter(Boolean)) questions.push(new Set(termsOf(this.strike(this.same(line))).map(shared)));
    }
  }
}
