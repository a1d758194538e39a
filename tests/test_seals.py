"""What was published stays: ids do not vanish, and no statement changes its meaning untold."""

import errno
import re
from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import pytest
from conftest import edit
from programme.__main__ import main
from programme.addresses import HOME, anchors
from programme.check import load_checked, load_draft
from programme.faults import Faults
from programme.load import load
from programme.model import Programme
from programme.publication import Publication

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
    do("published.yml", "progress#kite-count", "progress#kite-sum")
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


def test_full_disk_is_told(tiny_folder: Path, capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr(Path, "write_text", Mock(side_effect=full))
    assert main(["bless"], tiny_folder) == 1
    assert capsys.readouterr().err == f"{tiny_folder} cannot be written: No space left on device\n"


def test_bless_lists_every_address_and_keeps_what_moved(tiny_folder: Path) -> None:
    main(["bless"], tiny_folder)
    programme = load_checked(tiny_folder)
    blessed = programme.published
    assert {page: sorted(ids) for page, ids in blessed.anchors.items()} == {
        page: sorted((*ids, *(["old-kite"] if page == "aims" else [])))
        for page, ids in anchors(programme).items()
    }
    assert {page: list(seals) for page, seals in blessed.statements.items()} == {
        "aims": ["kite-target", "kite-lofts", "mayor-on-kites"],
        "progress": ["kite-count", "kite-rumour"],
    }
    assert blessed.moved == {"aims#old-kite": "progress#kite-count"}


OWN = re.compile(
    "parts|newest|layout|key-dates|programme-says|not-reported|indicators|terms-on-page|carriers|"
    "drawing|zones|clusters|chains|every-statement|undated|y[0-9]{4}|kind-[a-z]+|data|take-away|"
    "changes|other-figures|[a-z-]+-(title|desc)"
)
"""Ids that pages give to parts of their own."""


def test_nothing_has_an_address_but_what_is_listed(tiny: Programme) -> None:
    """An id of a page is a record's, or the page's own, which is in the code.

    The timeline shows every statement again, with its id; its address is on its own page.
    """
    bodies = Publication(tiny, "/").bodies
    for page, listed in anchors(tiny).items():
        body = bodies["en/" if page == HOME else f"en/{page}/"]
        there = set(re.findall(r' id="([^"]+)"', body))
        assert there >= set(listed)
        left = {name for name, *_ in tiny.published.left(page)}
        again = tiny.statements if page == "timeline" else ()
        assert [i for i in there - {*listed, *left, *again} if not OWN.fullmatch(i)] == []


def test_bless_twice_is_bless_once(tiny_folder: Path) -> None:
    main(["bless"], tiny_folder)
    once = (tiny_folder / "published.yml").read_text("utf-8")
    main(["bless"], tiny_folder)
    assert (tiny_folder / "published.yml").read_text("utf-8") == once


def test_first_bless_of_all(tiny_folder: Path) -> None:
    (tiny_folder / "published.yml").write_text("{}\n")
    main(["bless"], tiny_folder)
    programme = load_checked(tiny_folder)
    assert programme.published.moved == {}
    assert programme.published.languages == programme.site.language_ids


@pytest.mark.parametrize("new", ["others:\n  claims: []", "others:\n  terms: []"])
def test_what_bless_wrote_is_not_edited_by_hand(new: str, do: Do, tiny_folder: Path) -> None:
    do("published.yml", "others:", new)
    assert main(["bless"], tiny_folder) == 1


def test_statement_may_move_to_another_page_and_keep_its_id(do: Do, tiny_folder: Path) -> None:
    main(["bless"], tiny_folder)
    aims = (tiny_folder / AIMS).read_text("utf-8")
    start, end = aims.index("  - id: mayor-on-kites"), aims.index("brief:")
    do(AIMS, aims[start:end], "")
    statement = aims[start:end].replace("topic: later-word", "topic: counts")
    do("sections/progress.yml", "brief:", f"{statement}brief:")
    for wordings in tiny_folder.glob("search/*/aims.txt"):
        wordings.write_text("")
    with pytest.raises(Faults, match="'mayor-on-kites' was published on 'aims' and is gone"):
        load_checked(tiny_folder)
    do("published.yml", "moved:\n", "moved:\n  aims#mayor-on-kites: progress#mayor-on-kites\n")
    assert main(["bless"], tiny_folder) == 0
    page = Publication(load_checked(tiny_folder), "/").bodies["en/aims/"]
    link = 'id="mayor-on-kites">This is now at: <a href="../progress/#mayor-on-kites">The mayor'
    assert link in page
    do("sections/progress.yml", "has tied its strings", "has cut its strings")
    assert main(["bless", "--wording", "mayor-on-kites"], tiny_folder) == 0
    assert main(["check"], tiny_folder) == 0


@pytest.mark.parametrize("kind", ["terms", "organisations", "disagreements", "sources", "about"])
def test_address_of_a_list_leads_to_what_took_its_place(
    kind: str, do: Do, tiny_folder: Path
) -> None:
    main(["bless"], tiny_folder)
    name = load_checked(tiny_folder).published.others[kind][0]
    text = (tiny_folder / "published.yml").read_text("utf-8")
    assert f"    - {name}\n" in text
    programme = load(tiny_folder)[0]
    old = programme.published.model_copy(update={"moved": {f"{kind}#gone": f"{kind}#{name}"}})
    moved = programme.model_copy(update={"published": old})
    page = Publication(moved, "/").bodies[f"zh/{kind}/"]
    assert f'<p class="moved" id="gone">此处内容已移至：<a href="#{name}">' in page


def test_blessed_statement_may_not_vanish(do: Do, tiny_folder: Path) -> None:
    main(["bless"], tiny_folder)
    do("sections/progress.yml", "id: kite-rumour", "id: kite-gossip")
    for file in ("disagreements.yml", "indicators.yml", "site.yml"):
        do(file, "kite-rumour", "kite-gossip")
    with pytest.raises(Faults, match="'kite-rumour' was published on 'progress' and is gone"):
        load_checked(tiny_folder)
    do("published.yml", "moved:\n", "moved:\n  progress#kite-rumour: progress#kite-gossip\n")
    load_checked(tiny_folder)


@pytest.mark.parametrize("seal", ["sealed", "ecf770a66e4b", "ecf770a66e4b-twice"])
def test_seal_that_bless_did_not_write_is_a_fault(seal: str, do: Do, tiny_folder: Path) -> None:
    do("published.yml", "ecf770a66e4b-0", seal)
    with pytest.raises(Faults, match=r"data/published.yml:4: "):
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
    assert "usage: python -m programme [-h] {check,bless,schema,new} ..." in capsys.readouterr().err
