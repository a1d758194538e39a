"""How long what a reader does holds up the next paint, on a phone whose processor is slow (INP).

https://web.dev/articles/inp
"""

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence

from budgets import Row
from driver import Kind
from playwright.sync_api import Browser, BrowserContext, Page

SLOWER = 4
PHONE = {
    "viewport": {"width": 412, "height": 823},
    "device_scale_factor": 1.75,
    "is_mobile": True,
    "has_touch": True,
}
"""As Lighthouse's."""
TYPED = {"en": "sensor", "zh": "2025"}
"""What can be typed with keys and is found by both."""
KEY, SETTLED = 150, 1500
"""Milliseconds between keys, and until all has come of an act."""

WATCH = """(() => {
  self.longest = 0;
  new PerformanceObserver((list) => {
    const acts = list.getEntries().filter((entry) => entry.interactionId);
    self.longest = Math.max(self.longest, ...acts.map((entry) => entry.duration));
  }).observe({ type: "event", durationThreshold: 16 });
  addEventListener("click", () => { sessionStorage.clicked = Date.now(); }, true);
})()"""
PAINTED = """() => new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const [entry] = list.getEntriesByName("first-contentful-paint");
    if (entry) resolve(performance.timeOrigin + entry.startTime - sessionStorage.clicked);
  }).observe({ type: "paint", buffered: true });
})"""

Act = Callable[[Page, str], None]


def _tap(selector: str) -> Act:
    return lambda page, _: page.locator(selector).locator("visible=true").first.tap()


def _type(page: Page, language: str) -> None:
    page.keyboard.type(TYPED[language], delay=KEY)


def _each(*acts: Act) -> Act:
    def do(page: Page, language: str) -> None:
        for act in acts:
            act(page, language)
            page.wait_for_timeout(KEY)

    return do


ACTS: Mapping[str, Mapping[Kind, Act]] = {
    "search": {
        "ours": _each(_tap("[data-search=box]"), _type),
        "stock": _each(_tap(".md-header [for=__search]"), _type),
    },
    "both languages": {"ours": _tap("[data-view=both]")},
    "evidence": {"ours": _tap(".statement details > summary")},
    "term": {"ours": _tap(".statement a.term")},
}
SWITCH: Mapping[Kind, Act] = {
    "ours": _tap("a.switch"),
    "stock": _each(_tap(".md-select button"), _tap(".md-select__link:not([href='./'])")),
}


def _opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(address, wait_until="networkidle")
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return page


def _inp(browser: Browser, address: str, language: str, act: Act) -> float:
    """Give the longest time to the next paint of what an act consists of."""
    with browser.new_context(**PHONE) as context:
        page = _opened(context, address)
        act(page, language)
        page.wait_for_timeout(SETTLED)
        return float(page.evaluate("self.longest"))


def _switched(browser: Browser, address: str, language: str, act: Act) -> float:
    """Give the time from the tap to the first paint of the page in the other language."""
    with browser.new_context(**PHONE) as context:
        page = _opened(context, address)
        with page.expect_navigation():
            act(page, language)
        return round(page.evaluate(PAINTED))


def rows(
    browser: Browser, addresses: Mapping[Kind, str], language: str, rounds: Sequence[int]
) -> Iterator[Row]:
    """Do each act on a page of statements in one language, ours and stock by turns."""
    every = [("INP, ms", name, kinds, _inp) for name, kinds in ACTS.items()]
    every.append(("tap to first paint, ms", "other language", SWITCH, _switched))
    for measure, name, kinds, time in every:
        found = [
            {kind: time(browser, addresses[kind], language, act) for kind, act in kinds.items()}
            for _ in rounds
        ]
        medians = {kind: statistics.median(one[kind] for one in found) for kind in kinds}
        yield Row(measure, name, language, **medians)
