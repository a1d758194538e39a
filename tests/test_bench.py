"""The benchmark, on made-up figures: what misses a budget is named, and makes the run fail; and
what it builds, many times the statements, keeps the rules.
"""

from pathlib import Path
from types import ModuleType

import pytest
from conftest import TESTS
from programme.check import load_checked


@pytest.fixture
def compare(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(TESTS.parent / "bench"))
    import compare

    monkeypatch.setattr("sys.argv", ["compare.py", "--quick"])
    monkeypatch.setattr(compare, "versions", lambda: [("Kite", "1.2")])
    return compare


@pytest.mark.parametrize(
    ("figure", "missed"),
    [
        (("performance", "home", "en", 0.98, 1), "home en: performance 0.98, not 0.99"),
        (("CLS", "goals", "zh", 0.002, 0), "goals zh: CLS 0.002, 0 at most"),
        (("LCP, ms", "home", "zh", 900, 1000), "home zh: LCP, ms 0.90 × stock (900 to 1000)"),
        (("build, s of processor", "1×", "", 5, 4), "1×: build, s of processor 1.25 × stock"),
        (("performance", "home", "en", 0.99, 1), None),
        (("LCP, ms", "home", "zh", 700, 1000), None),
        (("LCP, ms", "edition", "zh", 900, None), None),
        (("build, s of processor", "10×", "", 5, 4), None),
        (("seo", "404", "", 0.6, 0.6), None),
    ],
)
def test_a_missed_budget_is_named_and_fails_the_run(
    compare: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    figure: tuple[str, str, str, float, float | None],
    missed: str | None,
) -> None:
    row = compare.Row(*figure)
    monkeypatch.setattr(compare.Bench, "run", lambda bench: bench.rows.append(row))
    assert compare.main() == bool(missed)
    told = capsys.readouterr().out
    assert f"\n- {missed or 'none'}" in told.partition("##")[2]
    assert "- Kite: 1.2" in told


def test_every_budget_is_of_something_that_is_measured(compare: ModuleType) -> None:
    """Else a measure that changes its name would be held to nothing."""
    from budgets import BUDGETS

    code = "".join(path.read_text("utf-8") for path in (TESTS.parent / "bench").glob("*.py"))
    assert {one.measure for one in BUDGETS if code.count(f'"{one.measure}"') < 2} == set()


def test_the_chart_shows_ours_as_a_share_of_stock(compare: ModuleType) -> None:
    rows = [
        compare.Row("LCP, ms", page, "en", ours, 1000) for page, ours in (("a", 400), ("b", 600))
    ]
    chart = compare.Report(rows, [], {}).chart()
    assert ">LCP, ms</text>" in chart
    assert ">0.50</text>" in chart


@pytest.mark.parametrize("times", [2, 21])
def test_data_that_are_multiplied_keep_the_rules(
    compare: ModuleType, tiny_folder: Path, times: int
) -> None:
    """What a page does not hold stands on copies of it."""
    import sites

    once = load_checked(tiny_folder)
    sites.multiply(tiny_folder, times)
    many = load_checked(tiny_folder)
    assert len(many.statements) == times * len(once.statements)
    assert len(many.sections) == -(-times // sites.A_PAGE) * len(once.sections)
    named = {sites.COPY.sub("", name) for name in many.statements}
    assert named == set(once.statements)
