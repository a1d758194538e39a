"""The real data: what must hold of them whatever is added, beyond the rules they are held to."""

from collections import Counter
from pathlib import Path
from typing import get_args

import pytest
from conftest import DATA, PARTS
from programme.check import RULES
from programme.load import DEPTHS, FILES
from programme.model import Programme, SaidBy

LISTS = ("sources", "terms", "organisations", "disagreements", "not_reported", "indicators")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_holds(rule, programme: Programme) -> None:
    assert list(rule(programme)) == []
    assert rule.__doc__


@pytest.mark.ours
def test_every_file_is_read() -> None:
    files = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*") if path.is_file()}
    in_folders = {path for path in files if path.startswith(tuple(f"{name}/" for name in DEPTHS))}
    assert files - in_folders == {f"{name}.yml" for name in FILES}
    kinds = {(path.partition("/")[0], Path(path).suffix) for path in in_folders}
    assert kinds == {("sections", ".yml"), ("search", ".txt")}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_other_wordings_are_there(language: str, programme: Programme) -> None:
    """Ten or more for each entry that has any; a new entry may do without."""
    assert set(programme.search[language]) >= set(PARTS)
    typed = programme.wordings(language).values()
    assert sum(lines.count("\n") + 1 for lines in typed) >= 10 * len(typed)


def test_parts_of_the_programme_are_in_its_order_in_both_languages(programme: Programme) -> None:
    assert set(programme.site.language_ids) >= {"en", "zh"}
    assert tuple(part for part in programme.site.parts if part in PARTS) == PARTS


def test_nothing_was_lost(programme: Programme) -> None:
    """Every page has its statements, and everybody who speaks is heard; ids have a rule."""
    assert all(section.statements for section in programme.sections.values())
    assert {s.said_by for s in programme.statements.values()} == {*get_args(SaidBy)}


@pytest.mark.parametrize("name", LISTS)
def test_list_has_records_with_ids_of_their_own(name: str, programme: Programme) -> None:
    ids = Counter(record.id for record in getattr(programme, name))
    assert ids
    assert ids.most_common(1)[0][1] == 1


def test_every_source_is_used(programme: Programme) -> None:
    """A source nobody cites misleads a reader who checks them."""
    used = {source for s in programme.statements.values() for source in s.sources}
    used |= {p.source for d in programme.disagreements for p in d.positions}
    used |= {source for term in programme.terms for source in term.sources}
    used |= {source for o in programme.organisations for source in o.sources}
    assert set(programme.source) - used == set()


def test_every_page_opens_with_a_brief(programme: Programme) -> None:
    assert programme.site.pages["home"].brief
    assert all(section.brief for section in programme.sections.values())


def test_every_topic_has_statements(programme: Programme) -> None:
    for section in programme.sections.values():
        topics = {topic.id for topic in section.topics}
        assert topics == {s.topic for s in section.statements if s.topic}


def test_target_and_outcome_stand_side_by_side(programme: Programme) -> None:
    (scale,) = (i for i in programme.indicators if i.id == "industry-scale")
    assert (scale.target.value, scale.target.year) == (100, 2025)
    assert len(scale.reported) > 1
