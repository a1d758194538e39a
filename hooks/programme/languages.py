"""Parts of a page in another language than the text around them, marked with it.

WCAG 2.2, 3.1.2: only then does a voice read Chinese as Chinese, and a browser take its characters
from a Chinese font. Done to whole documents, so that no template has to think of it.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape

from markupsafe import Markup

HAN = "\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANA = "\u3041-\u3096\u30a1-\u30ff"
INSIDE = f"{HAN}A-Za-z0-9·、，：；（）《》〈〉—"
LATIN = r"A-Za-z0-9À-ÿ’',.:;&()/%– -"

CHINESE = re.compile(f"[《〈]?[{HAN}](?:[{INSIDE}]*[{HAN}）》〉])?")
"""Han characters, with the signs and letters between them."""
JAPANESE = re.compile(f"(?<=“)[^“”]*[{KANA}][^“”]*(?=”)|[{HAN}{KANA}]*[{KANA}][{HAN}{KANA}]*")
"""A quotation with Japanese letters in it, or the characters round them."""
ENGLISH = re.compile(f"[A-Za-z][{LATIN}]* [{LATIN}]*[A-Za-z0-9.%)]")
QUOTATION = re.compile("(?<=“)[^“”]+(?=”)")
WORDS = re.compile("[A-Za-z]{2,}")

Part = tuple[str, str]
"""A language, or nothing where it is that of the text around, and a piece of that text."""

ELEMENT = re.compile(r'<(?P<name>\w+)\b[^>]*\slang="(?P<language>[^"]*)"[^>]*>')
UNSEEN = r"<(?P<unseen>script|style|title|desc)\b[^>]*>.*?</(?P=unseen)>"


@cache
def _texts_with(characters: str) -> re.Pattern[str]:
    """Match each text of a document that has one of these characters; not what is never shown."""
    text = rf"(?P<svg><text\b[^>]*)?>(?P<text>[^<{characters}]*[{characters}][^<]*)"
    return re.compile(f"{UNSEEN}|{text}", re.S)


def _cut(pattern: re.Pattern[str], language: str, text: str) -> Iterator[Part]:
    """Cut a text where runs in another language begin and end."""
    start = 0
    for run in pattern.finditer(text):
        yield "", text[start : run.start()]
        yield language, run[0]
        start = run.end()
    yield "", text[start:]


def _english(text: str) -> Iterator[Part]:
    """Cut English from a Chinese text, where it is more than a word or an abbreviation."""
    for language, part in _cut(ENGLISH, "en", text):
        yield (language if len(WORDS.findall(part)) > 1 else ""), part


def _parts(text: str, chinese: bool) -> Iterator[Part]:
    """Cut Japanese from a text, which may hold either of the others, then these."""
    for language, part in _cut(JAPANESE, "ja", text):
        if language:
            yield language, part
        else:
            yield from _english(part) if chinese else _cut(CHINESE, "zh-Hans", part)


def _shown(parts: Iterable[Part], name: str) -> Markup:
    """Give parts as HTML, those in another language in elements of that name."""
    element = Markup(f'<{name} lang="{{}}">{{}}</{name}>')
    return Markup("").join(
        element.format(language, part) if language else part for language, part in parts
    )


def _with_parts(html: str, language: str) -> str:
    """Mark the parts of a piece of a document that is in one language but for them."""
    if language.startswith("ja"):
        return html
    chinese = language.startswith("zh") and "Latn" not in language
    found = _texts_with("A-Za-z" + KANA if chinese else HAN + KANA)

    def marked_text(match: re.Match[str]) -> str:
        if match["unseen"]:
            return match[0]
        name = "tspan" if match["svg"] else "span"
        return f"{match['svg'] or ''}>{_shown(_parts(unescape(match['text']), chinese), name)}"

    return found.sub(marked_text, html)


@cache
def _tags(name: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){name}\b")


def _end(html: str, name: str, start: int) -> int:
    """Find where the element ends whose content starts there."""
    depth = 1
    for tag in _tags(name).finditer(html, start):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.start()
    return len(html)


def marked(html: str, language: str = "") -> str:
    """Mark every part that is in another language than the element it stands in.

    Args:
        html: a document as our templates write it, every text escaped.
        language: the language of what stands in no element that says its own.
    """
    pieces, start = [], 0
    while element := ELEMENT.search(html, start):
        inside = element.end() - 1  # its last character: a text is what follows one
        end = _end(html, element["name"], inside)
        before = _with_parts(html[start:inside], language)
        pieces += [before, marked(html[inside:end], element["language"])]
        start = end
    return "".join((*pieces, _with_parts(html[start:], language)))


def quotations_in(language: str, text: str) -> Markup:
    """Give a text as HTML in which what stands in quotation marks is in a language of its own."""
    return _shown(_cut(QUOTATION, language, text), "span")
