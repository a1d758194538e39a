"""Where things stand in the drawings: lengths and places in percent, ink in `templates/_drawn…`.

In percent, since words stand beside the bars as text of the page: it breaks into lines and grows
as the reader likes, on any width, and only the bars stretch.
"""

from dataclasses import dataclass

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
    """A zone in the schematic drawing, and where its middle is, in percent."""

    zone: Zone
    x: int
    y: int


@dataclass(frozen=True)
class Drawing:
    """One valley and its supporting areas: a scheme that says nothing of where they are."""

    core: Place
    supports: tuple[Place, ...]


CENTRE = (50, 50)
CORNERS = ((25, 15), (75, 15), (25, 85), (75, 85))


def layout_drawing(layout: Layout) -> Drawing:
    """Place the core in the middle and its supports around it."""
    core = next(zone for zone in layout.zones if zone.role == "core")
    supports = [zone for zone in layout.zones if zone.role == "support"]
    around = (Place(zone, *corner) for zone, corner in zip(supports, CORNERS, strict=True))
    return Drawing(Place(core, *CENTRE), tuple(around))
