"""The site to take away: Markdown beside each page, `llms.txt`, feeds of changes, editions.

Formats: llms.txt after llmstxt.org; Atom after RFC 4287; editions are one HTML file each. The
shape of all is in `templates/takeaway/`.
"""

import re
import textwrap
from collections.abc import Mapping

from markupsafe import Markup

from .addresses import BILINGUAL, HOME, edition_path, editions, feed_path
from .edition import Binder, woven
from .exports import LICENCE
from .markdown import markdown_environment, tidy
from .pages import Page
from .render import SHEETS, Renderer, filled, spoken
from .voice import Voice

LEFT_OUT = ("timeline",)
"""Pages that say nothing but what others say, so that editions do without them."""


def _lines(text: str, width: int) -> list[str]:
    """Break a text into lines, a Chinese one behind brackets and stops: its characters are wide."""
    if " " in text:
        return textwrap.wrap(text, width)
    return re.findall(r"[^）：，；]+[）：，；]?", text)


def instant(date: str) -> str:
    """Give the first second of a year, month or day, after RFC 3339."""
    return "-".join((*date.split("-"), "01", "01")[:3]) + "T00:00:00Z"


def colours() -> Mapping[str, str]:
    """Give the colours of the site by name, as its sheet has them for the light scheme."""
    sheet = (SHEETS / "site.css").read_text("utf-8")
    root = sheet.partition(":root {")[2].partition("}")[0]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", root))


class TakeAway:
    """Makes the files of one site at `address`."""

    def __init__(self, renderer: Renderer, site_pages: tuple[Page, ...], address: str) -> None:
        self.programme, self.pages, self.address = renderer.programme, site_pages, address
        self.renderer = renderer
        self.languages = self.programme.site.language_ids
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
            written[feed_path(language)] = self.feed(language)
        parts = {voice.own.id: self._edition_body(voice, bodies) for voice in self.voices.values()}
        return written | {
            edition_path(name): self.edition(name, parts) for name in editions(self.programme.site)
        }

    def markdown(self, page: Page) -> str:
        """Give a page as Markdown."""
        voice = self._voice(page)
        values = {**vars(page.values), **spoken(voice), "t": voice.label}
        return self._plain(f"{page.template}.md.jinja", values)

    def llms(self, *languages: str) -> str:
        """Give the list of the Markdown files in some languages."""
        pages = {(page.language, page.id): page for page in self.pages}
        voices = [self.voices[language] for language in languages]
        return self._plain("llms.txt.jinja", {"voices": voices, "pages": pages})

    def _plain(self, template: str, values: Mapping[str, object]) -> str:
        filling = markdown_environment().get_template(f"takeaway/{template}")
        return tidy(filling.render({**values, **self._site()}))

    def _html(self, template: str, values: Mapping[str, object]) -> Markup:
        return filled(f"takeaway/{template}", {**values, **self._site()})

    def feed(self, language: str) -> str:
        """Give the changes of the site as an Atom feed."""
        changes = self.renderer.relations.newest_changes
        values = {"changes": changes, "instant": instant, **self.voices[language].names()}
        return self._html("changes.xml.jinja", values)

    def edition(self, name: str, bodies: Mapping[str, str]) -> str:
        """Give the whole programme as one HTML file, in one language or woven together in all.

        Args:
            name: a language, or what the edition in all is called.
            bodies: language to what stands in its edition.
        """
        languages = self.languages if name == BILINGUAL else (name,)
        voices = [self.voices[language] for language in languages]
        body = woven([(voice.own.html, bodies[voice.own.id]) for voice in voices])
        values = {"edition": name, "voices": voices, "body": body}
        return self._html("edition.html.jinja", values)

    def _edition_body(self, voice: Voice, bodies: Mapping[str, str]) -> str:
        """Give cover, contents and pages of an edition in a language."""
        own = [page for page in self.pages if page.language == voice.own.id]
        pages = {page.path: page for page in own if page.id not in LEFT_OUT}
        binder = Binder(self.address, pages, self._names())
        parts = [(page, binder.bound(page, bodies[path])) for path, page in pages.items()]
        return self._html("edition-body.html.jinja", {"parts": parts, **voice.names()})

    def _names(self) -> Mapping[tuple[str, str], str]:
        """Give what is no page's own: what statements, gaps and indicators are called."""
        sections, programme = self.programme.sections, self.programme
        left = {(page, n): n for page in sections for n, *_ in programme.published.left(page)}
        said = {(page, name): name for name, page in programme.section_of.items()}
        gaps = {(gap.section, gap.id): gap.id for gap in programme.not_reported}
        figures = {(i.section, i.id): f"indicator.{i.id}" for i in programme.indicators}
        return left | said | gaps | figures

    def card(self, language: str) -> str:
        """Give the picture shown where a page in a language is shared, as SVG."""
        voice, site = self.voices[language], self.programme.site
        figures = []
        for headline in site.headlines:
            figure = self.programme.statements[headline.statement].figures[headline.figure]
            caption = _lines(voice.label(headline.caption), 36)
            figures.append((voice.amount(figure, figure.unit), caption))
        lines = _lines(voice.label(site.name), 34)
        values = {"lines": lines, "figures": figures, "colours": colours(), **voice.names()}
        return self._html("card.svg.jinja", values)

    def _voice(self, page: Page) -> Voice:
        return self.renderer.voice(page, self.address)

    def _site(self) -> Mapping[str, object]:
        """Give what does not depend on language."""
        return {
            "programme": self.programme,
            "licence": LICENCE,
            "home": HOME,
        }


def files(
    renderer: Renderer, site_pages: tuple[Page, ...], bodies: Mapping[str, str], address: str
) -> dict[str, str]:
    """Give every file to take away from the site at `address`: path below its root to its text."""
    return TakeAway(renderer, site_pages, address).files(bodies)
