"""The search box in a real browser, as a reader uses it: typed into, walked, late."""

import contextlib
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest
from conftest import (
    LOOKS,
    QUERIES,
    SITE_PATH,
    Open,
    assert_accessible,
    assert_none,
    opening,
)
from playwright.sync_api import Browser, Error, Locator, Page, Request, Route, expect
from programme.model import Programme

BOX = "input[data-search=box]"
RESULT = "a[data-search=result]"
STATUS = "[data-search=status]"
SEARCH = "/search/"
LANGUAGES = ("en", "zh")
OWN = {"en": "subsidy", "zh": "补贴"}
"""For each language a query its own index answers."""
FEW = {"en": "Harbin", "zh": "哈尔滨"}
ANOTHER = {"en": "rent", "zh": "房租"}
NOTHING = "qqzzxxqqzzxx"
MOST_BYTES = {"engine": 10_000, "box": 4_000}
MOST_BYTES_AN_ENTRY = {
    **{"en": 165, "en-asked": 65, "en-more": 120},
    **{"zh": 165, "zh-asked": 65, "zh-more": 240},
}
"""What the first touch may fetch, compressed: CONTRIBUTING says what to do when it is reached."""

OWNERS = (
    *("智能传感谷", "传感谷", "感器", "1000亿元", "100 billion", "RMB 100bn", "利税", "氢传感器"),
    *("MEMS传感器", "補貼", "產業集群", "gaoxinqu", "znchg", "hanwei", "zhengzou"),
    *("smart sensors", "car sensors", "subsidy", "补贴", "who drafted it", "谁编制的"),
    "什么是智能传感器",
)
"""What the owner of the site has named as queries that must be answered."""


def expected_ids() -> dict[tuple[str, str], set[str]]:
    """Query and language of the page to the statements that may rightly come first."""
    expected: dict[tuple[str, str], set[str]] = {}
    for entry in QUERIES:
        expected.setdefault((entry["q"], entry["on"]), set()).update(entry["ids"])
    return expected


def words(programme: Programme, key: str, language: str = "en") -> str:
    return programme.site.words[key][language]


# Asking


LISTED = """([selector, before, loading]) => {
  const said = document.querySelector(selector)?.textContent ?? "";
  return said && said !== before && said !== loading && said;
}"""


def said_now(page: Page) -> str:
    """What the status line says, if it is there already."""
    return page.evaluate(
        "(selector) => document.querySelector(selector)?.textContent ?? ''", STATUS
    )


def wait_for_list(page: Page, before: str = "") -> str:
    """Wait until the status line changes, which it does when the list is complete."""
    loading = json.loads(page.locator(BOX).get_attribute("data-words") or "{}")["search-loading"]
    said = page.wait_for_function(LISTED, arg=[STATUS, before, loading]).json_value()
    return str(said)


def ask(page: Page, query: str) -> str:
    """Put a query into the box; give what the status line says of it."""
    before = said_now(page)
    page.locator(BOX).fill(query)
    return wait_for_list(page, before)


def results(page: Page) -> list[str]:
    """The addresses of the results, below the site's root."""
    found = page.locator(RESULT).evaluate_all("(links) => links.map((link) => link.href)")
    return [urlsplit(link)._replace(scheme="", netloc="").geturl() for link in found]


def shown(page: Page) -> Locator:
    return page.locator(f"{RESULT}:visible")


@pytest.fixture
def page(tab: Open) -> Page:
    """An English page on which nothing was touched yet."""
    page = tab()
    page.goto("en/goals/")
    return page


# What is fetched, and when


def fetched(page: Page) -> list[str]:
    """Note every address asked for from now on, those of workers too.

    Not the icon, which a browser may ask for anew whenever the address changes; nor the script of
    the terms, which comes with the first movement wherever that is.
    """
    asked: list[str] = []

    def note(request: Request) -> None:
        if not request.url.endswith(("/icon.svg", "/terms.js")):
            asked.append(urlsplit(request.url).path)

    page.context.on("request", note)
    return asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_search_is_fetched_before_the_box_is_touched(
    new_tab: Open, language: str
) -> None:
    page = new_tab()
    asked = fetched(page)
    for path in ("", "goals/", "terms/", "sources/"):
        page.goto(f"{language}/{path}")
        page.mouse.move(640, 400)
        page.mouse.wheel(0, 2000)
        page.keyboard.press("Tab")
        page.wait_for_load_state("networkidle")
        assert "site.js" in {Path(address).name for address in asked}
        assert [address for address in asked if SEARCH in address] == []
        asked.clear()


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_touch_fetches_all_there_is_in_a_language_side_by_side(
    new_tab: Open, site: Path, programme: Programme, language: str
) -> None:
    """Each once, before a key is pressed, and within its budget, which grows with the entries."""
    page = new_tab()
    page.goto(f"{language}/goals/")
    asked = fetched(page)
    page.locator(BOX).focus()
    wanted = {"engine.js", "box.js", *(f"{language}{part}.js" for part in ("", "-asked", "-more"))}
    for _ in range(600):
        if {Path(address).name for address in asked} == wanted:
            break
        page.wait_for_timeout(100)
    page.wait_for_load_state("networkidle")
    begun = {Path(address).name for address in asked}
    assert begun == wanted
    for query in (OWN[language], OWN_PHRASING[language], ANOTHER[language], "2025"):
        ask(page, query)
        assert shown(page).count() > 0
    page.wait_for_load_state("networkidle")
    assert len(asked) == len(begun)
    entries = len(programme.statements) + len(programme.not_reported)
    for address in asked:
        file = site / address.removeprefix(SITE_PATH)
        most = MOST_BYTES.get(file.stem) or MOST_BYTES_AN_ENTRY[file.stem] * entries
        assert len(gzip.compress(file.read_bytes(), 6)) <= most, file.name


OWN_PHRASING = {"en": "rewards for putting money into chips", "zh": "办厂能拿到什么好处"}
"""What stands nowhere as it is typed."""


def hold(page: Page, file: str, milliseconds: int = 3000) -> None:
    """Let a file of search come so much later."""

    def later(route: Route) -> None:
        page.wait_for_timeout(milliseconds)
        with contextlib.suppress(Error):  # a page that was left asks no more
            route.continue_()

    page.context.route(f"**/search/{file}.js", later)


# The page contract


def test_box_and_status_are_one_each(tab: Open) -> None:
    page = tab()
    for path in ("en/", "zh/", "en/goals/", "zh/about/"):
        page.goto(path)
        expect(page.locator(BOX)).to_have_count(1)
        ask(page, "MEMS")
        expect(page.locator(STATUS)).to_have_count(1)
        expect(page.locator(STATUS)).to_have_attribute("aria-live", re.compile("polite|assertive"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_status_tells_how_many_there_are(tab: Open, programme: Programme, language: str) -> None:
    page = tab()
    page.goto(f"{language}/")
    for query, key in ((FEW[language], "search-count"), ("2025", "search-many")):
        said = ask(page, query)
        count = page.locator(RESULT).count()
        assert count > 0
        told = words(programme, key, language)
        pattern = re.escape(told).replace(r"\{found\}", r"(\d+)")
        filled = pattern.replace(r"\{query\}", query).replace(r"\{count\}", str(count))
        assert re.fullmatch(filled, said)


# The answers


class Asked(NamedTuple):
    """What was asked on a page of a language, each query with the addresses of its results."""

    language: str
    found: dict[str, list[str]]


@pytest.fixture(scope="module", params=LANGUAGES)
def asked(request: pytest.FixtureRequest, browser: Browser, server: str) -> Iterator[Asked]:
    """The owner's queries and those that find pages, asked one after another on one page."""
    with opening(browser, server) as open_page:
        page = open_page()
        page.goto(f"{request.param}/progress/")
        found = {}
        for query in (*OWNERS, "timeline", "时间线", "Sources", "说法不一之处", "汉威科技"):
            ask(page, query)
            found[query] = results(page)
        yield Asked(request.param, found)


def test_every_result_leads_to_its_place(asked: Asked, site: Path) -> None:
    """A result names a place of a page in the language of the page it is asked on, or a page."""
    faults, pages = [], set()
    for query, links in asked.found.items():
        for link in links:
            path, _, fragment = link.removeprefix(SITE_PATH).partition("#")
            file = site / path / "index.html"
            if not path.startswith(f"{asked.language}/") or not file.is_file():
                faults.append(f"{query}: {link}: no page of the language")
            elif not fragment:
                pages.add(path)
            elif f'id="{unquote(fragment)}"' not in file.read_text("utf-8"):
                faults.append(f"{query}: {link}: no such place")
    assert_none(faults)
    listed = ("timeline", "sources", "disagreements")
    assert pages >= {f"{asked.language}/{page}/" for page in listed}


@pytest.mark.parametrize("query", OWNERS)
def test_owners_query_is_answered_first(asked: Asked, query: str, unjudged: set[str]) -> None:
    links = asked.found[query]
    judged = [link for link in links if urlsplit(link).fragment not in unjudged]
    first, *_ = [*judged, ""]
    assert first.startswith(f"{SITE_PATH}{asked.language}/")
    assert urlsplit(first).fragment in expected_ids()[query, asked.language]


# Keys


def active(page: Page) -> Locator:
    """The result the box says is active; it alone is marked as chosen."""
    active = page.locator(BOX).get_attribute("aria-activedescendant")
    assert active
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_have_count(1)
    expect(chosen).to_have_id(active)
    return chosen


def test_arrow_keys_walk_the_results(page: Page) -> None:
    page.keyboard.press("/")
    ask(page, "MEMS")
    links = results(page)
    assert len(links) > 3
    box = page.locator(BOX)
    for key, at in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1)):
        box.press(key)
        address = active(page).evaluate("(link) => link.href")
        assert address.endswith(links[at])
        expect(active(page)).to_be_in_viewport()
        expect(box).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{links[1]}")
    expect(page.locator(f"[id='{urlsplit(links[1]).fragment}']")).to_be_in_viewport()


def test_arrow_keys_reach_the_last_result_from_above(page: Page) -> None:
    ask(page, "MEMS")
    links = results(page)
    page.locator(BOX).press("ArrowUp")
    assert active(page).evaluate("(link) => link.href").endswith(links[-1])
    expect(active(page)).to_be_in_viewport()


def test_enter_opens_the_first_result(page: Page) -> None:
    ask(page, OWN["en"])
    first = results(page)[0]
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{first}")
    expect(page.locator(f"[id='{urlsplit(first).fragment}']")).to_be_in_viewport()


def test_enter_right_after_typing_opens_the_first_result(new_tab: Open, page: Page) -> None:
    """However slow the search comes: the query is not lost, and it is the one typed last."""
    ask(page, ANOTHER["en"])
    first = results(page)[0]
    quick = new_tab()
    quick.goto("en/goals/")
    quick.locator(BOX).focus()
    expect(quick.locator(STATUS)).to_have_count(1)  # the box is ready, its index is not there
    quick.keyboard.type(ANOTHER["en"])
    quick.keyboard.press("Enter")
    quick.wait_for_url(f"**{first}")


def test_enter_before_the_search_is_there_does_not_lose_the_query(new_tab: Open) -> None:
    page = new_tab()
    page.goto("en/goals/")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.context.route("**/search/box.js", hold)
    page.locator(BOX).fill(OWN["en"])
    page.keyboard.press("Enter")
    page.wait_for_url(f"**?q={OWN['en']}", wait_until="commit")
    page.wait_for_function("() => document.querySelector('script[src$=\"search/box.js\"]')")
    for route in held:
        with contextlib.suppress(Error):  # the page that was left asks no more
            route.continue_()
    wait_for_list(page)
    assert shown(page).count() > 0


def test_escape_closes_the_list_and_keeps_the_box(page: Page) -> None:
    ask(page, OWN["en"])
    box = page.locator(BOX)
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(shown(page)).to_have_count(0)
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("ArrowDown")
    assert shown(page).count() > 0


def test_list_closes_when_the_box_is_left(page: Page) -> None:
    for leave in (lambda: page.keyboard.press("Tab"), lambda: page.mouse.click(640, 880)):
        page.locator(BOX).fill("")
        ask(page, OWN["en"])
        expect(shown(page).first).to_be_visible()
        leave()
        expect(shown(page)).to_have_count(0)


def test_slash_goes_to_the_box_and_is_typed_there(page: Page) -> None:
    box = page.locator(BOX)
    page.keyboard.press("/")
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    page.keyboard.type("1/2")
    expect(box).to_have_value("1/2")


def test_searching_does_not_move_the_page(page: Page) -> None:
    """One who looks something up while reading finds the place again."""
    page.locator("main .statement").nth(9).evaluate(
        "(item) => item.scrollIntoView({ block: 'start', behavior: 'instant' })"
    )
    before = page.evaluate("scrollY")
    assert before > 1000
    page.keyboard.press("/")
    page.keyboard.type("MEMS")
    wait_for_list(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    page.wait_for_timeout(500)  # scrolling may be smooth
    assert page.evaluate("scrollY") == before


def test_composing_chinese_asks_once_when_done(new_tab: Open) -> None:
    """Letters on their way to becoming characters are no query; Enter then ends the composing."""
    page = new_tab()
    page.goto("zh/goals/")
    page.locator(BOX).focus()
    ask(page, "MEMS")
    before = said_now(page)
    page.locator(BOX).fill("")
    keys = page.context.new_cdp_session(page)
    for letters in ("b", "bu", "bu t", "bu tie"):
        ends = {"selectionStart": len(letters), "selectionEnd": len(letters)}
        keys.send("Input.imeSetComposition", {"text": letters, **ends})
    page.wait_for_timeout(300)
    assert "bu" not in said_now(page)
    keys.send("Input.insertText", {"text": "补贴"})
    assert "补贴" in wait_for_list(page, before)
    expect(page.locator(BOX)).to_have_value("补贴")
    assert shown(page).count() > 0


# The box acts on the query that stands in it


LATE = """() => {
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function post(message) {
    setTimeout(() => postMessage.call(this, message), self.late ?? 0);
  };
}"""
"""Lets a worker be told `self.late` milliseconds later."""
LONG = {"en": "who will pay my staff to move there", "zh": "搬过去员工谁给钱"}


@pytest.fixture(params=LANGUAGES)
def late(request: pytest.FixtureRequest, new_tab: Open) -> tuple[Page, str, str]:
    """A page that shows the list of one query while it waits for that of another, and its first."""
    page, language = new_tab(), request.param
    page.add_init_script(f"({LATE})()")
    page.goto(f"{language}/goals/")
    ask(page, LONG[language])
    right = results(page)[0]
    ask(page, FEW[language])
    assert results(page)[0] != right
    page.evaluate("self.late = 1000")
    page.locator(BOX).fill(LONG[language])
    return page, language, right


def test_old_list_looks_old_and_says_so(late: tuple[Page, str, str], programme: Programme) -> None:
    page, language, right = late
    expect(page.locator(STATUS)).to_have_text(words(programme, "search-loading", language))
    expect(page.locator("[role=listbox]")).to_have_css("opacity", "0.4")
    before = page.url
    page.locator(RESULT).first.evaluate("(link) => link.click()")
    assert page.url == before
    wait_for_list(page)
    assert results(page)[0] == right
    expect(page.locator("[role=listbox]")).to_have_css("opacity", "1")


@pytest.mark.parametrize("keys", [["Enter"], ["ArrowDown", "Enter"]], ids=["Enter", "arrow"])
def test_keys_wait_for_the_list_of_what_is_typed(
    late: tuple[Page, str, str], keys: list[str]
) -> None:
    page, _, right = late
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_url(f"**{right}")


def test_what_waits_for_one_query_does_not_act_on_another(late: tuple[Page, str, str]) -> None:
    """Neither after Escape nor once the query is edited."""
    page, language, _ = late
    for leave in (lambda: page.keyboard.press("Escape"), lambda: page.keyboard.type(" 2025")):
        page.locator(BOX).fill(LONG[language])
        page.keyboard.press("Enter")
        leave()
        page.wait_for_timeout(2500)
        assert f"{language}/goals/" in page.url
        assert "#" not in page.url


@pytest.mark.parametrize("empty", ["", "   "])
def test_enter_in_an_empty_box_arms_nothing(page: Page, empty: str) -> None:
    ask(page, OWN["en"])
    page.locator(BOX).fill(empty)
    page.keyboard.press("Enter")
    page.locator(BOX).fill("")
    page.keyboard.type("incentives")
    wait_for_list(page)
    page.wait_for_timeout(500)
    assert "#" not in page.url
    assert "en/goals/" in page.url


def test_after_escape_a_reload_does_not_bring_the_list_back(page: Page) -> None:
    ask(page, OWN["en"])
    page.keyboard.press("Escape")
    page.reload()
    page.wait_for_load_state("networkidle")
    assert urlsplit(page.url).query == ""
    expect(shown(page)).to_have_count(0)


def test_search_works_where_no_worker_may(new_tab: Open) -> None:
    page = new_tab()
    page.add_init_script("self.Worker = class { constructor() { throw new Error('none'); } }")
    page.goto("en/goals/")
    ask(page, OWN_PHRASING["en"])
    assert shown(page).count() > 0


# On a phone


@pytest.mark.parametrize("query", [OWN["en"], NOTHING], ids=["list", "help"])
def test_phone_shows_the_box_unzoomed_and_the_list_above_its_keyboard(
    tab: Open, query: str
) -> None:
    """Phones zoom into fields below 16 px; half of the window is left beside the keyboard."""
    page = tab(viewport={"width": 375, "height": 400})
    page.goto("en/goals/")
    size = page.locator(BOX).evaluate("(box) => parseFloat(getComputedStyle(box).fontSize)")
    assert size >= 16
    ask(page, query)
    foot = page.locator(".found").evaluate("(panel) => panel.getBoundingClientRect().bottom")
    assert foot <= 400
    last = page.locator(".found a").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()


# The list does not move under the reader's finger


def hover(page: Page) -> None:
    page.locator(RESULT).nth(1).hover()
    page.mouse.move(400, 300)


HOLDS = {"pointer": hover, "arrow": lambda page: page.keyboard.press("ArrowDown")}


@pytest.mark.parametrize("way", ["none", *HOLDS])
def test_list_in_use_stays_when_other_wordings_come(new_tab: Open, way: str) -> None:
    """The list from the texts is there at once; it gives way to a better one only when unused."""
    page = new_tab()
    hold(page, "en-more")
    page.goto("en/goals/")
    page.locator(BOX).fill(OWN_PHRASING["en"])
    page.wait_for_function("(selector) => document.querySelector(selector)", arg=RESULT)
    at_once = results(page)
    if way in HOLDS:
        HOLDS[way](page)
    wait_for_list(page)
    assert (results(page) == at_once) == (way in HOLDS)


def test_half_typed_word_does_not_open_the_other_language(new_tab: Open) -> None:
    page = new_tab()
    page.goto("en/goals/")
    ask(page, OWN["en"])
    asked = fetched(page)
    page.locator(BOX).fill("")
    page.locator(BOX).press_sequentially("gaoxi", delay=100)
    ask(page, "rent")
    page.wait_for_timeout(1000)
    assert asked == []
    ask(page, OWN["zh"])
    assert [Path(address).name for address in asked] == ["zh.js", "zh-asked.js"]


# Addresses


@pytest.mark.parametrize("language", LANGUAGES)
def test_address_with_a_query_shows_its_results(tab: Open, language: str) -> None:
    page = tab()
    page.goto(f"{language}/terms/?q={quote(OWN[language])}")
    wait_for_list(page)
    expect(page.locator(BOX)).to_have_value(OWN[language])
    assert shown(page).count() > 0


def test_address_follows_the_query(page: Page) -> None:
    ask(page, OWN["en"])
    page.wait_for_url(lambda address: parse_qs(urlsplit(address).query) == {"q": [OWN["en"]]})
    found = results(page)
    page.reload()
    wait_for_list(page)
    assert results(page) == found
    page.locator(BOX).fill("")
    expect(shown(page)).to_have_count(0)
    assert urlsplit(page.url).query == ""


def test_back_leads_to_the_results(page: Page) -> None:
    ask(page, OWN["en"])
    found = results(page)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{found[0]}")
    page.go_back()
    wait_for_list(page)
    assert results(page) == found


# No answer, no index, no network


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_result_the_parts_are_offered(
    tab: Open, programme: Programme, language: str
) -> None:
    page = tab()
    page.goto(f"{language}/progress/")
    assert ask(page, NOTHING) == words(programme, "search-none", language).format(query=NOTHING)
    expect(page.locator(RESULT)).to_have_count(0)
    links = page.locator("form[role=search] a:visible")
    offered = links.evaluate_all("(links) => links.map((link) => new URL(link.href).pathname)")
    parts = [f"{SITE_PATH}{language}/{part}/" for part in programme.site.parts]
    assert [link for link in offered if link in parts] == parts
    page.locator(BOX).focus()
    page.keyboard.press("Tab")
    expect(links.first).to_be_focused()
    links.last.press("Enter")
    page.wait_for_url(f"**{offered[-1]}*")


def test_search_goes_on_offline_after_the_first_touch(new_tab: Open) -> None:
    page = new_tab(troubled=True)  # the browser may ask for the icon
    page.goto("en/goals/")
    ask(page, OWN["en"])
    page.context.set_offline(True)
    for query in ("rent", "MEMS", "car sensors"):
        ask(page, query)
        assert shown(page).count() > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_search_works_from_disk(tab: Open, site: Path, language: str) -> None:
    page = tab(host="file:")
    page.goto((site / language / "goals/index.html").as_uri())
    ask(page, OWN[language])
    first = page.locator(RESULT).first.get_attribute("href") or ""
    assert (site / language).as_uri() in first
    page.keyboard.press("Enter")
    page.wait_for_url(first)
    expect(page.locator(f"[id='{urlsplit(first).fragment}']")).to_be_in_viewport()


# Access and attack


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("query", ["传感器", NOTHING], ids=["results", "none"])
def test_axe_finds_nothing_in_the_open_list(tab: Open, look: str, query: str) -> None:
    size, first, second = LOOKS[look]
    page = tab(viewport=size, color_scheme=first)
    page.goto("zh/layout/")
    ask(page, query)
    if query != NOTHING:
        page.keyboard.press("ArrowDown")
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(over) == 0
    assert_accessible(page, second)
