"""Everything is rendered before anything is written: what is missing is a fault with its place."""

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from conftest import edit
from programme import markdown, rehearsal, render
from programme.__main__ import main
from programme.check import rehearse
from programme.faults import Faults
from programme.model import Programme, Qualifier
from programme.rehearsal import Rehearsal

ADDRESS = "https://kite.example/plan/"
MISSING = {
    "words, all at once": (
        "site.yml",
        [("  after:", "  afterwards:"), ("  search-near:", "  search-nearest:")],
        ["the word 'after' is missing; add it", "the word 'search-near' is missing; add it"],
    ),
    "word of the theme": (
        "site.yml",
        [("  skip:", "  skipped:")],
        ["the word 'skip' is missing; add it"],
    ),
    "word of a page of no language": (
        "site.yml",
        [("  not-found-hint:", "  not-found-hints:")],
        ["the word 'not-found-hint' is missing; add it"],
    ),
    "blank nobody fills": (
        "site.yml",
        [("Statements shown: {count}", "Statements shown: {n}")],
        ["'Statements shown: {n}' has a blank nobody fills; those of this word: {count}"],
    ),
    "blank no script fills": (
        "site.yml",
        [("Results for “{query}”: {count}", "Results for “{query}”: {n}")],
        ["has a blank nobody fills; those of this word: {count}, {found}, {query}"],
    ),
    "blank of a word that has none": (
        "site.yml",
        [("en: Method,", 'en: "Method {n}",')],
        ["'Method {n}' has a blank nobody fills; those of this word: none"],
    ),
    "blank of a script's word that has none": (
        "site.yml",
        [("search-results: {", "search-results: {en: 'Results {n}', zh: 结果}\n  was: {")],
        ["'Results {n}' has a blank nobody fills; those of this word: none"],
    ),
    "blank worded otherwise": (
        "site.yml",
        [("Statements shown: {count}", "Statements shown: {count!r}")],
        ["'Statements shown: {count!r}' has a blank nobody fills; those of this word: {count}"],
    ),
    "anchor of the page": (
        "layout.yml",
        [("id: north", "id: drawing")],
        ["drawing: 'drawing' is an anchor of the page itself; choose another id"],
    ),
    "anchor of the frame": (
        "layout.yml",
        [("id: north", "id: content")],
        ["content: 'content' is an anchor of the page itself; choose another id"],
    ),
    "passage that others link to": (
        "about.yml",
        [("id: sources-and-trust", "id: sources-and-doubts")],
        ["links to 'sources-and-trust' on en/about/, which is not there; write it"],
    ),
}


@pytest.mark.parametrize("name", MISSING)
def test_what_is_missing_is_told_with_its_place(name: str, tiny_folder: Path) -> None:
    file, edits, messages = MISSING[name]
    for old, new in edits:
        edit(tiny_folder / file, old, new)
    with pytest.raises(Faults) as raised:
        rehearse(tiny_folder, ADDRESS)
    for message in messages:
        assert message in str(raised.value)
    assert all(fault.line > 0 for fault in raised.value.faults)


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of all templates, to be broken."""
    folder = tmp_path / "templates"
    for path in render.TEMPLATES.rglob("*.*"):
        copy = folder / path.relative_to(render.TEMPLATES)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    monkeypatch.setattr(render, "TEMPLATES", folder)
    forget()
    yield folder
    monkeypatch.undo()
    forget()


def forget() -> None:
    """Have environments made anew."""
    for made in (render.environment, rehearsal.theme, markdown.markdown_environment):
        made.cache_clear()


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("takeaway/terms.md.jinja", "", "", "the template takeaway/terms.md.jinja is missing"),
        ("terms.html.jinja", "", "", "the template terms.html.jinja is missing"),
        ("terms.html.jinja", "forms(term)", "formz(term)", "'formz' is undefined"),
        ("terms.html.jinja", "</dl>", "", "is not well-formed (mismatched tag"),
    ],
)
def test_template_is_at_fault(
    name: str,
    old: str,
    new: str,
    told: str,
    templates: Path,
    tiny_folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if old:
        edit(templates / name, old, new)
    else:
        (templates / name).unlink()
    assert main(["check"], tiny_folder) == 1
    assert told in capsys.readouterr().err


def test_data_that_lack_nothing_are_as_published(tiny: Programme, tiny_folder: Path) -> None:
    publication, untold = rehearse(tiny_folder, ADDRESS)
    assert untold == []
    assert publication.bodies == Rehearsal(tiny, ADDRESS).publication.bodies


def test_no_word_is_idle(tiny: Programme, programme: Programme) -> None:
    """What no page, file or script of two programmes asks for is there for nothing."""
    asked = set[str]()
    for each in (tiny, programme):
        asked |= Rehearsal(each, ADDRESS, printed=True).words.asked
    words = programme.site.words
    by_the_data = {f"qualifier-{name.replace(' ', '-')}" for name in get_args(Qualifier)}
    of_three_languages = {"view-all"}  # test_new opens such a programme
    assert sorted(set(words) - asked - by_the_data - of_three_languages) == []
