"""What the code asks of the data by name, found where it is asked for.

Words of the interface with the blanks they may have, and anchors pages have of themselves: read
from templates, modules and scripts, so that no list goes stale.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import get_args

from .citations import STYLES
from .exports import DATA_FILES
from .groups import PROGRAMME_SAYS
from .model import BodyKind, Qualifier, SaidBy, SourceKind, Trust, ZoneRole

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "hooks" / "templates"
PLACES = (
    *((PAGES, "*.jinja"), (Path(__file__).parent, "*.py")),
    *((ROOT / "overrides", "*.html"), (ROOT / "docs" / "assets", "*.js")),
)
WORD = re.compile(
    r"""(?:\bwords\[|\b_?word\([^"'()]*)f?["'](?P<start>[^"']+)["']"""
    r"""(?P<joined>(?:\s*~\s*(?:[\w.]+|'[^']*'))*)(?P<blanks>(?:,(?:[^()]|\([^()]*\))*)?)"""
)
"""A word asked for by name: its start, what is joined to it, and what is filled in."""
SAID = re.compile(r"\bsay\((?P<keys>[^{}]*), \{(?P<blanks>[^}]*)\}")
"""Words a script asks for, one or the other, with what it fills in."""
JOINED = {
    "said-by-{}": get_args(SaidBy),
    "said-by-{}-means": ("official", "report"),
    "kind-{}": get_args(BodyKind),
    "kind-of-{}": get_args(SourceKind),
    "trust-{}": get_args(Trust),
    "zone-{}": get_args(ZoneRole),
    "qualifier-{}": tuple(name.replace(" ", "-") for name in get_args(Qualifier)),
    "search-kind-{}": ("gap", "organisation", "page", "source", "term"),
    "cite-{}": (
        *STYLES,
        *("link", "quote", "report", "open", "close", "copy", "copied", "failed"),
    ),
    "file-{}": DATA_FILES,
}
"""Words asked for by what the data say, with all they may say."""


@cache
def _sources() -> tuple[str, ...]:
    return tuple(
        path.read_text("utf-8") for folder, name in PLACES for path in sorted(folder.rglob(name))
    )


def _asked() -> Iterator[tuple[str, list[str]]]:
    """Yield every word asked for, with the blanks filled there."""
    for text in _sources():
        for match in WORD.finditer(text):
            joined = re.sub(r"~\s*[\w.]+", "{}", match["joined"])
            key = re.sub(r"\$?\{.*?\}", "{}", match["start"]) + re.sub(r"[\s~']", "", joined)
            yield key, re.findall(r"\b(\w+)=", match["blanks"])
        for match in SAID.finditer(text):
            for key in re.findall(r'"([^"]+)"', match["keys"]):
                yield key, re.findall(r"(?:^|,)\s*(\w+)", match["blanks"])


@cache
def words() -> Mapping[str, frozenset[str]]:
    """Give the words the site cannot do without, each with the blanks it may have."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for key, blanks in _asked():
        if "{}" not in key:
            wanted[key].update(blanks)
    for pattern, members in JOINED.items():
        for member in members:
            wanted[pattern.format(member)].update([""] if pattern == "qualifier-{}" else ())
    return {key: frozenset(blanks) for key, blanks in wanted.items()}


@cache
def anchors() -> re.Pattern[str]:
    """Match the ids that pages give to parts of their own."""
    found = "\n".join(_sources())
    own = re.findall(r' id="([a-z-]+|[a-z-]*-\{\{[^}]*\}\}|\{\{[^}]*\}\}-[a-z-]+)"', found)
    named = (*own, PROGRAMME_SAYS)
    patterns = {re.sub(r"\{\{.*\}\}", ".+", name) for name in named}
    return re.compile("|".join(sorted(patterns)))
