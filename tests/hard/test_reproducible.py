"""The same data give the same site, byte for byte, wherever and whenever it is built.

After https://reproducible-builds.org/docs/; what differs is what their tests vary.
"""

import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from conftest import DATA, TESTS, copy_of_project
from programme.publishing import MANIFEST

INPUTS = ("data", "docs", "hooks", "overrides", "mkdocs.yml")
CIRCUMSTANCES = {
    "another time": {"FAKETIME": "2031-02-28 23:59:58"},
    "a clock of its own": {"SOURCE_DATE_EPOCH": "1"},
    "another time zone": {"TZ": "Pacific/Kiritimati"},
    "another locale": {"LC_ALL": "C", "PYTHONUTF8": "0"},
    "another order of hashes": {"PYTHONHASHSEED": "4242"},
    "no assertions": {"PYTHONOPTIMIZE": "1"},
    "a home of nobody's": {"HOME": "/nonexistent"},
}


def built(project: Path, *, umask: int = 0o022, **environment: str) -> str:
    """Build as `make build` does; give the list of what was written."""
    if "FAKETIME" in environment:
        environment["LD_PRELOAD"] = faketime()
    outside = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"],
        cwd=project,
        env=outside | {"NO_MKDOCS_2_WARNING": "1"} | environment,
        umask=umask,
        check=True,
        timeout=600,
    )
    return (project / "site" / MANIFEST).read_text("utf-8")


def faketime() -> str:
    """Find the library that shows a program another time."""
    return str(next(Path("/usr/lib").rglob("libfaketime.so.1")))


def copy(folder: Path) -> Path:
    """Copy what a build reads, the real data with it."""
    return copy_of_project(folder, partial(shutil.copytree, DATA))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy(tmp_path_factory.mktemp("here") / "project")


@pytest.fixture(scope="module")
def expected(project: Path) -> str:
    return built(project)


@pytest.mark.parametrize("name", CIRCUMSTANCES)
def test_other_circumstances(name: str, project: Path, expected: str) -> None:
    assert built(project, **CIRCUMSTANCES[name]) == expected


def test_another_umask(project: Path, expected: str) -> None:
    assert built(project, umask=0o077) == expected
    pages = (project / "site").rglob("*")
    assert all(path.stat().st_mode & 0o004 for path in (project / "site", *pages))


def test_another_folder(tmp_path: Path, expected: str) -> None:
    assert built(copy(tmp_path / "传感谷 & “valley” #2")) == expected


def test_a_clone_with_line_ends_of_windows(tmp_path: Path) -> None:
    """Where git writes carriage returns, it must not write them here."""
    clone = tmp_path / "clone"
    command = ["git", "clone", "--quiet", "-c", "core.autocrlf=true", str(TESTS.parent), str(clone)]
    subprocess.run(command, check=True)
    files = [path for name in INPUTS for path in (clone / name, *(clone / name).rglob("*"))]
    texts = (path for path in files if path.is_file() and path.suffix != ".png")
    assert [path for path in texts if b"\r" in path.read_bytes()] == []
