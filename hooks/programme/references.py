"""What is cited: a source, or a statement as an entry of this site, in one language.

What is not known is left out or described in brackets, never guessed: a source without a title
by its kind or by what `cite_as` says of it, a date as exact as the source gives it. Where a name
is not named, none stands. A source without an address gets no link and no mark of being online.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from .addresses import place
from .dates import date_words
from .model import UNDATED, Programme, Source, Statement, Text

Form = Literal["paper", "report", "post", "page", "entry"]
"""What a reference is to: an article of a newspaper, a report or filing, a post that copies
another text, any other page, an entry of this site."""


@dataclass(frozen=True)
class Reference:
    """What every style says of a work, in one language.

    Attributes:
        title: as printed, its translation in brackets; all in brackets where none is printed.
        date: as exact as known, or `undated`.
        language: of the names and of the words that styles add.
        written_in: language of the work itself.
        container: the newspaper or site it stands in.
        remark: what else a reader must know to judge it, shown beside the title.
        accessed: when it was last read at its address.
        archived: where a copy is kept.
        note: what the site says of it; no style prints it.
    """

    id: str
    form: Form
    title: str
    date: str
    language: str
    written_in: str
    author: str | None = None
    container: str | None = None
    remark: str | None = None
    address: str | None = None
    accessed: str | None = None
    archived: str | None = None
    note: str | None = None


TERMS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "undated-apa": "n.d.",
        "undated-gbt": "[s.d.]",
        "based-on": "Based on {}",
        "inside": "In {}",
        "site": "{}: Bilingual reference site",
        "archived": "Archived at {}",
    },
    "zh": {
        "undated-apa": "无日期",
        "undated-gbt": "[日期不详]",
        "based-on": "据{}",
        "inside": "载于{}",
        "site": "《{}》双语参考网站",
        "archived": "存档：{}",
    },
}
"""Words the styles add, by language; a language that is not here takes the English ones."""


def term(language: str, key: str) -> str:
    """Give words that styles add, in a language."""
    return TERMS.get(language, TERMS["en"])[key]


def _word(programme: Programme, language: str, key: str) -> str:
    return programme.site.words[key][language]


def _kind(programme: Programme, language: str, kind: str) -> str:
    word = _word(programme, language, f"kind-of-{kind}")
    return word[:1].upper() + word[1:]


PAPER = re.compile("报(?!告|道)")
"""What the Chinese name of a newspaper has in it."""
REPORT = re.compile("报告|公告|说明书|意向书")
"""What the Chinese title of a report or a company's filing has in it."""
NOT_NAMED = "not named"
"""What the data says in English in place of a publisher's name, or beside a general word."""
ASIDE = re.compile(r"\s*[(（][^)）]*[)）]")


def _bare(name: str) -> str:
    """Give a name without what this site says of it in brackets."""
    return ASIDE.sub("", name)


def _lines(text: Text | None) -> str:
    return "\n".join(text.root.values()) if text else ""


def _is_named(source: Source) -> bool:
    return NOT_NAMED not in _lines(source.publisher)


def _is_copied(programme: Programme, source: Source) -> bool:
    """Tell whether the source was read in a copy on a site nobody names."""
    return source.via == programme.site.words["kind-of-repost"]


def _form(source: Source, site: str | None) -> Form:
    """Tell what a source is; a paper's article read on a named site is a page of that site."""
    own_voice = source.kind in ("company", "press-release")
    if not own_voice and not site and _is_named(source) and PAPER.search(_lines(source.publisher)):
        return "paper"
    if source.kind in ("company", "government") and REPORT.search(_lines(source.title)):
        return "report"
    return "post" if source.kind == "repost" else "page"


def _description(programme: Programme, source: Source, language: str) -> str:
    """Describe a source without a title: what its `cite_as` says beyond its publisher."""
    kind = _kind(programme, language, source.kind)
    if not source.cite_as:
        return kind
    said = source.cite_as[language]
    publisher = source.publisher[language] + _word(programme, language, "comma")
    rest = said.removeprefix(publisher)
    return said if rest == said else f"{kind}{_word(programme, language, 'colon')}{rest}"


def _title(programme: Programme, source: Source, language: str) -> str:
    """Give the title as printed and, where that is in another language, its translation."""
    if not source.title:
        return f"[{_description(programme, source, language)}]"
    printed, told = source.title.root.get(source.original_language), source.title[language]
    if printed is None:
        return f"[{told}]"
    return printed if printed == told else f"{printed} [{told}]"


def _remark(programme: Programme, source: Source, language: str) -> str | None:
    """Say that a titled source is a press release or a repost."""
    kind = "repost" if _is_copied(programme, source) else source.kind
    if not source.title or kind not in ("press-release", "repost"):
        return None
    return _kind(programme, language, kind)


def source_reference(programme: Programme, source: Source, language: str) -> Reference:
    """Give what is known of a source, its names in `language`."""
    named_site = None if _is_copied(programme, source) else source.via
    site = _bare(named_site[language]) if named_site else None
    form = _form(source, site)
    publisher = _bare(source.publisher[language]) if _is_named(source) else None
    return Reference(
        id=source.id,
        form=form,
        title=_title(programme, source, language),
        date=source.published,
        language=language,
        written_in=source.original_language,
        author=None if form == "paper" else publisher,
        container=publisher if form == "paper" else site,
        remark=_remark(programme, source, language),
        address=source.address,
        accessed=source.accessed if source.address else None,
        archived=source.archived,
        note=source.note[language],
    )


def _brief(programme: Programme, source: Source, language: str) -> str:
    """Name a source in a few words: how it asks to be cited, else who said it and when."""
    if source.cite_as:
        return source.cite_as[language]
    title = None if _is_named(source) else source.title
    name = title[language] if title else _bare(source.publisher[language])
    date = date_words(source.published, language)
    if source.published == UNDATED:
        date = _word(programme, language, UNDATED)
    return name + _word(programme, language, "comma") + date


def statement_reference(
    programme: Programme, address: str, statement: Statement, language: str
) -> Reference:
    """Give what is known of a statement as an entry of the site at `address`."""
    sources = [programme.source[name] for name in statement.sources]
    separator = _word(programme, language, "list-separator")
    named = separator.join(_brief(programme, source, language) for source in sources)
    section = programme.section_of[statement.id]
    return Reference(
        id=statement.id,
        form="entry",
        title=statement.title[language],
        date=programme.last_change([statement.id]),
        language=language,
        written_in=language,
        container=term(language, "site").format(programme.site.name[language]),
        remark=term(language, "based-on").format(named),
        address=address + place(language, section, statement.id),
    )
