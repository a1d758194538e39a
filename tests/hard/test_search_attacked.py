"""The search box and its engine attacked, and cut off from what they need."""

from pathlib import Path
from urllib.parse import quote

import pytest
from conftest import SITE_PATH, Open
from playwright.sync_api import Browser, Route, expect
from programme import search
from programme.model import Programme
from programme.pages import pages
from programme.render import Renderer
from test_search import MOST_SHOWN, Engine
from test_search_box import (
    BOX,
    LANGUAGES,
    OWN,
    OWN_PHRASING,
    RESULT,
    STATUS,
    ask,
    fetched,
    results,
    shown,
    wait_for_list,
    words,
)


@pytest.mark.parametrize("content", [None, "", "(self.searchData ??= {})"])
def test_search_goes_on_without_other_wordings(new_tab: Open, content: str | None) -> None:
    page = new_tab(troubled=True)
    broken: list[str] = []

    def break_it(route: Route) -> None:
        broken.append(route.request.url)
        route.abort() if content is None else route.fulfill(body=content)

    page.context.route("**/search/en-more.js", break_it)
    page.goto("en/goals/")
    for query in (OWN_PHRASING["en"], OWN["en"]):
        ask(page, query)
        assert shown(page).count() > 0
    assert broken


@pytest.mark.parametrize("file", ["box", "engine", "en", "en-more"])
def test_what_failed_to_come_is_tried_again(new_tab: Open, programme: Programme, file: str) -> None:
    page = new_tab(troubled=True)
    page.context.route(f"**/search/{file}.js", lambda route: route.abort())
    page.goto("en/goals/")
    page.locator(BOX).fill(OWN["en"])
    if file == "en-more":
        wait_for_list(page)
    else:
        expect(page.locator(STATUS)).to_have_text(words(programme, "search-failed"))
    page.context.unroute(f"**/search/{file}.js")
    again = fetched(page)
    page.locator(BOX).press("End")
    page.keyboard.type(" money")
    page.wait_for_function("(selector) => document.querySelector(selector)", arg=RESULT)
    page.wait_for_load_state("networkidle")
    assert f"{file}.js" in {Path(address).name for address in again}
    expect(page.locator(STATUS)).to_have_count(1)


def cut_off(route: Route) -> None:
    """Answer with the first half of the file, as a broken connection does."""
    answer = route.fetch()
    body = answer.body()
    route.fulfill(response=answer, body=body[: len(body) // 2])


WAYS = {"missing": lambda route: route.abort(), "cut off": cut_off}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("file", ["en.js", "engine.js", "box.js"])
def test_search_that_does_not_load_is_told_and_the_page_reads_on(
    new_tab: Open, programme: Programme, file: str, way: str
) -> None:
    page = new_tab(troubled=True)
    errors: list[str] = []
    broken: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    def break_it(route: Route) -> None:
        broken.append(route.request.url)
        WAYS[way](route)

    page.context.route(f"**/search/{file}", break_it)
    page.goto("en/goals/")
    page.locator(BOX).fill(OWN["en"])
    expect(page.locator(STATUS)).to_have_text(words(programme, "search-failed"))
    expect(page.locator(STATUS)).to_be_visible()
    assert broken
    if way == "missing":  # a script that is cut off cannot be kept from an error of its own
        assert errors == []
    page.keyboard.press("Escape")
    page.locator("main .statement details summary").first.press("Enter")
    expect(page.locator("main .statement details[open]")).to_have_count(1)


def test_search_goes_on_without_the_index_of_the_other_language(new_tab: Open) -> None:
    page = new_tab(troubled=True)
    broken: list[str] = []

    def break_it(route: Route) -> None:
        broken.append(route.request.url)
        route.abort()

    page.context.route("**/search/zh.js", break_it)
    page.goto("en/goals/")
    ask(page, "补贴")
    assert broken
    ask(page, OWN["en"])
    assert shown(page).count() > 0


HOSTILE = {
    "markup": "<img src=x onerror=alert(1)><script>alert(1)</script>",
    "closing": '"></input></form><iframe src="//evil.example"></iframe>',
    "address": "javascript:alert(1)//https://evil.example/",
    "braces": "{query} {count} {{7*7}} ${alert(1)} $& $1",
    "operators": '+title:sensor -text:"valley" ~5 ^10 *:* asked_as: AND OR NOT ((( [a TO b]',
    "expression": "(a+)+$ [^] \\u0000 \\ .*?{99999}",
    "prototype": "__proto__ constructor hasOwnProperty toString valueOf",
    "long": "传感器sensor " * 800,
    "long word": "a" * 10_000,
    "long Han": "传" * 10_000,
    "long number": "9" * 10_000 + "亿",
    "emoji": "👩‍👩‍👧‍👦 🏭 传感器 🇨🇳",
    "right to left": "\u202eelbisseccani\u202c مستشعر חיישן \u2067valley\u2069",
    "half a character": "\ud83d传感\udc4d",
    "marks": "ṡ̷̢̨ę̴n̸s̶o̷r̵" + "\u0301" * 500,
    "control": "sensor\u0000\u0007\u200b\ufeff\u00a0valley",
    "signs only": "!?…—《》「」·*&^%$#@",
    "space": " \u3000 sensor \u3000 ",
}


CENSUS = """() => {
  const names = ["script", "img", "iframe", "object", "svg", "style", "link", "form", "input"];
  const handlers = [...document.querySelectorAll("*")]
    .flatMap((item) => item.getAttributeNames().filter((name) => name.startsWith("on")));
  return [names.map((name) => document.getElementsByTagName(name).length), handlers];
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_query_is_only_text(tab: Open, language: str) -> None:
    page = tab()
    page.goto(f"{language}/goals/")
    for other in LANGUAGES:
        ask(page, OWN_PHRASING[other])  # now all there is to fetch is here
    ask(page, OWN[language])
    before = page.evaluate(CENSUS)
    hostile = ordinary = 0.0
    for name, query in HOSTILE.items():
        began = page.evaluate("performance.now()")
        assert ask(page, query), name
        answered = page.evaluate("performance.now()")
        assert page.evaluate(CENSUS) == before, name
        for link in results(page):
            assert link.startswith(f"{SITE_PATH}{language}/"), name
        turned = page.evaluate("performance.now()")
        ask(page, OWN[language])
        assert shown(page).count() > 0, name
        hostile += answered - began
        ordinary += page.evaluate("performance.now()") - turned
    assert hostile < 25 * ordinary


@pytest.mark.parametrize("name", ["markup", "closing", "long Han"])
def test_hostile_address_is_only_text(tab: Open, name: str) -> None:
    page = tab()
    page.goto(f"en/goals/?q={OWN['en']}")
    wait_for_list(page)
    before = page.evaluate(CENSUS)
    page.goto(f"en/goals/?q={quote(HOSTILE[name][:3000])}")
    wait_for_list(page)
    assert page.evaluate(CENSUS) == before
    expect(page.locator(".statement").first).to_be_visible()


FUZZ = """async ({ seed, rounds, shown, alphabets, words }) => {
  // mulberry32, so that every run asks the same.
  const random = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (most) => Math.floor(random() * most);
  const choose = (list) => list[below(list.length)];
  const many = (most, make) => Array.from({ length: 1 + below(most) }, make).join("");
  const units = () => many(12, () => String.fromCharCode(below(0x10000))); // lone surrogates too
  const points = () => many(8, () => String.fromCodePoint(below(0x110000)));
  const scripts = () => many(6, () => choose(alphabets));
  const KINDS = [
    units, points, scripts, units, points, scripts, units, // most are cheap to answer
    () => many(4, () => choose(words) + choose(["", " ", "", "\\u3000", "\\u200b"])),
    () => many(4, () => choose([..."+-^~*:|&!?()[]{}\\"'\\\\/.@#"]) + choose(["", ...words])),
    () => many(2, () => many(3, () => choose(alphabets)) + choose(words)),
  ];
  const page = new Set(Object.values(indexes).flatMap(({ data }) => data.pages.map(([id]) => id)));
  const kinds = ["statement", "gap", "term", "disagreement", "organisation", "source", "page"];
  const isText = (value) => typeof value === "string";

  // A result is data: its words are the index's own, as strings of which every second is a hit.
  function fault(language, { results, nearest, parts }) {
    const { docs } = indexes[language];
    if (!Array.isArray(results)) return "results";
    if (new Set(results.map(address)).size < results.length) return "a result twice";
    if (!results.length && (!Array.isArray(parts) || nearest === undefined)) return "no help";
    for (const result of results.slice(0, shown)) {
      const doc = docs.find((one) => one.page === result.page && one.id === result.id);
      if (!doc || !page.has(result.page) || !kinds.includes(result.kind)) return "not in the index";
      for (const key of ["title", "text"]) {
        const said = result[key];
        if (!Array.isArray(said) || said.length % 2 === 0 || !said.every(isText)) return key;
        if (!doc[key].includes(said.join("").replace(/^…|…$/gu, ""))) return `${key} is not ours`;
      }
    }
    return null;
  }

  const faults = [];
  const ask = (query) => {
    const language = choose(["en", "zh"]);
    let wrong;
    try {
      wrong = fault(language, { ...self.ask(language, query) });
    } catch (error) {
      wrong = String(error.stack);
    }
    if (wrong) faults.push([language, wrong.slice(0, 300), escape(query).slice(0, 200)]);
  };
  for (let round = 0; round < rounds; round += 1) ask(KINDS[round % KINDS.length]());
  for (let round = 0; round < 20; round += 1) {
    const piece = choose(alphabets) + choose(words);
    ask(piece.repeat(10000 / piece.length));
  }
  return faults;
}"""


ALPHABETS = [
    *"aZéßяΩאعहก가あアㄓ中𠀀㐀0９½②万亿十的吗，。“　%<>",
    *("\u200b", "\u202e", "\u0301", "\ufffe", "\x00", "\x7f", "\t", "\n", "&amp;", "😀", "🇨🇳"),
    "\U0001f469\u200d\U0001f467",
]


WORDS = [
    *("传感谷", "传感器", "郑州", "一谷多点", "規劃", "多少", "什么是", "谁", "请问"),
    *("sensor", "Zhengzhou", "programme", "chuangan", "zncgg", "MEMS", "the", "who"),
    *("100 billion", "1000亿", "2025年", "3,011", "5.6", "1e309", "9" * 400),
    *("title:", "asked:a", "other:x", "^10", "~2", "*", "-", "+", "__proto__", "constructor"),
    *("<b>", "<script>alert(1)</script>", "javascript:", "&lt;"),
]


def test_no_query_upsets_it(browser: Browser, programme: Programme) -> None:
    given = {"seed": 20191109, "rounds": 5000, "shown": MOST_SHOWN}
    given |= {"alphabets": ALPHABETS, "words": WORDS}
    files = search.files(Renderer(programme).relations, pages(programme))
    with browser.new_page() as page:
        assert Engine(page, files).page.evaluate(FUZZ, given) == []
