"""Markdown: texts escaped, links, and the environment of templates whose values become Markdown.

CommonMark, a heading's id behind it as Pandoc writes it.
"""

import re
from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from .render import environment

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


def anchor(name: str) -> Markup:
    """Give what names the heading before it."""
    return Markup(f"{{#{name}}}")


@cache
def _shown(value: object) -> Markup:
    """Escape a value a template shows, unless it is Markdown already."""
    return value if isinstance(value, Markup) else escaped(str(value))


@cache
def markdown_environment() -> Environment:
    """Make the environment of templates whose values become Markdown."""
    plain = environment().overlay(finalize=_shown)
    plain.globals = {**plain.globals, "link": link, "bare": bare, "anchor": anchor}
    return plain


def tidy(markdown: str) -> str:
    """Leave one blank line where a template left several."""
    return re.sub(r"\n{3,}", "\n\n", markdown).strip() + "\n"
