"""Lighthouse's verdict on a page: its mobile preset, network and processor slowed by simulation."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from browser_install import find_browser
from sites import REPOSITORY

PROGRAM = REPOSITORY / ".venv/lighthouse/node_modules/.bin/lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TIMES = {
    "LCP, ms": ("largest-contentful-paint", 0),
    "TBT, ms": ("total-blocking-time", 0),
    "CLS": ("cumulative-layout-shift", 3),
}
"""The audit of each, and to how many digits it is told."""
FLAGS = "--headless=new" + " --no-sandbox" * (os.geteuid() == 0)
PATIENCE = 180
"""Seconds after which a run is given up."""


@dataclass(frozen=True)
class Verdict:
    """What Lighthouse says of one page.

    Attributes:
        figures: scores from 0 to 1 by category, and `TIMES`, by name.
        faults: each audit that costs a category something, and what element it names.
    """

    figures: Mapping[str, float]
    faults: tuple[str, ...]


class Unjudged(Exception):
    """Lighthouse came to no verdict; the message says why."""


def judge(address: str) -> Verdict:
    """Run Lighthouse on an address, with a browser of its own.

    Raises:
        Unjudged: where that fails, or takes longer than `PATIENCE`.
    """
    try:
        report = _report(address)
    except subprocess.SubprocessError as error:
        raise Unjudged(f"{address}: {error}") from None
    scores = {name: float(report["categories"][name]["score"] or 0) for name in CATEGORIES}
    times = {
        name: round(report["audits"][audit]["numericValue"], digits)
        for name, (audit, digits) in TIMES.items()
    }
    return Verdict(scores | times, tuple(_faults(report)))


def _report(address: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="lighthouse-") as folder:
        file = Path(folder, "report.json")
        command = [PROGRAM, address, "--output=json", f"--output-path={file}", "--quiet"]
        command += [f"--chrome-flags={FLAGS}", "--disable-full-page-screenshot"]
        environment = os.environ | {"CHROME_PATH": find_browser()}
        subprocess.run(command, env=environment, check=True, capture_output=True, timeout=PATIENCE)
        return json.loads(file.read_text("utf-8"))


def _faults(report: Mapping[str, Any]) -> Iterator[str]:
    for category in report["categories"].values():
        for reference in category["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                yield f"{category['id']}: {audit['id']} {audit['score']:.2f}{_element(audit)}"


def _element(audit: Mapping[str, Any]) -> str:
    """Name the first element that an audit finds fault with."""
    items = audit.get("details", {}).get("items", ())
    nodes = (item["node"]["snippet"] for item in items if item.get("node", {}).get("snippet"))
    return f", {next(nodes, '')}".rstrip(", ")


def version() -> str:
    """Give the version of Lighthouse that is pinned."""
    package = json.loads((REPOSITORY / "tools/lighthouse/package.json").read_text("utf-8"))
    return package["devDependencies"]["lighthouse"]
