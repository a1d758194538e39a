// The search box and its list: a combobox with a listbox, after the ARIA authoring practices
// (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). Loaded when the box is first touched;
// `search` (search.js) fetches beside it what the engine answers from.
"use strict";

(() => {
  const { once, begun } = search;
  const box = document.querySelector("[data-search=box]");
  const languages = box.dataset.languages.split(" ");
  const [own] = languages;
  const form = box.form;
  const words = JSON.parse(box.dataset.words);
  const home = new URL(document.querySelector(".bar .name").href);
  const fromDisk = location.protocol === "file:";
  const say = (key, values = {}) =>
    words[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

  /* ---- The engine: in a worker; in this page where none comes, as when opened from disk ---- */

  function beside(worker) {
    const waiting = new Map();
    worker.onmessage = ({ data: { id, failed, answer } }) => {
      const { resolve, reject } = waiting.get(id);
      waiting.delete(id);
      if (failed) reject(new Error(failed));
      else resolve(answer);
    };
    worker.onerror = () => {
      begun.clear();
      waiting.forEach(({ reject }) => reject(new Error("worker")));
    };
    let last = 0;
    const post = (message) => new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      worker.postMessage({ id: last, ...message });
    });
    return {
      add: async (name) => post({ name, script: await search.text(name) }),
      answer: (query) => post({ languages, query }),
    };
  }

  async function here() {
    await search.script("engine", () => self.searchEngine);
    const { add, answer } = self.searchEngine;
    return {
      async add(name) {
        await search.script(name, () => self.searchData?.[name]);
        add(name, self.searchData[name]);
      },
      answer: async (query) => answer(languages, query),
    };
  }

  // Besides its texts a language has questions and other wordings; of the other one the questions do.
  const later = [`${own}-asked`, `${own}-more`];
  const all = (names) => Promise.all(names.map((name) => give(name).catch(() => {})));

  const engine = () => once("engine", () => (fromDisk ? here() : search.taken().then(search.worker).then(beside, here)));

  const given = new Set();

  // Gives the engine texts or other wordings; what failed to come, or came broken, comes anew.
  const give = (name) => once(`given ${name}`, async () => {
    try {
      const { add } = await engine();
      if (name !== own || !(await begun.get("taken"))) await add(name);
      given.add(name);
    } catch (error) {
      begun.delete(name);
      throw error;
    }
  });

  /* ---- The list ---- */

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const status = make("p", { className: "found-status" });
  status.dataset.search = "status";
  status.setAttribute("aria-live", "polite");
  const list = make("div", { id: "found" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words["search-results"]);
  list.tabIndex = -1; // or some browsers stop here because it scrolls
  const help = make("div", { className: "found-help" });
  const panel = make("div", { className: "found", hidden: true }, status, list, help);
  form.querySelector(".found")?.remove(); // said that this script had not come
  form.append(panel);

  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-controls": "found", "aria-expanded": "false",
  })) box.setAttribute(name, value);

  let active = -1;
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

  // One place more than there are options: beyond the ends lies the box itself.
  function walk(step) {
    const places = options().length + 1;
    activate(((active + 1 + step + places) % places) - 1);
  }

  // Where the panel stands is measured when it opens, not at every key: that takes a layout.
  function show(open) {
    const opens = open && panel.hidden;
    panel.hidden = !open;
    box.setAttribute("aria-expanded", String(open && list.children.length > 0));
    if (opens) fit();
    if (!open) activate(-1);
  }

  // The list ends above the keyboard of a phone.
  function fit() {
    const { height, offsetTop } = self.visualViewport ?? { height: innerHeight, offsetTop: 0 };
    const room = offsetTop + height - panel.getBoundingClientRect().top - 16;
    panel.style.setProperty("--room", `${Math.max(room, 160)}px`);
  }

  self.visualViewport?.addEventListener("resize", fit);

  function address(page, id) {
    const url = new URL(`${page}/${fromDisk ? "index.html" : ""}`, home);
    if (id) url.hash = id;
    return url.href;
  }

  // Texts come as strings of which every second is a hit; nothing is ever parsed as markup.
  const marked = (parts, tag) =>
    make(tag, {}, ...parts.flatMap((part, at) => (at % 2 ? make("mark", {}, ...inLanguages(part)) : inLanguages(part))));

  function option({ kind, page, id, rank, date, title, text, crumb }, at) {
    const said = words[kind === "statement" ? `said-by-${rank}` : `search-kind-${kind}`];
    const crumbs = [crumb, said, date].filter(Boolean); // other kinds are told by their page
    const link = make("a", { id: `found-${at}`, href: address(page, id), tabIndex: -1 },
      marked(title, "b"), marked(text, "span"), make("small", {}, ...inLanguages(crumbs.join(" · "))));
    link.dataset.search = "result";
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    return link;
  }

  const plainLink = (text, page, id) => make("a", { textContent: text, href: address(page, id) });

  function helpWith({ nearest, parts }) {
    const near = nearest && make("p", {}, `${words["search-near"]} `, plainLink(nearest.title, nearest.page, nearest.id));
    const items = parts.map(([page, title]) => make("li", {}, plainLink(title, page, "")));
    return [near, make("p", {}, words["search-parts"]), make("ul", {}, ...items)].filter(Boolean);
  }

  /* ---- One query, and what the list answers ---- */

  let turn = 0; // counts queries: only the newest is answered
  let asking = null; // the query that waits for its last answer
  let answered = null; // the query that the list answers
  let next = null; // what the reader did while no list was there to do it with
  let pointing = false; // he has the pointer, or a finger, on the list
  let hurry = () => {};

  const query = () => box.value.trim();

  function tell(text, isBusy = false) {
    status.setAttribute("aria-busy", String(isBusy));
    status.textContent = text;
  }

  function fill(text, answer) {
    answered = text;
    activate(-1);
    list.replaceChildren(...answer.results.map(option));
    help.replaceChildren(...(answer.isLast && !answer.results.length ? helpWith(answer) : []));
    panel.classList.remove("old");
    pointing = false;
    show(true);
  }

  // A list does not move under the reader's finger: while he points at it, or has walked into it.
  function take(text, answer) {
    if (next === "open" && !answer.isLast) return;
    if (answered !== text || !(pointing || active >= 0)) fill(text, answer);
    if (answer.isLast) count(text, list.children.length, answer.found);
    if (next === "open") list.firstElementChild?.click();
    else if (next) walk(next);
    next = null;
  }

  function count(text, shown, found) {
    asking = null;
    tell(say(!shown ? "search-none" : found > shown ? "search-many" : "search-count", { query: text, count: shown, found }));
  }

  // A half-typed word does not open the other language: the reader pauses, or presses Enter.
  const PAUSE = 500;
  const pause = () => new Promise((resolve) => {
    hurry = resolve;
    setTimeout(resolve, PAUSE);
  });

  let busy = Promise.resolve();

  // Answers at once from the texts, again once other wordings are there, and once the other
  // language is, if that may help. `isOld` tells that a newer query stands in the box.
  async function* answers(text, isOld) {
    async function answer() {
      const before = busy;
      const now = before.then(async () => (isOld() ? null : (await engine()).answer(text)));
      busy = now.catch(() => {});
      return now;
    }
    await give(own);
    let found = await answer();
    if (found && !later.every((name) => given.has(name))) {
      yield found;
      await all(later);
      found = await answer();
    }
    for (let tried = null; found?.wanted && found.wanted !== tried;) {
      tried = found.wanted;
      yield found;
      await pause();
      if (!isOld()) await give(found.wanted).then(() => all([`${found.wanted}-asked`]), () => {});
      found = await answer();
    }
    if (found) yield { ...found, isLast: true };
  }

  async function ask() {
    const text = query();
    turn += 1;
    const mine = turn;
    const isOld = () => mine !== turn;
    next = null;
    asking = text;
    if (!text) {
      remember("");
      return clear();
    }
    setTimeout(() => isOld() || remember(text), PAUSE); // slow, and counted in some browsers
    panel.classList.toggle("old", answered !== text);
    tell(words["search-loading"], true);
    show(true);
    try {
      for await (const answer of answers(text, isOld)) {
        if (isOld()) return;
        take(text, answer);
      }
    } catch {
      if (isOld()) return;
      clear();
      show(true);
      tell(words["search-failed"]);
    }
  }

  function clear() {
    asking = answered = next = null;
    list.replaceChildren();
    help.replaceChildren();
    tell("");
    show(false);
  }

  function remember(text) {
    const url = new URL(location.href);
    if (text) url.searchParams.set("q", text);
    else url.searchParams.delete("q");
    try {
      if (url.href !== location.href) history.replaceState(history.state, "", url);
    } catch {
      // Pages opened from disk may not change their address.
    }
  }

  /* ---- Keys and pointer: they act on the query that stands in the box ---- */

  const isAnswered = () => query() !== "" && answered === query();

  // Does something with the list of this query; with none there yet, once it comes.
  function withList(what, act) {
    if (isAnswered()) {
      remember(query());
      show(true);
      act();
    } else if (query()) {
      if (asking !== query()) ask();
      next = what;
    }
  }

  box.addEventListener("input", (event) => {
    if (!event.isComposing) ask();
  });
  box.addEventListener("compositionend", ask);
  box.addEventListener("focus", () => withList(null, () => {}));

  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (step && query()) {
      event.preventDefault();
      withList(step, () => walk(step));
    } else if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault();
      close();
    }
  });

  function close() {
    turn += 1;
    asking = next = null;
    remember("");
    show(false);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    withList("open", () => options()[Math.max(active, 0)]?.click());
    hurry();
  });

  list.addEventListener("click", (event) => {
    if (panel.classList.contains("old")) event.preventDefault();
    else {
      remember(query());
      show(false);
    }
  });
  list.addEventListener("pointermove", ({ movementX, movementY }) => {
    pointing = pointing || movementX !== 0 || movementY !== 0;
  });
  list.addEventListener("pointerdown", () => {
    pointing = true;
  });
  list.addEventListener("pointerleave", ({ pointerType }) => {
    if (pointerType === "mouse") pointing = false;
  });
  document.addEventListener("pointerdown", (event) => {
    if (!form.contains(event.target)) show(false);
  });
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) show(false);
  });

  if (query()) ask();
})();
