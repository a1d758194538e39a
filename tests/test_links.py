"""Addresses outside are tried gently, and what became of them is told."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType, SimpleNamespace
from urllib.error import URLError

import pytest
from conftest import edit, tool

ANSWERS: dict[str, tuple[int, str]] = {
    "/well": (200, ""),
    "/gone": (404, ""),
    "/gone-for-good": (410, ""),
    "/refused": (403, ""),
    "/moved": (301, "/well"),
    "/moved-twice": (308, "/moved"),
    "/elsewhere-today": (302, "/well"),
    "/moved-by-way-of-today": (301, "/elsewhere-today"),
    "/moved-to-what-is-gone": (301, "/gone"),
    "/moved-to-a-space": (301, "/a kite"),
    "/a%20kite": (200, ""),
    "/round": (301, "/round"),
}
ONLY_WHOLE = "/only-whole"
"""Refuses to give its head alone."""


class Site(ThreadingHTTPServer):
    """Somebody's site, which notes what it is asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.asked: list[tuple[str, str, str]] = []
        self.at_once = self.most_at_once = 0


class Handler(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self.answer(*ANSWERS.get(self.path, (405, "")))

    def do_GET(self) -> None:
        self.answer(*ANSWERS.get(self.path, (200, "")))

    def answer(self, status: int, onward: str) -> None:
        host = self.server
        host.asked.append((self.command, self.path, self.headers["User-Agent"]))
        host.at_once += 1
        host.most_at_once = max(host.most_at_once, host.at_once)
        time.sleep(0.01)
        host.at_once -= 1
        self.send_response(status)
        if onward:
            self.send_header("Location", onward)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with Site() as host:
        thread = threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield host
        host.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def links() -> ModuleType:
    return tool("links")


@pytest.mark.parametrize(
    ("path", "message"),
    {
        "/well": None,
        ONLY_WHOLE: None,
        "/elsewhere-today": None,
        "/moved-by-way-of-today": None,
        "/gone": "is gone (404 Not Found); name its new place, or a copy in 'archived'",
        "/gone-for-good": "is gone (410 Gone); name its new place, or a copy in 'archived'",
        "/moved-to-what-is-gone": "is gone (404 Not Found); name its new place, or a "
        "copy in 'archived'",
        "/moved": "has moved for good; write {}/well",
        "/moved-twice": "has moved for good; write {}/well",
        "/moved-to-a-space": "has moved for good; write {}/a%20kite",
        "/refused": "could not be tried (403 Forbidden); look at it by hand",
        "/round": "could not be tried (it leads on and on); look at it by hand",
    }.items(),
)
def test_what_became_of_an_address(
    path: str, message: str | None, host: Site, links: ModuleType
) -> None:
    address = host.address + path
    told = links.told(address, links.Visitor("Kite Plan", pause=0).visit(address))
    assert told == (message and f"{address} {message.format(host.address)}")


def test_site_that_says_nothing_could_not_be_tried(links: ModuleType) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        answer = links.Visitor("Kite Plan", timeout=0.05, pause=0).visit(address)
    assert links.told(address, answer).startswith(f"{address} could not be tried (timed out)")
    answer = links.Visitor("Kite Plan", pause=0).visit(address)
    assert "Connection refused" in links.told(address, answer)


@pytest.mark.parametrize(("number", "gone"), [(socket.EAI_NONAME, True), (socket.EAI_AGAIN, False)])
def test_host_nobody_knows_is_gone(
    number: int, gone: bool, links: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server that is out of reach says nothing of the host."""

    def fail(*_: object, **__: object) -> None:
        raise URLError(socket.gaierror(number, "no name"))

    visitor = links.Visitor("Kite Plan", pause=0)
    monkeypatch.setattr(visitor.opener, "open", fail)
    assert visitor.visit("https://nowhere.example/").gone is gone


def test_host_is_asked_gently_and_told_for_whom(host: Site, links: ModuleType) -> None:
    paths = ["/well", ONLY_WHOLE, "/gone", "/well"]
    visitor = links.Visitor("Kite Plan; https://kite.example/", pause=0)
    visitor.visit_all(host.address + path for path in paths)
    assert [(method, path) for method, path, _ in host.asked] == [
        *[("HEAD", "/well"), ("HEAD", ONLY_WHOLE), ("GET", ONLY_WHOLE)],
        *[("HEAD", "/gone"), ("GET", "/gone")],
    ]
    assert {agent for *_, agent in host.asked} == {"link-check (Kite Plan; https://kite.example/)"}
    assert host.most_at_once == 1


def test_pause_follows_every_question(
    host: Site, links: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(links, "time", SimpleNamespace(sleep=pauses.append))
    links.Visitor("Kite Plan").visit(f"{host.address}/gone")
    assert pauses == [links.PAUSE] * 2


Run = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def run(
    host: Site,
    links: ModuleType,
    tiny_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Point the tiny programme's addresses at the local site and report on them."""

    def run(first: str, second: str, *given: str, copy: str = "/well") -> tuple[int, list[str]]:
        sources = tiny_folder / "sources.yml"
        edit(sources, "https://lake.example/kites?page=1&part=2", host.address + first)
        edit(sources, "address: http://wind.example:8080/", f"address: {host.address}{second}")
        edit(sources, "https://archive.example/2004/http://wind.example:8080/", host.address + copy)
        monkeypatch.setattr(links, "LICENCE", f"{host.address}/well")
        monkeypatch.setattr(links, "time", SimpleNamespace(sleep=lambda _: None))
        return links.main(list(given), tiny_folder), capsys.readouterr().out.splitlines()

    return run


def test_all_is_well(run: Run) -> None:
    assert run("/well", ONLY_WHOLE, "--strict") == (
        0,
        ["0 to mend, 0 that could not be tried."],
    )


@pytest.mark.parametrize(("given", "code"), [((), 0), (("--strict",), 1)])
def test_what_is_gone_is_told_with_its_place(
    given: tuple[str, ...], code: int, run: Run, host: Site
) -> None:
    assert run("/gone", "/refused", *given) == (
        code,
        [
            f"data/sources.yml:9: lake-post: {host.address}/gone is gone (404 Not Found); "
            "name its new place, or a copy in 'archived'",
            f"data/sources.yml:18: wind-office: {host.address}/refused could not be tried "
            "(403 Forbidden); look at it by hand",
            "1 to mend, 1 that could not be tried.",
        ],
    )


def test_what_could_not_be_tried_is_no_failure(run: Run) -> None:
    code, lines = run("/refused", "/well", "--strict")
    assert (code, lines[-1]) == (0, "0 to mend, 1 that could not be tried.")


def test_what_is_gone_is_well_while_a_copy_is_kept(run: Run) -> None:
    assert run("/well", "/gone", "--strict")[0] == 0


def test_copy_is_tried_too(run: Run, host: Site) -> None:
    code, lines = run("/well", "/gone", "--strict", copy="/gone-for-good")
    assert code == 1
    assert lines[0].startswith(f"data/sources.yml:20: wind-office: {host.address}/gone-for-good ")


@pytest.mark.parametrize(("given", "code"), [((), 0), (("--strict",), 1)])
def test_machine_that_is_not_online_tells_nothing_of_others(
    given: tuple[str, ...], code: int, run: Run, links: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = links.Answer(None, links.NOWHERE, "")
    monkeypatch.setattr(links.Visitor, "visit", lambda *_: nobody)
    assert run("/well", "/well", *given) == (code, [])


def test_bad_data_are_told(
    links: ModuleType, tiny_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tiny_folder / "sources.yml").unlink()
    assert links.main([], tiny_folder) == 1
    assert "data/sources.yml" in capsys.readouterr().err
