"""Where things stand in the drawings: numbers here, ink in `templates/charts/`."""

import textwrap
from dataclasses import dataclass

from .model import Indicator, Layout, Quantity, Reported, Target, Zone

WIDTH = 360
"""Units of every drawing: it is shown one to one on a phone and larger on a desk."""


@dataclass(frozen=True)
class Bar:
    """One figure as a bar, with what it measures.

    Attributes:
        when: partial date, `undated`, or nothing for a target without a year.
        width: length of the bar in drawing units.
        y: top of the row in drawing units.
    """

    statement: str
    kind: str
    when: str
    scope: str
    measure: str
    quantity: Quantity
    width: float
    y: int

    @property
    def share(self) -> float:
        """Length of the bar in hundredths of the longest."""
        return round(self.width / BAR_ROOM * 100, 1)

    @property
    def is_long(self) -> bool:
        """Whether its figure finds room inside the bar, and none beside it."""
        return self.share > LONG


@dataclass(frozen=True)
class Bars:
    """A chart of figures that stand apart: each row has its own measure."""

    rows: tuple[Bar, ...]
    width: int
    height: int

    @property
    def target(self) -> Bar | None:
        """The row of the target, if there is one."""
        return next((row for row in self.rows if row.kind == "target"), None)

    def latest(self, many: int) -> tuple[Bar, ...]:
        """Give the target and the last of what was reported."""
        reported = [row for row in self.rows if row.kind == "reported"][-many:]
        return (self.target, *reported) if self.target else tuple(reported)


ROW = 64
BAR_ROOM = 240
LONG = 60
"""Hundredths of the longest bar, from which on a figure is set inside its bar."""


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
            width=round(max(claim.values) / largest * BAR_ROOM, 1),
            y=row * ROW,
        )
        for row, (kind, claim, when) in enumerate(claims)
    )
    return Bars(rows, WIDTH, len(rows) * ROW)


@dataclass(frozen=True)
class Node:
    """A zone in the schematic drawing: a box around (x, y) and its lines of text."""

    zone: Zone
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Drawing:
    """One valley and its supporting areas, schematic and not to scale."""

    core: Node
    supports: tuple[Node, ...]
    width: int
    height: int

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The core, then its supports."""
        return (self.core, *self.supports)


SUPPORT_CORNERS = ((74, 46), (286, 46), (74, 254), (286, 254))
LINE_LENGTH = {"zh": 7}
"""Characters a box holds on a line, where they are wider than Latin letters."""


def _node(zone: Zone, language: str, place: tuple[float, float], size: tuple[int, int]) -> Node:
    length = LINE_LENGTH.get(language, 19)
    lines = textwrap.wrap(zone.name[language], length if zone.role == "support" else 14)
    return Node(zone, *place, *size, tuple(lines))


def layout_drawing(layout: Layout, language: str) -> Drawing:
    """Place the core in the middle and its supports around it."""
    core = next(zone for zone in layout.zones if zone.role == "core")
    supports = [zone for zone in layout.zones if zone.role == "support"]
    nodes = tuple(
        _node(zone, language, corner, (140, 84))
        for zone, corner in zip(supports, SUPPORT_CORNERS, strict=True)
    )
    return Drawing(_node(core, language, (180, 150), (150, 76)), nodes, WIDTH, 300)
