"""What search needs of the programme: one compact index file per language, and its engine.

The index holds texts, not tokens: the page cuts texts and queries with the same code
(`docs/assets/search/engine/tokens.js`), so that the two can never disagree.
"""

import functools
import importlib.resources
import itertools
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from opencc import OpenCC
from pypinyin import Style, pinyin

from .addresses import HOME
from .model import NO_WORDS, Term
from .numbers import CHINESE_DIGITS, CHINESE_SCALES
from .pages import Index, Page

HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
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


Doc = tuple[Any, ...]
"""The values of one document, a column each."""
COLUMNS = ("kind", "page", "id", "lines", "rank", "date")
"""What a document has: `lines` are its title, the words it is asked by, and its text."""


def columns(docs: Iterable[Doc]) -> dict[str, list[Any]]:
    """Turn documents into columns, which compress better than rows.

    A column ends with the last document that has it: statements, which have all, come first.
    Texts before the columns of few values compress best.
    """
    made = {
        name: [value for value in column if value is not None]
        for name, column in zip(COLUMNS, itertools.zip_longest(*docs), strict=True)
    }
    return {name: made.pop(name) for name in ("lines", "id", "date")} | made


def _lines(title: str, asked: Iterable[str] = (), text: str = "") -> str:
    return "\n".join((title, *asked, text))


class Builder:
    """Makes the index of one language."""

    def __init__(self, index: Index, language: str) -> None:
        self.index, self.language = index, language
        self.programme = index.programme

    def build(self, site_pages: tuple[Page, ...]) -> Mapping[str, Any]:
        """Give the index as plain values: `docs` in order of rank among equals."""
        docs = [*self._statements(), *self._gaps(), *self._terms(), *self._organisations()]
        docs += [*self._sources(), *self._pages(site_pages)]
        # Home, the parts, the other pages.
        pages = [(page.id, page.title) for page in site_pages if page.language == self.language]
        terms = ["\n".join(self._names(term)) for term in self.programme.terms]
        index: dict[str, Any] = {"language": self.language, "docs": columns(docs)}
        index |= {"pages": pages, "terms": terms, "parts": len(self.programme.site.parts)}
        index["same"] = self.programme.site.same[self.language]
        # Only what is looked up by its sound: all but the texts.
        named = (doc[3].rpartition("\n")[0] for doc in docs)
        index["readings"] = readings((*named, *terms))
        return index | {"simplified": simplified_characters(str(index))}

    def more(self) -> Mapping[str, Any]:
        """Give what helps with the reader's own wording.

        Returns:
            `phrasings`: what else readers type for statements and gaps, in the order of the index;
            `readings`: where these hold Chinese, how characters sound that may be mistyped in it.
        """
        phrasings = self.programme.phrasings_of
        ids = (*self.programme.statements, *(gap.id for gap in self.programme.not_reported))
        lines = ["\n".join(phrasings.get(name, NO_WORDS)[self.language]) for name in ids]
        mistyped = COMMON if HAN_RUN.search("\n".join(lines)) else ""
        return {"phrasings": lines, "readings": readings(mistyped)}

    def _names(self, term: Term) -> tuple[str, ...]:
        """Give the renderings of a term in this language."""
        others = (other.text for other in term.others if other.lang == self.language)
        return (term.name(self.language), *others)

    def _statements(self) -> Iterator[Doc]:
        rank = {"programme": 0, "official": 1, "report": 2}
        for statement in self.programme.statements.values():
            title, asked, text = statement.title, statement.asked_as, statement.text
            yield (
                "statement",
                self.programme.section_of[statement.id],
                statement.id,
                _lines(title[self.language], asked[self.language], text[self.language]),
                rank[statement.said_by],
                statement.as_of,
            )

    def _gaps(self) -> Iterator[Doc]:
        for gap in self.programme.not_reported:
            lines = _lines(gap.title[self.language], gap.asked_as[self.language])
            yield "gap", gap.section, gap.id, lines

    def _terms(self) -> Iterator[Doc]:
        for term in self.programme.terms:
            title = term.name(self.language)
            yield "term", "terms", term.id, _lines(title)

    def _organisations(self) -> Iterator[Doc]:
        for body in self.programme.organisations:
            title = getattr(body.name, self.language, None) or body.name.zh or body.name.en
            lines = _lines(title or "", body.also[self.language])
            yield "organisation", "organisations", body.id, lines

    def _sources(self) -> Iterator[Doc]:
        for source in self.programme.sources:
            yield "source", "sources", source.id, _lines(source.publisher[self.language])

    def _pages(self, site_pages: tuple[Page, ...]) -> Iterator[Doc]:
        for page in site_pages:
            if page.language == self.language and page.id != HOME:
                yield "page", page.id, "", _lines(page.title)


PARTS = ("tokens", "spelling", "snippets", "ranking")
ENGINE = tuple(f"assets/search/engine/{part}.js" for part in PARTS)
"""The scripts the engine is put together from, in this order, after lunr."""
SCRIPTS = tuple(f"assets/search/{part}.js" for part in ("box", "worker", "wording"))
"""The scripts that other scripts fetch."""


def _json(values: Any) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def engine(parts: Iterable[str]) -> str:
    """Join lunr as MkDocs ships it, its licence once and as a comment to keep, and our scripts.

    Before ours what Chinese numerals are read by. One file, because the scripts share most of
    their words and compress better together.
    """
    folder = importlib.resources.files("mkdocs.contrib.search") / "templates" / "search"
    source = (folder / "lunr.js").read_text(encoding="utf-8")
    licence = source[: source.index("*/") + 2]
    rest = source[len(licence) :].replace("/*!", "/*")
    numerals = {"digits": CHINESE_DIGITS, "scales": CHINESE_SCALES}
    known = f"self.searchNumerals = {_json(numerals)};"
    return "\n".join((licence.replace("/**", "/*!", 1), rest, known, *parts))


def _script(variable: str, language: str, values: Any) -> str:
    """Write values as a script: a page opened from disk may load scripts but not fetch data."""
    return f"(self.{variable} ??= {{}})[{_json(language)}] = {_json(values)};\n"


def files(index: Index, site_pages: tuple[Page, ...]) -> dict[str, str]:
    """Give the indexes and what is fetched after them: address below the site's root to text."""
    written = {}
    for language in index.programme.site.language_ids:
        builder = Builder(index, language)
        name = f"assets/search/{language}"
        written[f"{name}.js"] = _script("searchIndex", language, builder.build(site_pages))
        written[f"{name}-more.js"] = _script("searchMore", language, builder.more())
    return written
