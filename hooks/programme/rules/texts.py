"""Rules for what is written: languages, print, numbers, renderings."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import combinations

from backrefs import bre
from pypinyin import Style, pinyin

from .. import numbers
from ..languages import HAN
from ..model import (
    Position,
    PrintedName,
    Programme,
    Source,
    Text,
    Words,
    WordsIfAny,
)
from ..pinyin import without_tones
from .walk import WORDS, Finding, is_one_line, lines, named, strings, texts

LATIN_NAMES = (Position, Source)
"""Records whose Chinese may be a name in Latin letters, as a source prints it."""


def every_text_in_every_language(programme: Programme) -> Iterator[Finding]:
    """Texts and words stand in every language of `site.yml`, and in no other."""
    languages = programme.site.language_ids
    for path, value in programme.models:
        if isinstance(value, Text | Words):
            for language in languages:
                if language not in value.root:
                    yield path, f"'{path[-1]}' has no '{language}'; write it"
        if isinstance(value, Text | WordsIfAny | PrintedName):
            for language in sorted(set(value.root) - set(languages)):
                message = f"'{language}' is not a language of site.yml"
                yield (*path, language), f"{message}; remove it or add the language"


HALF_WIDTH = re.compile(rf"[{HAN}”》）](?!\.\.)[.,:;!?()]|[,;!?()][{HAN}“《（]")
FOREIGN = re.compile(r"[「」『』﹁﹂﹃﹄]|\.{2,}|。{2,}|(?<!…)…(?!…)|…{3,}")
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
            yield path, f"'{found[0]}' has half-width punctuation; write ，。：；！？（）"
        elif found := FOREIGN.search(line):
            yield path, f"'{found[0]}' is not used in Chinese here; write “ ”, one 。 or ……"
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


PAIRS = dict(zip("“‘（([《〈【{", "”’）)]》〉】}", strict=True))
SIGN = re.compile(f"[{re.escape(''.join((*PAIRS, *PAIRS.values())))}]")


def quotes_and_brackets_pair(programme: Programme) -> Iterator[Finding]:
    """What opens closes, in order and with its own kind; a text that is one sign is spared."""
    for path, line, _ in lines(programme):
        if len(line.strip()) > 1 and (sign := _unpaired(line)):
            yield path, f"'{sign}' has no partner; write pairs such as “ ” or （ ）, each way round"


def _unpaired(line: str) -> str | None:
    """Find the first sign without its partner; ’ alone is an apostrophe."""
    opened: list[str] = []
    signs: list[str] = SIGN.findall(line)
    for sign in signs:
        if sign in PAIRS:
            opened.append(sign)
        elif opened and sign == PAIRS[opened[-1]]:
            opened.pop()
        elif sign != "’":
            return sign
    return opened[0] if opened else None


ONE_FORM = {
    r"（(?:[^（）]*据)?转载）": "（转载稿）",
    r"\d[日月]?[—–-]\d+(?:月\d+)?[日月]": "11月9日至11日",
    r"\bfrom \d+ to \d+ [A-Z][a-z]+|\d[-—]\d+ [A-Z][a-z]+ \d{4}": "9–11 November 2019",
}
"""What may be written in several ways, and the one that is."""


def written_one_way(programme: Programme) -> Iterator[Finding]:
    """One thing has one form: that a copy was read, and a span of days."""
    for path, line, _ in lines(programme):
        for others, form in ONE_FORM.items():
            if found := re.search(others, line):
                yield path, f"'{found[0]}' is written otherwise here; write as in '{form}'"


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
            apart = numbers.disagreements(first, second, (one, other))
            if apart:
                shown = ", ".join(dict.fromkeys(number.shown for number in apart))
                where = f"'{one}' and '{other}'"
                yield path, f"{where} disagree on {shown}; make them say the same numbers"


def term_has_one_rendering(programme: Programme) -> Iterator[Finding]:
    """A term is rendered one way: no text uses a form its entry in `terms.yml` avoids."""
    avoided = [
        (language, form.casefold(), term.name.root.get(language, ""))
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


UNSEEN = bre.compile(
    r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}"
    r"\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}"
    r"\u2800\ufffc\ufffd\U00016fe4\U0001d159\U000e0000-\U000effff](?<![\t\n\r])"
)
"""Characters that draw nothing, by Unicode's properties (in backrefs), and a few by name.

Controls and formats (which reorder others, too), separators of lines, private use, halves of
pairs, and what is ignored by default: joiners, fillers, the variation selectors that are pasted
with a picture. By name: the empty Braille pattern, what stands for something lost, the Khitan
filler, the null notehead, and all of plane 14.
"""


def characters_are_safe(programme: Programme) -> Iterator[Finding]:
    """Nothing in the data holds a character that cannot be seen or that reorders others."""
    for path, line in strings(programme.model_dump()):
        if found := UNSEEN.search(line):
            yield path, f"holds the invisible character U+{ord(found[0]):04X}; remove it"


LOOK_ALIKE = re.compile(
    r"[\u2011\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06\uff05\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
    r"\uff61-\uffdc]"
)
"""A hyphen, radicals, compatibility characters, ligatures; letters, digits, signs of another width.

They come with copies out of PDFs, and look like the characters that search, links and readers
of the data expect.
"""


def characters_are_usual(programme: Programme) -> Iterator[Finding]:
    """Nothing in the data holds a look-alike, and accents are one with their letters (NFC)."""
    for path, line in strings(programme.model_dump()):
        if found := LOOK_ALIKE.search(line):
            yield path, f"holds the look-alike U+{ord(found[0]):04X}; write the usual character"
        elif not unicodedata.is_normalized("NFC", line):
            yield path, "has an accent apart from its letter; write them as one (Unicode NFC)"


ELEMENTS = (
    "a|abbr|acronym|address|applet|area|article|aside|audio|b|base|basefont|bdi|bdo|bgsound|big|"
    "blink|blockquote|body|br|button|canvas|caption|center|cite|code|col|colgroup|data|datalist|"
    "dd|del|details|dfn|dialog|dir|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|"
    "frame|frameset|h[1-6]|head|header|hgroup|hr|html|i|iframe|image|img|input|ins|isindex|kbd|"
    "keygen|label|legend|li|link|listing|main|map|mark|marquee|math|menu|meta|meter|nav|nobr|"
    "noembed|noframes|noscript|object|ol|optgroup|option|output|p|param|picture|plaintext|pre|"
    "progress|q|rb|rp|rt|rtc|ruby|s|samp|script|search|section|select|slot|small|source|spacer|"
    "span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|"
    "time|title|tr|track|tt|u|ul|var|video|wbr|xmp"
)
"""Elements, those given up too: https://html.spec.whatwg.org/multipage/indices.html."""
HTML = rf"</?(?:{ELEMENTS})(?:\s*/?>|[\s/]+[\w:-]+\s*=)|<!--|<!doctype\b|<\?\w"
EMPHASIS = r"\*\*|__|~~|(?<![\w*])\*\w(?:[^*]*\w)?\*(?![\w*])|\b_\w[^_]*_\b"
REFERENCE = r"&(?:#\w+|(?-i:[A-Za-z][a-z]+[0-9]*));"
MARKUP = re.compile(rf"{HTML}|{REFERENCE}|`|\]\(|^(?:#+|>|\*) |{EMPHASIS}", re.I)
"""HTML's tags and references, Markdown's code, links, headings, quotations and emphasis."""


def texts_are_plain(programme: Programme) -> Iterator[Finding]:
    """No text holds markup, of HTML or of Markdown: it would be shown as typed.

    What stands in angle brackets and is no element may stay: “sensors <MEMS>”.
    """
    for path, line, _ in lines(programme):
        if found := MARKUP.search(line):
            message = f"'{found[0]}' is markup, and would be shown as typed; write plain text"
            yield path, message


def texts_are_no_formulas(programme: Programme) -> Iterator[Finding]:
    """No text begins as formulas of spreadsheets do, which would reckon with a cell of a CSV file.

    After https://owasp.org/www-community/attacks/CSV_Injection.
    """
    for path, line, _ in lines(programme):
        if line[0] in "=+-@\t\r\n＝＋－＠":
            yield path, f"begins with '{line[0]}', as formulas do; begin with a word"


def pinyin_matches(programme: Programme) -> Iterator[Finding]:
    """Pinyin spells its characters, syllable by syllable (ISO 7098)."""
    for path, record in named(programme):
        han, given = record.name.root.get("zh"), record.pinyin
        if not given or not han:
            continue
        characters = "".join(re.findall(f"[{HAN}]", han))
        choices = pinyin(characters, style=Style.NORMAL, heteronym=True, v_to_u=True)
        latin = re.findall(r"[A-Za-z]+", han)
        spelled = [word for word in given.split() if word not in latin]
        letters = re.sub(r"[^a-zü]", "", without_tones("".join(spelled)))
        if not re.fullmatch("".join(f"(?:{'|'.join(c)})" for c in choices), letters):
            expected = " ".join(choice[0] for choice in choices)
            yield (*path, "pinyin"), f"'{given}' does not spell {han} ({expected}); correct one"
