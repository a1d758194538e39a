"""What the data must hold to beyond its shape: one short function a rule, its docstring the rule.

Rules see the `Programme` and say where and what is wrong; `load` knows the lines.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from pathlib import Path as FilePath
from string import Formatter
from typing import Any, TypeVar

from pypinyin import Style, pinyin

from . import changes, charts, needs, wording
from .load import Fault, Faults, load
from .model import (
    Disagreement,
    Gap,
    Indicator,
    Named,
    Organisation,
    OrganisationName,
    Path,
    Position,
    Programme,
    Published,
    Record,
    Rendering,
    Reported,
    Section,
    Source,
    Statement,
    Target,
    Term,
    Text,
    Words,
    Zone,
    walk,
)
from .pages import HOME, Builder

Finding = tuple[Path, str]
Rule = Callable[[Programme], Iterator[Finding]]

R = TypeVar("R", bound=Record)

HAN = r"\u3400-\u4dbf\u4e00-\u9fff〇"
LATIN_NAMES = (Position, Source)
"""Records whose Chinese may be a name in Latin letters, as a source prints it."""
WORDS = ("site", "words")
"""Where the words of the interface stand: some are a bracket or a space."""


def _texts(programme: Programme) -> Iterator[tuple[Path, Text, Record | None]]:
    """Yield every text with its path and the record that holds it."""
    owner: dict[Path, Record] = {}
    for path, value in walk(programme):
        if isinstance(value, Record):
            owner[path] = value
        elif isinstance(value, Text):
            yield path, value, owner.get(path[:-1])


def _lines(programme: Programme) -> Iterator[tuple[Path, str, str]]:
    """Yield every line of text with its path and language."""
    for path, value in walk(programme):
        if isinstance(value, Text):
            for language, line in value.root.items():
                yield (*path, language), line, language
        elif isinstance(value, Words):
            for language, words in value.root.items():
                for index, word in enumerate(words):
                    yield (*path, language, index), word, language
        elif isinstance(value, Term | OrganisationName):
            names = (("zh", value.zh), ("en", value.en))
            yield from (((*path, language), name, language) for language, name in names if name)
        elif isinstance(value, Rendering):
            yield (*path, "text"), value.text, value.lang


def _strings(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield every string of plain values with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(item, (*path, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _strings(item, (*path, index))


def _records(programme: Programme, kind: type[R]) -> Iterator[tuple[Path, R]]:
    """Yield every record of a kind with its path."""
    return ((path, value) for path, value in walk(programme) if isinstance(value, kind))


def every_text_in_every_language(programme: Programme) -> Iterator[Finding]:
    """A text stands in every language of `site.yml`, and in no other."""
    languages = programme.site.language_ids
    for path, text, _ in _texts(programme):
        for language in languages:
            if language not in text.root:
                yield path, f"'{path[-1]}' has no '{language}'; write it"
        for language in set(text.root) - set(languages):
            message = f"'{language}' is not a language of site.yml; remove it or add the language"
            yield (*path, language), message


def asked_in_every_language(programme: Programme) -> Iterator[Finding]:
    """A statement says, in every language, what readers would type to find it."""
    for path, statement in _records(programme, Statement):
        for language in programme.site.language_ids:
            if not statement.asked_as[language]:
                yield (*path, "asked_as"), f"'asked_as' has no '{language}'; give a word or two"


HALF_WIDTH = re.compile(rf"[{HAN}][,:;!?()]|[,;!?()][{HAN}]")
SPACED_HAN = re.compile(rf"[{HAN}，。；：、（）“”《》]\s+[{HAN}，。；：、（）“”《》]")
HAN_BESIDE_LATIN = re.compile(rf"[{HAN}] [A-Za-z0-9]|[A-Za-z0-9%] [{HAN}]")


def chinese_as_printed(programme: Programme) -> Iterator[Finding]:
    """Chinese has Han characters, full-width punctuation and no typed spaces beside Han.

    Punctuation after GB/T 15834—2011; spacing is the style sheet's (`text-autospace`).
    """
    for path, line, language in _lines(programme):
        if language != "zh":
            continue
        if found := HALF_WIDTH.search(line):
            yield path, f"'{found[0]}' has half-width punctuation; write ，：；！？（）"
        elif found := SPACED_HAN.search(line) or HAN_BESIDE_LATIN.search(line):
            yield path, f"'{found[0]}' has a space beside a Chinese character; remove it"
    for path, text, owner in _texts(programme):
        zh = text.root.get("zh")
        exempt = isinstance(owner, LATIN_NAMES) or path[:2] == WORDS
        if zh and not exempt and not re.search(f"[{HAN}]", zh):
            yield (*path, "zh"), f"'{zh}' has no Chinese character; write it in Chinese"


def quotes_are_curly(programme: Programme) -> Iterator[Finding]:
    """Quotation marks and apostrophes are curly in every language."""
    for path, line, _ in _lines(programme):
        if found := re.search(r".{0,8}[\"'].{0,8}", line):
            yield path, f"straight quote in '{found[0]}'; write “ ” or ’"


def one_line(programme: Programme) -> Iterator[Finding]:
    """A text is one line, without space at its ends or twice in a row."""
    for path, line, _ in _lines(programme):
        if path[:2] != WORDS and line != " ".join(line.split()):
            yield path, "a line break or spare space stands in the text; write it on one line"


def numbers_agree(programme: Programme) -> Iterator[Finding]:
    """All languages of a text say the same numbers, dates, amounts and percentages."""
    for path, text, _ in _texts(programme):
        present = [name for name in programme.site.language_ids if name in text.root]
        for one, other in combinations(present, 2):
            first, second = text[one], text[other]
            apart = wording.disagreements(first, second, (one, other))
            if apart:
                shown = ", ".join(dict.fromkeys(number.shown for number in apart))
                where = f"'{one}' and '{other}'"
                yield path, f"{where} disagree on {shown}; make them say the same numbers"


def term_has_one_rendering(programme: Programme) -> Iterator[Finding]:
    """A term is rendered one way: no text uses a form its entry in `terms.yml` avoids."""
    avoided = [
        (language, form.casefold(), term.en if language == "en" else term.zh)
        for term in programme.terms
        for language, forms in term.avoid.root.items()
        for form in forms
    ]
    for path, line, language in _lines(programme):
        if path[0] == "terms" or {"asked_as", "also", "name"} & {*path[2:]}:
            continue
        for _, form, preferred in (entry for entry in avoided if entry[0] == language):
            if form in line.casefold():
                yield path, f"says '{form}'; terms.yml renders it '{preferred}'"


def references_are_known(programme: Programme) -> Iterator[Finding]:
    """Every source, statement, section and topic that is named exists."""
    sources, statements = set(programme.source), set(programme.statements)
    for path, record in walk(programme):
        if not isinstance(record, Record):
            continue
        named = {
            "sources": (getattr(record, "sources", ()), sources),
            "source": ((getattr(record, "source", None),), sources),
            "used_by": ((getattr(record, "used_by", None),), sources),
            "see": (getattr(record, "see", ()), statements),
            "statement": ((getattr(record, "statement", None),), statements),
            "statements": (getattr(record, "statements", ()), statements),
        }
        if isinstance(record, Programme | Section | Published):
            continue
        for key, (ids, known) in named.items():
            for missing in (i for i in ids if i is not None and i not in known):
                yield (*path, key), f"'{missing}' is not known; check the spelling or add it"


def sections_are_pages(programme: Programme) -> Iterator[Finding]:
    """The files in `sections/` are the pages `site.yml` lists, and gaps belong to one."""
    listed = set(programme.site.parts) | set(programme.site.more)
    pages = set(programme.site.pages)
    for name in sorted(set(programme.sections) - listed):
        yield ("sections", name), f"'{name}' is not in 'parts' or 'more' of site.yml; add it"
    for key in ("parts", "more"):
        for index, name in enumerate(getattr(programme.site, key)):
            if name not in programme.sections and name not in pages:
                yield ("site", key, index), f"'{name}' has no file data/sections/{name}.yml"
    for index, gap in enumerate(programme.not_reported):
        if gap.section not in programme.sections:
            yield ("not_reported", index, "section"), f"'{gap.section}' is not a section"


def topics_are_known(programme: Programme) -> Iterator[Finding]:
    """A statement not in the programme's name stands under a topic of its section."""
    for name, section in programme.sections.items():
        topics = {topic.id for topic in section.topics}
        for index, statement in enumerate(section.statements):
            path: Path = ("sections", name, "statements", index)
            if statement.said_by == "programme":
                if statement.topic:
                    message = "'topic' is only for officials and reports; remove it"
                    yield (*path, "topic"), message
            elif statement.topic not in topics:
                wanted = ", ".join(sorted(topics)) or "none yet; add 'topics'"
                yield (*path, "topic"), f"'topic' must be one of this section's: {wanted}"


def ids_are_unique(programme: Programme) -> Iterator[Finding]:
    """An id stands once: in its list or drawing, and among all statements and gaps of the site."""
    for name in ("sources", "terms", "organisations", "disagreements", "changes", "about"):
        yield from _repeated((name,), getattr(programme, name))
    yield from _repeated(("site", "languages"), programme.site.languages)
    yield from _again(_ids(programme, Zone, Named))
    anchors = _ids(programme, Statement, Gap, Indicator)
    yield from _again(anchors)
    taken = {anchor for _, anchor in anchors}
    for name, section in programme.sections.items():
        yield from _repeated(("sections", name, "topics"), section.topics)
        topics = _numbered(("sections", name, "topics"), section.topics)
        for path, topic in topics:
            if topic in taken:
                yield path, f"the topic '{topic}' has the id of a statement; rename the topic"


def _ids(programme: Programme, *kinds: Any) -> list[tuple[Path, str]]:
    return [(path, value.id) for path, value in walk(programme) if isinstance(value, kinds)]


def _numbered(path: Path, records: Iterable[Any]) -> list[tuple[Path, str]]:
    return [((*path, index), record.id) for index, record in enumerate(records)]


def _repeated(path: Path, records: Iterable[Any]) -> Iterator[Finding]:
    return _again(_numbered(path, records))


def _again(entries: list[tuple[Path, str]]) -> Iterator[Finding]:
    seen: set[str] = set()
    for path, name in entries:
        if name in seen:
            yield (*path, "id"), f"the id '{name}' is taken; choose another"
        seen.add(name)


def anchors_are_free(programme: Programme) -> Iterator[Finding]:
    """No id is an anchor that pages use for parts of their own, as `drawing` or `changes`."""
    for path, record in walk(programme):
        name = getattr(record, "id", "")
        if name and needs.anchors().fullmatch(name):
            yield (*path, "id"), f"'{name}' is an anchor of the page itself; choose another id"


def figures_stand_in_the_text(programme: Programme) -> Iterator[Finding]:
    """A figure can be read in its statement's text, in every language that has a reader."""
    for path, statement in _records(programme, Statement):
        for index, figure in enumerate(statement.figures):
            for language, text in statement.text.root.items():
                said = wording.numbers(text, language)
                for value in figure.values if language in wording.READERS else ():
                    wanted = wording.quantity(value, figure.unit)
                    if not any(wanted.agrees(number) for number in said):
                        message = f"the figure {wanted.shown} is not in the '{language}' text"
                        yield (*path, "figures", index), f"{message}; correct one of them"


def outcomes_stand_in_their_statement(programme: Programme) -> Iterator[Finding]:
    """A target or reported figure can be read in the statement it names."""
    for path, indicator in _records(programme, Indicator):
        claims: list[tuple[Path, Target | Reported]] = [
            ((*path, "reported", i), claim) for i, claim in enumerate(indicator.reported)
        ]
        if indicator.target:
            claims.append(((*path, "target"), indicator.target))
        for where, claim in claims:
            statement = programme.statements.get(claim.statement)
            if not statement:
                continue
            said = wording.numbers(statement.text.root.get("en", ""), "en")
            for value in claim.values:
                wanted = wording.quantity(value, indicator.unit)
                if not any(wanted.agrees(number) for number in said):
                    yield where, f"'{claim.statement}' does not say {wanted.shown}; correct it"


UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff0-\uffff"
    "\u00ad\u061c\u180e\ud800-\uf8ff\U000e0000-\U0010ffff]"
)
"""Control, zero-width, direction-changing and private-use characters."""


def characters_are_safe(programme: Programme) -> Iterator[Finding]:
    """Nothing in the data holds a character that cannot be seen or that reorders others."""
    for path, line in _strings(programme.model_dump()):
        if found := UNSAFE.search(line):
            yield path, f"holds the invisible character U+{ord(found[0]):04X}; remove it"


DOMAIN = re.compile(r"\b[a-z0-9-]+\.(?:com|cn|net|org|info|cc|de|jp|top|vip|xyz)\b", re.I)


def unlinkable_stays_unlinked(programme: Programme) -> Iterator[Finding]:
    """A source without an address says how to cite it, and names no web site."""
    for index, source in enumerate(programme.sources):
        if source.address:
            continue
        if not source.cite_as:
            yield ("sources", index), "has no 'address'; say how to cite it in 'cite_as'"
        for path, value in walk(source, ("sources", index)):
            lines = value.root.items() if isinstance(value, Text) else ()
            for language, line in lines:
                if found := DOMAIN.search(line):
                    message = f"names the site {found[0]} of a source that must not be linked"
                    yield (*path, language), f"{message}; remove it"


def pinyin_matches(programme: Programme) -> Iterator[Finding]:
    """Pinyin spells its characters, syllable by syllable (ISO 7098)."""
    named = [(path, term.zh, term.pinyin) for path, term in _records(programme, Term)]
    for path, body in _records(programme, Organisation):
        named.append((path, body.name.zh or "", body.pinyin or ""))
    for path, han, given in named:
        if not given or not han:
            continue
        characters = "".join(re.findall(f"[{HAN}]", han))
        choices = pinyin(characters, style=Style.NORMAL, heteronym=True, v_to_u=True)
        latin = re.findall(r"[A-Za-z]+", han)
        spelled = [word for word in given.split() if word not in latin]
        letters = re.sub(r"[^a-zü]", "", _without_tones("".join(spelled)))
        if not re.fullmatch("".join(f"(?:{'|'.join(c)})" for c in choices), letters):
            expected = " ".join(choice[0] for choice in choices)
            yield (*path, "pinyin"), f"'{given}' does not spell {han} ({expected})"


TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ", "aaaaeeeeiiiioooouuuuüüüü")


def _without_tones(spelled: str) -> str:
    return spelled.lower().translate(TONES)


def organisations_are_named(programme: Programme) -> Iterator[Finding]:
    """An organisation has a name, and pinyin where the name is Chinese."""
    for path, record in _records(programme, Organisation):
        if not record.name.zh and not record.name.en:
            yield (*path, "name"), "has no name; give 'zh' or 'en' as a source prints it"
        if record.name.zh and not record.pinyin:
            yield path, "has a Chinese name but no 'pinyin'; add it"


def published_ids_stay(programme: Programme) -> Iterator[Finding]:
    """An id once published stays on its page or is listed as moved, never both."""
    published = programme.published
    for section, seals in published.statements.items():
        if section not in programme.sections:
            message = f"the page '{section}' was published and is gone; restore it"
            yield ("published", "statements", section), message
        for name in seals:
            here = programme.section_of.get(name) == section
            moved = published.moved.get(name) in programme.statements
            if not here and not moved:
                message = f"'{name}' was published on '{section}' and is gone"
                yield (
                    ("published", "statements", section, name),
                    f"{message}; restore it, or give its successor under 'moved'",
                )

    for name in published.moved:
        path = ("published", "moved", name)
        if name in programme.statements:
            yield path, f"'{name}' is still a statement; remove it here, or give it another id"
        if not any(name in seals for seals in published.statements.values()):
            yield path, f"'{name}' was never published; remove it"


def changes_are_told(programme: Programme) -> Iterator[Finding]:
    """A published statement changes its meaning only with an entry in `changes.yml`."""
    paths = {record.id: path for path, record in _records(programme, Statement)}
    for statement in changes.untold(programme):
        message = "what it says has changed since it was published"
        yield paths[statement.id], f"{message}; tell so in changes.yml, then run make bless"


def positions_differ(programme: Programme) -> Iterator[Finding]:
    """Positions of a disagreement differ in what they say, when, or who says it."""
    for path, record in _records(programme, Disagreement):
        for language in programme.site.language_ids:
            said = [(p.says.root.get(language), p.source, p.as_of) for p in record.positions]
            if None not in (words for words, *_ in said) and len(set(said)) < len(said):
                yield (*path, "positions"), "two positions are the same; merge them"
                break


def changes_have_a_day(programme: Programme) -> Iterator[Finding]:
    """A change is dated to the day: the newest dates the data files and the sitemap."""
    for index, change in enumerate(programme.changes):
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", change.date):
            yield ("changes", index, "date"), f"'{change.date}' is not a day; write it in full"


def layout_can_be_drawn(programme: Programme) -> Iterator[Finding]:
    """The drawing of the layout has one core and a support in each corner."""
    roles = Counter(zone.role for zone in programme.layout.zones)
    corners = len(charts.SUPPORT_CORNERS)
    if (roles["core"], roles["support"]) != (1, corners):
        message = f"the drawing needs one core and {corners} supports"
        shown = f"{roles['core']} and {roles['support']}"
        yield ("layout", "zones"), f"{message}, not {shown}; correct the roles"


def headlines_show_a_figure(programme: Programme) -> Iterator[Finding]:
    """A headline shows a figure its statement has."""
    for index, headline in enumerate(programme.site.headlines):
        statement = programme.statements.get(headline.statement)
        if statement and headline.figure >= len(statement.figures):
            message = f"'{statement.id}' has no figure {headline.figure} (the first is 0)"
            yield ("site", "headlines", index, "figure"), f"{message}; add it, or name another"


def pages_are_known(programme: Programme) -> Iterator[Finding]:
    """Pages not made of statements are those the code has, each with an entry and listed."""
    site, sections = programme.site, set(programme.sections)
    known = {name for name in needs.templates() if hasattr(Builder, f"_{name}")}
    for name in sorted(known - set(site.pages)):
        yield ("site", "pages"), f"the page '{name}' has no entry; add its title and lede"
    for name in sorted(set(site.pages) - known):
        yield ("site", "pages", name), f"the site has no page '{name}'; remove it"
    for name in sorted(sections & known):
        yield ("sections", name), f"'{name}' is the name of another page; choose another"
    for name in sorted((known | needs.linked()) - sections - set(site.more) - {HOME}):
        yield ("site", "more"), f"other pages link to '{name}'; add it"


def pages_are_listed_once(programme: Programme) -> Iterator[Finding]:
    """A page is listed once: among the parts only if it has statements, and home not at all."""
    site = programme.site
    listed = [("parts", i, name) for i, name in enumerate(site.parts)]
    listed += [("more", i, name) for i, name in enumerate(site.more)]
    seen = {HOME}
    for key, index, name in listed:
        if name in seen:
            yield ("site", key, index), f"'{name}' is listed already; remove it here"
        elif key == "parts" and name in site.pages:
            yield ("site", key, index), f"'{name}' is not made of statements; list it in 'more'"
        seen.add(name)


def words_are_complete(programme: Programme) -> Iterator[Finding]:
    """The words the code asks for are there, with no blank but those it fills."""
    words = programme.site.words
    for name in sorted(set(needs.words()) - set(words)):
        yield WORDS, f"the word '{name}' is missing; add it"
    for name in sorted(set(needs.words()) & set(words)):
        allowed = needs.words()[name]
        for language, line in words[name].root.items():
            if not _blanks(line) <= allowed:
                shown = ", ".join(f"{{{blank}}}" for blank in sorted(allowed)) or "none"
                message = f"'{line}' has a blank nobody fills; those of this word: {shown}"
                yield (*WORDS, name, language), message


def _blanks(line: str) -> set[str]:
    """Find the blanks of a word, `{count}`; what is no plain blank is given as it stands."""
    try:
        parts = [part[1:] for part in Formatter().parse(line)]
    except ValueError:
        return {line}
    plain = ("", None)
    return {
        name if (spec, conversion) == plain else line
        for name, spec, conversion in parts
        if name is not None
    }


RULES: tuple[Rule, ...] = (
    every_text_in_every_language,
    asked_in_every_language,
    chinese_as_printed,
    quotes_are_curly,
    one_line,
    numbers_agree,
    term_has_one_rendering,
    references_are_known,
    sections_are_pages,
    topics_are_known,
    ids_are_unique,
    anchors_are_free,
    figures_stand_in_the_text,
    outcomes_stand_in_their_statement,
    characters_are_safe,
    unlinkable_stays_unlinked,
    pinyin_matches,
    organisations_are_named,
    published_ids_stay,
    changes_are_told,
    positions_differ,
    changes_have_a_day,
    layout_can_be_drawn,
    headlines_show_a_figure,
    pages_are_known,
    pages_are_listed_once,
    words_are_complete,
)


def findings(programme: Programme) -> list[Finding]:
    """Run every rule; give everything that is wrong."""
    return [finding for rule in RULES for finding in rule(programme)]


def load_checked(folder: FilePath) -> Programme:
    """Load the data below `folder` and hold it to every rule.

    Raises:
        Faults: everything wrong with form or content, with file, line, record and remedy.
    """
    programme, tree = load(folder)
    faults: list[Fault] = [tree.fault(path, message) for path, message in findings(programme)]
    if faults:
        raise Faults(faults)
    return programme
