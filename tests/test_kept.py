"""What a reader's device keeps: each page and what it loads, by its sum; and how to install it."""

import gzip
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

import pytest
from conftest import SITE_URL, asset
from programme.model import Programme
from programme.offline import OFF, WORKER, fill, listed

EACH = 1_000
"""Bytes over the wire, a language, for whatever has an entry in search."""
FIRST = 14_000
"""Bytes over the wire for all that the first page of a visit loads beside itself."""
LOADED = re.compile(r'<(?:script[^>]* src|link[^>]* rel="(?:stylesheet|icon)"[^>]* href)="([^"]+)"')


@pytest.fixture(scope="module")
def sums(site: Path) -> dict[str, str]:
    """What the worker of the built site keeps: path of a file to its SHA-256."""
    line = (site / WORKER).read_text("utf-8").partition("\n")[0]
    return dict(json.loads(line.partition("SUMS=")[2].removesuffix(";")))


def test_each_file_is_kept_as_it_is(site: Path, sums: dict[str, str]) -> None:
    for name, digest in sums.items():
        assert re.fullmatch(r"[a-zA-Z0-9./-]+", name)
        assert hashlib.sha256((site / name).read_bytes()).hexdigest() == digest


def test_every_page_and_all_it_loads_is_kept(site: Path, sums: dict[str, str]) -> None:
    pages = [*site.glob("*.html"), *site.glob("*/**/index.html")]
    for page in pages:
        here = SITE_URL + page.relative_to(site).as_posix()
        for address in ("", *LOADED.findall(page.read_text("utf-8"))):
            assert urljoin(here, address).removeprefix(SITE_URL) in sums, (here, address)


def test_what_pages_load_may_be_cached_for_good(site: Path) -> None:
    """All but the icon, in a folder that is named by what is in it."""
    for page in site.glob("*/**/index.html"):
        loaded = [name for name in LOADED.findall(page.read_text("utf-8")) if "icon" not in name]
        assert [name for name in loaded if not re.search(r"/assets/[0-9a-f]{8}/", name)] == []


def test_first_visit_is_light(site: Path, record_property: Callable[[str, object], None]) -> None:
    """Whatever a page names to be loaded, also what the browser may leave for later."""
    weights = {}
    for page in site.glob("*/**/index.html"):
        loaded = {page.parent / name for name in LOADED.findall(page.read_text("utf-8"))}
        loaded |= {site / page.relative_to(site).parts[0] / "site.webmanifest"}
        weights[page] = sum(len(gzip.compress(file.read_bytes(), 6)) for file in loaded)
    record_property("bytes of a first visit beside the page", max(weights.values()))
    assert max(weights.values()) <= FIRST, weights


def test_search_and_citations_are_kept_in_every_language(
    sums: dict[str, str], programme: Programme
) -> None:
    for language in programme.site.language_ids:
        names = [f"search/{language}{part}.js" for part in ("", "-asked", "-more")]
        for name in (*names, "search/engine.js", "search/box.js", "sources/citations.js"):
            assert [path for path in sums if path.endswith(name)], name


def test_what_is_taken_away_is_not_kept(sums: dict[str, str]) -> None:
    kept = {path.rpartition(".")[2] for path in sums}
    assert kept == {"html", "js", "css", "svg"}
    assert not [path for path in sums if path.startswith(("take-away/", "data/", "sw"))]


def test_all_of_it_is_light(
    site: Path,
    sums: dict[str, str],
    programme: Programme,
    record_property: Callable[[str, object], None],
) -> None:
    sizes = (len(gzip.compress((site / name).read_bytes(), 6)) for name in (*sums, WORKER))
    said = (programme.statements, programme.not_reported, programme.terms)
    entries = sum(map(len, (*said, programme.organisations, programme.sources)))
    total = sum(sizes)
    record_property("bytes kept for reading offline", total)
    budget = EACH * entries * len(programme.site.language_ids)
    assert total <= budget, (total, budget)


def test_the_version_is_that_of_the_files(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("one")
    (tmp_path / WORKER).write_text("self")
    (tmp_path / OFF).write_text("self")
    before = listed(tmp_path)
    fill(tmp_path)
    assert (tmp_path / WORKER).read_text() == f"{before}self"
    assert listed(tmp_path) == before
    (tmp_path / "index.html").write_text("two")
    assert listed(tmp_path)[:40] != before[:40]


def test_each_language_can_be_installed(site: Path, programme: Programme) -> None:
    sheet = asset(site, "site.css").read_text("utf-8")
    for language in programme.site.languages:
        path = f"{language.id}/site.webmanifest"
        manifest = json.loads((site / path).read_text("utf-8"))
        assert manifest["lang"] == language.html
        assert manifest["name"] == programme.site.name[language.id]
        assert f"--paper:{manifest['theme_color']}" in sheet
        assert urljoin(path, manifest["start_url"]) == f"{language.id}/"
        assert urljoin(SITE_URL + path, manifest["scope"]) == SITE_URL
        (icon,) = manifest["icons"]
        assert (site / language.id / icon["src"]).is_file()
        page = (site / language.id / "goals/index.html").read_text("utf-8")
        assert 'rel="manifest" href="../site.webmanifest"' in page
