// The search box and its list: a combobox with a listbox, after the ARIA authoring practices
// (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). Loaded when the box is first touched.
"use strict";

(() => {
  const folder = document.currentScript.src.replace(/[^/]*$/, "");
  const box = document.querySelector("[data-search=box]");
  const form = box.form;
  const words = JSON.parse(box.dataset.words);
  const languages = box.dataset.languages.split(" ");
  const home = new URL(document.querySelector(".bar .name").href);
  const say = (key, values = {}) =>
    words[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

  /* ---- Asking: a worker, or this page where workers are not allowed (opened from disk) ---- */

  function addScript(name) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      Object.assign(script, { src: folder + name, onload: resolve, onerror: reject });
      document.head.append(script);
    });
  }

  async function askHere() {
    const indexes = languages.flatMap((language) => [language, `${language}-more`]);
    for (const name of ["engine", "wording", ...indexes]) await addScript(`${name}.js`);
    const open = searchEngine.opener(languages, () => {});
    return (query) => searchEngine.search(open, query);
  }

  function askWorker() {
    const worker = new Worker(`${folder}worker.js`);
    const waiting = new Map();
    worker.onmessage = ({ data: { id, failed, ...answer } }) => {
      const { resolve, reject } = waiting.get(id);
      waiting.delete(id);
      if (failed) reject(new Error("index"));
      else resolve(answer);
    };
    worker.onerror = () => waiting.forEach(({ reject }) => reject(new Error("worker")));
    let last = 0;
    return (query) => new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      worker.postMessage({ id: last, languages, query });
    });
  }

  const asking = location.protocol === "file:" ? askHere() : Promise.resolve(askWorker());

  /* ---- The list ---- */

  const panel = document.createElement("div");
  panel.className = "found";
  panel.hidden = true;
  const status = Object.assign(document.createElement("p"), { className: "found-status" });
  status.dataset.search = "status";
  status.setAttribute("aria-live", "polite");
  const list = Object.assign(document.createElement("div"), { id: "found" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words["search-results"]);
  list.tabIndex = -1; // or some browsers stop here because it scrolls
  const help = Object.assign(document.createElement("div"), { className: "found-help" });
  panel.append(status, list, help);
  form.append(panel);

  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-controls": "found", "aria-expanded": "false",
  })) box.setAttribute(name, value);

  let active = -1;
  let openFirst = false;
  const options = () => [...list.children];

  // Scrolls the list, and not the page behind it.
  function reveal(option) {
    const [inner, outer] = [option.getBoundingClientRect(), list.getBoundingClientRect()];
    list.scrollTop += Math.min(0, inner.top - outer.top) || Math.max(0, inner.bottom - outer.bottom);
  }

  function activate(place) {
    options()[active]?.setAttribute("aria-selected", "false");
    active = place;
    const option = options()[active];
    if (option) {
      option.setAttribute("aria-selected", "true");
      reveal(option);
      box.setAttribute("aria-activedescendant", option.id);
    } else box.removeAttribute("aria-activedescendant");
  }

  function show(open) {
    panel.hidden = !open;
    box.setAttribute("aria-expanded", String(open && list.children.length > 0));
    if (!open) activate(-1);
  }

  function address(page, id) {
    const url = new URL(`${page}/${location.protocol === "file:" ? "index.html" : ""}`, home);
    if (id) url.hash = id;
    return url.href;
  }

  // Texts come as strings of which every second is a hit; nothing is ever parsed as markup.
  function marked(parts, tag) {
    const element = document.createElement(tag);
    parts.forEach((part, at) => {
      if (at % 2) element.append(Object.assign(document.createElement("mark"), { textContent: part }));
      else element.append(part);
    });
    return element;
  }

  function option({ kind, page, id, rank, date, title, text, crumb }, at) {
    const voices = ["said-by-programme", "said-by-official", "said-by-report"];
    const link = Object.assign(document.createElement("a"), { id: `found-${at}`, href: address(page, id) });
    link.dataset.search = "result";
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    link.tabIndex = -1;
    const said = words[kind === "statement" ? voices[rank] : `search-kind-${kind}`];
    const crumbs = [crumb, said, date].filter((part, place, all) => part && all.indexOf(part) === place);
    link.append(marked(title, "b"), marked(text, "span"));
    link.append(Object.assign(document.createElement("small"), { textContent: crumbs.join(" · ") }));
    return link;
  }

  function plainLink(text, page, id) {
    return Object.assign(document.createElement("a"), { textContent: text, href: address(page, id) });
  }

  function showHelp(nearest, parts) {
    help.replaceChildren();
    if (nearest) {
      const line = document.createElement("p");
      line.append(`${words["search-near"]} `, plainLink(nearest.title, nearest.page, nearest.id));
      help.append(line);
    }
    const line = document.createElement("p");
    line.append(words["search-parts"]);
    const items = document.createElement("ul");
    for (const [page, title] of parts) {
      const item = document.createElement("li");
      item.append(plainLink(title, page, ""));
      items.append(item);
    }
    help.append(line, items);
  }

  function showAnswer(query, { results, nearest, parts }) {
    list.replaceChildren(...results.map(option));
    help.replaceChildren();
    if (!results.length) showHelp(nearest, parts);
    active = -1;
    show(true);
    box.removeAttribute("aria-activedescendant");
    status.textContent = say(results.length ? "search-count" : "search-none", { count: results.length, query });
    if (openFirst && results.length) list.firstElementChild.click();
    openFirst = false;
  }

  function remember(query) {
    const url = new URL(location.href);
    if (query) url.searchParams.set("q", query);
    else url.searchParams.delete("q");
    try {
      history.replaceState(history.state, "", url);
    } catch {
      // Pages opened from disk may not change their address.
    }
  }

  let asked = 0;

  async function search() {
    const query = box.value.trim();
    asked += 1;
    const mine = asked;
    remember(query);
    if (!query) {
      list.replaceChildren();
      status.textContent = "";
      show(false);
      return;
    }
    if (panel.hidden) {
      status.textContent = words["search-loading"];
      show(true);
    }
    try {
      const answer = await (await asking)(query);
      if (mine === asked) showAnswer(query, answer);
    } catch {
      if (mine !== asked) return;
      list.replaceChildren();
      show(true);
      status.textContent = words["search-failed"];
    }
  }

  /* ---- Keys and pointer ---- */

  box.addEventListener("input", (event) => {
    if (!event.isComposing) search();
  });
  box.addEventListener("compositionend", search);
  box.addEventListener("focus", () => {
    if (box.value.trim() && status.textContent) show(true);
  });

  box.addEventListener("keydown", (event) => {
    const count = options().length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (step && count) {
      event.preventDefault();
      show(true);
      // One place more than there are options: beyond the ends lies the box itself.
      activate(((active + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault();
      show(false);
    }
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = options()[Math.max(active, 0)];
    if (chosen && !panel.hidden) chosen.click();
    else {
      openFirst = true;
      search();
    }
  });

  list.addEventListener("click", () => show(false));
  document.addEventListener("pointerdown", (event) => {
    if (!form.contains(event.target)) show(false);
  });
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) show(false);
  });

  if (box.value.trim()) search();
})();
