"""Pinyin as it is printed (ISO 7098): without its tones, and in the order of a dictionary."""

import unicodedata

TONES = "\u0304\u0301\u030c\u0300"
"""The marks of the four tones, in their order, as they come apart from their vowels (NFD)."""
NO_TONES = str.maketrans("", "", TONES)
NUMBERED = str.maketrans(TONES, "1234")


def _apart(spelled: str) -> str:
    return unicodedata.normalize("NFD", spelled.casefold())


def without_tones(spelled: str) -> str:
    """Give pinyin in lower case without the marks of its tones; ü keeps its dots."""
    return unicodedata.normalize("NFC", _apart(spelled).translate(NO_TONES))


def dictionary_order(spelled: str) -> tuple[str, str]:
    """Give what pinyin is put in order by: its letters, then its tones.

    After the order of 现代汉语词典, letter by letter: a tone decides only between like spellings.
    """
    apart = _apart(spelled)
    return "".join(filter(str.isalnum, apart)), apart.translate(NUMBERED)
