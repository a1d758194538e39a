"""Reading tools in a real browser: both languages at once, evidence, quoting, terms."""

import re
from typing import Any

import pytest
from conftest import FOCUSABLE, NARROW, SITE_URL, WIDE, Open, assert_none
from playwright.sync_api import Locator, Page, Route, expect
from programme.model import Programme

TARGET = "target-2025-scale"
TAGS = {"en": "en", "zh": "zh-Hans"}
CHOSEN = "a[data-view][aria-current]"


# Side by side

UNEVEN = """(tags) => [...document.querySelectorAll(".statement")].flatMap((statement) => {
  const top = (tag) => [...statement.querySelectorAll("p[lang]:not(.other-title)")]
    .find((item) => item.lang === tag)
    ?.getBoundingClientRect().top;
  const [one, other] = tags.map(top);
  return Math.abs(one - other) <= 2 ? [] : [`${statement.id}: ${one} ${other}`];
})"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("language", TAGS)
def test_both_languages_of_every_statement_start_at_one_height(
    tab: Open, programme: Programme, language: str
) -> None:
    """Where there is room beside; nowhere does anything run off the side."""
    page = tab()
    uneven, wide = [], []
    for section, part in programme.sections.items():
        page.set_viewport_size(WIDE)
        page.goto(f"{language}/{section}/?view=both")
        expect(page.locator(".statement")).to_have_count(len(part.statements))
        uneven += page.evaluate(UNEVEN, list(TAGS.values()))
        for width in (1280, 375, 320):
            page.set_viewport_size({"width": width, "height": 800})
            over = page.evaluate(TOO_WIDE)
            wide += [f"{section} at {width}: {over}"] if over > 0 else []
    assert_none(uneven)
    assert_none(wide)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_view_and_place_outlast_a_reload(tab: Open, size: Any) -> None:
    page = tab(viewport=size)
    page.goto(f"en/goals/?view=both#{TARGET}")
    expect(page.locator(f"#{TARGET}")).to_be_in_viewport()  # it may be on its way there
    page.reload()
    assert page.url.endswith(f"/en/goals/?view=both#{TARGET}")
    expect(page.locator(CHOSEN)).to_have_attribute("data-view", "both")
    expect(page.locator(f"#{TARGET}")).to_be_in_viewport()


def test_view_is_chosen_by_keyboard(tab: Open) -> None:
    page = tab()
    page.goto("zh/goals/")
    page.locator("a[data-view=both]").press("Enter")
    assert "view=both" in page.url
    expect(page.locator(f'#{TARGET} p[lang="en"]').last).to_be_visible()
    page.locator("a[data-view=own]").press("Enter")
    assert "view" not in page.url
    expect(page.locator(f'#{TARGET} p[lang="en"]').last).to_be_hidden()


COPIED = """([from, to]) => {
  const statements = [...document.querySelectorAll(".statement")].slice(0, 3);
  const text = (statement, tag) => [...statement.querySelectorAll("p[lang]:not(.other-title)")]
    .find((item) => item.lang === tag);
  const first = text(statements[0], from);
  getSelection().setBaseAndExtent(first, 0, text(statements[2], to), 1);
  let copied = null;
  document.addEventListener("copy", (event) => {
    copied = event.clipboardData.getData("text/plain");
  }, { once: true });
  document.execCommand("copy");
  return copied;
}"""


@pytest.mark.parametrize(("language", "other"), [("en", "zh"), ("zh", "en")])
def test_copying_takes_one_language(
    tab: Open, programme: Programme, language: str, other: str
) -> None:
    page = tab()
    page.goto("en/goals/?view=both")
    copied = page.evaluate(COPIED, [TAGS[language], TAGS["zh"]])
    ids = page.locator(".statement").evaluate_all("(items) => items.map((item) => item.id)")
    for statement in (programme.statements[name] for name in ids[:2]):
        assert statement.text[language] in copied
        assert statement.text[other] not in copied


# Evidence


REACH = """(place) => {
  const fold = document.querySelectorAll(".statement details.why")[place];
  const summary = fold.firstElementChild;
  summary.scrollIntoView({ block: "center", behavior: "instant" });
  summary.focus();
  const { left, top } = summary.getBoundingClientRect();
  return [left + 9, top + 9];
}"""
"""Bring the summary of one statement's evidence into view and focus it; give where it is."""
STATE = """(place) => {
  const fold = document.querySelectorAll(".statement details.why")[place];
  const focused = fold.firstElementChild === document.activeElement;
  return [fold.open && fold.querySelector(".panel").offsetHeight > 0, focused];
}"""


@pytest.mark.parametrize("language", TAGS)
def test_evidence_opens_and_closes_by_keyboard(
    tab: Open, programme: Programme, language: str
) -> None:
    """That of a whole page; test_site holds all others to the same markup."""
    page = tab()
    page.goto(f"{language}/goals/")
    for place, statement in enumerate(programme.sections["goals"].statements):
        page.evaluate(REACH, place)
        for key, opened in (("Enter", True), ("Escape", False), ("Space", True)):
            page.keyboard.press(key)
            assert page.evaluate(STATE, place) == [opened, True], statement.id


@pytest.mark.parametrize("language", TAGS)
def test_evidence_opens_and_closes_by_touch(tab: Open, programme: Programme, language: str) -> None:
    page = tab(viewport=NARROW, has_touch=True)
    page.goto(f"{language}/goals/")
    for place, statement in enumerate(programme.sections["goals"].statements):
        spot = page.evaluate(REACH, place)
        for opened in (True, False):
            page.touchscreen.tap(*spot)
            assert page.evaluate(STATE, place)[0] is opened, statement.id


def test_evidence_names_what_touches_the_statement(tab: Open, programme: Programme) -> None:
    page = tab()
    page.goto(f"en/goals/#{TARGET}")
    fold = page.locator(f"#{TARGET} details.why")
    fold.locator("summary").first.click()
    for source in programme.statements[TARGET].sources:
        expect(fold.locator(f'a[href$="sources/#{source}"]').first).to_be_visible()
    touching = [item.id for item in programme.disagreements if TARGET in item.statements]
    assert touching
    for topic in touching:
        differs = page.locator(f'#{TARGET} a[href$="disagreements/#{topic}"]')
        expect(differs).to_be_visible()


# Quoting


def fold_to_cite(page: Page, name: str) -> Locator:
    """The panel of citations of a statement or a source, opened by keyboard."""
    fold = page.locator(f'details.cite[data-cite="{name}"]')
    if page.locator(f"#{name} .why").count():
        page.locator(f"#{name} .why > summary").press("Enter")
    fold.locator("summary").press("Enter")
    return fold


@pytest.mark.parametrize("language", TAGS)
@pytest.mark.parametrize("page_id", ["goals", "sources"])
def test_citations_shown_are_those_of_the_file(
    tab: Open, programme: Programme, language: str, page_id: str
) -> None:
    page = tab()
    page.goto(f"{language}/{page_id}/")
    name = TARGET if page_id == "goals" else programme.statements[TARGET].sources[0]
    fold = fold_to_cite(page, name)
    forms = page.wait_for_function("(name) => self.citations?.[name]", arg=name).json_value()
    expect(fold.locator("pre").last).to_have_text(forms["csl"])
    shown = fold.locator("pre").all_text_contents()
    assert shown[-len(forms) :] == list(forms.values())
    words = programme.site.words
    labels = fold.locator(".cite-line b").all_text_contents()
    assert labels[-len(forms) :] == [words[f"cite-{style}"][language] for style in forms]
    assert shown[0].endswith(f"/{language}/{page_id}/#{name}")
    if page_id == "goals":
        assert programme.statements[TARGET].text[language] in shown[1]
        assert shown[1].endswith(shown[0])


def test_citation_is_copied_by_keyboard(tab: Open, programme: Programme) -> None:
    page = tab(permissions=["clipboard-read", "clipboard-write"])
    page.goto("en/goals/")
    fold = fold_to_cite(page, TARGET)
    expect(fold.locator("pre").last).to_be_visible()
    line = fold.locator(".cite-line").nth(1)
    line.locator("button").press("Enter")
    expect(line.locator("button")).to_have_text(programme.site.words["cite-copied"]["en"])
    quoted = line.locator("pre").text_content()
    assert page.evaluate("navigator.clipboard.readText()") == quoted
    page.keyboard.press("Escape")
    expect(fold.locator("pre").first).to_be_hidden()
    expect(fold.locator("summary")).to_be_focused()


def test_error_is_reported_where_the_site_says(new_tab: Open, programme: Programme) -> None:
    """Without an address of a repository there is nothing to report to, and no link."""
    page = new_tab()
    page.goto("zh/goals/")
    word = programme.site.words["cite-report"]["zh"]
    expect(fold_to_cite(page, TARGET).locator("pre").last).to_be_visible()
    expect(page.get_by_role("link", name=word)).to_have_count(0)
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => {"
        f" document.querySelector('#content').dataset.report = '{SITE_URL}issues/new'; }})"
    )
    page.reload()
    link = fold_to_cite(page, TARGET).get_by_role("link", name=word)
    expect(link).to_be_visible()
    address = link.get_attribute("href") or ""
    assert address.startswith(f"{SITE_URL}issues/new?title={TARGET}&body=http")
    assert address.endswith(f"zh%2Fgoals%2F%23{TARGET}")


# Terms


@pytest.mark.parametrize("language", TAGS)
def test_every_term_is_explained_when_tab_comes_to_it(
    tab: Open, programme: Programme, language: str
) -> None:
    page = tab()
    page.goto(f"{language}/goals/")
    inside = f'article p[lang="{TAGS[language]}"] a.term:visible'
    wanted = page.locator(inside).evaluate_all("(links) => links.map((link) => link.hash.slice(1))")
    assert len(wanted) > 8
    explained = []
    chinese = {term.id: term.name["zh"] for term in programme.terms}
    box = page.locator("#term-box")
    for _ in range(2 * page.locator(FOCUSABLE).count()):
        page.keyboard.press("Tab")
        term = page.evaluate(
            "document.activeElement.matches('a.term') && document.activeElement.hash.slice(1)"
        )
        if term:
            expect(box).to_be_visible()
            assert chinese[term] in (box.text_content() or "")
            assert page.evaluate("document.activeElement.getAttribute('aria-describedby')")
            explained.append(term)
        if len(explained) == len(wanted):
            break
    assert explained == wanted
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()


@pytest.mark.parametrize("comes", [True, False])
def test_tap_on_a_term_is_answered_once_its_script_is_there(new_tab: Open, comes: bool) -> None:
    """By the box; where the script cannot be had, by the glossary."""
    page = new_tab(troubled=True, has_touch=True)
    held: list[Route] = []
    page.route("**/terms.js", lambda route: held.append(route))
    page.goto("en/goals/")
    assert not held
    page.locator("p a.term:visible").first.tap()
    page.wait_for_timeout(200)
    expect(page).to_have_url(re.compile("/en/goals/$"))
    assert len(held) == 1
    if comes:
        held[0].continue_()
        expect(page.locator("#term-box a")).to_be_visible()
    else:
        held[0].abort()
        expect(page).to_have_url(re.compile("/en/terms/#"))


# Gaps


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_gap_that_one_is_sent_to_is_shown(tab: Open, programme: Programme, size: Any) -> None:
    """By its address, by a claim of the brief, by its line at a statement; the list is folded."""
    here = [gap.id for gap in programme.not_reported if gap.section == "goals"]
    at_statement = [gap.id for gap in programme.not_reported if gap.follows and gap.id in here]
    links = programme.sections["goals"].brief
    in_brief = [link.to for sentence in links for link in sentence.links if link.to in here]
    page = tab(viewport=size)
    page.goto(f"en/goals/#{here[-1]}")
    expect(page.locator(f"#{here[-1]}")).to_be_in_viewport()
    for place, name in (("[data-gap]", at_statement[0]), ("[data-brief]", in_brief[0])):
        page.goto("about:blank")
        page.goto("en/goals/")
        expect(page.locator(f"#{name}")).to_be_hidden()
        page.locator(f"{place} a[href='#{name}']").click()
        expect(page.locator(f"#{name}")).to_be_in_viewport()
