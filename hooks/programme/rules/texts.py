"""Rules for what is written: languages, print, numbers, renderings."""

import re
from collections.abc import Iterator
from itertools import combinations

from pypinyin import Style, pinyin

from .. import wording
from ..model import Organisation, Position, Programme, Source, Statement, Term
from ..spelling import without_tones
from .found import HAN, WORDS, Finding, is_one_line, lines, records, strings, texts

LATIN_NAMES = (Position, Source)
"""Records whose Chinese may be a name in Latin letters, as a source prints it."""


def every_text_in_every_language(programme: Programme) -> Iterator[Finding]:
    """A text stands in every language of `site.yml`, and in no other."""
    languages = programme.site.language_ids
    for path, text, _ in texts(programme):
        for language in languages:
            if language not in text.root:
                yield path, f"'{path[-1]}' has no '{language}'; write it"
        for language in set(text.root) - set(languages):
            message = f"'{language}' is not a language of site.yml; remove it or add the language"
            yield (*path, language), message


def asked_in_every_language(programme: Programme) -> Iterator[Finding]:
    """A statement says, in every language, what readers would type to find it."""
    for path, statement in records(programme, Statement):
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
    for path, line, language in lines(programme):
        if language != "zh":
            continue
        if found := HALF_WIDTH.search(line):
            yield path, f"'{found[0]}' has half-width punctuation; write ，：；！？（）"
        elif found := SPACED_HAN.search(line) or HAN_BESIDE_LATIN.search(line):
            yield path, f"'{found[0]}' has a space beside a Chinese character; remove it"
    for path, text, owner in texts(programme):
        zh = text.root.get("zh")
        exempt = isinstance(owner, LATIN_NAMES) or path[:2] == WORDS
        if zh and not exempt and not re.search(f"[{HAN}]", zh):
            yield (*path, "zh"), f"'{zh}' has no Chinese character; write it in Chinese"


def quotes_are_curly(programme: Programme) -> Iterator[Finding]:
    """Quotation marks and apostrophes are curly in every language."""
    for path, line, _ in lines(programme):
        if found := re.search(r".{0,8}[\"'].{0,8}", line):
            yield path, f"straight quote in '{found[0]}'; write “ ” or ’"


def one_line(programme: Programme) -> Iterator[Finding]:
    """A text is one line, without space at its ends or twice in a row."""
    for path, line, _ in lines(programme):
        if path[:2] != WORDS and not is_one_line(line):
            yield path, "a line break or spare space stands in the text; write it on one line"


def numbers_agree(programme: Programme) -> Iterator[Finding]:
    """All languages of a text say the same numbers, dates, amounts and percentages."""
    for path, text, _ in texts(programme):
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
    for path, line, language in lines(programme):
        if path[0] == "terms" or {"asked_as", "also", "name"} & {*path[2:]}:
            continue
        for _, form, preferred in (entry for entry in avoided if entry[0] == language):
            if form in line.casefold():
                yield path, f"says '{form}'; terms.yml renders it '{preferred}'"


UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff0-\uffff"
    "\u00ad\u061c\u180e\ud800-\uf8ff\U000e0000-\U0010ffff]"
)
"""Control, zero-width, direction-changing and private-use characters."""


def characters_are_safe(programme: Programme) -> Iterator[Finding]:
    """Nothing in the data holds a character that cannot be seen or that reorders others."""
    for path, line in strings(programme.model_dump()):
        if found := UNSAFE.search(line):
            yield path, f"holds the invisible character U+{ord(found[0]):04X}; remove it"


def pinyin_matches(programme: Programme) -> Iterator[Finding]:
    """Pinyin spells its characters, syllable by syllable (ISO 7098)."""
    named = [(path, term.zh, term.pinyin) for path, term in records(programme, Term)]
    for path, body in records(programme, Organisation):
        named.append((path, body.name.zh or "", body.pinyin or ""))
    for path, han, given in named:
        if not given or not han:
            continue
        characters = "".join(re.findall(f"[{HAN}]", han))
        choices = pinyin(characters, style=Style.NORMAL, heteronym=True, v_to_u=True)
        latin = re.findall(r"[A-Za-z]+", han)
        spelled = [word for word in given.split() if word not in latin]
        letters = re.sub(r"[^a-zü]", "", without_tones("".join(spelled)))
        if not re.fullmatch("".join(f"(?:{'|'.join(c)})" for c in choices), letters):
            expected = " ".join(choice[0] for choice in choices)
            yield (*path, "pinyin"), f"'{given}' does not spell {han} ({expected})"
