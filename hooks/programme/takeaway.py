"""The site to take away: Markdown beside each page, `llms.txt`, feeds of changes, editions.

Formats: CommonMark, a heading's id behind it as Pandoc writes it; llms.txt after llmstxt.org;
Atom after RFC 4287; editions are one HTML file each. Their shape is in `templates/takeaway/`.
"""

import re
import textwrap
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from .edition import Binder, woven
from .exports import LICENCE, data_files
from .pages import HOME, Page
from .render import Renderer, environment

BILINGUAL = "bilingual"
LEFT_OUT = (HOME, "timeline")
"""Pages that say nothing but what others say, so that editions do without them."""

MARKS = re.compile(r"[\\`*_{}\[\]<>|~]|&(?=#?\w+;)")
"""What Markdown takes for more than text, wherever it stands."""
STARTS = re.compile(r"\d+(?=[.)])|(?=[-+=#])")
"""What stands before a mark that would make a list or a heading where a line begins."""
ADDRESS_MARKS = re.compile(r"[\\()<>]|&(?=#?\w+;)")


def escaped(text: str) -> Markup:
    """Give a text as Markdown that shows it character by character."""
    start = STARTS.match(text)
    end = start.end() if start else 0
    return Markup(text[:end] + ("\\" if start else "") + MARKS.sub(r"\\\g<0>", text[end:]))


def link(text: str, address: str) -> Markup:
    """Give a link in Markdown."""
    destination = ADDRESS_MARKS.sub(r"\\\g<0>", address)
    return Markup(f"[{escaped(text)}]({destination})")


def bare(address: str) -> Markup:
    """Give an address as a link to itself."""
    return Markup(f"<{address}>")


def _finisher() -> Callable[[Any], Markup]:
    """Make what escapes a value a template shows, unless it is Markdown already."""
    known = cache(escaped)
    return lambda value: value if isinstance(value, Markup) else known(str(value))


@cache
def plain_environment() -> Environment:
    """Make the environment of templates whose values become Markdown."""
    return environment().overlay(finalize=_finisher())


def _tidy(markdown: str) -> str:
    """Leave one blank line where a template left several."""
    return re.sub(r"\n{3,}", "\n\n", markdown).strip() + "\n"


def _lines(text: str, width: int) -> list[str]:
    """Break a text into lines, a Chinese one behind brackets and stops: its characters are wide."""
    if " " in text:
        return textwrap.wrap(text, width)
    return re.findall(r"[^）：，；]+[）：，；]?", text)


def instant(date: str) -> str:
    """Give the first second of a year, month or day, after RFC 3339."""
    return "-".join((*date.split("-"), "01", "01")[:3]) + "T00:00:00Z"


def edition_path(edition: str, form: str = "html") -> str:
    """Say where an edition stands below the site's root."""
    return f"take-away/programme-{edition}.{form}"


class TakeAway:
    """Makes the files of one site at `address`."""

    def __init__(self, renderer: Renderer, site_pages: tuple[Page, ...], address: str) -> None:
        self.programme, self.pages, self.address = renderer.programme, site_pages, address
        self.renderer = renderer
        self.languages = self.programme.site.language_ids
        self.editions = (*self.languages, BILINGUAL) if len(self.languages) > 1 else self.languages
        self.html, self.plain = environment(), plain_environment()
        self.voices = {page.language: self._voice(page) for page in site_pages if page.id == HOME}

    def files(self, bodies: Mapping[str, str]) -> dict[str, str]:
        """Give every file, path below the site's root to its text.

        Args:
            bodies: path of each page to what stands on it, as HTML.
        """
        written = {f"{page.path}index.md": self.markdown(page) for page in self.pages}
        written["llms.txt"] = self.llms(*self.languages)
        for language in self.languages:
            written[f"{language}/llms.txt"] = self.llms(language)
            written[f"{language}/changes.xml"] = self.feed(language)
        return written | {edition_path(name): self.edition(name, bodies) for name in self.editions}

    def markdown(self, page: Page) -> str:
        """Give a page as Markdown."""
        template = self.plain.get_template(f"takeaway/{page.template}.md.jinja")
        voice = self.voices[page.language] | {"page": page}
        return _tidy(template.render(**page.values, **voice))

    def llms(self, *languages: str) -> str:
        """Give the list of the Markdown files in some languages."""
        template = self.plain.get_template("takeaway/llms.txt.jinja")
        voices = [self.voices[language] for language in languages]
        return _tidy(template.render(voices=voices, **self._site()))

    def feed(self, language: str) -> str:
        """Give the changes of the site as an Atom feed."""
        voice = self.voices[language]
        changes = voice["pages"]["about"].values["changes"]
        template = self.html.get_template("takeaway/changes.xml.jinja")
        return template.render(changes=changes, instant=instant, **voice)

    def edition(self, name: str, bodies: Mapping[str, str]) -> str:
        """Give the whole programme as one HTML file, in one language or woven together in all."""
        languages = self.languages if name == BILINGUAL else (name,)
        voices = [self.voices[language] for language in languages]
        marking = map(self._marking, languages)
        versions = [(voice["own"].html, self._edition_body(voice, bodies)) for voice in marking]
        template = self.html.get_template("takeaway/edition.html.jinja")
        return template.render(
            edition=name,
            voices=voices,
            newest=self._newest(),
            body=woven(versions),
            **self._site(),
        )

    def _edition_body(self, voice: Mapping[str, Any], bodies: Mapping[str, str]) -> str:
        """Give cover, contents and pages of an edition in a language."""
        pages = [page for page in voice["pages"].values() if page.id not in LEFT_OUT]
        binder = Binder(self.address, {page.path: page for page in pages}, self._names())
        parts = [(page, binder.bound(page, bodies[page.path])) for page in pages]
        template = self.html.get_template("takeaway/edition-body.html.jinja")
        return template.render(parts=parts, newest=self._newest(), **voice)

    def _names(self) -> Mapping[tuple[str, str], str]:
        """Give pages and anchors of statements and gaps, which keep their form, and indicators."""
        said = {(page, name): name for name, page in self.programme.section_of.items()}
        gaps = {(gap.section, gap.id): gap.id for gap in self.programme.not_reported}
        figures = {(i.section, i.id): f"indicator.{i.id}" for i in self.programme.indicators}
        return said | gaps | figures

    def _newest(self) -> str:
        return max(change.date for change in self.programme.changes)

    def card(self, language: str) -> str:
        """Give the picture shown where a page in a language is shared, as SVG."""
        voice = self.voices[language]
        figures = []
        for headline in self.programme.site.headlines:
            figure = self.programme.statements[headline.statement].figures[headline.figure]
            caption = _lines(headline.caption[language], 36)
            figures.append((voice["amount"](figure, figure.unit), caption))
        lines = _lines(self.programme.site.name[language], 34)
        template = self.html.get_template("takeaway/card.svg.jinja")
        return template.render(lines=lines, figures=figures, **voice)

    def _site(self) -> dict[str, Any]:
        """Give what does not depend on language."""
        return {
            "programme": self.programme,
            "address": self.address,
            "licence": LICENCE,
            "data_files": data_files(self.programme),
            "editions": self.editions,
            "edition_path": edition_path,
            "home": HOME,
            "link": link,
            "bare": bare,
            "anchor": lambda name: Markup(f"{{#{name}}}"),
            "feed_url": lambda language: f"{self.address}{language}/changes.xml",
        }

    def _voice(self, home: Page) -> dict[str, Any]:
        """Give a language's words and pages, and addresses that hold away from the site."""
        shared = self.renderer.shared(home)

        def url(name: str, anchor: str = "") -> str:
            page = home.path if name == HOME else f"{home.path}{name}/"
            return self.address + page + (f"#{anchor}" if anchor else "")

        def statement_url(name: str) -> str:
            return url(self.programme.section_of[name], name)

        def statement_link(name: str) -> Markup:
            title = self.programme.statements[name].title[home.language]
            return link(title, statement_url(name))

        return {
            **shared,
            **self._site(),
            "t": shared["label"],
            "word": cache(shared["word"]),
            "date": cache(shared["date"]),
            "pages": {page.id: page for page in self.pages if page.language == home.language},
            "url": url,
            "markdown_url": lambda name: f"{url(name)}index.md",
            "statement_url": statement_url,
            "statement_link": cache(statement_link),
            "edition_words": lambda edition: self._edition_words(edition, home.language),
        }

    def _marking(self, language: str) -> Mapping[str, Any]:
        """Give a language's voice for HTML, where what is in another language is marked."""
        voice = self.voices[language]
        return voice | {"t": lambda text: voice["marked"](text[language])}

    def _edition_words(self, edition: str, language: str) -> str:
        """Say in a language what an edition holds."""
        words = self.programme.site.words
        if edition == BILINGUAL:
            return words["edition-bilingual"][language]
        name = self.renderer.languages[edition].name
        return name + words["colon"][language] + words["edition-one"][language]


def files(
    renderer: Renderer, site_pages: tuple[Page, ...], bodies: Mapping[str, str], address: str
) -> dict[str, str]:
    """Give every file to take away from the site at `address`: path below its root to its text."""
    return TakeAway(renderer, site_pages, address).files(bodies)
