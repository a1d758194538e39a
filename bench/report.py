"""The table of a run of `compare.py`, its figures and a chart of them, as files with its date."""

import json
import os
import platform
import statistics
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from html import escape
from importlib.metadata import version
from pathlib import Path

import lighthouse
from browser_install import find_browser
from budgets import BUDGETS, Row, misses

RESULTS = Path(__file__).parent / "results"
SCORES = lighthouse.CATEGORIES
WIDE, HIGH, LABEL = 480, 20, 370
"""Pixels of the chart: of its bars where they are longest, of a row, of what names the rows."""


def _output(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def versions() -> Iterator[tuple[str, str]]:
    """Yield everything that was run and its version."""
    yield "this repository", _output("git", "rev-parse", "--short", "HEAD")
    for name in ("mkdocs", "mkdocs-material", "mkdocs-static-i18n", "jieba"):
        yield name, version(name)
    yield "Lighthouse", lighthouse.version()
    yield "Node", _output("node", "--version").removeprefix("v")
    yield "browser", _output(find_browser(), "--version")
    yield "Python", platform.python_version()
    yield "system", f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:,.10g}"


@dataclass(frozen=True)
class Report:
    """What came of a run.

    Attributes:
        notes: what else is to be known, a line each.
        versions: of what was run.
    """

    rows: Sequence[Row]
    notes: Sequence[str]
    versions: Mapping[str, str]

    @cached_property
    def missed(self) -> tuple[str, ...]:
        """Each budget that is missed."""
        return tuple(misses(self.rows))

    def markdown(self) -> str:
        """Give the report as text."""
        return "\n\n".join(self._blocks()) + "\n"

    def _blocks(self) -> Iterator[str]:
        yield f"# Ours beside stock, {date.today()}"
        yield "Ours / stock, medians, made by `make bench`; pages are seen as on a phone."
        yield "## Budgets missed"
        yield "\n".join(f"- {line}" for line in self.missed or ("none",))
        yield from self._tables()
        yield "## Notes"
        yield "\n".join(f"- {line}" for line in (*self.notes, *self._apart()))
        yield "## Versions"
        yield "\n".join(f"- {name}: {what}" for name, what in self.versions.items())

    def _apart(self) -> Iterator[str]:
        for budget in BUDGETS:
            for what, why in budget.apart.items():
                yield f"{what} has no budget of {budget.measure}: {why}"

    def _tables(self) -> Iterator[str]:
        """Yield a table for each set of measures that the same things have."""
        measures: dict[tuple[tuple[str, str], ...], list[str]] = {}
        for name in dict.fromkeys(row.measure for row in self.rows):
            things = tuple((row.what, row.language) for row in self.rows if row.measure == name)
            measures.setdefault(things, []).append(name)
        for things, names in measures.items():
            yield self._table(things, names)

    def _table(self, things: Sequence[tuple[str, str]], names: Sequence[str]) -> str:
        of = {(row.measure, row.what, row.language): row for row in self.rows}
        lines = [("", *names), ("---",) * (len(names) + 1)]
        for what, language in things:
            cells = (of[name, what, language] for name in names)
            told = (f"{_number(cell.ours)} / {_number(cell.stock)}" for cell in cells)
            lines.append((f"{what} {language}".strip(), *told))
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def chart(self) -> str:
        """Draw ours as a share of stock as SVG, a bar a measure."""
        bars = dict(self._shares())
        scale = WIDE / max(1.0, *bars.values())
        drawn = "".join(
            f'<g transform="translate(0 {at * HIGH + 14})">'
            f'<text x="{LABEL - 8}" text-anchor="end">{escape(name)}</text>'
            f'<rect x="{LABEL}" y="-11" width="{share * scale:.1f}" height="{HIGH - 6}"/>'
            f'<text x="{LABEL + share * scale + 4:.1f}">{share:.2f}</text></g>'
            for at, (name, share) in enumerate(bars.items())
        )
        one, foot = LABEL + scale, HIGH * len(bars)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LABEL + WIDE + 40} {foot + 18}"'
            ' font-family="sans-serif" font-size="12"><style>text { fill: #222 } rect { fill: '
            "#7a9cc6 } svg { background: #fff }</style><title>Ours as a share of stock</title>"
            f'{drawn}<path d="M{one:.1f} 0V{foot}" stroke="#222" stroke-dasharray="3"/>'
            f'<text x="{one:.1f}" y="{foot + 13}" text-anchor="middle">stock = 1</text></svg>\n'
        )

    def _shares(self) -> Iterator[tuple[str, float]]:
        """Yield the medians of measures over pages and acts; of builds each scale."""
        shares: dict[str, list[float]] = {}
        for row in self.rows:
            if row.ratio is not None and row.measure not in SCORES:
                scale = f", {row.what}" if row.what.endswith("×") else ""
                shares.setdefault(row.measure + scale, []).append(row.ratio)
        yield from ((name, statistics.median(found)) for name, found in shares.items())

    def write(self) -> None:
        """Keep table, figures and chart, named by the day."""
        RESULTS.mkdir(exist_ok=True)
        day = f"{date.today()}"
        figures = {"date": day, "versions": self.versions, "notes": self.notes}
        figures |= {"missed": self.missed, "rows": [asdict(row) for row in self.rows]}
        picture = f"![Ours as a share of stock]({day}.svg)\n"
        (RESULTS / f"{day}.json").write_text(json.dumps(figures, indent=1), "utf-8")
        (RESULTS / f"{day}.svg").write_text(self.chart(), "utf-8")
        (RESULTS / f"{day}.md").write_text(f"{self.markdown()}\n{picture}", "utf-8")
