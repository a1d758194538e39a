"""Pages of the tiny programme as they were last accepted, and how they are worked out."""

import re
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urljoin, urlsplit

import pytest
from conftest import edit
from jinja2 import UndefinedError
from programme.check import load_checked
from programme.load import read_tree
from programme.model import Programme, Text
from programme.overview import known
from programme.pages import FIGURES, Page, by_initial, in_order, pages
from programme.publication import Publication
from programme.relations import Relations
from programme.render import TEMPLATES, Renderer
from programme.values import LayoutValues, TimelineValues, Values

EXPECTED = Path(__file__).parent / "expected"
NAMES = (
    *("home", "aims", "progress", "layout", "timeline", "terms"),
    *("organisations", "disagreements", "sources", "about"),
)
ADDRESSES = [f"{lang}/" + (f"{n}/" if n != "home" else "") for lang in ("en", "zh") for n in NAMES]


@pytest.fixture(scope="module")
def bodies(tiny: Programme) -> dict[str, str]:
    """Every page of the tiny programme, address to HTML."""
    return Publication(tiny, "/").bodies


def expected_file(address: str) -> Path:
    """Name the file that keeps a page: `en/aims/` is in `expected/en/aims.html`."""
    return EXPECTED / f"{address.rstrip('/')}.html"


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_is_as_accepted(address: str, bodies: dict[str, str], bless: bool) -> None:
    file = expected_file(address)
    if bless:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(bodies[address], "utf-8")
    accepted = file.read_text("utf-8") if file.exists() else ""
    assert bodies[address] == accepted, (
        f"{file.name} is not as accepted; if it should be: make bless"
    )


def test_every_page_is_accepted_and_no_other(bodies: dict[str, str], bless: bool) -> None:
    stale = set(EXPECTED.rglob("*.html")) - {expected_file(address) for address in ADDRESSES}
    if bless:
        for file in stale:
            file.unlink()
    assert list(bodies) == ADDRESSES
    assert bless or not stale, "a page is gone; if it should be: make bless"


def page(name: str, language: str, tiny: Programme) -> Page:
    """Find a page of the tiny programme."""
    return next(p for p in pages(tiny) if (p.id, p.language) == (name, language))


@pytest.mark.parametrize(
    ("here", "name", "anchor", "address"),
    [
        ("home", "home", "", "./"),
        ("home", "aims", "", "aims/"),
        ("home", "aims", "kite-target", "aims/#kite-target"),
        ("aims", "home", "", "../"),
        ("aims", "progress", "", "../progress/"),
        ("aims", "aims", "kite-target", "#kite-target"),
    ],
)
def test_url(here: str, name: str, anchor: str, address: str, tiny: Programme) -> None:
    voice = Renderer(tiny).voice(page(here, "en", tiny))
    assert voice.url(name, anchor) == address


@pytest.mark.parametrize(("here", "address"), [("home", "../zh/"), ("aims", "../../zh/aims/")])
def test_same_page_in_the_other_language(here: str, address: str, tiny: Programme) -> None:
    english = page(here, "en", tiny)
    assert Renderer(tiny).voice(english).elsewhere("zh") == address
    assert english.path_in("zh") == page(here, "zh", tiny).path


def test_statement_url_leads_to_its_section(tiny: Programme) -> None:
    voice = Renderer(tiny).voice(page("terms", "zh", tiny))
    assert voice.statement_url("kite-count") == "../progress/#kite-count"


def test_both_languages_have_the_same_pages_and_anchors(bodies: dict[str, str]) -> None:
    for name in ADDRESSES:
        if name.startswith("en/"):
            there = bodies[name.replace("en/", "zh/", 1)]
            assert set(anchors(bodies[name])) == set(anchors(there))


def anchors(html: str) -> list[str]:
    """Collect every id of a page."""
    return re.findall(r' id="([^"]*)"', html)


@pytest.mark.parametrize("address", ADDRESSES)
def test_links_between_pages_lead_somewhere(address: str, bodies: dict[str, str]) -> None:
    for href in re.findall(r' href="([^"]*)"', bodies[address]):
        there = urlsplit(urljoin(f"//here/{address}", href))
        if there.netloc != "here" or not there.path.endswith("/"):
            continue  # files to take away: test_takeaway, test_site
        assert there.path[1:] in bodies, href
        assert not there.fragment or there.fragment in anchors(bodies[there.path[1:]]), href


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_is_sound(address: str, bodies: dict[str, str], tiny: Programme) -> None:
    """No anchor twice, every entry of the contents there, nothing empty, nothing untranslated."""
    html = bodies[address]
    ours = next(p for p in pages(tiny) if p.path == address)
    contents = [e.id for entry in ours.toc for e in (entry, *entry.children)]
    assert len(set(anchors(html))) == len(anchors(html))
    assert set(contents) <= set(anchors(html))
    assert re.findall(r"<(p|ul|ol|dl|li|dd|h[1-6])(?: class=[^ >]*)?>\s*</\1>", html) == []
    assert ours.language != "zh" or re.findall(r">[^<]*undated[^<]*<", html) == []


@pytest.mark.parametrize(
    ("derived", "expected"),
    {
        "resting_on": {
            "lake-post": ["kite-target", "kite-lofts"],
            "mill-letter": ["kite-target", "kite-rumour"],
            "wind-office": ["mayor-on-kites", "kite-count"],
        },
        "differing": {"kite-count": ["worth-of-kites"], "kite-rumour": ["worth-of-kites"]},
        "changed": {"kite-count": ["second-count"]},
        "gaps": {"aims": ["kite-owners"]},
        "mentioned": {"kite-guild": ["mayor-on-kites"], "old-mill": [], "lac-freres": []},
        "used": {
            "kite": ["kite-target", "kite-lofts", "mayor-on-kites", "kite-count", "kite-rumour"],
            "tail-wind": [],
        },
    }.items(),
)
def test_index(derived: str, expected: dict[str, list[str]], tiny: Programme) -> None:
    """What is shown elsewhere is derived from the statements, in page order."""
    found = getattr(Relations(tiny), derived)
    assert {key: [record.id for record in records] for key, records in found.items()} == expected


def test_timeline_is_in_order_and_the_undated_stand_last(tiny: Programme) -> None:
    values = page("timeline", "en", tiny).values
    assert isinstance(values, TimelineValues)
    assert [(year, [s.id for s in statements]) for year, statements in values.years] == [
        ("2001", ["kite-lofts", "kite-target"]),
        ("2003", ["mayor-on-kites"]),
        ("2004", ["kite-count"]),
    ]
    assert [statement.id for statement in values.undated] == ["kite-rumour"]


def test_terms_are_in_the_order_of_their_language(tiny: Programme) -> None:
    assert [t.id for t in page("terms", "en", tiny).values.terms] == ["tail-wind", "kite"]
    assert [t.id for t in page("terms", "zh", tiny).values.terms] == ["kite", "tail-wind"]
    letters = page("terms", "zh", tiny).values.letters
    assert [(letter, [t.id for t in terms]) for letter, terms in letters] == [
        ("F", ["kite"]),
        ("S", ["tail-wind"]),
    ]
    for language, other in (("en", "zh"), ("zh", "en")):
        otherwise = page("terms", language, tiny).values.otherwise
        assert otherwise == {other: page("terms", other, tiny).values.terms}


def test_each_letter_is_named_once_and_what_begins_with_none_comes_first(tiny: Programme) -> None:
    names = ["20 kites", "“ten kites”", "area", "Zone"]
    terms = [tiny.terms[0].model_copy(update={"name": Text({"en": name})}) for name in names]
    letters = by_initial(sorted(terms, key=lambda term: in_order(term, "en")), "en")
    assert [(letter, [t.name["en"] for t in group]) for letter, group in letters] == [
        (FIGURES, ["20 kites"]),
        ("A", ["area"]),
        ("T", ["“ten kites”"]),
        ("Z", ["Zone"]),
    ]


def test_tones_decide_only_between_like_spellings(tiny: Programme) -> None:
    mixed = ["shìmín", "gāo", "fáng", "shì (hé)", "gǎnzhī", "fāng", "shìjiè", "Èrqī Qū"]
    terms = [tiny.terms[0].model_copy(update={"pinyin": pinyin}) for pinyin in mixed]
    ordered = ["Èrqī Qū", "fāng", "fáng", "gǎnzhī", "gāo", "shì (hé)", "shìjiè", "shìmín"]
    assert [term.pinyin for term in sorted(terms, key=lambda term: in_order(term, "zh"))] == ordered


def test_newest_change_stands_first(tiny_folder: Path) -> None:
    edit(tiny_folder / "changes.yml", "2004-03-01", "2004-04-01")
    changes = page("about", "en", load_checked(tiny_folder)).values.changes
    assert [change.id for change in changes] == ["first-kite", "second-count"]


def test_a_page_changes_with_what_stands_on_it(tiny_folder: Path) -> None:
    """With its own statements and what names none; that of the sources when one is read, too."""
    names = ("aims", "progress", "timeline", "sources")
    latest = load_checked(tiny_folder).last_change_of_page
    assert [latest(name)[-2:] for name in names] == ["01", "02", "02", "05"]
    edit(tiny_folder / "changes.yml", "2004-03-01", "2004-04-01")
    latest = load_checked(tiny_folder).last_change_of_page
    assert [latest(name) for name in names] == ["2004-04-01"] * 4


def test_part_of_which_only_others_speak_is_not_said_to_be_a_title(tiny: Programme) -> None:
    site = tiny.site.model_copy(update={"parts": ("aims", "progress")})
    found = {part.name: part.own for part in known(tiny.model_copy(update={"site": site}))}
    assert found["progress"] == 0


def test_sections_follow_the_order_of_the_site(tiny_folder: Path) -> None:
    edit(
        tiny_folder / "site.yml",
        "parts: [aims]\nmenu: [{title: {en: Since, zh: 后续}, pages: [progress,",
        "parts: [progress]\nmenu: [{title: {en: Since, zh: 后续}, pages: [aims,",
    )
    assert list(load_checked(tiny_folder).sections) == ["progress", "aims"]


HOSTILE = "<script>alert(1)</script><a onclick=x>&amp;"


def hostile(value: Any, key: str = "") -> Any:
    """Put markup before every text of the data."""
    if isinstance(value, dict):
        return {name: hostile(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [hostile(item, key) for item in value]
    return HOSTILE + value if key in ("en", "zh") else value


def test_markup_in_the_data_is_text(tiny_folder: Path, bodies: dict[str, str]) -> None:
    values = read_tree(tiny_folder).values
    words = values["site"].pop("words")
    values = hostile(values)
    values["site"]["words"] = words
    for address, html in Publication(Programme.model_validate(values), "/").bodies.items():
        assert set(re.findall(r"<[a-z]+", html)) <= set(re.findall(r"<[a-z]+", bodies[address]))
        assert "onclick" not in re.sub(r'"[^"]*"|>[^<]*<', "", html)
        assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;a onclick=x&gt;&amp;amp;" in html


def test_no_value_is_worked_out_for_nothing() -> None:
    templates = "\n".join(path.read_text("utf-8") for path in TEMPLATES.rglob("*.jinja"))
    asked = set(re.findall(r"\w+", "".join(re.findall(r"\{[{%].*?[}%]\}", templates))))
    for kind in get_args(Values):
        assert {field.name for field in fields(kind)} <= asked, kind


def test_value_nobody_gave_is_a_fault(tiny: Programme) -> None:
    """A template never leaves a blank for what it was not given."""
    terms = replace(page("terms", "en", tiny), values=LayoutValues(None, ()))
    with pytest.raises(UndefinedError):
        Renderer(tiny).render(terms)
