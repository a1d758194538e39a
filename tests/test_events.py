"""Builds by MkDocs: pages are written, bad data cost nothing, equal data give equal bytes."""

import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import TESTS, copy_of_project, edit, lay_out, tree
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, PluginError
from programme.model import Programme
from programme.publication import Publication

SITE_URL = "https://kite.example/plan/"
BAD = ("RMB 30 million by 2005", "RMB 35 million by 2005")


def build_here(project: Path) -> dict[str, bytes]:
    """Build in this process; give every file of the site."""
    build(load_config(str(project / "mkdocs.yml"), site_url=SITE_URL, strict=True))
    return tree(project / "site")


def build_by_command(
    project: Path, folder: str = "site", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Build as `make build` does."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder]
    environment = {**os.environ, "SITE_URL": SITE_URL, **environment}
    return subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, timeout=600
    )


@pytest.fixture(autouse=True, scope="module")
def own_environment() -> Iterator[None]:
    """A build sets the time of its files; other tests must not see it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        patch.setenv("no_proxy", "127.0.0.1")
        patch.setenv("SOURCE_DATE_EPOCH", "")  # so that it is put back afterwards
        patch.delenv("SOURCE_DATE_EPOCH")
        yield


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("built") / "project")


@pytest.fixture(scope="module")
def built(project: Path) -> dict[str, bytes]:
    """Every file of a strict build of the tiny data, at which nothing was warned of."""
    warned: list[logging.LogRecord] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = warned.append
    logging.getLogger().addHandler(handler)
    try:
        files = build_here(project)
    finally:
        logging.getLogger().removeHandler(handler)
    assert [record.getMessage() for record in warned] == []
    return files


@pytest.fixture
def other_project(tmp_path: Path) -> Path:
    """A project of a test's own, to be changed or broken."""
    return lay_out(tmp_path / "other")


def html_of(built: dict[str, bytes]) -> dict[str, str]:
    """Give the pages; editions to take away stand alone and have no scripts."""
    return {
        path: data.decode()
        for path, data in built.items()
        if path.endswith(".html") and not path.startswith("take-away/")
    }


def test_every_page_is_written_around_its_body(built: dict[str, bytes], tiny: Programme) -> None:
    html = html_of(built)
    for address, body in Publication(tiny, "/").bodies.items():
        assert re.sub(r"\n\s+", "\n", body) in html[f"{address}index.html"]
    assert len(html) == len(Publication(tiny, "/").bodies) + len(["index.html", "404.html"])


def test_data_files_are_written(built: dict[str, bytes]) -> None:
    address = f"{SITE_URL}en/progress/#kite-count"
    assert address in built["data/statements.json"].decode()
    assert built["data/statements.csv"].startswith(b"\xef\xbb\xbfid,")


def test_what_no_page_uses_is_left_out(built: dict[str, bytes]) -> None:
    assert [path for path in built if re.search(r"\.map$|/(javascripts|stylesheets)/", path)] == []


def test_files_bear_the_time_of_the_newest_change(built: dict[str, bytes]) -> None:
    """The clock of a build is its data: https://reproducible-builds.org/specs/source-date-epoch/."""
    time = int.from_bytes(built["sitemap.xml.gz"][4:8], "little")
    assert datetime.fromtimestamp(time, UTC) == datetime(2004, 3, 2, tzinfo=UTC)


def test_equal_data_give_equal_bytes(project: Path, built: dict[str, bytes]) -> None:
    """In another process, by another name, in another place of the world, by a clock unheard of."""
    elsewhere = {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONUTF8": "0"}
    done = build_by_command(
        project, "again", PYTHONHASHSEED="7", SOURCE_DATE_EPOCH="noon", **elsewhere
    )
    assert done.returncode == 0, done.stderr
    assert tree(project / "again") == built


def test_a_change_of_the_data_is_built(other_project: Path) -> None:
    """Nothing outlives a build: neither data nor pages."""
    before = build_here(other_project)["en/aims/index.html"]
    edit(other_project / "data/sections/aims.yml", "The mayor on kites", "The mayor once more")
    after = build_here(other_project)["en/aims/index.html"]
    assert b"The mayor once more" not in before
    assert b"The mayor once more" in after
    assert b"The mayor on kites" not in after


TOLD = (
    "data/sections/aims.yml:9: kite-target: 'en' and 'zh' disagree on RMB 35 million, 3000万元; "
    "make them say the same numbers"
)


def test_bad_data_leave_the_last_site_alone(
    other_project: Path, caplog: pytest.LogCaptureFixture
) -> None:
    last = build_here(other_project)
    edit(other_project / "data/sections/aims.yml", *BAD)
    with pytest.raises(Abort):
        build_here(other_project)
    assert TOLD in caplog.text
    assert tree(other_project / "site") == last


def test_bad_data_fail_the_command_without_a_traceback(other_project: Path) -> None:
    edit(other_project / "data/sections/aims.yml", *BAD)
    (other_project / "site").mkdir()
    (other_project / "site/index.html").write_text("the last good site")
    done = build_by_command(other_project)
    assert done.returncode != 0
    assert TOLD in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert tree(other_project / "site") == {"index.html": b"the last good site"}


OVERRIDES = [
    path.relative_to(TESTS.parent / "overrides").as_posix()
    for path in sorted((TESTS.parent / "overrides").rglob("*.*"))
]


@pytest.mark.parametrize("name", OVERRIDES)
def test_missing_override_is_a_fault(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Never is the theme's own taken in silence."""
    project = copy_of_project(tmp_path / "project")
    (project / "overrides" / name).unlink()
    assert f"{name} is missing; restore it" in refused(project, caplog)


ASSETS = [
    path.relative_to(TESTS.parent / "docs").as_posix()
    for path in sorted((TESTS.parent / "docs").rglob("*"))
    if path.is_file() and (path.stem in ("card-en", "card-zh") or "card-" not in path.stem)
]


@pytest.mark.parametrize("name", ASSETS)
def test_missing_asset_is_a_fault(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    project = copy_of_project(tmp_path / "project")
    (project / "docs" / name).unlink()
    remedy = "run tools/card.py" if "/card-" in name else "restore it"
    assert f"docs/{name} is missing; {remedy}" in refused(project, caplog)


def refused(project: Path, caplog: pytest.LogCaptureFixture) -> str:
    """Build what cannot be built; give what was told. The last site is as it was."""
    (project / "site").mkdir()
    (project / "site/index.html").write_text("the last good site")
    with pytest.raises((Abort, PluginError)) as raised:
        build_here(project)
    assert tree(project / "site") == {"index.html": b"the last good site"}
    assert not list(project.glob(".site*"))
    return caplog.text + str(raised.value)


SETTINGS = {
    ("SITE_URL", ""): "SITE_URL is empty",
    ("SITE_URL", "javascript://valley.example/"): "SITE_URL says 'javascript:",
    ("SITE_URL", 'https://valley.example/"><script>'): "SITE_URL says 'https:",
    ("SITE_URL", "https://valley.example/?q"): "SITE_URL says 'https:",
    ("REPO_URL", "https://valley.example/'onclick='"): "REPO_URL says",
    ("PRINTED", "perhaps"): "PRINTED says 'perhaps'",
    ("PYTHONOPTIMIZE", "2"): "PYTHONOPTIMIZE drops the docstrings",
}


@pytest.mark.parametrize(("name", "value"), SETTINGS)
def test_unsafe_setting_is_refused(name: str, value: str, other_project: Path) -> None:
    done = build_by_command(other_project, **{name: value})
    assert done.returncode != 0
    assert SETTINGS[name, value] in done.stderr
    assert "Traceback" not in done.stderr
    assert not (other_project / "site").exists()


def test_forgotten_address_is_told(other_project: Path) -> None:
    done = build_by_command(other_project, SITE_URL="https://example.org/")
    assert done.returncode == 0
    assert "set SITE_URL" in done.stderr
    assert "set SITE_URL" not in build_by_command(other_project).stderr


def test_filing_number_stands_in_the_foot_of_every_page(other_project: Path) -> None:
    """As sites hosted in mainland China must show it, with a link to the register."""
    number = "豫ICP备00000000号"
    edit(other_project / "data/site.yml", "languages:", f"filing: {number}\nlanguages:")
    link = f'<a href="https://beian.miit.gov.cn/">{number}</a>'
    pages = html_of(build_here(other_project))
    assert [path for path, html in pages.items() if link not in html] == []


def test_pdfs_are_linked_only_where_they_are_made(
    other_project: Path, built: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRINTED", "1")
    printed = build_here(other_project)
    for language in ("en", "zh"):
        assert b".pdf" not in built[f"{language}/about/index.html"]
        linked = set(
            re.findall(rb"take-away/([\w-]+)\.pdf", printed[f"{language}/about/index.html"])
        )
        editions = {f"programme-{name}".encode() for name in ("en", "zh", "bilingual")}
        parts = {f"{name}-{language}".encode() for name in ("aims", "progress")}
        assert linked == editions | parts
        assert b".pdf" not in built[f"{language}/about/index.md"]
        assert b"programme-en.pdf" in printed[f"{language}/about/index.md"]
