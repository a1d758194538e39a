"""Hostile texts and files, by the hundred: each is refused in plain words, or harmless everywhere.

The ideas are those of two public collections, in words of our own: YAML's test suite
(https://github.com/yaml/yaml-test-suite) and the big list of naughty strings
(https://github.com/minimaxir/big-list-of-naughty-strings).
"""

import csv
import io
import json
import random
import resource
from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import bibtexparser
import markdown
import pytest
import yaml
from conftest import copy_tiny
from programme.check import rehearse
from programme.faults import Faults
from programme.model import Location, Programme
from programme.publication import Publication
from test_safety import places_of_text

SEED = 20191109
TRIED_TEXTS, TRIED_FILES = 500, 500
LONGEST_MESSAGE = 700
"""Characters of a fault: what an editor reads at a glance."""
MEMORY = 1_000_000_000

TEXTS = (
    # What programs take for something else than text.
    *("undefined", "NULL", "None", "NaN", "-Infinity", "true", "0x1F", "1e400", "-0", "１２３"),
    *("00", "1_000", "3.14.15", "2019-02-30", "12:30:45", "~", "no", "off", "[]", "{}"),
    # Templates, formats, shells, queries.
    *(
        "{{ 7 * 7 }}",
        "{% raw %}",
        "{# gone #}",
        "${7*7}",
        "#{7*7}",
        "%(name)s %n %s",
        "{0.__class__}",
    ),
    *("$(touch ran)", "`touch ran`", "; rm -rf .", "' OR '1'='1", '"; DROP TABLE statements; --'),
    # Markup and what ends it.
    *("<b>bold</b>", "<script>alert(1)</script>", "</script><script>alert(1)", "</title></style>"),
    *("<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<!-- a", "-->", "]]>", "<?php ?>"),
    *("&lt;b&gt;", "&#0;", "&unknown;", "&amp", "<a href='javascript:alert(1)'>", "<%= 1 %>"),
    *('" onmouseover="alert(1)', "' autofocus onfocus='alert(1)", "\\u003cscript\\u003e"),
    # Markdown, BibTeX, spreadsheets, addresses, paths.
    *("[x](javascript:alert(1))", "![x](http://other.example/)", "# heading", "> quoted", "---"),
    *("```", "***", "__x__", "| a | b |", "1. first", "<http://other.example/>", "[1]: /x"),
    *("\\input{secret}", "@article{x,", "{", "}", "%", "$x_1^2$", "\\end{document}"),
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=HYPERLINK(1)", "|calc", "；=1"),
    *("javascript:alert(1)", "data:text/html,x", "//other.example/", "file:///etc/passwd"),
    *("../../etc/passwd", "..\\..\\con", "/dev/null", "CON", "a/b", ".", "..", "~/.ssh"),
    # Characters.
    *("\u202eright to left", "\u2066isolated", "zero\u200bwidth", "\ufeffmark", "soft\u00adhyphen"),
    *("\u2028line", "\u0085next", "\x00nul", "\x1bescape", "\x7fdelete", "\ufffe", "\U0010ffff"),
    *("\ue000private", "e\u0301", "Z\u0351\u036b\u0343", "ﬁ", "Ａ", "① ㎡", "\u3000", "\u00a0"),
    *("👩‍👩‍👧‍👦", "🏳️‍🌈", "שלום", "مرحبا", "ภาษาไทย", "ᠮᠣᠩᠭᠣᠯ", "𠜎", "𝕏", "İıſ", "ß"),
    # Length.
    *("x" * 5_000, "风" * 100_000, "a " * 2_000, "(" * 500),
)

Change = Callable[[bytes, random.Random], bytes]
Record = Callable[[str, object], None]


def at_a_line(change: Callable[[bytes, random.Random], bytes]) -> Change:
    """Make a change of one line into one of a file."""

    def changed(content: bytes, chance: random.Random) -> bytes:
        lines = content.splitlines(keepends=True)
        place = chance.randrange(len(lines))
        lines[place] = change(lines[place], chance)
        return b"".join(lines)

    return changed


def after_its_key(*values: bytes) -> Change:
    """Put another value behind the key of a line."""
    return at_a_line(
        lambda line, chance: line.partition(b":")[0] + b": " + chance.choice(values) + b"\n"
    )


FILES: dict[str, Change] = {
    "a line left out": at_a_line(lambda line, chance: b""),
    "a line twice": at_a_line(lambda line, chance: line * 2),
    "a line further in": at_a_line(lambda line, chance: b" " * chance.randint(1, 5) + line),
    "a tab in front": at_a_line(lambda line, chance: b"\t" + line),
    "a line cut": at_a_line(lambda line, chance: line[: chance.randrange(len(line) + 1)]),
    "another key": at_a_line(lambda line, chance: line.replace(b":", b"_:", 1)),
    "other types": after_its_key(b"1", b"1.5", b"no", b"null", b"[]", b"{}", b"2019-13-40", b"'"),
    "a reference": after_its_key(b"&a x", b"*a", b"&a [*a, *a]", b"!!python/object:os.system x"),
    "a block": after_its_key(b"|", b">-", b"|2-\n  x", b"? x", b"- - -", b"%YAML 1.1", b"--- x"),
    "deep": after_its_key(b"[" * 2_000, b"{a: " * 500 + b"}" * 500, b"- " * 1_000),
    "huge": after_its_key(b"x" * 2_000_000, b"9" * 50_000, b"[" + b"1, " * 50_000 + b"]"),
    "bytes": after_its_key(b"\xff", b"\x00", b"\xed\xa0\x80", b"\xc0\xaf", b"\xe2\x80\xae"),
    "escapes": after_its_key(rb'"\u202e"', rb'"\ud800"', rb'"\0"', rb'"\x1b"', rb'"\N"'),
    "a mark in front": lambda content, chance: b"\xef\xbb\xbf" + content,
    "other line ends": lambda content, chance: content.replace(b"\n", b"\r\n"),
    "old line ends": lambda content, chance: content.replace(b"\n", b"\r"),
    "another encoding": lambda content, chance: content.decode().encode(
        chance.choice(["utf-16", "utf-32", "gb18030", "utf-7"])
    ),
    "two documents": lambda content, chance: content + b"\n---\n" + content,
    "empty": lambda content, chance: chance.choice([b"", b"\n", b"#", b"---\n", b"null\n"]),
}


class Elements(HTMLParser):
    """Counts the elements of a page, and finds attributes that would run."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()
        self.running: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count an element."""
        if [name for name, _ in attrs] != ["lang"]:  # words in another language are marked
            self.counts[tag] += 1
        self.running += [name for name, _ in attrs if name.startswith("on")]
        self.running += [v for n, v in attrs if n in {"href", "src"} and v and "script:" in v]


def elements(html: str) -> Elements:
    """Read a page."""
    found = Elements()
    found.feed(html)
    return found


RISKY = {"script", "style", "img", "iframe", "b", "title", "object", "svg"}
"""Elements of which no page may have more than before."""


class Harm:
    """What a site without hostile texts has, to be compared with."""

    def __init__(self, programme: Programme) -> None:
        published = Publication(programme, "https://kite.example/")
        self.pages = {path: elements(body).counts for path, body in published.bodies.items()}

    def look(self, programme: Programme) -> None:
        """Fail where a text is more than text in any file of the site."""
        published = Publication(programme, "https://kite.example/").render()
        for path, body in published.bodies.items():
            self._look_at_page(path, body)
        for path, text in published.files.items():
            look_at_file(path, text)

    def _look_at_page(self, path: str, body: str) -> None:
        found = elements(body)
        more = found.counts - self.pages[path]
        assert not RISKY & more.keys(), (path, more)
        assert not found.running, (path, found.running)


def look_at_file(path: str, text: str) -> None:
    """Read a file as its readers do."""
    kind = path.rpartition(".")[2]
    if kind == "json":
        json.loads(text)
    elif kind in {"xml", "svg"}:
        ElementTree.fromstring(text.encode())
    elif kind == "bib":
        library = bibtexparser.parse_string(text)
        assert not library.failed_blocks, path
    elif kind == "csv":
        for row in csv.reader(io.StringIO(text.lstrip("\ufeff"))):
            assert not [cell for cell in row if cell[:1] in "=+@\t\r" and cell], row
    elif kind == "md":
        found = elements(markdown.markdown(text, extensions=["tables"]))
        assert not found.running, (path, found.running)
        assert not RISKY - {"b"} & found.counts.keys(), (path, found.counts)


def faults_of(folder: Path) -> tuple[Programme | None, list[str]]:
    """Load and check the data; each fault is a line that names file, line and remedy."""
    try:
        return rehearse(folder, "https://kite.example/")[0].programme, []
    except Faults as raised:
        for fault in raised.faults:
            assert fault.line > 0
            assert str(fault).isprintable()
            assert len(str(fault)) <= LONGEST_MESSAGE, str(fault)[:200]
            assert "; " in fault.message, f"no remedy: {fault}"
        return None, [str(fault) for fault in raised.faults]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_tiny(tmp_path_factory.mktemp("hostile") / "data")


@pytest.fixture(scope="module")
def harm(tiny: Programme) -> Harm:
    return Harm(tiny)


@pytest.fixture(autouse=True)
def bounded() -> Iterator[None]:
    """Take no more memory than a small machine has."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < MEMORY


def file_of(place: Location) -> tuple[str, Location]:
    """Name the data file in which a value stands, and its place there."""
    if place[0] == "sections":
        return f"sections/{place[1]}.yml", place[2:]
    return f"{place[0]}.yml", place[1:]


def put(content: Any, place: Location, text: str, *, behind: bool) -> None:
    """Put a text in the place of another, or behind it."""
    *way, last = place
    for step in way:
        content = content[step]
    content[last] = content[last] + text if behind else text


def test_hostile_texts(folder: Path, tiny: Programme, harm: Harm, record_property: Record) -> None:
    chance = random.Random(SEED)
    places = [p for p in places_of_text(tiny) if p[0] != "search" and "words" not in p]
    told: Counter[str] = Counter()
    for number in range(TRIED_TEXTS):
        text = TEXTS[number % len(TEXTS)]
        name, place = file_of(chance.choice(places))
        file = folder / name
        before = file.read_bytes()
        content = yaml.safe_load(before)
        put(content, place, text, behind=chance.random() < 0.5)
        try:
            file.write_text(yaml.safe_dump(content, allow_unicode=True, width=9**9), "utf-8")
            programme, faults = faults_of(folder)
            if programme:
                harm.look(programme)
            told["refused" if faults else "harmless"] += 1
        finally:
            file.write_bytes(before)
    assert set(told) == {"refused", "harmless"}
    record_property("hostile texts", f"{told.total()} tried, {dict(told)}")


def test_mutated_files(folder: Path, harm: Harm, record_property: Record) -> None:
    chance = random.Random(SEED)
    files = sorted(folder.rglob("*.yml"))
    told: Counter[str] = Counter()
    for number in range(TRIED_FILES):
        name = sorted(FILES)[number % len(FILES)]
        file = chance.choice(files)
        before = file.read_bytes()
        try:
            file.write_bytes(FILES[name](before, chance))
            programme, faults = faults_of(folder)
            if programme:
                harm.look(programme)
            told["refused" if faults else "harmless"] += 1
        finally:
            file.write_bytes(before)
    assert set(told) == {"refused", "harmless"}
    record_property("mutated files", f"{told.total()} tried, {dict(told)}")
