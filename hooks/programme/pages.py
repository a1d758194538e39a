"""Which pages there are and what stands on each: the programme worked out for reading.

Values only; their shape on the page is in `templates/`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from . import charts, numbers, overview
from .addresses import HOME, place
from .briefs import Piece, pieces
from .groups import Reading
from .model import (
    UNDATED,
    Gap,
    Programme,
    Section,
    Term,
)
from .pinyin import dictionary_order
from .relations import Relations, gathered
from .values import (
    AboutValues,
    DisagreementsValues,
    HomeValues,
    LayoutValues,
    OrganisationsValues,
    SectionValues,
    SourcesValues,
    TermsValues,
    TimelineValues,
    Values,
)

NEWEST = 3
"""How many of the newest changes the home page tells."""
FIGURES = "0–9"
"""What heads the terms that begin with no letter."""


def in_order(term: Term, language: str) -> tuple[str, str]:
    """Give what a term is put in order by: pinyin, or letters, whatever their case."""
    if language == "zh":
        return dictionary_order(term.pinyin or "")
    return term.name[language].casefold().lstrip("“‘"), ""


def by_initial(terms: Iterable[Term], language: str) -> Iterator[tuple[str, tuple[Term, ...]]]:
    """Yield terms that are in order with the letter they begin with, figures before all letters."""

    def initial(term: Term) -> str:
        letter = in_order(term, language)[0][:1]
        return letter.upper() if letter.isalpha() else FIGURES

    for letter, those in groupby(terms, initial):
        yield letter, tuple(those)


@dataclass(frozen=True)
class Entry:
    """A line of a page's table of contents."""

    id: str
    title: str
    children: tuple["Entry", ...] = ()


@dataclass(frozen=True)
class Page:
    """One page in one language, ready for its template."""

    id: str
    language: str
    title: str
    description: str
    template: str
    values: Values
    toc: tuple[Entry, ...] = ()
    brief: tuple[Piece, ...] = ()

    @property
    def path(self) -> str:
        """Address below the site's root: `en/` or `en/goals/`."""
        return place(self.language, self.id)

    def path_in(self, language: str) -> str:
        """Address below the site's root of the same page in a language."""
        return place(language, self.id)


Content = tuple[Values, tuple[Entry, ...]]
"""What a page holds: the values of its template, and its table of contents."""


class Builder:
    """Makes the pages of one language."""

    def __init__(self, relations: Relations, language: str) -> None:
        self.relations, self.language = relations, language
        self.programme = relations.programme

    def pages(self) -> Iterator[Page]:
        """Yield every page of the language, home first."""
        site = self.programme.site
        yield self._page(HOME, self._home(), ())
        for name in (*site.parts, *site.in_menu):
            if name in self.programme.sections:
                yield self._section_page(name)
            else:
                yield self._page(name, *OTHER_PAGES[name](self))

    def word(self, key: str) -> str:
        """Give an interface word in the page's language."""
        return self.programme.site.words[key][self.language]

    def _page(self, name: str, values: Values, toc: tuple[Entry, ...]) -> Page:
        entry = self.programme.site.pages[name]
        title, lede = entry.title[self.language], entry.lede[self.language]
        brief = tuple(pieces(entry.brief, self.language))
        return Page(name, self.language, title, lede, name, values, toc, brief)

    def _home(self) -> HomeValues:
        site = self.programme.site
        many = len(site.parts)
        charted = next((i for i in self.programme.indicators if i.id == site.home_chart), None)
        return HomeValues(
            released=next((key.date for key in site.key_dates if key.release), None),
            charted=charted,
            bars=charts.latest(charts.bars(charted, self.language)) if charted else None,
            parts_known=tuple(overview.known(self.programme)),
            how_many=numbers.numeral(many, self.language) if many > 1 else None,
            drawing=self._drawing(),
            newest=self.relations.newest_changes[:NEWEST],
        )

    def _section_page(self, name: str) -> Page:
        section = self.programme.sections[name]
        values = self._section(name, section)
        toc = [Entry(indicator.id, indicator.name[self.language]) for indicator in values.aimed]
        if values.other_figures:
            toc.append(Entry("other-figures", self.word("other-figures")))
        toc += [Entry(group.id, group.title[self.language]) for group in values.reading]
        if values.gaps:
            toc.append(Entry("not-reported", self.word("not-reported")))
        title, lede = section.title[self.language], section.lede[self.language]
        brief = tuple(pieces(section.brief, self.language))
        return Page(name, self.language, title, lede, "section", values, tuple(toc), brief)

    def _section(self, name: str, section: Section) -> SectionValues:
        gaps = self.relations.gaps.get(name, ())
        indicators = [i for i in self.programme.indicators if i.section == name]
        aimed = tuple(i for i in indicators if i.target)
        says = self.programme.site.captions.programme_says
        return SectionValues(
            part=self._part(name),
            reading=tuple(Reading(section, gaps).groups(says)),
            gaps=gaps,
            gaps_as_of=_as_of(gaps),
            neighbours=self._neighbours(name),
            aimed=aimed,
            other_figures=tuple(i for i in indicators if not i.target),
            drawn_bars={i.id: charts.bars(i, self.language) for i in aimed if i.is_drawn},
        )

    def _part(self, name: str) -> str | None:
        """Number a part in words."""
        parts = self.programme.site.parts
        return numbers.numeral(parts.index(name) + 1, self.language) if name in parts else None

    def _neighbours(self, name: str) -> tuple[str | None, str | None]:
        """Name the section before and the section after, in reading order."""
        order = list(self.programme.sections)
        place = order.index(name)
        before = order[place - 1] if place else None
        after = order[place + 1] if place + 1 < len(order) else None
        return before, after

    def layout(self) -> Content:
        """Draw the layout; its table stands below, zones with one focus together."""
        layout = self.programme.layout
        if not layout:
            return LayoutValues(None, ()), ()
        toc = [Entry(key, self.word(key)) for key in ("drawing", "zones")]
        toc += [Entry(named.id, named.title[self.language]) for named in layout.lists]
        return LayoutValues(self._drawing(), tuple(overview.focuses(layout))), tuple(toc)

    def _drawing(self) -> charts.Drawing | None:
        layout = self.programme.layout
        return charts.layout_drawing(layout) if layout else None

    def timeline(self) -> Content:
        """Give the key dates, then every statement by what it speaks for, the undated last."""
        every = sorted(self.programme.statements.values(), key=lambda s: (s.as_of, s.id))
        years = gathered((_year(statement.as_of), statement) for statement in every)
        undated = years.pop(UNDATED, ())
        keys = ("key-dates", "every-statement") if self.programme.site.key_dates else ()
        toc = [Entry(key, self.word(key)) for key in keys]
        return TimelineValues(tuple(years.items()), undated), tuple(toc)

    def terms(self) -> Content:
        """Put the terms in the order of the page's language, and in those of the others."""
        terms = self._terms_in_order(self.language)
        others = [name for name in self.programme.site.language_ids if name != self.language]
        otherwise = {name: self._terms_in_order(name) for name in others}
        letters = tuple(by_initial(terms, self.language))
        return TermsValues(terms, letters, otherwise), ()

    def _terms_in_order(self, language: str) -> tuple[Term, ...]:
        return tuple(sorted(self.programme.terms, key=lambda term: in_order(term, language)))

    def organisations(self) -> Content:
        """Put the organisations together by what they are."""
        kinds = gathered((each.kind, each) for each in self.programme.organisations)
        toc = tuple(Entry(f"kind-{kind}", self.word(f"kind-{kind}")) for kind in kinds)
        return OrganisationsValues(kinds), toc

    def disagreements(self) -> Content:
        """Give the topics on which sources differ."""
        topics = self.programme.disagreements
        toc = tuple(Entry(topic.id, topic.topic[self.language]) for topic in topics)
        return DisagreementsValues(topics), toc

    def sources(self) -> Content:
        """Put first what carries the programme, then the others as they were published."""
        carriers = self.programme.carriers
        every = sorted(self.programme.sources, key=lambda s: (s.published, s.id))
        years = gathered((_year(s.published), s) for s in every if s not in carriers)
        undated = years.pop(UNDATED, ())
        groups = [("carriers", self.word("carriers"), carriers)]
        groups += [(f"y{year}", year, sources) for year, sources in years.items()]
        groups.append((UNDATED, self.word("undated"), undated))
        toc = tuple(Entry(anchor, title) for anchor, title, _ in groups)
        return SourcesValues(tuple(groups)), toc

    def about(self) -> Content:
        """Give what is said of the site itself, and its changes, the newest first."""
        passages = self.programme.about
        toc = [Entry(passage.id, passage.title[self.language]) for passage in passages]
        own = {"data": "data-files", "take-away": "take-away", "changes": "changes"}
        toc += [Entry(anchor, self.word(key)) for anchor, key in own.items()]
        return AboutValues(passages, self.relations.newest_changes), tuple(toc)


OTHER_PAGES: Mapping[str, Callable[[Builder], Content]] = {
    "layout": Builder.layout,
    "timeline": Builder.timeline,
    "terms": Builder.terms,
    "organisations": Builder.organisations,
    "disagreements": Builder.disagreements,
    "sources": Builder.sources,
    "about": Builder.about,
}
"""The pages that are not made of statements, by id: what stands on each."""


def _as_of(gaps: tuple[Gap, ...]) -> str | None:
    """Give the date up to which nothing was found, where all gaps have the same."""
    dates = {gap.as_of for gap in gaps}
    return dates.pop() if len(dates) == 1 else None


def _year(date: str) -> str:
    """Give the year of a partial date, `undated` as it is."""
    return date.partition("-")[0]


def pages(programme: Programme) -> tuple[Page, ...]:
    """Give every page of the site, language by language."""
    relations = Relations(programme)
    builders = (Builder(relations, language) for language in programme.site.language_ids)
    return tuple(page for builder in builders for page in builder.pages())
