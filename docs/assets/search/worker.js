// What the box asks: in a worker, or in the page itself where none comes (opened from disk).

import { Index } from "./index.js";
import { search } from "./rank.js";
import { termsOf, tokensOf } from "./tokens.js";

const indexes = new Map();

// Takes in the texts of a language, `en`; after them its questions, `en-asked`, and other wordings,
// `en-more`.
function add(name, data) {
  const [language, later] = name.split("-");
  if (later) indexes.get(language).expand(data);
  else indexes.set(language, new Index(data));
}

// Answers a query on a page of the first language, with the next one in which anything is found;
// `wanted` is one that might help but is not here.
function answer([own, other, ...others], query) {
  let wanted = null;
  const abroad = () => {
    if (other && !indexes.has(other)) wanted = other;
    return indexes.get(other);
  };
  const found = search(indexes.get(own), abroad, query);
  if (!found.found && !wanted && others.length) return answer([own, ...others], query);
  return { ...found, wanted };
}

self.searchEngine = { add, answer, indexes, termsOf, tokensOf };

if (self.importScripts) {
  const parse = (script) => JSON.parse(script.slice(script.search(/\{(?!\})/), script.lastIndexOf("}") + 1));
  self.onmessage = ({ data: { id, name, script, languages, query } }) => {
    try {
      self.postMessage({ id, answer: name ? add(name, parse(script)) : answer(languages, query) });
    } catch (error) {
      self.postMessage({ id, failed: String(error) });
    }
  };
  self.postMessage({ id: 0 });
}
