"""The main paths in Firefox and in WebKit, since readers use them: arriving, searching, citing,
switching language and view, dark and light. tests/test_behaviour.py tries more in Chromium.

Both are driven by the commands of WebDriver (https://www.w3.org/TR/webdriver2/): Firefox takes
them by its own Marionette, WebKit from the driver that comes with it, on a screen of its own.
"""

import itertools
import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Protocol
from urllib.error import HTTPError

import pytest
from browser_install import WEBKIT, find_firefox
from programme.model import Programme
from test_behaviour import KINDS, SCROLL, SHOWS, TOP, far_down

PATIENCE = 60  # seconds until what does not come is missed
NEAR = 42  # px: what is read stays within 40, and the two places are each rounded
SIZES = pytest.mark.parametrize("size", [(1280, 900), (420, 740)], ids=["wide", "narrow"])
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The key of an element in an answer, as the standard has it."""


def until(condition: Callable[[], Any], what: str) -> Any:
    """Wait for something to be so, and give it."""
    end = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < end, f"{what} has not come"
        time.sleep(0.05)
    return found


class Driver(Protocol):
    """What takes commands to a browser."""

    def send(self, command: str, **parameters: Any) -> Any:
        """Have a command of WebDriver carried out; give its answer."""

    def set_system(self, scheme: str) -> None:
        """Make the system dark or light."""


@contextmanager
def running(*command: str, **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program for as long as it is needed."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, start_new_session=True, **{**quiet, **options})
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class Marionette:
    """Firefox: messages of JSON, each after its length (firefox-source-docs, Marionette)."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.numbers = itertools.count()
        self._receive()
        self.send("NewSession")

    def _receive(self) -> Any:
        length = b""
        while (byte := self.stream.read(1)) != b":":
            assert byte, "Firefox has gone"
            length += byte
        return json.loads(self.stream.read(int(length)))

    def _send(self, name: str, **parameters: Any) -> Any:
        message = json.dumps([0, next(self.numbers), name, parameters]).encode()
        self.stream.write(b"%d:%b" % (len(message), message))
        self.stream.flush()
        _, _, error, answer = self._receive()
        assert not error, error
        return answer.get("value", answer) if isinstance(answer, dict) else answer

    def send(self, command: str, **parameters: Any) -> Any:
        return self._send(f"WebDriver:{command}", **parameters)

    def set_system(self, scheme: str) -> None:
        self._send("Marionette:SetContext", value="chrome")
        script = "Services.prefs.setIntPref('ui.systemUsesDarkTheme', arguments[0])"
        self.send("ExecuteScript", script=script, args=[int(scheme == "dark")])
        self._send("Marionette:SetContext", value="content")


@contextmanager
def firefox(folder: Path) -> Iterator[Driver]:
    """Run Firefox with a profile of its own, without a window."""
    preferences = {"marionette.port": 0, "ui.systemUsesDarkTheme": 0}
    lines = (f"user_pref({json.dumps(name)}, {value});\n" for name, value in preferences.items())
    (folder / "user.js").write_text("".join(lines))
    options = ("--headless", "--marionette", "--remote-allow-system-access", "--no-remote")
    with running(str(find_firefox()), *options, "--profile", str(folder)):
        file = folder / "MarionetteActivePort"
        port = until(lambda: file.is_file() and file.read_text().strip(), "Firefox")
        with (
            socket.create_connection(("127.0.0.1", int(port)), timeout=PATIENCE) as connection,
            connection.makefile("rwb") as stream,
        ):
            yield Marionette(stream)


ROUTES = {
    "NewSession": ("POST", ""),
    "SetWindowRect": ("POST", "/window/rect"),
    "Navigate": ("POST", "/url"),
    "ExecuteScript": ("POST", "/execute/sync"),
    "FindElement": ("POST", "/element"),
    "ElementClick": ("POST", "/element/{id}/click"),
    "ElementSendKeys": ("POST", "/element/{id}/value"),
    "Back": ("POST", "/back"),
    "GetWindowHandle": ("GET", "/window"),
    "NewWindow": ("POST", "/window/new"),
    "SwitchToWindow": ("POST", "/window"),
}
"""Where a driver takes each command, below its session."""


class Http:
    """WebKit: the commands as requests to its driver."""

    def __init__(self, port: int, set_system: Callable[[str], None]) -> None:
        self.address = f"http://127.0.0.1:{port}/session"
        self.set_system = set_system
        self.address += f"/{self.send('NewSession', capabilities={})['sessionId']}"

    def send(self, command: str, **parameters: Any) -> Any:
        method, path = ROUTES[command]
        body = json.dumps(parameters).encode() if method == "POST" else None
        address = self.address + path.format(**parameters)
        request = urllib.request.Request(address, body, method=method)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]
        except HTTPError as error:
            answered = error.read().decode()
            if "no such frame" in answered:
                return None  # what was asked of a page that is being left
            pytest.fail(answered)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_there(port: int) -> bool:
    with socket.socket() as probe:
        return not probe.connect_ex(("127.0.0.1", port))


@contextmanager
def webkit(folder: Path) -> Iterator[Driver]:
    """Run WebKit on a screen of its own, whose settings are those of the system."""
    settings = folder / "settings"
    settings.write_text('Net/ThemeName "Adwaita"\n')
    with ExitStack() as stack:
        reader, writer = os.pipe()
        screen = ("Xvfb", "-displayfd", str(writer), "-screen", "0", "1400x1100x24")
        stack.enter_context(running(*screen, pass_fds=[writer]))
        os.close(writer)
        with os.fdopen(reader) as told:
            display = f":{told.readline().strip()}"
        environment = {**os.environ, "DISPLAY": display, "GDK_BACKEND": "x11", "HOME": str(folder)}
        desk = stack.enter_context(running("xsettingsd", "-c", str(settings), env=environment))

        def set_system(scheme: str) -> None:
            theme = "Adwaita-dark" if scheme == "dark" else "Adwaita"
            settings.write_text(f'Net/ThemeName "{theme}"\n')
            desk.send_signal(signal.SIGHUP)

        port = free_port()
        stack.enter_context(running(WEBKIT, f"--port={port}", env=environment))
        until(lambda: is_there(port), "WebKit's driver")
        yield Http(port, set_system)


class Reader:
    """Somebody with a browser."""

    def __init__(self, driver: Driver, server: str) -> None:
        self.driver, self.server = driver, server

    def run(self, script: str, *arguments: Any) -> Any:
        """Evaluate a function or an expression in the page."""
        called = (
            f"const work = ({script}); return work instanceof Function ? work(...arguments) : work"
        )
        return self.driver.send("ExecuteScript", script=called, args=list(arguments))

    def open(self, path: str) -> None:
        """Load a page anew."""
        self.driver.send("Navigate", url="about:blank")
        self.driver.send("Navigate", url=self.server + path)

    def find(self, selector: str) -> str:
        found = self.driver.send("FindElement", using="css selector", value=selector)
        return found[ELEMENT]

    def click(self, selector: str) -> None:
        self.driver.send("ElementClick", id=self.find(selector))

    def type(self, selector: str, text: str) -> None:
        self.driver.send("ElementSendKeys", id=self.find(selector), text=text)

    def wait_for(self, script: str, *arguments: Any) -> None:
        until(lambda: self.run(script, *arguments), script)

    def wait_for_page(self, path: str) -> None:
        """Wait until one has come to a page and it has loaded."""
        loaded = "(path) => document.readyState === 'complete' && location.pathname.endsWith(path)"
        self.wait_for(loaded, path)

    def resize(self, size: tuple[int, int]) -> None:
        self.driver.send("SetWindowRect", x=0, y=0, width=size[0], height=size[1])


ENGINES = {"firefox": firefox, "webkit": webkit}


@pytest.fixture(scope="module", params=ENGINES)
def reader(
    request: pytest.FixtureRequest, server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Reader]:
    """Somebody with Firefox, somebody with WebKit."""
    with ENGINES[request.param](tmp_path_factory.mktemp(request.param)) as driver:
        yield Reader(driver, server)


@pytest.fixture(autouse=True)
def as_new(reader: Reader) -> None:
    """Forget what was chosen in another test."""
    reader.resize((1280, 900))
    reader.driver.set_system("light")
    reader.open("en/")
    reader.run("() => { localStorage.clear(); sessionStorage.clear(); }")


@SIZES
@pytest.mark.parametrize("view", ["", "?view=both"], ids=["one", "both"])
def test_one_is_at_the_statement_as_soon_as_the_page_has_loaded(
    reader: Reader, programme: Programme, size: tuple[int, int], view: str
) -> None:
    reader.resize(size)
    target = far_down(programme)
    reader.open(f"en/background/{view}#{target}")
    bar = reader.run("document.querySelector('header').offsetHeight")
    at_load = reader.run(TOP, target)
    assert bar <= at_load + 1 < bar + 100
    time.sleep(0.3)
    assert abs(reader.run(TOP, target) - at_load) < 2


@SIZES
@pytest.mark.parametrize("kind", KINDS)
def test_language_keeps_what_is_on_the_screen(
    reader: Reader, kind: str, size: tuple[int, int]
) -> None:
    reader.resize(size)
    reader.open(f"en/{kind}/")
    for language in ("zh", "en"):
        reading, top = reader.run(SCROLL, [0.45, 100])
        reader.click("header a[hreflang]")
        reader.wait_for_page(f"/{language}/{kind}/")
        assert reader.run("scrollY") > 0
        assert abs(reader.run(TOP, reading) - top) < NEAR


@SIZES
def test_view_keeps_what_is_on_the_screen(reader: Reader, size: tuple[int, int]) -> None:
    reader.resize(size)
    reader.open("en/projects/")
    reading, top = reader.run(SCROLL, [0.45, 100])
    for view in ("both", "own"):
        reader.run(f"() => document.querySelector('a[data-view={view}]').click()")
        assert reader.run("document.documentElement.dataset.view") == view
        assert abs(reader.run(TOP, reading) - top) < NEAR


def test_back_other_tabs_and_the_system_agree_on_the_scheme(reader: Reader) -> None:
    driver = reader.driver
    reader.open("en/goals/")
    for scheme in ("dark", "light"):
        driver.set_system(scheme)
        reader.wait_for(SHOWS, scheme == "dark")
    first = driver.send("GetWindowHandle")
    second = driver.send("NewWindow", type="tab")["handle"]
    reader.click("footer a")
    reader.wait_for_page("/en/about/")
    reader.click("button[aria-pressed]")
    reader.wait_for(SHOWS, True)
    driver.send("SwitchToWindow", handle=second)
    reader.open("zh/terms/")
    reader.wait_for(SHOWS, True)
    driver.send("SwitchToWindow", handle=first)
    driver.send("Back")
    reader.wait_for_page("/en/goals/")
    reader.wait_for(SHOWS, True)
    reader.click("button[aria-pressed]")  # as the system has it, and so the system's again
    driver.send("SwitchToWindow", handle=second)
    reader.wait_for(SHOWS, False)
    driver.send("SwitchToWindow", handle=first)  # WebKit shows it, and tells only what is shown
    driver.set_system("dark")
    reader.wait_for(SHOWS, True)


@pytest.mark.parametrize(("language", "query"), [("en", "tax target"), ("zh", "利税目标")])
def test_search_finds_and_leads_there(
    reader: Reader, programme: Programme, language: str, query: str
) -> None:
    reader.open(f"{language}/")
    reader.type("[data-search=box]", query)
    reader.wait_for("document.querySelector('[data-search=result]') !== null")
    address = reader.run("document.querySelector('[data-search=result]').hash")
    reader.click("[data-search=result]")
    reader.wait_for("(hash) => location.hash === hash", address)
    assert address[1:] in programme.statements


@pytest.mark.parametrize("page", ["en/goals", "zh/sources"])
def test_citations_open(reader: Reader, page: str) -> None:
    reader.open(f"{page}/")
    reader.run(OPEN)
    reader.wait_for("document.querySelectorAll('details.cite[open] pre').length > 3")


OPEN = """() => {
  let item = document.querySelector("details.cite");
  for (; item; item = item.parentElement.closest("details")) item.open = true;
}"""
