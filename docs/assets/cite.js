// Citing a statement or a source: link, quotation and every style, loaded when asked for.
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

  // A script, because a page opened from disk may load scripts but not fetch data.
  let loading = null;
  function loadCitations() {
    loading ??= new Promise((resolve, reject) => {
      const script = make("script", { src: "citations.js", onload: resolve, onerror: reject });
      document.head.append(script);
    }).then(() => self.citations).catch((failure) => {
      loading = null; // to be tried again when next asked
      throw failure;
    });
    return loading;
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
      make("b", { textContent: label }), make("pre", { tabIndex: 0 }, ...(self.inLanguages?.(text) ?? [text])), button);
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
    if (!fold.open || fold.querySelector(".panel:not([data-failed])")) return;
    fold.querySelector(".panel")?.remove();
    const id = fold.dataset.cite;
    const list = make("div", { className: "panel" });
    const quotation = quotationOf(fold);
    list.append(line(words.link, linkOf(id)));
    if (quotation) list.append(line(words.quote, quotation));
    fold.append(list);
    try {
      const forms = (await loadCitations())[id];
      for (const [style, text] of Object.entries(forms)) list.append(line(words[style], text));
    } catch {
      list.dataset.failed = "";
      list.append(make("p", { textContent: words.failed }));
    }
    list.append(reportLink(id));
  }

  for (const fold of folds) {
    fold.addEventListener("toggle", () => fill(fold));
    fill(fold); // it may have been opened before this script came
  }
})();
