"""Pages into HTML by the templates of `templates/`; every value is escaped.

A template that asks for a value nobody gave is a fault, not a blank.
"""

import os
import traceback
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
)
from markupsafe import Markup

from . import numbers
from .dates import date_words
from .exports import data_files
from .languages import marked
from .model import UNDATED, Programme, Quantity, SaidBy, Source, Text
from .pages import HOME, Index, Page
from .terms import Linker, as_json, explanations, forms

TEMPLATES = Path(__file__).parent.parent / "templates"
SHEETS = Path(__file__).parents[2] / "docs" / "assets"
"""Where the style sheets of the site are, which editions hold."""


@cache
def environment() -> Environment:
    """Make the strict, escaping environment all templates share; an edited one is read anew."""
    return Environment(
        loader=FileSystemLoader([TEMPLATES, SHEETS]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def fault_in_template(error: BaseException) -> str | None:
    """Word an error that a template made: file, line, what, and what to do.

    Returns:
        Nothing when no template had a part in it.
    """
    if isinstance(error, TemplateNotFound):
        return f"the template {error.name} is missing; restore it"
    if isinstance(error, TemplateSyntaxError):
        return f"{_named(error.filename)}:{error.lineno}: {error.message}; mend the template"
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if frame.filename.endswith((".jinja", ".html"))]
    if not inside:
        return None
    place = f"{_named(inside[-1].filename)}:{inside[-1].lineno}"
    return f"{place}: {type(error).__name__}: {error}; mend the template"


def _named(file: str | None) -> str:
    """Name a file as it is found below the project."""
    return os.path.relpath(file or "a template")


class Renderer:
    """Renders pages of one programme.

    Args:
        printed: whether its editions and pages are there as PDF too, to be linked.
    """

    def __init__(self, programme: Programme, printed: bool = False) -> None:
        self.programme, self.printed = programme, printed
        self.index = Index(programme)
        self.environment = environment()
        self.linker = Linker(programme)
        self.languages = {language.id: language for language in programme.site.languages}

    def render(self, page: Page) -> Markup:
        """Render the body of a page, and below it where what left the page has gone.

        Raises:
            jinja2.UndefinedError: when a template names a value the page does not have.
        """
        parts = (f"{page.template}.html.jinja", "_moved.html.jinja")
        values = {**page.values, **self.shared(page)}
        return Markup().join(
            Markup(self.environment.get_template(part).render(values)) for part in parts
        )

    def shared(self, page: Page) -> Mapping[str, Any]:
        """Give what every template may use: the data, and words in the page's language."""
        own = page.language
        seen: dict[str, set[str]] = defaultdict(set)
        return {
            "page": page,
            "programme": self.programme,
            "data_files": data_files(self.programme),
            "printed": self.printed,
            "index": self.index,
            "own": self.languages[own],
            "others": tuple(item for name, item in self.languages.items() if name != own),
            "t": lambda text: self.marked(text[own], own),
            "label": lambda text: text[own],
            "marked": lambda text, name=own, **how: self.marked(text, name, **how),
            "page_title": lambda name: self.programme.heading(name)[own],
            "tag": self._tag,
            "forms": lambda term: forms(term, self.programme.site.tags),
            "note": lambda source: self._note(source, own),
            "linked": lambda text, name: self._linked(page, text, name, seen[name]),
            "terms_on_page": lambda: self._terms_on_page(own, seen),
            "word": self._words(own),
            "means": lambda said_by: self._means(said_by)[own],
            "group_title": lambda name: self.programme.site.group_of(name).title[own],
            "search_words": self._words_for(("search-", "said-by-"), own),
            "cite_words": self._cite_words(own),
            "date": lambda value: self.date(value, own),
            "amount": lambda quantity, unit: self.amount(quantity, unit, own),
            "url": lambda name, anchor="": _url(page, name, anchor),
            "elsewhere": lambda language: _up(page) + "../" + page.path_in(language),
            "statement_url": lambda name: _url(page, self.programme.section_of[name], name),
            "place_url": lambda name: _url(page, self.programme.place_of(name), name),
        }

    def _means(self, said_by: SaidBy) -> Text:
        """Say what a mark means; that of the programme's own word is this programme's to say."""
        if said_by == "programme":
            return self.programme.site.captions.programme_means
        return self.programme.site.words[f"said-by-{said_by}-means"]

    def _tag(self, language: str) -> str:
        """Give what HTML calls a language, of the site or another."""
        return self.languages[language].html if language in self.languages else language

    def marked(self, text: str, language: str, **options: Any) -> Markup:
        """Give a text as HTML, what of it is in another language marked as such."""
        return marked(text, self._tag(language), **options)

    def _note(self, source: Source, language: str) -> Markup:
        """Give the note on a source; what it quotes of one in a third language is in that one."""
        written_in = source.original_language
        quoted = "" if written_in in self.languages else written_in
        return self.marked(source.note[language], language, quoted=quoted)

    def _linked(self, page: Page, text: Text, language: str, seen: set[str]) -> Markup:
        """Give a text in a language with its terms linked where the page first uses them."""

        def linked(part: str) -> Markup:
            return self.linker.linked(part, language, seen, lambda term: _url(page, "terms", term))

        return self.marked(text[language], language, show=linked)

    def _terms_on_page(self, language: str, seen: Mapping[str, set[str]]) -> Markup:
        """Give what the page's script says of the terms it links, as JSON."""
        explained = explanations(self.programme, language)
        return as_json(explained, set().union(*seen.values()))

    def _words(self, language: str) -> Callable[..., str]:
        words = self.programme.site.words

        def word(key: str, **values: Any) -> str:
            return words[key][language].format(**values)

        return word

    def _words_for(self, prefixes: tuple[str, ...], language: str) -> Mapping[str, str]:
        """Give the words a script tells things in."""
        return {
            key: text[language]
            for key, text in self.programme.site.words.items()
            if key.startswith(prefixes) and not key.endswith("-means")
        }

    def _cite_words(self, language: str) -> Mapping[str, str]:
        words = self._words_for(("cite-",), language).items()
        return {key.removeprefix("cite-"): word for key, word in words}

    def date(self, value: str, language: str) -> str:
        """Word a partial date, `undated` included."""
        if value == UNDATED:
            return self.programme.site.words["undated"][language]
        return date_words(value, language)

    def amount(self, quantity: Quantity, unit: str, language: str) -> str:
        """Word a quantity with its qualifier: `over RMB 32 billion`."""
        amount = numbers.amount_words(quantity.values, unit, language)
        if not quantity.qualifier:
            return amount
        key = f"qualifier-{quantity.qualifier.replace(' ', '-')}"
        return self.programme.site.words[key][language].format(amount)


def _up(page: Page) -> str:
    """Give the way from a page to the root of its language."""
    return "" if page.id == HOME else "../"


def _url(page: Page, name: str, anchor: str = "") -> str:
    """Give the address of a page of the same language, relative to `page`."""
    if anchor and name == page.id:
        return f"#{anchor}"
    folder = "" if name == HOME else f"{name}/"
    fragment = f"#{anchor}" if anchor else ""
    return (_up(page) + folder + fragment) or "./"
