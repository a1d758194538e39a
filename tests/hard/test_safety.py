"""Text is text: whatever the data say is shown as it was typed, and only our scripts run.

The rules refuse some of what is typed here; rendering is safe without them.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import html5lib
import pytest
from conftest import edit, hosting, lay_out, opening, tree
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser
from programme import check
from programme.load import Tree, read_tree
from programme.model import LONGEST_LINE, Location, Programme, Record, Text, Words, walk

BRACES = "{{ 7 * 7 }}{% if %}"
MARKUP = (
    "zq{}<</title></script></style>--><script>document.title = 'run'</script>"
    "<b onclick='alert(1)'>\"'`&copy;&lt;<img src=x onerror=\"document.title = 'run'\">"
)
"""What no text should bring into a page; its number tells one text from all others."""
MARKUP_ELEMENTS = {"b", "img", "script", "style", "title"}
MARK = re.compile(r"zq(\d+)")
HTML, SVG = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/2000/svg}"


def places_of_text(programme: Programme) -> Iterator[Location]:
    """Yield where each text of the data stands, each line of a list by itself."""
    for place, value in walk(programme):
        if isinstance(value, Text):
            yield from ((*place, language) for language in value.root)
        elif isinstance(value, Words):
            for language, lines in value.root.items():
                yield from ((*place, language, index) for index in range(len(lines)))
        elif isinstance(value, Record):
            fields = type(value).model_json_schema()["properties"].items()
            lines = [name for name, field in fields if f": {LONGEST_LINE}" in json.dumps(field)]
            yield from ((*place, name) for name in lines if getattr(value, name))


def is_name(place: Location) -> bool:
    """Tell whether records are found in texts by what stands here: spoilt, they are not found."""
    if place[0] == "organisations":
        return place[2] in {"name", "also"}
    return place[0] == "terms" or "links" in place


def spoiled(values: dict[str, Any], places: Iterable[Location]) -> dict[int, str]:
    """Put markup behind the text at each place; give what was put there by its number."""
    put = {}
    for number, (*way, last) in enumerate(places):
        holder: Any = values
        for step in way:
            holder = holder[step]
        # Braces in words of the interface are blanks to be filled in.
        put[number] = MARKUP.format(number) + ("" if "words" in way else BRACES)
        holder[last] += put[number]
    return put


class Hostile(NamedTuple):
    """A site with markup in its texts."""

    folder: Path
    names: bool
    put: dict[int, str]


def built(project: Path) -> dict[str, bytes]:
    """Build in this process, past the rules; give every file of the site."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        patch.setenv("SOURCE_DATE_EPOCH", "0")
        build(load_config(str(project / "mkdocs.yml"), strict=True))
    return tree(project / "site")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site of the tiny data."""
    return built(lay_out(tmp_path_factory.mktemp("plain") / "project"))


@pytest.fixture(scope="module", params=[False, True], ids=["texts", "names"])
def hostile(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, tiny: Programme
) -> Hostile:
    """A site with markup in every text; in names, once more without the others."""
    project = lay_out(tmp_path_factory.mktemp("hostile") / "project")
    values = read_tree(project / "data").values
    places = [place for place in places_of_text(tiny) if is_name(place) == request.param]
    put = spoiled(values, places)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(check, "RULES", ())
        patch.setattr(check, "PUBLISHING", ())
        patch.setattr(check, "load", lambda _: (Programme.model_validate(values), Tree(values)))
        built(project)
    return Hostile(project / "site", request.param, put)


def parsed(page: bytes) -> ElementTree.Element:
    return html5lib.parse(page, transport_encoding="utf-8")


def elements(page: bytes) -> Counter[str]:
    """Count the elements of a page but those that a longer text has more of.

    These are the lines of a drawing and the parts in another language.
    """
    every = Counter(each.tag for each in parsed(page).iter() if each.keys() != ["lang"])
    del every[f"{SVG}text"]
    return every


def strings(value: Any) -> Iterator[str]:
    """Yield every string of what was read from JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


def said(page: bytes) -> str:
    """Give all a page says: its text, the values of attributes, its scripts' JSON; no spaces."""
    values: list[str] = []
    document = parsed(page)
    for element in document.iter():
        values += element.attrib.values()
        if element.tag == f"{HTML}script":
            if "json" in element.get("type", ""):
                values += strings(json.loads(element.text or ""))
            element.text = ""
    for value in [value for value in values if value.startswith('{"')]:
        values += strings(json.loads(value))
    return without_spaces("".join(document.itertext()) + "\0".join(values))


def without_spaces(text: str) -> str:
    """Take out what a drawing breaks lines at."""
    return "".join(text.split())


def test_text_brings_no_element_into_a_page(plain: dict[str, bytes], hostile: Hostile) -> None:
    """Each page has the same elements, whatever its texts hold; of names, none of the markup."""
    for path, page in tree(hostile.folder).items():
        if path.endswith(".html"):
            more, fewer = elements(page), elements(plain[path])
            apart = {tag.partition("}")[2] for tag in (more - fewer) + (fewer - more)}
            assert not apart & (MARKUP_ELEMENTS if hostile.names else apart), path


def test_text_is_shown_as_it_was_typed(hostile: Hostile, tiny: Programme) -> None:
    """Each text that reaches a page stands there to the letter, as often as it stands at all."""
    put = hostile.put
    reached = set()
    for path in hostile.folder.rglob("*.html"):
        page = path.read_bytes()
        numbers = Counter(map(int, MARK.findall(page.decode())))
        text = said(page)
        for number, times in numbers.items():
            assert text.count(without_spaces(put[number])) >= times, (path, put[number])
        reached |= numbers.keys()
    assert reached
    if not hostile.names:
        assert shown_everywhere(tiny) <= reached


def shown_everywhere(tiny: Programme) -> set[int]:
    """Give the numbers of the titles and texts of statements, topics and their pages."""
    places = [place for place in places_of_text(tiny) if not is_name(place)]
    return {
        number
        for number, place in enumerate(places)
        if place[0] == "sections" and place[-2] in {"title", "text", "intro"}
    }


def test_other_files_stay_what_they_are(hostile: Hostile) -> None:
    for path, content in tree(hostile.folder).items():
        if path.endswith(".xml"):
            ElementTree.fromstring(content)
        elif path.endswith(".json"):
            json.loads(content)


def test_nothing_of_a_text_runs(browser: Browser, hostile: Hostile) -> None:
    """In a real browser no page complains, asks elsewhere, or does what a text says."""
    with hosting(hostile.folder) as address, opening(browser, address) as open_page:
        page = open_page()
        for path in hostile.folder.rglob("index.html"):
            page.goto(address + path.relative_to(hostile.folder).as_posix())
            assert page.title() != "run"
            assert page.locator("[onclick], [onerror], main script:not([type])").count() == 0


def test_policy_stops_a_script_that_is_not_ours(
    browser: Browser, tmp_path: Path, plain: dict[str, bytes]
) -> None:
    """Put by hand into a page that was built, a script and a handler are refused."""
    for name, content in plain.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    page_file = tmp_path / "en/aims/index.html"
    edit(
        page_file,
        "</h1>",
        "</h1><script>document.title = 'run'</script><img src=x onerror=top.ran=1>",
    )
    with hosting(tmp_path) as address, opening(browser, address) as open_page:
        page = open_page(troubled=True)
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text))
        page.goto(f"{address}en/aims/")
        page.locator(".statement").first.wait_for()
        assert page.title() != "run"
        assert page.evaluate("window.ran") is None
        assert any("script-src" in text for text in refused)
        assert any("handler" in text for text in refused)
