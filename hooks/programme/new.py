"""A project for another programme: this one's code, and data small enough to be written over.

The words of the interface are this programme's, in the languages it has; where a language is new,
the first of them stands in its place until somebody translates it, and English in that of data.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from babel import Locale, UnknownLocaleError

from .model import Site
from .plain_yaml import read

ROOT = Path(__file__).parents[2]
SKELETON = ROOT / "hooks" / "skeleton"
"""The data of a new programme, in English and Chinese."""
USUAL = ("en", "zh")
TAGS = {"zh": "zh-Hans"}
"""What browsers call a language, where two letters are not enough."""
OURS = (
    *("data", "README.md", "CHANGELOG.md", "CITATION.cff", "card-*.png", "results"),
    *(".git", ".venv", "site", ".site*", "pdf", ".schemas", "__pycache__"),
    *(".*_cache", ".hypothesis", ".coverage*"),
)
"""What a new project does not take from this one: its content, and what is made of it."""


class Refused(Exception):
    """A new project cannot be written; the message says why and what to do."""


def write(site: Site, folder: Path, languages: Sequence[str]) -> None:
    """Write a new project.

    Args:
        site: where the words of the interface are taken from.
        folder: where it will stand; nothing may stand there yet.
        languages: ids, the first offered first.

    Raises:
        Refused: when it cannot stand there, or a language is none.
        OSError: when it cannot be written.
    """
    if folder.exists():
        raise Refused(f"{folder} is there already; name a folder that is not")
    if ROOT in folder.resolve().parents:
        raise Refused(f"{folder} is inside this project; name a folder elsewhere")
    named = [_language(name) for name in languages]
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*OURS))
    (folder / "README.md").write_text("# Example Programme\n\nSee CONTRIBUTING.md.\n", "utf-8")
    _leave_out_our_tests(folder / "pyproject.toml")
    for path in sorted(SKELETON.rglob("*.yml")):
        values = spoken(read(path.read_text("utf-8"), (), {}), languages)
        if path.name == "site.yml":
            values = {"languages": named, **values, **_of_search_and_words(site, languages)}
        _dump(values, folder / "data" / path.relative_to(SKELETON))
    for name in languages:
        known = name if name in USUAL else "en"
        shutil.copytree(SKELETON / "search" / known, folder / "data" / "search" / name)


def _leave_out_our_tests(settings: Path) -> None:
    """Set that tests which are about this programme's data are not run."""
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("\nours = true", "\nours = false"), "utf-8")


def _language(name: str) -> dict[str, str]:
    try:
        locale = Locale(name)
    except (UnknownLocaleError, ValueError):
        raise Refused(f"'{name}' is no language; write two letters, as en") from None
    own = locale.get_display_name() or name
    return {"id": name, "html": TAGS.get(name, name), "name": own[:1].upper() + own[1:]}


def spoken(value: Any, languages: Sequence[str]) -> Any:
    """Give plain values with every text in these languages, in English where there is no other."""
    if isinstance(value, list):
        return [spoken(item, languages) for item in value]
    if not isinstance(value, dict):
        return value
    if "en" in value:
        return {name: value.get(name, value["en"]) for name in languages}
    kept = value if "zh" in languages else {k: v for k, v in value.items() if k != "pinyin"}
    return {key: spoken(item, languages) for key, item in kept.items()}


def _of_search_and_words(site: Site, languages: Sequence[str]) -> dict[str, Any]:
    first = site.language_ids[0]
    words = {
        key: {name: text.root.get(name, text[first]) for name in languages}
        for key, text in site.words.items()
    }
    lists = {"defining": site.defining, "asking": site.asking}
    kept = {
        key: {name: list(words[name]) for name in languages if words[name]}
        for key, words in lists.items()
    }
    return {**kept, "words": words}


class _Dumper(yaml.SafeDumper):
    """Writes what data files may hold: no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _dump(values: Any, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    style: dict[str, Any] = {"allow_unicode": True, "sort_keys": False, "width": 9999}
    text = yaml.dump(values, Dumper=_Dumper, default_flow_style=None, **style)
    path.write_text(text, "utf-8")
