"""Nothing is cut off: on every page, with every fold closed and open.

At some widths here, at every one in `hard/test_everywhere.py`.
"""

from collections.abc import Iterable

import pytest
import yaml
from conftest import DATA, Open, assert_none
from playwright.sync_api import Page

SITE = yaml.safe_load((DATA / "site.yml").read_text("utf-8"))
NAMES = ("", *(f"{name}/" for name in SITE["parts"]))
NAMES += tuple(f"{name}/" for group in SITE["menu"] for name in group["pages"])
PATHS = ("", "404.html", *(f"{language}/{name}" for language in ("en", "zh") for name in NAMES))
WIDTHS = (320, 375, 414, 768, 1280)
SOME = {path: (375, 768) if path.startswith("zh") else (320, 1280) for path in PATHS}

CUT_OFF = """() => {
  const faults = new Set();
  const EDGE = 1.5; // px a letter may lean out
  const width = document.documentElement.clientWidth;
  const readAloud = (item) => item // what the sheet keeps for screen readers alone
    && (getComputedStyle(item).clipPath === "inset(50%)" || readAloud(item.parentElement));
  const unseen = (item) => !item.checkVisibility({ visibilityProperty: true })
    || item.closest(".visually-hidden, .skip") || readAloud(item);
  const tell = (how, text) => faults.add(`${how}: ${text.trim().slice(0, 50)}`);
  const boxes = new Map();
  const clipping = (item) => { // the boxes that clip what is in an element, sideways and upright
    if (!item) return [];
    if (!boxes.has(item)) {
      const { overflowX, overflowY, display } = getComputedStyle(item);
      const clips = display !== "inline" && (overflowX !== "visible" || overflowY !== "visible");
      const own = { rect: item.getBoundingClientRect(), scrolls: /auto|scroll/.test(overflowY) };
      boxes.set(item, [...(clips ? [own] : []), ...clipping(item.parentElement)]);
    }
    return boxes.get(item);
  };
  const try_ = (rect, item, text) => {
    if (rect.left < -EDGE || rect.right > width + EDGE) tell("outside the window", text);
    for (const { rect: box, scrolls } of clipping(item)) {
      if (rect.left < box.left - EDGE || rect.right > box.right + EDGE) tell("cut off", text);
      const within = rect.top >= box.top - EDGE && rect.bottom <= box.bottom + EDGE;
      if (!scrolls && !within) tell("cut off above or below", text);
    }
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (texts.nextNode()) {
    const item = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || unseen(item)) continue;
    range.selectNodeContents(texts.currentNode);
    for (const rect of range.getClientRects()) if (rect.width) try_(rect, item, range.toString());
  }
  for (const item of document.querySelectorAll("li")) {
    const { display, listStyleType, listStylePosition, fontSize } = getComputedStyle(item);
    if (display !== "list-item" || listStyleType === "none") continue;
    if (listStylePosition === "inside") continue;
    const room = item.getBoundingClientRect().left - parseFloat(fontSize);
    if (!unseen(item) && room < 0) tell("its mark is outside the window", item.textContent);
  }
  return [...faults];
}"""
"""Every visible text that stands outside the window, or outside a box that clips it.

What scrolls upright may be reached; nothing has to be scrolled sideways.
"""
OPEN = (
    """(selector) => document.querySelectorAll(selector).forEach((fold) => { fold.open = true; })"""
)
CLOSE = (
    "() => document.querySelectorAll('header details').forEach((menu) => { menu.open = false; })"
)
RESTING = (
    """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"""
)


def cut_off(page: Page, folds: str, widths: Iterable[int] = WIDTHS) -> list[str]:
    """Open folds and list what is cut off, at each width."""
    page.evaluate(OPEN, folds)
    faults = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(RESTING)
        faults += [f"at {width}: {fault}" for fault in page.evaluate(CUT_OFF)]
    return faults


@pytest.mark.parametrize(("path", "widths"), SOME.items())
def test_no_text_is_outside_the_window_or_cut_off(
    tab: Open, path: str, widths: Iterable[int]
) -> None:
    page = tab()
    page.goto(path)
    assert_none(cut_off(page, "nothing", widths))
    assert_none(cut_off(page, "details", widths))


@pytest.mark.parametrize("path", ["en/goals/", "zh/progress/"])
def test_nothing_is_cut_off_side_by_side(tab: Open, path: str) -> None:
    page = tab()
    page.goto(f"{path}?view=both")
    assert_none(cut_off(page, "nothing"))
    assert_none(cut_off(page, "main details"))
