"""Bad YAML is told by file, line and record; a new case is a new file in bad_data/."""

import re
from itertools import zip_longest
from pathlib import Path

import pytest
from programme.load import Faults, load, read_tree

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
    "100,000 levels": (
        b"[" * 100_000,
        "1: nested more than 12 levels deep; no record needs that",
    ),
}


@pytest.mark.parametrize(("content", "expected"), BAD_BYTES.values(), ids=BAD_BYTES)
def test_bad_bytes_are_told(content: bytes, expected: str, tiny_folder: Path) -> None:
    (tiny_folder / "changes.yml").write_bytes(content)
    assert faults_of(tiny_folder) == [f"data/changes.yml:{expected}"]


def test_missing_file_is_told(tiny_folder: Path) -> None:
    (tiny_folder / "terms.yml").unlink()
    assert faults_of(tiny_folder) == ["data/terms.yml:1: the file is missing; restore it"]


def test_folder_in_place_of_a_file_is_told(tiny_folder: Path) -> None:
    (tiny_folder / "terms.yml").unlink()
    (tiny_folder / "terms.yml").mkdir()
    (fault,) = faults_of(tiny_folder)
    assert fault.startswith("data/terms.yml:1: ")


def test_file_name_of_a_section_is_an_id(tiny_folder: Path) -> None:
    aims = tiny_folder / "sections" / "aims.yml"
    aims.rename(aims.with_name("Big Aims.yml"))
    (fault,) = faults_of(tiny_folder)
    assert fault.startswith("data/sections/Big Aims.yml:1: ")
    assert fault.endswith("'Big Aims'; use lower-case ASCII joined by hyphens")
    assert "[key]" not in fault


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
