"""YAML files into one `Programme`, or every fault of form with the line it stands on.

Knows the YAML it accepts and where each value stood; nothing of what the data mean.
"""

import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from .faults import Fault as Fault
from .faults import Faults as Faults
from .faults import nearest
from .model import FORMS, ID, Location, Programme

FOLDERS = ("sections", "phrasings")
"""Folders of data files, a section each."""
FILES = tuple(name for name in Programme.model_fields if name not in FOLDERS)
LARGEST = 4_000_000
"""Bytes of a file that people may have typed; the largest of today's has fewer than 300,000."""
DEEPEST = 12
"""Levels of nesting a file may have; the data need seven."""

YAML_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Tree:
    """Plain values of all files, with the line of every key and item."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[Location, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, path: Location, message: str, other: Location = (), *, kind: str = "") -> Fault:
        """Make a fault for the value at `path`, which may stand against an`other`."""
        if other:
            message = f"{message} (the other is at {self.fault(other, '').place})"
        file = file_of(path)
        return Fault(file, self._line(path), self._record(path), message, f"{kind} in {file}")

    def _line(self, path: Location) -> int:
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def _record(self, path: Location) -> str:
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


def file_of(path: Location) -> str:
    """Name the file a path of the tree leads into, as `sections/goals.yml`."""
    steps = path[:2] if path[0] in FOLDERS else path[:1]
    return "/".join(str(step) for step in steps) + ".yml"


CONFLICT = re.compile(r"^([<>=|])\1{6}(?=\s|$)", re.M)
"""A line with which git parts two versions that it could not merge."""


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

    def __init__(self, text: str, root: Location, lines: dict[Location, int]) -> None:
        self.events = self._quotes_kept(yaml.parse(text, Loader=YAML_LOADER))
        self.text, self.root, self.lines = text, root, lines
        self.quote = (0, 0)
        """Where the last quoted scalar opens and closes, in lines from 0 as all marks are."""

    def _quotes_kept(self, events: Iterator[Any]) -> Iterator[Any]:
        for event in events:
            if getattr(event, "style", None) in ("'", '"'):
                self.quote = int(event.start_mark.line), int(event.end_mark.line)
            yield event

    def _trouble(self, error: Any) -> _Refused:
        """Say where it went wrong, which need not be where the parser stopped, and why."""
        if isinstance(error, yaml.reader.ReaderError):
            line = self.text.encode()[: error.position].count(b"\n")
            return _Refused(line + 1, f"not YAML: {error.reason}; remove that character")
        stopped = int(error.problem_mark.line)
        started = int(error.context_mark.line) if error.context_mark else stopped
        opened, closed = self.quote
        if error.context == "while scanning a quoted scalar":
            return _Refused(started + 1, "a quote opens here and nothing closes it; close it")
        if opened < closed == stopped:
            message = f"a quote opens here and closes only in line {closed + 1}; close it here"
            return _Refused(opened + 1, message)
        if started < stopped and str(error.context).startswith("while parsing a flow "):
            message = f"what opens here with {{ or [ goes wrong by line {stopped + 1}; close it"
            return _Refused(started + 1, message)
        message = f"not YAML: {error.problem}; check indentation, quotes and colons here"
        return _Refused(stopped + 1, message)

    def read(self) -> Any:
        """Return the one document of the file.

        Raises:
            _Refused: for what is not YAML, or is not accepted here.
        """
        if marker := CONFLICT.search(self.text):
            line = self.text[: marker.start()].count("\n") + 1
            message = "git could not merge two versions; keep one, and no line of <<<, === or >>>"
            raise _Refused(line, message)
        try:
            return self._document()
        except yaml.YAMLError as error:
            raise self._trouble(error) from None

    def _document(self) -> Any:
        value = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if self.root in self.lines:
                    raise _Refused(_line(event), "a file holds one document")
                value = self._value(next(self.events), self.root)
        self.lines.setdefault(self.root, 1)
        return value

    def _value(self, event: Any, path: Location) -> Any:
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

    def _mapping(self, path: Location) -> dict[str, Any]:
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

    def _sequence(self, path: Location) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items


def _content(path: Path) -> bytes:
    """Read a file, if it is one: a pipe would be waited for, and a device need not end."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise _Refused(1, "a folder, pipe or device, not a file; put the file in its place")
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise _Refused(1, f"larger than {LARGEST // 1_000_000} MB, which nobody types; restore it")
    return content


def _read_file(path: Path, root: Location, tree: Tree) -> Any:
    """Add one file's values and lines to the tree; faults are kept, not raised."""
    try:
        return _Reader(_content(path).decode("utf-8"), root, tree.lines).read()
    except FileNotFoundError:
        what = "a link that leads nowhere" if path.is_symlink() else "the file is missing"
        line, message = 1, f"{what}; restore it"
    except OSError as error:
        line, message = 1, f"not a file that can be read ({error.strerror}); restore it"
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = "not UTF-8; save the file as UTF-8"
    except _Refused as refused:
        line, message = refused.line, refused.message
    tree.faults.append(Fault(file_of(root), line, "", message, f"{message} in {root[0]}"))
    return None


def read_tree(folder: Path) -> Tree:
    """Read every data file below `folder`; form faults are in the tree's `faults`."""
    tree = Tree()
    entries = _listed(folder, "", tree)
    if tree.faults:
        return tree
    known = {*FOLDERS, *(f"{name}.yml" for name in FILES)}
    tree.faults += [
        _stray(path, "", "move it to where it is read, or remove it" + nearest(path.name, known))
        for path in entries
        if path.name not in known
    ]
    for name in FILES:
        tree.values[name] = _read_file(folder / f"{name}.yml", (name,), tree)
    for name in FOLDERS:
        tree.values[name] = _read_folder(folder / name, tree)
    return tree


def _read_folder(folder: Path, tree: Tree) -> dict[str, Any]:
    where = f"{folder.name}/"
    entries = _listed(folder, where, tree)
    tree.faults += [
        _stray(path, where, "name it *.yml, or remove it")
        for path in entries
        if path.suffix != ".yml"
    ]
    return {
        path.stem: _read_file(path, (folder.name, path.stem), tree)
        for path in entries
        if path.suffix == ".yml"
    }


def _listed(folder: Path, where: str, tree: Tree) -> list[Path]:
    """List a folder; what begins with a dot is an editor's or a system's own."""
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        message = f"not a folder that can be read ({error.strerror}); restore it"
        tree.faults.append(Fault(where, 1, "", message))
        return []


def _stray(path: Path, where: str, remedy: str) -> Fault:
    """Tell of what lies among the data and is not read."""
    return Fault(where + path.name, 1, "", f"nobody reads it; {remedy}", f"stray in {where}")


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
    "string_unicode": f"the name is {{input}}; {FORMS[ID]}",
    "value_error": "'{key}' says {input}; {error}",
    "int_type": "'{key}' says {input}; write a plain number",
    "tuple_type": "'{key}' must be a list; begin each item with '- '",
    "scalar for a list": "'{key}' must be a list; put it in [ ]",
    "nothing for a list": "'{key}' must be a list; write [] if there is none",
    "dict_type": "'{key}' must be a mapping; give each language or id in it a key of its own",
    "model_type": "'{key}' must be a record of keys and values",
}


def _shorten(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "…"


def _remedy(error: Mapping[str, Any], path: Location) -> str:
    """Word one of Pydantic's errors for an editor."""
    keys = [step for step in path if isinstance(step, str)]
    context = error.get("ctx", {})
    form = FORMS.get(context.get("pattern"), "")
    kind = error["type"]
    if form and error["loc"][-1] == "[key]":
        kind = "name"
    elif kind == "tuple_type" and not isinstance(error["input"], dict):
        kind = "nothing for a list" if error["input"] is None else "scalar for a list"
    pattern = REMEDIES.get(kind, "'{key}' says {input}; {msg}")
    shown = {"key": keys[-1], "input": _shorten(error["input"]), "form": form}
    return pattern.format(**{**context, "msg": error["msg"], **shown})


def _shape_faults(error: ValidationError, tree: Tree) -> list[Fault]:
    """One fault for each place Pydantic complains of; a choice of types counts once."""
    faults: dict[Location, Fault] = {}
    for item in error.errors():
        if item["type"] == "too_short" and len(item["input"]) >= item["ctx"]["min_length"]:
            continue  # there are enough, but Pydantic counts only those without a fault
        path = item["loc"] if item["type"] == "missing" else _known(item["loc"], tree)
        faults.setdefault(path, tree.fault(path, _remedy(item, path), kind=item["type"]))
    return list(faults.values())


def _known(loc: Location, tree: Tree) -> Location:
    """Cut from Pydantic's location what is not in the files (names of type alternatives)."""
    length = 2 if loc[0] in FOLDERS else 1
    while length < len(loc) and loc[: length + 1] in tree.lines:
        length += 1
    return loc[:length]


def load(folder: Path) -> tuple[Programme, Tree]:
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
