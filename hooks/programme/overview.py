"""What is said of many records at once: of a part, whose word it is; of areas, their one focus."""

from collections.abc import Iterator
from dataclasses import dataclass

from .model import Id, Layout, Programme, Words, Zone


@dataclass(frozen=True)
class Part:
    """A part of the programme, and how much of it is the programme's own word.

    Attributes:
        own: how many statements in the programme's word say more than the part's title.
        others: how many are by officials and reports.
        gaps: how many things have not been reported.
    """

    id: Id
    own: int
    others: int
    gaps: int


def parts(programme: Programme) -> Iterator[Part]:
    """Yield the parts in order."""
    for name in programme.site.parts:
        statements = programme.sections[name].statements
        own = [s for s in statements if s.said_by == "programme"]
        yield Part(
            id=name,
            own=sum(not statement.title_only for statement in own),
            others=len(statements) - len(own),
            gaps=sum(gap.section == name for gap in programme.not_reported),
        )


@dataclass(frozen=True)
class Focus:
    """What is stated for a zone, or for several that share it, and by which statement."""

    zones: tuple[Zone, ...]
    words: Words
    statement: Id


def focuses(layout: Layout) -> Iterator[Focus]:
    """Yield what is stated for each zone; once for all that have no focus of their own."""
    for zone in layout.zones:
        if zone.focus:
            yield Focus((zone,), zone.focus, zone.statement)
    if shared := layout.shared_focus:
        sharing = tuple(zone for zone in layout.zones if not zone.focus)
        yield Focus(sharing, shared.focus, shared.statement)
