"""Another programme: a new project, a third language, seven parts, each through every output."""

import json
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import yaml
from conftest import NARROW, WIDE, Open, asset, edit, hosting, lay_out, opening
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, expect
from programme import new
from programme.__main__ import main
from programme.check import load_checked
from programme.load import read_tree
from programme.model import Programme
from programme.publication import Publication

SITE_URL = "https://kite.example/plan/"
KANA = str.maketrans({"风": "た", "筝": "こ", "的": "の"})
"""What makes Japanese of the tiny Chinese: words of a link stay words of their sentence."""
PARTS = [f"part-{number}" for number in range(1, 8)]


# ---- A new project ----


def build_project(project: Path) -> dict[str, str]:
    """Build strictly; give every page of the site and every edition."""
    build(load_config(str(project / "mkdocs.yml"), site_url=SITE_URL, strict=True))
    site = project / "site"
    return {
        path.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("*.html")
    }


@pytest.mark.parametrize("languages", [(), ("fr",), ("ja", "en", "zh")], ids=" ".join)
def test_new_project_is_checked_built_and_searched(
    languages: tuple[str, ...], tmp_path: Path
) -> None:
    project = tmp_path / "else" / "where"
    named = ["--languages", *languages] if languages else []
    assert main(["new", str(project), *named]) == 0
    assert main(["check"], project / "data") == 0
    pages = build_project(project)
    for language in languages or new.USUAL:
        assert 'class="statement" id="ten-reading-rooms"' in pages[f"{language}/goals/index.html"]
        index = asset(project / "site", f"search/{language}.js").read_text("utf-8")
        assert "ten-reading-rooms" in index
        edition = pages[f"take-away/programme-{language}.html"]
        assert 'id="ten-reading-rooms"' in edition
        assert "ten-reading-rooms" in (project / f"site/{language}/goals/index.md").read_text()
    assert dead_ends(pages) == []


def dead_ends(pages: dict[str, str]) -> list[str]:
    """List the links inside a site that lead to no page or no id."""
    there = {SITE_URL + path.removesuffix("index.html"): text for path, text in pages.items()}
    dead = []
    for page, text in there.items():
        for href in re.findall(r'<a [^>]*href="([^"]+)"', text):
            target, _, anchor = urljoin(page, href).partition("#")
            if not target.startswith(SITE_URL) or "." in urlsplit(target).path.rsplit("/", 1)[-1]:
                continue
            address = target.partition("?")[0]
            if address not in there or (anchor and f'id="{anchor}"' not in there[address]):
                dead.append(f"{page}: {href}")
    return dead


def test_new_project_takes_nothing_of_what_this_one_says(tmp_path: Path) -> None:
    project = tmp_path / "project"
    main(["new", str(project)])
    named = [path for path in (project / "data").rglob("*.*") if path.name != "site.yml"]
    own, _ = (project / "data/site.yml").read_text("utf-8").split("\nasking:\n")
    told = own + "".join(path.read_text("utf-8") for path in named)
    assert not re.search("zhengzhou|sensor|valley|郑州|传感", told, re.I)
    assert not list(project.rglob("card-*.png"))
    assert not (project / ".git").exists()
    assert "\nours = false" in (project / "pyproject.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([""], "is there already; name a folder that is not"),
        (["other", "--languages", "en", "qq"], "'qq' is no language; write two letters, as en"),
        (["other", "--languages", "english"], "'english' is no language; write two letters, as en"),
    ],
)
def test_new_project_that_cannot_be_is_told(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, *others = arguments
    assert main(["new", str(tmp_path / folder), *others]) == 1
    told = capsys.readouterr().err
    assert message in told
    assert told.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_new_project_does_not_stand_inside_this_one(capsys: pytest.CaptureFixture[str]) -> None:
    inside = new.ROOT / "hooks" / "another"
    assert main(["new", str(inside)]) == 1
    assert f"{inside} is inside this project; name a folder elsewhere\n" == capsys.readouterr().err
    assert not inside.exists()


# ---- A third language and seven parts ----


def japanese(value: Any) -> Any:
    """Give plain values with every text in Japanese, too; organisations keep their names."""
    if isinstance(value, list):
        return [japanese(item) for item in value]
    if not isinstance(value, dict):
        return value
    if not {"en", "zh"} <= set(value) or "sources" in value:
        return {k: v if k == "name" and "kind" in value else japanese(v) for k, v in value.items()}
    chinese = value["zh"]
    lines = [line.translate(KANA) for line in chinese] if isinstance(chinese, list) else None
    return value | {"ja": chinese.translate(KANA) if lines is None else lines}


def seven_parts(folder: Path) -> None:
    """Make seven parts of one, each with ids of its own."""
    aims = (folder / "sections/aims.yml").read_text("utf-8")
    for name in PARTS[1:]:
        part = re.sub(r"- id: ", f"- id: {name}-", aims).replace("topic: ", f"topic: {name}-")
        part = re.sub(r"\n    see: .*", "", part)
        part = re.sub(r"(?<=[ \[])kite-(?=target|lofts)", f"{name}-kite-", part)
        (folder / f"sections/{name}.yml").write_text(part, "utf-8")
    edit(folder / "site.yml", "parts: [aims]", f"parts: [aims, {', '.join(PARTS[1:])}]")


@pytest.fixture(scope="module")
def other_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny programme in English, Chinese and Japanese, in seven parts."""
    project = lay_out(tmp_path_factory.mktemp("other") / "project")
    data = project / "data"
    seven_parts(data)
    edit(data / "site.yml", "name: 中文}\n", "name: 中文}\n  - {id: ja, html: ja, name: 日本語}\n")
    edit(data / "site.yml", "cards: ", "cards: false # ")
    values = read_tree(data).values
    for name in ("search", "published"):
        values.pop(name)
    sections = values.pop("sections")
    values |= {f"sections/{name}": section for name, section in sections.items()}
    for name, value in values.items():
        text = yaml.safe_dump(japanese(value), allow_unicode=True, width=9999)
        (data / f"{name}.yml").write_text(text, "utf-8")
    return project


@pytest.fixture(scope="module")
def other(other_project: Path) -> Programme:
    """That programme, checked."""
    return load_checked(other_project / "data")


@pytest.fixture(scope="module")
def publication(other: Programme) -> Publication:
    return Publication(other, SITE_URL)


def test_third_language_stands_on_every_page(publication: Publication, other: Programme) -> None:
    for statement in other.statements.values():
        page = f"ja/{other.section_of[statement.id]}/"
        assert f'<p lang="ja">{statement.text["ja"][:4]}' in re.sub(
            "<a [^>]*>|</a>", "", publication.bodies[page]
        )
    named = {path[3:] for path in publication.bodies if path.startswith("ja/")}
    assert named == {path[3:] for path in publication.bodies if path.startswith("en/")}


def test_third_language_is_in_markdown_search_and_edition(
    publication: Publication, other: Programme
) -> None:
    files = publication.files
    index = files["assets/search/ja.js"].partition("= {")[2]
    assert index
    for statement in other.statements.values():
        title = statement.title["ja"]
        assert title in files[f"ja/{other.section_of[statement.id]}/index.md"]
        assert json.dumps(title, ensure_ascii=False)[1:-1] in index
        for edition in ("ja", "bilingual"):
            told = re.sub("<[^>]+>", "", files[f"take-away/programme-{edition}.html"])
            assert statement.text["ja"][:6] in told


def test_seven_parts_are_on_the_home_page_in_search_and_edition(
    publication: Publication, other: Programme
) -> None:
    for language in other.site.language_ids:
        home = publication.bodies[f"{language}/"]
        for part in other.site.parts:
            assert f'<a href="{part}/">' in home
            edition = publication.files[f"take-away/programme-{language}.html"]
            assert f'id="page.{part}"' in edition
        assert '"parts":7' in publication.files[f"assets/search/{language}.js"]


@pytest.fixture(scope="module")
def visit(other_project: Path, browser: Browser) -> Iterator[Open]:
    """Open pages of that programme's site."""
    build_project(other_project)
    with hosting(other_project / "site") as host, opening(browser, host) as open_page:
        yield open_page


BOXES = """(texts) => texts.map((text) => {
  const range = document.createRange();
  range.selectNodeContents(text);
  const { left, top, right, bottom } = range.getBoundingClientRect();
  return [left, top, right, bottom];
})"""
"""Where the words of elements stand, also of those that make no box of their own."""


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_no_language_is_printed_over_another(size: dict[str, int], visit: Open) -> None:
    page = visit(viewport=size)
    page.goto("ja/aims/?view=both")
    for statement in page.locator(".statement").all():
        boxes = statement.locator("> :is(.says, .other)").evaluate_all(BOXES)
        assert len(boxes) == 3
        assert all(right > left and bottom > top for left, top, right, bottom in boxes)
        for one, another in combinations(boxes, 2):
            apart = one[2] <= another[0] or another[2] <= one[0]
            assert apart or one[3] <= another[1] + 1 or another[3] <= one[1] + 1
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= size["width"]


def test_third_language_is_searched_and_searches_all_others(visit: Open) -> None:
    page = visit()
    for query, wanted in {"たこ": "kite", "strings tied": "mayor-on-kites"}.items():
        page.goto(f"ja/?q={query}")
        result = page.locator("a[data-search=result]").first
        expect(result).to_have_attribute("href", re.compile(f"/ja/.*#.*{wanted}"))


def test_menu_and_search_offer_seven_parts(visit: Open, other: Programme) -> None:
    page = visit()
    page.goto("zh/?q=qqqq")
    offered = page.locator(".search a:not([data-search=result])")
    expect(offered).to_have_count(7)
    titles = [other.sections[name].title["zh"] for name in other.site.parts]
    assert offered.all_inner_texts() == titles
    assert page.locator(".rail ol > li > a").all_inner_texts() == titles
