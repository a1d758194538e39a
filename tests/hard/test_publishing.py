"""Whatever happens to a build, what is published is the last site or the new one, whole.

Kills, full and read-only disks, two builds at once, and every template broken once. File systems
of a size are mounted, which takes root.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import TESTS, copy_of_project, edit, lay_out
from programme.publishing import MANIFEST, manifest

COMMAND = (sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir")
TITLES = ("The mayor on kites", "The mayor once more")
KILLS = 40
FILLED = (0.05, 0.25, 0.5, 0.75, 0.95)
"""How much of the new site there is room for beside the last one."""


class Builds:
    """A project of two versions, built by turns into one folder."""

    def __init__(self, project: Path, site: Path) -> None:
        self.project, self.site = project, site
        self.environment = os.environ | {
            "SITE_URL": "https://kite.example/",
            "NO_MKDOCS_2_WARNING": "1",
        }

    def change(self) -> None:
        """Write the other version."""
        file = self.project / "data/sections/aims.yml"
        old, new = TITLES if TITLES[0] in file.read_text("utf-8") else reversed(TITLES)
        edit(file, old, new)

    def start(self) -> subprocess.Popen[str]:
        """Start a build."""
        return subprocess.Popen(
            (*COMMAND, str(self.site)),
            cwd=self.project,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self) -> tuple[int, str]:
        """Build; give the exit code and what was told, which is never a traceback."""
        with self.start() as build:
            told, _ = build.communicate(timeout=300)
        assert "Traceback" not in told, told
        assert "None:" not in told, told
        return build.returncode, told

    def published(self) -> str:
        """Name the version that is published; each file of it is as it was listed."""
        listed = (self.site / MANIFEST).read_text("utf-8")
        assert manifest(self.site) == listed
        return str(json.loads(listed)["version"])

    def both(self) -> set[str]:
        """Build both versions; give their names."""
        names = []
        for _ in TITLES:
            self.change()
            code, told = self.run()
            assert code == 0, told
            names.append(self.published())
        assert len(set(names)) == len(names)
        return set(names)


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Builds:
    project = lay_out(tmp_path_factory.mktemp("built") / "project")
    return Builds(project, project / "site")


@pytest.fixture(scope="module")
def versions(builds: Builds) -> set[str]:
    return builds.both()


def test_a_killed_build(
    builds: Builds, versions: set[str], record_property: Callable[[str, object], None]
) -> None:
    began = time.monotonic()
    builds.run()
    lasted = time.monotonic() - began
    moments = random.Random(1)
    seen = set()
    for _ in range(KILLS):
        builds.change()
        with builds.start() as build:
            time.sleep(moments.uniform(0.1, 1.05) * lasted)
            os.killpg(build.pid, signal.SIGKILL)
        seen.add(builds.published())
    record_property("killed builds", f"{KILLS}, whole after each; versions seen: {len(seen)}")
    assert seen <= versions
    assert builds.run()[0] == 0, "what a killed build leaves behind is in nobody's way"


def test_two_builds_at_once(builds: Builds, versions: set[str]) -> None:
    for delay in (0, 0.2, 0.5, 0.8, 1.2):
        builds.change()
        with builds.start() as first:
            time.sleep(delay)
            code, told = builds.run()
            first.communicate(timeout=300)
        assert code == 0 or "another build is writing site/; wait" in told
        assert 0 in (first.returncode, code)
        assert builds.published() in versions


def test_a_site_that_is_held_open(builds: Builds, versions: set[str]) -> None:
    with (builds.site / "index.html").open() as page:
        builds.change()
        code, told = builds.run()
        assert code == 0, told
        assert "<html" in page.read()
    assert builds.published() in versions


def test_a_site_that_is_a_link(builds: Builds, versions: set[str], tmp_path: Path) -> None:
    link = tmp_path / "site"
    link.symlink_to(tmp_path / "www")
    other = Builds(builds.project, link)
    assert other.run()[0] == 0
    assert link.is_symlink()
    assert other.published() in versions


def test_a_site_that_is_a_file(builds: Builds, tmp_path: Path) -> None:
    (tmp_path / "site").write_text("kept")
    code, told = Builds(builds.project, tmp_path / "site").run()
    assert code != 0
    assert "site is a file where the site's folder goes; move it away" in told
    assert (tmp_path / "site").read_text() == "kept"


Mount = Callable[[str], None]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[tuple[Path, Mount]]:
    """A file system of its own, and what changes its options."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], check=True)
    try:
        yield folder, lambda options: mount_again(folder, options)
    finally:
        subprocess.run(["umount", folder], check=True)


def mount_again(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", folder], check=True)


def test_a_full_disk(builds: Builds, disk: tuple[Path, Mount]) -> None:
    folder, mounted = disk
    ours = Builds(builds.project, folder / "site")
    versions = ours.both()
    room = os.statvfs(folder)
    size = (room.f_blocks - room.f_bfree) * room.f_frsize
    for part in FILLED:
        mounted(f"size={int(size * (1 + part))}")
        ours.change()
        before = ours.published()
        code, told = ours.run()
        assert (code, before) == (1, ours.published()), told
        assert "No space left on device" in told
    mounted(f"size={size * 4}")
    assert ours.run()[0] == 0
    assert ours.published() in versions


def test_a_disk_that_is_read_only(builds: Builds, disk: tuple[Path, Mount]) -> None:
    folder, mounted = disk
    ours = Builds(builds.project, folder / "site")
    assert ours.run()[0] == 0
    before = ours.published()
    mounted("ro")
    ours.change()
    code, told = ours.run()
    assert (code, before) == (1, ours.published())
    assert "Read-only file system" in told


DRAWN_BY_HAND = "card.svg.jinja"
"""Of tools/card.py, which no build calls."""
PARTS = [
    path.relative_to(TESTS.parent).as_posix()
    for folder, form in (("hooks/templates", "*.jinja"), ("overrides", "*.*"))
    for path in sorted((TESTS.parent / folder).rglob(form))
    if path.name != DRAWN_BY_HAND
]


@pytest.fixture(scope="module")
def breakable(tmp_path_factory: pytest.TempPathFactory) -> Builds:
    project = copy_of_project(tmp_path_factory.mktemp("broken") / "project")
    ours = Builds(project, project / "site")
    assert ours.run()[0] == 0
    return ours


@pytest.mark.parametrize("name", PARTS)
def test_a_broken_template(name: str, breakable: Builds) -> None:
    before = breakable.published()
    part = breakable.project / name
    text = part.read_text("utf-8")
    part.write_text(text + "{% if %}", "utf-8")
    try:
        code, told = breakable.run()
    finally:
        part.write_text(text, "utf-8")
    assert code != 0
    assert Path(name).name in told
    assert breakable.published() == before
