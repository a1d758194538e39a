"""How to cite a source, or a statement of this site: APA, GB/T 7714, BibTeX and CSL-JSON.

What is known of either is in `references`. The rules, and where this site departs from them:

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
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .dates import date_words, year_first
from .model import UNDATED, Programme, Source, Statement
from .references import Reference, source_reference, statement_reference, term


def _stopped(part: str) -> str:
    """End a part of a reference by a full stop, where no mark ends it already."""
    return part if part.endswith((".", "?", "!", "。", "？", "！")) else f"{part}."


def _apa_date(reference: Reference) -> str:
    """Word a date as APA does: `2019, November 9`; in Chinese `2019年11月9日`."""
    if reference.date == UNDATED:
        return term(reference.language, "undated-apa")
    if reference.language == "en":
        return year_first(reference.date)
    return date_words(reference.date, reference.language)


def apa(reference: Reference) -> str:
    """Write a reference in APA Style, 7th edition, without its italics."""
    title = reference.title + (f" [{reference.remark}]" if reference.remark else "")
    date = f"({_apa_date(reference)})"
    source = reference.container
    if source and reference.form == "entry":
        source = term(reference.language, "inside").format(source)
    lead = (reference.author, date, title) if reference.author else (title, date)
    text = " ".join(_stopped(part) for part in (*lead, source) if part)
    copy = _kept(reference)
    return " ".join(part for part in (text, reference.address, copy) if part)


def _kept(reference: Reference, pattern: str = "{}") -> str | None:
    """Say where a copy is kept, if one is; the pattern is for its address."""
    if not reference.archived:
        return None
    return term(reference.language, "archived").format(pattern.format(reference.archived))


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
    date = reference.date if dated else term(reference.language, "undated-gbt")
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


def _csl_date(date: str | None) -> dict[str, object] | None:
    if not date or date == UNDATED:
        return None
    return {"date-parts": [[int(part) for part in date.split("-")]]}


def csl_json(reference: Reference) -> dict[str, object]:
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
