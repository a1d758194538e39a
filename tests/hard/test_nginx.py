"""The sample for nginx serves the built site as it says: by requests, and in a browser."""

import contextlib
import gzip
import http.client
import re
import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import TESTS, UNKEPT, assert_none, asset
from nginx import HOST, running
from playwright.sync_api import Browser, Response

LOADED = "0123abcd"
"""A name for the folder of what pages load, beside its own, which no test knows beforehand."""


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    headers: dict[str, str]
    body: bytes


class Server:
    """An nginx that is up, by its two ports."""

    def __init__(self, plain: int, secure: int) -> None:
        self.plain, self.secure = plain, secure
        self.trust = ssl.create_default_context()
        self.trust.check_hostname, self.trust.verify_mode = False, ssl.CERT_NONE

    def get(self, path: str, method: str = "GET", *, plain: bool = False, **headers: str) -> Answer:
        """Ask for a path as it stands, by TLS unless `plain`."""
        connection = (
            http.client.HTTPConnection(HOST, self.plain, timeout=30)
            if plain
            else http.client.HTTPSConnection(HOST, self.secure, timeout=30, context=self.trust)
        )
        with contextlib.closing(connection):
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            given = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, given, answer.read())


@pytest.fixture(scope="module")
def served(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site, with what is there on many a server by mistake; a folder is compressed."""
    folder = Path(shutil.copytree(site, tmp_path_factory.mktemp("www") / "site"))
    (folder / ".git").mkdir()
    (folder / ".git/config").write_text("secret")
    (folder / ".env").write_text("secret")
    loaded = folder / f"assets/{LOADED}"
    shutil.copytree(asset(site, "site.css").parent, loaded)
    command = ["make", "compress", f"SITE={loaded}"]
    subprocess.run(command, cwd=TESTS.parent, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def nginx(served: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(served, tmp_path_factory.mktemp("nginx")) as ports:
        yield Server(*ports)


EVERYWHERE = {
    "strict-transport-security": "max-age=31536000",
    "content-security-policy": "frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "referrer-policy": "strict-origin-when-cross-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
KINDS = {
    "/en/": "text/html; charset=utf-8",
    "/zh/goals/": "text/html; charset=utf-8",
    "/zh/goals/index.md": "text/markdown; charset=utf-8",
    "/llms.txt": "text/plain; charset=utf-8",
    "/data/statements.json": "application/json; charset=utf-8",
    "/data/statements.csv": "text/csv; charset=utf-8",
    "/en/changes.xml": "application/atom+xml; charset=utf-8",
    "/sitemap.xml": "text/xml; charset=utf-8",
    "/robots.txt": "text/plain; charset=utf-8",
    f"/assets/{LOADED}/site.css": "text/css; charset=utf-8",
    f"/assets/{LOADED}/site.js": "text/javascript; charset=utf-8",
    "/sw.js": "text/javascript; charset=utf-8",
    "/zh/site.webmanifest": "application/manifest+json; charset=utf-8",
    "/assets/icon.svg": "image/svg+xml",
    "/assets/card-zh.png": "image/png",
}
MISSING = ("/nowhere", "/en/nowhere/", "/data/", "/assets/", "/.env", "/.git/config", "/_headers")


@pytest.mark.parametrize("path", KINDS)
def test_every_kind_of_file_has_its_type_and_every_header(path: str, nginx: Server) -> None:
    answer = nginx.get(path)
    assert answer.status == 200
    assert answer.headers["content-type"] == KINDS[path]
    assert EVERYWHERE.items() <= answer.headers.items()
    for_good = path.startswith(f"/assets/{LOADED}/")
    kept = "public, max-age=31536000, immutable" if for_good else "no-cache"
    assert answer.headers["cache-control"] == kept


@pytest.mark.parametrize("path", MISSING)
def test_what_is_not_there_shows_our_page(path: str, nginx: Server, served: Path) -> None:
    answer = nginx.get(path)
    assert answer.status == 404
    assert answer.body == (served / "404.html").read_bytes()
    assert EVERYWHERE.items() <= answer.headers.items()


def test_our_page_of_errors_speaks_both_languages(served: Path) -> None:
    languages = re.findall(r'lang="([^"]+)"', (served / "404.html").read_text("utf-8"))
    assert {"en", "zh-Hans"} <= set(languages)


def test_another_method_shows_our_page(nginx: Server, served: Path) -> None:
    answer = nginx.get("/en/", "POST", Content_Length="0")
    assert answer.status == 405
    assert answer.body == (served / "404.html").read_bytes()


def test_plain_http_leads_to_https(nginx: Server) -> None:
    answer = nginx.get("/zh/goals/?q=1", plain=True)
    assert (answer.status, answer.headers["location"]) == (301, f"https://{HOST}/zh/goals/?q=1")


def test_a_folder_without_its_slash_leads_there(nginx: Server) -> None:
    answer = nginx.get("/en/goals")
    assert (answer.status, answer.headers["location"]) == (301, "/en/goals/")


def test_nothing_says_which_version_serves(nginx: Server) -> None:
    assert nginx.get("/en/").headers["server"] == "nginx"


OPEN = ("/data/statements.json", "/data/terms.json", "/zh/changes.xml", "/assets/card-en.png")
CLOSED = (
    "/en/",
    f"/assets/{LOADED}/site.js",
    f"/assets/{LOADED}/search/engine.js",
    "/sitemap.xml",
    "/nowhere",
)


def test_others_may_fetch_data_feeds_and_cards_alone(nginx: Server) -> None:
    given = {
        path: nginx.get(path, Origin="https://other.example").headers for path in OPEN + CLOSED
    }
    policies = {path: headers["cross-origin-resource-policy"] for path, headers in given.items()}
    origins = {path: headers.get("access-control-allow-origin") for path, headers in given.items()}
    assert policies == dict.fromkeys(OPEN, "cross-origin") | dict.fromkeys(CLOSED, "same-origin")
    assert origins == dict.fromkeys(OPEN, "*") | dict.fromkeys(CLOSED)


def test_what_was_compressed_before_is_sent_so(nginx: Server, served: Path) -> None:
    answer = nginx.get(f"/assets/{LOADED}/site.css", Accept_Encoding="gzip")
    style = served / f"assets/{LOADED}/site.css"
    assert answer.body == style.with_name("site.css.gz").read_bytes()
    assert gzip.decompress(answer.body) == style.read_bytes()
    assert "Accept-Encoding" in answer.headers["vary"]
    assert gzip.decompress(nginx.get("/zh/goals/", Accept_Encoding="gzip").body)


def test_what_has_not_changed_is_not_sent_again(nginx: Server) -> None:
    tag = nginx.get("/en/").headers["etag"]
    again = nginx.get("/en/", If_None_Match=tag)
    assert (again.status, again.body) == (304, b"")


def observatory(answer: Answer, leads: Answer) -> dict[str, int]:
    """Give the points of each row of the table of MDN's HTTP Observatory that can differ here.

    After https://github.com/mdn/mdn-http-observatory/blob/main/src/grader/charts.js: a site
    begins with 100, and what is missing costs; rows not named here give nothing (cookies,
    redirection to the same host, no scripts of others).
    """
    headers, page = answer.headers, answer.body.decode()
    meta = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    policy = dict(
        directive.strip().partition(" ")[::2]
        for text in (meta[1] if meta else "", headers["content-security-policy"])
        for directive in text.split(";")
    )
    scripts = policy.get("script-src", policy.get("default-src", "*"))
    lasts = int(re.findall(r"max-age=(\d+)", headers["strict-transport-security"])[0])
    safe = "unsafe" not in scripts and policy["form-action"] in ("'self'", "'none'")
    strict = policy["default-src"] == "'none'" and "unsafe" not in policy["style-src"]
    return {
        "content-security-policy": (10 if strict else 0) if safe else -20,
        "cross-origin-resource-policy": 10
        * (headers["cross-origin-resource-policy"] == "same-origin"),
        "referrer-policy": 5 if "origin" in headers["referrer-policy"] else 0,
        "redirection": 0 if leads.headers["location"].startswith(f"https://{HOST}") else -20,
        "strict-transport-security": 0 if lasts >= 15768000 else -10,
        "x-content-type-options": 0 if headers["x-content-type-options"] == "nosniff" else -5,
        "x-frame-options": 5 if policy["frame-ancestors"] == "'none'" else 0,
    }


def test_the_observatory_gives_110_points_and_more(
    nginx: Server, record_property: Callable[[str, object], None]
) -> None:
    points = observatory(nginx.get("/en/"), nginx.get("/en/", plain=True))
    record_property("points of the Observatory", 100 + sum(points.values()))
    assert min(points.values()) >= 0, points
    assert 100 + sum(points.values()) >= 110, points


def test_every_page_is_shown_with_the_policy_in_force(
    browser: Browser, nginx: Server, served: Path
) -> None:
    """No violation, nothing in the console, nothing asked of others."""
    origin = f"https://{HOST}:{nginx.secure}"
    told: list[str] = []
    context = browser.new_context(ignore_https_errors=True)
    context.add_init_script(UNKEPT)
    page = context.new_page()
    page.on("console", lambda message: told.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: told.append(f"{page.url}: {error}"))

    def look(response: Response) -> None:
        if not response.url.startswith((origin, "data:", "blob:")) or response.status >= 400:
            told.append(f"{page.url}: {response.status} {response.url}")

    page.on("response", look)
    for file in sorted(served.rglob("*.html")):
        if file.name != "404.html":
            page.goto(f"{origin}/{file.relative_to(served).as_posix()}", wait_until="load")
    context.close()
    assert_none(told)
