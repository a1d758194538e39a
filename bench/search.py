"""Our search beside the stock one: the same queries, typed into both, in one run.

Every query of `tests/search/queries.yml` is typed into the real box of each site, on the first
page of its language, in a real browser. `make bench-search` runs this and prints the tables;
`docs/` and `data/` are read, nothing is written outside a temporary folder.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import phone
import yaml
from browser_install import find_browser
from driver import Answer, Kind, Server, Visit, served, visit
from playwright.sync_api import Browser, sync_playwright
from programme.load import load
from programme.model import Programme
from sites import COPY, REPOSITORY, Stock, Unbuilt, build, lay_out_ours

QUERIES = REPOSITORY / "tests" / "search" / "queries.yml"
LANGUAGES = ("en", "zh")
Make = Callable[[], Path]
"""Builds a site, gives its folder."""


@dataclass(frozen=True)
class Query:
    """A query, the language of the page it is typed on, and what may rightly come first."""

    text: str
    language: str
    answers: frozenset[str]
    kept_aside: bool


def read_queries(step: int) -> list[Query]:
    """Read every query, or every so many."""
    return [
        Query(record["q"], record["on"], frozenset(record["ids"]), record.get("aside", False))
        for record in yaml.safe_load(QUERIES.read_text("utf-8"))[::step]
    ]


# ---- What came of it ----


@dataclass(frozen=True)
class Link:
    """Where a result leads: language, page, and the place on it, if any."""

    language: str
    page: str
    id: str

    @classmethod
    def read(cls, address: str) -> "Link":
        """Take an address apart; a copy of a statement counts as the statement."""
        parts = urlsplit(address)
        language, _, page = parts.path.strip("/").partition("/")
        return cls(language, COPY.sub("", page), COPY.sub("", parts.fragment))


class Judge:
    """Knows where answers stand."""

    def __init__(self, programme: Programme) -> None:
        self.page_of = {gap.id: gap.section for gap in programme.not_reported}
        self.page_of |= {
            COPY.sub("", name): COPY.sub("", page) for name, page in programme.section_of.items()
        }

    def is_right(self, link: Link, query: Query) -> bool:
        """Tell whether an answer stands at the link; a whole page counts for all it holds."""
        if link.id:
            return link.id in query.answers and link.page == self.page_of.get(link.id)
        return link.page in {self.page_of.get(answer) for answer in query.answers}


@dataclass(frozen=True)
class Found:
    """What a site gave for one query."""

    query: Query
    answer: Answer

    @property
    def links(self) -> list[Link]:
        """Where the results lead, in order."""
        return [Link.read(address) for address in self.answer.links]


def figures(found: Sequence[Found], judge: Judge) -> list[str]:
    """Give the figures of a site: the columns of `FIGURES`."""
    first = among_three = statement_first = nothing = other = 0
    for one in found:
        right = [judge.is_right(link, one.query) for link in one.links]
        # For the statement alone, links to whole pages are passed over.
        places = [is_right for link, is_right in zip(one.links, right, strict=True) if link.id]
        first += any(right[:1])
        among_three += any(right[:3])
        statement_first += any(places[:1])
        nothing += not right
        other += sum(link.language != one.query.language for link in one.links[:3])
    shares = (f"{count / len(found):.2f}" for count in (first, among_three, statement_first))
    return [*shares, str(nothing), str(other)] if found else ["–"] * 5


FIGURES = ("s@1", "s@3", "statement s@1", "no result", "other-language results in top 3")
GOAL = ["goal", "≥ 0.97", "≥ 0.99", "≥ 0.95", "≤ 1 %", "0"]
SPEED = (
    *("statements", "queries", "p50 ms", "p95 ms", "index ready ms", "kB before touch"),
    *("kB at first touch", "build s"),
)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Set a table: the first column to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = []
    for row in (head, ["-" * width for width in widths], *rows):
        name, *cells = row
        set_right = (cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
        lines.append("  ".join([name.ljust(widths[0]), *set_right]))
    return "\n".join(lines)


# ---- Running ----


@dataclass(frozen=True)
class Run:
    """One site, built and asked, or why it could not be."""

    name: str
    root: Path
    statements: int
    found: Sequence[Found]
    visits: Mapping[str, Visit]
    seconds_to_build: float

    def speed(self, patience: float) -> list[str]:
        """Give the columns of `SPEED`; two figures stand for English / Chinese."""
        times = sorted(one.answer.milliseconds for one in self.found)
        cuts = statistics.quantiles(times, n=20, method="inclusive") if len(times) > 1 else None
        visits = [self.visits[language] for language in LANGUAGES if language in self.visits]
        ready = (
            f"{one.until_ready:.0f}" if one.until_ready else f"> {1000 * patience:.0f}"
            for one in visits
        )
        return [
            *(self.name, str(self.statements), str(len(times))),
            *((f"{cuts[9]:.0f}", f"{cuts[18]:.0f}") if cuts else ("–", "–")),
            " / ".join(ready),
            " / ".join(f"{one.before / 1000:.1f}" for one in visits),
            " / ".join(f"{one.at_touch / 1000:.1f}" for one in visits),
            f"{self.seconds_to_build:.1f}",
        ]


class Bench:
    """Builds the sites of one scale and asks them all the same."""

    def __init__(self, browser: Browser, options: argparse.Namespace) -> None:
        self.browser, self.options = browser, options
        self.queries = read_queries(5 if options.quick else 1)

    def scale(self, folder: Path, times: int) -> tuple[list[Run], Judge]:
        """Build and ask every site with every statement so many times."""
        ours = lay_out_ours(folder / "ours", times)
        programme, _ = load(ours / "data")
        seconds = self.options.build_patience
        stock = Stock(programme, seconds)
        with_asked = Stock(programme, seconds, with_asked=True)
        sites: list[tuple[str, Kind, Make]] = [
            ("ours", "ours", lambda: build(ours, seconds).site),
            ("stock, one index", "stock", partial(stock.in_one, folder / "one")),
            ("stock, one a language", "stock", partial(stock.one_each, folder / "each")),
        ]
        if times == 1:
            asked = partial(with_asked.one_each, folder / "asked")
            sites.append(("  the same, with asked_as", "stock", asked))
        count = len(programme.statements)
        runs = (self._run(name, kind, make, count) for name, kind, make in sites)
        return [run for run in runs if run], Judge(programme)

    def _run(self, name: str, kind: Kind, make: Make, count: int) -> Run | None:
        print(f"  {name.strip()}, {count} statements …", file=sys.stderr, flush=True)
        start = time.monotonic()
        try:
            root = make()
        except Unbuilt as reason:
            print(f"  {name.strip()}: {reason}", flush=True)
            return None
        seconds = time.monotonic() - start
        found: list[Found] = []
        visits = {}
        with served(root) as server:
            for language in LANGUAGES:
                visits[language], more = self._visit(server, kind, language)
                found += more
        run = Run(name, root, count, found, visits, seconds)
        # Told at once too, so that a run that is stopped has not been for nothing.
        told = zip(SPEED, run.speed(self.options.patience)[1:], strict=True)
        print(
            "   ", "; ".join(f"{key} {value}" for key, value in told), file=sys.stderr, flush=True
        )
        return run

    def _visit(self, server: Server, kind: Kind, language: str) -> tuple[Visit, list[Found]]:
        asked = [query for query in self.queries if query.language == language]
        texts = [query.text for query in asked]
        visited = visit(self.browser, server, kind, language, texts, self.options.patience)
        pairs = zip(asked, visited.answers, strict=False)
        return visited, [Found(query, answer) for query, answer in pairs]


def report(runs: Sequence[Run], judge: Judge, times: int, patience: float) -> Iterator[str]:
    """Word what came of one scale."""
    for title, kept_aside in (("Tuned on", False), ("Kept aside", True)):
        rows = []
        for run in runs:
            found = [one for one in run.found if one.query.kept_aside is kept_aside]
            rows.append([run.name, *figures(found, judge)])
        asked = max(sum(one.query.kept_aside is kept_aside for one in run.found) for run in runs)
        yield f"{title}: {asked} queries, {times}× the statements"
        yield table(("", *FIGURES), [*rows, GOAL] if times == 1 else rows)
    load, processors = os.getloadavg()[0], os.cpu_count()
    yield (
        f"Speed and weight, {times}× the statements (English / Chinese pages); "
        f"load of the machine {load:.1f} on {processors} processors"
    )
    yield table(("", *SPEED), [run.speed(patience) for run in runs])
    if times > 1:
        yield "Copies of statements compress better than as many others would: weights are least."


def misses(runs: Sequence[Run], judge: Judge) -> Iterator[str]:
    """Name the queries to tune on that ours answers wrongly; those kept aside stay unseen."""
    for one in (one for run in runs if run.name == "ours" for one in run.found):
        first = [judge.is_right(link, one.query) for link in one.links[:1]]
        if not one.query.kept_aside and not any(first):
            given = ", ".join(link.id for link in one.links[:3]) or "nothing"
            yield f"  {one.query.language} {one.query.text}: {given}"


def on_a_phone(browser: Browser, runs: Sequence[Run]) -> str:
    """Measure ours and the best of the stock sites on a slow phone."""
    roots = {run.name: run.root for run in runs}
    sites: dict[Kind, Path] = {"ours": roots["ours"], "stock": roots["stock, one a language"]}
    head = ("On a slow phone, milliseconds", "ours", "stock", "ours / stock")
    return table(head, [*phone.rows(browser, sites)])


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scales", default="1,10,100", help="how many times the statements")
    parser.add_argument("--quick", action="store_true", help="ask one query in five")
    parser.add_argument("--misses", action="store_true", help="name the queries ours misses")
    parser.add_argument(
        "--patience", type=float, default=60, help="seconds an index or an answer may take"
    )
    parser.add_argument(
        "--build-patience", type=float, default=900, help="seconds a build may take"
    )
    return parser.parse_args()


def main() -> None:
    """Run the scales asked for and print their tables."""
    given = options()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser())
        bench = Bench(browser, given)
        for times in map(int, given.scales.split(",")):
            with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
                runs, judge = bench.scale(Path(folder), times)
                if times == 1 and not given.quick:
                    print("\n" + on_a_phone(browser, runs), flush=True)
            if runs:
                print("\n" + "\n\n".join(report(runs, judge, times, given.patience)), flush=True)
            if runs and given.misses and times == 1:
                print("\nNot first:", *misses(runs, judge), sep="\n", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
