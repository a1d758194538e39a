"""How a page behaves when it is used: where one is after arriving, switching, going back; what is
printed, copied, read out; what holds when the network, a line of script or a header fails.
"""

import itertools
import re
import subprocess
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from conftest import NARROW, TESTS, WIDE, Open, assert_none, tree
from markupsafe import Markup
from playwright.sync_api import Locator, Page, Route, expect
from programme.languages import marked
from programme.model import Programme, Statement
from programme.render import TEMPLATES

OVERRIDES = TESTS.parent / "overrides"
TAGS = {"en": "en", "zh": "zh-Hans"}
OTHER = {"en": "zh", "zh": "en"}
TARGET = "target-2025-scale"
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
LANGUAGES = pytest.mark.parametrize("language", TAGS)


def switch(page: Page) -> Locator:
    """The link to the other language in the head of the page."""
    return page.locator("header a[hreflang]").first


# Language of parts: WCAG 2.2, 3.1.2

HAN_OR_KANA = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
SENTENCE = re.compile(r"[A-Za-z][A-Za-z’-]*(?:,? [A-Za-z][A-Za-z’-]*){2,}")
UNSEEN = {"script", "style", "title", "desc"}
VOID = {"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Listener(HTMLParser):
    """Hears each text of a document in the language it is said to be in."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.heard: list[tuple[str, str]] = []
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        inherited = self.open[-1][1] if self.open else ""
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("lang") or inherited))

    def handle_endtag(self, tag: str) -> None:
        while tag not in VOID and self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open and not UNSEEN & {tag for tag, _ in self.open}:
            self.heard.append((data, self.open[-1][1]))


def misread(document: str) -> Iterator[str]:
    """Tell of what a voice would read in the wrong language."""
    for text, language in Listener(document).heard:
        if not language.startswith(("zh", "ja")):
            yield from (f"{run} in {language}" for run in HAN_OR_KANA.findall(text))
        if language == "zh-Hans":
            yield from (f"{run} in {language}" for run in SENTENCE.findall(text))


def test_every_document_says_what_is_in_another_language(site: Path) -> None:
    """Chinese in English, English sentences in Chinese, on every page and in every edition."""
    documents = sorted(site.rglob("*.html"))
    assert len(documents) > 36
    heard = [text for path in documents for text in Listener(path.read_text("utf-8")).heard]
    assert {language for _, language in heard} >= {*TAGS.values(), "ja", "de"}
    assert_none(
        f"{path.relative_to(site)}: {fault}"
        for path in documents
        for fault in misread(path.read_text("utf-8"))
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "the valley ([zh-Hans谷]) of [zh-Hans中国（郑州）]"),
        ("en", "a [zh-Hans河南省MEMS平台], new"),
        ("en", "[zh-Hans《规划（暂行）》]"),
        ("en", "in Japanese [ja鄭州コンセンサス] <&>"),
        ("zh-Hans", "题为“[jaSummit in 2018が閉幕]”。"),
        ("zh-Hans", "又名[enGL Tech Co.,Ltd.]，MEMS"),
        ("zh-Hans", "MEMS和IoT 3"),
        ("ja", "鄭州で閉幕 at last"),
        ("de", "[zh-Hans郑州]"),
    ],
)
def test_parts_in_another_language_are_marked(language: str, text: str) -> None:
    shown = re.sub(r"\[(zh-Hans|ja|en)(.*?)\]", r'<span lang="\1">\2</span>', text)
    plain = re.sub(r"\[(zh-Hans|ja|en)|\]", "", text)
    assert marked(plain, language) == shown.replace(" <&>", " &lt;&amp;&gt;")


def test_quotations_may_have_a_language_of_their_own() -> None:
    assert marked("题为“Erfolg in 2018”。", "zh-Hans", quoted="de") == (
        '题为“<span lang="de">Erfolg in 2018</span>”。'
    )


@pytest.mark.parametrize("language", TAGS.values())
@pytest.mark.parametrize("long", ["a", "a ", "谷", "谷a", "ア", "“谷", "a.", "（"])
def test_the_longest_text_is_marked_in_one_go(language: str, long: str) -> None:
    text = long * (1_000_000 // len(long))
    assert Markup(marked(text, language)).striptags() == " ".join(text.split())


IN_ATTRIBUTE = re.compile(r'="[^"]*\{\{[^}"]*\b(?:t|marked|linked)\(|<(?:title|desc)[^<]*\bt\(')
MARKING = ("*.html", "*.html.jinja", "*.svg.jinja")
"""Templates in which `t` marks what is in another language; elsewhere it gives the text alone."""


def test_templates_put_no_markup_where_only_text_may_stand() -> None:
    """In attributes, titles and drawings stands `label(text)`; `t(text)` may hold elements."""
    templates = [path for kind in MARKING for path in TEMPLATES.rglob(kind)]
    templates += OVERRIDES.rglob("*.html")
    assert len(templates) > 20
    assert_none(
        f"{path.name}: {fault[0]}"
        for path in templates
        for fault in IN_ATTRIBUTE.finditer(path.read_text("utf-8"))
    )


def test_what_scripts_show_says_its_language_too(tab: Open) -> None:
    """A note on a term, citations: Chinese in English and the other way round."""
    for language in TAGS:
        page = tab()
        page.goto(f"{language}/goals/")
        for fold in page.locator("details.cite").all()[:3]:
            open_fold(fold)
            expect(fold.locator("pre").nth(4)).to_be_visible()
        for term in page.locator("p a.term:visible").all():
            term.focus()
            assert_none(misread(page.content()))


# Plain texts


def test_plain_texts_are_read_right_whatever_the_host_says(new_tab: Open, site: Path) -> None:
    plain = [path for path in site.rglob("*") if path.suffix in (".md", ".txt")]
    assert len(plain) > 30
    assert_none(
        f"{path.relative_to(site)} has no byte-order mark"
        for path in plain
        if not (content := path.read_bytes()).isascii()
        if not content.startswith(b"\xef\xbb\xbf#")
    )
    page = new_tab(troubled=True)  # for a text the browser asks for an icon of the host
    answer = page.goto("zh/llms.txt")
    assert answer
    assert "charset" not in answer.headers["content-type"]
    assert page.evaluate("document.characterSet") == "UTF-8"
    expect(page.locator("pre")).to_contain_text("# 中国（郑州）智能传感谷")


def test_hosts_are_told_to_take_the_files_as_they_are(site: Path) -> None:
    assert (site / ".nojekyll").is_file()


# On paper


def printed(page: Page, tmp_path: Path) -> str:
    """The text of a page on paper, without its spaces and line ends."""
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    command = ["pdftotext", "-raw", str(tmp_path / "page.pdf"), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")
    return packed(text)


def packed(text: str) -> str:
    return "".join(text.split())


@LANGUAGES
@pytest.mark.parametrize("section", ["goals", "progress"])
def test_what_qualifies_a_claim_is_printed_and_no_button(
    tab: Open, programme: Programme, tmp_path: Path, section: str, language: str
) -> None:
    page = tab()
    page.goto(f"{language}/{section}/")
    open_fold(first_fold(page))
    expect(page.locator("details.cite pre").nth(4)).to_be_visible()
    text = printed(page, tmp_path)
    words = {key: packed(word[language]) for key, word in programme.site.words.items()}
    statements = programme.sections[section].statements
    touched = {name for item in programme.disagreements for name in item.statements}
    differing = [statement for statement in statements if statement.id in touched]
    notes = [statement.date_note for statement in statements if statement.date_note]
    assert differing
    assert text.count(words["sources-differ"]) == len(differing)
    assert notes or section == "goals"
    assert_none(
        f"{note[language]} is not printed" for note in notes if packed(note[language]) not in text
    )
    assert not re.search("·(·|$)", text)
    page.emulate_media(media="print")
    for control in (
        "button:visible",
        "input:visible",
        "details.cite:visible",
        "nav a:visible",
    ):
        expect(page.locator(f"body > header {control}, main {control}")).to_have_count(0)


@LANGUAGES
def test_weak_sources_are_told_at_the_claim_on_screen_and_paper(
    tab: Open, programme: Programme, language: str
) -> None:
    weak = {source.id for source in programme.sources if source.trust == "weak"}
    on_weak = [s for s in programme.statements.values() if weak >= set(s.sources)]
    assert on_weak
    statement = on_weak[0]
    page = tab()
    page.goto(f"{language}/{programme.section_of[statement.id]}/")
    word = page.locator(f"#{statement.id}").get_by_text(
        programme.site.words["weak-only"][language], exact=True
    )
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        expect(word.first).to_be_visible()


@LANGUAGES
def test_paper_names_the_part_it_shows_of_the_timeline(
    tab: Open, programme: Programme, tmp_path: Path, language: str
) -> None:
    page = tab()
    page.goto(f"{language}/timeline/")
    legend = packed(programme.site.words["filter-by-part"][language])
    every = packed(programme.site.words["filter-all"][language])
    assert f"{legend}{every}" in printed(page, tmp_path)
    for section in list(programme.sections.values())[:2]:
        name = section.title[language]
        page.get_by_role("radio", name=name, exact=True).check()
        text = printed(page, tmp_path)
        assert f"{legend}{packed(name)}" in text
        assert packed(section.statements[0].title[language]) in text


# The system's few colours

LOOK = """(item) => {
  const { outlineStyle, outlineWidth, outlineColor, borderTopStyle, borderTopColor,
    backgroundColor, textDecorationLine, color, fontWeight } = getComputedStyle(item);
  const outline = outlineStyle === "none" ? "" : [outlineStyle, outlineWidth, outlineColor].join();
  return [outline, borderTopStyle, borderTopColor, backgroundColor, textDecorationLine, color,
    fontWeight].join(" ");
}"""
"""What of an element is seen in forced colours: no shadow, no picture behind it."""


def look(item: Locator) -> str:
    return item.evaluate(LOOK)


SEEN_MARK = """() => {
  const mark = document.querySelector("[data-search=result] mark");
  const { color, backgroundColor } = mark?.checkVisibility() ? getComputedStyle(mark) : {};
  return color !== backgroundColor;
}"""
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])


@SCHEMES
def test_what_was_searched_for_and_chosen_is_seen_in_forced_colours(tab: Open, scheme: Any) -> None:
    page = tab(forced_colors="active", color_scheme=scheme)
    page.goto("en/?q=tax")
    results = page.locator("[data-search=result]")
    page.wait_for_function(SEEN_MARK)
    page.locator("[data-search=box]").press("ArrowDown")
    assert look(results.nth(0)) != look(results.nth(1))
    results.nth(1).hover()
    assert look(results.nth(1)) != look(results.nth(2))


@SCHEMES
def test_where_one_is_is_seen_in_forced_colours(tab: Open, scheme: Any) -> None:
    page = tab(forced_colors="active", color_scheme=scheme)
    page.goto(f"en/goals/#{TARGET}")
    statements = page.locator(".statement")
    others = {look(item) for item in statements.all() if item.get_attribute("id") != TARGET}
    assert len(others) == 1
    assert look(page.locator(f"#{TARGET}")) not in others
    for chosen in ("[data-view][aria-current]", ".rail [aria-current=location]"):
        here = page.locator(chosen)
        expect(here).to_have_count(1)
        siblings = here.locator(
            "xpath=ancestor::*[self::nav or self::ul][1]//a[not(@aria-current)]"
        )
        assert look(here) not in {look(item) for item in siblings.all()}


# Copying

COPY = """(spots) => {
  const find = ([selector, text]) => {
    const root = document.querySelector(selector);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (walker.currentNode.data.includes(text)) return walker.currentNode;
    }
    throw new Error(`${text} is not in ${selector}`);
  };
  if (spots.length) {
    const [start, end] = spots.map(find);
    getSelection().setBaseAndExtent(start, 0, end, end.data.length);
  } else getSelection().selectAllChildren(document.body);
  const copied = {};
  document.addEventListener("copy", (event) => {
    for (const type of ["text/plain", "text/html"]) {
      copied[type] = event.clipboardData.getData(type);
    }
  }, { once: true });
  document.execCommand("copy");
  return copied;
}"""


def shown_of(page: Page, statements: Iterable[Statement], language: str, own: str) -> Iterator[str]:
    """Give title and text of statements in a language, as a page in another shows them."""
    title = ".says > :first-child" if language == own else ".other-title"
    for statement in statements:
        yield page.locator(f"#{statement.id} {title}").inner_text()
        yield statement.text[language]


@LANGUAGES
@pytest.mark.parametrize("own", TAGS)
@SIZES
def test_copying_takes_what_is_shown_in_one_language(
    tab: Open, programme: Programme, own: str, language: str, size: Any
) -> None:
    page = tab(viewport=size)
    page.goto(f"{own}/goals/?view=both")
    first, second, third = programme.sections["goals"].statements[:3]
    said = {name: list(shown_of(page, (first, second), name, own)) for name in TAGS}
    spots = [
        [f"#{first.id}", said[language][0][:6]],
        [f"#{third.id}", third.text[language][:6]],
    ]
    copied = page.evaluate(COPY, spots)
    lines = copied["text/plain"].splitlines()
    assert [
        text
        for line in lines
        for text in said[language]
        if line.startswith(text) or line.endswith(text)
    ] == said[language]
    folded = [programme.site.captions.programme_means]
    for kind in ("text/plain", "text/html"):
        assert second.text[language] in re.sub("<[^>]*>", "", copied[kind])
        assert_none(
            f"{text} is in {kind}"
            for text in itertools.chain(
                said[OTHER[language]],
                (text[name] for text in folded for name in TAGS),
            )
            if text in copied[kind]
        )


def test_all_of_a_page_is_copied_in_its_own_language(tab: Open, programme: Programme) -> None:
    page = tab()
    page.goto("zh/goals/?view=both")
    lines = page.evaluate(COPY, [])["text/plain"].splitlines()
    for statement in programme.sections["goals"].statements:
        assert statement.text["zh"] in lines
        assert statement.text["en"] not in lines


# Arriving

AT_LOAD = """addEventListener("load", () => {
  const { hash } = location;
  if (hash) window.arrivedAt = document.getElementById(hash.slice(1)).getBoundingClientRect().top;
})"""


def far_down(programme: Programme) -> str:
    """A statement in the middle of a long page."""
    statements = programme.sections["background"].statements
    return statements[len(statements) // 2].id


@SIZES
@pytest.mark.parametrize("view", ["", "?view=both"], ids=["one", "both"])
def test_one_is_at_the_statement_as_soon_as_the_page_has_loaded(
    new_tab: Open, programme: Programme, size: Any, view: str
) -> None:
    page = new_tab(viewport=size)
    page.add_init_script(AT_LOAD)
    page.goto(f"en/background/{view}#{far_down(programme)}")
    bar = page.locator("header").first.bounding_box()
    assert bar
    at_load = page.evaluate("window.arrivedAt")
    assert bar["height"] <= at_load + 1 < bar["height"] + 100
    page.wait_for_timeout(300)
    now = page.locator(f"#{far_down(programme)}").evaluate(
        "(item) => item.getBoundingClientRect().top"
    )
    assert abs(now - at_load) < 2


def test_nothing_moves_or_fades_that_nobody_chose(tab: Open, site: Path) -> None:
    page = tab()
    moving = """[...document.querySelectorAll("*")].flatMap((item) => ["", "::before", "::after"]
      .map((pseudo) => getComputedStyle(item, pseudo)))
      .filter((style) => style.scrollBehavior !== "auto" || style.animationName !== "none"
        || style.transitionDuration.split(", ").some((time) => time !== "0s")).length"""
    for path in (
        "en/",
        "zh/goals/",
        "en/progress/",
        "en/timeline/",
        "en/terms/",
        "zh/sources/",
        "",
    ):
        page.goto(path)
        assert page.evaluate(moving) == 0, path


# Where one reads, when language or view changes

KINDS = [
    *("goals", "progress", "layout", "timeline", "terms", "organisations"),
    *("disagreements", "sources", "about"),
]
"""A page of each kind."""

SCROLL = """([share, at]) => {
  scrollTo({ top: document.documentElement.scrollHeight * share, behavior: "instant" });
  const items = [...document.querySelectorAll("main [id]")]
    .filter((item) => item.checkVisibility() && !item.closest("svg"));
  const item = items.find((one) => one.getBoundingClientRect().top >= at);
  scrollBy({ top: item.getBoundingClientRect().top - at, behavior: "instant" });
  return [item.id, item.getBoundingClientRect().top];
}"""
"""Read on to a record far down the page, and put it somewhere on the screen."""
TOP = "(id) => document.getElementById(id).getBoundingClientRect().top"


def read_on(page: Page, share: float = 0.45, at: int = 100) -> tuple[str, float]:
    return tuple(page.evaluate(SCROLL, [share, at]))


@pytest.mark.parametrize(("language", "size"), [("en", WIDE), ("zh", NARROW)])
@pytest.mark.parametrize("kind", KINDS)
def test_language_keeps_what_is_on_the_screen(
    tab: Open, kind: str, language: str, size: Any
) -> None:
    assert_place_is_kept(tab, kind, language, size)


def assert_place_is_kept(tab: Open, kind: str, language: str, size: Any) -> None:
    page = tab(viewport=size)
    page.goto(f"{language}/{kind}/")
    reading, top = read_on(page)
    switch(page).click()
    page.wait_for_url(f"**/{OTHER[language]}/{kind}/**")
    page.wait_for_load_state()
    assert page.evaluate("scrollY") > 0
    assert abs(page.evaluate(TOP, reading) - top) < 40
    expect(page.locator(f"[id='{urlsplit(page.url).fragment}']")).to_be_in_viewport()


@SIZES
def test_language_keeps_the_place_within_a_long_record(tab: Open, size: Any) -> None:
    """Where nothing begins on the screen: what stood in the middle still stands there."""
    page = tab(viewport={**size, "height": 260})
    page.goto("en/disagreements/")
    record = page.locator("main section[id]").nth(4)
    record.evaluate("""(item) => {
      const { top, height } = item.getBoundingClientRect();
      scrollBy({ top: top + height / 2 - 90, behavior: "instant" });
    }""")
    switch(page).click()
    page.wait_for_url("**/zh/disagreements/**")
    page.wait_for_load_state()
    share = record.evaluate("""(item) => {
      const { top, height } = item.getBoundingClientRect();
      return (90 - top) / height;
    }""")
    assert 0.4 < share < 0.6


@SIZES
@LANGUAGES
def test_what_is_read_decides_not_what_one_came_for(
    tab: Open, programme: Programme, language: str, size: Any
) -> None:
    page = tab(viewport=size)
    came_for = programme.sections["projects"].statements[1].id
    page.goto(f"{language}/projects/#{came_for}")
    reading, top = read_on(page)
    assert reading != came_for
    for at in (OTHER[language], language):
        switch(page).click()
        page.wait_for_url(f"**/{at}/projects/#*")
        page.wait_for_load_state()
        assert abs(page.evaluate(TOP, reading) - top) < 40


@SIZES
@LANGUAGES
@pytest.mark.parametrize("arrived", ["", f"#{TARGET}"], ids=["by hand", "at a statement"])
def test_view_keeps_what_is_on_the_screen(
    tab: Open, language: str, size: Any, arrived: str
) -> None:
    page = tab(viewport=size)
    page.goto(f"{language}/goals/{arrived}")
    page.evaluate("document.querySelector('.modes').style = 'position: fixed; top: 0; z-index: 9'")
    reading, top = read_on(page, at=140)
    for view in ("both", "own"):
        page.locator(f"a[data-view={view}]").click()
        expect(page.locator(f"a[data-view={view}]")).to_have_attribute("aria-current", "true")
        assert abs(page.evaluate(TOP, reading) - top) < 40
    page.locator("a[data-view=both]").click()
    page.locator("nav a[hreflang]").click()
    page.wait_for_url(f"**/{OTHER[language]}/goals/#{reading}")
    page.wait_for_load_state()
    assert abs(page.evaluate(TOP, reading) - top) < 40


def test_language_and_both_views_keep_the_place(tab: Open) -> None:
    page = tab()
    page.goto("en/projects/?view=both")
    reading, top = read_on(page)
    switch(page).click()
    page.wait_for_url(f"**/zh/projects/?view=both#{reading}")
    page.wait_for_load_state()
    assert abs(page.evaluate(TOP, reading) - top) < 40
    page.reload()
    assert abs(page.evaluate(TOP, reading) - top) < 40


def test_place_is_kept_from_disk_and_without_storage(new_tab: Open, site: Path) -> None:
    page = new_tab(host="file:")
    page.goto((site / "en/sources/index.html").as_uri())
    reading, top = read_on(page)
    switch(page).click()
    page.wait_for_url(f"**/zh/sources/index.html#{reading}")
    page.wait_for_load_state()
    assert abs(page.evaluate(TOP, reading) - top) < 40
    page = new_tab()
    page.add_init_script(NO_STORAGE)
    page.goto("en/sources/")
    reading, _ = read_on(page)
    switch(page).click()
    page.wait_for_url(f"**/zh/sources/#{reading}")
    expect(page.locator(f"#{reading}")).to_be_in_viewport()


NO_STORAGE = """for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError"); } });
}"""


def test_view_is_remembered_when_chosen_not_when_somebody_sends_it(tab: Open) -> None:
    page = tab()
    page.goto("en/goals/?view=both")
    expect(page.locator("html")).to_have_attribute("data-view", "both")
    page.goto("en/tasks/")
    expect(page.locator("html[data-view=both]")).to_have_count(0)
    page.locator("a[data-view=both]").click()
    page.goto("zh/goals/")
    expect(page.locator("html")).to_have_attribute("data-view", "both")
    page.goto("zh/goals/?view=own")
    expect(page.locator("html[data-view=both]")).to_have_count(0)
    page.locator("a[data-view=both]").click()
    page.locator("a[data-view=own]").click()
    page.goto("en/goals/")
    expect(page.locator("html[data-view=both]")).to_have_count(0)


# Dark and light

SHOWS = """(dark) => {
  const ground = getComputedStyle(document.documentElement).backgroundColor.match(/[0-9.]+/g);
  const button = document.querySelector("button[aria-pressed]");
  return Math.max(...ground.slice(0, 3)) < 128 === dark && button.ariaPressed === String(dark);
}"""


def expect_dark(page: Page, dark: bool) -> None:
    """Wait until a page is dark, or light, and its button says so."""
    page.wait_for_function(SHOWS, arg=dark)


def choose(page: Page) -> None:
    page.locator("button[aria-pressed]").first.click()


def test_scheme_follows_the_system_until_another_is_chosen(tab: Open) -> None:
    page = tab(color_scheme="light")
    page.goto("en/goals/")
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        expect_dark(page, scheme == "dark")
    choose(page)
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        expect_dark(page, True)
    choose(page)  # as the system has it, and so the system's again
    expect_dark(page, False)
    page.emulate_media(color_scheme="dark")
    expect_dark(page, True)


def test_scheme_is_the_same_in_every_tab_and_after_back(new_tab: Open) -> None:
    page = new_tab(color_scheme="light")
    page.goto("en/goals/")
    other = page.context.new_page()
    other.goto("zh/terms/")
    page.locator("footer a").first.click()
    page.wait_for_url("**/en/about/")
    choose(page)
    expect_dark(page, True)
    expect_dark(other, True)
    page.go_back()
    page.wait_for_url("**/en/goals/")
    expect_dark(page, True)


def test_a_page_kept_whole_is_put_right_when_one_comes_back(tab: Open) -> None:
    page = tab(color_scheme="light")
    page.goto("en/goals/")
    page.evaluate(
        "localStorage.setItem(Object.keys(localStorage)[0] ?? 'sensor-valley:scheme', 'dark')"
    )
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect_dark(page, True)


@pytest.mark.parametrize("theirs", ["dark", "light", "auto", '"dark"', "slate", "constructor"])
def test_choices_of_others_on_the_host_are_none_of_ours(tab: Open, theirs: str) -> None:
    """Bare keys may be anybody's; under our own, only what we would have written counts."""
    page = tab(color_scheme="dark")
    page.goto("en/goals/")
    page.evaluate("(value) => { localStorage.scheme = value; localStorage.view = 'both'; }", theirs)
    page.reload()
    expect_dark(page, True)
    expect(page.locator("html[data-view=both]")).to_have_count(0)
    choose(page)
    keys = page.evaluate("Object.keys(localStorage)")
    ours = [key for key in keys if key not in ("scheme", "view")]
    assert len(ours) == 1
    if theirs != "light":
        page.evaluate("([key, value]) => localStorage.setItem(key, value)", [ours[0], theirs])
        page.reload()
        expect_dark(page, True)


# The reader's own size of text

SIZES_OF_TEXT = """() => {
  const sizes = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const item = texts.currentNode.parentElement;
    if (texts.currentNode.data.trim() && !item.closest("svg, script, style")) {
      sizes.push([item.outerHTML.slice(0, 60), parseFloat(getComputedStyle(item).fontSize)]);
    }
  }
  return sizes;
}"""


@pytest.mark.parametrize(
    "path", ["", "zh/", "en/goals/", "zh/sources/", "take-away/programme-en.html"]
)
def test_text_is_of_the_size_the_reader_has_set(new_tab: Open, path: str) -> None:
    """But for headlines that are as large as the window lets them be."""
    page = new_tab(viewport={"width": 1900, "height": 900})
    page.goto(path)
    usual = page.evaluate(SIZES_OF_TEXT)
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 24}})
    large = page.evaluate(SIZES_OF_TEXT)
    assert len(large) == len(usual) > 5
    assert_none(
        f"{name}: {before} px, then {after} px"
        for (name, before), (_, after) in zip(usual, large, strict=True)
        if abs(after / before - 1.5) > 0.02
    )


@pytest.mark.parametrize("path", ["en/", "zh/goals/", "en/progress/?view=both", "en/timeline/"])
def test_large_text_runs_off_no_side(new_tab: Open, path: str) -> None:
    page = new_tab(viewport=NARROW)
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 28}})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


# What fails, and what goes on all the same


def first_fold(page: Page) -> Locator:
    return page.locator("details.cite").first


def open_fold(fold: Locator) -> None:
    """Open a fold, and the panel it stands in."""
    fold.evaluate("(fold) => fold.parentElement.querySelector('.why')?.setAttribute('open', '')")
    fold.locator("summary").press("Enter")


def test_citations_are_asked_for_again_when_they_failed(
    new_tab: Open, programme: Programme
) -> None:
    page = new_tab(troubled=True)
    failing = [True]

    def answer(route: Route) -> None:
        if failing[0]:
            route.abort()
        else:
            route.continue_()

    page.route("**/goals/citations.js", answer)
    page.goto("en/goals/")
    fold = first_fold(page)
    failed = fold.get_by_text(programme.site.words["cite-failed"]["en"])
    open_fold(fold)
    expect(failed).to_be_visible()
    failing[0] = False
    open_fold(fold)
    open_fold(fold)
    expect(fold.locator("pre").nth(4)).to_be_visible()
    expect(failed).to_have_count(0)
    other = page.locator("details.cite").nth(1)
    open_fold(other)
    expect(other.locator("pre").nth(4)).to_be_visible()


def test_a_fold_that_was_open_before_the_script_came_is_filled(new_tab: Open) -> None:
    page = new_tab()
    page.add_init_script(
        "addEventListener('readystatechange', () => {"
        " if (document.readyState === 'interactive')"
        "   document.querySelectorAll('.why, .cite').forEach((it) => it.open = true);"
        "}, true)"
    )
    held: list[Route] = []
    page.route("**/cite.js", lambda route: held.append(route))
    page.goto("en/goals/", wait_until="commit")
    expect(first_fold(page)).to_have_attribute("open", "")
    page.wait_for_timeout(200)
    held[0].continue_()
    expect(first_fold(page).locator("pre").nth(4)).to_be_visible()
    expect(first_fold(page).locator(".panel")).to_have_count(1)


def test_citations_load_from_disk(tab: Open, site: Path) -> None:
    page = tab(host="file:")
    for path in ("en/goals", "zh/sources"):
        page.goto((site / path / "index.html").as_uri())
        open_fold(first_fold(page))
        expect(first_fold(page).locator("pre").nth(3)).to_be_visible()


BROKEN = {
    "navigation timing": "performance.getEntriesByType = () => [];",
    "media queries": "window.matchMedia = undefined;",
    "addresses": "window.URLSearchParams = undefined;",
    "history": "history.replaceState = () => { throw new Error('no'); };",
    "storage": NO_STORAGE,
    "layout": "Element.prototype.checkVisibility = () => { throw new Error('no'); };",
}
"""Things a browser may not have, or a reader may have switched off."""
LEANING = {
    "media queries": {"scheme"},
    "addresses": {"search by address", "both"},
    "layout": {"both"},
}
"""The tools that cannot do without."""


@pytest.mark.parametrize("broken", BROKEN)
def test_what_fails_takes_no_other_tool_with_it(new_tab: Open, broken: str) -> None:
    page = new_tab(troubled=True, viewport=NARROW)
    page.add_init_script(BROKEN[broken])
    page.goto("en/goals/?view=both")
    works = {
        "scheme": page.locator("button[aria-pressed]").first.is_visible(),
        "contents": page.locator(".rail [aria-current=location]").count() == 1,
        "both": page.locator("html[data-view=both]").count() == 1,
    }
    box = page.locator("[data-search=box]")
    box.click()
    expect(box).to_have_attribute("role", "combobox")
    page.set_viewport_size(NARROW)
    page.locator("header details summary").click()
    page.keyboard.press("Escape")
    works["menu"] = page.locator("header details[open]").count() == 0
    open_fold(first_fold(page))
    expect(first_fold(page).locator("pre").nth(4)).to_be_visible()
    failing = {tool for tool, fine in works.items() if not fine}
    assert failing <= LEANING.get(broken, set())


def test_every_link_has_an_address(tab: Open) -> None:
    """Those that scripts add, too."""
    page = tab()
    for path in ("en/goals/", "zh/progress/", "en/sources/", "zh/timeline/"):
        page.goto(path)
        assert page.locator("a:not([href])").count() == 0


def test_no_attribute_holds_markup(site: Path) -> None:
    """A value of two kinds, shown and told, is a text in both."""
    for name, content in tree(site).items():
        if name.endswith(".html"):
            assert not re.search(rb'="[^"<>]*<span', content), name
