"""What is wrong with the data, told to who edits them: file, line, record, remedy."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

LONGEST_RECORD, LONGEST_MESSAGE = 60, 300
"""Characters of a name, and of what is said of it, that are still read."""
SEVERAL = 10
"""Faults of one kind that are told one by one; of more the first, with the number of others."""


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong, told to the editor: where, in which record, what, and what to do.

    Attributes:
        kind: what it is and where, of which many are told together.
    """

    file: str
    line: int
    record: str
    message: str
    kind: str = field(default="", compare=False)

    @property
    def place(self) -> str:
        """Where it is, as terminals and editors open it: `data/sections/goals.yml:41`."""
        return f"data/{self.file}:{self.line}"

    def __str__(self) -> str:
        """Give `data/sections/goals.yml:41: target-2025-scale: message`."""
        record = f"{_cut(self.record, LONGEST_RECORD)}: " if self.record else ""
        return _visible(f"{self.place}: {record}{_cut(self.message, LONGEST_MESSAGE)}")


def _cut(text: str, longest: int) -> str:
    """Leave out the middle of what is too long: what is wrong stands first, the remedy last."""
    half = longest // 2
    return text if len(text) <= longest else f"{text[:half]}…{text[-half:]}"


def _visible(text: str) -> str:
    """Write as escapes the characters that cannot be seen, or that reorder others."""
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)


def nearest(name: str, known: Iterable[str]) -> str:
    """Ask for the name that is most like one not known, to end a message; say nothing without."""
    near = get_close_matches(name, sorted(known), 1, 0.7)
    return f" (did you mean '{near[0]}'?)" if near else ""


def told(faults: Iterable[Fault], *, each: bool = False) -> list[str]:
    """Give a line for each fault, sorted by place; for many of one kind, a line for all of them."""
    kinds: dict[str | Fault, list[Fault]] = defaultdict(list)
    for fault in sorted(faults):
        kinds[fault.kind or fault].append(fault)
    lines: list[tuple[Fault, str]] = []
    for alike in kinds.values():
        if each or len(alike) <= SEVERAL:
            lines += [(fault, str(fault)) for fault in alike]
        else:
            lines.append((alike[0], _together(alike)))
    return [line for _, line in sorted(lines)]


def _together(alike: list[Fault]) -> str:
    first, *others = alike
    places = ", ".join(fault.place for fault in others[:3])
    return f"{first} (and {len(others)} like it: {places}, …)"


class Faults(Exception):
    """The data cannot be used; `faults` says why, sorted by place."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__(self.report())

    def report(self, *, each: bool = False) -> str:
        """Tell them, a line each or a line for many, then their number."""
        count, lines = len(self.faults), told(self.faults, each=each)
        total = f"{count} fault{'s' if count > 1 else ''} in data/; the site was not touched."
        more = " To read each: make check EACH=1" if len(lines) < count else ""
        return "\n".join([*lines, total + more])
