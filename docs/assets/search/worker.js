// Search beside the page: loads engine and indexes when first asked, answers with results.
"use strict";

const loaded = new Map();

function index(language) {
  if (!loaded.has(language)) {
    if (!self.searchEngine) importScripts("engine.js");
    if (!self.searchIndex?.[language]) importScripts(`${language}.js`);
    loaded.set(language, searchEngine.load(self.searchIndex[language]));
  }
  return loaded.get(language);
}

// Without its own language search fails; another one is a help that may be out of reach.
function opener(languages) {
  return (place) => {
    try {
      return index(languages[place]);
    } catch (error) {
      if (place) return null;
      throw error;
    }
  };
}

self.onmessage = ({ data: { id, languages, query } }) => {
  try {
    index(languages[0]);
    self.postMessage({ id, ...searchEngine.search(opener(languages), query) });
  } catch {
    self.postMessage({ id, failed: true });
  }
};
