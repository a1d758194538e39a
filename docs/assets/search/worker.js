// Search beside the page: loads engine and indexes when first asked, answers with results.
"use strict";

let open;

self.onmessage = ({ data: { id, languages, query } }) => {
  try {
    if (!self.searchEngine) importScripts("engine.js");
    open ??= searchEngine.opener(languages, (name) => importScripts(`${name}.js`));
    self.postMessage({ id, ...searchEngine.search(open, query) });
  } catch {
    self.postMessage({ id, failed: true });
  }
};
