"""What lets a reader keep the site: the list its service worker keeps, and a manifest a language.

After https://www.w3.org/TR/service-workers/ and https://www.w3.org/TR/appmanifest/.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from .addresses import TAKE_AWAY
from .model import Language, Site
from .publishing import version
from .takeaway import colours

WORKER, OFF = "sw.js", "sw-off.js"
"""The script that keeps the site, and the one that takes its place to end it."""
KINDS = (".html", ".js", ".css", ".svg")
"""Ends of the names of what pages are made of; what is taken away is not among it."""


def kept(folder: Path) -> Iterator[str]:
    """Yield the files of a built site that are kept: every page and whatever pages load."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix in KINDS and name not in (WORKER, OFF) and name.split("/")[0] != TAKE_AWAY:
            yield name


def listed(folder: Path) -> str:
    """Give what a built site's worker is to know, as script: a version, each file's SHA-256."""
    sums = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in kept(folder)}
    shown = json.dumps(sums, separators=(",", ":"))
    return f'const VERSION="{version(sums)}",SUMS={shown};\n'


def fill(folder: Path) -> None:
    """Tell the worker of a built site what it keeps; once nothing else will change.

    Raises:
        OSError: when it cannot be written.
    """
    worker = folder / WORKER
    worker.write_text(listed(folder) + worker.read_text("utf-8"), "utf-8")


def manifests(site: Site) -> Mapping[str, str]:
    """Give what tells a device how to install the site in each language, by path."""
    return {
        f"{language.id}/site.webmanifest": json.dumps(_manifest(site, language), ensure_ascii=False)
        for language in site.languages
    }


def _manifest(site: Site, language: Language) -> Mapping[str, object]:
    paper = colours()["paper"]
    return {
        "name": site.name[language.id],
        "short_name": site.short_name[language.id],
        "description": site.description[language.id],
        "lang": language.html,
        "id": "./",
        "start_url": "./",
        "scope": "../",
        "display": "minimal-ui",
        "background_color": paper,
        "theme_color": paper,
        "icons": [{"src": "../assets/icon.svg", "sizes": "any", "type": "image/svg+xml"}],
    }
