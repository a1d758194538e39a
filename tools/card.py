"""Draw the picture shown where the site is shared, one a language: `docs/assets/card-*.png`.

Run by hand after a change of the name or of the first two figures. The pictures are committed,
as they depend on the fonts of the machine: best are Noto Serif CJK and Noto Sans CJK.
"""

import base64
import sys
import zlib
from collections import Counter
from functools import partial
from pathlib import Path

from playwright.sync_api import sync_playwright

REPOSITORY = Path(__file__).parents[1]
sys.path += [str(REPOSITORY / "hooks"), str(REPOSITORY / "tests")]

from browser_install import find_browser  # noqa: E402
from programme.check import load_checked  # noqa: E402
from programme.pages import pages  # noqa: E402
from programme.render import Renderer  # noqa: E402
from programme.takeaway import TakeAway  # noqa: E402

WIDTH, HEIGHT = 1200, 630
DRAW = f"""async (svg) => {{
  const picture = new Image();
  picture.src = URL.createObjectURL(new Blob([svg], {{ type: "image/svg+xml" }}));
  await picture.decode();
  const context = new OffscreenCanvas({WIDTH}, {HEIGHT}).getContext("2d");
  context.drawImage(picture, 0, 0);
  const {{ data }} = context.getImageData(0, 0, {WIDTH}, {HEIGHT});
  return new Promise((resolve) => {{
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(",")[1]);
    reader.readAsDataURL(new Blob([data]));
  }});
}}"""
"""Gives the pixels of a drawing, four bytes each: red, green, blue, and an alpha always full."""


def chunk(kind: bytes, data: bytes) -> bytes:
    """Give a piece of a PNG."""
    check = zlib.crc32(kind + data).to_bytes(4)
    return len(data).to_bytes(4) + kind + data + check


def distance(one: bytes, other: bytes) -> int:
    """Tell how far two colours are apart."""
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def png(pixels: bytes) -> bytes:
    """Give a picture as a PNG of its 256 commonest colours, a third of one in full colour."""
    colours = [pixels[at : at + 3] for at in range(0, len(pixels), 4)]
    kept = [colour for colour, _ in Counter(colours).most_common(256)]
    nearest = {colour: min(kept, key=partial(distance, colour)) for colour in set(colours)}
    place = {colour: at for at, colour in enumerate(kept)}
    indexed = bytes(place[nearest[colour]] for colour in colours)
    rows = b"".join(b"\0" + indexed[at : at + WIDTH] for at in range(0, len(indexed), WIDTH))
    head = WIDTH.to_bytes(4) + HEIGHT.to_bytes(4) + bytes((8, 3, 0, 0, 0))
    pieces = chunk(b"IHDR", head) + chunk(b"PLTE", b"".join(kept))
    data = chunk(b"IDAT", zlib.compress(rows, 9))
    return b"\x89PNG\r\n\x1a\n" + pieces + data + chunk(b"IEND", b"")


def main() -> None:
    """Draw the picture of each language."""
    programme = load_checked(REPOSITORY / "data")
    away = TakeAway(Renderer(programme), pages(programme), "/")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), chromium_sandbox=False)
        page = browser.new_page()
        for language in programme.site.language_ids:
            pixels = base64.b64decode(page.evaluate(DRAW, away.card(language)))
            file = REPOSITORY / f"docs/assets/card-{language}.png"
            file.write_bytes(png(pixels))


if __name__ == "__main__":
    main()
