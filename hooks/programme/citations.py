"""How to cite a source, or a statement of this site: APA, GB/T 7714, BibTeX and CSL-JSON.

What is not known is left out or described in brackets, never guessed: a source without a title
by its kind or by what `cite_as` says of it, a date as exact as the source gives it. Where a name
is not named, none stands. A source without an address gets no link and no mark of being online.

The rules, and where this site departs from them:

- APA Style, 7th edition: author, date, title, source (table 9.1, section 10.3). A newspaper's
  unsigned article begins with its title; a statement is an entry of a reference work. A title
  in another language has its English translation in brackets behind it. APA would spell Chinese
  titles in pinyin; no machine divides its words rightly, so the characters stay.
- GB/T 7714—2015, numeric: the source's own language (6.1), half-width marks, N for newspapers,
  R for reports and filings, EB for other pages, Z where a copy has neither. An undated source
  is said to be so as the standard says it of missing places. The day of access is the reader's.
- BibTeX: types and fields of biblatex, with `journal` and `year` for older styles.
- CSL-JSON: the data schema of CSL 1.0.2 (github.com/citation-style-language/schema), which has
  no field for the address of a copy: it stands under `custom`.

The address of a copy that is kept follows that of the work: in words, in GB/T as a further path.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .addresses import place
from .dates import date_words, year_first
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


def _term(language: str, key: str) -> str:
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


def _edition(programme: Programme, statement: Statement) -> str:
    """Date a statement's entry: its newest change, else the first edition of the site."""
    touching = (change.date for change in programme.changes if statement.id in change.statements)
    return max(touching, default=programme.first_change)


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
        date=_edition(programme, statement),
        language=language,
        written_in=language,
        container=_term(language, "site").format(programme.site.name[language]),
        remark=_term(language, "based-on").format(named),
        address=address + place(language, section, statement.id),
    )


def _stopped(part: str) -> str:
    """End a part of a reference by a full stop, where no mark ends it already."""
    return part if part.endswith((".", "?", "!", "。", "？", "！")) else f"{part}."


def _apa_date(reference: Reference) -> str:
    """Word a date as APA does: `2019, November 9`; in Chinese `2019年11月9日`."""
    if reference.date == UNDATED:
        return _term(reference.language, "undated-apa")
    if reference.language == "en":
        return year_first(reference.date)
    return date_words(reference.date, reference.language)


def apa(reference: Reference) -> str:
    """Write a reference in APA Style, 7th edition, without its italics."""
    title = reference.title + (f" [{reference.remark}]" if reference.remark else "")
    date = f"({_apa_date(reference)})"
    source = reference.container
    if source and reference.form == "entry":
        source = _term(reference.language, "inside").format(source)
    lead = (reference.author, date, title) if reference.author else (title, date)
    text = " ".join(_stopped(part) for part in (*lead, source) if part)
    copy = _kept(reference)
    return " ".join(part for part in (text, reference.address, copy) if part)


def _kept(reference: Reference, pattern: str = "{}") -> str | None:
    """Say where a copy is kept, if one is; the pattern is for its address."""
    if not reference.archived:
        return None
    return _term(reference.language, "archived").format(pattern.format(reference.archived))


def _gbt_mark(reference: Reference) -> str:
    """Give the marks of kind and carrier: `[N/OL]`, `[EB/OL]`, `[R]`."""
    kind = {"paper": "N", "report": "R"}.get(reference.form)
    return f"[{kind or 'EB'}/OL]" if reference.address else f"[{kind or 'Z'}]"


def _gbt(reference: Reference, remark: str, imprint: str) -> str:
    """Write a reference as both editions do: `remark` is a pattern, `imprint` date and place."""
    title = reference.title + _gbt_mark(reference)
    if reference.form == "entry":
        beside = remark.format(reference.remark)
        title = f"{reference.title}{beside}{_gbt_mark(reference)}//{reference.container}"
    parts = (reference.author, title, imprint, reference.address, reference.archived)
    return " ".join(_stopped(part) for part in parts if part)


def _day_of_access(reference: Reference) -> str:
    return f"[{reference.accessed}]" if reference.accessed else ""


def gbt7714_2025(reference: Reference) -> str:
    """Write a reference after GB/T 7714—2025, numeric, without its number."""
    date = "" if reference.date == UNDATED else reference.date
    if reference.form == "paper":
        date = "，".join(part for part in (reference.container, date) if part)
    elif reference.form != "report" and reference.address:
        date = (f"（{date}）" if date else "") + _day_of_access(reference)
    return _gbt(reference, "（{}）", date)


def gbt7714_2015(reference: Reference) -> str:
    """Write a reference after GB/T 7714—2015, numeric, without its number."""
    dated = reference.date != UNDATED
    date = reference.date if dated else _term(reference.language, "undated-gbt")
    if reference.form == "paper":
        date = f"{reference.container}, {date}"
    elif dated and reference.address:
        date = f"({date})"
    remark = "（{}）" if reference.language == "zh" else " ({})"
    return _gbt(reference, remark, date + _day_of_access(reference))


UNSAFE = str.maketrans(
    {
        **{mark: f"\\{mark}" for mark in "#$%&_"},
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
LANGUAGES = {"de": "german", "en": "english", "fr": "french", "ja": "japanese", "zh": "chinese"}
"""What babel calls the languages of sources; of another one nothing is said."""


def bibtex(reference: Reference) -> str:
    """Write a reference as a BibTeX entry; names and titles are kept as they are written."""
    paper = reference.form == "paper"
    dated = reference.date != UNDATED
    texts = {
        "author": reference.author and f"{{{reference.author.translate(UNSAFE)}}}",
        "title": f"{{{reference.title.translate(UNSAFE)}}}",
        "journal" if paper else "organization": (reference.container or "").translate(UNSAFE),
        "date": reference.date if dated else None,
        "year": reference.date[:4] if dated else None,
        "url": reference.address,
        "urldate": reference.accessed,
        "addendum": _kept(reference, r"\url{{{}}}"),
        "langid": LANGUAGES.get(reference.written_in),
        "note": (reference.remark or "").translate(UNSAFE),
        "annotation": (reference.note or "").translate(UNSAFE),
    }
    kind = "article" if paper else "online" if reference.address else "misc"
    lines = (f"  {name} = {{{text}}},\n" for name, text in texts.items() if text)
    return f"@{kind}{{{reference.id},\n{''.join(lines)}}}"


def _csl_type(reference: Reference) -> str:
    """Give the type of CSL 1.0.2 that fits."""
    if reference.form in ("paper", "report"):
        return "article-newspaper" if reference.form == "paper" else "report"
    if not reference.address:
        return "document"
    return "post" if reference.form == "post" else "webpage"


def _csl_date(date: str | None) -> dict[str, Any] | None:
    if not date or date == UNDATED:
        return None
    return {"date-parts": [[int(part) for part in date.split("-")]]}


def csl_json(reference: Reference) -> dict[str, Any]:
    """Give a reference as an item of CSL-JSON."""
    archive = {"archive-url": reference.archived} if reference.archived else None
    item = {
        "id": reference.id,
        "type": _csl_type(reference),
        "title": reference.title,
        "author": [{"literal": reference.author}] if reference.author else None,
        "container-title": reference.container,
        "genre": reference.remark,
        "issued": _csl_date(reference.date),
        "accessed": _csl_date(reference.accessed),
        "URL": reference.address,
        "language": reference.written_in,
        "note": reference.note,
        "custom": archive,
    }
    return {name: value for name, value in item.items() if value}


def csl(reference: Reference) -> str:
    """Write a reference as a file of CSL-JSON."""
    return json.dumps([csl_json(reference)], ensure_ascii=False, indent=1)


@dataclass(frozen=True)
class Style:
    """A form of citing.

    Attributes:
        native: whether a source is cited in its own language, on whatever page.
    """

    write: Callable[[Reference], str]
    native: bool = False


STYLES: Mapping[str, Style] = {
    "apa": Style(apa),
    "gbt7714-2025": Style(gbt7714_2025, native=True),
    "gbt7714-2015": Style(gbt7714_2015, native=True),
    "bibtex": Style(bibtex),
    "csl": Style(csl),
}
"""Every form, in the order in which readers are offered them; the word `cite-…` names it."""


def source_citations(programme: Programme, source: Source, language: str) -> dict[str, str]:
    """Give every form of a source for a page in `language`.

    A source is cited in its own language where the site has it. English is the exception: its
    readers get English names and, behind the title as printed, its translation.
    """
    written_in = source.original_language
    own = written_in if written_in in programme.site.language_ids else language
    printed = source_reference(programme, source, own)
    told = source_reference(programme, source, "en") if language == "en" else printed
    return {name: style.write(printed if style.native else told) for name, style in STYLES.items()}


def statement_citations(
    programme: Programme, address: str, statement: Statement, language: str
) -> dict[str, str]:
    """Give every form of a statement of the site at `address` for a page in `language`."""
    reference = statement_reference(programme, address, statement, language)
    return {name: style.write(reference) for name, style in STYLES.items()}


def all_citations(programme: Programme, address: str, language: str) -> dict[str, dict[str, str]]:
    """Give every form of every source and statement of the site at `address`, by id."""
    sources = {
        source.id: source_citations(programme, source, language) for source in programme.sources
    }
    statements = {
        name: statement_citations(programme, address, statement, language)
        for name, statement in programme.statements.items()
    }
    return sources | statements
