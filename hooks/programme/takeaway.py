"""The site to take away: Markdown beside each page, `llms.txt`, feeds of changes, editions.

Formats: CommonMark, a heading's id behind it as Pandoc writes it; llms.txt after llmstxt.org;
Atom after RFC 4287; editions are one HTML file each. Their shape is in `templates/takeaway/`.
"""

import re
import textwrap
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from .exports import LICENCE
from .model import Programme
from .pages import HOME, Page
from .render import Renderer

BILINGUAL = "bilingual"
DATA_FILES = ("statements.json", "statements.csv", "sources.json", "terms.json", "schema.json")

MARKS = re.compile(r"(?=[\\`*_{}\[\]<>|~]|&#?\w+;)|^(?:\d+(?=[.)])|(?=[-+=#]))")
"""Where Markdown would see more than text: before a mark, or in one that begins a line."""
ADDRESS_MARKS = re.compile(r"(?=[\\()<>]|&#?\w+;)")


def escaped(text: str) -> Markup:
    """Give a text as Markdown that shows it character by character."""
    return Markup(MARKS.sub(r"\g<0>\\", text))


def link(text: str, address: str) -> Markup:
    """Give a link in Markdown."""
    destination = ADDRESS_MARKS.sub(r"\\", address)
    return Markup(f"[{escaped(text)}]({destination})")


def bare(address: str) -> Markup:
    """Give an address as a link to itself."""
    return Markup(f"<{address}>")


def _finished(value: Any) -> Markup:
    """Escape a value a template shows, unless it is Markdown already."""
    return value if isinstance(value, Markup) else escaped(str(value))


def _tidy(markdown: str) -> str:
    """Leave one blank line where a template left several."""
    return re.sub(r"\n{3,}", "\n\n", markdown).strip() + "\n"


def instant(date: str) -> str:
    """Give the first second of a year, month or day, after RFC 3339."""
    return "-".join((*date.split("-"), "01", "01")[:3]) + "T00:00:00Z"


def edition_path(edition: str) -> str:
    """Say where an edition stands below the site's root."""
    return f"take-away/programme-{edition}.html"


def _lines(text: str, width: int) -> list[str]:
    """Break a text into lines, a Chinese one behind a bracket only: its characters are wide."""
    if " " in text:
        return textwrap.wrap(text, width)
    return re.findall(r"[^）]+）?", text)


class TakeAway:
    """Makes the files of one site at `address`."""

    def __init__(self, programme: Programme, site_pages: tuple[Page, ...], address: str) -> None:
        self.programme, self.pages, self.address = programme, site_pages, address
        self.languages = programme.site.language_ids
        self.editions = (*self.languages, BILINGUAL) if len(self.languages) > 1 else self.languages
        self.renderer = Renderer(programme)
        self.html = self.renderer.environment
        self.plain = self.html.overlay(finalize=_finished)

    def files(self) -> dict[str, str]:
        """Give every file: path below the site's root to its text."""
        written = {f"{page.path}index.md": self.markdown(page) for page in self.pages}
        written["llms.txt"] = self.llms(*self.languages)
        for language in self.languages:
            written[f"{language}/llms.txt"] = self.llms(language)
            written[f"{language}/changes.xml"] = self.feed(language)
        return written | {edition_path(name): self.edition(name) for name in self.editions}

    def markdown(self, page: Page) -> str:
        """Give a page as Markdown."""
        template = self.plain.get_template(f"takeaway/{page.template}.md.jinja")
        return _tidy(template.render(**page.values, **self._shared(page)))

    def llms(self, *languages: str) -> str:
        """Give the list of the Markdown files in some languages."""
        template = self.plain.get_template("takeaway/llms.txt.jinja")
        return _tidy(template.render(voices=self._voices(languages), **self._site()))

    def feed(self, language: str) -> str:
        """Give the changes of the site as an Atom feed."""
        (voice,) = self._voices((language,))
        changes = voice["pages"]["about"].values["changes"]
        template = self.html.get_template("takeaway/changes.xml.jinja")
        return template.render(changes=changes, instant=instant, **voice)

    def edition(self, name: str) -> str:
        """Give the whole programme as one HTML file, in one language or, side by side, in all."""
        languages = self.languages if name == BILINGUAL else (name,)
        template = self.html.get_template("takeaway/edition.html.jinja")
        return template.render(
            edition=name,
            voices=self._voices(languages),
            index=self.renderer.index,
            numbers=self._numbers(),
            newest=max(change.date for change in self.programme.changes),
            **self._site(),
        )

    def card(self, language: str) -> str:
        """Give the picture shown where a page in a language is shared, as SVG."""
        (voice,) = self._voices((language,))
        figures = []
        for headline in self.programme.site.headlines[:2]:
            figure = self.programme.statements[headline.statement].figures[headline.figure]
            caption = _lines(headline.caption[language], 36)
            figures.append((voice["amount"](figure, figure.unit), caption))
        lines = _lines(self.programme.site.name[language], 34)
        template = self.html.get_template("takeaway/card.svg.jinja")
        return template.render(lines=lines, figures=figures, **voice)

    def _numbers(self) -> Mapping[str, int]:
        """Number the sources: those of statements as they are first cited, then the others."""
        cited = (name for s in self.programme.statements.values() for name in s.sources)
        every = dict.fromkeys((*cited, *self.programme.source))
        return {name: number for number, name in enumerate(every, start=1)}

    def _site(self) -> dict[str, Any]:
        """Give what does not depend on language."""
        return {
            "programme": self.programme,
            "address": self.address,
            "licence": LICENCE,
            "data_files": DATA_FILES,
            "editions": self.editions,
            "edition_path": edition_path,
            "home": HOME,
            "link": link,
            "bare": bare,
        }

    def _shared(self, page: Page) -> dict[str, Any]:
        """Give what a page's templates may use, with addresses that hold away from the site."""
        root = f"{self.address}{page.language}/"

        def url(name: str, anchor: str = "") -> str:
            return root + (f"{name}/" if name != HOME else "") + (f"#{anchor}" if anchor else "")

        return {
            **self.renderer.shared(page),
            **self._site(),
            "anchor": lambda name: Markup(f"{{#{name}}}"),
            "url": url,
            "statement_url": lambda name: url(self.programme.section_of[name], name),
            "markdown_url": lambda name: f"{url(name)}index.md",
            "edition_words": lambda edition: self._edition_words(edition, page.language),
            "feed_url": lambda language: f"{self.address}{language}/changes.xml",
        }

    def _edition_words(self, edition: str, language: str) -> str:
        """Say in a language what an edition holds."""
        words = self.programme.site.words
        if edition == BILINGUAL:
            return words["edition-bilingual"][language]
        name = self.renderer.languages[edition].name
        return name + words["colon"][language] + words["edition-one"][language]

    def _voices(self, languages: tuple[str, ...]) -> tuple[dict[str, Any], ...]:
        """Give, for each language, its words, its pages and the addresses in it."""
        pages = {name: {p.id: p for p in self.pages if p.language == name} for name in languages}
        return tuple({**self._shared(own[HOME]), "pages": own} for own in pages.values())


def files(programme: Programme, site_pages: tuple[Page, ...], address: str) -> dict[str, str]:
    """Give every file to take away from the site at `address`: path below its root to its text."""
    return TakeAway(programme, site_pages, address).files()
