"""The sites that are compared: ours, and stock ones made of the same statements."""

import html
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from programme.load import read_tree
from programme.model import Programme

REPOSITORY = Path(__file__).parents[1]
COPY = re.compile(r"-copy-[a-z]+$")
"""How the id of a copied statement, topic or page ends."""
A_PAGE = 10
"""How many times a page holds its statements."""
RSS = 1 if sys.platform == "darwin" else 1024
"""Bytes that a peak of memory is counted in."""


class Unbuilt(Exception):
    """A site could not be built; the message says why."""


@dataclass(frozen=True)
class Built:
    """A site and what the whole process of its build took.

    Attributes:
        site: its folder.
        seconds: by the clock.
        processor: seconds of processor.
        memory: the most it had at a time, in bytes.
    """

    site: Path
    seconds: float
    processor: float
    memory: int


def build(project: Path, seconds: float) -> Built:
    """Build a project as `mkdocs build` does, in so many seconds at most."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": "ignore"}
    start = time.monotonic()
    with tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen(command, cwd=project, env=environment, stdout=told, stderr=told)
        timer = threading.Timer(seconds, os.kill, (process.pid, signal.SIGKILL))
        timer.start()
        _, status, used = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        if process.returncode == -signal.SIGKILL:
            raise Unbuilt(f"not built within {seconds:.0f} s")
        if process.returncode:
            raise Unbuilt(told.read().strip().replace("\n", " / ")[:500])
    clock, processor = time.monotonic() - start, used.ru_utime + used.ru_stime
    return Built(project / "site", clock, processor, used.ru_maxrss * RSS)


# ---- Ours, with as many statements as asked for ----


def _letters(number: int) -> str:
    """Count in letters: a, b, … z, aa, so that copies bring no numbers of their own."""
    word = ""
    while number:
        number, rest = divmod(number - 1, 26)
        word = chr(ord("a") + rest) + word
    return word


def _copy_id(id_: str, copy: int) -> str:
    """Name a copy; the original, number 0, keeps its id."""
    return f"{id_}-copy-{_letters(copy)}" if copy else id_


def _marked(text: Mapping[str, str], copy: int) -> Mapping[str, str]:
    brackets = {"zh": "{}（{}）"}
    return {
        language: brackets.get(language, "{} ({})").format(line, _letters(copy)) if copy else line
        for language, line in text.items()
    }


def _page(section: Mapping[str, Any], copies: range) -> dict[str, Any]:
    """Give a page with these copies of its statements; the page itself is the first's copy."""
    page = copies[0]
    statements = [
        {
            **one,
            "id": _copy_id(one["id"], copy),
            "title": _marked(one["title"], copy),
            **({"topic": _copy_id(one["topic"], page)} if "topic" in one else {}),
        }
        for copy in copies
        for one in section["statements"]
    ]
    topics = [{**one, "id": _copy_id(one["id"], page)} for one in section.get("topics", ())]
    once = {"title_alone", "brief", "passages"} if page else {"title_alone"}
    kept = {key: value for key, value in section.items() if key not in once}
    title = _marked(section["title"], page)
    return {**kept, "title": title, "topics": topics, "statements": statements}


def multiply(data: Path, times: int) -> None:
    """Write every statement that many times, told apart by id and title.

    The originals stand first and as they were, so that queries keep their answers; what a page
    does not hold stands on copies of it, at the end of the menu.
    """
    if times == 1:
        return
    values = read_tree(data).values
    menu = values["site"]["menu"][-1]["pages"]
    for name, section in values["sections"].items():
        files = {file: _entries(file) for file in data.glob(f"search/*/{name}.txt")}
        ids = {one["id"] for one in section["statements"]}
        for first in range(0, times, A_PAGE):
            copies = range(first, min(first + A_PAGE, times))
            page = _copy_id(name, first)
            menu += [page] if first else []
            _write(data / "sections" / f"{page}.yml", _page(section, copies))
            for file, entries in files.items():
                wordings = "".join(_copied_wordings(entries, copies, ids))
                file.with_stem(page).write_text(wordings, "utf-8")
    _write(data / "site.yml", values["site"])


def _entries(file: Path) -> list[str]:
    """Give the entries of a file of other wordings, a statement or gap each."""
    return [entry for entry in re.split(r"(?m)^(?=# )", file.read_text("utf-8")) if entry]


def _copied_wordings(entries: Sequence[str], copies: range, ids: Set[str]) -> Iterator[str]:
    """Give other wordings to copies too, each line marked, since none may stand twice."""
    for entry, copy in product(entries, copies):
        head, *lines = entry.split("\n")
        if not copy:
            yield entry
        elif head.removeprefix("# ") in ids:
            marked = (f"{line} {_letters(copy)}" if line else line for line in lines)
            yield "\n".join((_copy_id(head, copy), *marked))


def _write(file: Path, values: Mapping[str, Any]) -> None:
    """Write values as JSON, which is YAML too and quick to write."""
    file.write_text(json.dumps(values, ensure_ascii=False, indent=0), encoding="utf-8")


def lay_out_ours(folder: Path, times: int) -> Path:
    """Make a project like ours with its statements multiplied."""
    folder.mkdir(parents=True)
    for name in ("mkdocs.yml", "docs", "hooks", "overrides"):
        (folder / name).symlink_to(REPOSITORY / name)
    shutil.copytree(REPOSITORY / "data", folder / "data")
    multiply(folder / "data", times)
    return folder


# ---- Stock: Material's own search plugin, index and worker ----

SEARCH = {
    # Material's defaults for Chinese and for English, and the other marks that end a word;
    # \u200b is what the plugin puts between the words jieba finds.
    "separator": r"[\s\u200b\u3000\-、。，．？！；：（）《》“”‘’—,:!=\[\]()\"/]+|\.(?!\d)",
    # Words as they are: without stemmer and stop words more is found, as index and query agree.
    "pipeline": [],
    "jieba_dict_user": "words.txt",
}
"""As strong as the documentation allows: 19 combinations of separator, pipeline, languages and
user dictionary were tried, and none found notably more.

https://squidfunk.github.io/mkdocs-material/plugins/search/
"""
MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!])")


def plain(text: str) -> str:
    """Write text so that Markdown shows it as it is."""
    return MARKDOWN.sub(r"\\\1", html.escape(text, quote=False))


class Stock:
    """Writes and builds stock sites of one programme: a heading a statement, a page a part.

    Attributes:
        with_asked: whether `asked_as` stands in the text, as nothing else can hold it.
    """

    def __init__(self, programme: Programme, seconds: float, with_asked: bool = False) -> None:
        self.programme, self.seconds, self.with_asked = programme, seconds, with_asked
        self.languages = programme.site.language_ids

    def in_one(self, folder: Path) -> Path:
        """Build one site with both languages in one index; give its folder."""
        for language in self.languages:
            self._write_pages(folder / "docs" / language, language)
        self._configure(folder, self.languages[0], self.languages)
        return build(folder, self.seconds).site

    def one_each(self, folder: Path) -> Path:
        """Build a site per language, each with its index, below one root; give the root."""
        root = folder / "site"
        for language in self.languages:
            project = folder / language
            self._write_pages(project / "docs", language)
            self._configure(project, language, (language,))
            shutil.move(build(project, self.seconds).site, root / language)
        return root

    def _write_pages(self, docs: Path, language: str) -> None:
        docs.mkdir(parents=True)
        home = f"# {plain(self.programme.site.name[language])}\n"
        (docs / "index.md").write_text(home, encoding="utf-8")
        for name in self.programme.sections:
            text = "\n\n".join(self._part(name, language))
            (docs / f"{name}.md").write_text(text + "\n", encoding="utf-8")

    def _part(self, name: str, language: str) -> Iterator[str]:
        section = self.programme.sections[name]
        gaps = (gap for gap in self.programme.not_reported if gap.section == name)
        yield f"# {plain(section.title[language])}"
        for record in (*section.statements, *gaps):
            yield f"## {plain(record.title[language])} {{: #{record.id} }}"
            yield plain(record.text[language])
            if self.with_asked:
                yield plain(" / ".join(record.asked_as[language]))

    def _configure(self, folder: Path, theme: str, languages: tuple[str, ...]) -> None:
        selector = (
            {"name": language.name, "link": f"/{language.id}/", "lang": language.html}
            for language in self.programme.site.languages
        )
        config = {
            "site_name": "stock",
            "site_url": "http://127.0.0.1/",
            "theme": {"name": "material", "language": theme, "font": False},
            "plugins": [{"search": {"lang": list(languages), **SEARCH}}],
            "markdown_extensions": ["attr_list"],
            "extra": {"alternate": list(selector)},
        }
        (folder / "mkdocs.yml").write_text(json.dumps(config), encoding="utf-8")
        words = "\n".join(sorted(self._names()))
        (folder / "words.txt").write_text(f"{words}\n", encoding="utf-8")

    def _names(self) -> set[str]:
        """Give the names jieba cannot know."""
        named = (*self.programme.terms, *self.programme.organisations)
        names = [record.name.root["zh"] for record in named if "zh" in record.name.root]
        return {run for name in names for run in re.findall(r"[\u4e00-\u9fff]{2,8}", name)}
