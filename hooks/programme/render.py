"""Pages into HTML by the templates of `templates/`; every value is escaped.

A template that asks for a value nobody gave is a fault, not a blank.
"""

import os
import traceback
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
)
from markupsafe import Markup

from .addresses import relative
from .facts import facts, rows
from .model import Programme
from .pages import Page
from .relations import Relations
from .terms import Linker, as_json, explanations
from .voice import Voice

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
        self.relations = Relations(programme)
        self.linker = Linker(programme)

    def render(self, page: Page) -> Markup:
        """Render the body of a page; below it where what left it has gone, and its terms.

        Raises:
            jinja2.UndefinedError: when a template names a value the page does not have.
        """
        voice = self.voice(page)
        said = {**vars(page.values), **spoken(voice)}
        body = filled(f"{page.template}.html.jinja", said)
        seen = set().union(*voice.seen.values())
        explained = as_json(explanations(self.programme, page.language), seen)
        below = filled("_below.html.jinja", {**said, "explained": explained})
        return body + below

    def voice(self, page: Page, address: str = "") -> Voice:
        """Give what templates speak with.

        Args:
            page: what is written.
            address: of the site's root, for what is read elsewhere; else links are relative.
        """
        reach = address.__add__ if address else partial(relative, page.path)
        return Voice(self.programme, self.relations, self.linker, page, reach, self.printed)


def spoken(voice: Voice) -> Mapping[str, object]:
    """Give all that any template may ask for: a voice, and what it says of records."""
    return {
        **voice.names(),
        "facts": partial(facts, voice),
        "rows": partial(rows, voice),
    }


def filled(template: str, values: Mapping[str, object]) -> Markup:
    """Fill a template."""
    return Markup(environment().get_template(template).render(values))
