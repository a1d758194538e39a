"""The whole site as one value: every page in every language, and every file beside them.

What a generator of static sites has to be given; nothing of how it is given it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from . import exports, json_ld, offline, search, takeaway
from .model import Programme
from .pages import Page, pages
from .render import Renderer


@dataclass(frozen=True)
class Publication:
    """A programme as it is published at an address.

    Attributes:
        programme: the data, checked.
        address: where the root of the site will stand, `https://…/`.
        printed: whether its pages are going to be there as PDF too, and are linked.
    """

    programme: Programme
    address: str
    printed: bool = False

    @cached_property
    def renderer(self) -> Renderer:
        """What renders its pages."""
        return Renderer(self.programme, self.printed)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Its pages, language by language."""
        return pages(self.programme)

    @cached_property
    def bodies(self) -> Mapping[str, Markup]:
        """Path of each page to what stands on it, as HTML."""
        return {page.path: self.renderer.render(page) for page in self.pages}

    @cached_property
    def descriptions(self) -> Mapping[str, Markup]:
        """Path of each page to what it tells machines of itself, as JSON-LD."""
        return {
            page.path: json_ld.script(self.programme, page, self.address) for page in self.pages
        }

    @cached_property
    def files(self) -> Mapping[str, str]:
        """Path of each other file to its text: data, search, Markdown, feeds and more."""
        return {
            **exports.files(self.programme, self.address),
            **search.files(self.renderer.relations, self.pages),
            **offline.manifests(self.programme.site),
            **takeaway.files(self.renderer, self.pages, self.bodies, self.address),
        }

    def render(self) -> "Publication":
        """Work everything out now, so that whatever is wrong is known before anything is written.

        Raises:
            jinja2.TemplateError: when a template is broken, or asks for what is not there.
        """
        _ = self.bodies, self.descriptions, self.files
        return self
