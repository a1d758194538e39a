"""The site in a real browser: silent, within its width, accessible, and used by keyboard alone."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import (
    COLOURS,
    FOCUSABLE,
    LANGUAGES,
    LOOKS,
    NARROW,
    PATIENCE,
    SETTINGS,
    WIDE,
    Open,
    Window,
    assert_accessible,
    assert_none,
    axe_faults,
)
from playwright.sync_api import Browser, Locator, Page, expect
from programme.model import Programme
from programme.pages import pages

TARGET = "target-2025-scale"
"""The statement the tests open: the best known of the programme."""
TAGS = {"en": "en", "zh": "zh-Hans"}
GOALS = f"en/goals/#{TARGET}"
SIDEWAYS = """() => {
  const root = document.documentElement;
  const over = root.scrollWidth - root.clientWidth;
  if (over <= 0) return [];
  const wide = [...document.body.querySelectorAll("*")]
    .filter((item) => item.getBoundingClientRect().right > root.clientWidth + 1)
    .map((item) => item.outerHTML.slice(0, 80));
  return [`${over}px too wide`, ...wide.slice(0, 3)];
}"""
UNFOLD = "document.querySelectorAll('main details').forEach((item) => { item.open = true; })"
CITED = """() => [...document.querySelectorAll("details.cite[open]")]
  .every((fold) => fold.querySelectorAll(".cite-line").length > 2)"""
"""Whether the citations that open folds ask for are there."""


# Every page, both schemes, both widths

LISTED = (*SETTINGS["parts"], *(name for group in SETTINGS["menu"] for name in group["pages"]))
NAMES = ("", *(f"{name}/" for name in LISTED))
PATHS = ("", "404.html", *(f"{language}/{name}" for language in LANGUAGES for name in NAMES))
"""Every page of the site; the editions to take away are documents of their own."""


def test_every_page_is_visited(site: Path) -> None:
    every = (file.relative_to(site).as_posix() for file in site.rglob("*.html"))
    files = [file for file in every if not file.startswith("take-away/")]
    assert sorted(PATHS) == sorted(file.removesuffix("index.html") for file in files)


ALWAYS_TRIED = ("document-title", "html-has-lang", "link-name")
TRIED_IN_A_LANGUAGE = ("target-size", "aria-valid-attr-value", "bypass")


LOOK = {path: "narrow" if path.startswith("zh") else "wide" for path in PATHS}
"""In which look each page is tried here; in the other one by `hard/test_everywhere.py`."""


@pytest.mark.parametrize(("path", "look"), LOOK.items())
def test_page_is_accessible_and_within_its_width(tab: Open, path: str, look: str) -> None:
    assert_page_is_accessible(tab, path, look)


def assert_page_is_accessible(tab: Open, path: str, look: str) -> None:
    """WCAG 2.2 AA as far as axe tells, everything unfolded: https://dequeuniversity.com/rules/axe/.

    Nothing runs off the side at 1280, 375 and 320 pixels (1.4.10).
    """
    __tracebackhide__ = True
    size, first, second = LOOKS[look]
    tried = ALWAYS_TRIED + (TRIED_IN_A_LANGUAGE if path[:2] in LANGUAGES else ())
    page = tab(viewport=size, color_scheme=first)
    page.goto(path)
    assert_none(page.evaluate(SIDEWAYS))
    page.evaluate(UNFOLD)
    page.wait_for_function(CITED)
    assert_none(page.evaluate(SIDEWAYS))
    assert_accessible(page, second, *tried)
    if size == NARROW:
        page.set_viewport_size({"width": 320, "height": 640})
        assert_none(page.evaluate(SIDEWAYS))


def test_axe_and_the_watch_would_tell(browser: Browser, server: str) -> None:
    """Spoil a page in every way that is looked for: each is found."""
    window = Window(browser, server, viewport=NARROW)
    page = window.page
    page.goto("en/goals/")
    page.evaluate(f"""async () => {{
      const style = (selector, text) => {{ document.querySelector(selector).style = text; }};
      style("#{TARGET} p[lang=en]", "color: #bbb; display: block; width: 500px");
      style("header summary", "display: none");
      document.querySelector("#{TARGET}").append(document.createElement("button"));
      console.info("a word");
      setTimeout(() => {{ throw new Error("a fault"); }});
      const script = document.createElement("script");
      script.src = "http://elsewhere.example/script.js";
      script.textContent = "1";
      document.head.append(script);
      await fetch("no-such-file");
    }}""")
    rules = {item.partition(":")[0] for item in axe_faults(page)}
    assert rules >= {"color-contrast", "button-name"}
    assert page.evaluate(SIDEWAYS)
    told = "\n".join(window.faults())
    for fault in ("a word", "a fault", "policy: script-src-elem", "answered 404"):
        assert fault in told, fault
    window.context.close()


def settle(page: Page) -> None:
    """Wait until the page has stopped scrolling."""
    page.wait_for_function(
        """() => {
          if (window.heldAt !== scrollY) [window.heldAt, window.heldFor] = [scrollY, 0];
          window.heldFor += 1;
          return window.heldFor > 4;
        }"""
    )
    page.evaluate("() => { delete window.heldAt; }")


# The language switch


def switch(page: Page) -> Locator:
    """The link to the other language in the head of the page."""
    return page.locator("header a[hreflang]")


def place(page: Page) -> tuple[str, dict[str, list[str]], str]:
    """Where a page stands: path, query, fragment."""
    parts = urlsplit(page.url)
    return parts.path.removeprefix("/plan/"), parse_qs(parts.query), parts.fragment


QUERY = {"view": ["both"], "q": ["MEMS"]}


def press_enter(link: Locator) -> None:
    link.press("Enter")


@pytest.mark.parametrize("use", [Locator.click, press_enter], ids=["click", "Enter"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_switch_keeps_statement_view_and_query(tab: Open, use: Any, size: Any) -> None:
    page = tab(viewport=size)
    page.goto(f"en/goals/?view=both&q=MEMS#{TARGET}")
    for language in ("zh", "en"):
        page.keyboard.press("Escape")  # the list of results, which q opens
        use(switch(page))
        page.wait_for_url(re.compile(f"/{language}/goals/"))
        assert place(page) == (f"{language}/goals/", QUERY, TARGET)
        assert page.locator("html").get_attribute("lang") == TAGS[language]
        expect(page.locator(f"#{TARGET}")).to_be_in_viewport()


def read_on(page: Page) -> str:
    """Scroll to a statement further down a page; give its id."""
    page.goto("en/background/")
    statement = page.locator(".statement").nth(9)
    statement.evaluate("(item) => item.scrollIntoView({ block: 'start', behavior: 'instant' })")
    settle(page)
    return statement.get_attribute("id") or ""


def click_there(link: Locator) -> None:
    """Click where it stands; `click` would scroll first."""
    box = link.bounding_box()
    assert box
    link.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


@pytest.mark.parametrize("use", [click_there, press_enter], ids=["click", "Enter"])
def test_switch_keeps_the_statement_that_is_being_read(tab: Open, use: Any) -> None:
    page = tab()
    reading = read_on(page)
    use(switch(page))
    page.wait_for_url("**/zh/background/*")
    assert place(page)[2] == reading


def test_switch_from_the_top_of_a_page_leads_to_its_top(tab: Open) -> None:
    page = tab()
    page.goto("zh/sources/")
    switch(page).click()
    page.wait_for_url("**/en/sources/*")
    assert place(page) == ("en/sources/", {}, "")
    assert page.evaluate("scrollY") == 0


def test_switch_is_a_plain_link_without_script(tab: Open) -> None:
    page = tab(java_script_enabled=False)
    page.goto("en/goals/")
    switch(page).click()
    page.wait_for_url("**/zh/goals/")
    assert page.locator("html").get_attribute("lang") == "zh-Hans"


# Both languages of a statement


def text(page: Page, language: str, statement: str = TARGET) -> Locator:
    """The text of a statement in a language."""
    return page.locator(f'#{statement} p[lang="{TAGS[language]}"]').last


def fold(page: Page, language: str) -> Locator:
    """The summary that opens a statement in its other language."""
    inside = page.locator(f'p[lang="{TAGS[language]}"]')
    return page.locator(f"#{TARGET} details").filter(has=inside).locator("summary")


@pytest.mark.parametrize(("own", "other"), [("en", "zh"), ("zh", "en")])
@pytest.mark.parametrize("key", ["Enter", "Space"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_other_language_unfolds_by_keyboard(
    tab: Open, programme: Programme, own: str, other: str, key: str, script: bool
) -> None:
    page = tab(java_script_enabled=script)
    page.goto(f"{own}/goals/#{TARGET}")
    said = programme.statements[TARGET].text
    expect(text(page, own)).to_have_text(said[own])
    expect(text(page, own)).to_be_visible()
    expect(text(page, other)).to_be_hidden()
    fold(page, other).press(key)
    expect(text(page, other)).to_be_visible()
    expect(text(page, other)).to_have_text(said[other])
    fold(page, other).press(key)
    expect(text(page, other)).to_be_hidden()


def boxes(page: Page) -> tuple[dict[str, float], dict[str, float]]:
    """Where both texts of the statement stand."""
    settle(page)
    found = text(page, "en").bounding_box(), text(page, "zh").bounding_box()
    assert all(found)
    return found


@pytest.mark.parametrize("own", TAGS)
def test_both_languages_stand_side_by_side_where_there_is_room(tab: Open, own: str) -> None:
    page = tab()
    page.goto(f"{own}/goals/?view=both#{TARGET}")
    en, zh = boxes(page)
    left, right = (en, zh) if own == "en" else (zh, en)
    assert left["x"] + left["width"] <= right["x"]
    assert abs(left["y"] - right["y"]) < 12
    page.set_viewport_size(NARROW)
    en, zh = boxes(page)
    above, below = (en, zh) if own == "en" else (zh, en)
    assert above["y"] + above["height"] <= below["y"]
    assert abs(above["x"] - below["x"]) < 12
    assert page.evaluate(SIDEWAYS) == []


def test_view_of_both_is_remembered(tab: Open) -> None:
    page = tab()
    page.goto("en/goals/")
    expect(text(page, "zh")).to_be_hidden()
    page.locator("a[data-view=both]").click()
    page.goto("en/tasks/")
    statement = page.locator(".statement").first.get_attribute("id")
    expect(text(page, "zh", statement)).to_be_visible()


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_the_view_of_both(tab: Open, look: str) -> None:
    size, first, second = LOOKS[look]
    page = tab(viewport=size, color_scheme=first)
    page.goto("zh/progress/?view=both")
    assert page.evaluate(SIDEWAYS) == []
    assert_accessible(page, second)


# Marks on a statement


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", TAGS)
def test_the_statement_one_was_sent_to_reads_on_its_tint(
    tab: Open, scheme: Any, language: str
) -> None:
    """Axe cannot tell contrast on a gradient: try each of its colours alone."""
    page = tab(color_scheme=scheme)
    page.goto(f"{language}/goals/#{TARGET}")
    page.evaluate(UNFOLD)
    tint = page.locator(f"#{TARGET}").evaluate(
        "(item) => Object.values((({ backgroundImage: image, backgroundColor: colour }) =>"
        " ({ image, colour }))(getComputedStyle(item))).join(' ')"
    )
    colours = set(re.findall(r"(?:rgba?|color|oklab|oklch)\([^()]*\)", tint))
    opaque = [colour for colour in colours if not re.search(r"[,/] 0\)", colour)]
    assert opaque, tint
    for colour in opaque:
        page.locator(f"#{TARGET}").evaluate(
            "(item, colour) => { item.style.background = colour; }", colour
        )
        assert_none(axe_faults(page, COLOURS))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("place", [GOALS, "zh/progress/#indicators", "en/sources/#dahe-2019-11-11"])
def test_what_one_was_sent_to_is_not_behind_the_bar(tab: Open, size: Any, place: str) -> None:
    page = tab(viewport=size)
    page.goto(place)
    settle(page)
    target = page.locator(f"[id='{urlsplit(page.url).fragment}']").bounding_box()
    bar = page.locator("header.bar").bounding_box()
    assert target
    assert bar
    assert bar["y"] + bar["height"] <= target["y"] + 1
    assert target["y"] < size["height"] / 2


# Dark and light


def is_dark(page: Page) -> bool:
    """Whether the ground is darker than the text."""
    colours = page.evaluate(
        "['backgroundColor', 'color'].map((key) => getComputedStyle(document.body)[key])"
    )
    ground, ink = (sum(map(float, re.findall(r"[\d.]+", colour)[:3])) for colour in colours)
    return ground < ink


def scheme_button(page: Page, programme: Programme, language: str = "en") -> Locator:
    name = programme.site.words["scheme"][language]
    return page.get_by_role("button", name=name, exact=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_scheme_is_chosen_and_remembered_in_both_languages(
    tab: Open, programme: Programme, scheme: Any
) -> None:
    page = tab(color_scheme=scheme)
    page.goto("en/goals/")
    at_first = scheme == "dark"
    assert is_dark(page) == at_first
    scheme_button(page, programme).press("Enter")
    assert is_dark(page) != at_first
    expect(scheme_button(page, programme)).to_have_attribute(
        "aria-pressed", str(not at_first).lower()
    )
    page.reload()
    assert is_dark(page) != at_first
    page.goto("zh/terms/")
    assert is_dark(page) != at_first
    scheme_button(page, programme, "zh").press("Space")
    assert is_dark(page) == at_first
    page.goto("en/goals/")
    assert is_dark(page) == at_first


def test_scheme_follows_the_system_without_script(tab: Open) -> None:
    for scheme in ("light", "dark"):
        page = tab(color_scheme=scheme, java_script_enabled=False)
        page.goto("en/goals/")
        assert is_dark(page) == (scheme == "dark")


# Menu, skip link


def names(list_of_pages: Locator) -> list[str]:
    """The pages that a menu or a rail links to, in order; not the headings of the one shown."""
    links = list_of_pages.locator("a:not([href^='#']):visible")
    hrefs = links.evaluate_all("(all) => all.map((a) => a.getAttribute('href'))")
    return [href.strip("./") for href in hrefs]


@pytest.mark.parametrize("language", TAGS)
def test_every_page_is_one_press_from_every_other(tab: Open, language: str) -> None:
    """By the rail of a wide window, which opens at the page one is on and shows its headings."""
    page = tab()
    for name in ("", *(f"{name}/" for name in LISTED)):
        page.goto(f"{language}/{name}")
        rail = page.locator("nav.rail")
        assert names(rail) == list(LISTED)
        expect(rail.locator("[aria-current=page]")).to_have_count(1 if name else 0)
        here = page.evaluate("[...document.querySelectorAll('main h2[id]')].map((h) => h.id)")
        listed = rail.locator("a[href^='#']").evaluate_all(
            "(all) => all.map((a) => a.hash.slice(1))"
        )
        assert set(here) <= set(listed) or name in ("", "terms/", "sources/", "timeline/"), name
        expect(page.locator("header summary")).to_be_hidden()


def test_menu_opens_by_keyboard_and_closes_by_escape(tab: Open) -> None:
    page = tab(viewport=NARROW)
    page.goto("en/goals/")
    expect(page.locator("nav.rail")).to_be_hidden()
    summary = page.locator("header details > summary")
    links = page.locator("header details a")
    for key in ("Enter", "Space"):
        summary.press(key)
        expect(links.last).to_be_visible()
        assert names(page.locator("header nav")) == list(LISTED)
        page.keyboard.press("Tab")
        expect(links.first).to_be_focused()
        page.keyboard.press("Escape")
        expect(links.first).to_be_hidden()
        expect(summary).to_be_focused()
    summary.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/en/{LISTED[0]}/")


def test_axe_finds_nothing_in_the_open_menu(tab: Open) -> None:
    size, first, second = LOOKS["narrow"]
    page = tab(viewport=size, color_scheme=first)
    page.goto("zh/goals/")
    page.locator("header details > summary").click()
    expect(page.locator("header details a").last).to_be_visible()
    assert_accessible(page, second)


def test_menu_opens_without_script(tab: Open, programme: Programme) -> None:
    page = tab(java_script_enabled=False, viewport=NARROW)
    page.goto("en/goals/")
    page.locator("header details > summary").press("Enter")
    page.locator("header details a").last.click()
    page.wait_for_url(f"**/en/{programme.site.in_menu[-1]}/")


def test_skip_link_comes_first_and_leads_to_the_text(tab: Open, programme: Programme) -> None:
    for language in TAGS:
        page = tab()
        page.goto(f"{language}/goals/")
        page.keyboard.press("Tab")
        skip = page.locator(":focus")
        expect(skip).to_have_text(programme.site.words["skip"][language])
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        inside = "document.activeElement.closest('main article') !== null"
        assert page.evaluate(inside)


SEEN = """async () => {
  const frame = () => new Promise((resolve) => { requestAnimationFrame(resolve); });
  for (let frames = 0; frames < 3; frames += 1) await frame();
  const item = document.activeElement;
  if (item === document.body) return null;
  const spots = [...item.getClientRects()].flatMap(({ left, right, top, bottom }) =>
    [top + 2, (top + bottom) / 2, bottom - 2].flatMap((y) =>
      [left + 2, (left + right) / 2, right - 2].map((x) => [x, y])));
  const ours = ([x, y]) => {
    const found = document.elementFromPoint(x, y);
    return found && (item.contains(found) || found.contains(item));
  };
  const isMarked = getComputedStyle(item).outlineStyle !== "none";
  return [isMarked && spots.some(ours), item.outerHTML.slice(0, 120)];
}"""
"""Whether what has the focus is in sight and marked, and what it is; nothing if nothing has it."""


@pytest.mark.parametrize(("size", "key"), [(WIDE, "Tab"), (NARROW, "Shift+Tab")])
def test_focus_is_never_hidden_nor_caught(tab: Open, size: Any, key: str) -> None:
    assert_focus_is_seen(tab, size, key)


def assert_focus_is_seen(tab: Open, size: Any, key: str) -> None:
    """WCAG 2.2, 2.1.2, 2.4.7 and 2.4.11: all can be walked, and what has focus is seen."""
    page = tab(viewport=size, reduced_motion="reduce")  # what moves smoothly arrives late
    page.goto("en/tasks/")
    hidden, walked = [], 0
    for _ in range(2 * page.locator(FOCUSABLE).count()):
        page.keyboard.press(key)
        found = page.evaluate(SEEN)
        if found is None:
            break
        walked += 1
        hidden += [] if found[0] else [found[1]]
    else:
        pytest.fail(f"{key} does not come to an end: {page.evaluate(SEEN)}")
    assert walked > 30
    assert_none(hidden)


# Figures and drawings

CUT_OFF = """(selector) => [...document.querySelectorAll(selector)].filter((item) => {
  const { left, right, width } = item.getBoundingClientRect();
  return !width || left < 0 || right > document.documentElement.clientWidth
    || item.scrollWidth > item.clientWidth + 1 && item.clientWidth;
}).map((item) => item.textContent)"""
FIGURE_FIRST = """() => [...document.querySelectorAll("main tbody tr")].filter((row) => {
  const [first, ...rest] = [...row.children].map((cell) => cell.getBoundingClientRect());
  return !rest.every(({ left, top }) => top >= first.bottom - 1 || left >= first.right - 1);
}).map((row) => row.textContent)"""
OVERLAPPING = """() => {
  const zones = [...document.querySelectorAll(".zone")];
  const boxes = zones.map((zone) => zone.getBoundingClientRect());
  return zones.filter((_, one) => boxes.some((box, other) => one !== other
    && box.left < boxes[one].right && box.right > boxes[one].left
    && box.top < boxes[one].bottom && box.bottom > boxes[one].top))
    .map((zone) => zone.textContent);
}"""


@pytest.mark.parametrize("width", [320, 375, 1280])
@pytest.mark.parametrize("language", TAGS)
def test_figures_and_zones_stand_whole_at_any_width(tab: Open, language: str, width: int) -> None:
    """The figure comes first in its row; no amount, label or zone is cut off or covered."""
    page = tab(viewport={"width": width, "height": 900})
    for path in ("", "progress/", "layout/"):
        page.goto(f"{language}/{path}")
        page.evaluate(UNFOLD)
        assert_none(page.evaluate(FIGURE_FIRST))
        assert_none(page.evaluate(CUT_OFF, ".rows tbody th, .gauge p, .gauge text, .zone a"))
        assert_none(page.evaluate(OVERLAPPING))


def test_a_folded_figure_opens_for_who_is_sent_to_it(tab: Open, programme: Programme) -> None:
    folded = next(indicator for indicator in programme.indicators if not indicator.target)
    page = tab()
    page.goto(f"zh/progress/#{folded.id}")
    expect(page.locator(f"#{folded.id} table")).to_be_visible()


# Timeline


def test_timeline_shows_one_part_and_tells_the_count(tab: Open, programme: Programme) -> None:
    page = tab()
    page.goto("en/timeline/")
    shown = page.locator("li[data-part]:visible")
    part = programme.sections["goals"]
    expect(shown).to_have_count(len(programme.statements))
    page.get_by_role("radio", name=part.title["en"], exact=True).check()
    expect(shown).to_have_count(len(part.statements))
    parts = shown.evaluate_all("(items) => [...new Set(items.map((item) => item.dataset.part))]")
    assert parts == ["goals"]
    told = programme.site.words["filter-count"]["en"].format(count=len(part.statements))
    expect(page.locator("form [aria-live=polite]")).to_have_text(told)
    empty = page.locator("main h2:visible").evaluate_all(
        "(titles) => titles.filter((title) => ![...title.parentElement.querySelectorAll('li')]"
        ".some((item) => item.checkVisibility())).map((title) => title.textContent)"
    )
    assert empty == []


def test_timeline_is_filtered_by_keyboard(tab: Open, programme: Programme) -> None:
    page = tab()
    page.goto("zh/timeline/")
    first, *_ = programme.sections.values()
    shown = page.locator("li[data-part]:visible")
    page.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    expect(shown).to_have_count(len(first.statements))
    page.keyboard.press("ArrowUp")
    expect(shown).to_have_count(len(programme.statements))


def test_timeline_is_filtered_without_script(tab: Open, programme: Programme) -> None:
    page = tab(java_script_enabled=False)
    page.goto("en/timeline/")
    expect(page.locator("li[data-part]:visible")).to_have_count(len(programme.statements))
    for name, part in programme.sections.items():
        page.get_by_role("radio", name=part.title["en"], exact=True).check()
        expect(page.locator("li[data-part]:visible")).to_have_count(len(part.statements))
        expect(page.locator(f"li[data-part={name}]:visible")).to_have_count(len(part.statements))


# Evidence


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_evidence_opens_and_closes_by_keyboard(
    tab: Open, programme: Programme, script: bool
) -> None:
    page = tab(java_script_enabled=script)
    page.goto(GOALS)
    source = programme.statements[TARGET].sources[0]
    link = page.locator(f"#{TARGET} details a[href$='sources/#{source}']")
    inside = page.locator(f"a[href$='sources/#{source}']")
    summary = page.locator(f"#{TARGET} details").filter(has=inside).locator("summary")
    for key in ("Enter", "Space"):
        expect(link).to_be_hidden()
        summary.press(key)
        expect(link).to_be_visible()
        summary.press(key)
    expect(link).to_be_hidden()
    if script:
        summary.press("Enter")
        link.focus()
        page.keyboard.press("Escape")
        expect(link).to_be_hidden()
        expect(summary).to_be_focused()
    summary.press("Enter")
    link.press("Enter")
    page.wait_for_url(f"**/en/sources/#{source}")
    expect(page.locator(f"#{source}")).to_be_in_viewport()


# Without script, on paper, from disk


@pytest.mark.parametrize("language", TAGS)
def test_every_page_reads_without_script(tab: Open, programme: Programme, language: str) -> None:
    page = tab(java_script_enabled=False)
    for told in pages(programme):
        if told.language == language:
            page.goto(told.path)
            expect(page.locator("h1")).to_be_visible()
            shown = page.locator("main").inner_text()
            opening = "".join(piece.words for piece in told.brief).strip() or told.description
            assert opening in shown, told.path
            assert len(shown) > len(told.title + opening), told.path
    page.goto(f"{language}/goals/")
    for statement in programme.sections["goals"].statements:
        expect(text(page, language, statement.id)).to_be_visible()


def test_paper_shows_the_text_and_not_the_bar(tab: Open, programme: Programme) -> None:
    page = tab(color_scheme="dark")
    page.goto(GOALS)
    expect(switch(page)).to_be_visible()
    page.emulate_media(media="print")
    for item in ("nav.rail", "header a[hreflang]", "[data-search=box]"):
        expect(page.locator(item)).to_be_hidden()
    expect(text(page, "en")).to_be_visible()
    title = programme.statements[TARGET].title
    if passage := programme.sections["goals"].passage_of.get(TARGET):
        title = passage.titles.get(TARGET, title)
    expect(page.locator(f"#{TARGET}")).to_contain_text(title["en"])
    assert not is_dark(page)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_pages_read_and_link_from_disk(tab: Open, site: Path, script: bool) -> None:
    page = tab(host="file:", java_script_enabled=script)
    page.goto((site / "index.html").as_uri())
    expect(page.locator("h1")).to_be_visible()
    page.goto((site / "en/goals/index.html").as_uri() + f"#{TARGET}")
    expect(page.locator(f"#{TARGET}")).to_be_in_viewport()
    assert page.locator("header").first.evaluate("(bar) => getComputedStyle(bar).position") == (
        "sticky"
    )
    if script:
        switch(page).click()
        page.wait_for_url(f"**/zh/goals/index.html#{TARGET}")
        page.locator(".statement a[href*='sources/']:visible").first.click()
        page.wait_for_url("**/zh/sources/index.html#*")
        expect(page.locator(f"[id='{urlsplit(page.url).fragment}']")).to_be_in_viewport()


FROM_DISK = ("", "goals/", "sources/", "about/")


@pytest.mark.parametrize("path", ["", *(f"{lang}/{name}" for lang in TAGS for name in FROM_DISK)])
def test_links_from_disk_lead_to_files(tab: Open, site: Path, path: str) -> None:
    """From places of every depth; test_site tries every link as it is written."""
    page = tab(host="file:")
    page.goto((site / path / "index.html").as_uri())
    links = [urlsplit(link) for link in page.evaluate("[...document.links].map(String)")]
    ours = [link for link in links if link.scheme == "file"]
    assert ours
    assert_none(link.geturl() for link in ours if not Path(link.path).is_file())


# The next page is brought before it is asked for


def within(page: Page, is_so: Callable[[], bool]) -> bool:
    """Wait until something is so that the browser tells; tell whether it came."""
    end = time.monotonic() + PATIENCE / 1000
    while not is_so() and time.monotonic() < end:
        page.wait_for_timeout(50)
    return is_so()


@pytest.mark.parametrize("path", ["en/about/", "zh/goals/"])
def test_nothing_but_pages_may_be_brought(new_tab: Open, server: str, path: str) -> None:
    """Of all that is linked from a page: no data, no edition, no other site, no place on itself."""
    page = new_tab()
    session = page.context.new_cdp_session(page)
    session.send("Preload.enable")
    told: list[dict[str, Any]] = []
    session.on("Preload.preloadingAttemptSourcesUpdated", lambda event: told.append(event))
    page.goto(path)
    assert within(page, lambda: bool(told))
    brought = {source["key"]["url"] for source in told[-1]["preloadingAttemptSources"]}
    assert f"{server}{path[:3]}projects/" in brought
    assert {link for link in brought if link.startswith(f"{server}{path}#")} == set()
    assert_none(link for link in brought if not re.fullmatch(f"{server}[a-z/-]+/(#.*)?", link))


def test_the_page_one_is_about_to_open_is_brought(new_tab: Open, server: str) -> None:
    """Once, and its sheets and scripts not yet."""
    page = new_tab()
    page.goto("en/goals/", wait_until="networkidle")
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    link = page.locator(".rail a[href='../projects/']")
    link.hover()
    assert within(page, lambda: f"{server}en/projects/" in asked)
    assert {address for address in asked if "/assets/" not in address} == {f"{server}en/projects/"}
    assert not [address for address in asked if address.endswith((".css", "site.js", "search.js"))]
    link.click()
    page.wait_for_url("**/en/projects/")
    how = "performance.getEntriesByType('navigation')[0].deliveryType"
    assert page.evaluate(how) == "navigational-prefetch"


def test_who_saves_data_is_brought_nothing(new_tab: Open) -> None:
    page = new_tab()
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setDataSaverOverride", {"dataSaverEnabled": True})
    page.goto("en/goals/")
    assert page.evaluate("navigator.connection.saveData")
    assert page.locator("script[type=speculationrules]").count() == 0


# The door and the error page


def test_door_leads_to_either_language_and_nowhere_by_itself(tab: Open) -> None:
    for language, tag in TAGS.items():
        page = tab(locale="zh-CN")
        page.goto("./")
        page.wait_for_timeout(200)
        assert place(page)[0] == ""
        page.locator(f'a[hreflang="{tag}"]').click()
        page.wait_for_url(f"**/plan/{language}/")


def test_error_page_leads_back_from_any_depth(new_tab: Open) -> None:
    for language, tag in TAGS.items():
        page = new_tab(troubled=True)  # the browser itself logs the missing page
        answer = page.goto(f"{language}/no/such/page/")
        assert answer
        assert answer.status == 404
        link = page.locator(f'a[hreflang="{tag}"]')
        assert link.evaluate("(item) => getComputedStyle(item).color") != "rgb(0, 0, 238)"
        link.click()
        page.wait_for_url(f"**/plan/{language}/")


def test_pages_last_when_storage_is_off(new_tab: Open) -> None:
    page = new_tab()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage',"
        " { get() { throw new DOMException('denied', 'SecurityError'); } })"
    )
    page.goto(f"en/goals/?view=both#{TARGET}")
    expect(text(page, "en")).to_be_visible()
    dark = is_dark(page)
    page.locator("header button[aria-pressed]").first.click()
    assert is_dark(page) != dark
    switch(page).click()
    page.wait_for_url("**/zh/goals/*")
