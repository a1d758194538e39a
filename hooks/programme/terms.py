"""Terms in running text: found by longest match, linked at first use, explained on the page.

Chinese has no word borders, so a term counts wherever its characters stand. Letters and digits
of the Latin script need a border in either language: MEMS counts in MEMS传感器, not in NEMS.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup, escape

from .model import Programme, Term

LATIN = "[0-9A-Za-z]"
PLURAL = re.compile(rf"(?<={LATIN})s+\Z")
ABBREVIATION = re.compile("[A-Z][A-Z0-9-]+")
LINK = Markup('<a class="term" href="{}" data-term="{}">{}</a>')


def _names(term: Term, language: str) -> Iterator[str]:
    """Yield the forms of a term in a language; an abbreviation is the same in each."""
    yield getattr(term, language, term.en)
    yield from (other.text for other in term.others if other.lang == language)
    if ABBREVIATION.fullmatch(term.en):
        yield term.en


def _key(name: str) -> str:
    """Give what the forms of a name share: a small first letter and no plural -s."""
    return name[0].lower() + PLURAL.sub("", name)[1:]


def _rest(key: str) -> str:
    """Match a name after its first letter, up to a border where it ends in Latin script."""
    after = f"s*(?!{LATIN})" if re.match(LATIN, key[-1]) else ""
    return re.escape(key[1:]) + after


def _first(letter: str) -> str:
    """Give the first letters a name may have, for a character class."""
    return re.escape(letter + letter.upper() if letter.isascii() else letter)


def _any(patterns: Iterable[str]) -> str:
    """Match any of some patterns, the first first; of none, nothing."""
    return f"(?:{'|'.join(patterns) or '(?!)'})"


def _pattern(keys: Iterable[str]) -> re.Pattern[str]:
    """Match any name, of two at one place the longer; its first letter rules out most others."""
    rests: dict[str, list[str]] = defaultdict(list)
    for key in sorted(keys, key=lambda key: (-len(key), key)):
        rests[key[0]].append(_rest(key))
    names = {letter: f"[{_first(letter)}]{_any(rests[letter])}" for letter in rests}
    latin = [name for letter, name in names.items() if re.match(LATIN, letter)]
    other = [name for letter, name in names.items() if not re.match(LATIN, letter)]
    place = f"(?=[{''.join(map(_first, rests))}])" if rests else ""
    return re.compile(f"{place}(?:(?<!{LATIN}){_any(latin)}|{_any(other)})")


class _Names:
    """The forms of all terms in one language, and where they stand in a text."""

    def __init__(self, terms: Iterable[Term], language: str) -> None:
        self.terms: dict[str, Term] = {}
        for term in terms:
            for name in _names(term, language):
                self.terms.setdefault(_key(name), term)
        self.pattern = _pattern(self.terms)

    def found(self, text: str) -> Iterator[tuple[re.Match[str], Term]]:
        """Yield terms in order; one with `link: false` still hides what is inside it."""
        for match in self.pattern.finditer(text):
            yield match, self.terms[_key(match[0])]


class Linker:
    """Links terms of one programme in running text."""

    def __init__(self, programme: Programme) -> None:
        languages = programme.site.language_ids
        self._names = {language: _Names(programme.terms, language) for language in languages}

    def linked(self, text: str, language: str, seen: set[str], url: Callable[[str], str]) -> Markup:
        """Escape a text and link the terms in it that the page has not linked before.

        Args:
            text: plain text in `language`.
            language: id of a language of the site.
            seen: ids of terms linked so far on the page in this language; grows.
            url: gives the address of a term by its id.
        """
        pieces, end = [], 0
        for match, term in self._names[language].found(text):
            if term.link and term.id not in seen:
                seen.add(term.id)
                link = LINK.format(url(term.id), term.id, match[0])
                pieces += [escape(text[end : match.start()]), link]
                end = match.end()
        return Markup("").join((*pieces, escape(text[end:])))


def explanations(programme: Programme, language: str) -> dict[str, dict[str, str]]:
    """Give what the pop-up says of each term, its note in the language of the page."""
    return {
        term.id: {
            "zh": term.zh,
            "pinyin": term.pinyin,
            "en": term.en,
            "note": term.note[language] if term.note else "",
        }
        for term in programme.terms
        if term.link
    }


def as_json(explained: Mapping[str, Mapping[str, str]], seen: Iterable[str]) -> Markup:
    """Give the explanations of the terms seen on a page as JSON that may stand in HTML."""
    on_page = {name: explained[name] for name in sorted(seen)}
    return htmlsafe_json_dumps(on_page, ensure_ascii=False, separators=(",", ":"))
