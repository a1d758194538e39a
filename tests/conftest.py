"""What the tests share: the real data, a tiny made-up programme small enough to read, the real
site as built and served, and a browser that tells whatever goes wrong.
"""

import contextlib
import http.server
import importlib.util
import logging
import os
import shutil
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from axe_playwright_python.base import AXE_SCRIPT
from browser_install import find_browser
from filelock import FileLock
from hypothesis import HealthCheck, settings
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from programme.check import load_checked
from programme.model import Programme

TESTS = Path(__file__).parent
DATA = TESTS.parent / "data"
PARTS = ("background", "current-situation", "goals", "tasks", "projects", "policies")
"""The parts the programme has; more may stand beside them on the site."""
SETTINGS = yaml.safe_load((DATA / "site.yml").read_text("utf-8"))
LANGUAGES = {language["id"]: language["html"] for language in SETTINGS["languages"]}
"""Folder of each language of the real site to its tag."""
SITE_URL = "https://valley.example/plan/"
"""Where the built site says it stands: in a folder of its host, as on GitHub Pages."""
SITE_PATH = "/plan/"
QUERIES = yaml.safe_load((TESTS / "search/queries.yml").read_text("utf-8"))
"""What readers type, each with the ids of all that may rightly come first."""

settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="accept the pages as they are now")
    parser.addini(
        "ours", "whether data/ is what the tests marked so are about", "bool", default=True
    )


OURS = {"programme", "site", "data_folder"}
"""Fixtures of the real data: what asks for one is about this programme."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what opens a browser and what is about our data; leave out what is not to be run.

    Under `--bless` that is all but what there is to bless, on other data what is about ours.
    """
    for item in items:
        asked = _asked(item)
        if "browser" in asked:
            item.add_marker("browser")
        if OURS & asked:
            item.add_marker("ours")
    others = [
        item
        for item in items
        if (config.getoption("bless") and "bless" not in _asked(item))
        or (not config.getini("ours") and item.get_closest_marker("ours"))
    ]
    items[:] = [item for item in items if item not in others]
    config.hook.pytest_deselected(items=others)


def _asked(item: pytest.Item) -> set[object]:
    """Name the fixtures that a test asks for, those that a parameter names, too."""
    parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
    named = {value for value in parameters if isinstance(value, str)}
    return {*getattr(item, "fixturenames", ()), *named}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell what tests have counted and recorded, whichever process did."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{name}: {value}")


@pytest.fixture(scope="session")
def bless(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are to be written anew."""
    return bool(request.config.getoption("bless"))


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A copy of the real data, to be broken."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@cache
def interface() -> str:
    """Give the words of the real interface in the two languages of the tiny data, as YAML."""
    own = {
        key: {name: text.get(name, next(iter(text.values()))) for name in ("en", "zh")}
        for key, text in SETTINGS["words"].items()
    }
    style = {"default_flow_style": None, "sort_keys": False, "width": 9999}
    return yaml.safe_dump({"words": own}, allow_unicode=True, **style)


def copy_tiny(folder: Path) -> Path:
    """Copy the tiny data, with the words and pictures of the real site, which stand only there."""
    shutil.copytree(TESTS / "tiny", folder)
    with (folder / "site.yml").open("a", encoding="utf-8") as file:
        cards = any((TESTS.parent / "docs/assets").glob("card-*.png"))
        file.write(f"cards: {str(cards).lower()}\n{interface()}")
    return folder


def lay_out(folder: Path) -> Path:
    """Make a project like ours with the tiny data; what is ours is linked."""
    folder.mkdir()
    for name in ("mkdocs.yml", "docs", "hooks", "overrides"):
        (folder / name).symlink_to(TESTS.parent / name)
    copy_tiny(folder / "data")
    return folder


def copy_of_project(folder: Path, copy_data: Callable[[Path], object] = copy_tiny) -> Path:
    """Make a project like ours, all of it its own, to be changed; with the tiny data or others."""
    folder.mkdir()
    for name in ("docs", "hooks", "overrides"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(TESTS.parent / name, folder / name, ignore=ignored)
    shutil.copy(TESTS.parent / "mkdocs.yml", folder)
    copy_data(folder / "data")
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def asset(site: Path, name: str) -> Path:
    """Find what pages load, in the folder that is named by all of it."""
    (found,) = site.glob(f"assets/*/{name}")
    return found


def edit(path: Path, old: str, new: str) -> None:
    """Replace the first occurrence of `old`, which must be there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def tool(name: str) -> ModuleType:
    """Load a script of tools/."""
    spec = importlib.util.spec_from_file_location(f"tool_{name}", TESTS.parent / f"tools/{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def assert_none(faults: Iterable[str]) -> None:
    """Fail with every fault there is."""
    __tracebackhide__ = True
    faults = list(dict.fromkeys(faults))
    assert not faults, "\n".join((f"{len(faults)} faults:", *faults))


@pytest.fixture
def tiny_folder(tmp_path: Path) -> Path:
    """A copy of the tiny data, to be changed or broken."""
    return copy_tiny(tmp_path / "tiny" / "data")


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    """The tiny programme."""
    return load_checked(copy_tiny(tmp_path_factory.mktemp("tiny") / "data"))


@pytest.fixture(scope="session")
def programme() -> Programme:
    """The real programme."""
    return load_checked(DATA)


@pytest.fixture(scope="session")
def unjudged(programme: Programme) -> set[str]:
    """Statements and gaps that no query of ours names, most of them newer than the queries.

    Nobody has said whether they are answers, so lists of results are judged without them:
    condensed lists, after T. Sakai, “Alternatives to Bpref”, SIGIR 2007.
    """
    entries = {*programme.statements, *(gap.id for gap in programme.not_reported)}
    return entries - {name for query in QUERIES for name in query["ids"]}


@contextlib.contextmanager
def warnings_logged() -> Iterator[list[str]]:
    """Collect what is logged as a warning or worse."""
    told: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: told.append(record.getMessage())
    logging.getLogger().addHandler(handler)
    try:
        yield told
    finally:
        logging.getLogger().removeHandler(handler)


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers of this run have in common."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def site(common: Path) -> Path:
    """The real site, built as for release by the worker that needs it first.

    After https://pytest-xdist.readthedocs.io/en/stable/how-to.html.
    """
    folder = common / "real" / "site"
    with FileLock(common / "site.lock"):
        if not folder.exists():
            build_real_site(folder)
    return folder


def build_real_site(folder: Path) -> None:
    """Build as for release; nothing may be warned of."""
    options = {"site_dir": str(folder), "site_url": SITE_URL, "strict": True}
    with pytest.MonkeyPatch.context() as patch, warnings_logged() as told:
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        patch.setenv("SOURCE_DATE_EPOCH", "")  # a build sets it: have it put back afterwards
        patch.delenv("SOURCE_DATE_EPOCH")
        with contextlib.suppress(Abort):  # what it is about has been logged
            build(load_config(str(TESTS.parent / "mkdocs.yml"), **options))
    assert_none(told)


class Host(http.server.SimpleHTTPRequestHandler):
    """Serves a site in a folder of its host; what is missing shows the site's error page."""

    protocol_version = "HTTP/1.1"
    timeout = 60

    def translate_path(self, path: str) -> str:
        """Find the file of an address below the site's folder; there is nothing above it."""
        inside = path.removeprefix(SITE_PATH) if path.startswith(SITE_PATH) else "no-such-file"
        return super().translate_path(f"/{inside}")

    def send_error(self, code: int, *_: Any) -> None:  # type: ignore[override]
        """Answer with the error page."""
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextlib.contextmanager
def hosting(site: Path) -> Iterator[str]:
    """Serve a built site; give its address."""
    handler = partial(Host, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{host.server_port}{SITE_PATH}"
        host.shutdown()


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The address at which the real site is served."""
    with hosting(site) as address:
        yield address


QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
"""Keep the browser from asking anybody anything on its own account."""

PATIENCE = 60_000
"""Milliseconds until what does not come is missed: enough for a busy machine."""
FOCUSABLE = "a, button, summary, input"
"""What Tab may come to; some of it is hidden."""
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 375, "height": 740}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium, its sandbox off only where it cannot have one."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        sandbox = os.geteuid() != 0
        browser = playwright.chromium.launch(
            executable_path=find_browser(), chromium_sandbox=sandbox, args=QUIET
        )
        yield browser
        browser.close()


UNKEPT = "delete Navigator.prototype.serviceWorker"
"""A browser that keeps nothing for reading offline: what a page asks for is asked of the host."""


class Watch:
    """Everything a context's pages complained of, and every address they asked for."""

    def __init__(self, context: BrowserContext, host: str) -> None:
        self.faults: list[str] = []
        self.asked: list[str] = []
        self.host = host
        context.add_init_script(
            "addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>"
            " console.error(`policy: ${violatedDirective} ${blockedURI}`))"
        )
        tell = self.faults.append
        context.on("console", lambda message: tell(f"console {message.type}: {message.text}"))
        context.on("weberror", lambda error: tell(f"error: {error.error}"))
        context.on("dialog", lambda dialog: (tell(f"dialog: {dialog.message}"), dialog.dismiss()))
        context.on("request", lambda request: self._asked(request.url))
        context.on("requestfailed", lambda request: self._failed(request.url, request.failure))
        context.on("response", lambda response: self._answered(response.url, response.status))

    def _asked(self, address: str) -> None:
        self.asked.append(address)
        if not address.startswith((self.host, "data:", "blob:")):
            self.faults.append(f"asked elsewhere: {address}")

    def _failed(self, address: str, why: str | None) -> None:
        if why != "net::ERR_ABORTED":  # a page that is left stops loading
            self.faults.append(f"failed: {address} {why}")

    def _answered(self, address: str, status: int) -> None:
        if status >= 400:
            self.faults.append(f"answered {status}: {address}")


class Window:
    """A page in a browser context of its own, which knows the site's address and is watched."""

    def __init__(self, browser: Browser, server: str, host: str = "", **options: Any) -> None:
        self.options = {"viewport": WIDE, "color_scheme": "light", "base_url": server, **options}
        self.context = browser.new_context(**self.options)
        self.context.set_default_timeout(PATIENCE)
        self.context.add_init_script(UNKEPT)
        self.watch = Watch(self.context, host or server)
        self.page = self.context.new_page()

    def faults(self) -> list[str]:
        """Everything it complained of, the last of it too."""
        for page in self.context.pages:
            page.evaluate("0")  # what was complained of last arrives before the answer
        return self.watch.faults

    def wipe(self) -> None:
        """Make it as good as new."""
        if self.page.url != "about:blank":
            self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.page.goto("about:blank")
        self.page.set_viewport_size(self.options["viewport"])
        self.page.emulate_media(media="null", color_scheme=self.options["color_scheme"])
        self.page.mouse.move(-1, -1)
        self.watch.asked.clear()


Open = Callable[..., Page]


@contextlib.contextmanager
def opening(browser: Browser, server: str) -> Iterator[Open]:
    """Open pages, each in a window of its own.

    Whatever a page complains of fails the test at its end, unless it was opened as `troubled`.
    """
    opened: list[tuple[Window, bool]] = []

    def open_page(*, troubled: bool = False, **options: Any) -> Page:
        opened.append((Window(browser, server, **options), troubled))
        return opened[-1][0].page

    yield open_page
    faults = [fault for window, troubled in opened if not troubled for fault in window.faults()]
    for window, _ in opened:
        window.context.close()
    assert_none(faults)


@pytest.fixture
def new_tab(browser: Browser, server: str) -> Iterator[Open]:
    """Open pages for one test that cuts them off, adds scripts, or counts what they ask for."""
    with opening(browser, server) as open_page:
        yield open_page


@pytest.fixture(scope="session")
def windows() -> dict[str, list[Window]]:
    """Windows no test is using, by how they were opened."""
    return defaultdict(list)


@pytest.fixture
def tab(browser: Browser, server: str, windows: dict[str, list[Window]]) -> Iterator[Open]:
    """Open pages for one test, in windows that are wiped and used again.

    A new window takes four times as long as a page in one that is there.
    """
    used: list[tuple[str, Window]] = []

    def open_page(**options: Any) -> Page:
        free = windows[key := repr(options)]
        used.append((key, free.pop() if free else Window(browser, server, **options)))
        return used[-1][1].page

    yield open_page
    assert_none(fault for _, window in used for fault in window.faults())
    for key, window in used:
        window.wipe()
        windows[key].append(window)


AXE = """
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const behind = new Map([[null, ""]]);
const background = (element) => {
  if (!behind.has(element)) {
    const { backgroundColor, backgroundImage, opacity, position } = getComputedStyle(element);
    const own = [backgroundColor, backgroundImage, opacity, position];
    behind.set(element, [own, background(element.parentElement)].join());
  }
  return behind.get(element);
};
const inked = (element) => {
  const style = getComputedStyle(element);
  const ink = [style.color, style.fontSize, style.fontWeight, style.textDecorationLine];
  return [element.localName, element.matches(":is(p, li, dd) a"), ink, background(element)].join();
};
function markSamples() {
  for (const item of document.querySelectorAll("[data-axe-sample]")) delete item.dataset.axeSample;
  const seen = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !element.checkVisibility()) continue;
    if (seen.has(inked(element))) continue;
    seen.add(inked(element));
    element.dataset.axeSample = "";
  }
}
async function run(rules) {
  markSamples();
  axe.configure({ rules: [
    { id: "color-contrast", selector: "[data-axe-sample]" },
    { id: "link-in-text-block", selector: "a[href][data-axe-sample]" },
  ] });
  const runOnly = rules.length ? { type: "rule", values: rules } : { type: "tag", values: tags };
  return axe.run({
    runOnly,
    rules: rules.length ? {} : { "target-size": { enabled: true } },
    resultTypes: ["violations", "incomplete"],
  });
}
return run(rules);
"""
"""Run axe for WCAG 2.2 AA, or some of its rules.

Contrast is slow to work out: of texts with the same ink on the same ground one is tried.
"""


COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of axe whose verdict hangs on colours."""


UNTOLD = ("bgImage", "bgGradient", "imgNode", "pseudoContent", "complexTextShadows")
"""Grounds on which axe cannot tell contrast; what merely lies below something is not among them."""


def violations(results: dict[str, Any]) -> list[str]:
    """List the rules broken, each with the nodes that break it, and contrast axe cannot tell."""
    told = [(rule, node) for rule in results["violations"] for node in rule["nodes"]]
    told += [
        (rule, node)
        for rule in results["incomplete"]
        for node in rule["nodes"]
        if rule["id"] == "color-contrast"
        if node["any"][0]["data"]["messageKey"] in UNTOLD
    ]
    return [
        f"{rule['id']}: {node['html'][:160]} ({' '.join(map(str, node['target']))})"
        for rule, node in told
    ]


def axe_faults(page: Page, rules: Sequence[str] = (), tried: Collection[str] = ()) -> list[str]:
    """Let axe try all of WCAG, or some rules; list those broken, and those not tried at all."""
    if not page.evaluate("() => 'axe' in window"):
        page.add_init_script(AXE_SCRIPT)  # for later pages: a fifth of the time
        page.evaluate(f"() => {{ {AXE_SCRIPT} }}")
    results = page.evaluate(f"(rules) => {{ {AXE} }}", [*rules])
    passed = {rule["id"] for rule in results["passes"]}
    return violations(results) + [f"{rule}: not tried" for rule in tried if rule not in passed]


SHAPE = """() => {
  const shape = [...document.querySelectorAll("body, body *")].map((item) => {
    const { x, y, width, height } = item.getBoundingClientRect();
    return [item.localName, item.checkVisibility(), x, y, width, height].join(" ");
  }).join("\\n");
  const isNew = shape !== window.shapeBefore;
  window.shapeBefore = shape;
  return isNew;
}"""
"""Whether anything has another size or place than when this was asked before."""
SETTLED = "() => Promise.all(document.getAnimations().map((change) => change.finished))"
"""Colours change in an eighth of a second."""
LOOKS = {"wide": (WIDE, "light", "dark"), "narrow": (NARROW, "dark", "light")}
"""A width, the scheme a page is opened in, the scheme it is changed to."""


def assert_accessible(page: Page, scheme: str, *tried: str) -> None:
    """Fail with what axe finds on a page as it stands, and then in its other scheme.

    Dark and light must differ in colour alone, so that of the other only the colours are tried.
    """
    __tracebackhide__ = True
    page.evaluate(SETTLED)
    assert_none(axe_faults(page, tried=("color-contrast", *tried)))
    assert page.evaluate(SHAPE)
    page.emulate_media(color_scheme=scheme)
    page.evaluate(SETTLED)
    assert not page.evaluate(SHAPE), f"{scheme} differs in more than colour"
    assert_none(axe_faults(page, COLOURS, ["color-contrast"]))
