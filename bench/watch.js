// Watches one search box: when a key came, when its list changed, what stands in it.
// driver.py runs this in every page it opens, before the page's own scripts.
(kind) => {
  const find = (selector) => document.querySelector(selector);
  const hrefs = (links) => [...links].map((link) => link.href);

  // `key` is the event the site acts on, so that the clock of each starts with its own.
  const BOXES = {
    ours: {
      field: "[data-search=box]",
      output: "form.search",
      key: "input",
      isReady() {
        return find(this.field) !== null; // all is fetched from the first touch on
      },
      isComplete() {
        const words = JSON.parse(find(this.field).dataset.words);
        const status = find("[data-search=status]")?.textContent;
        if (status === words["search-failed"]) throw new Error(status);
        return Boolean(status) && status !== words["search-loading"];
      },
      links: () => hrefs(document.querySelectorAll("[data-search=result]")),
    },
    stock: {
      field: "[data-md-component=search-query]",
      output: "[data-md-component=search-result]",
      key: "keyup",
      isReady: (shown) => shown > 0, // “Initializing search” gives way to another line
      isComplete: () => true,
      // A page with more hits folds the lesser ones away: those a reader does not see.
      links: () => hrefs([...document.querySelectorAll("a.md-search-result__link")]
        .filter((link) => !link.closest("details:not([open])"))),
    },
  };

  let pressed = 0;
  let shown = 0;
  let first = 0; // when the first list of all stood
  const box = BOXES[kind];
  const sleep = () => new Promise((resolve) => { setTimeout(resolve, 2); });

  addEventListener("DOMContentLoaded", () => {
    find(box.field).addEventListener(box.key, () => {
      pressed = performance.now();
      shown = 0;
    }, true);
    new MutationObserver(() => {
      shown = performance.now();
      if (!first && box.links().length) first = shown;
    })
      .observe(find(box.output), { childList: true, subtree: true, characterData: true });
    if (box.links().length) first = shown = performance.now(); // it stood before all of the page
  });

  async function until(isDone, patience) {
    const deadline = performance.now() + patience;
    while (!isDone()) {
      if (performance.now() > deadline) return false;
      await sleep();
    }
    return true;
  }

  self.bench = {
    // Milliseconds from opening the page to a box that can answer.
    ready: async (patience) => await until(() => box.isReady(shown), patience) ? shown : null,
    // When the first list and the last one stood, in milliseconds since the page was asked for.
    async lists(patience) {
      await until(() => first && box.isComplete(), patience);
      return [first, shown];
    },
    focus: () => find(box.field).focus(),
    select: () => find(box.field).select(),
    value: () => find(box.field).value,
    // The links in order, and the milliseconds from the last key to the list.
    async answer(patience) {
      const answered = await until(() => pressed && shown && box.isComplete(), patience);
      return answered ? { links: box.links(), milliseconds: shown - pressed } : null;
    },
  };
}
