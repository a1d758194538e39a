"""The site as built from the real data: whole, linked, valid, the same in both languages."""

import base64
import csv
import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import html5lib
import pytest
from conftest import LANGUAGES, PARTS, SITE_PATH, SITE_URL, assert_none
from html5lib.constants import E as PARSE_ERRORS
from programme.exports import data_files
from programme.model import Programme, Statement
from programme.pages import pages as programme_pages

OTHERS = ("release", "progress", "layout", "timeline", "terms", "organisations", "disagreements")
PAGES = {"", *(f"{name}/" for name in (*PARTS, *OTHERS, "sources", "about"))}
"""Addresses that stay; more may stand beside them."""
LICENCE = "https://creativecommons.org/licenses/by/4.0/"

Element = ElementTree.Element


def words_of(element: Element) -> str:
    """The text of an element, its white space made single."""
    return " ".join("".join(element.itertext()).split())


class Document:
    """One parsed page; its path is that of its folder, or its file: `en/goals/`, `404.html`."""

    def __init__(self, site: Path, file: Path) -> None:
        self.path = file.relative_to(site).as_posix().removesuffix("index.html")
        self.source = file.read_text("utf-8")
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.root: Element = parser.parse(self.source)
        self.errors = [
            f"{self.path} line {line}: {PARSE_ERRORS[code] % values}"
            for (line, _), code, values in parser.errors
        ]
        self.elements = [item for item in self.root.iter() if isinstance(item.tag, str)]
        self.ids = [item.get("id", "") for item in self.elements if "id" in item.attrib]

    def all(self, *tags: str) -> list[Element]:
        return [item for item in self.elements if item.tag in tags]

    def one(self, tag: str) -> Element:
        (found,) = self.all(tag)
        return found

    def metas(self, key: str, name: str) -> list[str]:
        found = (item for item in self.all("meta") if item.get(key, "").lower() == name)
        return [item.get("content", "") for item in found]

    def links(self, rel: str) -> list[Element]:
        return [item for item in self.all("link") if rel in item.get("rel", "").split()]

    @cached_property
    def by_id(self) -> dict[str, Element]:
        return {item.get("id", ""): item for item in self.elements if "id" in item.attrib}

    @cached_property
    def parent(self) -> dict[Element, Element]:
        return {child: item for item in self.elements for child in item}

    @property
    def address(self) -> str:
        return SITE_URL + self.path

    @property
    def language(self) -> str:
        """The folder of its language; the door and the error page stand outside."""
        folder = self.path.partition("/")[0]
        return folder if folder in LANGUAGES else ""

    @property
    def statements(self) -> list[Element]:
        return [item for item in self.elements if "statement" in item.get("class", "").split()]

    @property
    def addresses(self) -> Iterator[tuple[Element, str, str]]:
        """Every address the page names: element, attribute, address."""
        names = ("href", "{http://www.w3.org/1999/xlink}href", "src", "action", "formaction")
        for element in self.elements:
            for name in (*names, "data", "poster"):
                if name in element.attrib:
                    yield element, name, element.get(name, "").strip()
            for candidate in element.get("srcset", "").split(","):
                if candidate.strip():
                    yield element, "srcset", candidate.split()[0]


@pytest.fixture(scope="module")
def documents(site: Path) -> dict[str, Document]:
    """Every page of the site by its path."""
    found = (Document(site, file) for file in sorted(site.rglob("*.html")))
    return {document.path: document for document in found}


@pytest.fixture(scope="module")
def pages(documents: dict[str, Document]) -> list[Document]:
    """The pages in a language."""
    return [document for document in documents.values() if document.language]


def same_pages(documents: dict[str, Document]) -> list[tuple[Document, Document]]:
    """Each English page with its Chinese one."""
    return [
        (document, documents[path.replace("en/", "zh/", 1)])
        for path, document in documents.items()
        if document.language == "en"
    ]


def file_of(site: Path, address: str) -> Path | None:
    """The file an address of the site is served from."""
    path = unquote(urlsplit(address).path).removeprefix(SITE_PATH)
    file = site / path / "index.html" if path.endswith("/") or not path else site / path
    return file if file.is_file() and file.resolve().is_relative_to(site) else None


def repeated(values: Iterable[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


# Pages and statements


def test_languages_hold_the_same_files(site: Path) -> None:
    first, *others = (
        {file.relative_to(site / language).as_posix() for file in (site / language).rglob("*.*")}
        for language in LANGUAGES
    )
    assert others == [first] * len(others)
    assert {file.removesuffix("index.html") for file in first} >= PAGES


def faults_of(statement: Statement, element: Element, document: Document) -> Iterator[str]:
    """Tell where the page contract is broken."""
    if element.get("data-said-by") != statement.said_by:
        yield f"data-said-by is {element.get('data-said-by')}"
    texts = [(item.get("lang"), words_of(item)) for item in element.iter("p") if item.get("lang")]
    for folder, tag in LANGUAGES.items():
        if texts.count((tag, statement.text[folder])) != 1:
            yield f"<p lang={tag}> does not hold the text once: {texts}"
    if not texts or texts[0] != (LANGUAGES[document.language], statement.text[document.language]):
        yield f"its first text is not the page's own: {texts[:1]}"
    links = [item.get("href", "") for item in element.iter("a")]
    for source in statement.sources:
        if not any(link.endswith(f"sources/#{source}") for link in links):
            yield f"does not link its source {source}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_statement_stands_on_its_page_as_in_the_data(
    language: str, programme: Programme, documents: dict[str, Document]
) -> None:
    faults = []
    for section in programme.sections:
        document = documents[f"{language}/{section}/"]
        for statement in programme.sections[section].statements:
            element = document.by_id.get(statement.id)
            if element is None or element not in document.statements:
                faults.append(f"{document.path}: no statement {statement.id}")
                continue
            found = faults_of(statement, element, document)
            faults += [f"{document.path}#{statement.id}: {fault}" for fault in found]
    assert_none(faults)


def test_no_page_has_a_statement_the_data_do_not_have(
    programme: Programme, pages: list[Document]
) -> None:
    found = Counter(
        item.get("id") for page in pages if page.language == "en" for item in page.statements
    )
    assert set(found) == set(programme.statements)


def test_statements_and_headings_have_the_same_ids_in_both_languages(
    documents: dict[str, Document],
) -> None:
    for english, chinese in same_pages(documents):
        in_order = [[item.get("id") for item in page.statements] for page in (english, chinese)]
        assert in_order[0] == in_order[1], english.path
        headings = [
            {item.get("id") for item in page.all("h1", "h2", "h3", "h4", "h5", "h6")}
            for page in (english, chinese)
        ]
        assert headings[0] == headings[1], english.path


def test_every_place_linked_to_is_there_in_both_languages(
    documents: dict[str, Document],
) -> None:
    """The switch keeps the place."""
    missing = []
    for document in documents.values():
        for _, _, address in document.addresses:
            page, _, fragment = urljoin(document.path, address).partition("#")
            if fragment and page[:3] in ("en/", "zh/"):
                both = (documents.get(f"{folder}/{page[3:]}") for folder in LANGUAGES)
                lacking = [item.path for item in both if item and fragment not in item.by_id]
                missing += [f"{path}#{fragment}, from {document.path}" for path in lacking]
    assert_none(missing)


# Links


def test_every_internal_address_leads_somewhere(
    site: Path, programme: Programme, documents: dict[str, Document]
) -> None:
    dead, tried = [], 0
    for document in documents.values():
        for element, name, address in document.addresses:
            full = urljoin(document.address, address)
            if not full.startswith(SITE_URL):
                continue
            tried += 1
            file, fragment = file_of(site, full), unquote(urlsplit(full).fragment)
            if file is None:
                dead.append(f"{document.path}: <{element.tag} {name}={address}>: no such file")
            elif fragment and file.suffix == ".html":
                target = documents[file.relative_to(site).as_posix().removesuffix("index.html")]
                if fragment not in target.by_id:
                    dead.append(f"{document.path}: <{element.tag} {name}={address}>: no such id")
    assert_none(dead)
    assert tried > 10 * len(programme.statements)


def test_links_leave_the_site_only_for_sources_and_the_licence(
    programme: Programme, documents: dict[str, Document]
) -> None:
    allowed = {address for source in programme.sources for address in source.addresses}
    allowed.add(LICENCE)
    astray = [
        f"{document.path}: <{element.tag} {name}={address}>"
        for document in documents.values()
        for element, name, address in document.addresses
        if not urljoin(document.address, address).startswith(SITE_URL) and address not in allowed
    ]
    assert_none(astray)


def test_each_source_with_an_address_is_linked_and_no_other(
    programme: Programme, documents: dict[str, Document]
) -> None:
    for language in LANGUAGES:
        page = documents[f"{language}/sources/"]
        for source in programme.sources:
            links = {item.get("href", "") for item in page.by_id[source.id].iter("a")}
            outside = {link for link in links if urlsplit(link).scheme}
            assert outside == set(source.addresses), source.id


def test_nothing_a_page_is_made_of_comes_from_elsewhere(
    site: Path, documents: dict[str, Document]
) -> None:
    foreign = []
    for document in documents.values():
        for element, name, address in document.addresses:
            is_part = name not in ("href", "action", "formaction") or (
                element.tag == "link"
                and not {"alternate", "canonical", "license"} & set(element.get("rel", "").split())
            )
            if is_part and urlsplit(address).scheme + urlsplit(address).netloc:
                foreign.append(f"{document.path}: <{element.tag} {name}={address}>")
        styles = [item.text or "" for item in document.all("style")]
        styles += [item.get("style", "") for item in document.elements]
        foreign += [f"{document.path}: {style}" for style in styles if "url(" in style]
    assert_none(foreign)
    sheets = list(site.rglob("*.css"))
    assert sheets
    for sheet in sheets:
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.S)
        assert "@import" not in text, sheet.name
        for address in re.findall(r"url\(\s*[\"']?(.*?)[\"']?\s*\)", text):
            assert address.startswith(("data:", "#")) or (sheet.parent / address).is_file(), address


def test_every_data_file_is_listed_and_there(
    site: Path, programme: Programme, documents: dict[str, Document]
) -> None:
    names = data_files(programme)
    for language in LANGUAGES:
        about = documents[f"{language}/about/"]
        listed = {urljoin(about.address, item.get("href", "")) for item in about.all("a")}
        assert {f"{SITE_URL}data/{name}" for name in names} <= listed
    for name in names:
        if name.endswith(".json"):
            assert json.loads((site / "data" / name).read_bytes()), name
    table = (site / "data/statements.csv").read_bytes()
    assert table.startswith(b"\xef\xbb\xbf")
    rows = csv.DictReader(table.decode("utf-8-sig").splitlines())
    assert [row["id"] for row in rows] == list(programme.statements)


SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart: Element) -> list[tuple[str, str, list[float]]]:
    """Each bar of a chart: its statement, the amount written at it, how far it reaches."""
    return [
        (
            row.get("data-statement", ""),
            words_of(next(row.iter(f"{SVG}text"))),
            [float(rect.get("width", "").rstrip("%")) for rect in row.iter(f"{SVG}rect")],
        )
        for row in chart.iter("li")
    ]


def claims_of(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The target of an indicator, then what was reported."""
    return [*filter(None, [record.get("target")]), *record.get("reported", [])]


def test_bars_are_what_the_table_and_the_data_say(
    site: Path, documents: dict[str, Document]
) -> None:
    records = json.loads((site / "data/indicators.json").read_bytes())["indicators"]
    for language in LANGUAGES:
        page = documents[f"{language}/progress/"]
        drawings = 0
        for record in records:
            place, claims = page.by_id[record["id"]], claims_of(record)
            first = [row[0] for body in place.iter("tbody") for row in body.iter("tr")]
            links = [link for cell in first for link in cell.iter("a")]
            table = [(link.get("href", "").partition("#")[2], words_of(link)) for link in links]
            assert [name for name, _ in table] == [claim["statement"] for claim in claims]
            values = [
                value if isinstance(value := claim["value"], list) else [value] for claim in claims
            ]
            largest = max(map(max, values)) or 1
            for chart in (item for item in place.iter("figure") if item.get("class") == "chart"):
                drawings += 1
                bars = drawn(chart)
                assert [(name, amount) for name, amount, _ in bars] == table
                for (*_, ends), value in zip(bars, values, strict=True):
                    assert ends == pytest.approx([v / largest * 100 for v in value], abs=0.1)
        assert drawings


def test_home_draws_the_target_beside_the_latest_figure(
    documents: dict[str, Document], programme: Programme
) -> None:
    charted = next(i for i in programme.indicators if i.id == programme.site.home_chart)
    assert charted.target
    both = [charted.target.statement, charted.reported[-1].statement]
    for language in LANGUAGES:
        (chart,) = (
            item for item in documents[f"{language}/"].all("figure") if item.get("class") == "chart"
        )
        assert [name for name, *_ in drawn(chart)] == both


def test_home_says_of_which_parts_only_the_title_is_known(
    documents: dict[str, Document], programme: Programme
) -> None:
    """Of a part of which more is known, how much; what others say is counted apart."""
    for language in LANGUAGES:
        (listed,) = (
            item for item in documents[f"{language}/"].all("ol") if item.get("class") == "parts"
        )
        for item, name in zip(listed.iter("li"), programme.site.parts, strict=True):
            own, others = (words_of(line) for line in item.iter("p"))
            statements = programme.sections[name].statements
            count = sum(statement.said_by == "programme" for statement in statements)
            is_title = own == programme.site.words["title-alone"][language]
            assert is_title == bool(programme.sections[name].title_alone), name
            assert is_title or str(count) in own, name
            assert str(len(statements) - count) in others, name


def test_a_caution_stands_once(documents: dict[str, Document], programme: Programme) -> None:
    for language in LANGUAGES:
        said = words_of(documents[f"{language}/progress/"].by_id["content"])
        assert said.count(programme.site.words["not-reported-is-not-unmet"][language]) == 1


def test_every_drawing_has_a_title_its_words_a_list_and_its_data(
    documents: dict[str, Document],
) -> None:
    """A heading says what it shows; what is drawn is also text, or an image with a name."""
    for language in LANGUAGES:
        for path in (f"{language}/progress/", f"{language}/layout/"):
            page = documents[path]
            figures = [
                item for item in page.all("figure") if item.get("class") in ("chart", "drawing")
            ]
            assert figures, path
            for figure in figures:
                assert all(words_of(caption) for caption in figure.iter("figcaption")), path
                assert all(words_of(item) for item in figure.iter("li")), path
                for svg in figure.iter(f"{SVG}svg"):
                    assert svg.get("aria-label") or svg.get("aria-hidden"), path
            tables = [*page.all("table"), *page.all("dl")]
            data = [link for link in page.all("a") if "/data/" in link.get("href", "")]
            assert len(tables) >= len(figures), path
            assert len(data) >= len(figures), path


def test_every_mark_is_told_by_a_word(documents: dict[str, Document], programme: Programme) -> None:
    """WCAG 1.4.1: who says it is never told by colour alone."""
    for language in LANGUAGES:
        said = {
            voice: programme.site.words[f"said-by-{voice}"][language]
            for voice in ("programme", "official", "report")
        }
        for section in programme.sections:
            page = documents[f"{language}/{section}/"]
            for statement in page.statements:
                voice = statement.get("data-said-by", "")
                assert words_of(mark_of(page, statement)) == said[voice], statement.get("id")
                (panel,) = (item for item in statement.iter() if item.get("class") == "panel")
                assert words_of(panel).startswith(said[voice]), statement.get("id")


def mark_of(page: Document, statement: Element) -> Element:
    """Find the mark that holds for a statement: its own, or that at the head nearest above."""
    place = statement
    while True:
        marks = [
            mark
            for line in place
            if line.get("class") in ("claim", "who")
            for mark in line.iter()
            if "mark " in mark.get("class", "")
        ]
        if marks:
            return marks[0]
        place = page.parent[place]


def test_every_evidence_has_the_same_markup(pages: list[Document]) -> None:
    """So that what test_reading tries by keys and by touch on some holds of all."""
    shapes = set()
    for page in pages:
        for statement in page.statements:
            (fold,) = (item for item in statement.iter() if item.get("class") == "why")
            assert page.parent[fold] is statement
            divisions = ["div"] * len(LANGUAGES)  # each other language, and the panel
            assert [item.tag for item in (fold, *fold)] == ["details", "summary", *divisions]
            kept = ({k: v for k, v in each.attrib.items() if k != "lang"} for each in (fold, *fold))
            shapes.add(str([sorted(attributes.items()) for attributes in kept]))
    assert len(shapes) == 1


def test_addresses_in_the_data_are_those_of_the_pages(
    site: Path, programme: Programme, documents: dict[str, Document]
) -> None:
    records = json.loads((site / "data/statements.json").read_bytes())["statements"]
    assert [record["id"] for record in records] == list(programme.statements)
    for record in records:
        assert set(record["address"]) == set(LANGUAGES)
        for language, address in record["address"].items():
            page, _, fragment = address.removeprefix(SITE_URL).partition("#")
            assert documents[page].language == language
            assert documents[page].by_id[fragment] in documents[page].statements
            assert fragment == record["id"]


# Heads


def test_every_page_says_its_language(documents: dict[str, Document]) -> None:
    for document in documents.values():
        language = document.one("html").get("lang")
        if document.language:
            assert language == LANGUAGES[document.language], document.path
        assert language in LANGUAGES.values(), document.path


def test_every_page_has_one_main_heading(documents: dict[str, Document]) -> None:
    for document in documents.values():
        headings = [words_of(item) for item in document.all("h1")]
        assert len(headings) == 1, document.path
        assert headings[0], document.path


def test_title_of_a_page_says_first_what_it_is(
    programme: Programme, documents: dict[str, Document]
) -> None:
    for page in programme_pages(programme):
        assert words_of(documents[page.path].one("title")).startswith(page.title), page.path


def test_no_two_pages_have_the_same_title_or_description(documents: dict[str, Document]) -> None:
    titles = [words_of(document.one("title")) for document in documents.values()]
    assert repeated(titles) == []
    assert all(titles)
    described = [item for item in documents.values() if item.path != "404.html"]
    descriptions = []
    for document in described:
        (description,) = document.metas("name", "description")
        assert description.strip(), document.path
        descriptions.append(description)
    assert repeated(descriptions) == []


def test_every_page_names_its_own_address(documents: dict[str, Document]) -> None:
    for document in documents.values():
        canonical = [item.get("href") for item in document.links("canonical")]
        assert canonical == ([] if document.path == "404.html" else [document.address])


def alternates(document: Document) -> dict[str, str]:
    links = document.links("alternate")
    found = [(item.get("hreflang", ""), item.get("href", "")) for item in links]
    found = [(tag, address) for tag, address in found if tag]
    assert repeated(tag for tag, _ in found) == [], document.path
    return dict(found)


def test_every_page_names_itself_in_each_language(documents: dict[str, Document]) -> None:
    """After https://developers.google.com/search/docs/specialty/international/localized-versions."""
    for document in documents.values():
        named = alternates(document)
        if document.path and not document.language:  # it holds both, or is no page of the site
            assert named == {}, document.path
            continue
        rest = document.path.removeprefix(f"{document.language}/") if document.language else ""
        expected = {tag: f"{SITE_URL}{folder}/{rest}" for folder, tag in LANGUAGES.items()}
        default = f"{SITE_URL}en/{rest}" if document.language else SITE_URL
        assert named == {**expected, "x-default": default}, document.path
        for tag in LANGUAGES.values():
            other = documents[named[tag].removeprefix(SITE_URL)]
            assert other.one("html").get("lang") == tag
            if document.language:
                assert alternates(other) == named


def test_sitemap_lists_every_page_in_each_language(
    site: Path, documents: dict[str, Document], pages: list[Document]
) -> None:
    text = (site / "sitemap.xml").read_bytes()
    assert gzip.decompress((site / "sitemap.xml.gz").read_bytes()) == text
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    listed, dated = {}, {}
    for url in ElementTree.fromstring(text).iterfind("s:url", names):
        links = url.iterfind("{http://www.w3.org/1999/xhtml}link[@rel='alternate']")
        found = {link.get("hreflang", ""): link.get("href", "") for link in links}
        address = url.findtext("s:loc", "", names)
        listed[address], dated[address] = found, url.findtext("s:lastmod", "", names)
    assert set(listed) == {page.address for page in pages}
    for address, found in listed.items():
        document = documents[address.removeprefix(SITE_URL)]
        assert found == alternates(document), address
        assert f'"dateModified":"{dated[address]}"' in document.source, address


# The door and the error page


@pytest.mark.parametrize("path", ["", "404.html"])
def test_door_and_error_page_lead_to_both_languages(
    path: str, site: Path, documents: dict[str, Document]
) -> None:
    document = documents[path]
    for folder, tag in LANGUAGES.items():
        (section,) = (item for item in document.all("section") if item.get("lang") == tag)
        assert words_of(section)
        links = [urljoin(document.address, item.get("href", "")) for item in section.iter("a")]
        assert links == [f"{SITE_URL}{folder}/"]
        assert file_of(site, links[0])
    assert document.metas("http-equiv", "refresh") == []


def test_error_page_holds_at_any_depth(documents: dict[str, Document]) -> None:
    addresses = [address for _, _, address in documents["404.html"].addresses]
    assert addresses
    assert [item for item in addresses if not item.startswith((SITE_PATH, "https://"))] == []


# Validity


def test_every_page_parses_without_an_error(documents: dict[str, Document]) -> None:
    """After https://html.spec.whatwg.org/multipage/parsing.html#parse-errors."""
    assert_none(error for document in documents.values() for error in document.errors)


def test_no_id_stands_twice_on_a_page(documents: dict[str, Document]) -> None:
    twice = {document.path: repeated(document.ids) for document in documents.values()}
    assert {path: ids for path, ids in twice.items() if ids} == {}
    assert [path for path, item in documents.items() if "" in item.ids] == []


def test_what_is_pointed_at_is_there(documents: dict[str, Document]) -> None:
    names = ("for", "form", "headers", "list", "popovertarget", "commandfor")
    names += ("aria-activedescendant", "aria-controls", "aria-describedby", "aria-details")
    names += ("aria-errormessage", "aria-flowto", "aria-labelledby", "aria-owns")
    missing = [
        f"{document.path}: <{element.tag} {name}={element.get(name)}>"
        for document in documents.values()
        for element in document.elements
        for name in names
        for target in element.get(name, "").split()
        if target not in document.by_id
    ]
    assert_none(missing)


UNSEEN_INPUTS = ("hidden", "submit", "button", "reset", "image")


def name_of(element: Element, document: Document) -> str:
    """The accessible name as far as markup tells: https://www.w3.org/TR/accname-1.2/."""
    labelled = element.get("aria-labelledby", "").split()
    parts = [words_of(document.by_id[item]) for item in labelled if item in document.by_id]
    parts += [element.get("aria-label", ""), element.get("alt", "")]
    if element.tag in ("input", "select", "textarea"):
        labels = (item for item in document.all("label") if "id" in element.attrib)
        parts += [words_of(item) for item in labels if item.get("for") == element.get("id")]
        while element in document.parent:
            element = document.parent[element]
            parts += [words_of(element)] if element.tag == "label" else []
    else:
        parts += [words_of(element), *(item.get("alt", "") for item in element.iter("img"))]
    return " ".join(parts).strip()


def test_times_are_told_to_machines(documents: dict[str, Document]) -> None:
    times = [time for document in documents.values() for time in document.all("time")]
    assert len(times) > len(PAGES)
    for time in times:
        assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", time.get("datetime", "")), words_of(time)


def test_nothing_is_left_of_the_themes_hidden_switches(documents: dict[str, Document]) -> None:
    assert_none([path for path, page in documents.items() if "md-toggle" in page.source])


def test_everything_to_be_used_has_a_name(documents: dict[str, Document]) -> None:
    nameless = [
        f"{document.path}: {ElementTree.tostring(element, 'unicode')[:160]}"
        for document in documents.values()
        for element in document.all("a", "button", "summary", "input", "select", "textarea")
        if element.get("type") not in UNSEEN_INPUTS and not name_of(element, document)
    ]
    assert_none(nameless)


def test_every_picture_has_words(documents: dict[str, Document]) -> None:
    for document in documents.values():
        for image in document.all("img"):
            assert "alt" in image.attrib, document.path
        for drawing in document.all("{http://www.w3.org/2000/svg}svg"):
            hidden = drawing.get("aria-hidden") == "true"
            assert hidden or (drawing.get("role") == "img" and name_of(drawing, document))


# Content-Security-Policy: https://www.w3.org/TR/CSP3/


def policy_of(document: Document) -> dict[str, list[str]]:
    (policy,) = document.metas("http-equiv", "content-security-policy")
    directives = (part.split() for part in policy.split(";") if part.strip())
    return {name: values for name, *values in directives}


def test_only_scripts_of_the_site_may_run(documents: dict[str, Document]) -> None:
    for document in documents.values():
        policy = policy_of(document)
        scripts = [
            item
            for item in document.all("script")
            if item.get("type") in (None, "", "module", "text/javascript", "speculationrules")
        ]
        digests = [
            hashlib.sha256((item.text or "").encode()).digest()
            for item in scripts
            if "src" not in item.attrib
        ]
        allowed = {f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests}
        assert policy["default-src"] == ["'none'"], document.path
        stands_alone = document.path.startswith("take-away/")
        assert bool(digests) != stands_alone, document.path
        may_run = set(policy.get("script-src", []))
        assert may_run == (set() if stands_alone else {"'self'", *allowed}), document.path
        for name, values in policy.items():
            named = {value for value in values if "." in value or "*" in value}
            assert named | ({"http:", "https:"} & set(values)) == set(), (document.path, name)


def test_policy_stands_before_all_it_is_for(documents: dict[str, Document]) -> None:
    for document in documents.values():
        before, _, _ = document.source.partition("Content-Security-Policy")
        assert re.findall(r"<(?:script|link|style|img|svg)\b", before) == [], document.path


def test_no_markup_carries_script(documents: dict[str, Document]) -> None:
    for document in documents.values():
        for element in document.elements:
            assert [name for name in element.attrib if name.startswith("on")] == [], document.path
            assert element.tag not in ("iframe", "object", "embed", "base"), document.path
        for _, name, address in document.addresses:
            assert not re.match(r"(?i)\s*(javascript|vbscript|data):", address), (name, address)
