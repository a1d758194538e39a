// What a page does beyond being read: scheme, language switch, contents.
// Everything here is a help; without it the pages still read and link.
"use strict";

/* Search: engine, texts and other wordings are fetched side by side when the box is first touched,
   or at once where a query stands in the address. What failed is begun again when next asked for. */

const assets = document.currentScript.src.replace(/[^/]*$/, "");
const box = document.querySelector("[data-search=box]");
const begun = new Map();

function once(name, begin) {
  if (!begun.has(name)) {
    begun.set(name, begin());
    begun.get(name).catch(() => begun.delete(name));
  }
  return begun.get(name);
}

const search = box && {
  box,
  begun,
  once,
  folder: `${assets}search/`,
  languages: box.dataset.languages.split(" "),
  text: (name) => once(name, async () => {
    const answer = await fetch(`${search.folder}${name}.js`);
    if (!answer.ok) throw new Error(answer.status);
    return answer.text();
  }),
  worker: () => once("worker", () => new Promise((resolve, reject) => {
    const worker = new Worker(`${search.folder}engine.js`);
    worker.onmessage = () => resolve(worker);
    worker.onerror = reject;
  })),
  // `isThere` tells a script that came whole from one that was cut off.
  script: (name, isThere) => once(`script ${name}`, () => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const onload = () => (isThere() ? resolve() : reject(new Error(name)));
    document.head.append(Object.assign(script, { src: `${search.folder}${name}.js`, onload, onerror: reject }));
  })),
};

function startSearch() {
  const [own] = search.languages;
  if (location.protocol !== "file:") [search.worker, () => search.text(own), () => search.text(`${own}-more`)].forEach((begin) => begin());
  search.script("box", () => box.getAttribute("role") === "combobox").catch(tellFailure);
}

function tellFailure() {
  const said = box.form.querySelector(".found") ?? document.createElement("p");
  Object.assign(said, { className: "found found-status", textContent: JSON.parse(box.dataset.words)["search-failed"] });
  said.dataset.search = "status";
  said.setAttribute("role", "status");
  box.form.append(said);
}

if (box) {
  for (const event of ["focus", "pointerdown", "input"]) box.addEventListener(event, startSearch);
  const query = new URLSearchParams(location.search).get("q");
  if (query) {
    box.value = query;
    startSearch();
  }
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    box.focus({ preventScroll: true });
  });
}

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const root = document.documentElement;
root.classList.replace("no-js", "js");

function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage may be switched off: the choice then lasts for this page.
  }
}

/* Opened from disk, a folder does not show its page: name the page. */

if (location.protocol === "file:") {
  all("a[href]").forEach((link) => {
    if (link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  });
}

/* Dark or light: the sheet's media decides; the choice is remembered for both languages. */

const sheet = document.getElementById("dark");
const button = document.querySelector(".scheme");
const isDark = () => matchMedia(sheet.media || "all").matches;

function showScheme() {
  button.setAttribute("aria-pressed", String(isDark()));
}

if (button) {
  button.hidden = false;
  showScheme();
  button.addEventListener("click", () => {
    const scheme = isDark() ? "light" : "dark";
    sheet.media = scheme === "dark" ? "all" : "not all";
    showScheme();
    remember("scheme", scheme);
  });
}

/* Language switch: same page, same query, same statement. */

function readingAt() {
  if (location.hash) return location.hash;
  const line = 120;
  const here = all(".statement, .gap").find((item) => item.getBoundingClientRect().bottom > line);
  return here && window.scrollY > line ? `#${here.id}` : "";
}

all("a[hreflang][rel~=alternate]").forEach((link) => {
  const address = link.getAttribute("href");
  const alone = link.closest(".modes");
  const complete = (event) => {
    const query = new URLSearchParams(location.search);
    if (alone) query.delete("view");
    if (alone && event.type === "click") remember("view", "own");
    link.setAttribute("href", address + (query.size ? `?${query}` : "") + readingAt());
  };
  for (const event of ["pointerdown", "focus", "click"]) link.addEventListener(event, complete);
});

/* Side by side: the other language leaves its fold and stands beside the text. */

const views = all("[data-view]", document.body);

function setBeside(statement, beside) {
  const evidence = statement.querySelector(".evidence");
  all(".other", statement).forEach((fold) => {
    const moved = all(`:scope > .beside-${fold.dataset.lang}`, statement);
    const texts = beside ? [...fold.children].slice(1) : moved;
    texts.forEach((text) => text.classList.toggle(`beside-${fold.dataset.lang}`, beside));
    if (beside) evidence.before(...texts);
    else fold.append(...texts);
    fold.hidden = beside;
  });
}

function setView(view, keepsPlace) {
  const both = view === "both";
  if ((root.dataset.view === "both") === both) return;
  const place = keepsPlace ? document.getElementById(readingAt().slice(1)) : null;
  const top = place?.getBoundingClientRect().top;
  root.dataset.view = view;
  all(".statement").forEach((statement) => setBeside(statement, both));
  views.forEach((link) => {
    if (link.dataset.view === view) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
  if (place) window.scrollBy({ top: place.getBoundingClientRect().top - top, behavior: "instant" });
}

function chooseView(view, keepsPlace = true) {
  setView(view, keepsPlace);
  const url = new URL(location.href);
  if (view === "both") url.searchParams.set("view", "both");
  else url.searchParams.delete("view");
  history.replaceState(history.state, "", url);
  remember("view", view);
}

function rememberedView() {
  try {
    return localStorage.getItem("view");
  } catch {
    return null;
  }
}

if (views.length) {
  views.forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    chooseView(link.dataset.view);
  }));
  const asked = new URLSearchParams(location.search).get("view") ?? rememberedView();
  // A page that is loaded anew is put back by the browser to where it was read, in this view.
  const [{ type }] = performance.getEntriesByType("navigation");
  if (asked === "both") chooseView("both", type === "navigate");
}

/* Copying takes one language: that of the place where the selection began. */

document.addEventListener("copy", (event) => {
  const selection = getSelection();
  if (!selection.rangeCount || root.dataset.view !== "both") return;
  const { anchorNode: start } = selection;
  const language = (start.closest ? start : start.parentElement).closest("[lang]")?.lang;
  const copied = selection.getRangeAt(0).cloneContents();
  const foreign = all("p[lang]", copied).filter((text) => text.lang !== language);
  if (!language || !foreign.length) return;
  foreign.forEach((text) => text.remove());
  const lines = copied.textContent.split("\n").map((line) => line.trim()).filter(Boolean);
  event.clipboardData.setData("text/plain", lines.join("\n"));
  event.preventDefault();
});

/* Escape closes what is open around the focus and gives the focus back. */

document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.activeElement?.closest("details[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

const menu = document.querySelector(".menu");
document.addEventListener("click", (event) => {
  if (menu && !menu.contains(event.target)) menu.open = false;
});

/* The list of contents shows where one is. */

function followContents(toc) {
  const links = new Map(all("a", toc).map((link) => [link.hash.slice(1), link]));
  const targets = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  let current = null;
  const mark = () => {
    const passed = targets.filter((target) => target.getBoundingClientRect().top < 140);
    const link = links.get((passed.at(-1) ?? targets[0])?.id);
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "location");
    if (link && toc.scrollHeight > toc.clientHeight) {
      toc.scrollTop = link.offsetTop - toc.clientHeight / 2;
    }
    current = link;
  };
  let due = false;
  document.addEventListener("scroll", () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      mark();
    });
  }, { passive: true });
  mark();
}

const toc = document.querySelector(".toc");
if (toc) followContents(toc);

/* Timeline: how many statements the chosen part has, told to who cannot see it. */

function countShown(form) {
  const count = form.querySelector("[data-filter=count]");
  form.addEventListener("change", () => {
    const part = new FormData(form).get("part");
    const shown = all("li[data-part]").filter((item) => !part || item.dataset.part === part);
    count.textContent = count.dataset.words.replace("{}", shown.length);
  });
}

all("form[data-filter]").forEach(countShown);
