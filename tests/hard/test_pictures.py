"""Every template looks with the sheets as they are published as it does with those we wrote."""

import io
import re
from itertools import cycle
from pathlib import Path

import pytest
from conftest import NARROW, WIDE, Open
from PIL import Image, ImageChops
from playwright.sync_api import Page, Route

Image.MAX_IMAGE_PIXELS = None  # a page with every fold open is long
ROOT = Path(__file__).parents[2]
PAGES = ("", "404.html", "en/", "zh/goals/", "en/progress/", "zh/layout/", "en/timeline/")
PAGES += ("zh/terms/", "en/organisations/", "zh/disagreements/", "en/sources/", "zh/about/")
LOOKS = {
    "wide": {"viewport": WIDE},
    "narrow and dark": {"viewport": NARROW, "color_scheme": "dark"},
    "wide with forced colours": {"viewport": WIDE, "forced_colors": "active"},
}
MOST_PIXELS = 50
LEAST_SEEN = 2
"""What of 255 no eye sees."""
OPEN = """() => document.querySelectorAll("main details:not(.cite)").forEach((fold) => {
  fold.open = true;
})"""
"""All folds but those whose content is fetched once they open."""


def whole(route: Route) -> None:
    """Answer with a sheet as it was written."""
    name = route.request.url.rpartition("/")[2]
    route.fulfill(path=ROOT / "docs/assets" / name, content_type="text/css")


def pictures(page: Page, path: str) -> list[bytes]:
    """Show a page as it comes, with every fold open, and on paper."""
    page.goto(path)
    taken = [page.screenshot(full_page=True)]
    page.evaluate(OPEN)
    taken.append(page.screenshot(full_page=True))
    page.emulate_media(media="print")
    taken.append(page.screenshot(full_page=True))
    page.emulate_media(media="screen")
    return taken


def differing(one: bytes, other: bytes) -> int:
    """Count the pixels of two pictures that an eye could tell apart; all where sizes differ."""
    first, second = (Image.open(io.BytesIO(picture)).convert("RGB") for picture in (one, other))
    if first.size != second.size:
        return first.width * first.height
    channels = ImageChops.difference(first, second).split()
    most = ImageChops.lighter(ImageChops.lighter(*channels[:2]), channels[2])
    return sum(most.histogram()[LEAST_SEEN + 1 :])


@pytest.mark.parametrize(("path", "look"), list(zip(PAGES, cycle(LOOKS))))
def test_page_looks_as_with_the_style_we_wrote(path: str, look: str, new_tab: Open) -> None:
    published, written = new_tab(**LOOKS[look]), new_tab(**LOOKS[look])
    written.route(re.compile(r"/assets/.*\.css$"), whole)
    for one, other in zip(pictures(published, path), pictures(written, path), strict=True):
        assert differing(one, other) <= MOST_PIXELS
