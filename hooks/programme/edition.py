"""Pages as parts of one document that needs no other, in one language or with all woven together.

What stands on a page is taken as it was rendered for the site: folds are opened, headings go a
level down, what only a site has a use for is left out, links lead inside the document.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element, ParseError, fromstring, tostring

from jinja2 import TemplateSyntaxError
from markupsafe import Markup

from .pages import Page
from .render import TEMPLATES

LEFT_OUT = {"button", "form", "nav", "script"}
"""Elements that only a site has a use for."""
LEFT_OUT_CLASSES = {"again", "cite", "other", "otherwise"}
"""As above: what another page says, citations made by a script, the other language and order."""
HEADINGS = {f"h{level}": f"h{level + 1}" for level in range(1, 6)}
INSTEAD = {"details": "div", "summary": "div", **HEADINGS}
NAMING = ("id", "aria-labelledby", "aria-describedby")
"""Attributes that hold ids."""
PREFIXES = {"sources": "source", "terms": "term", "disagreements": "differs"}
"""What stands before an anchor of a page that has no dot of its own; else the page's name."""
HOLDERS = {
    *("main", "nav", "header", "footer", "section", "div", "figure", "details"),
    *("ul", "ol", "li", "dl", "dd", "table", "thead", "tbody", "tr"),
}
"""Elements that may hold others and no text of their own."""

Version = tuple[str, Element]
"""The tag of a language, and what stands somewhere in it."""


@dataclass(frozen=True)
class Binder:
    """Makes pages of one language parts of a document.

    Attributes:
        address: where the root of the site stands.
        pages: address below it to each page that is in the document.
        names: page and anchor to what the anchor is called in the document, where that is no name
            of the page's.
    """

    address: str
    pages: Mapping[str, Page]
    names: Mapping[tuple[str, str], str]

    def bound(self, page: Page, body: str) -> Markup:
        """Give what stands on a page as a part of the document, as XML.

        Raises:
            jinja2.TemplateSyntaxError: when it is not well-formed XML.
        """
        root = _read(page, f'<section class="md-typeset page page-{page.id}">{body}</section>')
        _prune(root)
        for element in root.iter():
            self._lead_inside(element, page)
            if element.get("class") == "statement":
                self._lead_to_site(element, page)
            if element.tag == "h1":
                element.set("id", f"page.{page.id}")
            element.tag = INSTEAD.get(element.tag, element.tag)
        root.set("aria-labelledby", f"page.{page.id}")
        return Markup(tostring(root, "unicode"))

    def _lead_inside(self, element: Element, page: Page) -> None:
        """Give an element ids and links that hold in the document."""
        for attribute in NAMING:
            if names := element.get(attribute):
                element.set(attribute, " ".join(self._anchor(page.id, n) for n in names.split()))
        if element.tag == "a":
            element.set("href", self._href(page, element.get("href", "")))

    def _lead_to_site(self, statement: Element, page: Page) -> None:
        """Make the heading of a statement a link to where it stands on the site."""
        heading = next(element for element in statement.iter() if element.tag in HEADINGS)
        place = f"{self.address}{page.path}#{statement.get('id')}"
        link = Element("a", {"class": "self", "href": place})
        link.text, heading.text = heading.text, None
        link[:], heading[:] = list(heading), [link]

    def _anchor(self, page: str, name: str) -> str:
        return self.names.get((page, name), f"{PREFIXES.get(page, page)}.{name}")

    def _href(self, page: Page, href: str) -> str:
        there = urlsplit(urljoin(f"/{page.path}", href))
        if there.scheme:
            return href
        target = self.pages.get(there.path[1:])
        if not target:
            return self.address + there.geturl()[1:]
        anchor = there.fragment and self._anchor(target.id, there.fragment)
        return f"#{anchor or f'page.{target.id}'}"


def _read(page: Page, html: str) -> Element:
    try:
        return fromstring(html)
    except ParseError as error:
        what = f"what it makes of {page.path} is not well-formed ({error})"
        remedy = "close every element and give every attribute a value"
        file = f"{TEMPLATES / page.template}.html.jinja"
        raise TemplateSyntaxError(f"{what}; {remedy}", 1, filename=file) from error


def _prune(element: Element) -> None:
    """Take out what only a site has a use for."""
    for child in list(element):
        label = child.tag == "summary" and not len(child)
        classes = set(child.get("class", "").split())
        hidden = child.get("aria-hidden") == "true"
        if child.tag in LEFT_OUT or label or hidden or LEFT_OUT_CLASSES & classes:
            element.remove(child)
        else:
            _prune(child)


def woven(versions: Sequence[tuple[str, str]]) -> Markup:
    """Put versions of a text, each in a language, together paragraph by paragraph, as HTML.

    Args:
        versions: the tag of each language and XML. What of them corresponds has the same id or,
            below the same element, the same name and class; it becomes one element with each
            version inside.
    """
    roots = [(language, fromstring(f"<div>{text}</div>")) for language, text in versions]
    return Markup("").join(
        Markup(tostring(part, "unicode", "html")) for part in Loom(roots).cloth()
    )


class Loom:
    """Weaves versions of a text into the first of them."""

    def __init__(self, versions: Sequence[Version]) -> None:
        self.versions = versions
        self.first = versions[0][0]
        self.by_id = {
            language: {each.get("id"): each for each in root.iter() if each.get("id")}
            for language, root in versions
        }
        self.taken: set[Element] = set()

    def cloth(self) -> Iterator[Element]:
        """Yield the elements that hold every version."""
        if len(self.versions) == 1:
            yield from self.versions[0][1]
        else:
            yield from self._children(self.versions)

    def _children(self, versions: Sequence[Version]) -> Iterator[Element]:
        """Yield what corresponds; then what of other languages has no counterpart."""
        (language, parent), *others = versions
        for child in list(parent):
            yield from self._together([(language, child), *self._counterparts(child, others)])
        for language, parent in others:
            for child in parent:
                if not any(each in self.taken for each in child.iter()):
                    yield self._alone(language, child)

    def _counterparts(self, child: Element, others: Sequence[Version]) -> Iterator[Version]:
        name = child.get("id")
        for language, parent in others:
            alike = (each for each in parent if _kind(each) == _kind(child))
            twin = self.by_id[language].get(name) if name else self._next(alike)
            if twin is not None:
                self.taken.add(twin)
                yield language, twin

    def _next(self, elements: Iterator[Element]) -> Element | None:
        return next((each for each in elements if each not in self.taken), None)

    def _together(self, versions: Sequence[Version]) -> Iterator[Element]:
        """Yield what corresponds as one element; drawings one below the other."""
        elements = [element for _, element in versions]
        first = elements[0]
        if len(versions) == 1 or (first.tag == "svg" and _differ(elements)):
            yield from (self._alone(*version) for version in versions)
            return
        if first.tag in HOLDERS and not any(map(_has_text, elements)):
            first[:] = list(self._children(versions))
        elif _differ(elements):
            first[:] = [self._inside(first, *version) for version in versions]
            first.text = None
            first.attrib.pop("lang", None)
        yield first

    def _alone(self, language: str, element: Element) -> Element:
        """Mark an element as in one language; its ids may be there in the first."""
        for each in element.iter() if language != self.first else ():
            for attribute in NAMING:
                if names := each.get(attribute):
                    each.set(attribute, " ".join(f"{name}.{language}" for name in names.split()))
        element.attrib.setdefault("lang", language)
        return element

    def _inside(self, outer: Element, language: str, element: Element) -> Element:
        """Give what stands inside an element, marked with its language."""
        inner = Element("div" if outer.tag in {*HOLDERS, "td", "th"} else "span")
        inner.text = element.text
        inner[:] = list(element)
        return self._alone(language, inner)


def _kind(element: Element) -> tuple[str | None, ...]:
    return element.tag, element.get("class"), element.get("id")


def _differ(elements: Sequence[Element]) -> bool:
    first, *others = (list(_said(element)) for element in elements)
    return any(other != first for other in others)


def _said(element: Element) -> Iterator[tuple[object, ...]]:
    """Yield all that an element says, for comparing; writing it out takes far longer."""
    yield element.tag, element.attrib, element.text, (element.tail or "").strip()
    for each in element:
        yield from _said(each)


def _has_text(element: Element) -> bool:
    return bool("".join((element.text or "", *(child.tail or "" for child in element))).strip())
