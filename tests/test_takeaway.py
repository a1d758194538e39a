"""What is taken away says what the pages say: Markdown, feeds, llms.txt, JSON-LD, editions, PDF."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest
import yaml
from conftest import LOOKS, TESTS, Open, assert_accessible, tool
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from playwright.sync_api import Browser
from programme import exports, json_ld, takeaway
from programme.addresses import HOME
from programme.dates import date_words
from programme.edition import woven
from programme.markdown import escaped, link
from programme.model import Programme, Statement, Text, walk
from programme.pages import Page, pages
from programme.publication import Publication
from programme.render import Renderer
from programme.takeaway import TakeAway, instant

REPOSITORY = TESTS.parent
ADDRESS = "https://kite.example/plan/"
TAGS = {"en": "en", "zh": "zh-Hans"}
EDITIONS = {"en": ("en",), "zh": ("zh",), "bilingual": ("en", "zh")}
SVG = "{http://www.w3.org/2000/svg}svg"
HOSTILE = "<script>alert(1)</script>[x](javascript:y) **b** `c` &lt; \\| # - "


def written_for(programme: Programme) -> dict[str, str]:
    renderer, every = Renderer(programme), pages(programme)
    bodies = {page.path: renderer.render(page) for page in every}
    return takeaway.files(renderer, every, bodies, ADDRESS)


@pytest.fixture(scope="module", params=["tiny", "programme"])
def any_programme(request: pytest.FixtureRequest) -> Programme:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def written(any_programme: Programme) -> dict[str, str]:
    """Every file of a programme, path to text."""
    return written_for(any_programme)


def said_on(page: Page, programme: Programme) -> tuple[Statement, ...]:
    """The statements of a page; none for a page that is not made of them."""
    section = programme.sections.get(page.id)
    return section.statements if section else ()


def test_files(any_programme: Programme, written: dict[str, str]) -> None:
    names = any_programme.site.language_ids
    assert set(written) == {
        *(f"{page.path}index.md" for page in pages(any_programme)),
        "llms.txt",
        *(f"{name}/{file}" for name in names for file in ("changes.xml", "llms.txt")),
        *(f"take-away/programme-{edition}.html" for edition in (*names, "bilingual")),
    }


def test_same_data_give_the_same_files(any_programme: Programme, written: dict[str, str]) -> None:
    assert written_for(any_programme) == written


def test_one_language_needs_no_edition_of_several(tiny: Programme) -> None:
    values = tiny.model_dump(mode="json", exclude_none=True)
    del values["site"]["languages"][1:]
    alone = written_for(Programme.model_validate(values))
    editions = [name for name in alone if name.endswith(".html")]
    assert editions == ["take-away/programme-en.html"]


def hostile(programme: Programme) -> Programme:
    """Put markup of every kind before every text but the words of the interface."""
    values = programme.model_dump(mode="json", exclude_none=True)
    words = values["site"].pop("words")
    for path, value in walk(programme):
        if isinstance(value, Text) and path[:2] != ("site", "words"):
            record: Any = values
            for key in path:
                record = record[key]
            record.update({name: HOSTILE + line for name, line in value.root.items()})
    values["site"]["words"] = words
    return Programme.model_validate(values)


# ---- Markdown ----


def unescaped(markdown: str) -> str:
    """Give the text that escaped Markdown shows.

    After https://spec.commonmark.org/0.31.2/#backslash-escapes.
    """
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown)


@given(st.text())
def test_escaping_loses_nothing(text: str) -> None:
    assert unescaped(str(escaped(text))) == text


@pytest.mark.parametrize(
    ("text", "markdown"),
    {
        "2019年，“一谷多点”（MEMS）3–4 km2, 18%!": "2019年，“一谷多点”（MEMS）3–4 km2, 18%!",
        "*a* _b_ `c` [d](e) <f> {g} h|i ~j~ k\\l": (
            r"\*a\* \_b\_ \`c\` \[d\](e) \<f\> \{g\} h\|i \~j\~ k\\l"
        ),
        "# no heading": r"\# no heading",
        "- no item": r"\- no item",
        "3) no item": r"3\) no item",
        "2019. No item - #1 = 2": r"2019\. No item - #1 = 2",
        "R&D &amp; &#38;": r"R&D \&amp; \&#38;",
    }.items(),
)
def test_marks_of_markdown_are_text(text: str, markdown: str) -> None:
    assert escaped(text) == markdown


def test_link_keeps_its_address() -> None:
    assert link("a [b]", "https://kite.example/(c)?d=1&e=2") == Markup(
        r"[a \[b\]](https://kite.example/\(c\)?d=1&e=2)"
    )


def test_markdown_holds_every_statement_in_every_language(
    any_programme: Programme, written: dict[str, str]
) -> None:
    for page in pages(any_programme):
        markdown = unescaped(written[f"{page.path}index.md"])
        lines = markdown.splitlines()
        assert lines[0] == f"# {page.title}"
        assert (page.description in lines) == (not page.brief)
        for statement in said_on(page, any_programme):
            heading = f"### {statement.title[page.language]} {{#{statement.id}}}"
            assert {heading, f"#{heading}"} & set(lines)
            own = lines.index(statement.text[page.language])
            for other in set(any_programme.site.language_ids) - {page.language}:
                assert lines.index(f"> {statement.text[other]}") > own
                assert f"> **{statement.title[other]}**" in lines


def test_markdown_opens_with_the_brief(tiny: Programme) -> None:
    """Word for word, each claim a link to what it rests on."""
    markdown = written_for(tiny)["en/index.md"]
    assert f"to be worth [RMB 30 million]({ADDRESS}en/aims/#kite-target)." in markdown
    assert f"[Whose they are]({ADDRESS}en/aims/#kite-owners) has not been reported." in markdown
    assert tiny.site.pages["home"].lede["en"] not in markdown


def test_markdown_names_the_sources_of_a_statement(tiny: Programme) -> None:
    markdown = written_for(tiny)["en/aims/index.md"]
    assert "### Kites worth RMB 30 million {#kite-target}" in markdown
    assert (
        f"- The programme: {tiny.site.captions.programme_means['en']}\n"
        "- refers to 6 May 2001\n"
        "- Sources\n"
        "  - [Kites for the Town](https://lake.example/kites?page=1&part=2)"
        " · Lake Post, 6 May 2001 · news report · reliable\n"
        "  - [Old Mill, undated](https://kite.example/plan/en/sources/#mill-letter)"
        " · repost · weak\n"
        "- Compare\n"
        "  - [Kites counted](https://kite.example/plan/en/progress/#kite-count)\n"
    ) in markdown


def test_markdown_says_where_sources_differ_and_what_is_not_reported(tiny: Programme) -> None:
    files = written_for(tiny)
    differ = "[风筝的产值](https://kite.example/plan/zh/disagreements/#worth-of-kites)"
    assert f"- 说法不一\n  - {differ}\n" in files["zh/progress/index.md"]
    assert "### 风筝的主人 {#kite-owners}\n\n风筝归谁所有，未见报道。" in files["zh/aims/index.md"]


def test_every_record_stands_in_the_markdown_of_its_page(
    any_programme: Programme, written: dict[str, str]
) -> None:
    records = {
        "terms": [term.id for term in any_programme.terms],
        "organisations": [body.id for body in any_programme.organisations],
        "disagreements": [topic.id for topic in any_programme.disagreements],
        "sources": [source.id for source in any_programme.sources],
        "progress": [indicator.id for indicator in any_programme.indicators],
    }
    for page in pages(any_programme):
        markdown = written[f"{page.path}index.md"]
        ids = records.get(page.id, [])
        ids += [gap.id for gap in any_programme.not_reported if gap.section == page.id]
        for name in ids:
            assert re.search(rf"^##.* {{#{name}}}$", markdown, re.M), f"{page.path}: {name}"


def test_unlinkable_sources_are_cited_and_never_linked(
    any_programme: Programme, written: dict[str, str]
) -> None:
    linked = {address for source in any_programme.sources for address in source.addresses}
    for path, text in written.items():
        if path.endswith(".md"):
            addresses = re.findall(r"<(https?:[^>]*)>|\]\((https?:(?:\\.|[^)\\])*)\)", text)
            outside = {unescaped(one or other) for one, other in addresses}
            outside = {name for name in outside if not name.startswith(ADDRESS)}
            assert outside <= linked | {exports.LICENCE}, path


def test_markdown_is_tidy(written: dict[str, str]) -> None:
    for path, text in written.items():
        if path.endswith((".md", ".txt")):
            assert "\n\n\n" not in text, path
            assert text.endswith("\n"), path
            assert text.count("\n---\n") == path.endswith(".md"), path


def test_hostile_markdown_is_text(tiny: Programme) -> None:
    for path, text in written_for(hostile(tiny)).items():
        if path.endswith((".md", ".txt")):
            assert re.findall(r"(?<!\\)<(?!https?://)", text) == [], path
            assert "](javascript:" not in text.replace(r"\](javascript:", ""), path
            assert HOSTILE.removesuffix(" ") in unescaped(text), path
            assert not re.search(r"(?<!\\)\*\*b(?<!\\)\*\*|(?<!\\)&lt;", text), path


# ---- llms.txt: https://llmstxt.org/ ----


@pytest.mark.parametrize(
    ("path", "languages"),
    {"llms.txt": (), "en/llms.txt": ("en",), "zh/llms.txt": ("zh",)}.items(),
)
def test_llms_names_every_markdown_file_of_its_languages(
    path: str, languages: tuple[str, ...], any_programme: Programme, written: dict[str, str]
) -> None:
    languages = languages or any_programme.site.language_ids
    lines = written[path].splitlines()
    assert lines[0] == "# " + " · ".join(any_programme.site.name[name] for name in languages)
    assert lines[2] == f"> {escaped(any_programme.site.description[languages[0]])}"
    assert [line for line in lines[3:] if line.startswith("# ")] == []
    listed = re.findall(r"^- \[(.+)\]\((.+\.md)\): (.+)$", written[path], re.M)
    named = [address.removeprefix(ADDRESS) for _, address, _ in listed]
    own = [page for page in pages(any_programme) if page.language in languages]
    assert sorted(named) == sorted(f"{page.path}index.md" for page in own)
    assert set(named) <= set(written)
    told = {(unescaped(title), unescaped(about)) for title, _, about in listed}
    assert told == {(page.title, page.description) for page in own}


def test_llms_names_only_files_that_are_there(
    any_programme: Programme, written: dict[str, str]
) -> None:
    there = {*written, *exports.files(any_programme, ADDRESS)}
    for path in ("llms.txt", "en/llms.txt", "zh/llms.txt"):
        addresses = re.findall(r"\]\(([^)]*)\)", written[path])
        assert {address.removeprefix(ADDRESS) for address in addresses} <= there


# ---- Atom: RFC 4287 ----

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT00:00:00Z")


@pytest.mark.parametrize("language", TAGS)
def test_feed_is_whole(language: str, any_programme: Programme, written: dict[str, str]) -> None:
    feed = ElementTree.fromstring(written[f"{language}/changes.xml"])
    assert feed.tag == f"{ATOM}feed"
    assert feed.get(XML_LANG) == TAGS[language]
    address = f"{ADDRESS}{language}/changes.xml"
    assert feed.findtext(f"{ATOM}id") == address
    assert any_programme.site.name[language] in (feed.findtext(f"{ATOM}title") or "")
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    links = {(item.get("rel"), item.get("type")): item.get("href") for item in feed}
    assert links["self", "application/atom+xml"] == address
    assert links["alternate", "text/html"] == f"{ADDRESS}{language}/about/#changes"
    dates = [change.date for change in any_programme.changes]
    assert feed.findtext(f"{ATOM}updated") == instant(max(dates))


@pytest.mark.parametrize("language", TAGS)
def test_feed_tells_every_change_newest_first(
    language: str, any_programme: Programme, written: dict[str, str]
) -> None:
    feed = ElementTree.fromstring(written[f"{language}/changes.xml"])
    entries = feed.findall(f"{ATOM}entry")
    changes = {f"{ADDRESS}{language}/about/#change-{c.id}": c for c in any_programme.changes}
    ids = [entry.findtext(f"{ATOM}id") or "" for entry in entries]
    assert sorted(ids) == sorted(changes)
    told = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert told == sorted(told, reverse=True)
    for name, entry in zip(ids, entries, strict=True):
        change = changes[name]
        assert entry.findtext(f"{ATOM}title") == change.text[language]
        assert INSTANT.fullmatch(entry.findtext(f"{ATOM}updated") or "")
        content = entry.find(f"{ATOM}content")
        assert content is not None
        assert content.get("type") == "xhtml"
        shown = " ".join(content.itertext())
        for statement in change.statements:
            assert any_programme.statements[statement].text[language] in shown


@pytest.mark.parametrize("language", TAGS)
def test_feed_has_what_it_must_have_once(language: str, written: dict[str, str]) -> None:
    """Feed and entries: id, title, updated; an author above, no two ids, no two links alike."""
    feed = ElementTree.fromstring(written[f"{language}/changes.xml"])
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        held = Counter(child.tag.removeprefix(ATOM) for child in element)
        assert (held["id"], held["title"], held["updated"]) == (1, 1, 1)
        links = Counter(tuple(sorted(link.items())) for link in element.iter(f"{ATOM}link"))
        assert max(links.values()) == 1
    ids = [element.findtext(f"{ATOM}id") for element in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    tags = [child.tag for child in feed]
    assert tags.index(f"{ATOM}entry") == len(tags) - len(entries), "entries stand last"


def test_hostile_feed_is_well_formed(tiny: Programme) -> None:
    for language in TAGS:
        feed = ElementTree.fromstring(written_for(hostile(tiny))[f"{language}/changes.xml"])
        assert (feed.findtext(f"{ATOM}entry/{ATOM}title") or "").startswith(HOSTILE)


@pytest.mark.parametrize(
    ("date", "expected"),
    {
        "2019-11-09": "2019-11-09T00:00:00Z",
        "2019-11": "2019-11-01T00:00:00Z",
        "2019": "2019-01-01T00:00:00Z",
    }.items(),
)
def test_instant(date: str, expected: str) -> None:
    assert instant(date) == expected


# ---- JSON-LD ----

COMMON = {"@context", "@type", "@id", "url", "name", "description", "inLanguage", "isPartOf"}


def described(page: Page, programme: Programme) -> dict[str, Any]:
    script = json_ld.script(programme, page, ADDRESS)
    assert not set(script) & set("<>&")
    assert json.loads(script) == json_ld.described(programme, page, ADDRESS)
    return json.loads(script)


def test_every_page_is_described(any_programme: Programme) -> None:
    tags = {language.id: language.html for language in any_programme.site.languages}
    for page in pages(any_programme):
        if page.id == HOME:
            continue
        thing = described(page, any_programme)
        assert set(thing) >= COMMON, page.path
        assert thing["@id"] == thing["url"] == ADDRESS + page.path
        assert thing["name"] == page.title
        assert thing["inLanguage"] == tags[page.language]
        assert thing["isPartOf"]["@id"] == f"{ADDRESS}{page.language}/"
        assert (thing["@type"] == "Article") == (page.id in any_programme.sections)


WORK = {
    *("about", "author", "creator", "dateModified", "datePublished", "encodingFormat", "headline"),
    *("inLanguage", "isAccessibleForFree", "isPartOf", "license", "temporalCoverage", "version"),
    *("translationOfWork", "workTranslation"),
}
"""Properties of a CreativeWork, and below those of each type beside what everything may have."""
TYPES = {
    **dict.fromkeys(["AboutPage", "Article", "CollectionPage", "WebPage", "WebSite"], WORK),
    "CreativeWork": WORK,
    "DataDownload": {*WORK, "contentUrl"},
    "Dataset": {*WORK, "distribution"},
    "DefinedTerm": {"termCode"},
    "DefinedTermSet": {*WORK, "hasDefinedTerm"},
    "Organization": set(),
    "SearchAction": {"query-input", "target"},
}
OF_ANYTHING = {"@type", "@id", "@context"}
OF_ANYTHING |= {"alternateName", "description", "image", "name", "potentialAction", "sameAs", "url"}


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield all that is described, however deep it stands."""
    if isinstance(value, dict):
        if "@graph" not in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from nodes(each)


def test_words_are_those_of_schema_org(any_programme: Programme) -> None:
    """Each type is known, and each property one of its type: https://schema.org/docs/full.html."""
    for page in pages(any_programme):
        for node in nodes(described(page, any_programme)):
            assert set(node) <= OF_ANYTHING | TYPES[node["@type"]], (page.path, node)


def test_one_thing_is_described_in_one_way(any_programme: Programme) -> None:
    """Whatever has an identifier is told the same on every page that names it."""
    told: dict[tuple[str, str], Any] = {}
    for page in pages(any_programme):
        for node in nodes(described(page, any_programme)):
            for key in node.keys() - {"@context"} if "@id" in node else ():
                assert told.setdefault((node["@id"], key), node[key]) == node[key], page.path
    assert told


def test_translations_name_each_other(any_programme: Programme) -> None:
    things = {page.path: described(page, any_programme) for page in pages(any_programme)}
    for path, thing in things.items():
        if path.startswith("en/") and path != "en/":
            for there in thing["workTranslation"]:
                back = things[there["@id"].removeprefix(ADDRESS)]["translationOfWork"]
                assert back["@id"] == thing["@id"]
                assert back["inLanguage"] == "en"
            found = [there["inLanguage"] for there in thing["workTranslation"]]
            assert found == [each.html for each in any_programme.site.languages[1:]]


def test_article_says_what_it_is_about(tiny: Programme) -> None:
    found = [page for page in pages(tiny) if page.id == "progress"]
    things = [described(page, tiny) for page in found]
    assert [thing["headline"] for thing in things] == ["Progress", "进展"]
    assert [thing["about"]["name"] for thing in things] == list(tiny.site.name.root.values())
    assert {thing["dateModified"] for thing in things} == {"2004-03-02"}
    (aims,) = (page for page in pages(tiny) if page.path == "en/aims/")
    assert described(aims, tiny)["dateModified"] == "2004-03-01"


@pytest.mark.parametrize("language", TAGS)
def test_home_describes_the_site_and_its_data(language: str, any_programme: Programme) -> None:
    (home,) = (page for page in pages(any_programme) if page.path == f"{language}/")
    site, data = described(home, any_programme)["@graph"]
    assert (site["@type"], data["@type"]) == ("WebSite", "Dataset")
    assert site["inLanguage"] == TAGS[language]
    assert data["inLanguage"] == [each.html for each in any_programme.site.languages]
    assert data["license"] == exports.LICENCE
    assert data["name"] == any_programme.site.name[language]
    assert data["dateModified"] == max(change.date for change in any_programme.changes)
    assert re.fullmatch(r"\d{4}(-\d\d){0,2}/\d{4}(-\d\d){0,2}", data["temporalCoverage"])
    files = exports.files(any_programme, ADDRESS)
    there = {ADDRESS + name for name in files if name.startswith("data/")}
    assert {item["contentUrl"] for item in data["distribution"]} == there
    assert all(item["encodingFormat"] for item in data["distribution"])


@pytest.mark.parametrize("language", TAGS)
def test_terms_are_defined(language: str, any_programme: Programme) -> None:
    (page,) = (page for page in pages(any_programme) if page.path == f"{language}/terms/")
    thing = described(page, any_programme)
    assert thing["@type"] == "DefinedTermSet"
    terms = {term["termCode"]: term for term in thing["hasDefinedTerm"]}
    assert set(terms) == {term.id for term in any_programme.terms}
    for term in any_programme.terms:
        found = terms[term.id]
        assert found["name"] == term.name[language]
        assert found["name"] not in found["alternateName"]
        assert {*term.name.root.values()} <= {found["name"], *found["alternateName"]}
        assert found["url"] == f"{ADDRESS}{page.path}#{term.id}"
        assert found["description"] == term.note[language]


# ---- Editions ----


class Edition:
    """A parsed edition."""

    def __init__(self, text: str) -> None:
        self.text = text
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        self.root: ElementTree.Element = parser.parse(text)
        self.by_id = {item.get("id", ""): item for item in self.root.iter() if item.get("id")}

    def head(self, statement: ElementTree.Element) -> Iterator[ElementTree.Element]:
        """Yield the links at the head of the group a statement stands in."""
        for group in self.root.iter("section"):
            if group.get("class") == "group" and statement in group:
                for head in (item for item in group if item.get("class") == "who"):
                    yield from head.iter("a")

    def all(self, tag: str) -> list[ElementTree.Element]:
        return list(self.root.iter(tag))


def edition_of(written: dict[str, str], name: str) -> Edition:
    return Edition(written[f"take-away/programme-{name}.html"])


@pytest.mark.parametrize("name", EDITIONS)
def test_edition_stands_alone(name: str, written: dict[str, str]) -> None:
    edition = edition_of(written, name)
    assert len(edition.all("h1")) == 1
    assert [len(edition.all(tag)) for tag in ("main", "nav", "footer")] == [1] * 3
    assert edition.all("html")[0].get("lang") == TAGS[EDITIONS[name][0]]
    (policy,) = (item for item in edition.all("meta") if item.get("http-equiv"))
    assert policy.get("content") == (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"
    )
    gone = [edition.all(tag) for tag in ("script", "img", "form", "button")]
    assert gone == [[]] * 4
    assert edition.all("details") == []
    assert [item for item in edition.all("link") if item.get("rel") == "stylesheet"] == []
    assert "url(" not in "".join(item.text or "" for item in edition.all("style"))
    assert len(re.findall(r' id="', edition.text)) == len(edition.by_id)


def in_language(element: ElementTree.Element, language: str, name: str) -> str:
    """Give what an element of an edition says in a language."""
    if len(EDITIONS[name]) == 1:
        return "".join(element.itertext())
    (part,) = (item for item in element if item.get("lang") == TAGS[language])
    return "".join(part.itertext())


def headings_of(statement: Statement, programme: Programme) -> list[Text]:
    """Give the title of a statement, and the shorter one it may have in a passage."""
    passages = programme.sections[programme.section_of[statement.id]].passages
    shorter = [p.titles[statement.id] for p in passages if statement.id in p.titles]
    return [statement.title, *shorter]


@pytest.mark.parametrize("name", EDITIONS)
def test_edition_holds_every_statement(
    name: str, any_programme: Programme, written: dict[str, str]
) -> None:
    edition = edition_of(written, name)
    for statement in any_programme.statements.values():
        element = edition.by_id[statement.id]
        assert element.get("data-said-by") == statement.said_by
        heading = next(item for item in element.iter() if item.tag in {"h4", "h5"})
        titles = headings_of(statement, any_programme)
        text = next(element.iter("p"))
        for language in EDITIONS[name]:
            assert in_language(heading, language, name) in {title[language] for title in titles}
            assert statement.text[language] == in_language(text, language, name)
        links = {item.get("href") for item in (*element.iter("a"), *edition.head(element))}
        assert {f"#source.{source}" for source in statement.sources} <= links


@pytest.mark.parametrize("name", EDITIONS)
def test_edition_holds_everything_else(
    name: str, any_programme: Programme, written: dict[str, str]
) -> None:
    edition = edition_of(written, name)
    told = "".join(edition.root.itertext())
    for language in EDITIONS[name]:
        for gap in any_programme.not_reported:
            assert gap.text[language] in "".join(edition.by_id[gap.id].itertext())
        for topic in any_programme.disagreements:
            shown = "".join(edition.by_id[f"differs.{topic.id}"].itertext())
            assert all(position.says[language] in shown for position in topic.positions)
        for passage in any_programme.about:
            shown = "".join(edition.by_id[f"about.{passage.id}"].itertext())
            assert passage.title[language] in shown
            assert all(paragraph[language] in told for paragraph in passage.text)
        for body in any_programme.organisations:
            shown = "".join(edition.by_id[f"organisations.{body.id}"].itertext())
            assert body.role[language] in shown
        for zone in any_programme.layout.zones:
            assert zone.name[language] in told
            assert all(focus in told for focus in (zone.focus or {language: ()})[language])
            assert f"layout.{zone.id}" in edition.by_id
        for source in any_programme.sources:
            shown = "".join(edition.by_id[f"source.{source.id}"].itertext())
            assert source.note[language] in shown
        for change in any_programme.changes:
            shown = "".join(edition.by_id[f"about.change-{change.id}"].itertext())
            assert change.text[language] in shown
    for term in any_programme.terms:
        shown = "".join(edition.by_id[f"term.{term.id}"].itertext())
        assert all(name in shown for name in (*term.name.root.values(), term.pinyin))
    assert {f"source.{source.id}" for source in any_programme.sources} <= set(edition.by_id)
    for statement in any_programme.statements.values():
        links = {item.get("href") for item in edition.by_id[statement.id].iter("a")}
        assert {f"#{other}" for other in statement.see} <= links
    drawn = Publication(any_programme, ADDRESS).bodies["en/progress/"].count("<svg")
    indicators = [edition.by_id[f"indicator.{each.id}"] for each in any_programme.indicators]
    assert len(indicators) == len(any_programme.indicators)
    assert len(edition.all(SVG)) > drawn > 0


@pytest.mark.parametrize("name", EDITIONS)
def test_links_inside_an_edition_lead_somewhere(
    name: str, any_programme: Programme, written: dict[str, str]
) -> None:
    edition = edition_of(written, name)
    outside = {address for source in any_programme.sources for address in source.addresses}
    outside.add(exports.LICENCE)
    for link_ in (item.get("href", "") for item in edition.all("a")):
        if link_.startswith("#"):
            assert link_[1:] in edition.by_id, link_
        else:
            assert link_ in outside or link_.startswith(ADDRESS), link_


PLACES = {
    "sources": ("{}/sources/", "{}/sources/index.md", "take-away/programme-{}.html"),
    "gaps": ("{}/aims/", "{}/aims/index.md", "take-away/programme-{}.html"),
}


def placed(programme: Programme, what: str, language: str) -> Iterator[str]:
    """Give page, Markdown and edition in which something stands."""
    publication = Publication(programme, ADDRESS)
    every = {**publication.bodies, **publication.files}
    yield from (unescaped(every[place.format(language)]) for place in PLACES[what])


@pytest.mark.parametrize(
    ("language", "read"), [("en", "Last read: 5 March 2004"), ("zh", "最近查阅：2004年3月5日")]
)
def test_when_a_source_was_read_and_its_kept_copy_stand_everywhere(
    language: str, read: str, tiny: Programme
) -> None:
    for text in placed(tiny, "sources", language):
        assert read in text
        assert f"{tiny.source['wind-office'].archived}<" in text.replace(">", "<")


FOUND = {
    language: [pattern.format(date_words(date, language)) for date in ("2004-03", "2005")]
    for language, pattern in {"en": "Nothing found as of {}.", "zh": "截至{}，未见报道。"}.items()
}


@pytest.mark.parametrize("language", FOUND)
def test_gaps_say_as_of_when_once_or_each_its_own(language: str, tiny: Programme) -> None:
    (gap,) = tiny.not_reported
    one, two = FOUND[language]
    for dates, told in {
        ("2004-03", "2004-03"): (1, 0),
        ("2004-03", "2005"): (1, 1),
        ("2004-03", None): (1, 0),
        (None, None): (0, 0),
    }.items():
        gaps = (
            gap.model_copy(update={"id": gap.id + "-more" * number, "as_of": date, "follows": None})
            for number, date in enumerate(dates)
        )
        changed = tiny.model_copy(update={"not_reported": tuple(gaps), "search": {}})
        for text in placed(changed, "gaps", language):
            assert (text.count(one), text.count(two)) == told, dates


def test_anchors_of_published_editions_are_kept(tiny: Programme) -> None:
    edition = edition_of(written_for(tiny), "bilingual")
    anchors = {"kite-target", "kite-owners", "source.lake-post", "term.kite"}
    anchors |= {"differs.worth-of-kites", "indicator.worth", "page.aims", "page.about"}
    assert anchors <= set(edition.by_id)


def test_heading_of_a_statement_leads_to_the_site(tiny: Programme) -> None:
    edition = edition_of(written_for(tiny), "zh")
    links = {item.get("href") for item in edition.by_id["kite-count"].iter("a")}
    assert f"{ADDRESS}zh/progress/#kite-count" in links


@pytest.mark.parametrize(
    ("english", "chinese", "expected"),
    [
        (
            "<p>a <b>b</b></p>",
            "<p>甲<b>乙</b></p>",
            '<p><span lang="en">a <b>b</b></span><span lang="zh-Hans">甲<b>乙</b></span></p>',
        ),
        ("<p>1</p>\n", "<p>1</p>", "<p>1</p>\n"),
        (
            "<ul><li>a</li></ul>",
            "<ul><li>甲</li></ul>",
            '<ul><li><div lang="en">a</div><div lang="zh-Hans">甲</div></li></ul>',
        ),
        (
            '<dl><dt id="x">1</dt><dt id="y">2</dt></dl><dl><dt id="z">3</dt></dl>',
            '<dl><dt id="y">2</dt></dl><dl><dt id="z">3</dt><dt id="x">1</dt></dl>'
            "<dl><dt>0</dt></dl>",
            '<dl><dt id="x">1</dt><dt id="y">2</dt></dl><dl><dt id="z">3</dt></dl>'
            '<dl lang="zh-Hans"><dt>0</dt></dl>',
        ),
        (
            '<div><p class="x">a</p><p>1</p></div>',
            "<div><p>1</p><p>乙</p></div>",
            '<div><p class="x" lang="en">a</p><p>1</p><p lang="zh-Hans">乙</p></div>',
        ),
        (
            '<svg aria-labelledby="t"><title id="t">a</title></svg>',
            '<svg aria-labelledby="t"><title id="t">甲</title></svg>',
            '<svg aria-labelledby="t" lang="en"><title id="t">a</title></svg>'
            '<svg aria-labelledby="t.zh-Hans" lang="zh-Hans">'
            '<title id="t.zh-Hans">甲</title></svg>',
        ),
    ],
)
def test_versions_are_woven_paragraph_by_paragraph(
    english: str, chinese: str, expected: str
) -> None:
    assert woven([("en", english), ("zh-Hans", chinese)]) == expected


def test_hostile_edition_is_text(tiny: Programme) -> None:
    files = written_for(hostile(tiny))
    for name in EDITIONS:
        edition = edition_of(files, name)
        assert edition.all("script") == edition.all("x") == []
        assert HOSTILE in "".join(edition.root.itertext())


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", EDITIONS)
def test_edition_is_accessible(
    name: str, look: str, tiny: Programme, tab: Open, tmp_path: Path
) -> None:
    size, first, second = LOOKS[look]
    file = tmp_path / "edition.html"
    file.write_text(written_for(tiny)[f"take-away/programme-{name}.html"], "utf-8")
    page = tab(viewport=size, color_scheme=first, host="file:")
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page, second)


# ---- PDF, pictures, citation ----


def test_what_cannot_be_read_in_a_pdf_is_told(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf = tool("pdf")
    monkeypatch.setattr(pdf, "text_of", lambda _: "")
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><h1>风筝</h1>", "utf-8")
    context = browser.new_context()
    with pytest.raises(ValueError, match="“风筝” cannot be read"):
        pdf.print_page(context, page.as_uri(), tmp_path / "page.pdf", "20040302000000")
    context.close()


def test_bookmark_has_the_spaces_of_its_heading(browser: Browser, tmp_path: Path) -> None:
    """Those too at which its lines break."""
    heading = " ".join(["Kites"] * 40)
    sheet = (TESTS.parent / "docs/assets/site.css").read_text("utf-8")
    page = tmp_path / "page.html"
    page.write_text(f"<!doctype html><style>{sheet}</style><h1>{heading}</h1>", "utf-8")
    context = browser.new_context()
    file = tmp_path / "page.pdf"
    tool("pdf").print_page(context, page.as_uri(), file, "20040302000000")
    context.close()
    assert f"({heading})".encode() in file.read_bytes()


@pytest.mark.parametrize("language", TAGS)
def test_card_is_drawn_from_the_data(language: str, programme: Programme) -> None:
    svg = TakeAway(Renderer(programme), pages(programme), ADDRESS).card(language)
    drawing = ElementTree.fromstring(svg)
    texts = ["".join(item.itertext()) for item in drawing.iter("{http://www.w3.org/2000/svg}text")]
    shown = "".join("".join(texts).split())
    assert "".join(programme.site.name[language].split()) in shown
    for headline in programme.site.headlines:
        assert "".join(headline.caption[language].split()) in shown


@pytest.mark.ours
@pytest.mark.parametrize("language", TAGS)
def test_picture_is_small_and_of_the_right_size(language: str) -> None:
    data = (REPOSITORY / f"docs/assets/card-{language}.png").read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    size = [int.from_bytes(data[at : at + 4], "big") for at in (16, 20)]
    assert size == [1200, 630]
    assert len(data) <= 80 * 1024


def test_citation_file_is_of_this_version(programme: Programme) -> None:
    cited = yaml.safe_load((REPOSITORY / "CITATION.cff").read_text("utf-8"))
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    assert cited["cff-version"] == "1.2.0"
    assert cited["version"] == project["version"]
    assert cited["message"]
    assert cited["authors"] == [{"name": programme.site.captions.authors["en"]}]
    assert cited["title"].startswith(programme.site.name["en"])
