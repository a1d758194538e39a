"""Draw the picture shown where the site is shared, one a language: `docs/assets/card-*.png`.

Run by hand after a change of the name or of the first two figures. The pictures are committed,
as they depend on the fonts of the machine: best are Noto Serif CJK and Noto Sans CJK.
"""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

REPOSITORY = Path(__file__).parents[1]
sys.path += [str(REPOSITORY / "hooks"), str(REPOSITORY / "tests")]

from browser_install import find_browser  # noqa: E402
from programme.check import load_checked  # noqa: E402
from programme.pages import pages  # noqa: E402
from programme.render import Renderer  # noqa: E402
from programme.takeaway import TakeAway  # noqa: E402

SIZE = {"width": 1200, "height": 630}
PAGE = "<!doctype html><style>body {{ margin: 0 }} svg {{ display: block }}</style>{}"


def main() -> None:
    """Draw the picture of each language."""
    programme = load_checked(REPOSITORY / "data")
    away = TakeAway(Renderer(programme), pages(programme), "/")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), chromium_sandbox=False)
        page = browser.new_page(viewport=SIZE)
        for language in programme.site.language_ids:
            page.set_content(PAGE.format(away.card(language)))
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            file = REPOSITORY / f"docs/assets/card-{language}.png"
            picture.quantize(256).save(file, optimize=True)


if __name__ == "__main__":
    main()
