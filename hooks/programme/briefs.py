"""The opening of a page, cut where its links begin and end."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .model import Sentence

UNSPACED = ("。", "！", "？", "”", "）")
"""How a sentence ends after which no space is set."""


class Piece(NamedTuple):
    """Some words, and the id of what they lead to, if they do."""

    words: str
    to: str | None = None


def pieces(sentences: Sequence[Sentence], language: str) -> Iterator[Piece]:
    """Yield the words of a brief in order: those that are links, and those between."""
    for sentence in sentences:
        text = sentence.text[language]
        places = sorted((text.find(link.words[language]), link) for link in sentence.links)
        start = 0
        for place, link in places:
            yield Piece(text[start:place])
            yield Piece(link.words[language], link.to)
            start = place + len(link.words[language])
        yield Piece(text[start:] + ("" if text.endswith(UNSPACED) else " "))
