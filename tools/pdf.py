"""Print the built site as PDF: each edition whole, and each page of statements by itself.

Run by `make pdf`; knows nothing but the built site, which it publishes when all is printed. Pages
are served to the browser from disk under the site's own address, so that links in the PDF lead to
the site. Equal pages give equal files: they bear the date of the data, not of the day.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, BrowserContext, Route, sync_playwright
from programme.publishing import publish

REPOSITORY = Path(__file__).parents[1]
FOLDER = "take-away"
LINE = (
    '<div style="box-sizing: border-box; color: #444; display: flex; font: 8px sans-serif;'
    ' justify-content: space-between; padding: 0 18mm; width: 100%">{}</div>'
)
HEADER = LINE.format('<span class="title"></span>')
FOOTER = LINE.format(
    '<span class="url"></span>'
    '<span><span class="pageNumber"></span> / <span class="totalPages"></span></span>'
)
MARGIN = {"top": "22mm", "right": "18mm", "bottom": "22mm", "left": "18mm"}
TIMES = re.compile(rb"(?<=Date \(D:)\d{14}(?=[+-]00'00'\))")
NODES = re.compile(rb"(?<=\(node)\d{8}(?=\))")
"""The browser's own numbers of table headers, which differ from run to run."""


class Site:
    """A built site and what of it is printed."""

    def __init__(self, folder: Path) -> None:
        data = json.loads((folder / "data/statements.json").read_text("utf-8"))
        self.folder = folder.resolve()
        self.address = data["schema"].removesuffix("data/schema.json")
        self.date = data["version"].replace("-", "").ljust(8, "0") + "000000"
        self.sections = {
            address.partition("#")[0]: f"{record['section']}-{language}.pdf"
            for record in data["statements"]
            for language, address in record["address"].items()
        }

    def documents(self) -> Iterator[tuple[str, str]]:
        """Yield the address of each page to print and the name of its PDF."""
        for edition in sorted((self.folder / FOLDER).glob("*.html")):
            yield f"{self.address}{FOLDER}/{edition.name}", f"{edition.stem}.pdf"
        yield from self.sections.items()

    def answer(self, route: Route) -> None:
        """Give the browser a file of the site; of anything else, nothing."""
        base = urlsplit(self.address).path
        path = unquote(urlsplit(route.request.url).path)
        file = (self.folder / path.removeprefix(base)).resolve()
        file = file / "index.html" if path.endswith("/") else file
        inside = route.request.url.startswith(self.address) and self.folder in file.parents
        if inside and file.is_file():
            route.fulfill(path=file)
        else:
            route.abort()


def text_of(pdf: Path) -> str:
    """Read the text of a PDF as it was written, without its spaces and line ends."""
    done = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, check=True)
    return "".join(done.stdout.decode("utf-8").split())


def settled(printed: bytes, date: str) -> bytes:
    """Take out of a PDF what differs from run to run; no byte changes its place."""
    nodes = sorted(set(NODES.findall(printed)))
    numbers = {node: b"%08d" % rank for rank, node in enumerate(nodes)}
    dated = TIMES.sub(date.encode(), printed)
    return NODES.sub(lambda node: numbers[node[0]], dated)


def print_page(context: BrowserContext, address: str, file: Path, date: str) -> None:
    """Print one page.

    Raises:
        ValueError: when its heading cannot be read from the PDF as text.
    """
    page = context.new_page()
    page.goto(address)
    heading = "".join((page.locator("h1").text_content() or "").split())
    printed = page.pdf(
        format="A4",
        margin=MARGIN,
        prefer_css_page_size=True,
        display_header_footer=True,
        header_template=HEADER,
        footer_template=FOOTER,
        tagged=True,
        outline=True,
    )
    page.close()
    file.write_bytes(settled(printed, date))
    if heading not in text_of(file):
        raise ValueError(f"{file.name}: “{heading}” cannot be read in it as text")


def print_site(browser: Browser, folder: Path) -> list[Path]:
    """Print all there is to print of the site in a folder; give the files written."""
    site = Site(folder)
    context = browser.new_context(color_scheme="light")
    context.route("**", site.answer)
    files = []
    for address, name in site.documents():
        files.append(folder / FOLDER / name)
        print_page(context, address, files[-1], site.date)
    context.close()
    return files


def main() -> int:
    """Print the site in the folder named, then publish it in the other one named.

    Returns:
        1 when something cannot be printed; nothing is published then.
    """
    sys.path.append(str(REPOSITORY / "tests"))
    from browser_install import find_browser

    folder, site = map(Path, sys.argv[1:])
    if not (folder / "data/statements.json").is_file():
        print(f"{folder} holds no built site; run make build", file=sys.stderr)
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), chromium_sandbox=False)
        try:
            files = print_site(browser, folder)
        except ValueError as error:
            print(error, file=sys.stderr)
            return 1
    publish(folder.resolve(), site.resolve())
    print(f"{len(files)} PDF files in {site / FOLDER}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
