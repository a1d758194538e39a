"""Who has opened the site once reads and searches all of it without a network, of one version.

Two versions of the real site stand on one host: every file that is kept says of which it is.
"""

import os
import re
import shutil
import socket
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import PATIENCE, SITE_PATH, WIDE, Host
from playwright.sync_api import Browser, BrowserContext, Page, expect
from programme.model import Programme
from programme.offline import OFF, WORKER, fill, kept
from test_search_box import ANOTHER, OWN, OWN_PHRASING, ask, shown

OLD, NEW = "version-one", "version-two"
MADE = {OLD: 1_000_000_000, NEW: 1_000_003_600}
"""The second at which the files of a version were written."""
LINE = "[data-offline]"
LANES = 4
"""How many files are fetched at a time."""
MARKS = f"""async (paths) => {{
  const texts = await Promise.all(paths.map(async (path) => (await fetch(path)).text()));
  return [...new Set(texts.map((text) => text.match(/{OLD}|{NEW}/g)?.join() ?? "none"))];
}}"""
"""Of which versions the files are that a page is given."""


def marked(site: Path, folder: Path, mark: str) -> Path:
    """Copy a site, each file that is kept with a mark."""
    shutil.copytree(site, folder, ignore=shutil.ignore_patterns("take-away", "data", "*.md"))
    for name in kept(folder):
        text = (folder / name).read_text("utf-8")
        if name.endswith((".js", ".css")):
            text += f"/* {mark} */"
        else:
            text = re.sub(r"<(html|svg) ", rf'<\1 data-version="{mark}" ', text, count=1)
        (folder / name).write_text(text, "utf-8")
    worker = folder / WORKER
    worker.write_text(worker.read_text("utf-8").partition("\n")[2], "utf-8")
    fill(folder)
    for path in folder.rglob("*"):  # a host goes by whole seconds
        os.utime(path, (MADE[mark], MADE[mark]))
    return folder


class Changing(Host):
    """Serves what its host shows at the moment, and breaks off where it is told to."""

    def __init__(self, *args: object, host: "Hosted") -> None:
        self.host = host
        super().__init__(*args, directory=str(host.site))  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer, or do not."""
        self.directory = str(self.host.site)
        self.host.asked.append(self.path)
        if len(self.host.asked) <= self.host.whole:
            super().do_GET()
        elif self.host.trouble == "error":
            self.send_error(503)
        elif self.host.trouble == "cut":
            self.connection.shutdown(socket.SHUT_RDWR)
        else:
            self.directory = str(self.host.other)
            super().do_GET()

    def end_headers(self) -> None:
        """Let nothing be taken from what the browser has of an earlier answer."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()


class Hosted:
    """A host that can be stopped, started again, and made to fail.

    Attributes:
        whole: how many requests are answered before the trouble begins.
        trouble: what then happens to the others.
    """

    def __init__(self, site: Path, other: Path) -> None:
        self.site, self.other = site, other
        self.port = 0
        self.answer_all()
        self.start()

    def answer_all(self) -> None:
        """Mend it, and count anew."""
        self.asked: list[str] = []
        self.whole, self.trouble = 10**6, ""

    def start(self) -> None:
        """Be there, at the same address as before."""
        handler = partial(Changing, host=self)
        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Be gone."""
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="module")
def versions(site: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("versions")
    return marked(site, folder / "old", OLD), marked(site, folder / "new", NEW)


@pytest.fixture
def host(versions: tuple[Path, Path]) -> Iterator[Hosted]:
    host = Hosted(*versions)
    yield host
    host.stop()


@pytest.fixture
def context(browser: Browser, host: Hosted) -> Iterator[BrowserContext]:
    address = f"http://127.0.0.1:{host.port}{SITE_PATH}"
    context = browser.new_context(base_url=address, viewport=WIDE)
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, host: Hosted) -> Page:
    """A page that was opened once, and has said that all is kept."""
    page = context.new_page()
    page.goto("en/goals/")
    expect(page.locator(LINE)).to_contain_text("Saved for reading offline on ")
    return page


def cut(page: Page, host: Hosted) -> None:
    """Take the network away."""
    page.context.set_offline(True)
    host.stop()


@pytest.fixture
def unplugged(page: Page, host: Hosted) -> Iterator[Page]:
    cut(page, host)
    yield page
    host.start()


def addresses(host: Hosted) -> list[str]:
    """The address of each file that is kept."""
    return [SITE_PATH + name.removesuffix("index.html") for name in kept(host.site)]


def test_every_page_opens_without_a_network(unplugged: Page, host: Hosted) -> None:
    failed: list[str] = []
    unplugged.on("requestfailed", lambda request: failed.append(request.url))
    for address in addresses(host):
        if address.endswith("/"):
            answer = unplugged.goto(address)
            assert answer is not None
            assert (answer.status, answer.from_service_worker) == (200, True), address
            expect(unplugged.locator("h1").first).to_be_visible()
    # Chromium asks the host for icons, never a worker.
    assert [address for address in failed if not address.endswith("/icon.svg")] == []


def test_each_address_of_a_page_leads_to_it(unplugged: Page) -> None:
    for address in ("zh/goals/?view=both&q=2025#target-2025-scale", "zh/goals/index.html"):
        answer = unplugged.goto(address)
        assert answer is not None
        assert answer.status == 200, address


def test_what_is_not_kept_shows_our_page(unplugged: Page, programme: Programme) -> None:
    answer = unplugged.goto("data/statements.json")
    assert answer is not None
    assert answer.status == 404
    for language in programme.site.languages:
        told = programme.site.words["not-found-hint"][language.id]
        expect(unplugged.locator(f"[lang={language.html}]").get_by_text(told)).to_be_visible()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_search_answers_without_a_network(unplugged: Page, language: str) -> None:
    """By the texts, by other wordings, and from an address with a query."""
    unplugged.goto(f"{language}/tasks/")
    for query in (OWN[language], OWN_PHRASING[language]):
        ask(unplugged, query)
        assert shown(unplugged).count() > 0, query
    unplugged.goto(f"{language}/?q={ANOTHER[language]}")
    expect(shown(unplugged).first).to_be_visible()
    shown(unplugged).first.click()
    expect(unplugged.locator(":target")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_citations_and_terms_work_without_a_network(unplugged: Page, language: str) -> None:
    unplugged.goto(f"{language}/goals/")
    unplugged.locator(".statement .why > summary").first.click()
    unplugged.locator(".statement details.cite > summary:visible").first.click()
    expect(unplugged.locator("details.cite pre").nth(4)).to_be_visible()
    unplugged.locator("p a.term:visible").first.focus()
    expect(unplugged.locator("#term-box")).to_be_visible()


def versions_shown(page: Page, host: Hosted) -> list[str]:
    """Of which versions all is that a page can be given."""
    return list(page.evaluate(MARKS, addresses(host)))


def put_up(host: Hosted, version: Path) -> None:
    """Publish the other version."""
    if host.site != version:
        host.site, host.other = host.other, host.site
    host.answer_all()


def test_a_newer_version_is_told_and_taken_whole(
    page: Page, host: Hosted, versions: tuple[Path, Path]
) -> None:
    assert versions_shown(page, host) == [OLD]
    put_up(host, versions[1])
    page.reload()
    expect(page.locator(LINE)).to_contain_text("A newer version of the site is ready")
    assert versions_shown(page, host) == [OLD]
    other = page.context.new_page()
    other.goto("zh/goals/")
    expect(other.locator(LINE)).to_contain_text("网站有新版本")
    page.get_by_role("button", name="newer version").click()
    expect(page.locator(LINE)).to_contain_text("Saved for reading offline on ")
    expect(other.locator(LINE)).to_contain_text("保存到本机")
    cut(page, host)
    for shown_page in (page, other):
        shown_page.reload()
        assert versions_shown(shown_page, host) == [NEW]
    host.start()


def test_the_next_page_is_brought_from_what_is_kept(page: Page, host: Hosted) -> None:
    """Not from the host, which may show another version by now."""
    host.site = host.other
    host.asked.clear()
    link = page.locator(".rail a[href='../projects/']")
    with page.context.expect_event("request", lambda asked: asked.url.endswith("/en/projects/")):
        link.hover()
    link.click()
    page.wait_for_url("**/en/projects/")
    how = "performance.getEntriesByType('navigation')[0].deliveryType"
    assert page.evaluate(how) == "navigational-prefetch"
    assert page.locator("html").get_attribute("data-version") == OLD
    assert f"{SITE_PATH}en/projects/" not in host.asked


def test_what_has_not_changed_is_not_fetched_again(
    page: Page, host: Hosted, versions: tuple[Path, Path], tmp_path: Path
) -> None:
    corrected = Path(shutil.copytree(versions[0], tmp_path / "corrected"))
    with (corrected / "zh/goals/index.html").open("a", encoding="utf-8") as file:
        file.write("<!-- corrected -->")
    worker = corrected / WORKER
    worker.write_text(worker.read_text("utf-8").partition("\n")[2], "utf-8")
    fill(corrected)
    host.other = corrected
    put_up(host, corrected)
    page.reload()
    expect(page.locator(LINE)).to_contain_text("A newer version of the site is ready")
    assert sorted(set(host.asked)) == [f"{SITE_PATH}{WORKER}", f"{SITE_PATH}zh/goals/"]


BREAKS = (
    *((0, "error"), (0, "cut"), (1, "other"), (1, "cut"), (3, "error"), (9, "other")),
    *((20, "cut"), (35, "error"), (50, "other"), (65, "cut")),
)
"""How much of an update is answered, and what happens to the rest: ten that are broken off."""
UPDATE = """() => navigator.serviceWorker.getRegistration().then(async (registration) => {
  await registration.update().catch(() => {});
  const { installing } = registration;
  if (installing) await new Promise((done) => installing.addEventListener("statechange", done));
  return Boolean(registration.waiting);
})"""
"""Look for a newer version; tell whether it was taken."""


@pytest.mark.parametrize(("whole", "trouble"), BREAKS)
def test_no_update_that_breaks_off_serves_a_mix(
    page: Page, host: Hosted, versions: tuple[Path, Path], whole: int, trouble: str
) -> None:
    """And what was kept of it is not fetched again.

    A browser may send one request anew, the one it had sent on the connection that broke.
    """
    put_up(host, versions[1])
    host.whole, host.trouble = whole, trouble
    assert not page.evaluate(UPDATE)
    cut(page, host)
    page.goto("zh/goals/")
    assert versions_shown(page, host) == [OLD]
    host.start()
    page.context.set_offline(False)
    host.answer_all()
    assert page.evaluate(UPDATE)
    assert len(set(host.asked)) <= len(addresses(host)) + 1 - max(0, whole - 1 - LANES)
    assert len(host.asked) - len(set(host.asked)) <= 1
    assert versions_shown(page, host) == [OLD]
    page.locator(LINE).get_by_role("button").click()
    expect(page.locator(LINE)).to_contain_text("保存到本机")
    assert versions_shown(page, host) == [NEW]


HELD = """async () => [
  (await navigator.serviceWorker.getRegistrations()).length, (await caches.keys()).length]"""
"""How many workers and how many caches a browser holds."""


def test_switched_off_by_one_file(
    page: Page, host: Hosted, versions: tuple[Path, Path], tmp_path: Path
) -> None:
    off = Path(shutil.copytree(versions[1], tmp_path / "off"))
    shutil.copy(off / OFF, off / WORKER)
    host.other = off
    put_up(host, off)
    page.reload()
    expect(page.locator(f"html[data-version={NEW}]")).to_be_attached()
    for address in ("zh/goals/", "en/goals/"):
        answer = page.goto(address)
        assert answer is not None
        assert not answer.from_service_worker
    assert versions_shown(page, host) == [NEW]
    assert page.evaluate(HELD)[1] == 0


def test_nothing_is_kept_for_who_saves_data(context: BrowserContext, host: Hosted) -> None:
    context.add_init_script(
        "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
    )
    page = context.new_page()
    page.goto("en/goals/")
    page.evaluate("() => new Promise((done) => requestIdleCallback(() => setTimeout(done, 500)))")
    assert page.evaluate(HELD) == [0, 0]
    assert [path for path in host.asked if path.endswith(WORKER)] == []
    expect(page.locator(LINE)).to_be_empty()
