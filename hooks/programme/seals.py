"""What was published, so that no address vanishes and no statement changes its meaning untold."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from .addresses import anchors
from .model import Programme, Published, Statement

HEAD = """\
# What has been on the site, page by page: what has an address keeps it, and the seal of a
# statement tells whether it still means what it meant. Written by `make bless`; only `moved`
# is for editing: an address that is left is listed there with the one that took its place,
# as `goals#old-name: tasks#new-name`. Where two branches both changed this file, take either
# one's and run `make bless`.
"""


def _digest(value: object) -> str:
    told = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def meaning(statement: Statement, languages: Iterable[str]) -> str:
    """Give a digest of what a statement says in some languages, who says it and as of when."""
    text = {language: statement.text.root.get(language) for language in languages}
    return _digest([text, statement.said_by, statement.as_of])


def times_told(programme: Programme, statement: Statement) -> int:
    """Count the changes that name a statement."""
    return sum(statement.id in change.statements for change in programme.changes)


def seal(programme: Programme, statement: Statement) -> str:
    """Give what is kept of a published statement: its meaning, and the changes told of it."""
    languages = programme.site.language_ids
    return f"{meaning(statement, languages)}-{times_told(programme, statement)}"


def whole(published: Published) -> str:
    """Give a digest of everything that was published, in whatever order it is listed."""
    others = {page: sorted(ids) for page, ids in published.others.items()}
    return _digest([sorted(published.languages), published.statements, others])


def untold(programme: Programme) -> Iterator[Statement]:
    """Find statements whose meaning changed with no new entry in `changes.yml`."""
    published = programme.published
    for seals in published.statements.values():
        for name, kept in seals.items():
            statement = programme.statements.get(name)
            digest, _, told = kept.partition("-")
            if not statement or not told or meaning(statement, published.languages) == digest:
                continue
            if times_told(programme, statement) <= int(told):
                yield statement


def accepted(programme: Programme) -> Published:
    """Give what is published once everything is accepted as it is; what was left stays listed."""
    before, now = programme.published, anchors(programme)
    seals = {
        page: {statement.id: seal(programme, statement) for statement in section.statements}
        for page, section in programme.sections.items()
    }
    pages = dict.fromkeys((*before.others, *now))
    every = {page: dict.fromkeys((*before.anchors.get(page, ()), *now[page])) for page in pages}
    others = {
        page: tuple(name for name in ids if name not in seals.get(page, ()))
        for page, ids in every.items()
    }
    languages = programme.site.language_ids
    new = Published(languages=languages, statements=seals, others=others, moved=before.moved)
    return new.model_copy(update={"whole": whole(new)})


def _written(published: Published) -> Iterator[str]:
    """Yield the lines of `published.yml`: one for each address, so that changes can be reviewed."""
    yield HEAD + f"languages: [{', '.join(published.languages)}]"
    yield "statements:"
    for page, seals in published.statements.items():
        yield f"  {page}:" if seals else f"  {page}: {{}}"
        yield from (f"    {name}: {kept}" for name, kept in seals.items())
    yield "others:"
    for page, ids in published.others.items():
        yield f"  {page}:" if ids else f"  {page}: []"
        yield from (f"    - {name}" for name in ids)
    yield f"whole: '{published.whole}'"
    yield "moved:" if published.moved else "moved: {}"
    yield from (f"  {old}: {new}" for old, new in published.moved.items())


def bless(programme: Programme, folder: Path) -> None:
    """Accept everything as it is: write `published.yml`, whole or not at all."""
    draft = folder / ".published.yml"
    draft.write_text("\n".join(_written(accepted(programme))) + "\n", encoding="utf-8")
    draft.replace(folder / "published.yml")
