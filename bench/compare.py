"""The whole site beside a stock one of the same statements, ours and stock by turns.

`make bench` builds both, has Lighthouse judge a page of each kind in each language, weighs a first
and a second visit, times what readers do and what builds take, and says which budgets are missed.
"""

import argparse
import os
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import acts
import lighthouse
from browser_install import find_browser
from budgets import Row
from driver import Kind, Server, served
from playwright.sync_api import Browser, sync_playwright
from programme.addresses import HOME, place
from programme.load import load
from programme.model import Programme
from report import Report, versions
from sites import Built, Unbuilt, build, lay_out_ours
from stock import lay_out_stock

# ---- What is compared ----


@dataclass(frozen=True)
class Compared:
    """A page of ours and its counterpart, as paths; some have none."""

    name: str
    language: str
    paths: Mapping[Kind, str]


def sections(programme: Programme) -> tuple[str, ...]:
    """Give the pages with the most statements and with the most indicators."""
    of = Counter(indicator.section for indicator in programme.indicators)
    largest = max(programme.sections, key=lambda name: len(programme.sections[name].statements))
    return tuple(dict.fromkeys((largest, max(programme.sections, key=lambda name: of[name]))))


def compared(programme: Programme) -> Iterator[Compared]:
    """Yield a page of each kind in each language, the largest of statements first."""
    site = programme.site
    others = [name for name in site.in_menu if name not in programme.sections]
    for language in site.language_ids:
        folder = "" if language == site.language_ids[0] else f"{language}/"
        for name in (*sections(programme), HOME, *others):
            stock = folder if name == HOME else f"{folder}{name}/"
            yield Compared(name, language, {"ours": place(language, name), "stock": stock})
        yield Compared("edition", language, {"ours": f"take-away/programme-{language}.html"})
    yield Compared("choice of language", "", {"ours": ""})
    yield Compared("404", "", {"ours": "404.html", "stock": "404.html"})


# ---- Builds ----


@dataclass(frozen=True)
class Scale:
    """What came of every statement so many times; a site that could not be built is left out."""

    times: int
    statements: int
    built: Mapping[Kind, Built]

    def row(self, measure: str, count: Callable[[Built], float]) -> Row:
        """Count something of each site."""
        counted = {kind: round(count(built), 2) for kind, built in self.built.items()}
        return Row(measure, f"{self.times}×", "", **counted)

    def rows(self) -> Iterator[Row]:
        """Yield what the builds took and gave."""
        yield self.row("build, s of processor", lambda built: built.processor)
        yield self.row("build, s by the clock", lambda built: built.seconds)
        yield self.row("peak of memory, MB", lambda built: built.memory / 1e6)
        yield self.row("size of the site, MB", lambda built: size(built.site) / 1e6)


def size(folder: Path) -> int:
    """Give the bytes of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


GROWING: Mapping[str, Callable[[Built], float]] = {
    "time a statement, of that at the scale before": lambda built: built.processor,
    "memory a statement, of that at the scale before": lambda built: built.memory,
}


def growth(scales: Sequence[Scale]) -> Iterator[Row]:
    """Yield, for each scale but the first, what a statement takes of what it took before."""
    for less, more in pairwise(scales):
        for measure, count in GROWING.items():
            shares = {
                kind: round(
                    count(built) / more.statements / count(less.built[kind]) * less.statements, 2
                )
                for kind, built in more.built.items()
            }
            yield Row(measure, f"{more.times}×", "", **shares)


# ---- Visits ----


def visit(browser: Browser, server: Server, path: str) -> dict[str, float]:
    """Open a page, then once more; weigh what is sent, without heads and the copy for offline."""
    foreign: list[str] = []
    with browser.new_context(**acts.PHONE, service_workers="block") as context:
        context.on("request", lambda request: foreign.append(request.url))
        marks = [len(server.asked)]
        for _ in range(2):
            page = context.new_page()
            page.goto(f"{server.address}/{path}", wait_until="networkidle")
            page.close()
            marks.append(len(server.asked))
    first, second = (server.asked[marks[at] : marks[at + 1]] for at in range(2))
    html = first[0][1]
    return {
        "first visit, bytes of HTML": html,
        "first visit, bytes but HTML": sum(sent for _, sent in first) - html,
        "first visit, requests": len(first),
        "first visit, requests elsewhere": sum(
            not url.startswith((server.address, "data:", "blob:")) for url in foreign
        ),
        "second visit, bytes": sum(sent for _, sent in second),
        "second visit, requests": len(second),
    }


class Visitor:
    """Judges and weighs pages of both sites.

    Attributes:
        faults: what Lighthouse finds at pages of ours.
    """

    def __init__(self, browser: Browser, servers: Mapping[Kind, Server], rounds: range) -> None:
        self.browser, self.servers, self.rounds = browser, servers, rounds
        self.faults: list[str] = []

    def rows(self, page: Compared) -> Iterator[Row]:
        """Yield the medians for a page and its counterpart."""
        tell(f"{page.name} {page.language}")
        found = [{kind: self._judged(page, kind) for kind in page.paths} for _ in self.rounds]
        weighed = {
            kind: visit(self.browser, self.servers[kind], page.paths[kind]) for kind in page.paths
        }
        for measure in found[0]["ours"]:
            values = {
                kind: statistics.median(one[kind][measure] for one in found) for kind in page.paths
            }
            yield Row(measure, page.name, page.language, **values)
        for measure in weighed["ours"]:
            values = {kind: figures[measure] for kind, figures in weighed.items()}
            yield Row(measure, page.name, page.language, **values)

    def _judged(self, page: Compared, kind: Kind) -> Mapping[str, float]:
        verdict = lighthouse.judge(f"{self.servers[kind].address}/{page.paths[kind]}")
        if kind == "ours":
            named = f"{page.name} {page.language}".strip()
            told = (f"{named}, {fault}" for fault in verdict.faults)
            for fault in set(told) - set(self.faults):
                tell(fault)
                self.faults.append(fault)
        return verdict.figures

    def acts(self, page: Compared) -> Iterator[Row]:
        """Yield what readers' acts take on a page and its counterpart."""
        tell(f"acts {page.language}")
        addresses = {
            kind: f"{server.address}/{page.paths[kind]}" for kind, server in self.servers.items()
        }
        yield from acts.rows(self.browser, addresses, page.language, self.rounds)


# ---- The run ----


def tell(line: str) -> None:
    """Say on standard error what is being done."""
    print(f"  {line} …", file=sys.stderr, flush=True)


class Bench:
    """Measures what it is told to.

    Attributes:
        rows: what was measured.
        notes: what else is to be known, as what could not be.
    """

    def __init__(self, given: argparse.Namespace) -> None:
        self.given = given
        self.rounds = range(1 if given.quick else given.rounds)
        self.rows: list[Row] = []
        self.notes = [f"runs: {len(self.rounds)}; of builds at 10× and more: 1"]

    def run(self) -> None:
        """Go through the scales; the pages are those of the statements as they are."""
        scales = []
        for times in [1] if self.given.quick else map(int, self.given.scales.split(",")):
            with tempfile.TemporaryDirectory(prefix="bench-") as folder:
                ours = lay_out_ours(Path(folder, "ours"), times)
                programme, _ = load(ours / "data")
                stock = lay_out_stock(Path(folder, "stock"), programme)
                scale = self._built({"ours": ours, "stock": stock}, times, programme)
                if "ours" in scale.built:
                    scales.append(scale)
                    self.rows += scale.rows()
                if times == 1:
                    self._visit(scale, programme)
        self.rows += growth(scales)
        self.notes.append(f"load of the machine at the end: {os.getloadavg()[1]:.1f}")

    def _built(self, projects: Mapping[Kind, Path], times: int, programme: Programme) -> Scale:
        """Build both by turns; keep, of each, the build of the median time."""
        tell(f"builds, {times}×")
        found: dict[Kind, list[Built]] = {}
        for _ in self.rounds if times == 1 else range(1):
            for kind, project in projects.items():
                try:
                    found.setdefault(kind, []).append(build(project, self.given.build_patience))
                except Unbuilt as reason:
                    self.notes.append(f"{kind}, {times}×: {reason}")
        middle = {
            kind: sorted(builds, key=lambda built: built.processor)[len(builds) // 2]
            for kind, builds in found.items()
            if builds
        }
        return Scale(times, len(programme.statements), middle)

    def _visit(self, scale: Scale, programme: Programme) -> None:
        """Serve both sites and measure what there is to measure in a browser."""
        largest = sections(programme)[0]
        pages = list(compared(programme))
        if self.given.quick:
            pages = [page for page in pages if page.name in (HOME, largest)]
        with ExitStack() as stack:
            servers = {
                kind: stack.enter_context(served(built.site)) for kind, built in scale.built.items()
            }
            playwright = stack.enter_context(sync_playwright())
            browser = playwright.chromium.launch(executable_path=find_browser())
            visitor = Visitor(browser, servers, self.rounds)
            for page in pages:
                try:
                    self.rows += [*visitor.rows(page)]
                except lighthouse.Unjudged as reason:
                    self.notes.append(f"not judged: {reason}")
            for page in pages:
                if page.name == largest:
                    self.rows += visitor.acts(page)
            browser.close()
        self.notes += visitor.faults


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scales", default="1,10,100", help="how many times the statements")
    parser.add_argument("--rounds", type=int, default=3, help="of how many runs medians are")
    parser.add_argument("--quick", action="store_true", help="1×, two pages, one run, no files")
    parser.add_argument(
        "--build-patience", type=float, default=900, help="seconds a build may take"
    )
    return parser.parse_args()


def main() -> int:
    """Measure, print and keep the table; tell whether every budget is kept."""
    given = options()
    bench = Bench(given)
    bench.run()
    report = Report(bench.rows, bench.notes, dict(versions()))
    print(report.markdown())
    if not given.quick:
        report.write()
    return bool(report.missed)


if __name__ == "__main__":
    sys.exit(main())
