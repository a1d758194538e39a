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
PLURAL = re.compile(r"(?<=[A-Za-rt-z])s\Z")
ABBREVIATION = re.compile("[A-Z][A-Z0-9-]+")
LINK = Markup('<a class="term" href="{}">{}</a>')


def _names(term: Term, language: str) -> Iterator[str]:
    """Yield the names of a term in a language; an abbreviation is the same in each."""
    yield term.name[language]
    yield from (other.text for other in term.others if other.lang == language)
    yield from (name for name in term.name.root.values() if ABBREVIATION.fullmatch(name))


def _forms(name: str) -> Iterator[str]:
    """Yield a name as a text may have it: first letter small or capital, one or many."""
    names = [name]
    if PLURAL.search(name):
        names.append(name[:-1])
    elif re.match("[A-Za-z]", name[-1]):
        names.append(f"{name}s")
    for form in names:
        yield form
        yield form[0].swapcase() + form[1:]


def _any(patterns: list[str]) -> str:
    """Match any of some patterns, tried in order; of none, nothing."""
    return f"(?:{'|'.join(patterns)})" if patterns else "(?!)"


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """Match any form, of two at one place the longer; a first letter rules out most others."""
    rests: dict[str, list[str]] = defaultdict(list)
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        border = f"(?!{LATIN})" if re.match(LATIN, form[-1]) else ""
        rests[form[0]].append(re.escape(form[1:]) + border)
    tried = {letter: re.escape(letter) + _any(rests[letter]) for letter in rests}
    latin = [pattern for letter, pattern in tried.items() if re.match(LATIN, letter)]
    other = [pattern for letter, pattern in tried.items() if not re.match(LATIN, letter)]
    here = f"(?=[{''.join(map(re.escape, rests))}])" if rests else ""
    return re.compile(f"{here}(?:(?<!{LATIN}){_any(latin)}|{_any(other)})")


class _Names:
    """The names of all terms in one language, and where they stand in a text."""

    def __init__(self, terms: Iterable[Term], language: str) -> None:
        self.terms: dict[str, Term] = {}
        for term in terms:
            for name in _names(term, language):
                for form in _forms(name):
                    self.terms.setdefault(form, term)
        self.pattern = _pattern(self.terms)

    def found(self, text: str) -> Iterator[tuple[re.Match[str], Term]]:
        """Yield terms in order; one with `link: false` still hides what is inside it."""
        for match in self.pattern.finditer(text):
            yield match, self.terms[match[0]]


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
                link = LINK.format(url(term.id), match[0])
                pieces += [escape(text[end : match.start()]), link]
                end = match.end()
        return Markup("").join((*pieces, escape(text[end:])))


def original(term: Term) -> str:
    """Give the name by which a term is known: the Chinese one, if it has one."""
    return term.name.root.get("zh") or next(iter(term.name.root.values()))


def forms(term: Term, tags: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the names of a term, the Chinese one and its pinyin first, each with its language tag.

    Args:
        term: what they are the names of.
        tags: language id to tag, in the order of the languages.
    """
    for language in sorted(tags, key=lambda name: name != "zh"):
        yield tags[language], term.name[language]
        if language == "zh" and term.pinyin:
            yield "zh-Latn", term.pinyin


def explanations(programme: Programme, language: str) -> dict[str, dict[str, str]]:
    """Give what the pop-up says of each term: its names by their tags, and its note."""
    tags = programme.site.tags
    return {
        term.id: {**dict(forms(term, tags)), "note": term.note[language]}
        for term in programme.terms
        if term.link
    }


def as_json(explained: Mapping[str, Mapping[str, str]], seen: Iterable[str]) -> Markup:
    """Give the explanations of the terms seen on a page as JSON that may stand in HTML."""
    on_page = {name: explained[name] for name in sorted(seen)}
    return htmlsafe_json_dumps(on_page, ensure_ascii=False, separators=(",", ":"))
