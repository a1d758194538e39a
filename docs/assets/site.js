// What a page does beyond being read: scheme, language switch, contents.
// Everything here is a help; without it the pages still read and link.
"use strict";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const root = document.documentElement;

// A help that fails is reported, and takes no other with it.
function help(tool) {
  try {
    tool();
  } catch (error) {
    console.error(error);
  }
}

/* A text for a page, in nodes that say what of it is in another language, as a build's do. */

const HAN = /(\p{Script=Han}+)/u;
const ENGLISH = /([A-Za-z][\wÀ-ÿ’',.:;&()/%– -]* [\wÀ-ÿ’',.:;&()/%– -]*[\w.%)])/;

// biome-ignore lint/correctness/noUnusedVariables: the other scripts ask for it
function inLanguages(text) {
  const [other, lang] = root.lang.startsWith("zh") ? [ENGLISH, "en"] : [HAN, "zh-Hans"];
  const part = (textContent) => Object.assign(document.createElement("span"), { lang, textContent });
  return text.split(other).map((piece, place) => (place % 2 ? part(piece) : piece));
}

/* What a page can be read without is fetched once it is needed. */

const { src } = document.currentScript;

function fetchScript(name, onload, onerror) {
  const script = document.createElement("script");
  document.head.append(Object.assign(script, { src: src.replace(/[^/]+$/, name), onload, onerror }));
}

/* Citations: when the first of their folds is open; where that failed, when the next is. */

function cite() {
  if (!document.querySelector("details.cite[open]")) return;
  document.removeEventListener("toggle", cite, true);
  fetchScript("cite.js", null, () => document.addEventListener("toggle", cite, true));
}

document.addEventListener("toggle", cite, true);
help(cite);

/* Terms: when a pointer, a finger or the focus first moves. What is done to a term before their
   script is there is done again for it: a tap must not lead away from what it was to explain. */

const ACTS = ["pointerenter", "pointerleave", "focus", "blur", "pointerdown", "click"];

help(() => {
  if (!document.getElementById("terms-on-page")) return;
  const acts = [];
  let isBegun = false;

  function repeat() {
    ACTS.forEach((type) => document.removeEventListener(type, keep, true));
    acts.forEach(([link, act]) => link.dispatchEvent(new act.constructor(act.type, act)));
  }

  function keep(act) {
    if (!isBegun) fetchScript("terms.js", repeat, repeat);
    isBegun = true;
    const link = act.target.closest?.("a.term");
    if (!link) return;
    const isTap = act.type === "click" && acts.some(([, { pointerType }]) => pointerType === "touch");
    if (isTap) act.preventDefault();
    if (act.type !== "click" || isTap) acts.push([link, act]);
  }

  ACTS.forEach((type) => document.addEventListener(type, keep, true));
});

/* What the reader has chosen, under names of this site's own: others may share its host. */

const OURS = "sensor-valley:";
const unsaved = new Map(); // storage may be switched off: a choice then lasts for this page

function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(OURS + key);
    else localStorage.setItem(OURS + key, value);
  } catch {
    unsaved.set(key, value);
  }
}

function remembered(key) {
  try {
    return localStorage.getItem(OURS + key);
  } catch {
    return unsaved.get(key) ?? null;
  }
}

/* Opened from disk, a folder does not show its page: name the page. */

help(() => {
  if (location.protocol !== "file:") return;
  all("a[href]").forEach((link) => {
    if (link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  });
});

/* Dark or light: the sheet's media decides. It is the system's until another is chosen, and what
   was chosen holds for both languages, in every tab, and for pages one comes back to. */

help(() => {
  const sheet = document.getElementById("dark");
  const button = document.querySelector(".scheme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const media = new Map([["dark", "all"], ["light", "not all"]]);
  const isDark = () => matchMedia(sheet.media).matches;

  function show(scheme) {
    sheet.media = media.get(scheme) ?? system.media;
    button?.setAttribute("aria-pressed", String(isDark()));
  }

  const showRemembered = () => show(remembered("scheme"));
  showRemembered();
  for (const event of ["pageshow", "storage"]) addEventListener(event, showRemembered);
  system.addEventListener("change", showRemembered);
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const dark = !isDark();
    const scheme = dark ? "dark" : "light";
    remember("scheme", dark === system.matches ? null : scheme);
    show(scheme);
  });
});

/* Where one reads: what stands on the screen, not what one came for. Every record with an id
   counts, and ids are the same in both languages. */

const topOf = (item) => item.getBoundingClientRect().top;
const main = document.querySelector("main");
const bar = document.querySelector(".bar");
const underBar = () => bar?.offsetHeight ?? 0;

function anchors() {
  const seen = (item) => item.checkVisibility?.() ?? item.getClientRects().length; // not in a closed fold
  const shown = (item) => seen(item) && !item.closest("svg, .term-box");
  return all("[id]", main).filter(shown).map((item) => (
    { id: item.id, top: topOf(item), isHead: item.matches("h2, .run-in") }));
}

/* The record that begins nearest to where one looks, or how far on from one to the next one reads.
   What one came for goes first where it was brought to the top, or the page ends; the head of
   several records last, since it may be longer in one language. */
const LOOK = 60; // px below the bar
const HEAD = 100; // px that a head stands back

function placeRead() {
  const items = anchors();
  const line = underBar() + LOOK;
  const away = ({ top, isHead }) => Math.abs(top - line) + (isHead ? HEAD : 0);
  const begun = items.filter(({ top }) => top >= underBar() && top < innerHeight);
  const upper = begun.filter(({ top }) => scrollY && top < innerHeight / 2);
  const ends = !scrollY || scrollY + innerHeight > root.scrollHeight - 2;
  const begins = begun.find(({ id, top }) => `#${id}` === location.hash && (ends || top < line))
    || upper.sort((one, other) => away(one) - away(other))[0];
  if (begins) return { id: begins.id, share: 0, y: begins.top };
  const y = innerHeight / 3;
  const last = items.findLast(({ top }) => top <= y);
  if (!scrollY || !last) return null;
  const next = items.find(({ top }) => top > y);
  const end = next?.top ?? main.getBoundingClientRect().bottom;
  return { id: last.id, next: next?.id, share: (y - last.top) / (end - last.top), y };
}

function read({ id, next, share, y }) {
  const item = document.getElementById(id);
  if (!item) return;
  const following = document.getElementById(next);
  const end = following ? topOf(following) : main.getBoundingClientRect().bottom;
  const way = share && (end - topOf(item)) * share;
  scrollBy({ top: topOf(item) + way - y, behavior: "instant" });
}

/* Language switch: same page, same query, same place. The address names the record; where on the
   screen it stood is told to the page that comes. */

const PLACE = `${OURS}place`;

function leave(address, place) {
  try {
    sessionStorage.setItem(PLACE, JSON.stringify({ address, place }));
  } catch {
    // Storage may be switched off: one arrives at the record.
  }
}

function arrival() {
  try {
    const { address, place } = JSON.parse(sessionStorage.getItem(PLACE));
    sessionStorage.removeItem(PLACE);
    return address === location.href ? place : null;
  } catch {
    return null; // one came by another way
  }
}

const arrivedAt = arrival();

help(() => all("a[hreflang][rel~=alternate]").forEach((link) => {
  const address = link.getAttribute("href");
  const alone = link.closest(".modes");
  const complete = (event) => {
    const query = new URLSearchParams(location.search);
    const place = placeRead();
    if (alone) query.delete("view");
    link.setAttribute("href", address + (query.size ? `?${query}` : "") + (place ? `#${place.id}` : ""));
    if (event.type !== "click") return;
    if (alone) remember("view", null);
    if (place) leave(link.href, place);
  };
  for (const event of ["pointerdown", "focus", "click"]) link.addEventListener(event, complete);
}));

/* Side by side: the other language leaves its fold and stands beside the text. */

const views = all("[data-view]", document.body);

function setBeside(statement, beside) {
  const after = statement.querySelector(beside ? ".claim, .why" : ".why > .panel");
  all(".other", statement).forEach((text) => after.before(text));
}

function setView(view) {
  const both = view === "both";
  if ((root.dataset.view === "both") === both) return;
  root.dataset.view = view;
  all(".statement").forEach((statement) => setBeside(statement, both));
  views.forEach((link) => {
    if (link.dataset.view === view) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
}

function tellView(view) {
  const url = new URL(location.href);
  if (view === "both") url.searchParams.set("view", "both");
  else url.searchParams.delete("view");
  try {
    history.replaceState(history.state, "", url);
  } catch {
    // Pages opened from disk may not change their address.
  }
}

/* A view is remembered when it was chosen; an address with a view is somebody else's choice. */
help(() => views.forEach((link) => link.addEventListener("click", (event) => {
  const { view } = link.dataset;
  event.preventDefault();
  const place = placeRead();
  setView(view);
  if (place) read(place);
  tellView(view);
  remember("view", view === "both" ? view : null);
})));

help(() => {
  const asked = new URLSearchParams(location.search).get("view") ?? remembered("view");
  if (!views.length || asked !== "both") return;
  // A page that is loaded anew is put back by the browser to where it was read, in this view.
  const isNew = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  const place = isNew ? placeRead() : null;
  setView("both");
  if (place) read(place);
  tellView("both");
});

/* The browser goes to what the address names when it likes, WebKit after the page has loaded: until
   one acts, that leads to the same place. */
help(() => {
  const item = arrivedAt && document.getElementById(arrivedAt.id);
  if (!item) return;
  read(arrivedAt);
  item.style.setProperty("scroll-margin-top", `${topOf(item)}px`, "important");
  const forget = () => item.style.removeProperty("scroll-margin-top");
  for (const event of ["pointerdown", "keydown"]) addEventListener(event, forget, { once: true });
});

/* Copying side by side takes what is shown, in one language: that of the place where the
   selection began. Chinese within an English text belongs to that text. */

const languageOf = (node) => (node.closest ? node : node.parentElement).closest("[lang]:not(span)").lang;

function textsIn(range) {
  const walker = document.createTreeWalker(range.commonAncestorContainer, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (range.intersectsNode(walker.currentNode)) texts.push(walker.currentNode);
  return texts;
}

function copyWithout(texts, range) {
  const left = texts.map((text) => text.parentElement);
  left.forEach((item) => item.setAttribute("data-left", ""));
  const copy = document.createElement("div");
  copy.append(range.cloneContents());
  left.forEach((item) => item.removeAttribute("data-left"));
  all("[data-left]", copy).forEach((item) => item.remove());
  return copy;
}

/* The browser tells where lines end, but only of what stands on the page. */
function linesOf(copy) {
  copy.style = "position: fixed; left: -9999px";
  main.append(copy);
  const lines = copy.innerText.split("\n").map((line) => line.trim());
  copy.remove();
  return lines.filter(Boolean).join("\n");
}

document.addEventListener("copy", (event) => help(() => {
  const selection = getSelection();
  if (!selection.rangeCount || root.dataset.view !== "both") return;
  const language = languageOf(selection.anchorNode);
  const range = selection.getRangeAt(0);
  const shown = (text) => text.parentElement.checkVisibility() && languageOf(text) === language;
  const others = textsIn(range).filter((text) => text.data.trim() && !shown(text));
  if (!others.length) return;
  const copy = copyWithout(others, range);
  event.clipboardData.setData("text/html", copy.innerHTML);
  event.clipboardData.setData("text/plain", linesOf(copy));
  event.preventDefault();
}));

/* Escape closes what is open around the focus and gives the focus back. */

document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.activeElement?.closest("details[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

/* Out of its place, “More” must say of what. */

help(() => all(".why > summary").forEach((more) => {
  const title = more.closest(".statement").querySelector("h3, h4").textContent;
  more.setAttribute("aria-label", `${more.textContent}: ${title}`);
}));

/* What an address names is shown, though it stand in a fold. */

function unfold() {
  let item = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  while ((item = item?.parentElement.closest("details"))) item.open = true;
}

help(unfold);
addEventListener("hashchange", unfold);

const menu = document.querySelector(".menu");
document.addEventListener("click", (event) => {
  if (menu && !menu.contains(event.target)) menu.open = false;
});

/* The rail shows where one is. */

function keepInSight(link, rail) {
  const place = topOf(link) - topOf(rail);
  const room = rail.clientHeight - link.offsetHeight;
  if (place < 0 || place > room) rail.scrollTop += place - room / 2;
}

function followContents(toc) {
  const rail = toc.closest(".rail");
  const links = new Map(all("a", toc).map((link) => [link.hash.slice(1), link]));
  const targets = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  let current = null;
  const mark = () => {
    const passed = targets.filter((target) => topOf(target) < underBar() + 80);
    const link = links.get((passed.at(-1) ?? targets[0])?.id);
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "location");
    if (link) keepInSight(link, rail);
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

help(() => all(".rail .toc").forEach(followContents));

/* Timeline: how many statements the chosen part has, told to who cannot see it. */

function countShown(form) {
  const count = form.querySelector("[data-filter=count]");
  form.addEventListener("change", () => {
    const part = new FormData(form).get("part");
    const shown = all("li[data-part]").filter((item) => !part || item.dataset.part === part);
    count.textContent = count.dataset.words.replace("{}", shown.length);
  });
}

help(() => all("form[data-filter]").forEach(countShown));

/* Whoever saves data is brought no page before it is asked for. */

help(() => {
  if (navigator.connection?.saveData) document.querySelector("script[type=speculationrules]")?.remove();
});
