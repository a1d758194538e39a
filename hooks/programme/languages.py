"""Parts of a text in another language than the rest of it, marked with it where it is shown.

WCAG 2.2, 3.1.2: only then does a voice read Chinese as Chinese, and a browser take its characters
from a Chinese font. `docs/assets/site.js` does the same for what scripts show.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from markupsafe import Markup, escape

HAN = "\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANA = "\u3041-\u3096\u30a1-\u30ff"
INSIDE = f"{HAN}A-Za-z0-9·、，：；（）《》〈〉—"
WORD = "[0-9A-Za-zÀ-ÿ]"

CHINESE = re.compile(f"[《〈]?[{HAN}](?:[{INSIDE}]*[{HAN}）》〉])?")
"""Han characters, with the signs and letters between them."""
JAPANESE = re.compile(f"(?<=“)[^“”]+(?=”)|[{HAN}{KANA}]+")
"""What is Japanese where it holds kana: a quotation, or characters that touch."""
ENGLISH = re.compile(f"(?<!{WORD})[A-Za-z]{WORD}*+(?:[ ’',.:;&()/%–-]++{WORD}++)++[.%)]?")
"""Latin words with the signs between them."""
QUOTATION = re.compile("(?<=“)[^“”]+(?=”)")

Part = tuple[str, str]
"""A piece of a text and its language; nothing where that is the text's own."""


def _has_kana(run: str) -> bool:
    return bool(re.search(f"[{KANA}]", run))


def _has_words(run: str) -> bool:
    """Tell English from a name or an abbreviation: it has several words."""
    return " " in run and len(re.findall("[A-Za-z]{2,}", run)) > 1


def _cut(
    parts: Iterable[Part], pattern: re.Pattern[str], language: str, is_meant: Callable[[str], bool]
) -> Iterator[Part]:
    """Cut what is in the text's own language where runs in another begin and end."""
    for part, known in parts:
        start = 0
        for run in () if known else pattern.finditer(part):
            if is_meant(run[0]):
                yield part[start : run.start()], ""
                yield run[0], language
                start = run.end()
        yield part[start:], known


def parts(text: str, language: str, quoted: str = "") -> Iterator[Part]:
    """Cut a text in a language into parts, each in one language.

    Args:
        text: plain text.
        language: as HTML calls it.
        quoted: the language of what stands in quotation marks, if it has one of its own.
    """
    found: Iterable[Part] = [(text, "")]
    if quoted:
        found = _cut(found, QUOTATION, quoted, bool)
    if not language.startswith("ja") and _has_kana(text):
        found = _cut(found, JAPANESE, "ja", _has_kana)
    if language.startswith("zh"):
        found = _cut(found, ENGLISH, "en", _has_words)
    elif not language.startswith("ja"):
        found = _cut(found, CHINESE, "zh-Hans", bool)
    return (part for part in found if part[0])


def marked(
    text: str,
    language: str,
    *,
    quoted: str = "",
    show: Callable[[str], Markup] = escape,
    element: str = "span",
) -> Markup:
    """Give a text as HTML in which every part in another language stands in an element saying so.

    Args:
        text: plain text.
        language: as HTML calls it.
        quoted: the language of what stands in quotation marks, if it has one of its own.
        show: gives what is in the text's own language as HTML.
        element: `tspan` in a drawing.
    """
    part_of = Markup(f'<{element} lang="{{}}">{{}}</{element}>').format
    every = parts(text, language, quoted)
    return Markup("").join(part_of(lang, part) if lang else show(part) for part, lang in every)
