"""What is said of many records at once: of a part, whose word it is; of areas, their one focus."""

from collections.abc import Iterator
from dataclasses import dataclass

from .model import Id, Layout, Programme, Words, Zone


@dataclass(frozen=True)
class Known:
    """How much is known of a part, and from whom.

    Attributes:
        own: statements of the programme itself; None where only the title is known.
        others: statements of officials and reports.
        gaps: what has not been reported.
    """

    name: Id
    own: int | None
    others: int
    gaps: int


def known(programme: Programme) -> Iterator[Known]:
    """Yield what is known of each part, in order."""
    for name in programme.site.parts:
        section = programme.sections[name]
        own = sum(statement.said_by == "programme" for statement in section.statements)
        yield Known(
            name,
            own=None if section.title_alone else own,
            others=len(section.statements) - own,
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
