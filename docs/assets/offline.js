// Has the site kept for reading offline (sw.js) once a page is read in peace, and says so.
"use strict";

(() => {
  const line = document.querySelector("[data-offline]");
  const { serviceWorker, connection } = navigator;
  if (!line || !serviceWorker || connection?.saveData || location.protocol === "file:") return;
  const words = line.dataset;
  const { lang } = document.documentElement;

  function tellDate(kept) {
    const form = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { dateStyle: "long" });
    line.textContent = words.kept.replace("{date}", form.format(kept));
  }

  function offer(version) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: words.begin });
    button.addEventListener("click", () => version.postMessage("begin"));
    line.replaceChildren(words.newer, button);
  }

  function tell({ active, waiting }) {
    if (active && waiting) offer(waiting);
    else active?.postMessage("since");
  }

  async function begin() {
    const registration = await serviceWorker.register(line.dataset.offline);
    const follow = () => registration.installing?.addEventListener("statechange", () => tell(registration));
    registration.addEventListener("updatefound", follow);
    follow();
    tell(registration);
  }

  // Pages and what they load are of one version: when another begins, every open page does.
  let isReplaced = Boolean(serviceWorker.controller);
  serviceWorker.addEventListener("controllerchange", () => {
    if (isReplaced) location.reload();
    isReplaced = true;
  });
  serviceWorker.addEventListener("message", ({ data }) => tellDate(data));
  serviceWorker.startMessages();

  // What the reader has asked for comes first: he has a while, and a search that has begun ends.
  const WHILE = 5000;
  const idle = self.requestIdleCallback ?? setTimeout;
  const start = () => setTimeout(async () => {
    await Promise.allSettled(search.begun.values());
    idle(() => begin().catch(() => {})); // a host may not have it, or a browser not want it
  }, WHILE);
  if (document.readyState === "complete") start();
  else addEventListener("load", start);
})();
