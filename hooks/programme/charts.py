"""Where things stand in the drawings: numbers here, ink in `templates/charts/`."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from unicodedata import east_asian_width

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


NO_BARS = Bars((), WIDTH, 0)
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
    """The core and its supporting areas, schematic and not to scale."""

    cores: tuple[Node, ...]
    supports: tuple[Node, ...]
    width: int
    height: int

    @property
    def nodes(self) -> tuple[Node, ...]:
        """What is at the core, then what supports it."""
        return (*self.cores, *self.supports)

    @property
    def ties(self) -> Iterator[tuple[Node, Node]]:
        """Lines from what is at the core to all that supports it."""
        return product(self.cores, self.supports)


LEFT, MIDDLE, RIGHT = 74, 180, 286
"""Where boxes of a row have their middle."""
FIRST, FURTHER = 46, 104
"""Where boxes of the first row have their middle, and how far below it those of the next do."""
ON_A_LINE = {"core": 14, "support": 19}
"""Latin letters that a box holds on a line."""
WIDE_ON_A_LINE = 7
"""Characters it holds where they are as wide as Chinese ones."""


def layout_drawing(layout: Layout, language: str) -> Drawing:
    """Place what is at the core in the middle, and what supports it above and below."""
    cores = [zone for zone in layout.zones if zone.role == "core"]
    supports = [zone for zone in layout.zones if zone.role == "support"]
    half = (len(supports) + 1) // 2
    rows = [*_pairs(supports[:half]), *([core] for core in cores), *_pairs(supports[half:])]
    nodes = {
        zone.id: _node(zone, language, x, FIRST + row * FURTHER)
        for row, zones in enumerate(rows)
        for zone, x in zip(zones, (LEFT, RIGHT) if len(zones) == 2 else (MIDDLE,), strict=True)
    }
    return Drawing(
        tuple(nodes[zone.id] for zone in cores),
        tuple(nodes[zone.id] for zone in supports),
        WIDTH,
        2 * FIRST + (len(rows) - 1) * FURTHER,
    )


def _pairs(zones: Sequence[Zone]) -> list[Sequence[Zone]]:
    return [zones[start : start + 2] for start in range(0, len(zones), 2)]


def _node(zone: Zone, language: str, x: int, y: int) -> Node:
    """Make the box of a zone around its middle."""
    core = zone.role == "core"
    width, height = (150, 76) if core else (140, 84)
    name = zone.name[language]
    wide = any(east_asian_width(character) == "W" for character in name)
    lines = textwrap.wrap(name, WIDE_ON_A_LINE if wide else ON_A_LINE[zone.role])
    return Node(zone, x, y, width, height, tuple(lines))
