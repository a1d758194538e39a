"""Statements put together for reading, and what each of them need not say again.

Who says it, as of when and by which source: what more than half of a group share is said once,
at its head, and beside a statement stands only what no head above it has said.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from .model import Gap, SaidBy, Section, SectionPassage, Statement, Text
from .relations import gathered

T = TypeVar("T")
PROGRAMME_SAYS = "programme-says"
"""Anchor of what the programme itself says, which comes first on its page."""


@dataclass(frozen=True)
class Evidence:
    """Who says something, as of when, and by which sources; what is said elsewhere is left out.

    Attributes:
        as_of: a partial date, or `undated`.
        date_note: how that date was worked out.
        sources: ids, the best first.
        rests_there_too: whether the source that was named at a head carries it as well.
    """

    said_by: SaidBy | None = None
    as_of: str | None = None
    date_note: Text | None = None
    sources: tuple[str, ...] = ()
    rests_there_too: bool = False

    @property
    def further(self) -> int:
        """How many sources there are besides the best."""
        return len(self.sources[1:])

    def beyond(self, head: "Evidence") -> "Evidence":
        """Give what of it a head has not said."""
        dated = (self.as_of, self.date_note) != (head.as_of, head.date_note)
        carried = bool(head.sources) and set(head.sources) <= set(self.sources)
        return Evidence(
            self.said_by if self.said_by != head.said_by else None,
            self.as_of if dated else None,
            self.date_note if dated else None,
            tuple(name for name in self.sources if not carried or name not in head.sources),
            carried,
        )

    def under(self, head: "Evidence") -> "Evidence":
        """Give what it and a head above it say together."""
        dated = self if self.as_of else head
        return Evidence(
            self.said_by or head.said_by,
            dated.as_of,
            dated.date_note,
            self.sources or head.sources,
        )

    def contradicts(self, head: "Evidence") -> bool:
        """Tell whether it says something else than a head, and not only more."""
        beyond = self.beyond(head)
        return bool(
            (head.said_by and beyond.said_by)
            or (head.as_of and beyond.as_of)
            or (head.sources and not beyond.rests_there_too)
        )


@dataclass(frozen=True)
class Shown:
    """A statement as it stands on its page.

    Attributes:
        title: its own, or the shorter one it has inside a passage.
        beside: what no head above it has said.
        gaps: what has not been reported of it.
    """

    statement: Statement
    title: Text
    beside: Evidence
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class Group:
    """Statements under one heading, some of them in passages.

    Attributes:
        id: its anchor.
        intro: a line that tells what follows; a passage has one.
        head: what most of its statements share, and no head above says.
        excepted: whether some of them say something else than the head.
    """

    id: str
    title: Text
    intro: Text | None
    head: Evidence
    excepted: bool
    members: tuple["Shown | Group", ...]


class Reading:
    """Puts the statements of one page together."""

    def __init__(self, section: Section, gaps: Sequence[Gap]) -> None:
        self.section = section
        self.statements = {statement.id: statement for statement in section.statements}
        self.gaps = _by_statement(gaps)

    def groups(self, programme_says: Text) -> Iterator[Group]:
        """Yield the groups: the programme's own word under the heading given, then the topics."""
        own = [s for s in self.section.statements if s.said_by == "programme"]
        if own:
            yield self._group(PROGRAMME_SAYS, programme_says, own)
        for topic in self.section.topics:
            members = [s for s in self.section.statements if s.topic == topic.id]
            yield self._group(topic.id, topic.title, members)

    def _group(self, name: str, title: Text, statements: Sequence[Statement]) -> Group:
        evidence = [_evidence(statement) for statement in statements]
        head = _shared(evidence)
        members = tuple(self._members(statements, head))
        return Group(name, title, None, head, _any_contradicts(evidence, head), members)

    def _members(
        self, statements: Sequence[Statement], head: Evidence
    ) -> Iterator["Shown | Group"]:
        """Yield statements; a passage stands where the first of its own does."""
        told = set()
        for statement in statements:
            passage = self.section.passage_of.get(statement.id)
            if not passage:
                yield self._shown(statement, statement.title, head)
            elif passage.id not in told:
                told.add(passage.id)
                yield self._passage(passage, head)

    def _passage(self, passage: SectionPassage, above: Evidence) -> Group:
        statements = [self.statements[name] for name in passage.statements]
        evidence = [_evidence(statement) for statement in statements]
        shared = _shared(evidence)
        head, both = shared.beyond(above), shared.under(above)
        members = tuple(
            self._shown(statement, passage.titles.get(statement.id, statement.title), both)
            for statement in statements
        )
        excepted = _any_contradicts(evidence, head)
        return Group(passage.id, passage.title, passage.intro, head, excepted, members)

    def _shown(self, statement: Statement, title: Text, head: Evidence) -> Shown:
        beside = _evidence(statement).beyond(head)
        return Shown(statement, title, beside, self.gaps.get(statement.id, ()))


def _by_statement(gaps: Sequence[Gap]) -> Mapping[str, tuple[Gap, ...]]:
    """Give the gaps that stand at each statement."""
    return gathered((gap.follows.statement, gap) for gap in gaps if gap.follows)


def _evidence(statement: Statement) -> Evidence:
    return Evidence(statement.said_by, statement.as_of, statement.date_note, statement.sources)


def _shared(evidence: Sequence[Evidence]) -> Evidence:
    """Give what more than half share, of sources the best; one alone shares nothing."""
    said_by = _most([item.said_by for item in evidence])
    as_of, date_note = _most([(i.as_of, i.date_note) for i in evidence]) or (None, None)
    source = _most([item.sources[0] for item in evidence])
    return Evidence(said_by, as_of, date_note, (source,) if source else ())


def _most(values: Sequence[T]) -> T | None:
    """Give the value that more than half of them are, if it is more than one."""
    commonest = max(values, key=values.count, default=None)
    times = values.count(commonest)
    return commonest if times > 1 and 2 * times > len(values) else None


def _any_contradicts(evidence: Sequence[Evidence], head: Evidence) -> bool:
    return any(item.contradicts(head) for item in evidence)
