"""A whole site rendered in memory before anything is written: what it asked for and did not find.

Words of the interface and what is filled into them, ids that stand twice on a page, places that
links lead to: told together, where the data could mend it. What only a template can mend is an
error of that template.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from string import Formatter
from types import SimpleNamespace
from urllib.parse import urljoin, urlsplit

from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader

from .model import Programme, Text
from .pages import Page
from .publication import Publication
from .render import environment
from .rules.walk import WORDS, Finding
from .voice import FILLED_BY_SCRIPTS

OVERRIDES = Path(__file__).parents[2] / "overrides"
OUTSIDE = ("door.html", "404.html")
"""Pages of no language."""


class Line(str):
    """A word of the interface in one language.

    Attributes:
        filled: blanks filled in whenever it was asked for; nothing where it was taken as it is.
    """

    filled: frozenset[str] | None = None

    def format(self, *positional: object, **named: object) -> str:
        """Fill in what is given, and remember it; where that is not enough, nothing is filled."""
        given = frozenset([*named, *([""] if positional else [])])
        self.filled = given if self.filled is None else self.filled & given
        return super().format(*positional, **named) if blanks(self) <= given else str(self)


def blanks(line: str) -> set[str]:
    """Find the blanks of a word, `{count}`; what is no plain blank is given as it stands."""
    try:
        parts = [part[1:] for part in Formatter().parse(line)]
    except ValueError:
        return {line}
    plain = ("", None)
    return {
        name if (spec, conversion) == plain else line
        for name, spec, conversion in parts
        if name is not None
    }


class Words(dict[str, Text]):
    """The words of the interface, which note who asks for them.

    Attributes:
        asked: words asked for by name.
        missing: those of them that are not there, and are nothing until they are.
    """

    def __init__(self, words: Mapping[str, Text], languages: tuple[str, ...]) -> None:
        super().__init__({key: _noting(text.root) for key, text in words.items()})
        self.asked: set[str] = set()
        self.missing: set[str] = set()
        self._nothing = _noting(dict.fromkeys(languages, ""))

    def __getitem__(self, key: str) -> Text:
        self.asked.add(key)
        return super().__getitem__(key)

    def __missing__(self, key: str) -> Text:
        self.missing.add(key)
        return self._nothing


def _noting(lines: Mapping[str, str]) -> Text:
    root: dict[str, str] = {language: Line(line) for language, line in lines.items()}
    return Text.model_construct(root=root)


class Rehearsal:
    """A site rendered with words that note who asks for them.

    Args:
        programme: the data, held to their rules.
        address: where the root of the site will stand.
        printed: whether its pages are going to be there as PDF too.
    """

    def __init__(self, programme: Programme, address: str, printed: bool = False) -> None:
        site = programme.site
        self.words = Words(site.words, site.language_ids)
        noting = site.model_copy(update={"words": self.words})
        noting_programme = programme.model_copy(update={"site": noting})
        self.publication = Publication(noting_programme, address, printed).render()
        self.frames = {page.path: frame(self.publication, page) for page in self.publication.pages}
        for name in OUTSIDE:
            theme().get_template(name).render(_given(self.publication))

    def findings(self) -> Iterator[Finding]:
        """Yield what is missing."""
        yield from self._words()
        yield from self._anchors()
        yield from self._links()

    def _words(self) -> Iterator[Finding]:
        for name in sorted(self.words.missing):
            yield WORDS, f"the word '{name}' is missing; add it"
        for name, text in self.words.items():
            for language, line in text.root.items():
                allowed = FILLED_BY_SCRIPTS.get(name) or (isinstance(line, Line) and line.filled)
                if name in self.words.asked and not blanks(line) <= (allowed or set()):
                    shown = ", ".join(f"{{{blank}}}" for blank in sorted(allowed or ())) or "none"
                    message = f"'{line}' has a blank nobody fills; those of this word: {shown}"
                    yield (*WORDS, name, language), message

    @cached_property
    def _pages(self) -> Mapping[str, str]:
        """Address of each page to the whole of it."""
        return {
            path: f"{self.frames[path]}{body}" for path, body in self.publication.bodies.items()
        }

    @cached_property
    def _ids(self) -> Mapping[str, Counter[str]]:
        return {path: Counter(ID.findall(html)) for path, html in self._pages.items()}

    def _anchors(self) -> Iterator[Finding]:
        twice = {name for ids in self._ids.values() for name in ids if ids[name] > 1}
        for path, record in self.publication.programme.models:
            name = getattr(record, "id", "")
            if name in twice:
                yield (*path, "id"), f"'{name}' is an anchor of the page itself; choose another id"

    def _links(self) -> Iterator[Finding]:
        for path, html in self._pages.items():
            for href in HREF.findall(html):
                there = urlsplit(urljoin(f"/{path}", href))
                if not there.netloc and there.path.endswith("/"):
                    yield from self._leads_nowhere(path, there.path[1:], there.fragment)

    def _leads_nowhere(self, path: str, target: str, anchor: str) -> Iterator[Finding]:
        if target not in self._ids:
            yield ("site", "menu"), f"other pages link to '{target.split('/')[-2]}'; add it"
        elif anchor and anchor not in self._ids[target]:
            yield ("site",), f"{path} links to '{anchor}' on {target}, which is not there; write it"


ID = re.compile(r' id="([^"]*)"')
HREF = re.compile(r' href="([^"]*)"')


@cache
def theme() -> Environment:
    """Make an environment in which our part of the theme can be rendered without MkDocs."""
    base = DictLoader({"base.html": ""})
    theme = environment().overlay(loader=ChoiceLoader([FileSystemLoader(OVERRIDES), base]))
    theme.filters = {**theme.filters, "url": str}
    return theme


def _given(publication: Publication) -> Mapping[str, object]:
    """Give what MkDocs gives every template, or what stands for it."""
    return {
        "programme": publication.programme,
        "site_pages": publication.pages,
        "config": SimpleNamespace(
            site_url=publication.address,
            repo_url=publication.address,
            theme=SimpleNamespace(favicon=""),
        ),
        "policy": "",
        "published": True,
        "described": "",
        "page": SimpleNamespace(canonical_url="", content="", meta=SimpleNamespace(description="")),
    }


def frame(publication: Publication, page: Page) -> str:
    """Render what the theme puts around a page."""
    template = theme().get_template("main.html")
    given = {**_given(publication), "ours": publication.renderer.voice(page)}
    context = template.new_context(given)
    try:
        return "".join(piece for block in template.blocks.values() for piece in block(context))
    except Exception:
        theme().handle_exception()  # which names lines of the template, not of what it became
