"""What search needs of the programme: for each language its texts, its other wordings; the engine.

The files hold texts, not tokens: the engine cuts texts and queries with the same code
(`docs/assets/search/tokens.js`), so that the two can never disagree.
"""

import functools
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple, get_args

from opencc import OpenCC
from pypinyin import Style, pinyin

from .addresses import HOME
from .dates import date_words
from .model import UNDATED, Gap, SaidBy, Statement, WordsIfAny
from .numbers import NUMBER_WORDS
from .pages import Page
from .relations import Relations
from .wordings import HAN_RUN, Striker, bag

TRADITIONAL = range(0x4E00, 0xA000)
"""Characters a reader may type in their traditional form: CJK Unified Ideographs."""
COMMON = bytes(
    byte for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for byte in (row, cell)
).decode("gb2312", errors="ignore")
"""The 3,755 commonest characters: the first level of GB/T 2312—1980."""


def readings(names: Iterable[str]) -> str:
    """Spell the Han characters of names in pinyin without tones.

    Returns:
        Each syllable before the characters read so, `gan感干 gu谷`; a character with several
        readings has the one most common in these names.
    """
    read: dict[str, Counter[str]] = defaultdict(Counter)
    for run in HAN_RUN.findall("\n".join(names)):
        for character, syllable in zip(run, _syllables(run), strict=True):
            read[character][syllable] += 1
    spelled: dict[str, str] = defaultdict(str)
    for character, counts in sorted(read.items()):
        spelled[min(counts, key=lambda reading: (-counts[reading], reading))] += character
    return " ".join(syllable + characters for syllable, characters in sorted(spelled.items()))


@functools.cache
def _syllables(run: str) -> tuple[str, ...]:
    """Spell Han characters in their context; a name stands in many texts, and in every build."""
    return tuple(choice[0] for choice in pinyin(run, style=Style.NORMAL))


@functools.cache
def _to_simplified() -> Mapping[str, str]:
    """Map each traditional character to its simplified one."""
    characters = list(map(chr, TRADITIONAL))
    # A line each, lest neighbours be taken for a phrase.
    simplified = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = zip(characters, simplified, strict=True)
    return {old: new for old, new in pairs if old != new}


def simplified_characters(texts: str) -> str:
    """Pair each traditional character with the simplified one these texts use: `傳传產产`."""
    used = set(texts)
    return "".join(old + new for old, new in _to_simplified().items() if new in used)


class Doc(NamedTuple):
    """What is found as one thing.

    Attributes:
        lines: its title and its text.
        asked: questions, a line each.
        rank: 0 for the programme's own words, 1 for an official's, 2 for a report.
    """

    kind: str
    page: str
    id: str
    lines: str
    asked: str | None = None
    rank: int | None = None
    date: str | None = None


def columns(docs: Iterable[Doc]) -> dict[str, list[object]]:
    """Turn documents into columns, which compress better than rows.

    A column ends with the last document that has it: statements, which have all, come first.
    Texts before the columns of few values compress best.
    """
    made = {
        name: [value for value in column if value is not None]
        for name, column in zip(Doc._fields, zip(*docs, strict=True), strict=True)
    }
    return {name: made.pop(name) for name in ("lines", "id", "date")} | made


class Corpus:
    """What the engine answers from in one language."""

    def __init__(self, relations: Relations, site_pages: tuple[Page, ...], language: str) -> None:
        self.programme, self.language = relations.programme, language
        # Home, the parts, the other pages.
        self.pages = [page for page in site_pages if page.language == language]

    @cached_property
    def entries(self) -> tuple[Doc, ...]:
        """What readers may have other wordings for."""
        return (*self._statements(), *self._gaps(), *self._disagreements())

    @cached_property
    def docs(self) -> tuple[Doc, ...]:
        """All documents, entries first: in every language at the same places (`match.js`)."""
        others = (*self._terms(), *self._organisations(), *self._sources(), *self._pages())
        return self.entries + others

    def texts(self) -> Mapping[str, object]:
        """Give the texts as plain values."""
        site = self.programme.site
        docs = columns(self.docs)
        del docs["asked"]
        texts: dict[str, object] = {"language": self.language, "docs": docs}
        texts["pages"] = [(page.id, page.title) for page in self.pages]
        texts |= {"parts": len(site.parts), "same": site.same[self.language], "asking": self.asking}
        texts["defining"] = self._in_all_languages(site.defining)
        # Only what is looked up by its sound.
        texts["readings"] = readings(doc.lines.partition("\n")[0] for doc in self.docs)
        return texts | {"simplified": simplified_characters(str(texts))}

    @property
    def asking(self) -> tuple[str, ...]:
        """The words that make a question, of all languages: a query may mix them."""
        site = self.programme.site
        return self._in_all_languages(site.asking) + self._in_all_languages(site.defining)

    def _in_all_languages(self, words: WordsIfAny) -> tuple[str, ...]:
        return tuple(word for name in self.programme.site.language_ids for word in words[name])

    def asked(self) -> Mapping[str, object]:
        """Give the questions of each document, a line each, in the order of the texts."""
        return {"asked": columns(self.docs)["asked"]}

    def more(self) -> Mapping[str, object]:
        """Give what helps with the reader's own wording.

        Returns:
            `wordings`: words that readers use for each entry; `readings`: where these hold
            Chinese, how characters sound that may be mistyped.
        """
        typed = self.programme.wordings(self.language)
        strike = Striker(self.asking).strike
        bags = [bag(map(strike, typed.get(doc.id, "").split("\n"))) for doc in self.entries]
        mistyped = COMMON if HAN_RUN.search("".join(bags)) else ""
        return {"wordings": bags, "readings": readings(mistyped)}

    def _entry(self, entry: Statement | Gap) -> tuple[str, str]:
        language = self.language
        lines = f"{entry.title[language]}\n{entry.text[language]}"
        return lines, "\n".join(entry.asked_as[language])

    def _statements(self) -> Iterator[Doc]:
        marks = get_args(SaidBy)
        for one in self.programme.statements.values():
            section = self.programme.section_of[one.id]
            said = marks.index(one.said_by), self._date(one)
            yield Doc("statement", section, one.id, *self._entry(one), *said)

    def _date(self, statement: Statement) -> str:
        if statement.as_of == UNDATED:
            return self.programme.site.words["undated"][self.language]
        return date_words(statement.as_of, self.language)

    def _gaps(self) -> Iterator[Doc]:
        for gap in self.programme.not_reported:
            yield Doc("gap", gap.section, gap.id, *self._entry(gap))

    def _terms(self) -> Iterator[Doc]:
        for term in self.programme.terms:
            names = (*term.name.root.values(), *(other.text for other in term.others))
            title = term.name[self.language]
            others = (name for name in dict.fromkeys(names) if name != title)
            yield Doc("term", "terms", term.id, title, "\n".join(others))

    def _disagreements(self) -> Iterator[Doc]:
        for one in self.programme.disagreements:
            topic, summary = one.topic[self.language], one.summary[self.language]
            yield Doc("disagreement", "disagreements", one.id, topic, summary)

    def _organisations(self) -> Iterator[Doc]:
        for body in self.programme.organisations:
            name, others = body.name[self.language], "\n".join(body.also[self.language])
            yield Doc("organisation", "organisations", body.id, name, others)

    def _sources(self) -> Iterator[Doc]:
        for source in self.programme.sources:
            yield Doc("source", "sources", source.id, source.publisher[self.language])

    def _pages(self) -> Iterator[Doc]:
        for page in self.pages:
            if page.id != HOME:
                yield Doc("page", page.id, "", page.title)


FOLDER = "assets/search"
PARTS = tuple(
    f"{FOLDER}/{part}.js"
    for part in (
        *("weights", "tokens", "pinyin", "postings", "index"),
        *("match", "snippets", "rank", "worker"),
    )
)
"""The modules the engine is put together from, in an order in which each knows those before it."""
BOX = f"{FOLDER}/box.js"
"""The script that other scripts fetch."""
MODULAR = re.compile(r"^import [^;]*;\n|^export (?=\w)", re.MULTILINE)


def _json(values: object) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def engine(parts: Iterable[str]) -> str:
    """Join modules into one script: pages opened from disk, and older workers, load no modules.

    Before them what numbers are read by. One file, because the modules share most of
    their words and compress better together.
    """
    numerals = f"const NUMBER_WORDS = {_json(NUMBER_WORDS)};"
    modules = (MODULAR.sub("", part) for part in parts)
    return "\n".join(('(() => {\n"use strict";', numerals, *modules, "})();\n"))


def _script(name: str, values: object) -> str:
    """Write values as a script: a page opened from disk may load scripts but not fetch data."""
    return f"(self.searchData ??= {{}})[{_json(name)}] = {_json(values)};\n"


def files(relations: Relations, site_pages: tuple[Page, ...]) -> dict[str, str]:
    """Give what the engine answers from: address below the site's root to text."""
    written = {}
    for language in relations.programme.site.language_ids:
        corpus = Corpus(relations, site_pages, language)
        parts = {"": corpus.texts(), "-asked": corpus.asked(), "-more": corpus.more()}
        for part, values in parts.items():
            written[f"{FOLDER}/{language}{part}.js"] = _script(language + part, values)
    return written
