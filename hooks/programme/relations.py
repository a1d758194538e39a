"""What is derived from all statements together: what cites, changes, misses or names what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TypeVar

from .model import Change, Disagreement, Gap, Organisation, Programme, Statement
from .terms import original

K = TypeVar("K")
V = TypeVar("V")


def gathered(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    """Put all values of a key together; keys and values stay in their order."""
    lists: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        lists[key].append(value)
    return {key: tuple(values) for key, values in lists.items()}


class Relations:
    """What is derived from all statements of a programme, worked out once."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self._statements = tuple(programme.statements.values())

    @cached_property
    def resting_on(self) -> Mapping[str, tuple[Statement, ...]]:
        """Source id to the statements that cite it."""
        return gathered((name, each) for each in self._statements for name in each.sources)

    @cached_property
    def differing(self) -> Mapping[str, tuple[Disagreement, ...]]:
        """Statement id to the disagreements that touch it."""
        topics = self.programme.disagreements
        return gathered((name, topic) for topic in topics for name in topic.statements)

    @cached_property
    def weak(self) -> frozenset[str]:
        """Ids of the statements that rest on weak sources alone."""
        source = self.programme.source
        return frozenset(
            statement.id
            for statement in self._statements
            if all(source[name].trust == "weak" for name in statement.sources)
        )

    @cached_property
    def changed(self) -> Mapping[str, tuple[Change, ...]]:
        """Statement id to the changes that touched it."""
        changes = self.programme.changes
        return gathered((name, change) for change in changes for name in change.statements)

    @cached_property
    def newest_changes(self) -> tuple[Change, ...]:
        """Every change, the newest first."""
        return tuple(sorted(self.programme.changes, key=lambda c: c.date, reverse=True))

    @cached_property
    def gaps(self) -> Mapping[str, tuple[Gap, ...]]:
        """Section id to what has not been reported of it."""
        return gathered((gap.section, gap) for gap in self.programme.not_reported)

    @cached_property
    def mentioned(self) -> Mapping[str, tuple[Statement, ...]]:
        """Organisation id to the statements that name it."""
        return {o.id: self._naming(_names(o)) for o in self.programme.organisations}

    @cached_property
    def used(self) -> Mapping[str, tuple[Statement, ...]]:
        """Term id to the statements that use it."""
        return {term.id: self._naming((original(term),)) for term in self.programme.terms}

    def _naming(self, names: tuple[str, ...]) -> tuple[Statement, ...]:
        return tuple(
            statement
            for statement in self._statements
            if any(name in line for line in statement.text.root.values() for name in names)
        )


def _names(organisation: Organisation) -> tuple[str, ...]:
    also = (word for words in organisation.also.root.values() for word in words)
    return (*organisation.name.root.values(), *also)
