"""The engine of search in a real browser: what is there is found.

`hard/test_search_attacked.py` tries what might upset it.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

import pytest
from conftest import QUERIES, TESTS
from opencc import OpenCC
from playwright.sync_api import Browser, Page
from programme import search
from programme.model import Programme, Statement
from programme.pages import pages
from programme.render import Renderer
from programme.search import Corpus
from pypinyin import lazy_pinyin

DOCS = TESTS.parent / "docs"
LANGUAGES = ("en", "zh")
HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
NUMBER = re.compile(r"\d[\d,]*\.\d+|\d[\d,]+\d")
"""Three digits or more, or a decimal: shorter ones stand in every date."""

ASKING = """() => {
  const order = { en: ["en", "zh"], zh: ["zh", "en"] };
  for (const [name, data] of Object.entries(searchData)) searchEngine.add(name, data);
  self.ask = (language, query) => searchEngine.answer(order[language], query);
  self.indexes = Object.fromEntries(searchEngine.indexes);
  self.address = ({ page, id }) => `${page}#${id}`;
}"""
FIND = """([most, language, queries]) => queries.map(
  (query) => ask(language, query).results.slice(0, most ?? Infinity).map(address))"""
MOST_SHOWN = 20
ALL = {
    f"MOST_RESULTS = {MOST_SHOWN}": "MOST_RESULTS = Infinity",
    ".map(shower(own, asked))": """.map((doc) => ({
      ...doc, get title() { return shower(own, asked)(doc).title },
      get text() { return shower(own, asked)(doc).text },
    }))""",
}
"""Have the engine give all it finds, and make a snippet only where one is looked at."""


class Engine:
    """The engine with all there is to add, as it runs in a page where no worker comes."""

    def __init__(self, page: Page, files: dict[str, str]) -> None:
        self.page = page
        source = search.engine((DOCS / part).read_text("utf-8") for part in search.PARTS)
        for old, new in ALL.items():
            assert old in source
            source = source.replace(old, new)
        page.add_script_tag(content=source)
        for name in ("en", "zh", "en-asked", "zh-asked", "en-more", "zh-more"):
            page.add_script_tag(content=files[f"assets/search/{name}.js"])
        page.evaluate(ASKING)

    def shown(self, language: str, queries: Iterable[str]) -> list[list[str]]:
        """Give for each query the addresses the list shows, best first."""
        return self.page.evaluate(FIND, [MOST_SHOWN, language, list(queries)])

    def all(self, language: str, queries: Iterable[str]) -> list[list[str]]:
        """Give for each query every address found, best first."""
        return self.page.evaluate(FIND, [None, language, list(queries)])

    def judged(self, language: str, queries: Iterable[str], but: set[str]) -> list[list[str]]:
        """Give what the lists show without some ids, those that nobody has judged."""
        lists = self.shown(language, queries)
        return [[place for place in found if place.partition("#")[2] not in but] for found in lists]


@pytest.fixture(scope="module")
def engine(browser: Browser, programme: Programme) -> Iterator[Engine]:
    files = search.files(Renderer(programme).relations, pages(programme))
    with browser.new_page() as page:
        yield Engine(page, files)


def test_other_wordings_stand_beside_their_documents(tiny: Programme) -> None:
    files = search.files(Renderer(tiny).relations, pages(tiny))
    index, more = (
        json.loads(files[f"assets/search/en{ending}.js"].partition(" = ")[2].removesuffix(";\n"))
        for ending in ("", "-more")
    )
    beside = zip(index["docs"]["id"], more["wordings"], strict=False)
    typed = {name: words for name, words in beside if words}
    target, mayor = "how | many | kites | are | to | fly", "what | the | mayor | says"
    topic = "which | sum | is | right"
    assert typed == {"kite-target": target, "mayor-on-kites": mayor, "worth-of-kites": topic}


def test_documents_stand_at_the_same_places_in_every_language(tiny: Programme) -> None:
    """What one index finds is shown in the language of the other (`match.js`)."""
    one, other = (Corpus(Renderer(tiny).relations, pages(tiny), name).docs for name in LANGUAGES)
    assert [(doc.page, doc.id) for doc in one] == [(doc.page, doc.id) for doc in other]


Address = Callable[[str], str]


@pytest.fixture(scope="module")
def address(programme: Programme) -> Address:
    """Where a statement, or what is not reported, stands."""
    pages_of = {gap.id: gap.section for gap in programme.not_reported} | programme.section_of
    return lambda name: f"{pages_of[name]}#{name}"


def lost(wanted: dict[str, set[str]], found: list[list[str]]) -> dict[str, set[str]]:
    """Give the queries that missed an address they should have found, with what they missed."""
    pairs = zip(wanted.items(), map(set, found), strict=True)
    return {query: want - got for (query, want), got in pairs if want - got}


def by_words(
    programme: Programme, address: Address, words: Callable[[Statement], Iterable[str]]
) -> dict[str, set[str]]:
    """Give each word and the statements it was taken from."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for statement in programme.statements.values():
        for word in words(statement):
            wanted[word].add(address(statement.id))
    return wanted


def written(statement: Statement, language: str) -> tuple[str, ...]:
    """Every line of a statement that search reads."""
    asked = statement.asked_as[language]
    return statement.title[language], statement.text[language], *asked


# ---- What is there is found ----


@pytest.mark.parametrize("on", LANGUAGES)
@pytest.mark.parametrize("of", LANGUAGES)
def test_title_finds_its_statement(
    of: str, on: str, engine: Engine, programme: Programme, address: Address
) -> None:
    wanted = by_words(programme, address, lambda statement: [statement.title[of]])
    assert lost(wanted, engine.shown(on, wanted)) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_readers_ask_by_find_their_statement(
    language: str, engine: Engine, programme: Programme, address: Address
) -> None:
    wanted = by_words(programme, address, lambda statement: statement.asked_as[language])
    assert lost(wanted, engine.all(language, wanted)) == {}


def test_any_two_neighbouring_characters_find_their_statement(
    engine: Engine, programme: Programme, address: Address
) -> None:
    def neighbours(statement: Statement) -> Iterator[str]:
        for run in HAN_RUN.findall("\n".join(written(statement, "zh"))):
            yield from map("".join, pairwise(run))

    wanted = by_words(programme, address, neighbours)
    assert lost(wanted, engine.all("zh", wanted)) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_as_printed_find_their_statement(
    language: str, engine: Engine, programme: Programme, address: Address
) -> None:
    def numbers(statement: Statement) -> list[str]:
        return NUMBER.findall(statement.text[language])

    wanted = by_words(programme, address, numbers)
    assert lost(wanted, engine.all(language, wanted)) == {}


@pytest.mark.parametrize("place", ["t", "tw", "hk"])
def test_traditional_characters_find_what_simplified_ones_do(
    place: str, engine: Engine, programme: Programme
) -> None:
    """The same list, but for the few titles in which a word, not a character, is written anew."""
    titles = {statement.title["zh"] for statement in programme.statements.values()}
    pairs = search.simplified_characters("".join(titles))
    simplified = str.maketrans(dict(zip(pairs[::2], pairs[1::2], strict=True)))
    convert = OpenCC(f"s2{place}").convert
    traditional = {title: convert(title) for title in titles}
    known = {
        title: typed
        for title, typed in traditional.items()
        if typed.translate(simplified) == title.translate(simplified)
    }
    assert len(known) > 0.9 * len(titles)
    found = zip(known, engine.shown("zh", known), engine.shown("zh", known.values()), strict=True)
    assert [title for title, one, other in found if one != other] == []


@pytest.mark.parametrize("space", ["", " "], ids=["joined", "spaced"])
def test_pinyin_of_every_term_finds_something(
    space: str, engine: Engine, programme: Programme
) -> None:
    """Of every term whose characters are read there as in most names of the site."""
    names = (re.sub("[（）“”《》、·]", "", term.name["zh"]) for term in programme.terms)
    runs = {run for name in names for run in HAN_RUN.findall(name)}
    readings = re.findall("([a-z]+)([^ ]+)", engine.page.evaluate("indexes.zh.data.readings"))
    usual = {character: syllable for syllable, group in readings for character in group}
    read_so = [run for run in runs if lazy_pinyin(run) == [usual[character] for character in run]]
    assert len(read_so) > 0.9 * len(runs)
    spelled = [space.join(lazy_pinyin(run)) for run in read_so]
    found = zip(spelled, engine.shown("zh", spelled), strict=True)
    assert [spelling for spelling, results in found if not results] == []


CUT = """(language) => {
  const index = indexes[language];
  const uncut = new Set();
  for (const doc of index.docs) {
    for (const line of Object.values(doc.fields).join("\\n").split("\\n")) {
      const kept = searchEngine.tokensOf([line, index.same(line)]);
      for (const clause of line.split(/[，。；：、（）“”《》;()]|[,.:] /u)) {
        const asked = searchEngine.termsOf(index.same(clause));
        if (!asked.every((tokens) => kept.has(tokens[0]))) uncut.add(clause);
      }
    }
  }
  return [...uncut];
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_index_and_query_are_cut_alike(language: str, engine: Engine) -> None:
    assert engine.page.evaluate(CUT, language) == []


# ---- The queries kept aside from tuning ----

ROOM = 3
"""Queries of those kept aside that may go wrong by chance, as words grow commoner or rarer."""


def test_queries_name_answers_there_are(programme: Programme) -> None:
    assert len(QUERIES) >= 150
    assert sum(query.get("aside", False) for query in QUERIES) >= len(QUERIES) / 3
    named = {name for query in QUERIES for name in query["ids"]}
    gaps = {gap.id for gap in programme.not_reported}
    assert named - set(programme.statements) - gaps == set()
    asked = [(query["on"], query["q"]) for query in QUERIES]
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_target_of_the_programme_comes_before_others_of_its_size(
    language: str, engine: Engine, address: Address, unjudged: set[str]
) -> None:
    queries = ["1000亿元", "100 billion", "RMB 100bn", "RMB100bn", "100B", "一千亿", "0.1 trillion"]
    first = [found[0] for found in engine.judged(language, queries, but=unjudged)]
    assert first == [address("target-2025-scale")] * len(queries)


ONE = (
    ("zh", "二〇二五年", "2025年"),
    ("zh", "2019.11.9", "2019年11月9日"),
    ("en", "2019-11-09", "9 November 2019"),
    ("en", "9 Nov 2019", "9 November 2019"),
    ("zh", "八成进口", "80%进口"),
    ("zh", "百分之十八", "18%"),
    ("zh", "18个百分点", "18%"),
    ("en", "18 percentage points", "18 %"),
    ("zh", "6k", "6,000"),
    ("zh", "150亿人民币", "150亿元"),
    ("zh", "人民币150亿元", "150亿"),
    ("en", "RMB 15bn", "15 billion"),
    ("en", "MEMS2018", "MEMS 2018"),
    ("zh", "补\u200b贴\ufe0f", "补贴"),
)
"""Two ways of writing one thing, and a language of the page they are typed on."""


@pytest.mark.parametrize(("language", "one", "other"), ONE)
def test_one_thing_is_found_however_it_is_written(
    language: str, one: str, other: str, engine: Engine
) -> None:
    found, expected = engine.shown(language, [one, other])
    assert found[0] == expected[0]


@pytest.mark.parametrize("written", ["9/11/2019", "11/9/2019", "2019/11/9", "9.11.2019"])
def test_day_is_found_in_any_order(
    written: str, engine: Engine, address: Address, unjudged: set[str]
) -> None:
    (found,) = engine.judged("en", [written], but=unjudged)
    assert found[0] == address("release-at-summit")


AMOUNTS = {
    "150亿利税": "target-2025-profits-taxes",
    "利税150亿元": "target-2025-profits-taxes",
    "1000亿规模": "target-2025-scale",
    "200亩": "pilot-zone-200-mu-2018",
    "80%进口": "import-dependence-80",
}


@pytest.mark.parametrize("query", AMOUNTS)
def test_amount_finds_the_statement_of_its_measure(
    query: str, engine: Engine, address: Address, unjudged: set[str]
) -> None:
    """Not what is not reported of it, and not another of the same amount."""
    (found,) = engine.judged("zh", [query], but=unjudged)
    assert found[0] == address(AMOUNTS[query])


SHOWN = (
    ("zh", "80%", "import-dependence-80", "80%"),
    ("en", "firms", "htz-3011-2021", "enterprises"),
    ("zh", "千亿", "target-2025-scale", "1000亿"),
    ("en", "subsidy", "ten-measures-draft-emphases", "subsidies"),
)
"""Page, query, a result, and what is marked in its text however it is written there."""


@pytest.mark.parametrize(("language", "query", "result", "hit"), SHOWN)
def test_what_was_searched_for_is_marked_and_in_sight(
    language: str, query: str, result: str, hit: str, engine: Engine
) -> None:
    find = """([language, query, id]) =>
      ask(language, query).results.find((result) => result.id === id).text"""
    parts = engine.page.evaluate(find, [language, query, result])
    assert hit in parts[1::2]
    text = "".join(parts)
    assert not text.startswith("… ")
    assert len(text) <= 155


def test_mistyped_character_is_put_right_by_its_sound(engine: Engine) -> None:
    mistyped, right = ["汉微科技", "赛笛研究院"], ["汉威科技", "赛迪研究院"]
    found = [first for first, *_ in engine.shown("zh", mistyped)]
    assert found == [first for first, *_ in engine.shown("zh", right)]


def test_queries_kept_aside_find_their_answer(
    engine: Engine, address: Address, unjudged: set[str]
) -> None:
    """The goals, with room for three queries that a new record may push aside.

    Measured of 262: first 247, among three 258, nothing 0.
    """
    kept = [query for query in QUERIES if query.get("aside")]
    first = among_three = nothing = 0
    for query in kept:
        (found,) = engine.judged(query["on"], [query["q"]], but=unjudged)
        wanted = set(map(address, query["ids"]))
        first += bool(wanted & set(found[:1]))
        among_three += bool(wanted & set(found[:3]))
        nothing += not found
    # Which they are is not told, lest anybody tune on them.
    asked = len(kept)
    told = f"of {asked}: first {first}, among three {among_three}, nothing {nothing}"
    assert first >= 0.94 * asked - ROOM, told
    assert among_three >= 0.985 * asked - ROOM, told
    assert nothing <= 0.01 * asked + ROOM, told


def test_same_query_gives_same_results(engine: Engine) -> None:
    again = """(queries) => {
      const list = ({ q, on }) => JSON.stringify(ask(on, q).results.map(address));
      return queries.filter((query) => list(query) !== list(query));
    }"""
    assert engine.page.evaluate(again, QUERIES[::5]) == []


# ---- Old browsers read it ----

NEWER = {
    "lookbehind": r"\(\?<[=!]",
    "methods": r"\.(?:at|findLast\w*|hasOwn|group\w*|to(?:Sorted|Reversed|Spliced))\(",
    "structuredClone": r"structuredClone",
    "Array.fromAsync, Promise.withResolvers": r"fromAsync|withResolvers",
    "static blocks, private fields": r"static \{|[\s.]#\w+\s*[=;(]",
    "flags d and v": r"/[gimsuy]*[dv][gimsuy]*[,;)]",
}
"""What Chromium 90 or Safari 15.0 lack, after https://developer.mozilla.org/ (browser compatibility
of each)."""


@pytest.mark.parametrize("name", NEWER)
def test_search_asks_for_nothing_newer_than_its_oldest_browsers(name: str) -> None:
    files = {path.name: path.read_text("utf-8") for path in (DOCS / "assets/search").glob("*.js")}
    files["search.js"] = (DOCS / "assets/search.js").read_text("utf-8")
    found = {file: re.findall(NEWER[name], text) for file, text in files.items()}
    assert {file: hits for file, hits in found.items() if hits} == {}
