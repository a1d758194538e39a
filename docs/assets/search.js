// Search begins: engine, texts, and after them questions and other wordings are fetched when the
// box is first touched, or before the page is there where a query stands in its address.
"use strict";

const search = (() => {
  const { src, dataset: { language } } = document.currentScript;
  const folder = src.replace(/\.js$/, "/");
  const begun = new Map();

  // Begins something once; what failed is begun again when it is next asked for.
  function once(name, begin) {
    if (!begun.has(name)) {
      begun.set(name, begin());
      begun.get(name).catch(() => begun.delete(name));
    }
    return begun.get(name);
  }

  const text = (name) => once(name, async () => {
    const answer = await fetch(`${folder}${name}.js`);
    if (!answer.ok) throw new Error(answer.status);
    return answer.text();
  });

  const worker = () => once("worker", () => new Promise((resolve, reject) => {
    const engine = new Worker(`${folder}engine.js`);
    engine.onmessage = () => resolve(engine);
    engine.onerror = reject;
  }));

  // The engine takes in the texts while the box still comes; tells whether it did. Once, for after
  // this the box listens to it.
  const taken = () => once("taken", () => Promise.all([worker(), text(language)]).then(([engine, script]) =>
    new Promise((resolve) => {
      engine.onmessage = ({ data: { failed } }) => resolve(!failed);
      engine.onerror = () => resolve(false);
      engine.postMessage({ name: language, script });
    })).catch(() => false));

  // `isThere` tells a script that came whole from one that was cut off.
  const script = (name, isThere) => once(`script ${name}`, () => new Promise((resolve, reject) => {
    const element = document.createElement("script");
    const onload = () => (isThere() ? resolve() : reject(new Error(name)));
    document.head.append(Object.assign(element, { src: `${folder}${name}.js`, onload, onerror: reject }));
  }));

  function begin() {
    if (location.protocol === "file:") return;
    taken();
    const later = () => ["asked", "more"].forEach((part) => text(`${language}-${part}`));
    text(language).then(later, () => {});
  }

  return { begin, begun, folder, once, script, taken, text, worker };
})();

(() => {
  // A browser without addresses to read searches what is typed.
  const asked = self.URLSearchParams && new URLSearchParams(location.search).get("q");
  if (asked) {
    search.begin();
    document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "script", href: `${search.folder}box.js` }));
  }

  function tellFailure(box) {
    const said = box.form.querySelector(".found") ?? document.createElement("p");
    Object.assign(said, { className: "found found-status", textContent: JSON.parse(box.dataset.words)["search-failed"] });
    said.dataset.search = "status";
    said.setAttribute("role", "status");
    box.form.append(said);
  }

  function listen() {
    const box = document.querySelector("[data-search=box]");
    const start = () => {
      search.begin();
      search.script("box", () => box.getAttribute("role") === "combobox").catch(() => tellFailure(box));
    };
    for (const event of ["focus", "pointerdown", "input"]) box.addEventListener(event, start);
    if (asked) box.value = asked;
    if (box.value || document.activeElement === box) start();
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      box.focus({ preventScroll: true });
    });
  }

  // Once all of the page is read; DOMContentLoaded comes later, after the scripts that are deferred.
  if (document.readyState === "loading") document.addEventListener("readystatechange", listen, { once: true });
  else listen();
})();
