"""The style that is used: what may match stays, states included, and nothing else."""

import re
from pathlib import Path

import pytest
from conftest import asset, copy_of_project, edit
from mkdocs.commands.build import build
from mkdocs.config import load_config
from programme.sheet import used, words

NAMES = words('<a class="card wide" id="top" href="#" dir="ltr"> <p> <button> <html lang="en">')


@pytest.mark.parametrize(
    ("sheet", "kept"),
    {
        "a{b:c}": True,
        "table{b:c}": False,
        ".card:hover>a::before{b:c}": True,
        ".card .gone{b:c}": False,
        "#top{b:c}": True,
        "#gone{b:c}": False,
        "[dir=ltr] a{b:c}": True,
        "[dir=rtl] a{b:c}": False,
        "[data-view] a{b:c}": False,
        "a[href^=http]{b:c}": True,
        ".card:not(.gone){b:c}": True,
        ".card:is(.gone,.lost){b:c}": False,
        "p:has(> a:focus-visible){b:c}": True,
        "p:where(a,.gone){b:c}": True,
        "*,::after{b:c}": True,
        "@font-face{b:c}": True,
    }.items(),
)
def test_rule_stays_where_all_it_names_is_there(sheet: str, kept: bool) -> None:
    assert bool(used({"": sheet}, NAMES)[""]) is kept


@pytest.mark.parametrize(
    ("sheet", "left"),
    {
        "a,.gone{b:c}": "a{b:c}",
        "@media print{.gone{b:c} a{b:c}}": "@media print{a{b:c}}",
        "@media print{@supports (x:y){.gone{b:c}}}": "",
        "/* why */ a { b : c ; }": "a{b:c}",
        ":root{--x:1;--y:var(--z);--z:2}a{b:var(--x)}": ":root{--x:1}a{b:var(--x)}",
        "@keyframes in{to{b:c}}@keyframes out{to{b:c}}a{animation:in 1s}": (
            "@keyframes in{to{b:c}}a{animation:in 1s}"
        ),
        '@charset "utf-8";a{b:c}': "a{b:c}",
    }.items(),
)
def test_what_is_left_of_a_sheet(sheet: str, left: str) -> None:
    assert used({"": sheet}, NAMES)[""] == left


def test_one_sheet_asks_for_the_variables_of_another() -> None:
    sheets = {"theme": ":root{--x:1;--y:2}", "own": "a{b:var(--x)}"}
    assert used(sheets, NAMES)["theme"] == ":root{--x:1}"


def test_class_added_to_a_template_keeps_its_rules(tmp_path: Path) -> None:
    project = copy_of_project(tmp_path / "project")
    edit(project / "docs/assets/site.css", "html,", ".brand-new { order: 7 }\n\nhtml,")
    build(load_config(str(project / "mkdocs.yml"), strict=True))
    before = asset(project / "site", "site.css")
    assert "brand-new" not in before.read_text("utf-8")
    edit(project / "overrides/frame/footer.html", 'class="foot"', 'class="foot brand-new"')
    build(load_config(str(project / "mkdocs.yml"), strict=True))
    sheet = asset(project / "site", "site.css")
    assert ".brand-new{order:7}" in sheet.read_text("utf-8")
    assert sheet != before, "what may be cached for good has kept its address"
    theme = asset(project / "site", "stylesheets/main.*.css").read_text("utf-8")
    assert re.search(r"\.md-typeset h1\{", theme)
    assert ".admonition" not in theme
