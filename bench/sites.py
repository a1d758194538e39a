"""The sites of the search benchmark: ours, and the stock ones made of the same statements."""

import html
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from programme.load import read_tree
from programme.model import Programme

REPOSITORY = Path(__file__).parents[1]
COPY = re.compile(r"-copy-[a-z]+$")
"""How the id of a copied statement ends."""


class Unbuilt(Exception):
    """A site could not be built; the message says why."""


def build(project: Path, seconds: float) -> Path:
    """Build a project as `mkdocs build` does; give the folder of its site."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": "ignore"}
    try:
        done = subprocess.run(
            command, cwd=project, env=environment, capture_output=True, text=True, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        raise Unbuilt(f"not built within {seconds:.0f} s") from None
    if done.returncode:
        raise Unbuilt(done.stdout + done.stderr)
    return project / "site"


# ---- Ours, with as many statements as asked for ----


def _letters(number: int) -> str:
    """Count in letters: a, b, … z, aa, so that copies bring no numbers of their own."""
    word = ""
    while number:
        number, rest = divmod(number - 1, 26)
        word = chr(ord("a") + rest) + word
    return word


def _copied(statement: Mapping[str, Any], copy: int) -> dict[str, Any]:
    mark = _letters(copy)
    brackets = {"zh": "{}（{}）"}
    title = {
        language: brackets.get(language, "{} ({})").format(line, mark)
        for language, line in statement["title"].items()
    }
    return {**statement, "id": f"{statement['id']}-copy-{mark}", "title": title}


def multiply(data: Path, times: int) -> None:
    """Write each section anew with every statement that many times, told apart by id and title.

    The originals stand first and as they were, so that queries keep their answers.
    """
    if times == 1:
        return
    for name, section in read_tree(data).values["sections"].items():
        statements = section["statements"]
        copies = [_copied(one, copy) for copy in range(1, times) for one in statements]
        many = {**section, "statements": statements + copies}
        # JSON is YAML too, and quick to write.
        text = json.dumps(many, ensure_ascii=False, indent=0)
        (data / "sections" / f"{name}.yml").write_text(text, encoding="utf-8")


def lay_out_ours(folder: Path, times: int) -> Path:
    """Make a project like ours with its statements multiplied."""
    folder.mkdir(parents=True)
    for name in ("mkdocs.yml", "docs", "hooks", "overrides"):
        (folder / name).symlink_to(REPOSITORY / name)
    shutil.copytree(REPOSITORY / "data", folder / "data")
    multiply(folder / "data", times)
    return folder


# ---- Stock: Material's own search plugin, index and worker ----

SEPARATOR = r"[\s\u200b\u3000\-、。，．？！；：（）《》“”‘’—,:!=\[\]()\"/]+|\.(?!\d)"
"""Material's default for Chinese and the one its documentation gives for English, in one.

`\\u200b` is what the plugin puts between the words jieba finds.
https://squidfunk.github.io/mkdocs-material/plugins/search/#config.separator
"""
MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~^=:$])")


def _plain(text: str) -> str:
    """Write text so that Markdown shows it as it is."""
    return MARKDOWN.sub(r"\\\1", html.escape(text, quote=False))


def _part(programme: Programme, name: str, language: str, with_asked: bool) -> str:
    section = programme.sections[name]
    lines = [f"# {_plain(section.title[language])}"]
    for statement in section.statements:
        lines.append(f"## {_plain(statement.title[language])} {{: #{statement.id} }}")
        lines.append(_plain(statement.text[language]))
        if with_asked:
            lines.append(_plain(" / ".join(statement.asked_as[language])))
    return "\n\n".join(lines) + "\n"


def _write_pages(programme: Programme, docs: Path, language: str, with_asked: bool) -> None:
    docs.mkdir(parents=True)
    home = f"# {_plain(programme.site.name[language])}\n"
    (docs / "index.md").write_text(home, encoding="utf-8")
    for name in programme.sections:
        text = _part(programme, name, language, with_asked)
        (docs / f"{name}.md").write_text(text, encoding="utf-8")


def _configure(folder: Path, theme_language: str, languages: list[str], **more: Any) -> None:
    search = {"lang": languages, "separator": SEPARATOR, "jieba_dict_user": "words.txt", **more}
    config = {
        "site_name": "stock",
        "site_url": "http://127.0.0.1/",
        "theme": {"name": "material", "language": theme_language, "font": False},
        "plugins": [{"search": search}],
        "markdown_extensions": ["attr_list"],
        "extra": {
            "alternate": [
                {"name": "English", "link": "/en/", "lang": "en"},
                {"name": "中文", "link": "/zh/", "lang": "zh"},
            ]
        },
    }
    (folder / "mkdocs.yml").write_text(json.dumps(config), encoding="utf-8")


def _write_words(programme: Programme, folder: Path) -> None:
    """Give jieba the names it cannot know."""
    names = [term.zh for term in programme.terms]
    names += [body.name.zh for body in programme.organisations if body.name.zh]
    runs = sorted({run for name in names for run in re.findall(r"[\u4e00-\u9fff]{2,8}", name)})
    (folder / "words.txt").write_text("\n".join(runs) + "\n", encoding="utf-8")


def build_stock_in_one(programme: Programme, folder: Path, seconds: float, **more: Any) -> Path:
    """Build one site with both languages in one index."""
    for language in programme.site.language_ids:
        _write_pages(programme, folder / "docs" / language, language, False)
    _write_words(programme, folder)
    _configure(folder, "en", ["en", "zh"], **more)
    return build(folder, seconds)


def build_stock_each(
    programme: Programme, folder: Path, seconds: float, with_asked: bool = False, langs=None, **more: Any
) -> Path:
    """Build a site per language, each with its own index, below one root."""
    root = folder / "site"
    for language in programme.site.language_ids:
        project = folder / language
        _write_pages(programme, project / "docs", language, with_asked)
        _write_words(programme, project)
        _configure(project, language, (langs or {}).get(language, [language]), **more)
        shutil.move(build(project, seconds), root / language)
    return root
