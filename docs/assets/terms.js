// Terms explained where they stand: a small box on hover, focus and tap. It can be pointed at,
// stays until it is left, and Escape closes it (WCAG 2.2, 1.4.13: content on hover or focus).
"use strict";

(() => {
  const data = document.getElementById("terms-on-page");
  const terms = JSON.parse(data?.textContent || "{}");
  const idOf = (link) => link.hash.slice(1);
  const links = [...document.querySelectorAll("a.term")]
    .filter((link) => Object.hasOwn(terms, idOf(link)));
  if (!links.length) return;

  const OPENING = 120; // ms a pointer rests on a term before its box opens
  const LEAVING = 300; // ms it may take from a term to its box
  const EDGE = 12; // px kept free at the sides of the window
  const GAP = 6; // px between a term and its box

  const make = (name, values) => Object.assign(document.createElement(name), values);
  const forms = make("p", { className: "term-forms" });
  const note = make("p", { className: "term-note" });
  const glossary = make("a", { textContent: data.dataset.glossary, href: links[0].href });
  const box = make("div", { id: "term-box", className: "term-box", hidden: true });
  box.setAttribute("role", "tooltip");
  box.append(forms, note, glossary);
  (document.querySelector("main") ?? document.body).append(box);

  let shown = null; // the link whose term the box explains
  let timer;

  function later(action, delay) {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  }

  function fill(link) {
    const { note: means, ...names } = terms[idOf(link)];
    const marked = Object.entries(names).map(([lang, textContent], index) => {
      const className = lang === "zh-Latn" ? "pinyin" : "";
      return make(index ? "span" : "b", { lang, textContent, className });
    });
    forms.replaceChildren(...marked.flatMap((name, index) => (index ? [" · ", name] : [name])));
    note.replaceChildren(...(self.inLanguages?.(means) ?? [means]));
    glossary.href = link.href;
  }

  /* Under the line the pointer is on, or above it where there is no room; never beside the page. */
  function place(link, y) {
    const lines = [...link.getClientRects()];
    const line = lines.find(({ top, bottom }) => y >= top && y <= bottom) ?? lines[0];
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const above = line.top - GAP - box.offsetHeight;
    const below = line.bottom + GAP;
    const roof = document.querySelector(".bar")?.getBoundingClientRect().bottom ?? 0;
    const fits = below + box.offsetHeight <= height - EDGE || above < roof;
    const left = Math.max(EDGE, Math.min(line.left, width - EDGE - box.offsetWidth));
    const frame = box.offsetParent.getBoundingClientRect();
    box.style.left = `${left - frame.left}px`;
    box.style.top = `${(fits ? below : above) - frame.top}px`;
  }

  function open(link, { y, tapped = false } = {}) {
    if (shown !== link) close();
    clearTimeout(timer);
    fill(link);
    glossary.hidden = !tapped; // a click or Enter on the term itself leads there
    box.hidden = false;
    link.setAttribute("aria-describedby", box.id);
    shown = link;
    place(link, y);
  }

  function close() {
    clearTimeout(timer);
    shown?.removeAttribute("aria-describedby");
    box.hidden = true;
    shown = null;
  }

  function closeIfLeft() {
    const focused = document.activeElement;
    const used = focused === shown || box.contains(focused) || box.matches(":hover");
    if (!used) close();
  }

  function dismiss() {
    if (box.contains(document.activeElement)) shown.focus();
    close();
  }

  /* Hover: a finger does not hover. */

  function onHover(element, enter) {
    element.addEventListener("pointerenter", (event) => {
      if (event.pointerType !== "touch") enter(event);
    });
    element.addEventListener("pointerleave", (event) => {
      if (event.pointerType !== "touch") later(closeIfLeft, LEAVING);
    });
  }

  onHover(box, () => clearTimeout(timer));

  /* Tap: the first opens the box, the next on the same term follows the link. */

  let press = {};

  document.addEventListener("pointerdown", ({ pointerType, target }) => {
    press = { touch: pointerType === "touch", before: shown };
    if (shown && !shown.contains(target) && !box.contains(target)) close();
  }, true);

  for (const link of links) {
    onHover(link, ({ clientY }) => {
      if (shown === link) clearTimeout(timer);
      else later(() => open(link, { y: clientY }), OPENING);
    });
    link.addEventListener("focus", () => {
      if (shown !== link) open(link);
    });
    link.addEventListener("blur", () => later(closeIfLeft, 0));
    link.addEventListener("click", (event) => {
      const byKey = event.detail === 0;
      if (byKey || !press.touch || press.before === link) return;
      event.preventDefault();
      open(link, { y: event.clientY, tapped: true });
    });
  }

  glossary.addEventListener("blur", () => later(closeIfLeft, 0));

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown) dismiss();
  });

  window.addEventListener("resize", () => {
    if (shown?.getClientRects().length) place(shown);
    else close();
  });
})();
