"""Drawings: lengths are true to the figures; what the pages that lead to others say of them."""

import pytest
from programme import overview
from programme.charts import Drawing, bars, latest, layout_drawing
from programme.model import Indicator, Programme


@pytest.fixture(params=["tiny", "programme"])
def any_programme(request: pytest.FixtureRequest) -> Programme:
    return request.getfixturevalue(request.param)


def test_bars_are_as_long_as_their_figures(any_programme: Programme) -> None:
    """The largest figure takes all the room; of a range both ends are drawn."""
    for indicator in any_programme.indicators:
        rows = bars(indicator, "en").rows
        largest = max(max(row.quantity.values) for row in rows) or 1
        for row in rows:
            shares = [value / largest * 100 for value in row.quantity.values]
            assert list(row.ends) == pytest.approx(shares, abs=0.05)
            assert row.reach == max(row.ends) <= 100


def test_target_stands_first_and_its_line_crosses_all(tiny: Programme) -> None:
    worth, share, landings = (bars(indicator, "en") for indicator in tiny.indicators)
    assert [row.kind for row in worth.rows] == ["target", "reported", "reported"]
    assert [row.ends for row in worth.rows] == [(100,), (40,), (20,)]
    assert worth.goal == (100,)
    assert [row.kind for row in share.rows] == ["reported"]
    assert share.goal == ()
    assert [row.kind for row in landings.rows] == ["target"]


def test_an_amount_stands_where_there_is_room(tiny: Programme) -> None:
    """In a bar that takes more than half, behind one that does not."""
    inside = [row.holds_its_amount for row in bars(tiny.indicators[0], "en").rows]
    assert inside == [True, False, False]


def test_home_keeps_the_target_and_the_latest(tiny: Programme) -> None:
    rows = latest(bars(tiny.indicators[0], "en")).rows
    assert [row.statement for row in rows] == ["kite-target", "kite-rumour"]


def test_target_without_a_year_has_no_date(tiny: Programme) -> None:
    (row,) = bars(tiny.indicators[2], "en").rows
    assert row.when == ""


def test_chart_of_nothing_is_empty(tiny: Programme) -> None:
    words = tiny.site.name
    assert (
        bars(
            Indicator(id="none", section="aims", name=words, unit="count", warning=words), "en"
        ).rows
        == ()
    )


def test_every_zone_has_a_place_of_its_own(any_programme: Programme) -> None:
    drawing = layout_drawing(any_programme.layout)
    assert {place.zone.id for place in drawing.places} == {z.id for z in any_programme.layout.zones}
    assert_apart(drawing)


def assert_apart(drawing: Drawing) -> None:
    assert len({(place.x, place.y) for place in drawing.places}) == len(drawing.places)
    for place in drawing.places:
        beside = [other for other in drawing.places if other.y == place.y]
        assert place.alone == (len(beside) == 1)


SHAPES = [(cores, supports) for cores in range(3) for supports in range(7) if cores + supports]


@pytest.mark.parametrize(("cores", "supports"), SHAPES)
def test_layout_of_any_shape_can_be_drawn(cores: int, supports: int, tiny: Programme) -> None:
    """A core with two areas, areas without a core, one place alone."""
    core, support, *_ = tiny.layout.zones
    zones = [core.model_copy(update={"id": f"core-{number}"}) for number in range(cores)]
    zones += [support.model_copy(update={"id": f"area-{number}"}) for number in range(supports)]
    drawing = layout_drawing(tiny.layout.model_copy(update={"zones": tuple(zones)}))
    assert {place.zone.id for place in drawing.places} == {zone.id for zone in zones}
    assert len(list(drawing.ties)) == cores * supports
    assert_apart(drawing)


def test_only_the_title_is_known_where_the_data_say_so(any_programme: Programme) -> None:
    """Everything said and not said of a part is counted once, as its own word or as others'."""
    parts = list(overview.known(any_programme))
    assert [part.name for part in parts] == list(any_programme.site.parts)
    for part in parts:
        section = any_programme.sections[part.name]
        own = [s for s in section.statements if s.said_by == "programme"]
        assert part.own == (None if section.title_alone else len(own))
        assert part.others == len(section.statements) - len(own)
        assert part.gaps == sum(gap.section == part.name for gap in any_programme.not_reported)


def test_a_focus_that_zones_share_is_said_once(any_programme: Programme) -> None:
    focuses = list(overview.focuses(any_programme.layout))
    assert [zone for focus in focuses for zone in focus.zones] == list(any_programme.layout.zones)
    assert len({str(focus.words) for focus in focuses}) == len(focuses)
