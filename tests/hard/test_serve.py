"""What is edited shows in the browser by itself; what is broken is told, the last page stays."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest
from conftest import copy_of_project, edit, opening
from playwright.sync_api import Browser, Page, expect

WAIT = 120
"""Seconds until what does not happen is missed: a build on a busy machine takes many."""
AIMS = "data/sections/aims.yml"
TITLE = "The mayor on kites"


class Served:
    """A project as `make serve` serves it, open in a browser."""

    def __init__(self, project: Path, log: Path, page: Page) -> None:
        self.project, self.log, self.page = project, log, page

    def edit(self, name: str, old: str, new: str) -> None:
        """Change a file of the project."""
        edit(self.project / name, old, new)

    def tells(self, text: str) -> None:
        """Wait until the server has said something; never with a traceback."""
        waited(lambda: text in self.log.read_text("utf-8"))
        assert "Traceback" not in self.log.read_text("utf-8")

    def shows(self, text: str) -> None:
        """Wait until the open page shows a text, without anybody loading it anew."""
        expect(self.page.locator("#mayor-on-kites")).to_contain_text(text, timeout=WAIT * 1000)

    def still_answers(self) -> None:
        """Ask for the page once more: the last good one is there."""
        with urlopen(self.page.url, timeout=WAIT) as answer:
            assert TITLE in answer.read().decode()


def waited(done: Callable[[], bool]) -> None:
    """Wait until something is done."""
    deadline = time.monotonic() + WAIT
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def serve(project: Path, address: str, output: int) -> subprocess.Popen[str]:
    """Serve as `make serve` does."""
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "-a", address]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "no_proxy": "127.0.0.1"}
    return subprocess.Popen(
        command, cwd=project, env=environment, stdout=output, stderr=subprocess.STDOUT, text=True
    )


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Served]:
    """One server for all: each test mends what it broke."""
    folder = tmp_path_factory.mktemp("served")
    project = copy_of_project(folder / "project")
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    log = folder / "log"
    with log.open("w") as output:
        server = serve(project, address, output.fileno())
    try:
        waited(lambda: "Serving on" in log.read_text("utf-8"))
        with opening(browser, f"http://{address}/") as open_page:
            page = open_page(troubled=True)
            page.goto(f"http://{address}/en/aims/")
            yield Served(project, log, page)
    finally:
        server.terminate()
        server.wait(timeout=WAIT)


def test_browser_follows_the_data(served: Served) -> None:
    """Edited, broken and mended, all without a touch of the browser."""
    served.edit(AIMS, TITLE, "The mayor once more")
    served.shows("The mayor once more")
    served.edit(AIMS, "RMB 30 million by 2005", "RMB 35 million by 2005")
    served.tells("data/sections/aims.yml:9: kite-target: 'en' and 'zh' disagree on")
    served.edit(AIMS, "RMB 35 million by 2005", "RMB 30 million by 2005")
    served.edit(AIMS, "The mayor once more", TITLE)
    served.shows(TITLE)


def test_published_text_is_seen_before_its_change_is_told(served: Served) -> None:
    served.edit(AIMS, "has tied its strings", "has untied its strings")
    served.shows("has untied its strings")
    served.tells("mayor-on-kites: what it says has changed since it was published")
    served.edit(AIMS, "has untied its strings", "has tied its strings")


BROKEN = {
    "hooks/templates/section.html.jinja": (
        "{% import",
        "{{ nobody.gave_this }}{% import",
        "UndefinedError",
    ),
    "overrides/main.html": ("{% extends", "{% if %}{% extends", "overrides/main.html:{line}: "),
    "overrides/frame/footer.html": (
        "ours.word(",
        "ours.wrd(",
        "overrides/frame/footer.html:{line}: ",
    ),
    "mkdocs.yml": ("theme:", "theme: [", "mkdocs.yml"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_last_good_page_stays_whatever_is_broken(name: str, served: Served) -> None:
    old, new, told = BROKEN[name]
    line = (served.project / name).read_text("utf-8").partition(old)[0].count("\n") + 1
    served.edit(name, old, new)
    served.tells(told.format(line=line))
    served.still_answers()
    served.edit(name, new, old)
    served.edit(AIMS, TITLE, f"{TITLE} anew")
    served.shows(f"{TITLE} anew")
    served.edit(AIMS, f"{TITLE} anew", TITLE)
    served.shows(TITLE)


def test_folder_moved_away_and_back_is_still_watched(served: Served) -> None:
    away = served.project / ".away"
    (served.project / "data").rename(away)
    served.tells("will retry")
    served.still_answers()
    away.rename(served.project / "data")
    served.edit(AIMS, TITLE, f"{TITLE} again")
    served.shows(f"{TITLE} again")
    served.edit(AIMS, f"{TITLE} again", TITLE)
    served.shows(TITLE)


def test_nothing_is_kept_for_reading_offline(served: Served) -> None:
    """What a browser has kept of a site published at this address, it gives back."""
    assert served.page.locator("[data-offline], script[src*=offline]").count() == 0
    with urlopen(urljoin(served.page.url, "/sw.js"), timeout=WAIT) as worker:
        assert "unregister()" in worker.read().decode()


def test_changed_python_is_told(served: Served) -> None:
    served.edit("hooks/programme/pages.py", '"""', '"""Anew: ')
    served.tells("Python below hooks/ has changed: stop make serve and start it again")
    served.still_answers()


def test_port_in_use_is_told_before_the_build(tmp_path: Path) -> None:
    project = copy_of_project(tmp_path / "project")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        server = serve(project, f"127.0.0.1:{port}", subprocess.PIPE)
        said, _ = server.communicate(timeout=WAIT)
    assert server.returncode == 1
    assert f"port {port} of 127.0.0.1" in said
    assert f"make serve PORT={port + 1}" in said
    assert "Traceback" not in said
    assert "Cleaning site directory" not in said
