"""Drawings: lengths are true to the figures, and nothing stands outside."""

from itertools import combinations

import pytest
from programme.charts import BAR_ROOM, Drawing, bars, layout_drawing
from programme.model import Indicator, Programme


@pytest.fixture(params=["tiny", "programme"])
def any_programme(request: pytest.FixtureRequest) -> Programme:
    return request.getfixturevalue(request.param)


def test_bars_are_as_long_as_their_figures(any_programme: Programme) -> None:
    """The largest figure takes all the room; a range is as long as its upper end."""
    for indicator in any_programme.indicators:
        rows = bars(indicator, "en").rows
        largest = max(max(row.quantity.values) for row in rows) or 1
        assert [row.width for row in rows] == [
            pytest.approx(max(row.quantity.values) / largest * BAR_ROOM, abs=0.05) for row in rows
        ]


def test_target_stands_first(tiny: Programme) -> None:
    worth, share, landings = (bars(indicator, "en") for indicator in tiny.indicators)
    assert [row.kind for row in worth.rows] == ["target", "reported", "reported"]
    assert [row.width for row in worth.rows] == [240, 96, 48]
    assert [row.kind for row in share.rows] == ["reported"]
    assert [row.kind for row in landings.rows] == ["target"]


def test_rows_do_not_overlap_and_fill_the_drawing(any_programme: Programme) -> None:
    for indicator in any_programme.indicators:
        chart = bars(indicator, "zh")
        tops = [row.y for row in chart.rows]
        assert tops == [index * chart.height / len(tops) for index in range(len(tops))]
        assert all(0 <= row.width < chart.width for row in chart.rows)


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


@pytest.mark.parametrize("language", ["en", "zh"])
def test_zones_stand_inside_the_drawing_apart_from_each_other(
    language: str, any_programme: Programme
) -> None:
    drawing = layout_drawing(any_programme.layout, language)
    assert [node.zone for node in drawing.nodes] == list(any_programme.layout.zones)
    assert_apart(drawing)


def assert_apart(drawing: Drawing) -> None:
    for node in drawing.nodes:
        assert node.width / 2 <= node.x <= drawing.width - node.width / 2
        assert node.height / 2 <= node.y <= drawing.height - node.height / 2
    for one, other in combinations(drawing.nodes, 2):
        across = abs(one.x - other.x) >= (one.width + other.width) / 2
        down = abs(one.y - other.y) >= (one.height + other.height) / 2
        assert across or down


@pytest.mark.parametrize("language", ["en", "zh"])
def test_name_of_a_zone_fits_its_box(language: str, any_programme: Programme) -> None:
    """Nothing of the name is lost, and its lines fit: 8 units a Latin letter, 16 a Han one."""
    wide = {"en": 8, "zh": 16}[language]
    for node in layout_drawing(any_programme.layout, language).nodes:
        name = node.zone.name[language]
        assert "".join(node.lines).replace(" ", "") == name.replace(" ", "")
        assert all(len(line) * wide <= node.width + 12 for line in node.lines)
        assert len(node.lines) * 16 <= node.height


SHAPES = [(cores, supports) for cores in range(3) for supports in range(7) if cores + supports]


@pytest.mark.parametrize(("cores", "supports"), SHAPES)
def test_layout_of_any_shape_can_be_drawn(cores: int, supports: int, tiny: Programme) -> None:
    """A core with two areas, areas without a core, one place alone."""
    core, support, *_ = tiny.layout.zones
    zones = [core.model_copy(update={"id": f"core-{number}"}) for number in range(cores)]
    zones += [support.model_copy(update={"id": f"area-{number}"}) for number in range(supports)]
    drawing = layout_drawing(tiny.layout.model_copy(update={"zones": tuple(zones)}), "en")
    assert [node.zone.id for node in drawing.nodes] == [zone.id for zone in zones]
    assert len(list(drawing.ties)) == cores * supports
    assert_apart(drawing)
