"""What a page is, told to machines: JSON-LD in the words of schema.org.

The first language of the site counts as the original, the others as its translations.
"""

from pathlib import PurePath

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from .addresses import HOME, place
from .exports import LICENCE, data_files
from .model import UNDATED, Programme, Term
from .pages import Page
from .terms import forms
from .values import TermsValues

CONTEXT = "https://schema.org"
MEDIA_TYPES = {".csv": "text/csv", ".json": "application/json"}
COLLECTIONS = ("timeline", "organisations", "disagreements", "sources")

Thing = dict[str, object]


class Describer:
    """Describes one page of the site at `address`."""

    def __init__(self, programme: Programme, page: Page, address: str) -> None:
        self.programme, self.page, self.address = programme, page, address
        self.language = page.language
        self.url = address + page.path
        self.tags = programme.site.tags

    def described(self) -> Thing:
        """Give what the page is, ready to stand alone."""
        if self.page.id == HOME:
            return {"@context": CONTEXT, "@graph": [self._website(), self._dataset()]}
        if self.page.id in self.programme.sections:
            return self._page("Article") | self._article()
        if isinstance(self.page.values, TermsValues):
            terms = [self._term(term) for term in self.page.values.terms]
            return self._page("DefinedTermSet") | {"hasDefinedTerm": terms}
        if self.page.id in COLLECTIONS:
            return self._page("CollectionPage")
        return self._page("AboutPage" if self.page.id == "about" else "WebPage")

    def _page(self, kind: str) -> Thing:
        """Say what every page but the first says of itself."""
        return {
            "@context": CONTEXT,
            "@type": kind,
            "@id": self.url,
            "url": self.url,
            "name": self.page.title,
            "description": self.page.description,
            "inLanguage": self.tags[self.language],
            "isPartOf": self._part_of(),
            **self._translations(kind),
            "license": LICENCE,
            "dateModified": self.programme.last_change_of_page(self.page.id),
        }

    def _article(self) -> Thing:
        """Say what a page of statements says besides."""
        site = self.programme.site
        return {
            "headline": self.page.title,
            "about": {"@type": "CreativeWork", "name": site.name[self.language]},
            "author": self._authors(),
            "datePublished": self.programme.first_change,
            **({"image": f"{self.address}assets/card-{self.language}.png"} if site.cards else {}),
        }

    def _part_of(self) -> Thing:
        name = self.programme.site.name[self.language]
        url = self.address + place(self.language, HOME)
        return {"@type": "WebSite", "@id": url, "name": name, "url": url}

    def _translations(self, kind: str) -> Thing:
        """Name the same page in the other languages."""
        works = {
            name: {
                "@type": kind,
                "@id": self.address + place(name, self.page.id),
                "inLanguage": tag,
            }
            for name, tag in self.tags.items()
        }
        original, *translations = works
        if self.language == original:
            return {"workTranslation": [works[name] for name in translations]}
        return {"translationOfWork": works[original]}

    def _website(self) -> Thing:
        site = self.programme.site
        return self._part_of() | {
            "alternateName": site.short_name[self.language],
            "description": site.description[self.language],
            "inLanguage": self.tags[self.language],
            **self._translations("WebSite"),
            "license": LICENCE,
            "author": self._authors(),
            "potentialAction": {
                "@type": "SearchAction",
                "target": f"{self.address}{place(self.language, HOME)}?q={{query}}",
                "query-input": "required name=query",
            },
        }

    def _dataset(self) -> Thing:
        site = self.programme.site
        others = [name for name in self.tags if name != self.language]
        return {
            "@type": "Dataset",
            "@id": f"{self.url}#data",
            "sameAs": [f"{self.address}{place(other, HOME)}#data" for other in others],
            "name": site.name[self.language],
            "alternateName": [site.name[other] for other in others],
            "description": site.description[self.language],
            "url": self.address + place(self.language, "about", "data"),
            "inLanguage": list(self.tags.values()),
            "license": LICENCE,
            "isAccessibleForFree": True,
            "creator": self._authors(),
            "datePublished": self.programme.first_change,
            "dateModified": self.programme.newest_change,
            "version": self.programme.newest_change,
            "temporalCoverage": self._covered(),
            "distribution": [self._download(name) for name in data_files(self.programme)],
        }

    def _download(self, name: str) -> Thing:
        return {
            "@type": "DataDownload",
            "name": self.programme.site.words[f"file-{name}"][self.language],
            "contentUrl": f"{self.address}data/{name}",
            "encodingFormat": MEDIA_TYPES[PurePath(name).suffix],
        }

    def _term(self, term: Term) -> Thing:
        """Describe a term: its name in this language, every other it has, and what it means."""
        name = term.name[self.language]
        others = [form for _, form in forms(term, self.tags)]
        others += [other.text for other in term.others]
        return {
            "@type": "DefinedTerm",
            "url": f"{self.url}#{term.id}",
            "termCode": term.id,
            "name": name,
            "alternateName": [other for other in dict.fromkeys(others) if other != name],
            "description": term.note[self.language],
        }

    def _authors(self) -> Thing:
        return {
            "@type": "Organization",
            "name": self.programme.site.captions.authors[self.language],
            "url": self.address + place(self.language, "about"),
        }

    def _covered(self) -> str:
        """Give the time the statements speak for, as an interval after ISO 8601."""
        dates = {s.as_of for s in self.programme.statements.values()} - {UNDATED}
        return f"{min(dates)}/{max(dates)}" if dates else ".."


def described(programme: Programme, page: Page, address: str) -> Thing:
    """Describe a page of the site at `address`."""
    return Describer(programme, page, address).described()


def script(programme: Programme, page: Page, address: str) -> Markup:
    """Give the description of a page as JSON that may stand in a script element."""
    thing = described(programme, page, address)
    return htmlsafe_json_dumps(thing, ensure_ascii=False, separators=(",", ":"))
