"""What was published, so that no statement vanishes or changes its meaning untold."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from .model import Programme, Statement

HEAD = """\
# What has been on the site, page by page: ids never vanish, and a seal tells whether a
# statement still means what it meant. Written by `make bless`; only `moved` is for editing:
# an id that leaves its page is listed there with the id that took its place.
"""


def meaning(statement: Statement) -> str:
    """Give a digest of what a statement says, who says it and as of when."""
    said = [statement.text.root, statement.said_by, statement.as_of]
    told = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def times_told(programme: Programme, statement: Statement) -> int:
    """Count the changes that name a statement."""
    return sum(statement.id in change.statements for change in programme.changes)


def seal(programme: Programme, statement: Statement) -> str:
    """Give what is kept of a published statement: its meaning, and the changes told of it."""
    return f"{meaning(statement)}-{times_told(programme, statement)}"


def untold(programme: Programme) -> Iterator[Statement]:
    """Find statements whose meaning changed with no new entry in `changes.yml`."""
    for seals in programme.published.statements.values():
        for name, kept in seals.items():
            statement = programme.statements.get(name)
            digest, _, told = kept.partition("-")
            if not statement or not told or meaning(statement) == digest:
                continue
            if times_told(programme, statement) <= int(told):
                yield statement


def bless(programme: Programme, folder: Path) -> None:
    """Accept all statements as they are: write `published.yml`, whole or not at all."""
    moved = programme.published.moved
    lines = [HEAD + "statements:"]
    for name, section in programme.sections.items():
        lines.append(f"  {name}:")
        gone = [i for i in programme.published.statements.get(name, ()) if i in moved]
        lines += [f"    {i}: {seal(programme, programme.statements[moved[i]])}" for i in gone]
        lines += [f"    {s.id}: {seal(programme, s)}" for s in section.statements]
    lines.append("moved:" if moved else "moved: {}")
    lines += [f"  {old}: {new}" for old, new in moved.items()]
    draft = folder / ".published.yml"
    draft.write_text("\n".join(lines) + "\n", encoding="utf-8")
    draft.replace(folder / "published.yml")
