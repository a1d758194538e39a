"""Other wordings: what else readers type for an entry, read as plain text, sent as bags of words.

A file holds `# id` of a statement, a gap or a topic on which sources differ, then a line for each
way of asking for it.
"""

import re
from collections.abc import Iterable, Iterator

from .plain_yaml import Refused

HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
WORD = re.compile(r"[^\W\d_\u3400-\u9fff][^\W_\u3400-\u9fff]*(?:['’][a-z]+)?")
AMOUNT = r"[^\s\u3400-\u9fff]*\d[^\s\u3400-\u9fff]*(?: [a-z]+)?"
SPOKEN = re.compile(f"{HAN_RUN.pattern}|{AMOUNT}|{WORD.pattern}")
"""A run of Chinese, an amount with its scale or unit, or a word."""


def read(text: str) -> Iterator[tuple[str, int, str]]:
    """Read one file.

    Yields:
        For each entry its id, the number of the line it begins on, and its lines as one text.

    Raises:
        Refused: for a line above the first id, or an id that comes twice.
    """
    above, *entries = re.split(r"(?m)^# *", f"\n{text}")
    if above.strip():
        raise Refused(1, "words above the first entry; write '# id' of a statement before them")
    seen: dict[str, int] = {}
    line = 1 + above.count("\n") - 1
    for entry in entries:
        name, _, lines = entry.partition("\n")
        if name in seen:
            raise Refused(line, f"'{name}' stands at line {seen[name]} too; put its lines together")
        seen[name] = line
        yield name, line, "\n".join(filter(None, lines.split("\n")))
        line += entry.count("\n")


class Striker:
    """Takes the words that make a question out of lines; `words` are of any language."""

    def __init__(self, words: Iterable[str]) -> None:
        by_length = sorted(words, key=lambda word: (-len(word), word))
        self.han = re.compile("|".join(filter(HAN_RUN.match, by_length)) or "(?!)")
        self.latin = frozenset(by_length)

    def strike(self, line: str) -> str:
        """Give a line in lower case without these words."""
        spaced = self.han.sub(" ", line.lower())
        return WORD.sub(lambda match: " " if match[0] in self.latin else match[0], spaced)


def bag(lines: Iterable[str]) -> str:
    """Give the words of lines, each once: of Chinese the fewest stretches that hold each pair.

    Which pairs and words count as tokens is the engine's own matter (`tokens.js`); here no word
    is cut in two, and of a line only what stood in one before is left out.
    """
    seen: set[str] = set()
    return " | ".join(
        stretch
        for line in lines
        for spoken in SPOKEN.findall(line)
        for stretch in _unseen(spoken, seen)
    )


def _unseen(spoken: str, seen: set[str]) -> Iterator[str]:
    """Cut from what is spoken the parts that are new, and keep them in mind."""
    parts = [spoken] if not HAN_RUN.match(spoken) or len(spoken) == 1 else _pairs(spoken)
    stretch = ""
    for part in parts:
        if part in seen:
            yield from filter(None, [stretch])
            stretch = ""
        else:
            seen.add(part)
            stretch = stretch[:-1] + part if stretch else part
    yield from filter(None, [stretch])


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]
