"""Where things stand in the drawings: lengths and places in percent, ink in `templates/_drawn…`.

In percent, since words stand beside the bars as text of the page: it breaks into lines and grows
as the reader likes, on any width, and only the bars stretch.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from .model import Indicator, Layout, Quantity, Reported, Target, Zone


@dataclass(frozen=True)
class Bar:
    """One figure as a bar, with what it measures.

    Attributes:
        when: partial date, `undated`, or nothing for a target without a year.
        ends: how far the bar reaches, in percent of the room; both ends of a range.
    """

    statement: str
    kind: str
    when: str
    scope: str
    measure: str
    quantity: Quantity
    ends: tuple[float, ...]

    @property
    def reach(self) -> float:
        """Where the bar ends."""
        return max(self.ends)

    @property
    def holds_its_amount(self) -> bool:
        """Whether the amount stands in the bar, as there is less room behind it."""
        return self.reach > 50


@dataclass(frozen=True)
class Bars:
    """A chart of figures that stand apart: each row has its own measure.

    Attributes:
        goal: where the target's line crosses the other rows; both ends of a range.
    """

    rows: tuple[Bar, ...]
    goal: tuple[float, ...]


def bars(indicator: Indicator, language: str) -> Bars:
    """Lay out target and reported figures of an indicator, one row each, target first."""
    claims: list[tuple[str, Target | Reported, str]] = [
        ("reported", claim, claim.as_of) for claim in indicator.reported
    ]
    if target := indicator.target:
        claims.insert(0, ("target", target, str(target.year or "")))
    largest = max((max(claim.values) for _, claim, _ in claims), default=1) or 1
    rows = tuple(
        Bar(
            statement=claim.statement,
            kind=kind,
            when=when,
            scope=claim.scope[language],
            measure=claim.measure[language],
            quantity=claim,
            ends=tuple(round(value / largest * 100, 1) for value in claim.values),
        )
        for kind, claim, when in claims
    )
    return Bars(rows, rows[0].ends if target else ())


def latest(chart: Bars) -> Bars:
    """Keep of a chart the target and the figure reported last."""
    return Bars((chart.rows[0], chart.rows[-1]), chart.goal)


@dataclass(frozen=True)
class Place:
    """A zone in the schematic drawing, and where its middle is, in percent.

    Attributes:
        alone: whether it has a row for itself.
    """

    zone: Zone
    x: int
    y: int
    alone: bool


@dataclass(frozen=True)
class Drawing:
    """What is at the core and what supports it: a scheme that says nothing of where they are."""

    places: tuple[Place, ...]

    @property
    def ties(self) -> Iterator[tuple[Place, Place]]:
        """Yield the lines from what is at the core to all that supports it."""
        cores = [place for place in self.places if place.zone.role == "core"]
        return product(cores, (place for place in self.places if place not in cores))


def layout_drawing(layout: Layout) -> Drawing:
    """Place what is at the core in the middle, what supports it in pairs above and below."""
    cores = [(zone,) for zone in layout.zones if zone.role == "core"]
    supports = [zone for zone in layout.zones if zone.role == "support"]
    half = 2 * ((len(supports) + 2) // 4) if cores else 0
    rows = [*_pairs(supports[:half]), *cores, *_pairs(supports[half:])]
    return Drawing(
        tuple(
            Place(zone, x, round((row + 0.5) / len(rows) * 100), alone=len(zones) == 1)
            for row, zones in enumerate(rows)
            for zone, x in zip(zones, (25, 75) if len(zones) > 1 else (50,), strict=True)
        )
    )


def _pairs(zones: Sequence[Zone]) -> list[Sequence[Zone]]:
    return [zones[start : start + 2] for start in range(0, len(zones), 2)]
