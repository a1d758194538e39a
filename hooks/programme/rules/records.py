"""Rules for what refers to what: ids, sources, figures, changes."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from .. import numbers, seals
from ..addresses import anchors
from ..faults import nearest
from ..model import (
    UNDATED,
    Disagreement,
    Gap,
    Indicator,
    Location,
    Named,
    NamedList,
    Programme,
    Published,
    Record,
    Reported,
    Section,
    SectionPassage,
    Statement,
    Target,
    Text,
    Zone,
    walk,
)
from .walk import Finding, is_one_line, named, records


def wordings_have_their_entry(programme: Programme) -> Iterator[Finding]:
    """Other wordings stand in the file of the entry's page, each line once in a language."""
    known = {
        name: {s.id for s in section.statements} for name, section in programme.sections.items()
    }
    for gap in programme.not_reported:
        known.setdefault(gap.section, set()).add(gap.id)
    known["disagreements"] = {topic.id for topic in programme.disagreements}
    for language, pages in programme.search.items():
        if language not in programme.site.language_ids:
            near = nearest(language, programme.site.language_ids)
            message = f"'{language}' is not a language of site.yml{near}"
            yield ("search", language), f"{message}; rename its folder, or remove it"
        for path, lines in _typed(language, pages):
            if path[-1] not in known.get(str(path[-2]), ()):
                message = f"'{path[-1]}' is no entry of '{path[-2]}'; move it or remove it"
                yield path, message + nearest(str(path[-1]), known.get(str(path[-2]), ()))
            yield from _typed_wrongly(path, lines)
        yield from _typed_twice(language, pages)


Pages = dict[str, dict[str, str]]


def _typed(language: str, pages: Pages) -> Iterator[tuple[Location, list[str]]]:
    for page, entries in pages.items():
        for name, lines in entries.items():
            yield ("search", language, page, name), lines.split("\n")


def _typed_wrongly(path: Location, lines: list[str]) -> Iterator[Finding]:
    for line in lines:
        if not is_one_line(line):
            yield path, f"'{line}' has spare space; take it out"


def _typed_twice(language: str, pages: Pages) -> Iterator[Finding]:
    """A line that stands under two entries tells them apart no better than none."""
    seen: dict[str, Location] = {}
    for path, lines in _typed(language, pages):
        for line in lines:
            if (first := seen.setdefault(line, path)) != path or lines.count(line) > 1:
                yield path, f"'{line}' stands twice; leave it where it fits best", first


def references_are_known(programme: Programme) -> Iterator[Finding]:
    """Every source, statement, section and topic that is named exists."""
    sources, statements = set(programme.source), set(programme.statements)
    for path, record in programme.models:
        if not isinstance(record, Record):
            continue
        named = {
            "sources": (getattr(record, "sources", ()), sources),
            "source": ((getattr(record, "source", None),), sources),
            "used_by": ((getattr(record, "used_by", None),), sources),
            "see": (getattr(record, "see", ()), statements),
            "statement": ((getattr(record, "statement", None),), statements),
            "statements": (getattr(record, "statements", ()), statements),
        }
        if isinstance(record, Programme | Section | Published):
            continue
        for key, (ids, known) in named.items():
            for missing in (i for i in ids if i is not None and i not in known):
                message = f"'{missing}' is not known; check the spelling or add it"
                yield (*path, key), message + nearest(missing, known)


def ids_are_unique(programme: Programme) -> Iterator[Finding]:
    """An id stands once: in its list or drawing, and among all that pages of statements hold."""
    for name in ("sources", "terms", "organisations", "disagreements", "changes", "about"):
        yield from _repeated((name,), getattr(programme, name))
    yield from _repeated(("site", "languages"), programme.site.languages)
    yield from _again(_ids(programme, Zone, Named, NamedList))
    anchors = _ids(programme, Statement, Gap, Indicator, SectionPassage)
    yield from _again(anchors)
    taken = {anchor: path for path, anchor in anchors}
    for name, section in programme.sections.items():
        yield from _repeated(("sections", name, "topics"), section.topics)
        topics = _numbered(("sections", name, "topics"), section.topics)
        for path, topic in topics:
            if topic in taken:
                message = f"the topic '{topic}' has the id of a statement; rename the topic"
                yield path, message, taken[topic]


def _ids(programme: Programme, *kinds: Any) -> list[tuple[Location, str]]:
    return [(path, value.id) for path, value in programme.models if isinstance(value, kinds)]


def _numbered(path: Location, records: Iterable[Any]) -> list[tuple[Location, str]]:
    return [((*path, index), record.id) for index, record in enumerate(records)]


def _repeated(path: Location, records: Iterable[Any]) -> Iterator[Finding]:
    return _again(_numbered(path, records))


def _again(entries: list[tuple[Location, str]]) -> Iterator[Finding]:
    seen: dict[str, Location] = {}
    for path, name in entries:
        if name in seen:
            yield (*path, "id"), f"the id '{name}' is taken; choose another", seen[name]
        seen.setdefault(name, path)


def figures_stand_in_the_text(programme: Programme) -> Iterator[Finding]:
    """A figure can be read in its statement's text, in every language that has a reader."""
    for path, statement in records(programme, Statement):
        for index, figure in enumerate(statement.figures):
            for language, text in statement.text.root.items():
                said = numbers.read(text, language)
                for value in figure.values if language in numbers.READERS else ():
                    wanted = numbers.quantity(value, figure.unit)
                    if not any(wanted.agrees(number) for number in said):
                        message = f"the figure {wanted.shown} is not in the '{language}' text"
                        yield (*path, "figures", index), f"{message}; correct one of them"


def outcomes_stand_in_their_statement(programme: Programme) -> Iterator[Finding]:
    """A target or reported figure can be read in the statement it names."""
    for path, indicator in records(programme, Indicator):
        claims: list[tuple[Location, Target | Reported]] = [
            ((*path, "reported", i), claim) for i, claim in enumerate(indicator.reported)
        ]
        if indicator.target:
            claims.append(((*path, "target"), indicator.target))
        for where, claim in claims:
            statement = programme.statements.get(claim.statement)
            if not statement:
                continue
            said = numbers.read(statement.text.root.get("en", ""), "en")
            for value in claim.values:
                wanted = numbers.quantity(value, indicator.unit)
                if not any(wanted.agrees(number) for number in said):
                    yield where, f"'{claim.statement}' does not say {wanted.shown}; correct it"


DOMAIN = re.compile(r"\b[a-z0-9-]+\.(?:com|cn|net|org|info|cc|de|jp|top|vip|xyz)\b", re.I)


def unlinkable_stays_unlinked(programme: Programme) -> Iterator[Finding]:
    """A source without an address says how to cite it, and names no web site."""
    for index, source in enumerate(programme.sources):
        if source.address:
            continue
        if not source.cite_as:
            yield ("sources", index), "has no 'address'; say how to cite it in 'cite_as'"
        if source.archived:
            message = "a copy of a source that must not be linked; remove it"
            yield ("sources", index, "archived"), message
        for path, value in walk(source, ("sources", index)):
            lines = value.root.items() if isinstance(value, Text) else ()
            for language, line in lines:
                if found := DOMAIN.search(line):
                    message = f"names the site {found[0]} of a source that must not be linked"
                    yield (*path, language), f"{message}; remove it"


def read_once_published(programme: Programme) -> Iterator[Finding]:
    """A source was read no earlier than it was published."""
    for index, source in enumerate(programme.sources):
        read, published = source.accessed, source.published
        if read and published != UNDATED and read < published[: len(read)]:
            message = f"'accessed' says {read}, but it was published {published}; correct one"
            yield ("sources", index, "accessed"), message


def chinese_names_have_pinyin(programme: Programme) -> Iterator[Finding]:
    """A Chinese name of an organisation or a term has its pinyin."""
    for path, record in named(programme):
        if "zh" in record.name.root and not record.pinyin:
            yield path, "has a Chinese name but no 'pinyin'; add it"


def published_ids_stay(programme: Programme) -> Iterator[Finding]:
    """What had an address keeps it or is listed as moved, never both: pages, ids, languages."""
    published, standing = programme.published, anchors(programme)
    for language in sorted(set(published.languages) - set(programme.site.language_ids)):
        message = f"the language '{language}' was published and is gone; restore it"
        yield ("published", "languages"), message
    for page in published.anchors:
        if page not in standing:
            yield ("published",), f"the page '{page}' was published and is gone; restore it"
    for path, page, name in _published(published):
        place = f"{page}#{name}"
        if name not in standing.get(page, ()) and place not in published.moved:
            message = f"'{name}' was published on '{page}' and is gone; restore it, or say under"
            yield path, f"{message} 'moved' what took its place, as '{place}: {page}#…'"


def _published(published: Published) -> Iterator[tuple[Location, str, str]]:
    for key in ("statements", "others"):
        for page, ids in getattr(published, key).items():
            for index, name in enumerate(ids):
                step = name if key == "statements" else index
                yield ("published", key, page, step), page, name


def moved_leads_somewhere(programme: Programme) -> Iterator[Finding]:
    """What moved was published, stands where it stood no more, and leads to what stands."""
    standing = anchors(programme)
    published = {f"{page}#{name}" for _, page, name in _published(programme.published)}
    there = {f"{page}#{name}" for page, names in standing.items() for name in names}
    for old, new in programme.published.moved.items():
        path = ("published", "moved", old)
        if old in there:
            yield path, f"'{old}' is still there; remove it here, or give it another id"
        if old not in published:
            yield path, f"'{old}' was never published; remove it"
        if new not in there:
            yield path, f"'{new}' is not there; name what took its place{nearest(new, there)}"


def published_is_whole(programme: Programme) -> Iterator[Finding]:
    """The list of what was published is as `make bless` wrote it, but for what moved."""
    published = programme.published
    if published.anchors and published.whole != seals.whole(published):
        message = "a line of what was published is changed or gone; restore the file as it was"
        yield ("published",), f"{message} committed (all but 'moved' is written by make bless)"


def changes_are_told(programme: Programme) -> Iterator[Finding]:
    """A published statement changes its meaning only with an entry in `changes.yml`."""
    paths = {record.id: path for path, record in records(programme, Statement)}
    for statement in seals.untold(programme):
        message = (
            "what it says has changed since it was published; tell so in changes.yml and run "
            f"make bless, or, if only its wording has, make bless WORDING={statement.id}"
        )
        yield paths[statement.id], message


def positions_differ(programme: Programme) -> Iterator[Finding]:
    """Positions of a disagreement differ in what they say, when, or who says it."""
    for path, record in records(programme, Disagreement):
        for language in programme.site.language_ids:
            said = [(p.says.root.get(language), p.source, p.as_of) for p in record.positions]
            if None not in (words for words, *_ in said) and len(set(said)) < len(said):
                yield (*path, "positions"), "two positions are the same; merge them"
                break


def changes_have_a_day(programme: Programme) -> Iterator[Finding]:
    """A change is dated to the day: the newest dates the data files and the sitemap."""
    for index, change in enumerate(programme.changes):
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", change.date):
            yield ("changes", index, "date"), f"'{change.date}' is not a day; write it in full"
