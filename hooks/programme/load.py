"""Data files into one `Programme`, or every fault of form with the line it stands on.

Knows which files there are and where each value stood; nothing of what the data mean.
"""

import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from .faults import Fault, Faults, nearest
from .model import FORMS, Location, Programme
from .plain_yaml import Refused, read
from .wordings import read as read_wordings

DEPTHS = {"sections": 2, "search": 3}
"""Folders of data files, and how many steps name one: `sections/goals`, `search/en/goals`."""
FILES = tuple(name for name in Programme.model_fields if name not in DEPTHS)
OPTIONAL = {name for name, field in Programme.model_fields.items() if not field.is_required()}
"""What a programme may do without, if it has never been published."""
Form = Callable[[str, Location, dict[Location, int]], Any]
"""Reads the text of a file; notes on which line stands what."""
LARGEST = 4_000_000
"""Bytes of a file that people may have typed; the largest of today's has fewer than 300,000."""


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
    steps = path[: DEPTHS.get(str(path[0]), 1)]
    return "/".join(str(step) for step in steps) + (".txt" if path[0] == "search" else ".yml")


def _content(path: Path) -> bytes:
    """Read a file, if it is one: a pipe would be waited for, and a device need not end."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise Refused(1, "a folder, pipe or device, not a file; put the file in its place")
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Refused(1, f"larger than {LARGEST // 1_000_000} MB, which nobody types; restore it")
    return content


def _read_file(path: Path, root: Location, tree: Tree, form: Form = read) -> Any:
    """Add one file's values and lines to the tree; faults are kept, not raised."""
    try:
        return form(_content(path).decode("utf-8"), root, tree.lines)
    except FileNotFoundError:
        what = "a link that leads nowhere" if path.is_symlink() else "the file is missing"
        line, message = 1, f"{what}; restore it"
    except OSError as error:
        line, message = 1, f"not a file that can be read ({error.strerror}); restore it"
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = "not UTF-8; save the file as UTF-8"
    except Refused as refused:
        line, message = refused.line, refused.message
    tree.faults.append(Fault(file_of(root), line, "", message, f"{message} in {root[0]}"))
    return None


def read_tree(folder: Path) -> Tree:
    """Read every data file below `folder`; form faults are in the tree's `faults`."""
    tree = Tree()
    entries = _listed(folder, "", tree)
    if tree.faults:
        return tree
    known = {*DEPTHS, *(f"{name}.yml" for name in FILES)}
    tree.faults += [
        _stray(path, "", "move it to where it is read, or remove it" + nearest(path.name, known))
        for path in entries
        if path.name not in known
    ]
    there = {path.name for path in entries}
    for name in FILES:
        if name not in OPTIONAL or f"{name}.yml" in there:
            tree.values[name] = _read_file(folder / f"{name}.yml", (name,), tree)
    tree.values["sections"] = _read_folder(folder, ("sections",), tree, read, ".yml")
    tree.values["search"] = {
        path.name: _read_folder(folder, ("search", path.name), tree, _typed, ".txt")
        for path in _listed(folder / "search", "search/", tree)
    }
    return tree


def _read_folder(
    folder: Path, root: Location, tree: Tree, form: Form, suffix: str
) -> dict[str, Any]:
    where = "".join(f"{step}/" for step in root)
    entries = _listed(folder / where, where, tree)
    tree.faults += [
        _stray(path, where, f"name it *{suffix}, or remove it")
        for path in entries
        if path.suffix != suffix
    ]
    return {
        path.stem: _read_file(path, (*root, path.stem), tree, form)
        for path in entries
        if path.suffix == suffix
    }


def _typed(text: str, root: Location, lines: dict[Location, int]) -> dict[str, str]:
    """Give the other wordings of a file, by the entry they are for."""
    typed = {}
    for name, line, wordings in read_wordings(text):
        typed[name] = wordings
        lines[*root, name] = line
    return typed


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
    "string_unicode": "{input} is no text; write it anew, in plain letters",
    "value_error": "'{key}' says {input}; {error}",
    "int_type": "'{key}' says {input}; write a plain number",
    "tuple_type": "'{key}' must be a list; begin each item with '- '",
    "scalar for a list": "'{key}' must be a list; put it in [ ]",
    "nothing for a list": "'{key}' must be a list; write [] if there is none",
    "dict_type": "'{key}' must be a mapping; give each language or id in it a key of its own",
    "model_type": "'{key}' must be a record; give it its keys and values",
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
    length = DEPTHS.get(str(loc[0]), 1)
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
