"""Statements put together for reading, and what each of them need not say again.

Who says it, as of when and by which source: what more than half of a group share is said once,
at its head, and beside a statement stands only what its head has not said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from .model import SaidBy, Statement, Text

T = TypeVar("T")
PROGRAMME_SAYS = "programme-says"
"""Anchor of what the programme itself says, which comes first on its page."""


@dataclass(frozen=True)
class Evidence:
    """Who says something, as of when, and by which sources; what is said elsewhere is left out.

    Attributes:
        as_of: a partial date, or `undated`.
        date_note: how that date was worked out.
        sources: ids.
        rests_there_too: whether the sources said elsewhere carry it as well.
    """

    said_by: SaidBy | None = None
    as_of: str | None = None
    date_note: Text | None = None
    sources: tuple[str, ...] = ()
    rests_there_too: bool = False

    @property
    def further(self) -> int:
        """How many sources there are besides the first, which is the best."""
        return len(self.sources[1:])

    def beyond(self, head: "Evidence") -> "Evidence":
        """Give what of it a head has not said."""
        dated = (self.as_of, self.date_note) != (head.as_of, head.date_note)
        carried = bool(head.sources) and set(head.sources) <= set(self.sources)
        left = tuple(name for name in self.sources if not carried or name not in head.sources)
        return Evidence(
            self.said_by if self.said_by != head.said_by else None,
            self.as_of if dated else None,
            self.date_note if dated else None,
            left,
            carried,
        )


NOTHING = Evidence()


@dataclass(frozen=True)
class Shown:
    """A statement as it stands on its page, and what is said beside it."""

    statement: Statement
    beside: Evidence


@dataclass(frozen=True)
class Group:
    """Statements under one heading.

    Attributes:
        id: its anchor.
        title: its heading, in the page's language.
        head: what most of them share.
        excepted: whether some of them differ from that.
    """

    id: str
    title: str
    head: Evidence
    excepted: bool
    members: tuple[Shown, ...]


def group(name: str, title: str, statements: Sequence[Statement]) -> Group:
    """Put statements under a heading, which says what most of them share."""
    evidence = [_evidence(statement) for statement in statements]
    head = _shared(evidence)
    members = tuple(
        Shown(statement, own.beyond(head))
        for statement, own in zip(statements, evidence, strict=True)
    )
    excepted = any(_said_otherwise(shown.beside, head) for shown in members)
    return Group(name, title, head, excepted, members)


def _evidence(statement: Statement) -> Evidence:
    return Evidence(statement.said_by, statement.as_of, statement.date_note, statement.sources)


def _shared(evidence: Sequence[Evidence]) -> Evidence:
    """Give what more than half share; one alone shares nothing."""
    said_by = _most([item.said_by for item in evidence], len(evidence))
    dates = [(item.as_of, item.date_note) for item in evidence]
    as_of, date_note = _most(dates, len(evidence)) or (None, None)
    source = _most([name for item in evidence for name in item.sources], len(evidence))
    return Evidence(said_by, as_of, date_note, (source,) if source else ())


def _most(values: Sequence[T], of: int) -> T | None:
    """Give the value that more than half of so many have, if it is more than one."""
    commonest = max(values, key=values.count)
    times = values.count(commonest)
    return commonest if times > 1 and 2 * times > of else None


def _said_otherwise(beside: Evidence, head: Evidence) -> bool:
    """Tell whether something stands beside a statement in place of what its head says."""
    return bool(
        (beside.said_by and head.said_by)
        or (beside.as_of and head.as_of)
        or (head.sources and not beside.rests_there_too)
    )
