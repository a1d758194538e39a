"""What templates say things with: words, dates, amounts and addresses of a page in its language."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import get_args

from markupsafe import Markup

from . import numbers
from .addresses import BILINGUAL, edition_path, editions, feed_path, place, printed_path
from .citations import STYLES
from .dates import date_words
from .exports import data_files
from .languages import marked
from .model import UNDATED, Language, Programme, Quantity, SaidBy, Source, Term, Text
from .pages import Page
from .relations import Relations
from .terms import Linker, forms

SEARCH_WORDS = (
    *(f"search-{key}" for key in ("count", "failed", "loading", "many", "near", "none")),
    *("search-parts", "search-results", "search-kind-gap", "search-kind-page"),
)
"""Words in which the search box tells things."""
CITE_WORDS = (
    *("link", "quote", "report", "open", "close", "copy", "copied", "failed"),
    *STYLES,
)
"""Words by which citations are offered, each after `cite-`."""
FILLED_BY_SCRIPTS = {
    f"search-{key}": {"query", "count", "found"} for key in ("count", "many", "none")
}
"""Blanks that scripts fill in."""


@dataclass(frozen=True)
class Voice:
    """What every template may ask for, by the name it has here.

    Attributes:
        programme: the data.
        relations: what is derived from all statements together.
        linker: finds terms in texts.
        page: what is being written.
        reach: writes an address below the site's root so that it holds where the page is read.
        printed: whether editions and pages are there as PDF too, to be linked.
        seen: language to the ids of the terms linked so far; grows while a page is written.
    """

    programme: Programme
    relations: Relations
    linker: Linker
    page: Page
    reach: Callable[[str], str]
    printed: bool
    seen: Mapping[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @cached_property
    def own(self) -> Language:
        """The language of the page."""
        return self._languages[self.page.language]

    @cached_property
    def others(self) -> tuple[Language, ...]:
        """The other languages of the site."""
        return tuple(each for each in self._languages.values() if each != self.own)

    @cached_property
    def _languages(self) -> Mapping[str, Language]:
        return {language.id: language for language in self.programme.site.languages}

    @property
    def marks(self) -> tuple[SaidBy, ...]:
        """Every mark of who says a thing, the programme's own word first."""
        return get_args(SaidBy)

    @property
    def editions(self) -> tuple[str, ...]:
        """The editions that the site has."""
        return editions(self.programme.site)

    edition_path = staticmethod(edition_path)
    printed_path = staticmethod(printed_path)
    feed_path = staticmethod(feed_path)

    @property
    def data_files(self) -> tuple[str, ...]:
        """The files of data that the site has."""
        return data_files(self.programme)

    def t(self, text: Text) -> Markup:
        """Give a text in the language of the page as HTML, parts in another marked as such."""
        return self.marked(self.label(text))

    def label(self, text: Text) -> str:
        """Give a text in the language of the page where only characters may stand."""
        return text[self.own.id]

    def marked(self, text: str, language: str = "", *, quoted: str = "") -> Markup:
        """Give a line as HTML, what of it is in another language marked as such."""
        return marked(text, self.tag(language or self.own.id), quoted=quoted)

    def word(self, key: str, **values: object) -> str:
        """Give words of the interface, their blanks filled in."""
        return self.label(self.programme.site.words[key]).format(**values)

    def means(self, said_by: SaidBy) -> str:
        """Say what a mark means; that of the programme's own word is this programme's to say."""
        if said_by == "programme":
            return self.label(self.programme.site.captions.programme_means)
        return self.word(f"said-by-{said_by}-means")

    def date(self, value: str) -> str:
        """Word a partial date, `undated` included."""
        return self.word(UNDATED) if value == UNDATED else date_words(value, self.own.id)

    def as_of(self, value: str) -> str:
        """Say as of when a statement speaks."""
        return self.date(value) if value == UNDATED else self.word("as-of", date=self.date(value))

    def source_label(self, source: Source) -> str:
        """Name a source by its publisher and date."""
        return self.label(source.publisher) + self.word("comma") + self.date(source.published)

    def source_heading(self, source: Source) -> str:
        """Name a source by its headline, else as it is cited where it must not be linked."""
        named = source.title or source.cite_as
        return self.label(named) if named else self.source_label(source)

    def amount(self, quantity: Quantity, unit: str) -> str:
        """Word a quantity with its qualifier: `over RMB 32 billion`."""
        amount = numbers.amount_words(quantity.values, unit, self.own.id)
        if not quantity.qualifier:
            return amount
        key = f"qualifier-{quantity.qualifier.replace(' ', '-')}"
        return self.label(self.programme.site.words[key]).format(amount)

    def linked(self, text: Text, language: str) -> Markup:
        """Give a text in a language with its terms linked where the page first uses them."""
        seen = self.seen[language]

        def linked(part: str) -> Markup:
            return self.linker.linked(part, language, seen, self._term_url)

        return marked(text[language], self.tag(language), show=linked)

    def _term_url(self, term: str) -> str:
        return self.url("terms", term)

    def forms(self, term: Term) -> tuple[tuple[str, str], ...]:
        """Give a term in every language, each with its tag, the page's own order first."""
        return tuple(forms(term, self.programme.site.tags))

    def tag(self, language: str) -> str:
        """Give what HTML calls a language, of the site or another."""
        known = self._languages.get(language)
        return known.html if known else language

    def page_title(self, name: str) -> str:
        """Give the title of a page."""
        return self.label(self.programme.heading(name))

    def group_title(self, name: str) -> str:
        """Give the heading of a page's group in the menu."""
        return self.label(self.programme.site.group_of(name).title)

    def url(self, page: str, anchor: str = "") -> str:
        """Give the address of a page of this language, or of what has an id on it."""
        return self.reach(place(self.own.id, page, anchor))

    def elsewhere(self, language: str) -> str:
        """Give the address of the same page in another language."""
        return self.reach(self.page.path_in(language))

    def statement_url(self, name: str) -> str:
        """Give the address of a statement by its id."""
        return self.url(self.programme.section_of[name], name)

    def place_url(self, name: str) -> str:
        """Give the address of a statement or a gap by its id."""
        return self.url(self.programme.place_of(name), name)

    def edition_words(self, edition: str) -> str:
        """Say what an edition holds: everything in one language, or in all."""
        if edition == BILINGUAL:
            return self.word("edition-bilingual")
        return self._languages[edition].name + self.word("colon") + self.word("edition-one")

    @property
    def search_words(self) -> Mapping[str, str]:
        """The words in which the search box tells things; marks by their rank."""
        words = {key: self.label(self.programme.site.words[key]) for key in SEARCH_WORDS}
        ranks = {
            f"said-by-{rank}": self.word(f"said-by-{by}") for rank, by in enumerate(self.marks)
        }
        return words | ranks

    @property
    def cite_words(self) -> Mapping[str, str]:
        """The words by which citations are offered."""
        return {key: self.label(self.programme.site.words[f"cite-{key}"]) for key in CITE_WORDS}

    def names(self) -> Mapping[str, object]:
        """Give all of this by name, as templates ask for it."""
        return {name: getattr(self, name) for name in dir(self) if not name.startswith("_")}
