"""What the data files may hold: the one schema, from which checks, types and the JSON Schema come.

A record holds every language at once. What a record must say beyond its shape is a rule
in `check`; where a value stood in a file is known to `load`.
"""

import calendar
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    StringConstraints,
    model_validator,
)

LONGEST_LINE = 2000
"""Characters a text may have; the longest of today's has fewer than 900."""

ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
LANGUAGE = r"^[a-z]{2}$"
LANGUAGE_TAG = r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$"
SEAL = r"^[0-9a-f]{12}-[0-9]{1,6}$"
FORMS = {
    ID: "use lower-case ASCII joined by hyphens",
    LANGUAGE: "use two lower-case letters, as in en",
    LANGUAGE_TAG: "use a language tag, as in zh-Hans",
    SEAL: "leave seals to make bless",
}
"""Patterns text must have (Rust regular expressions, whose `$` is the end), and how to do so."""

Line = Annotated[
    str, StringConstraints(strip_whitespace=False, min_length=1, max_length=LONGEST_LINE)
]
Id = Annotated[
    str,
    StringConstraints(pattern=ID, max_length=60),
    Field(description="ASCII, lower case, words joined by hyphens; permanent once published"),
]
UNDATED = "undated"
FIRST_YEAR, LAST_YEAR = 1900, 2100


def _dated(value: str) -> str:
    """Accept `2019`, `2019-11`, `2019-11-09` (a day that exists) or `undated`."""
    if value == UNDATED:
        return value
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", value)
    if not match:
        raise ValueError("write 2019, 2019-11, 2019-11-09 or undated")
    year, month, day = (int(part) if part else 1 for part in match.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= 12:
        raise ValueError("no such month or year")
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise ValueError("no such day")
    return value


def _year_as_text(value: Any) -> Any:
    """Take the plain YAML number 2019 for the year it is."""
    return str(value) if type(value) is int else value


PartialDate = Annotated[str, BeforeValidator(_year_as_text), AfterValidator(_dated)]
"""A date as exact as its source: ISO 8601 year, month or day, or `undated`."""
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]


def _web_address(value: str) -> str:
    if not re.fullmatch(r"https?://[a-zA-Z0-9.-]+(:[0-9]{1,5})?(/[!#-;=?-_a-z~]*)?", value):
        raise ValueError("write a plain http or https address without spaces or quotes")
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]

LanguageId = Annotated[str, StringConstraints(pattern=LANGUAGE)]
SaidBy = Literal["programme", "official", "report"]
SourceKind = Literal["news", "company", "press-release", "government", "repost"]
Trust = Literal["strong", "fair", "weak"]
BodyKind = Literal["government", "zone", "firm", "institute", "association", "university"]
ZoneRole = Literal["core", "support"]
Unit = Literal[
    "RMB billion",
    "RMB million",
    "RMB",
    "USD billion",
    "USD million",
    "USD",
    "km2",
    "m2",
    "mu",
    "percent",
    "percentage points",
    "years",
    "rank",
    "count",
]
Qualifier = Literal["about", "over", "nearly", "up to", "at least"]


class Record(BaseModel):
    """Base of every record: immutable, and a key it does not know is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Text(RootModel[dict[str, Line]]):
    """One text in every language: language id to a single line."""

    model_config = ConfigDict(frozen=True)

    def __getitem__(self, language: str) -> str:
        return self.root[language]


class Words(RootModel[dict[str, tuple[Line, ...]]]):
    """Lists of words per language."""

    model_config = ConfigDict(frozen=True, strict=False)

    def __getitem__(self, language: str) -> tuple[str, ...]:
        return self.root.get(language, ())


NO_WORDS = Words({})


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


T = TypeVar("T")
Many = Annotated[tuple[T, ...], BeforeValidator(_tuple)]
"""A YAML list, kept immutable."""


class Quantity(Record):
    """A number, or both ends of a range, as exact as its source says."""

    value: int | float | Annotated[Many[int | float], Field(min_length=2, max_length=2)]
    qualifier: Qualifier | None = None

    @property
    def values(self) -> tuple[float, ...]:
        """The number, or both ends of the range."""
        return self.value if isinstance(self.value, tuple) else (self.value,)


class Figure(Quantity):
    """A figure that stands in a statement's text, for tables and downloads."""

    unit: Unit
    what: Text
    year: Year | None = None


class Statement(Record):
    """One thing somebody says: the unit of every page."""

    id: Id
    title: Text
    text: Text
    said_by: SaidBy
    topic: Id | None = None
    as_of: PartialDate
    date_note: Text | None = None
    sources: Annotated[Many[Id], Field(min_length=1)]
    see: Many[Id] = ()
    figures: Many[Figure] = ()
    asked_as: Words


class Topic(Record):
    """A group of statements under one heading of a page."""

    id: Id
    title: Text


class Section(Record):
    """One page of statements; its file name is its id and its address."""

    title: Text
    lede: Text
    topics: Many[Topic] = ()
    statements: Many[Statement]


class Source(Record):
    """A publication statements rest on; without an address it is cited, never linked."""

    id: Id
    publisher: Text
    via: Text | None = None
    title: Text | None = None
    original_language: LanguageId
    published: PartialDate
    kind: SourceKind
    trust: Trust
    note: Text
    cite_as: Text | None = None
    address: WebAddress | None = None


class Rendering(Record):
    """Another form of a term and the source that prints it."""

    lang: LanguageId
    text: Line
    used_by: Id


class Term(Record):
    """A term of the field, with the one English rendering this site uses."""

    id: Id
    zh: Line
    pinyin: Line
    en: Line
    our_rendering: bool = False
    link: bool = True
    others: Many[Rendering] = ()
    avoid: Words = NO_WORDS
    note: Text | None = None
    see: Many[Id] = ()
    sources: Many[Id]


class OrganisationName(Record):
    """A name as sources print it; a language in which none was seen is left out."""

    zh: Line | None = None
    en: Line | None = None


class Organisation(Record):
    """A body named in the statements."""

    id: Id
    name: OrganisationName
    pinyin: Line | None = None
    also: Words = NO_WORDS
    role: Text
    kind: BodyKind
    sources: Many[Id]


class Position(Record):
    """What one source says on a topic on which sources differ."""

    says: Text
    as_of: PartialDate
    source: Id


class Disagreement(Record):
    """A topic on which sources differ."""

    id: Id
    topic: Text
    summary: Text
    statements: Many[Id] = ()
    positions: Annotated[Many[Position], Field(min_length=2)]


class Gap(Record):
    """Something readers would expect and nobody has reported."""

    id: Id
    section: Id
    title: Text
    text: Text
    asked_as: Words = NO_WORDS


class Zone(Record):
    """A place in the layout and the focus the programme states for it."""

    id: Id
    role: ZoneRole
    name: Text
    full_name: Text | None = None
    focus: Words
    statement: Id


class Named(Record):
    """A cluster or a chain of the programme."""

    id: Id
    name: Text
    statement: Id


class Layout(Record):
    """One valley, its supporting areas, and what is to be built there."""

    zones: Many[Zone]
    clusters: Many[Named]
    chains: Many[Named]


class Target(Quantity):
    """What the programme aims for."""

    measure: Text
    scope: Text
    year: Year | None = None
    statement: Id


class Reported(Quantity):
    """What a statement reports, with its own measure and scope."""

    measure: Text
    scope: Text
    as_of: PartialDate
    statement: Id


class Indicator(Record):
    """A target beside what was reported since; never one series."""

    id: Id
    name: Text
    unit: Unit
    warning: Text
    target: Target | None = None
    reported: Many[Reported] = ()


class Change(Record):
    """What changed on the site, and why."""

    id: Id
    date: PartialDate
    text: Text
    statements: Many[Id] = ()


class Passage(Record):
    """A titled piece of prose on the page about the site."""

    id: Id
    title: Text
    text: Annotated[Many[Text], Field(min_length=1)]


class Published(Record):
    """What has been on the site, page by page, and where statements that left have gone.

    Attributes:
        statements: section to statement id to its seal (`changes.seal`) when it was accepted.
        moved: id that left its page to the id that took its place.
    """

    statements: dict[Id, dict[Id, Annotated[str, StringConstraints(pattern=SEAL)]]]
    moved: dict[Id, Id] = {}


class Language(Record):
    """A language of the site."""

    id: LanguageId
    html: Annotated[str, StringConstraints(pattern=LANGUAGE_TAG)]
    name: Line


class PageEntry(Record):
    """A page that is not a section: its heading and what stands under it."""

    title: Text
    lede: Text


class Headline(Record):
    """A figure of a statement shown on the home page."""

    statement: Id
    figure: Annotated[int, Field(ge=0)] = 0
    caption: Text


class Site(Record):
    """Languages, order of pages and the words of the interface.

    Attributes:
        filing: the number (ICP备案号) that sites hosted in mainland China must show.
    """

    languages: Annotated[Many[Language], Field(min_length=1)]
    name: Text
    short_name: Text
    description: Text
    headlines: Many[Headline]
    parts: Many[Id]
    more: Many[Id]
    pages: dict[Id, PageEntry]
    same: Words = NO_WORDS
    words: dict[str, Text]
    filing: Line | None = None

    @cached_property
    def language_ids(self) -> tuple[str, ...]:
        """Language ids in order."""
        return tuple(language.id for language in self.languages)


class Programme(Record):
    """All the data, as one value.

    Attributes:
        phrasings: section to id of a statement or gap of it to what else readers type for it.
    """

    site: Site
    about: Many[Passage]
    sections: dict[Id, Section]
    phrasings: dict[Id, dict[Id, Words]] = {}
    sources: Many[Source]
    terms: Many[Term]
    organisations: Many[Organisation]
    disagreements: Many[Disagreement]
    not_reported: Many[Gap]
    layout: Layout
    indicators: Many[Indicator]
    changes: Annotated[Many[Change], Field(min_length=1)]
    published: Published

    @model_validator(mode="after")
    def _sections_in_site_order(self) -> Self:
        """Keep sections in the order of `site`, so that no page depends on file order."""
        order = [name for name in (*self.site.parts, *self.site.more) if name in self.sections]
        order += sorted(set(self.sections) - set(order))
        object.__setattr__(self, "sections", {name: self.sections[name] for name in order})
        return self

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """Every statement by id, in page order."""
        return {s.id: s for section in self.sections.values() for s in section.statements}

    @cached_property
    def section_of(self) -> dict[str, str]:
        """Statement id to the id of its section."""
        return {s.id: name for name, section in self.sections.items() for s in section.statements}

    @cached_property
    def phrasings_of(self) -> dict[str, Words]:
        """Statement or gap id to what else readers type for it."""
        return {
            name: words for section in self.phrasings.values() for name, words in section.items()
        }

    @cached_property
    def source(self) -> dict[str, Source]:
        """Every source by id."""
        return {source.id: source for source in self.sources}


Path = tuple[str | int, ...]
"""Where a value stands: file, record, key, … as in `("sections", "goals", "statements", 3)`."""


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every model below `value` with its path, records before what they hold."""
    if isinstance(value, BaseModel):
        yield path, value
    if isinstance(value, Record):
        for name in type(value).model_fields:
            yield from walk(getattr(value, name), (*path, name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from walk(item, (*path, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from walk(item, (*path, index))
