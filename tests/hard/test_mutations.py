"""Whatever is done to a data file, there are faults or there is a site; never another exception."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import copy_tiny
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from programme.check import rehearse
from programme.faults import Faults
from programme.load import FILES

DATA_FILES = (*(f"{name}.yml" for name in FILES), "sections/aims.yml", "sections/progress.yml")
MUTATIONS: dict[str, Callable[[bytes, bytes], bytes]] = {
    "left out": lambda line, junk: b"",
    "said twice": lambda line, junk: line + line,
    "indented": lambda line, junk: b"  " + line,
    "joined to the next": lambda line, junk: line.rstrip(b"\n"),
    "another value": lambda line, junk: line.partition(b":")[0] + b": " + junk + b"\n",
    "another end": lambda line, junk: line[: -len(junk) - 1] + junk + b"\n",
    "another middle": lambda line, junk: line[: len(line) // 2] + junk + line[len(line) // 2 :],
    "another line before": lambda line, junk: junk + b"\n" + line,
}
HOSTILE = (
    *(b"", b"no", b"null", b"[]", b"{}", b"-1", b"0", b"1e9", b"9" * 15, b"undated", b"x-y"),
    *(b"kite-count", b"kite", b"en", b"home", b"[kite-count]", b"{en: 1, zh: 2}", b"'", b'"'),
    *(b"<script>", b"javascript:alert(1)", b"../../etc", b"{0.__class__}", b"{", b"&a [*a]"),
    *(b'"\\u202e"', b'"\\ud800"', b'"\\0"', b"\xff", b"\x00", b"\t", b"\xef\xbb\xbf", b"? :"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy for all mutations: each is undone after its turn."""
    return copy_tiny(tmp_path_factory.mktemp("mutated") / "data")


@settings(
    max_examples=500,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    name=st.sampled_from(DATA_FILES),
    place=st.integers(0, 10_000),
    mutation=st.sampled_from(sorted(MUTATIONS)),
    junk=st.sampled_from(HOSTILE) | st.binary(max_size=6),
)
def test_mutated_data(name: str, place: int, mutation: str, junk: bytes, folder: Path) -> None:
    file = folder / name
    before = file.read_bytes()
    lines = before.splitlines(keepends=True)
    lines[place % len(lines)] = MUTATIONS[mutation](lines[place % len(lines)], junk)
    try:
        file.write_bytes(b"".join(lines))
        faults_or_site(folder)
    finally:
        file.write_bytes(before)


def faults_or_site(folder: Path) -> None:
    """Get one or the other of data; whatever else is raised fails the test."""
    try:
        rehearse(folder, "https://kite.example/")
    except Faults as raised:
        faults = raised.faults
    else:
        faults = []
    assert all(fault.line > 0 and str(fault).isprintable() for fault in faults)
