"""What the data files may hold: the one schema, from which checks, types and JSON Schemas come.

A record holds every language at once. The line below a key says what it is for, to who reads
this, to editors while they type, and to who takes the data away. What a record must say beyond
its shape is a rule in `check`; where a value stood in a file is known to `load`.
"""

import calendar
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Annotated, Literal, Self, TypeVar

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
DIGEST = r"^[0-9a-f]{12}$"
PLACE = r"^[a-z0-9]+(-[a-z0-9]+)*#[a-z0-9]+(-[a-z0-9]+)*$"
FORMS = {
    ID: "use lower-case ASCII joined by hyphens",
    LANGUAGE: "use two lower-case letters, as in en",
    LANGUAGE_TAG: "use a language tag, as in zh-Hans",
    SEAL: "leave seals to make bless",
    DIGEST: "leave digests to make bless",
    PLACE: "write page and id, as in goals#old-name",
}
"""Patterns text must have (Rust regular expressions, whose `$` is the end), and how to do so."""

Line = Annotated[
    str, StringConstraints(strip_whitespace=False, min_length=1, max_length=LONGEST_LINE)
]
Id = Annotated[str, StringConstraints(pattern=ID, max_length=60)]
UNDATED = "undated"
KNOWN_DATE = r"^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?$"
DATE = rf"^{UNDATED}$|{KNOWN_DATE}"
FIRST_YEAR, LAST_YEAR = 1900, 2100


def _dated(value: str) -> str:
    """Accept `2019`, `2019-11`, `2019-11-09` (a day that exists) or `undated`."""
    if value == UNDATED:
        return value
    match = re.fullmatch(DATE, value)
    if not match:
        raise ValueError("write 2019, 2019-11, 2019-11-09 or undated")
    year, month, day = (int(part) if part else 1 for part in match.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= 12:
        raise ValueError("no such month or year")
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise ValueError("no such day")
    return value


def _known(value: str) -> str:
    if value == UNDATED:
        raise ValueError("leave it out where it is not known")
    return value


def _year_as_text(value: object) -> object:
    """Take the plain YAML number 2019 for the year it is."""
    return str(value) if type(value) is int else value


Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
PartialDate = Annotated[
    str,
    BeforeValidator(_year_as_text, json_schema_input_type=str | Year),
    AfterValidator(_dated),
    Field(json_schema_extra={"pattern": DATE}),
]
"""A date as exact as its source: ISO 8601 year, month or day, or `undated`."""
KnownDate = Annotated[
    PartialDate, AfterValidator(_known), Field(json_schema_extra={"pattern": KNOWN_DATE})
]
"""A date that is left out where it is not known."""


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
    "firms",
    "areas",
    "count",
]
Qualifier = Literal["about", "over", "nearly", "up to", "at least"]


class Record(BaseModel):
    """Base of every record: immutable, and a key it does not know is a fault."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True
    )


class Text(RootModel[dict[str, Line]]):
    """One text in every language: language id to a single line."""

    model_config = ConfigDict(frozen=True)

    def __getitem__(self, language: str) -> str:
        return self.root[language]


T = TypeVar("T")
Many = Annotated[tuple[T, ...], Field(strict=False)]
"""A YAML list, kept immutable."""


class WordsIfAny(RootModel[dict[str, Many[Line]]]):
    """Words for each language that has any."""

    model_config = ConfigDict(frozen=True)

    def __getitem__(self, language: str) -> tuple[str, ...]:
        return self.root.get(language, ())


class Words(WordsIfAny):
    """Words in every language, at least one in each."""

    root: dict[str, Annotated[Many[Line], Field(min_length=1)]]


NO_WORDS = WordsIfAny({})


class Quantity(Record):
    """A number, or both ends of a range, as exact as its source says."""

    value: int | float | Annotated[Many[int | float], Field(min_length=2, max_length=2)]
    """The number in its unit, or [lowest, highest]."""
    qualifier: Qualifier | None = None
    """How the source limits the number; left out if it does not."""

    @property
    def values(self) -> tuple[float, ...]:
        """The number, or both ends of the range."""
        return self.value if isinstance(self.value, tuple) else (self.value,)


class Figure(Quantity):
    """A figure that stands in a statement's text, for tables and downloads."""

    unit: Unit
    """What the number counts."""
    what: Text
    """What is measured, in a few words."""
    year: Year | None = None
    """The year the figure is of, if it is not that of the statement."""


class Statement(Record):
    """One thing somebody says: the unit of every page."""

    id: Id
    """Its name in addresses: lower-case ASCII joined by hyphens; permanent once published."""
    title: Text
    """A few words that head it, stand in the contents and in search results."""
    text: Text
    """What is said, in full sentences that stand alone: they name their subject and date."""
    said_by: SaidBy
    """Whose word it is: the programme's, as reported; an official's; or a report's own."""
    topic: Id | None = None
    """The topic of the page it stands under; not for the programme's own word."""
    as_of: PartialDate
    """The date it speaks for: 2019, 2019-11, 2019-11-09 or undated."""
    date_note: Text | None = None
    """How the date was worked out, if no source prints it."""
    sources: Annotated[Many[Id], Field(min_length=1)]
    """Ids of the sources that carry it, the best first."""
    see: Many[Id] = ()
    """Ids of statements to read beside it."""
    figures: Many[Figure] = ()
    """Figures that can be read in its text."""
    asked_as: Words
    """What readers would type to find it, in other words than its own."""


class Link(Record):
    """Words of a sentence that lead to what they rest on."""

    to: Id
    """Id of the statement or gap."""
    words: Text
    """The words, just as they stand in the sentence."""


class Sentence(Record):
    """A sentence that tells what statements and gaps say, and which they are."""

    text: Text
    """The sentence; its numbers stand in what it rests on."""
    links: Many[Link] = ()
    """The words that lead to statements and gaps, in order."""
    rests_on: Many[Id] = ()
    """Ids of statements and gaps it rests on besides, without words that lead there."""

    @property
    def grounds(self) -> tuple[Id, ...]:
        """Ids of all statements and gaps it rests on."""
        return (*(link.to for link in self.links), *self.rests_on)


class Topic(Record):
    """A group of statements under one heading of a page."""

    id: Id
    """Its anchor on the page: lower-case ASCII joined by hyphens."""
    title: Text
    """Its heading."""


class SectionPassage(Record):
    """Statements about one thing, read as one passage inside their topic."""

    id: Id
    """Its anchor on the page: lower-case ASCII joined by hyphens; unique on the whole site."""
    title: Text
    """Its heading: the thing that all of them are about."""
    intro: Text
    """One line that tells what follows; it claims nothing that the statements do not say."""
    statements: Annotated[Many[Id], Field(min_length=2)]
    """Ids of its statements, in the order in which they are read."""
    titles: dict[Id, Text] = {}
    """Titles that statements have inside it, where their own would repeat its heading."""


class Section(Record):
    """One page of statements; its file name is its id and its address."""

    title: Text
    """The heading of the page, and its name in menus."""
    lede: Text
    """What the page is about, in a sentence or two, for search engines and whoever links to it."""
    brief: Many[Sentence] = ()
    """Four to six sentences that tell the page's story; it opens with them."""
    title_alone: Id | None = None
    """Id of the statement that only this part's title is known; left out where more is."""
    topics: Many[Topic] = ()
    """The headings under which officials and reports stand, in order."""
    passages: Many[SectionPassage] = ()
    """Those of its statements that are read together, being about one thing."""
    statements: Many[Statement]
    """Its statements, in the order in which they are read."""

    @cached_property
    def passage_of(self) -> dict[str, SectionPassage]:
        """Statement id to the passage in which it stands, if it stands in one."""
        return {name: passage for passage in self.passages for name in passage.statements}


class Source(Record):
    """A publication statements rest on; without an address it is cited, never linked."""

    id: Id
    """Its name in addresses: publisher and date; permanent once published."""
    publisher: Text
    """Who published it."""
    via: Text | None = None
    """By what way it was read, if not where it was published."""
    title: Text | None = None
    """Its headline, and what it means in the other languages."""
    original_language: LanguageId
    """The language it is written in."""
    published: PartialDate
    """When it was published: 2019, 2019-11, 2019-11-09 or undated."""
    kind: SourceKind
    """What kind of publication it is."""
    trust: Trust
    """How far it is to be trusted."""
    note: Text
    """What a reader should know of it, as why it is trusted so far."""
    cite_as: Text | None = None
    """How to cite it where it must not be linked; names no web site."""
    address: WebAddress | None = None
    """Where it can be read; left out if it must not be linked."""
    accessed: KnownDate | None = None
    """When it was last read there, if that was noted."""
    archived: WebAddress | None = None
    """Where a copy of what stands there is kept, if one is."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where it can be read, a kept copy included."""
        return tuple(address for address in (self.address, self.archived) if address)


class Rendering(Record):
    """Another form of a term and the source that prints it."""

    lang: LanguageId
    """The language of the form."""
    text: Line
    """The form, as printed."""
    used_by: Id
    """Id of the source that prints it."""


class Term(Record):
    """A term of the field, with the one rendering this site uses."""

    id: Id
    """Its name in addresses: lower-case ASCII joined by hyphens; permanent once published."""
    name: Text
    """The term, and its one rendering on this site in each other language."""
    pinyin: Line | None = None
    """How its Chinese name is spoken (ISO 7098), with tones."""
    our_rendering: bool = False
    """True if no source prints the rendering, so that it is this site's own."""
    link: bool = True
    """False if the term is too common to be explained wherever it stands."""
    others: Many[Rendering] = ()
    """Other forms in use, and who uses them."""
    avoid: WordsIfAny = NO_WORDS
    """Forms that no text of this site may use for it."""
    note: Text
    """What it means, in one sentence, and what else is to be said of its renderings."""
    see: Many[Id] = ()
    """Ids of statements in which it matters."""
    sources: Many[Id]
    """Ids of the sources that print it."""


class PrintedName(RootModel[dict[str, Line]]):
    """A name as sources print it; a language in which none was seen is left out."""

    model_config = ConfigDict(frozen=True)

    root: Annotated[dict[str, Line], Field(min_length=1)]

    def __getitem__(self, language: str) -> str:
        """Give the name in a language, or else the first that there is."""
        return self.root.get(language) or next(iter(self.root.values()))


class Organisation(Record):
    """A body named in the statements."""

    id: Id
    """Its name in addresses: lower-case ASCII joined by hyphens; permanent once published."""
    name: PrintedName
    """Its name as sources print it, in the languages in which they do."""
    pinyin: Line | None = None
    """How its Chinese name is spoken (ISO 7098), with tones."""
    also: WordsIfAny = NO_WORDS
    """Other names sources use, by which it is found in texts and by search."""
    role: Text
    """What it has to do with the programme."""
    kind: BodyKind
    """What kind of body it is."""
    sources: Many[Id]
    """Ids of the sources that name it."""


class Position(Record):
    """What one source says on a topic on which sources differ."""

    says: Text
    """What it says, in a few words."""
    as_of: PartialDate
    """The date it speaks for: 2019, 2019-11, 2019-11-09 or undated."""
    source: Id
    """Id of the source."""


class Disagreement(Record):
    """A topic on which sources differ."""

    id: Id
    """Its name in addresses: lower-case ASCII joined by hyphens; permanent once published."""
    topic: Text
    """What they differ on."""
    summary: Text
    """How they differ, and how to read it."""
    statements: Many[Id] = ()
    """Ids of the statements it concerns, which then say so."""
    positions: Annotated[Many[Position], Field(min_length=2)]
    """What each source says, side by side."""


class Aside(Record):
    """A gap told in one line after the statement to which it belongs."""

    statement: Id
    """Id of a statement of the gap's page."""
    line: Text
    """What has not been reported, in one short sentence."""


class Gap(Record):
    """Something readers would expect and nobody has reported."""

    id: Id
    """Its name in addresses: lower-case ASCII joined by hyphens; permanent once published."""
    section: Id
    """The page at whose end it stands."""
    title: Text
    """A few words that head it."""
    text: Text
    """What has not been reported, in a full sentence."""
    follows: Aside | None = None
    """The statement after which readers would look for it, if there is one."""
    as_of: KnownDate | None = None
    """Up to when nothing was found."""
    asked_as: Words
    """What readers would type who look for it."""


class Zone(Record):
    """A place in the layout and the focus the programme states for it."""

    id: Id
    """Its anchor on the page: lower-case ASCII joined by hyphens."""
    role: ZoneRole
    """Whether it is a core or one of the areas that support it."""
    name: Text
    """Its name as it stands in the drawing."""
    full_name: Text | None = None
    """Its official name, if that is longer."""
    focus: Words | None = None
    """What the programme states for it, a few words each; left out where areas share a focus."""
    statement: Id
    """Id of the statement that says so."""


class SharedFocus(Record):
    """What the programme states for several zones together."""

    focus: Words
    """What it states, a few words each."""
    statement: Id
    """Id of the statement that says so."""


class Named(Record):
    """A thing that the programme names, as one of its clusters."""

    id: Id
    """Its anchor on the page: lower-case ASCII joined by hyphens."""
    name: Text
    """Its name."""
    statement: Id
    """Id of the statement that names it."""


class NamedList(Record):
    """Things of one kind that the programme names, as its clusters or its chains."""

    id: Id
    """Its anchor on the page: lower-case ASCII joined by hyphens."""
    title: Text
    """Its heading."""
    items: Annotated[Many[Named], Field(min_length=1)]
    """What the programme names, in its order."""


class Layout(Record):
    """The places of the programme, and what is to be built there."""

    kicker: Text
    """A few words above the heading of the page, and leading there: what stands on it."""
    zones: Annotated[Many[Zone], Field(min_length=1)]
    """The places, those at the core first."""
    shared_focus: SharedFocus | None = None
    """What is stated for all zones that have no focus of their own."""
    lists: Many[NamedList] = ()
    """What else the programme names, a list a kind."""
    lists_note: Text | None = None
    """How the lists are to be read."""


class Target(Quantity):
    """What the programme aims for."""

    measure: Text
    """What exactly is measured."""
    scope: Text
    """Of which place it is measured."""
    year: Year | None = None
    """The year by which it is aimed for."""
    statement: Id
    """Id of the statement in which the number can be read."""


class Reported(Quantity):
    """What a statement reports, with its own measure and scope."""

    measure: Text
    """What exactly is measured."""
    scope: Text
    """Of which place it is measured."""
    as_of: PartialDate
    """The date it speaks for: 2019, 2019-11, 2019-11-09 or undated."""
    statement: Id
    """Id of the statement in which the number can be read."""


class Indicator(Record):
    """A target beside what was reported since; never one series."""

    id: Id
    """Its name in addresses: lower-case ASCII joined by hyphens; permanent once published."""
    section: Id
    """The page of statements at whose head it stands."""
    name: Text
    """What it is about."""
    unit: Unit
    """What its numbers count."""
    claim: Text | None = None
    """What its chart shows, in a sentence that heads it; all targets have one."""
    warning: Text
    """Why its numbers cannot be read as one series."""
    target: Target | None = None
    """What the programme aims for, if it says so."""
    reported: Many[Reported] = ()
    """What was reported since, in order; the latest last."""

    @property
    def grounds(self) -> tuple[Id, ...]:
        """Ids of the statements in which its numbers can be read."""
        target = (self.target.statement,) if self.target else ()
        return (*target, *(reported.statement for reported in self.reported))

    @property
    def is_drawn(self) -> bool:
        """Whether a chart can show it: a target with a year, and what was reported since."""
        return bool(self.target and self.target.year and self.reported)


class Change(Record):
    """What changed on the site, and why."""

    id: Id
    """Its name in addresses: lower-case ASCII joined by hyphens; permanent once published."""
    date: PartialDate
    """The day of the change, as 2019-11-09."""
    text: Text
    """What changed and why, in a sentence."""
    statements: Many[Id] = ()
    """Ids of the statements that changed."""


class Passage(Record):
    """A titled piece of prose on the page about the site."""

    id: Id
    """Its anchor on the page: lower-case ASCII joined by hyphens."""
    title: Text
    """Its heading."""
    text: Annotated[Many[Text], Field(min_length=1)]
    """Its paragraphs."""


Place = Annotated[str, StringConstraints(pattern=PLACE, max_length=121)]
"""An address below a language: page and anchor, as `goals#old-name`."""


class Published(Record):
    """What has been on the site, page by page, and where what left its place has gone."""

    languages: Many[LanguageId] = ()
    """The languages it has been on the site in; seals are of these."""
    statements: dict[Id, dict[Id, Annotated[str, StringConstraints(pattern=SEAL)]]] = {}
    """Page to statement to its seal when it was accepted; written by make bless."""
    others: dict[Id, Many[Id]] = {}
    """Page to whatever else has an address on it; written by make bless."""
    whole: Annotated[str, StringConstraints(pattern=DIGEST)] | None = None
    """A digest of all that, which tells whether a line was taken out by hand."""
    moved: dict[Place, Place] = {}
    """Address that was left to the one that took its place."""

    @cached_property
    def anchors(self) -> dict[Id, tuple[Id, ...]]:
        """Every page that has been on the site to all that had an address on it."""
        pages = dict.fromkeys((*self.statements, *self.others))
        return {
            page: (*self.statements.get(page, ()), *self.others.get(page, ())) for page in pages
        }

    def left(self, page: str) -> Iterator[tuple[Id, Id, Id]]:
        """Yield the anchors that a page had, each with the page and anchor that took its place."""
        for old, new in self.moved.items():
            was_on, name = old.split("#")
            is_on, anchor = new.split("#")
            if was_on == page:
                yield name, is_on, anchor


class Language(Record):
    """A language of the site."""

    id: LanguageId
    """Two letters that stand for it in addresses and in every text of the data."""
    html: Annotated[str, StringConstraints(pattern=LANGUAGE_TAG)]
    """Its tag for browsers (BCP 47), as zh-Hans."""
    name: Line
    """Its own name for itself."""


class PageEntry(Record):
    """A page that is not a section: its heading and what stands under it."""

    title: Text
    """The heading of the page, and its name in menus."""
    lede: Text
    """What the page is about, in a sentence or two, for search engines and whoever links to it."""
    brief: Many[Sentence] = ()
    """Four to six sentences that tell the whole story; for the home page only."""


class Headline(Record):
    """A figure of a statement, shown in the picture of the site."""

    statement: Id
    """Id of the statement."""
    figure: Annotated[int, Field(ge=0)] = 0
    """Which of its figures, counted from 0."""
    caption: Text
    """What the figure says, in a few words."""


class MenuGroup(Record):
    """Pages that stand together in the menu."""

    title: Text
    """Its heading."""
    pages: Annotated[Many[Id], Field(min_length=1)]
    """Its pages, in order."""


class KeyDate(Record):
    """One of the few dates that tell the story, on top of the timeline."""

    statement: Id
    """Id of the statement that tells of it."""
    date: KnownDate
    """When it happened, as the statement says: 2019, 2019-11 or 2019-11-09."""
    caption: Text
    """What happened, in a few words."""
    release: bool = False
    """True for the one date on which the programme was released."""


class Captions(Record):
    """What the pages say of this programme and of this site, where words would fit any."""

    place: Text
    """Of what place the programme is, in a word or two."""
    authors: Text
    """Who writes the site, for citations."""
    kind: Text
    """What kind of site it is, in a few words above its name where it is shared or printed."""
    foot: Text
    """What it is and is not, at the foot of every page."""
    programme_says: Text
    """The heading above the programme's own word."""
    programme_means: Text
    """What the mark of the programme's own word means."""


class Site(Record):
    """Languages, order of pages and the words of the interface."""

    languages: Annotated[Many[Language], Field(min_length=1)]
    """The languages every text is written in; the first is offered first."""
    name: Text
    """The name of the site."""
    short_name: Text
    """The name where there is little room."""
    description: Text
    """What the site is, for search engines and whoever links to it."""
    headlines: Many[Headline] = ()
    """Figures of the picture shown where the site is shared."""
    home_chart: Id | None = None
    """Id of the indicator drawn on the home page: its target beside what was reported last."""
    key_dates: Many[KeyDate] = ()
    """The dates that tell the story, in order."""
    parts: Many[Id]
    """The numbered parts: pages of statements, in order."""
    menu: Many[MenuGroup]
    """All other pages, in groups, as the menu lists them after the parts."""
    pages: dict[Id, PageEntry]
    """Pages that are not made of statements."""
    same: WordsIfAny = NO_WORDS
    """Words that mean the same to search, a line of them each."""
    captions: Captions
    """What the pages say of this programme and of this site besides."""
    asking: WordsIfAny = NO_WORDS
    """Words that make a question and say nothing of what is asked for; search passes them over."""
    defining: WordsIfAny = NO_WORDS
    """Words that ask what a term means: of a term asked for so, search tells the term first."""
    words: dict[str, Text]
    """The words of the interface, the same for any programme; {blanks} are filled in."""
    cards: bool = False
    """True where tools/card.py has drawn the pictures shown where the site is shared."""
    filing: Line | None = None
    """The number (ICP备案号) that sites hosted in mainland China must show."""

    @cached_property
    def language_ids(self) -> tuple[str, ...]:
        """Language ids in order."""
        return tuple(language.id for language in self.languages)

    @cached_property
    def tags(self) -> dict[str, str]:
        """Language id to what HTML calls the language, in order."""
        return {language.id: language.html for language in self.languages}

    def group_of(self, name: str) -> MenuGroup:
        """Give the group of the menu in which a page stands."""
        return next(group for group in self.menu if name in group.pages)

    @cached_property
    def in_menu(self) -> tuple[Id, ...]:
        """The pages of the menu's groups: all besides home and the parts, in order."""
        return tuple(name for group in self.menu for name in group.pages)


Location = tuple[str | int, ...]
"""Where a value stands: file, record, key, … as in `("sections", "goals", "statements", 3)`."""


def walk(value: object, path: Location = ()) -> Iterator[tuple[Location, BaseModel]]:
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


class Programme(Record):
    """All the data, as one value; each key is a file of `data/`, or a folder of them."""

    site: Site
    """The site itself: languages, order of pages, words of the interface."""
    about: Many[Passage]
    """Prose of the page about the site."""
    sections: dict[Id, Section]
    """The pages of statements, a file each."""
    search: dict[Id, dict[Id, dict[Id, str]]] = {}
    """Other wordings: what else readers type, by language, page, and statement, gap or topic
    on which sources differ; a line each. Searched, never shown."""
    sources: Many[Source]
    """The publications that statements rest on."""
    terms: Many[Term] = ()
    """The glossary."""
    organisations: Many[Organisation] = ()
    """The bodies named in statements."""
    disagreements: Many[Disagreement] = ()
    """Topics on which sources differ."""
    not_reported: Many[Gap] = ()
    """What readers would expect and nobody has reported."""
    layout: Layout | None = None
    """The places of the programme and what is to be built there."""
    indicators: Many[Indicator] = ()
    """Targets beside what was reported since."""
    changes: Annotated[Many[Change], Field(min_length=1)]
    """What changed on the site, newest first."""
    published: Published
    """What has been on the site; written by make bless."""

    @model_validator(mode="after")
    def _sections_in_site_order(self) -> Self:
        """Keep sections in the order of `site`, so that no page depends on file order."""
        order = [name for name in (*self.site.parts, *self.site.in_menu) if name in self.sections]
        order += sorted(set(self.sections) - set(order))
        object.__setattr__(self, "sections", {name: self.sections[name] for name in order})
        return self

    @cached_property
    def newest_change(self) -> str:
        """The date of the newest change: of this edition of the site."""
        return max(change.date for change in self.changes)

    @cached_property
    def first_change(self) -> str:
        """The date of the first edition of the site."""
        return min(change.date for change in self.changes)

    def last_change(self, names: Iterable[str]) -> str:
        """Give the date of the newest change of these statements, else of the first edition."""
        asked = set(names)
        touching = (change.date for change in self.changes if asked & set(change.statements))
        return max(touching, default=self.first_change)

    def last_change_of_page(self, name: str) -> str:
        """Give the day a page last changed, as far as `changes.yml` tells.

        A page of statements: by the newest change of any of them, or of none in particular, which
        may be on any page. Every other page is drawn from all statements: by the newest of all,
        and that of the sources also by when one was last read, which stands there.
        """
        if name in self.sections:
            general = (change.date for change in self.changes if not change.statements)
            own = self.last_change(each.id for each in self.sections[name].statements)
            return max((own, *general))
        read = (source.accessed or "" for source in self.sources if name == "sources")
        return max((self.newest_change, *read))

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """Every statement by id, in page order."""
        return {s.id: s for section in self.sections.values() for s in section.statements}

    @cached_property
    def section_of(self) -> dict[str, str]:
        """Statement id to the id of its section."""
        return {s.id: name for name, section in self.sections.items() for s in section.statements}

    def wordings(self, language: str) -> dict[str, str]:
        """Give the id of an entry to what else readers type for it, a line each."""
        pages = self.search.get(language, {}).values()
        return {name: lines for page in pages for name, lines in page.items()}

    def heading(self, name: str) -> Text:
        """Give the title of a page."""
        entry = self.sections.get(name) or self.site.pages[name]
        return entry.title

    @cached_property
    def gaps(self) -> dict[str, Gap]:
        """Every gap by id."""
        return {gap.id: gap for gap in self.not_reported}

    def place_of(self, name: str) -> str:
        """Give the id of the section in which a statement or a gap stands."""
        return self.gaps[name].section if name in self.gaps else self.section_of[name]

    @cached_property
    def carriers(self) -> tuple[Source, ...]:
        """The sources on which the programme's own word rests, in the order of `sources`."""
        spoken = (s.sources for s in self.statements.values() if s.said_by == "programme")
        ids = {name for names in spoken for name in names}
        return tuple(source for source in self.sources if source.id in ids)

    @cached_property
    def source(self) -> dict[str, Source]:
        """Every source by id."""
        return {source.id: source for source in self.sources}

    @cached_property
    def models(self) -> tuple[tuple[Location, BaseModel], ...]:
        """Every model below it with its path, walked once for all rules."""
        return tuple(walk(self))
