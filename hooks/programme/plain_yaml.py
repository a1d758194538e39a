"""YAML as it is accepted here: plain values with the line of each, or why not."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from .model import Location

DEEPEST = 12
"""Levels of nesting a file may have; the data need seven."""
CONFLICT = re.compile(r"^([<>=|])\1{6}(?=\s|$)", re.M)
"""A line with which git parts two versions that it could not merge."""
SURPRISES = re.compile(
    r"(?i:y|n|yes|no|on|off)|0[0-9_]+|0[xob][0-9a-fA-F_]+|[0-9]+(:[0-9]+)+|[0-9]+(_[0-9]+)+"
    r"|[-+]?\.(?i:inf|nan)"
)
"""Plain scalars that YAML 1.1 turns into something its writer did not mean.

Booleans, octals, hexadecimals, base 60: https://yaml.org/type/
"""
YAML_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Refused(Exception):
    """What is not YAML, or YAML of a kind that is not accepted."""

    def __init__(self, line: int, message: str) -> None:
        self.line, self.message = line, message


def read(text: str, root: Location, lines: dict[Location, int]) -> Any:
    """Return the one document of a file; note in `lines` where each of its values stands.

    Raises:
        Refused: with the line to mend.
    """
    if marker := CONFLICT.search(text):
        line = text[: marker.start()].count("\n") + 1
        message = "git could not merge two versions; keep one, and no line of <<<, === or >>>"
        raise Refused(line, message)
    reader = _Reader(text, root, lines)
    try:
        return reader.document()
    except yaml.reader.ReaderError as error:
        line = text.encode()[: error.position].count(b"\n") + 1
        raise Refused(line, f"not YAML: {error.reason}; remove that character") from None
    except yaml.MarkedYAMLError as error:
        raise _misread(error, *reader.quote) from None


def _misread(error: Any, opened: int, closed: int) -> Refused:
    """Say where it went wrong, which need not be where the parser stopped.

    Args:
        error: what the parser says; its marks count lines from 0.
        opened: where the last quote before it opens, and
        closed: where it closes.
    """
    stopped = error.problem_mark.line
    started = error.context_mark.line if error.context_mark else stopped
    if error.context == "while scanning a quoted scalar":
        return Refused(started + 1, "a quote opens here and nothing closes it; close it")
    if opened < closed == stopped:
        message = f"a quote opens here and closes only in line {closed + 1}; close it here"
        return Refused(opened + 1, message)
    if started < stopped and str(error.context).startswith("while parsing a flow "):
        message = f"what opens here with {{ or [ goes wrong by line {stopped + 1}; close it"
        return Refused(started + 1, message)
    message = f"not YAML: {error.problem}; check indentation, quotes and colons here"
    return Refused(stopped + 1, message)


def _scalar(event: yaml.ScalarEvent, line: int) -> Any:
    """Read a scalar as YAML 1.2's core schema does, refusing what 1.1 would surprise with."""
    text = event.value
    if not event.implicit[0]:
        return text
    if SURPRISES.fullmatch(text):
        raise Refused(line, f"YAML may not read {text} as you mean it; put it in quotes")
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if re.fullmatch(r"-?[0-9]{1,15}", text):
        return int(text)
    if re.fullmatch(r"-?[0-9]{1,15}\.[0-9]{1,9}", text):
        return float(text)
    return text


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _refuse_marks(event: Any) -> None:
    if isinstance(event, yaml.AliasEvent) or event.anchor:
        message = "anchors and aliases (& and *) are not used; write the value out"
        raise Refused(_line(event), message)
    if event.tag and event.tag != "!":
        raise Refused(_line(event), f"the tag {event.tag} is not used; remove it")


class _Reader:
    """Builds plain values from YAML events, noting the line of every key and item."""

    def __init__(self, text: str, root: Location, lines: dict[Location, int]) -> None:
        self.events = self._quotes_kept(yaml.parse(text, Loader=YAML_LOADER))
        self.root, self.lines = root, lines
        self.quote = (0, 0)
        """Where the last quoted scalar opens and closes, in lines from 0."""

    def _quotes_kept(self, events: Iterator[Any]) -> Iterator[Any]:
        for event in events:
            if getattr(event, "style", None) in ("'", '"'):
                self.quote = event.start_mark.line, event.end_mark.line
            yield event

    def document(self) -> Any:
        """Return the one document."""
        value = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if self.root in self.lines:
                    raise Refused(
                        _line(event),
                        "a file holds one document; remove the second '---' and what follows",
                    )
                value = self._value(next(self.events), self.root)
        self.lines.setdefault(self.root, 1)
        return value

    def _value(self, event: Any, path: Location) -> Any:
        line = _line(event)
        self.lines.setdefault(path, line)
        _refuse_marks(event)
        if len(path) > len(self.root) + DEEPEST:
            raise Refused(line, f"nested more than {DEEPEST} levels deep; no record needs that")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return _scalar(event, line)

    def _mapping(self, path: Location) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            line = _line(event)
            _refuse_marks(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise Refused(line, "a key is one word")
            key = event.value
            if key in mapping:
                raise Refused(line, f"the key '{key}' stands twice; keep one")
            self.lines[(*path, key)] = line
            mapping[key] = self._value(next(self.events), (*path, key))
        return mapping

    def _sequence(self, path: Location) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items
