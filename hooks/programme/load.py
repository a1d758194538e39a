"""YAML files into one `Programme`, or every fault of form with the line it stands on.

Knows the YAML it accepts and where each value stood; nothing of what the data mean.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

import yaml
from pydantic import ValidationError

from .model import FORMS, Path, Programme

FILES = (
    "site",
    "about",
    "sources",
    "terms",
    "organisations",
    "disagreements",
    "not_reported",
    "layout",
    "indicators",
    "changes",
    "published",
)
FOLDERS = ("sections", "phrasings")
"""Folders of data files, a section each."""
DEEPEST = 12
"""Levels of nesting a file may have; the data need seven."""

YAML_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong, told to the editor: where, in which record, what, and what to do."""

    file: str
    line: int
    record: str
    message: str

    def __str__(self) -> str:
        """Give `data/sections/goals.yml:41: target-2025-scale: message`."""
        record = f"{self.record}: " if self.record else ""
        return _visible(f"data/{self.file}:{self.line}: {record}{self.message}")


def _visible(text: str) -> str:
    """Write as escapes the characters that cannot be seen, or that reorder others."""
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)


class Faults(Exception):
    """The data cannot be used; `faults` says why, sorted by place."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__(self.report())

    def report(self) -> str:
        """Give one line a fault, then their number."""
        count = len(self.faults)
        total = f"{count} fault{'s' if count > 1 else ''} in data/; the site was not touched."
        return "\n".join([*map(str, self.faults), total])


@dataclass
class Tree:
    """Plain values of all files, with the line of every key and item."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, path: Path, message: str) -> Fault:
        """Make a fault for the value at `path`."""
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        return Fault(file_of(path), self.lines.get(known, 1), self._record(path), message)

    def _record(self, path: Path) -> str:
        """Name the innermost record around `path`: its id, or its place in the list."""
        value: Any = self.values
        name = ""
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                break
            if isinstance(value, dict) and isinstance(value.get("id"), str):
                name = value["id"]
        return name


def file_of(path: Path) -> str:
    """Name the file a path of the tree leads into, as `sections/goals.yml`."""
    steps = path[:2] if path[0] in FOLDERS else path[:1]
    return "/".join(str(step) for step in steps) + ".yml"


class _Refused(Exception):
    """YAML of a kind that is not accepted."""

    def __init__(self, line: int, message: str) -> None:
        self.line, self.message = line, message


SURPRISES = re.compile(
    r"(?i:y|n|yes|no|on|off)|0[0-9_]+|0[xob][0-9a-fA-F_]+|[0-9]+(:[0-9]+)+|[0-9]+(_[0-9]+)+"
    r"|[-+]?\.(?i:inf|nan)"
)
"""Plain scalars that YAML 1.1 turns into something its writer did not mean.

Booleans, octals, hexadecimals, base 60: https://yaml.org/type/
"""


def _scalar(event: yaml.ScalarEvent, line: int) -> Any:
    """Read a scalar as YAML 1.2's core schema does, refusing what 1.1 would surprise with."""
    text = event.value
    if not event.implicit[0]:
        return text
    if SURPRISES.fullmatch(text):
        raise _Refused(line, f"YAML may not read {text} as you mean it; put it in quotes")
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
        raise _Refused(_line(event), message)
    if event.tag and event.tag != "!":
        raise _Refused(_line(event), f"the tag {event.tag} is not used; remove it")


class _Reader:
    """Builds plain values from YAML events, noting the line of every key and item."""

    def __init__(self, text: str, root: Path, lines: dict[Path, int]) -> None:
        self.events: Iterator[Any] = yaml.parse(text, Loader=YAML_LOADER)
        self.root, self.lines = root, lines

    def read(self) -> Any:
        """Return the one document of the file.

        Raises:
            _Refused: for YAML that is valid but not accepted here.
            yaml.YAMLError: for what is not YAML.
        """
        value = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if self.root in self.lines:
                    raise _Refused(_line(event), "a file holds one document")
                value = self._value(next(self.events), self.root)
        self.lines.setdefault(self.root, 1)
        return value

    def _value(self, event: Any, path: Path) -> Any:
        line = _line(event)
        self.lines.setdefault(path, line)
        _refuse_marks(event)
        if len(path) > len(self.root) + DEEPEST:
            raise _Refused(line, f"nested more than {DEEPEST} levels deep; no record needs that")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return _scalar(event, line)

    def _mapping(self, path: Path) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            line = _line(event)
            _refuse_marks(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise _Refused(line, "a key is one word")
            key = event.value
            if key in mapping:
                raise _Refused(line, f"the key '{key}' stands twice; keep one")
            self.lines[(*path, key)] = line
            mapping[key] = self._value(next(self.events), (*path, key))
        return mapping

    def _sequence(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items


def _yaml_trouble(error: yaml.YAMLError, content: bytes) -> tuple[int, str]:
    """Say where the parser stopped, and why, in one line."""
    mark: Any = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
    before = content[: getattr(error, "position", 0)]
    line = mark.line + 1 if mark else before.count(b"\n") + 1
    return line, f"not YAML: {problem}; check indentation, quotes and colons here"


def _read_file(path: FilePath, root: Path, tree: Tree) -> Any:
    """Add one file's values and lines to the tree; faults are kept, not raised."""
    try:
        content = path.read_bytes()
        return _Reader(content.decode("utf-8"), root, tree.lines).read()
    except FileNotFoundError:
        line, message = 1, "the file is missing; restore it"
    except OSError as error:
        line, message = 1, f"not a file that can be read ({error.strerror}); restore it"
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = "not UTF-8; save the file as UTF-8"
    except _Refused as refused:
        line, message = refused.line, refused.message
    except yaml.YAMLError as error:
        line, message = _yaml_trouble(error, content)
    tree.faults.append(Fault(file_of(root), line, "", message))
    return None


def read_tree(folder: FilePath) -> Tree:
    """Read every data file below `folder`; form faults are in the tree's `faults`."""
    tree = Tree()
    for name in FILES:
        tree.values[name] = _read_file(folder / f"{name}.yml", (name,), tree)
    for name in FOLDERS:
        tree.values[name] = {
            path.stem: _read_file(path, (name, path.stem), tree)
            for path in sorted((folder / name).glob("*.yml"))
        }
    return tree


REMEDIES: Mapping[str, str] = {
    "missing": "'{key}' is missing; add it",
    "extra_forbidden": "'{key}' is not a key of this record; check the spelling or remove it",
    "too_short": "'{key}' is too short; give at least {min_length}",
    "string_too_short": "'{key}' is empty; write it or leave the key out",
    "string_too_long": "'{key}' is longer than {max_length} characters; shorten or split it",
    "string_type": "'{key}' must be text; put it in quotes",
    "literal_error": "'{key}' says {input}; use one of {expected}",
    "string_pattern_mismatch": "'{key}' says {input}; {form}",
    "name": "the name is {input}; {form}",
    "value_error": "'{key}' says {input}; {error}",
    "int_type": "'{key}' says {input}; write a plain number",
    "tuple_type": "'{key}' must be a list",
    "dict_type": "'{key}' must be a mapping",
    "model_type": "'{key}' must be a record of keys and values",
}


def _shorten(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "…"


def _remedy(error: Mapping[str, Any], path: Path) -> str:
    """Word one of Pydantic's errors for an editor."""
    keys = [step for step in path if isinstance(step, str)]
    context = error.get("ctx", {})
    form = FORMS.get(context.get("pattern"), "")
    kind = "name" if form and error["loc"][-1] == "[key]" else error["type"]
    pattern = REMEDIES.get(kind, "'{key}' says {input}; {msg}")
    shown = {"key": keys[-1], "input": _shorten(error["input"]), "form": form}
    return pattern.format(**{**context, "msg": error["msg"], **shown})


def _shape_faults(error: ValidationError, tree: Tree) -> list[Fault]:
    """One fault for each place Pydantic complains of; a choice of types counts once."""
    faults: dict[Path, Fault] = {}
    for item in error.errors():
        path = item["loc"] if item["type"] == "missing" else _known(item["loc"], tree)
        faults.setdefault(path, tree.fault(path, _remedy(item, path)))
    return list(faults.values())


def _known(loc: Path, tree: Tree) -> Path:
    """Cut from Pydantic's location what is not in the files (names of type alternatives)."""
    length = 2 if loc[0] in FOLDERS else 1
    while length < len(loc) and loc[: length + 1] in tree.lines:
        length += 1
    return loc[:length]


def load(folder: FilePath) -> tuple[Programme, Tree]:
    """Read and shape all data below `folder`.

    Raises:
        Faults: everything wrong with the form of the files.
    """
    tree = read_tree(folder)
    if tree.faults:
        raise Faults(tree.faults)
    try:
        return Programme.model_validate(tree.values), tree
    except ValidationError as error:
        raise Faults(_shape_faults(error, tree)) from None
