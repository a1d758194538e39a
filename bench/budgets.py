"""What the site may weigh and take, beside a stock one: the one table, and what misses it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """One figure of ours beside the stock site's.

    Attributes:
        measure: what is measured, a key of `BUDGETS` where there is a limit.
        what: the page, the act, or how many times the statements.
        language: of the page; empty where there is none.
        stock: nothing where the stock site has no such thing.
    """

    measure: str
    what: str
    language: str
    ours: float
    stock: float | None = None

    @property
    def ratio(self) -> float | None:
        """Ours as a share of the stock site's, if that is not nothing."""
        return self.ours / self.stock if self.stock else None


@dataclass(frozen=True)
class Budget:
    """A limit of one measure: of the figure itself, or of its ratio to the stock site's.

    Attributes:
        at: what it holds for; everything measured so where that is empty.
        apart: what it does not hold for, and why it cannot.
    """

    measure: str
    at: str = ""
    least: float | None = None
    most: float | None = None
    ratio: float | None = None
    apart: Mapping[str, str] = field(default_factory=dict)

    def holds_for(self, row: Row) -> bool:
        """Tell whether a figure has this limit."""
        named = row.measure == self.measure and self.at in ("", row.what)
        return named and row.what not in self.apart

    def faults(self, row: Row) -> Iterator[str]:
        """Yield what a figure misses."""
        if self.least is not None and row.ours < self.least:
            yield f"{row.ours:g}, not {self.least:g}"
        if self.most is not None and row.ours > self.most:
            yield f"{row.ours:g}, {self.most:g} at most"
        if self.ratio is not None and row.ratio is not None and row.ratio > self.ratio:
            yield f"{row.ratio:.2f} × stock ({row.ours:g} to {row.stock:g}), {self.ratio:g} at most"


UNLISTED = {
    "404": "it asks search engines not to list it",
    "edition": "it may fetch nothing, and Lighthouse asks for robots.txt from within the page",
}
BUDGETS = (
    Budget("performance", least=0.99),
    Budget("accessibility", least=1),
    Budget("best-practices", least=1),
    Budget("seo", least=1, apart=UNLISTED),
    Budget("LCP, ms", ratio=0.7),
    Budget("CLS", most=0),
    Budget("first visit, bytes but HTML", most=14_000),
    Budget("first visit, requests elsewhere", most=0),
    Budget("INP, ms", ratio=1),
    Budget("build, s of processor", at="1×", ratio=1.2),
    Budget("build, s of processor", at="10×", ratio=1.5),
    Budget("time a statement, of that at the scale before", most=1),
    Budget("memory a statement, of that at the scale before", most=1),
)
"""What search may take is held by `make bench-search`, what the HTML of a statement may weigh by
`make bench-reading`."""


def misses(rows: Iterable[Row]) -> Iterator[str]:
    """Name each budget that a figure misses."""
    for row in rows:
        for budget in BUDGETS:
            for fault in budget.faults(row) if budget.holds_for(row) else ():
                yield f"{' '.join(filter(None, (row.what, row.language)))}: {row.measure} {fault}"
