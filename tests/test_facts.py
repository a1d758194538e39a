"""What is said of a record is said alike on its page, in Markdown and in every edition."""

import re
from collections.abc import Iterator
from functools import cache
from xml.etree import ElementTree

import html5lib
import pytest
from programme.facts import Fact, Record, facts
from programme.model import Organisation, Programme, Source, Statement, Term
from programme.publication import Publication

ADDRESS = "https://kite.example/plan/"
HEADED = "heading"
TEXT = "text"
SEARCHED = "search only"
RULED = "rules only"
TOLD = {
    Statement: {
        "id": HEADED,
        "title": HEADED,
        "text": TEXT,
        "said_by": "said-by",
        "topic": "the heading above",
        "as_of": "as-of",
        "date_note": "as-of",
        "sources": "sources",
        "see": "compare",
        "figures": "charts and data",
        "asked_as": SEARCHED,
    },
    Source: {
        "id": HEADED,
        "publisher": "imprint",
        "via": "imprint",
        "title": HEADED,
        "original_language": "original",
        "published": "imprint",
        "kind": "imprint",
        "trust": "imprint",
        "note": "note",
        "cite_as": "cited-as",
        "address": "address",
        "accessed": "accessed",
        "archived": "archived",
    },
    Term: {
        "id": HEADED,
        "name": HEADED,
        "pinyin": HEADED,
        "our_rendering": "our-rendering",
        "link": "texts",
        "others": "also-rendered",
        "avoid": RULED,
        "note": "note",
        "see": "used-in",
        "sources": "sources",
    },
    Organisation: {
        "id": HEADED,
        "name": HEADED,
        "pinyin": "pinyin",
        "also": SEARCHED,
        "role": "role",
        "kind": "the heading above",
        "sources": "sources",
    },
}
"""Each key of a record, and the fact that tells it, or where else it is told."""


@pytest.mark.parametrize("kind", TOLD, ids=lambda kind: kind.__name__)
def test_each_key_of_a_record_is_told_somewhere(kind: type[Record]) -> None:
    """A key that is new is told by a fact, and named here."""
    assert set(TOLD[kind]) == set(kind.model_fields)


@pytest.fixture(scope="module")
def whole(tiny: Programme) -> Publication:
    return Publication(tiny, ADDRESS)


def records(programme: Programme) -> Iterator[tuple[str, Record]]:
    """Yield each record that has facts, with the page on which it stands."""
    for statement in programme.statements.values():
        yield programme.section_of[statement.id], statement
    yield from (("sources", source) for source in programme.sources)
    yield from (("terms", term) for term in programme.terms)
    yield from (("organisations", body) for body in programme.organisations)


def told(whole: Publication, language: str, page: str, record: Record) -> tuple[Fact, ...]:
    """Give the facts of a record as its page has them."""
    (own,) = (each for each in whole.pages if (each.id, each.language) == (page, language))
    return facts(whole.renderer.voice(own), record)


def words(found: tuple[Fact, ...]) -> Iterator[str]:
    for fact in found:
        yield from (fact.label, *(part.words for item in fact.items for part in item))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_fact_stands_on_page_and_in_markdown_and_editions(
    language: str, whole: Publication
) -> None:
    for page, record in records(whole.programme):
        found = told(whole, language, page, record)
        path = f"{language}/{page}/"
        shown = text_at(whole.bodies[path], record.id)
        markdown = unescaped(section_of(whole.files[f"{path}index.md"], record.id))
        for line in words(found):
            assert line.strip() in shown, (path, record.id)
            assert line.strip() in markdown, (path, record.id)
        once = tuple(fact for fact in found if not fact.again)
        for edition in (language, "bilingual"):
            file = whole.files[f"take-away/programme-{edition}.html"]
            bound = text_at(file, anchor(page, record))
            assert [line for line in words(once) if line.strip() not in bound] == []


def text_at(html: str, name: str) -> str:
    """Give the text of the element that has an id."""
    (found,) = (each for each in parsed(html).iter() if each.get("id") == name)
    return "".join(found.itertext())


@cache
def parsed(html: str) -> ElementTree.Element:
    tree: ElementTree.Element = html5lib.parse(html, namespaceHTMLElements=False)
    return tree


def anchor(page: str, record: Record) -> str:
    """Name the place of a record in an edition."""
    kinds = {"sources": "source", "terms": "term", "organisations": "organisations"}
    return f"{kinds[page]}.{record.id}" if page in kinds else record.id


def section_of(markdown: str, name: str) -> str:
    """Give what stands below a heading of Markdown, to the next."""
    return markdown.partition(f"{{#{name}}}")[2].partition("\n#")[0]


def unescaped(markdown: str) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown)


def test_each_fact_is_told_of_some_record(whole: Publication) -> None:
    """The tiny programme has them all, so that each is looked for."""
    found = {
        fact.key
        for page, record in records(whole.programme)
        for language in ("en", "zh")
        for fact in told(whole, language, page, record)
    }
    named = {place for keys in TOLD.values() for place in keys.values() if " " not in place}
    assert found >= named - {HEADED, TEXT, "texts"}
    assert found >= {"differs", "compare", "changes", "missing", "rests-on-it", "mentioned-in"}


def test_fact_of_a_source_leads_outside_only_where_it_may(whole: Publication) -> None:
    for source in whole.programme.sources:
        found = told(whole, "en", "sources", source)
        outside = {part.outside for fact in found for item in fact.items for part in item}
        assert outside - {""} == set(source.addresses)
