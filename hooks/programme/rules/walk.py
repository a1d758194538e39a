"""What rules look through, and what they give: where something is wrong, and what."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from ..model import (
    Language,
    Location,
    Organisation,
    PrintedName,
    Programme,
    Record,
    Rendering,
    Site,
    Term,
    Text,
    WordsIfAny,
)

Finding = tuple[Location, str] | tuple[Location, str, Location]
"""Where something is wrong, what, and, if it is wrong beside another, where the other stands."""
Rule = Callable[[Programme], Iterator[Finding]]
R = TypeVar("R", bound=Record)
WORDS = ("site", "words")
"""Where the words of the interface stand: some are a bracket or a space."""


def texts(programme: Programme) -> Iterator[tuple[Location, Text, Record | None]]:
    """Yield every text with its path and the record that holds it."""
    owner: dict[Location, Record] = {}
    for path, value in programme.models:
        if isinstance(value, Record):
            owner[path] = value
        elif isinstance(value, Text):
            yield path, value, owner.get(path[:-1])


def lines(programme: Programme) -> Iterator[tuple[Location, str, str]]:
    """Yield every line of text with its path and language tag."""
    for path, value in programme.models:
        if isinstance(value, Text | PrintedName):
            for language, line in value.root.items():
                yield (*path, language), line, language
        elif isinstance(value, WordsIfAny):
            for language, words in value.root.items():
                for index, word in enumerate(words):
                    yield (*path, language, index), word, language
        elif isinstance(value, Rendering):
            yield (*path, "text"), value.text, value.lang
        elif isinstance(value, Language):
            yield (*path, "name"), value.name, value.id
        elif isinstance(value, Site) and value.filing:
            yield (*path, "filing"), value.filing, "zh"
        if isinstance(value, Term | Organisation) and value.pinyin:
            yield (*path, "pinyin"), value.pinyin, "zh-Latn"


def is_one_line(line: str) -> bool:
    """Tell whether a line has no break, and no space at its ends or twice in a row."""
    return line == " ".join(line.split())


def strings(value: object, path: Location = ()) -> Iterator[tuple[Location, str]]:
    """Yield every string of plain values with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from strings(item, (*path, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from strings(item, (*path, index))


def records(programme: Programme, kind: type[R]) -> Iterator[tuple[Location, R]]:
    """Yield every record of a kind with its path."""
    return ((path, value) for path, value in programme.models if isinstance(value, kind))


def named(programme: Programme) -> Iterator[tuple[Location, Term | Organisation]]:
    """Yield every record whose name may be Chinese, with its path."""
    yield from records(programme, Term)
    yield from records(programme, Organisation)
