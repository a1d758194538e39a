"""The recipes of README and CONTRIBUTING, followed as a new contributor would."""

import json
import re
from copy import deepcopy
from pathlib import Path

import pytest
import yaml
from conftest import TESTS, edit
from programme import check
from programme.check import load_checked
from programme.faults import Faults
from programme.load import read_tree
from programme.model import Statement
from programme.new import spoken
from programme.publication import Publication
from programme.rules.walk import records

EXAMPLE = re.compile(r"```yaml\n(.*?)```", re.S)


def test_a_statement(data_folder: Path) -> None:
    """The example of the README is a statement the checks accept and both pages show."""
    (example,) = EXAMPLE.findall((TESTS.parent / "README.md").read_text("utf-8"))
    example, ids = re.subn("(?<=- id: ).+", "id-of-its-own", example)  # README's may be taken
    assert ids == 1
    goals = data_folder / "sections" / "goals.yml"
    languages = load_checked(data_folder).site.language_ids
    (record,) = spoken(yaml.load(example, yaml.BaseLoader), languages)
    line = f"  - {json.dumps(record, ensure_ascii=False)}\n"
    goals.write_text(goals.read_text("utf-8") + line, "utf-8")
    pages = Publication(load_checked(data_folder), "/").bodies
    assert all('id="id-of-its-own"' in pages[f"{name}/goals/"] for name in ("en", "zh"))


def test_a_sentence_of_a_brief(tiny_folder: Path) -> None:
    """Its words lead, in each language, to what it rests on."""
    sentence = (
        "  - text: {en: Tails were counted, zh: 清点了尾巴}\n"
        "    links: [{to: kite-count, words: {en: counted, zh: 清点}}]\n"
        "    rests_on: [kite-rumour]\n"
    )
    edit(tiny_folder / "sections/aims.yml", "brief:\n", f"brief:\n{sentence}")
    first, *_ = load_checked(tiny_folder).sections["aims"].brief
    assert first.grounds == ("kite-count", "kite-rumour")


def test_a_passage(tiny_folder: Path) -> None:
    """Statements of one topic stand in it, in its order."""
    passage = (
        "passages:\n  - id: all-counts\n    title: {en: All counts, zh: 历次清点}\n"
        "    intro: {en: Who counted what., zh: 谁数了什么。}\n"
        "    statements: [kite-rumour, kite-count]\n"
        "    titles:\n      kite-rumour: {en: By letter, zh: 信上说}\n"
    )
    edit(tiny_folder / "sections/progress.yml", "statements:\n", f"{passage}statements:\n")
    section = load_checked(tiny_folder).sections["progress"]
    assert section.passage_of["kite-count"].id == "all-counts"


def test_a_part(tiny_folder: Path) -> None:
    """A file of statements and a line in site.yml make a page that menu and home name."""
    aims = (tiny_folder / "sections" / "aims.yml").read_text("utf-8")
    part = re.sub(r"- id: ", "- id: new-", aims).replace("topic: ", "topic: new-")
    part = re.sub(r"\n    see: .*", "", part)
    part = re.sub(r"(?<=[ \[])kite-(?=target|lofts)", "new-kite-", part)
    (tiny_folder / "sections" / "claims.yml").write_text(part, "utf-8")
    edit(tiny_folder / "site.yml", "parts: [aims]", "parts: [aims, claims]")
    pages = Publication(load_checked(tiny_folder), "/").bodies
    assert 'href="claims/"' in pages["en/"]
    assert 'class="statement" id="new-kite-target"' in pages["zh/claims/"]


def in_french(value: object) -> object:
    """Give every text and every list of words a third language; names are as sources print them."""
    if isinstance(value, list):
        return [in_french(item) for item in value]
    if not isinstance(value, dict):
        return value
    texts = {
        key: item if key == "name" and "kind" in value else in_french(item)
        for key, item in value.items()
    }
    is_record = "sources" in value or not {"en", "zh"} <= set(value)
    return texts if is_record else texts | {"fr": deepcopy(texts["en"])}


def test_a_language(tiny_folder: Path) -> None:
    """The checks name every text a new language lacks; with these written it has its pages."""
    languages = "languages:\n  - {id: fr, html: fr, name: Français}"
    edit(tiny_folder / "site.yml", "languages:", languages)
    with pytest.raises(Faults) as raised:
        load_checked(tiny_folder)
    assert all("no 'fr'; " in str(fault) for fault in raised.value.faults)
    values = read_tree(tiny_folder).values
    del values["search"]  # other wordings are a help, which a new language may lack
    values |= {f"sections/{name}": value for name, value in values.pop("sections").items()}
    del values["published"]
    for name, value in values.items():
        text = yaml.safe_dump(in_french(value), allow_unicode=True, width=9999)
        (tiny_folder / f"{name}.yml").write_text(text, "utf-8")
    pages = Publication(load_checked(tiny_folder), "/").bodies
    assert '<p lang="fr">' in pages["fr/aims/"]
    assert {p[3:] for p in pages if p[:3] == "fr/"} == {p[3:] for p in pages if p[:3] == "en/"}


def test_a_rule(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A function in RULES is told with file, line and record."""

    def no_kites(programme):
        """No statement is about kites."""
        for path, statement in records(programme, Statement):
            if "kite" in statement.text["en"].lower():
                yield (*path, "text"), "is about kites; write of something else"

    monkeypatch.setattr(check, "RULES", (*check.RULES, no_kites))
    with pytest.raises(Faults, match=r"data/sections/aims.yml:\d+: kite-target: is about kites"):
        load_checked(tiny_folder)
