"""What was published stays: ids do not vanish, and no statement changes its meaning untold."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import edit
from programme.__main__ import main
from programme.check import load_checked, load_draft
from programme.faults import Faults

AIMS = "sections/aims.yml"
UNTOLD = (
    "what it says has changed since it was published; tell so in changes.yml and run make bless, "
    "or, if only its wording has, make bless WORDING=mayor-on-kites"
)
TOLD = (
    "changes.yml",
    "- id: second-count",
    "- id: third-look\n  date: 2004-05-01\n  text: {en: The mayor spoke again., zh: 镇长又说了。}\n"
    "  statements: [mayor-on-kites]\n- id: second-count",
)
CHANGED = {
    "text": (AIMS, "has tied its strings", "has cut its strings"),
    "who says it": (AIMS, "said_by: official", "said_by: report"),
    "date": (AIMS, "as_of: 2003-11", "as_of: 2003-12"),
}
UNCHANGED = {
    "title": (AIMS, "The mayor on kites", "What the mayor said"),
    "source": (AIMS, "sources: [wind-office]", "sources: [wind-office, lake-post]"),
    "asked as": (AIMS, "[mayor]", "[mayor, chain]"),
}

Do = Callable[[str, str, str], None]


@pytest.fixture
def do(tiny_folder: Path) -> Do:
    """Edit one file of the tiny data."""
    return lambda file, old, new: edit(tiny_folder / file, old, new)


@pytest.mark.parametrize("change", CHANGED.values(), ids=CHANGED)
def test_change_of_meaning_must_be_told(change, do: Do, tiny_folder: Path) -> None:
    do(*change)
    with pytest.raises(Faults) as raised:
        load_checked(tiny_folder)
    told = [str(fault) for fault in raised.value.faults]
    assert told == [f"data/{AIMS}:35: mayor-on-kites: {UNTOLD}"]
    do(*TOLD)
    load_checked(tiny_folder)


@pytest.mark.parametrize("change", UNCHANGED.values(), ids=UNCHANGED)
def test_other_change_need_not_be_told(change, do: Do, tiny_folder: Path) -> None:
    do(*change)
    load_checked(tiny_folder)


def test_one_change_told_does_not_cover_the_next(do: Do, tiny_folder: Path) -> None:
    do(*CHANGED["text"])
    do(*TOLD)
    assert main(["bless"], tiny_folder) == 0
    do(AIMS, "has cut its strings", "has lost its strings")
    assert main(["check"], tiny_folder) == 1


def test_correction_of_wording_needs_no_change(do: Do, tiny_folder: Path) -> None:
    do(*CHANGED["text"])
    assert main(["bless", "--wording", "mayor-on-kites"], tiny_folder) == 0
    assert main(["check"], tiny_folder) == 0


def test_correction_of_wording_covers_no_other_statement(
    do: Do, tiny_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["bless"], tiny_folder)
    do(*CHANGED["text"])
    assert main(["bless", "--wording", "kite-target", "kite-sum"], tiny_folder) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[:2] == [
        "data/published.yml:1: kite-sum: no statement has this id; check the spelling",
        f"data/{AIMS}:35: mayor-on-kites: {UNTOLD}",
    ]


def test_draft_may_be_looked_at_before_it_may_be_published(do: Do, tiny_folder: Path) -> None:
    do(*CHANGED["text"])
    do("published.yml", "old-kite: kite-count", "old-kite: kite-sum")
    programme, unpublishable = load_draft(tiny_folder)
    assert "has cut its strings" in programme.statements["mayor-on-kites"].text["en"]
    assert [fault.file for fault in unpublishable] == ["published.yml", AIMS]


def test_draft_with_another_fault_is_told_of_both(do: Do, tiny_folder: Path) -> None:
    do(*CHANGED["text"])
    do(AIMS, "see: [kite-count]", "see: [kite-sum]")
    with pytest.raises(Faults) as raised:
        load_draft(tiny_folder)
    assert [fault.record for fault in raised.value.faults] == ["kite-target", "mayor-on-kites"]


def test_folder_that_cannot_be_written_is_told(tiny_folder: Path, capsys) -> None:
    (tiny_folder / ".published.yml").mkdir()
    assert main(["bless"], tiny_folder) == 1
    told = f"{tiny_folder / '.published.yml'} cannot be written: Is a directory\n"
    assert capsys.readouterr().err == told


def test_bless_seals_every_statement_and_keeps_what_moved(tiny_folder: Path) -> None:
    main(["bless"], tiny_folder)
    blessed = load_checked(tiny_folder).published
    assert {section: list(seals) for section, seals in blessed.statements.items()} == {
        "aims": ["old-kite", "kite-target", "kite-lofts", "mayor-on-kites"],
        "progress": ["kite-count", "kite-rumour"],
    }
    assert blessed.moved == {"old-kite": "kite-count"}


def test_bless_twice_is_bless_once(tiny_folder: Path) -> None:
    main(["bless"], tiny_folder)
    once = (tiny_folder / "published.yml").read_text("utf-8")
    main(["bless"], tiny_folder)
    assert (tiny_folder / "published.yml").read_text("utf-8") == once


def test_bless_of_nothing_moved_loads_again(do: Do, tiny_folder: Path) -> None:
    do("published.yml", "    old-kite: 82e85afc7110-1\nmoved:\n  old-kite: kite-count\n", "")
    main(["bless"], tiny_folder)
    assert load_checked(tiny_folder).published.moved == {}


def test_blessed_statement_may_not_vanish(do: Do, tiny_folder: Path) -> None:
    main(["bless"], tiny_folder)
    do("sections/progress.yml", "id: kite-rumour", "id: kite-gossip")
    for file in ("disagreements.yml", "indicators.yml", "site.yml"):
        do(file, "kite-rumour", "kite-gossip")
    with pytest.raises(Faults, match="'kite-rumour' was published on 'progress' and is gone"):
        load_checked(tiny_folder)
    do("published.yml", "moved:\n", "moved:\n  kite-rumour: kite-gossip\n")
    load_checked(tiny_folder)


@pytest.mark.parametrize("seal", ["sealed", "ecf770a66e4b", "ecf770a66e4b-twice"])
def test_seal_that_bless_did_not_write_is_a_fault(seal: str, do: Do, tiny_folder: Path) -> None:
    do("published.yml", "ecf770a66e4b-0", seal)
    with pytest.raises(Faults, match=r"data/published.yml:3: "):
        load_checked(tiny_folder)


def test_bless_refuses_bad_data(do: Do, tiny_folder: Path, capsys) -> None:
    before = (tiny_folder / "published.yml").read_bytes()
    do(*CHANGED["text"])
    assert main(["bless"], tiny_folder) == 1
    assert UNTOLD in capsys.readouterr().err
    assert (tiny_folder / "published.yml").read_bytes() == before


def test_check_counts_what_is_well(tiny_folder: Path, capsys) -> None:
    assert main(["check"], tiny_folder) == 0
    assert capsys.readouterr().out == "5 statements, 4 sources: all well\n"


@pytest.mark.parametrize("arguments", [[], ["blss"], ["check", "now"]])
def test_other_verbs_are_told_what_there_is(arguments: list[str], capsys) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert "usage: python -m programme [-h] {check,bless,schema} ..." in capsys.readouterr().err
