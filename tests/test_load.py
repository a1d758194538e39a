"""Bad YAML is told by file, line and record; a new case is a new file in bad_data/."""

import os
import re
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path

import pytest
from programme.faults import Faults
from programme.load import LARGEST, load, read_tree

BAD_DATA = sorted((Path(__file__).parent / "bad_data").glob("*.yml"))


def faults_of(folder: Path) -> list[str]:
    """Load what must not load; give its faults, a line each."""
    with pytest.raises(Faults) as raised:
        load(folder)
    return [str(fault) for fault in raised.value.faults]


@pytest.mark.parametrize("case", BAD_DATA, ids=lambda case: case.stem)
def test_bad_data_is_told(case: Path, tiny_folder: Path) -> None:
    """The first lines of a case say what is expected, and so which file it takes the place of.

    An ellipsis stands for words that are the library's, not ours.
    """
    expected = re.findall(r"(?m)^# expect: (.*)$", case.read_text("utf-8"))
    target = re.match(r"data/([a-z_/]+\.yml):", expected[0])[1]
    (tiny_folder / target).write_bytes(case.read_bytes())
    assert fitting(expected, faults_of(tiny_folder)) == expected


def fitting(expected: list[str], told: list[str]) -> list[str]:
    """Put the pattern in place of every line that fits it."""
    pairs = zip_longest(expected, told, fillvalue="")
    return [
        pattern if re.fullmatch(re.escape(pattern).replace("…", ".*"), line) else line
        for pattern, line in pairs
    ]


BAD_BYTES = {
    "not UTF-8": (b"- id: kite\n  date: \xb7\xe7\n", "2: not UTF-8; save the file as UTF-8"),
    "UTF-16": ("- id: kite\n".encode("utf-16"), "1: not UTF-8; save the file as UTF-8"),
    "1 MB": (
        b"- id: kite\n  date: 2004\n  text: {en: " + b"kite " * 200_000 + b", zh: \xe9\xa3\x8e}\n",
        "3: kite: 'en' is longer than 2000 characters; shorten or split it",
    ),
    "id of 1 MB": (
        b"- id: "
        + b"kite" * 250_000
        + b"\n  date: 2004\n  text: {en: A kite., zh: \xe9\xa3\x8e}\n",
        f"1: {'kite' * 7}ki…te{'kite' * 7}: 'id' is longer than 60 characters; shorten or split it",
    ),
    "key of 1 MB": (
        b"- id: kite\n  date: 2004\n  ? " + b"kite" * 250_000 + b"\n  : {}\n"
        b"  text: {en: A kite., zh: \xe9\xa3\x8e}\n",
        f"3: kite: '{'kite' * 37}k…{'kite' * 22}' is not a key of this record; "
        "check the spelling or remove it",
    ),
    "more than people type": (
        b"# kite\n" * (LARGEST // 7 + 1),
        "1: larger than 4 MB, which nobody types; restore it",
    ),
    "100,000 levels": (
        b"[" * 100_000,
        "1: nested more than 12 levels deep; no record needs that",
    ),
}


@pytest.mark.parametrize(("content", "expected"), BAD_BYTES.values(), ids=BAD_BYTES)
def test_bad_bytes_are_told(content: bytes, expected: str, tiny_folder: Path) -> None:
    (tiny_folder / "changes.yml").write_bytes(content)
    assert faults_of(tiny_folder) == [f"data/changes.yml:{expected}"]


NO_FILE = "a folder, pipe or device, not a file; put the file in its place"
IN_PLACE_OF_A_FILE: dict[str, tuple[Callable[[Path], object], str]] = {
    "nothing": (lambda path: None, "the file is missing; restore it"),
    "folder": (Path.mkdir, NO_FILE),
    "pipe": (os.mkfifo, NO_FILE),
    "device": (lambda path: path.symlink_to("/dev/zero"), NO_FILE),
    "link to nowhere": (
        lambda path: path.symlink_to("nowhere"),
        "a link that leads nowhere; restore it",
    ),
    "link to itself": (
        lambda path: path.symlink_to(path),
        "not a file that can be read (…); restore it",
    ),
    "3 GB": (
        lambda path: (path.touch(), os.truncate(path, 3_000_000_000)),
        "larger than 4 MB, which nobody types; restore it",
    ),
}


@pytest.mark.parametrize(("put", "message"), IN_PLACE_OF_A_FILE.values(), ids=IN_PLACE_OF_A_FILE)
def test_what_is_no_file_is_told(
    put: Callable[[Path], object], message: str, tiny_folder: Path
) -> None:
    """It is looked at before it is read, so that no pipe is waited for."""
    sources = tiny_folder / "sources.yml"
    sources.unlink()
    put(sources)
    expected = [f"data/sources.yml:1: {message}"]
    assert fitting(expected, faults_of(tiny_folder)) == expected


UNREADABLE: dict[str, Callable[[Path], object]] = {
    "missing": lambda path: None,
    "a file": Path.touch,
    "link to itself": lambda path: path.symlink_to(path),
}


@pytest.mark.parametrize("put", UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize("name", ["", "sections/", "search/"])
def test_folder_that_cannot_be_read_is_one_fault(
    put: Callable[[Path], object], name: str, tiny_folder: Path
) -> None:
    folder = tiny_folder / name
    folder.rename(tiny_folder.parent / "elsewhere")
    put(folder)
    expected = [f"data/{name}:1: not a folder that can be read (…); restore it"]
    assert fitting(expected, faults_of(tiny_folder)) == expected


STRAYS = {
    "sections/aims.yaml": "name it *.yml, or remove it",
    "sections/aims.yml~": "name it *.yml, or remove it",
    "search/en/notes.md": "name it *.txt, or remove it",
    "extra.yml": "move it to where it is read, or remove it",
    "drafts/aims.yml": "move it to where it is read, or remove it",
    "terms.yaml": "move it to where it is read, or remove it (did you mean 'terms.yml'?)",
    "source.yml": "move it to where it is read, or remove it (did you mean 'sources.yml'?)",
}


@pytest.mark.parametrize(("name", "remedy"), STRAYS.items(), ids=STRAYS)
def test_file_nobody_reads_is_told(name: str, remedy: str, tiny_folder: Path) -> None:
    (tiny_folder / name).parent.mkdir(exist_ok=True)
    (tiny_folder / name).touch()
    told = name.removesuffix("/aims.yml")
    assert faults_of(tiny_folder) == [f"data/{told}:1: nobody reads it; {remedy}"]


@pytest.mark.parametrize("name", [".#aims.yml", ".DS_Store", "sections/.yml", "sections/.aims.swp"])
def test_name_that_begins_with_a_dot_is_passed_over(name: str, tiny_folder: Path) -> None:
    """Such are an editor's lock, which is a link to nowhere, and what systems leave behind."""
    (tiny_folder / name).symlink_to("nowhere")
    load(tiny_folder)


def test_file_name_of_a_section_is_an_id(tiny_folder: Path) -> None:
    aims = tiny_folder / "sections" / "aims.yml"
    aims.rename(aims.with_name("Big Aims.yml"))
    (fault,) = faults_of(tiny_folder)
    assert fault.startswith("data/sections/Big Aims.yml:1: ")
    assert fault.endswith("'Big Aims'; use lower-case ASCII joined by hyphens")
    assert "[key]" not in fault


def test_file_name_that_is_no_text_is_told(
    tiny_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not every system lets one be made, so it is put among those that were read."""
    tree = read_tree(tiny_folder)
    tree.values["sections"]["aims\udcff"] = tree.values["sections"].pop("aims")
    monkeypatch.setattr("programme.load.read_tree", lambda folder: tree)
    (fault,) = faults_of(tiny_folder)
    assert fault.endswith("'aims\\udcff' is no text; write it anew, in plain letters")


def test_all_faults_are_told_at_once_sorted_and_counted(tiny_folder: Path) -> None:
    (tiny_folder / "terms.yml").write_text("- no\n")
    (tiny_folder / "about.yml").unlink()
    (tiny_folder / "changes.yml").write_text("a: a: a")
    with pytest.raises(Faults) as raised:
        load(tiny_folder)
    *lines, total = str(raised.value).splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "data/about.yml",
        "data/changes.yml",
        "data/terms.yml",
    ]
    assert total == "3 faults in data/; the site was not touched."


def report_of(folder: Path) -> list[str]:
    """Load what must not load; give what is told of it."""
    with pytest.raises(Faults) as raised:
        load(folder)
    assert len(raised.value.report(each=True).splitlines()) == len(raised.value.faults) + 1
    return str(raised.value).splitlines()


def test_many_faults_of_a_kind_in_a_file_are_told_in_a_line(tiny_folder: Path) -> None:
    changes = "- {date: 2004, text: {en: A kite., zh: 风筝。}}\n" * 700
    (tiny_folder / "changes.yml").write_text(changes + "- {id: Kite, date: 2004, text: {}}\n")
    assert report_of(tiny_folder) == [
        "data/changes.yml:1: 'id' is missing; add it (and 699 like it: "
        "data/changes.yml:2, data/changes.yml:3, data/changes.yml:4, …)",
        "data/changes.yml:701: Kite: 'id' says 'Kite'; use lower-case ASCII joined by hyphens",
        "701 faults in data/; the site was not touched. To read each: make check EACH=1",
    ]


def test_many_strays_in_a_folder_are_told_in_a_line(tiny_folder: Path) -> None:
    for number in range(20):
        (tiny_folder / f"sections/{number}.txt").touch()
    assert report_of(tiny_folder) == [
        "data/sections/0.txt:1: nobody reads it; name it *.yml, or remove it (and 19 like it: "
        "data/sections/1.txt:1, data/sections/10.txt:1, data/sections/11.txt:1, …)",
        "20 faults in data/; the site was not touched. To read each: make check EACH=1",
    ]


ACCEPTED = {
    "year as a number": ("date: 2004-03-01", "date: 2004"),
    "quoted text that YAML would misread": ("A first kite.", '"no"'),
    "byte-order mark": ("- id: second-count", "\ufeff- id: second-count"),
    "windows line ends": ("\n", "\r\n"),
    "document markers": ("- id: second-count", "---\n- id: second-count"),
    "folded text": ("{en: A first kite., zh: 第一只风筝。}", "\n    en: >-\n      A\n    zh: 风"),
}


@pytest.mark.parametrize(("old", "new"), ACCEPTED.values(), ids=ACCEPTED)
def test_plain_yaml_is_accepted(old: str, new: str, tiny_folder: Path) -> None:
    path = tiny_folder / "changes.yml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new).encode())
    programme, _ = load(tiny_folder)
    assert [change.id for change in programme.changes] == ["second-count", "first-kite"]


SCALARS = {
    "null": None,
    "~": None,
    "true": True,
    "false": False,
    "7": 7,
    "-7": -7,
    "2.50": 2.5,
    "2019-11-09": "2019-11-09",
    "'7'": "7",
    '"true"': "true",
    "1.2.3": "1.2.3",
    "NO.1": "NO.1",
    "9" * 16: "9" * 16,
}


@pytest.mark.parametrize(("written", "meant"), SCALARS.items(), ids=SCALARS)
def test_scalar_is_read_as_meant(written: str, meant: object, tmp_path: Path) -> None:
    (tmp_path / "published.yml").write_text(f"kite: {written}\n")
    assert read_tree(tmp_path).values["published"] == {"kite": meant}
