"""What search needs of the programme: one compact index file per language, and its engine.

The index holds texts, not tokens: the page cuts texts and queries with the same code
(`docs/assets/search/engine.js`), so that the two can never disagree.
"""

import importlib.resources
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from opencc import OpenCC
from pypinyin import Style, pinyin

from .model import Term
from .pages import HOME, Index, Page

HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
TRADITIONAL = range(0x4E00, 0xA000)
"""Characters a reader may type in their traditional form: CJK Unified Ideographs."""


def readings(names: Iterable[str]) -> dict[str, str]:
    """Spell the Han characters of names in pinyin without tones.

    Returns:
        Syllable to the characters read so; a character with several readings has the one
        most common in these names.
    """
    read: dict[str, Counter[str]] = defaultdict(Counter)
    for run in HAN_RUN.findall("\n".join(names)):
        for character, choice in zip(run, pinyin(run, style=Style.NORMAL), strict=True):
            read[character][choice[0]] += 1
    spelled: dict[str, str] = defaultdict(str)
    for character, counts in sorted(read.items()):
        spelled[min(counts, key=lambda reading: (-counts[reading], reading))] += character
    return dict(sorted(spelled.items()))


def simplified_characters(texts: str) -> str:
    """Pair each traditional character with the simplified one these texts use: `傳传產产`."""
    used = set(texts)
    convert = OpenCC("t2s").convert
    pairs = ((chr(code), convert(chr(code))) for code in TRADITIONAL)
    return "".join(old + new for old, new in pairs if old != new and new in used)


Doc = list[Any]
"""Kind, page, id, title, asked_as or other names, text, terms, rank, date.

What is empty at the end is left out; several names stand in one string, a line each.
"""
TITLE, ASKED = 3, 4


class Builder:
    """Makes the index of one language."""

    def __init__(self, index: Index, language: str) -> None:
        self.index, self.language = index, language
        self.programme = index.programme
        self.terms = {term.id: place for place, term in enumerate(self.programme.terms)}
        self.terms_of = self._terms_of()

    def build(self, site_pages: tuple[Page, ...]) -> Mapping[str, Any]:
        """Give the index as plain values: `docs` in order of rank among equals."""
        docs = [*self._statements(), *self._gaps(), *self._terms(), *self._organisations()]
        docs += [*self._sources(), *self._pages(site_pages)]
        pages = [(page.id, page.title) for page in site_pages if page.language == self.language]
        terms = ["\n".join(self._names(term)) for term in self.programme.terms]
        index = {"docs": docs, "pages": pages, "terms": terms}
        index["same"] = self.programme.site.same[self.language]
        asked = (doc[ASKED] for doc in docs if len(doc) > ASKED)
        index["readings"] = readings((*(doc[TITLE] for doc in docs), *asked, *terms))
        return index | {"simplified": simplified_characters(str(index))}

    def _terms_of(self) -> Mapping[str, list[int]]:
        terms: dict[str, list[int]] = defaultdict(list)
        for term, statements in self.index.used.items():
            for statement in statements:
                terms[statement.id].append(self.terms[term])
        return terms

    def _names(self, term: Term) -> tuple[str, ...]:
        """Give the renderings of a term in this language."""
        others = (other.text for other in term.others if other.lang == self.language)
        return (getattr(term, self.language, term.en), *others)

    def _statements(self) -> Iterator[Doc]:
        rank = {"programme": 0, "official": 1, "report": 2}
        for statement in self.programme.statements.values():
            yield [
                "statement",
                self.programme.section_of[statement.id],
                statement.id,
                statement.title[self.language],
                "\n".join(statement.asked_as[self.language]),
                statement.text[self.language],
                self.terms_of.get(statement.id, []),
                rank[statement.said_by],
                statement.as_of,
            ]

    def _gaps(self) -> Iterator[Doc]:
        for gap in self.programme.not_reported:
            asked = "\n".join(gap.asked_as[self.language])
            yield ["gap", gap.section, gap.id, gap.title[self.language], asked]

    def _terms(self) -> Iterator[Doc]:
        for term in self.programme.terms:
            title = getattr(term, self.language, term.en)
            yield ["term", "terms", term.id, title, "", "", [self.terms[term.id]]]

    def _organisations(self) -> Iterator[Doc]:
        for body in self.programme.organisations:
            title = getattr(body.name, self.language, None) or body.name.zh or body.name.en
            others = "\n".join(body.also[self.language])
            yield ["organisation", "organisations", body.id, title, others]

    def _sources(self) -> Iterator[Doc]:
        for source in self.programme.sources:
            yield ["source", "sources", source.id, source.publisher[self.language]]

    def _pages(self, site_pages: tuple[Page, ...]) -> Iterator[Doc]:
        for page in site_pages:
            if page.language == self.language and page.id != HOME:
                yield ["page", page.id, "", page.title]


def engine() -> str:
    """Give lunr as MkDocs ships it, its licence marked as a comment to keep."""
    folder = importlib.resources.files("mkdocs.contrib.search") / "templates" / "search"
    source = (folder / "lunr.js").read_text(encoding="utf-8")
    licence = source[: source.index("*/") + 2]
    return f"{licence.replace('/**', '/*!', 1)}\n{source[len(licence) :]}"


def files(index: Index, site_pages: tuple[Page, ...]) -> dict[str, str]:
    """Give the files of search: address below the site's root to its text."""
    written = {"assets/search/lunr.js": engine()}
    for language in index.programme.site.language_ids:
        values = Builder(index, language).build(site_pages)
        text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        # A script, because a page opened from disk may load scripts but not fetch data.
        script = f"(self.searchIndex ??= {{}})[{json.dumps(language)}] = {text};\n"
        written[f"assets/search/{language}.js"] = script
    return written
