"""How a page puts its statements together, and that nothing of their evidence is lost by it."""

from collections.abc import Iterator

import pytest
from programme.briefs import pieces
from programme.groups import Evidence, Group, Reading, Shown
from programme.model import Programme, Section, Statement

POST, MILL, WIND = "lake-post", "mill-letter", "wind-office"


def page_of(tiny: Programme, *changes: dict[str, object]) -> tuple[Statement, ...]:
    """Give statements that are alike but for what is changed in each."""
    like = tiny.statements["kite-count"]
    return tuple(
        like.model_copy(update={"id": f"kite-{place}", **change})
        for place, change in enumerate(changes)
    )


def grouped(tiny: Programme, *changes: dict[str, object]) -> Group:
    """Give the one group of a page of such statements."""
    statements = page_of(tiny, *changes)
    section = tiny.sections["progress"].model_copy(
        update={"statements": statements, "passages": ()}
    )
    (group,) = Reading(section, ()).groups(section.title)
    return group


def test_head_says_what_more_than_half_share(tiny: Programme) -> None:
    group = grouped(tiny, {}, {}, {"said_by": "official", "as_of": "2005"})
    assert group.head == Evidence("report", "2004-02", None, (WIND,))
    assert group.excepted
    beside = [shown.beside for shown in group.members]
    assert beside[:2] == [Evidence(rests_there_too=True)] * 2
    assert beside[2] == Evidence("official", "2005", rests_there_too=True)


@pytest.mark.parametrize("changes", [[{}], [{}, {"said_by": "official"}]], ids=["one", "half"])
def test_what_one_or_half_of_them_say_is_not_shared(
    tiny: Programme, changes: list[dict[str, object]]
) -> None:
    group = grouped(tiny, *changes)
    assert group.head.said_by is None
    assert group.members[0].beside.said_by == "report"
    assert not group.excepted


def test_only_further_sources_stand_beside_where_that_of_the_head_carries_it_too(
    tiny: Programme,
) -> None:
    group = grouped(tiny, {}, {"sources": (WIND, POST, MILL)}, {}, {"sources": (POST,)})
    assert group.head.sources == (WIND,)
    further, other = group.members[1].beside, group.members[3].beside
    assert (further.sources, further.rests_there_too, further.further) == ((POST, MILL), True, 1)
    assert (other.sources, other.rests_there_too, other.further) == ((POST,), False, 0)
    assert group.excepted


def test_a_source_that_comes_second_is_not_what_a_group_rests_on(tiny: Programme) -> None:
    group = grouped(tiny, {"sources": (POST, WIND)}, {"sources": (MILL, WIND)}, {})
    assert group.head.sources == ()


def test_a_note_on_a_date_goes_with_it(tiny: Programme) -> None:
    note = {"date_note": tiny.statements["mayor-on-kites"].date_note}
    group = grouped(tiny, note, note, {})
    assert group.head.date_note is not None
    assert (group.members[2].beside.as_of, group.members[2].beside.date_note) == ("2004-02", None)


def test_a_passage_stands_where_its_first_statement_does(tiny: Programme) -> None:
    section = tiny.sections["aims"]
    first, second = Reading(section, tiny.not_reported).groups(section.title)
    (passage,) = first.members
    assert isinstance(passage, Group)
    assert (passage.id, passage.intro) == ("kite-plan", section.passages[0].intro)
    assert [shown.title["en"] for shown in passage.members] == [
        "Its worth",
        "One loft and four landings",
    ]
    assert passage.head == Evidence(rests_there_too=True)  # the group has said it
    assert [gap.id for gap in passage.members[1].gaps] == ["kite-owners"]
    assert [shown.statement.id for shown in second.members] == ["mayor-on-kites"]


def shown_on(section: Section, programme: Programme) -> Iterator[tuple[Shown, list[Evidence]]]:
    """Yield every statement of a page with the heads above it, the nearest first."""
    for group in Reading(section, programme.not_reported).groups(section.title):
        for member in group.members:
            if isinstance(member, Group):
                yield from ((shown, [member.head, group.head]) for shown in member.members)
            else:
                yield member, [group.head]


def test_heads_and_what_stands_beside_say_all_that_the_data_say(programme: Programme) -> None:
    for section in programme.sections.values():
        on_page = list(shown_on(section, programme))
        assert sorted(shown.statement.id for shown, _ in on_page) == sorted(
            statement.id for statement in section.statements
        )
        for shown, heads in on_page:
            said, own = shown.statement, shown.beside
            levels = [own, *heads]
            assert next(filter(None, (e.said_by for e in levels))) == said.said_by, said.id
            dated = next(e for e in levels if e.as_of)
            assert (dated.as_of, dated.date_note) == (said.as_of, said.date_note), said.id
            named = next((e.sources for e in heads if e.sources), ()) if own.rests_there_too else ()
            assert {*own.sources, *named} == {*said.sources}, said.id


def test_a_brief_is_cut_at_its_links_and_nothing_of_it_is_lost(programme: Programme) -> None:
    for section in programme.sections.values():
        for language, between in (("en", " "), ("zh", "")):
            cut = list(pieces(section.brief, language))
            told = between.join(sentence.text[language] for sentence in section.brief)
            assert "".join(piece.words for piece in cut).strip() == told
            linked = [piece for piece in cut if piece.to]
            links = [link for sentence in section.brief for link in sentence.links]
            assert sorted(linked) == sorted((link.words[language], link.to) for link in links)
