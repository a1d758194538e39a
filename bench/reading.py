"""How much of what stands on a page of statements is to be read, and how much is furniture.

`make bench-reading` measures the built site in a real browser and says whether it keeps to its
targets: of the height of the statements, the share that is title, text and gap; how many things
there are to press at a statement besides its text; how high the pages are, beside what they were
when every statement stood alone with all its evidence.
"""

import argparse
import gzip
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from browser_install import find_browser
from driver import served
from playwright.sync_api import Browser, sync_playwright

SITE = Path(__file__).parents[1] / "site"
PAGES = ("goals", "policies")
LANGUAGES = {"en": "en", "zh": "zh-Hans"}
WIDTHS = (1280, 375)
LEAST_READ = {("en", 1280): 0.75, ("zh", 1280): 0.70, ("en", 375): 0.70, ("zh", 375): 0.62}
"""The share that is to be read, by language and width; Chinese statements are shorter."""
MOST_PRESSED = 3.5
MOST_HEIGHT = 0.7
WAS_HIGH = {
    ("goals", "en"): {1280: 7555, 375: 11968},
    ("goals", "zh"): {1280: 6812, 375: 9021},
    ("policies", "en"): {1280: 12663, 375: 20945},
    ("policies", "zh"): {1280: 11364, 375: 15835},
}
"""Height in px on 28 November 2026, when every statement stood alone with all its evidence."""
WEIGHED = {
    ("goals", "en"): 14888 / 18,
    ("goals", "zh"): 15298 / 18,
    ("policies", "en"): 23382 / 33,
    ("policies", "zh"): 23777 / 33,
}
"""Compressed bytes of HTML a statement on the same day."""

MEASURE = """(language) => {
  const inline = (item) => getComputedStyle(item).display.startsWith("inline");
  const block = (item) => (inline(item) ? block(item.parentElement) : item);
  const height = (item) => item.getBoundingClientRect().height;
  const sum = (numbers) => numbers.reduce((one, other) => one + other, 0);
  const read = (statement) => {
    const texts = statement.querySelectorAll(`:is(h3, h4), p[lang="${language}"], [data-gap]`);
    const shown = [...texts].filter((item) => !item.closest("details"));
    const blocks = [...new Set(shown.map(block))];
    const within = (one) => blocks.some((other) => other !== one && other.contains(one));
    return sum(blocks.filter((one) => !within(one)).map(height));
  };
  const pressed = (statement) => [...statement.querySelectorAll("a, button, summary, input")]
    .filter((item) => item.checkVisibility() && !item.closest("p[lang]")).length;
  const statements = [...document.querySelectorAll(".statement")];
  return {
    statements: statements.length,
    read: sum(statements.map(read)) / sum(statements.map(height)),
    pressed: sum(statements.map(pressed)) / statements.length,
    height: document.documentElement.scrollHeight,
  };
}"""


@dataclass(frozen=True)
class Measured:
    """What was found of a page in one language at one width.

    Attributes:
        read: share of the statements' height that is title, text and gap.
        pressed: links and buttons at a statement, those of its text left out.
        height: of the whole page, in px.
        weight: compressed bytes of its HTML.
    """

    page: str
    language: str
    width: int
    statements: int
    read: float
    pressed: float
    height: int
    weight: int

    @property
    def grown(self) -> tuple[float, float]:
        """Height, and weight of a statement, as shares of what they were."""
        key = (self.page, self.language)
        height = self.height / WAS_HIGH[key][self.width]
        return height, self.weight / self.statements / WEIGHED[key]

    def missed(self) -> Iterator[str]:
        """Yield the targets it misses."""
        height, weight = self.grown
        if self.read < LEAST_READ[self.language, self.width]:
            yield "too little to read"
        if self.pressed > MOST_PRESSED:
            yield "too much to press"
        if height > MOST_HEIGHT:
            yield "too high"
        if weight > 1:
            yield "too heavy"


def measure(browser: Browser, site: Path) -> Iterator[Measured]:
    """Measure each page in each language at each width."""
    with served(site) as server:
        for width in WIDTHS:
            context = browser.new_context(viewport={"width": width, "height": 900})
            page = context.new_page()
            for name in PAGES:
                for language, tag in LANGUAGES.items():
                    path = f"{language}/{name}/"
                    page.goto(f"{server.address}/{path}")
                    found = page.evaluate(MEASURE, tag)
                    html = (site / path / "index.html").read_bytes()
                    weight = len(gzip.compress(html, 6))
                    yield Measured(name, language, width, weight=weight, **found)
            context.close()


HEAD = "page      lang width  read  press  height  (was)  bytes a statement (was)"


def line(found: Measured) -> str:
    """Word what was found."""
    height, weight = found.grown
    return (
        f"{found.page:<9} {found.language:<4} {found.width:>5} {found.read:>5.0%} "
        f"{found.pressed:>6.1f} {found.height:>7} {height:>6.0%} "
        f"{found.weight / found.statements:>8.0f} {weight:>12.0%}  {', '.join(found.missed())}"
    )


def main() -> int:
    """Print the table; tell whether every target is kept."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("site", nargs="?", type=Path, default=SITE, help="a built site")
    site = arguments.parse_args().site
    with sync_playwright() as playwright:
        options = {"executable_path": find_browser(), "args": ["--no-sandbox"]}
        browser = playwright.chromium.launch(**options)
        print(HEAD)
        all_found = [*measure(browser, site)]
        browser.close()
    for found in all_found:
        print(line(found))
    return any(reason for found in all_found for reason in found.missed())


if __name__ == "__main__":
    sys.exit(main())
