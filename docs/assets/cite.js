// Citing a statement or a source: link, quotation and every style of cite.json, fetched when asked for.
"use strict";

(() => {
  const folds = [...document.querySelectorAll("details.cite")];
  if (!folds.length) return;
  const words = JSON.parse(folds[0].closest("[data-cite-words]").dataset.citeWords);
  const make = (name, values, ...children) => {
    const element = Object.assign(document.createElement(name), values);
    element.append(...children);
    return element;
  };

  // Where errors are told: a form of the repository's host, with the place filled in.
  function reportLink(id) {
    const { report } = document.querySelector("[data-report]")?.dataset ?? {};
    if (!report) return "";
    const query = new URLSearchParams({ title: id, body: linkOf(id) });
    return make("p", {}, make("a", { textContent: words.report, href: `${report}?${query}` }));
  }

  const citations = new Map();
  function fetchCitations() {
    if (!citations.has("here")) {
      const answer = fetch("cite.json").then((response) => {
        if (!response.ok) throw new Error(String(response.status));
        return response.json();
      });
      citations.set("here", answer);
    }
    return citations.get("here");
  }

  async function copy(text, button) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // No clipboard without https: the text is selected instead, for the reader to copy.
      getSelection().selectAllChildren(button.previousElementSibling);
      return;
    }
    button.textContent = words.copied;
    setTimeout(() => { button.textContent = words.copy; }, 2000);
  }

  function line(label, text) {
    const button = make("button", { type: "button", textContent: words.copy });
    button.setAttribute("aria-label", `${words.copy}: ${label}`);
    button.addEventListener("click", () => copy(text, button));
    return make("div", { className: "cite-line" },
      make("b", { textContent: label }), make("pre", { textContent: text, tabIndex: 0 }), button);
  }

  function linkOf(id) {
    const url = new URL(location.href);
    url.search = "";
    url.hash = id;
    return url.href;
  }

  function quotationOf(fold) {
    const text = fold.closest(".statement")?.querySelector("p[lang]");
    return text ? `${words.open}${text.textContent}${words.close}\n${linkOf(fold.dataset.cite)}` : null;
  }

  async function fill(fold) {
    const id = fold.dataset.cite;
    const list = make("div", { className: "panel" });
    const quotation = quotationOf(fold);
    list.append(line(words.link, linkOf(id)));
    if (quotation) list.append(line(words.quote, quotation));
    fold.append(list);
    try {
      const forms = (await fetchCitations())[id];
      for (const [style, text] of Object.entries(forms)) list.append(line(words[style], text));
    } catch {
      list.append(make("p", { textContent: words.failed }));
    }
    list.append(reportLink(id));
  }

  folds.forEach((fold) => fold.addEventListener("toggle", () => fill(fold), { once: true }));
})();
