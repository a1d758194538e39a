"""A stock site of the same statements in two languages, as one would write it by hand.

Material and mkdocs-static-i18n as their documentation sets them up, a Markdown file a page and
language beside one another (`goals.en.md`, `goals.zh.md`); every page of ours but the editions has
its counterpart, and each statement names its sources.

https://ultrabug.github.io/mkdocs-static-i18n/getting-started/quick-start/
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from programme.addresses import HOME
from programme.model import NO_WORDS, Programme, Sentence, Source, Statement
from sites import SEARCH, plain

TIMELINE = {"en": ("Date", "Statement"), "zh": ("日期", "内容")}
SOURCES = {"en": "Sources: ", "zh": "来源："}


class Pages:
    """Writes the pages of one language in Markdown."""

    def __init__(self, programme: Programme, language: str) -> None:
        self.programme, self.language = programme, language
        self.sources = {source.id: source for source in programme.sources}

    def all(self) -> Iterator[tuple[str, str]]:
        """Yield the name and the text of each page, home first."""
        site = self.programme.site
        yield "index", self._page(site.pages[HOME].title[self.language], self.home())
        for name, section in self.programme.sections.items():
            yield name, self._page(section.title[self.language], self.section(name))
        for name, write in OTHERS.items():
            if name in site.in_menu:
                yield name, self._page(site.pages[name].title[self.language], write(self))

    def _page(self, title: str, blocks: Iterable[str]) -> str:
        return "\n\n".join((f"# {plain(title)}", *blocks)) + "\n"

    def home(self) -> Iterator[str]:
        """Yield the lede, the brief, and a list of the parts."""
        entry = self.programme.site.pages[HOME]
        yield plain(entry.lede[self.language])
        yield self._told(entry.brief)
        titles = {name: section.title for name, section in self.programme.sections.items()}
        yield "\n".join(
            f"- [{plain(title[self.language])}]({name}.md)" for name, title in titles.items()
        )

    def section(self, name: str) -> Iterator[str]:
        """Yield the brief and, each under its heading, statements with sources and gaps."""
        section = self.programme.sections[name]
        yield self._told(section.brief)
        for statement in section.statements:
            yield self._head(statement.title[self.language], statement.id)
            yield plain(statement.text[self.language])
            yield SOURCES[self.language] + ", ".join(map(self._source, statement.sources))
        for gap in self.programme.not_reported:
            if gap.section == name:
                yield self._head(gap.title[self.language], gap.id)
                yield plain(gap.text[self.language])

    def timeline(self) -> Iterator[str]:
        """Yield a table of all statements by date."""
        rows = sorted(self.programme.statements.values(), key=lambda one: one.as_of)
        lines = [TIMELINE[self.language], ("---", "---")]
        lines += [(one.as_of, self._statement(one)) for one in rows]
        yield "\n".join(f"| {date} | {what} |" for date, what in lines)

    def layout(self) -> Iterator[str]:
        """Yield each area and what is planned for it."""
        for zone in self.programme.layout.zones if self.programme.layout else ():
            yield self._head((zone.full_name or zone.name)[self.language], zone.id)
            yield self._statement(self.programme.statements[zone.statement])
            yield "\n".join(f"- {plain(line)}" for line in (zone.focus or NO_WORDS)[self.language])

    def terms(self) -> Iterator[str]:
        """Yield each term and what it means."""
        for term in self.programme.terms:
            yield self._head(term.name[self.language], term.id)
            yield plain(term.note[self.language])

    def organisations(self) -> Iterator[str]:
        """Yield each body and its part."""
        for body in self.programme.organisations:
            yield self._head(body.name[self.language], body.id)
            yield plain(body.role[self.language])

    def disagreements(self) -> Iterator[str]:
        """Yield what sources differ on, and what each says."""
        for topic in self.programme.disagreements:
            yield self._head(topic.topic[self.language], topic.id)
            yield plain(topic.summary[self.language])
            yield "\n".join(
                f"- {self._source(one.source)}: {plain(one.says[self.language])}"
                for one in topic.positions
            )

    def list_of_sources(self) -> Iterator[str]:
        """Yield each source with its address and what is to be known of it."""
        for source in self.programme.sources:
            yield self._head(self._named(source), source.id)
            title = plain(source.title[self.language]) if source.title else ""
            yield f"[{title or source.address}]({source.address})" if source.address else title
            yield plain(source.note[self.language])

    def about(self) -> Iterator[str]:
        """Yield the prose about the site."""
        for passage in self.programme.about:
            yield self._head(passage.title[self.language], passage.id)
            yield from (plain(text[self.language]) for text in passage.text)

    def _head(self, title: str, id_: str) -> str:
        return f"## {plain(title)} {{: #{id_} }}"

    def _told(self, brief: Iterable[Sentence]) -> str:
        return " ".join(plain(sentence.text[self.language]) for sentence in brief)

    def _named(self, source: Source) -> str:
        return f"{source.publisher[self.language]}, {source.published}"

    def _source(self, id_: str) -> str:
        return f"[{plain(self._named(self.sources[id_]))}](sources.md#{id_})"

    def _statement(self, statement: Statement) -> str:
        page = self.programme.section_of[statement.id]
        return f"[{plain(statement.title[self.language])}]({page}.md#{statement.id})"


OTHERS: Mapping[str, Callable[[Pages], Iterator[str]]] = {
    "timeline": Pages.timeline,
    "layout": Pages.layout,
    "terms": Pages.terms,
    "organisations": Pages.organisations,
    "disagreements": Pages.disagreements,
    "sources": Pages.list_of_sources,
    "about": Pages.about,
}
"""The pages that are not made of statements."""


def lay_out_stock(folder: Path, programme: Programme) -> Path:
    """Write the project; its first language stands at the root, each other in its folder."""
    (folder / "docs").mkdir(parents=True)
    for language in programme.site.language_ids:
        for name, text in Pages(programme, language).all():
            (folder / f"docs/{name}.{language}.md").write_text(text, encoding="utf-8")
    languages = [
        {"locale": language.id, "name": language.name, "build": True, "default": not at}
        for at, language in enumerate(programme.site.languages)
    ]
    config = {
        "site_name": programme.site.name[programme.site.language_ids[0]],
        "site_url": "https://example.org/",
        "theme": {"name": "material", "font": False},
        "plugins": [
            {"search": {"separator": SEARCH["separator"]}},
            {"i18n": {"docs_structure": "suffix", "languages": languages}},
        ],
        "markdown_extensions": ["attr_list"],
    }
    (folder / "mkdocs.yml").write_text(json.dumps(config), encoding="utf-8")
    return folder
