"""Where everything stands: the one place that makes an address of language, page and anchor.

Addresses are below the root of the site, `en/goals/#id`, until they are written somewhere.
"""

from collections.abc import Iterator, Mapping

from .model import Layout, Programme, Site

HOME = "home"
"""The first page of a language."""
TAKE_AWAY = "take-away"
"""The folder of the editions."""


def place(language: str, page: str, anchor: str = "") -> str:
    """Give the address of a page, or of what has an id on it: `en/`, `en/goals/#id`."""
    folder = "" if page == HOME else f"{page}/"
    return f"{language}/{folder}" + (f"#{anchor}" if anchor else "")


TAKE_AWAY = "take-away"
"""Where stands what is in one file."""
BILINGUAL = "bilingual"
"""The edition in every language."""


def editions(site: Site) -> tuple[str, ...]:
    """Name what there is in one file: all in each language, and in every one together."""
    languages = site.language_ids
    return (*languages, BILINGUAL) if len(languages) > 1 else languages


def edition_path(edition: str, form: str = "html") -> str:
    """Give the address of an edition."""
    return f"{TAKE_AWAY}/programme-{edition}.{form}"


def printed_path(page: str, language: str) -> str:
    """Give the address of a page of statements as PDF."""
    return f"{TAKE_AWAY}/{page}-{language}.pdf"


def feed_path(language: str) -> str:
    """Give the address of the feed of changes."""
    return f"{language}/changes.xml"


def relative(here: str, there: str) -> str:
    """Give the way from a page to another address of the site: `../sources/#id`."""
    page, _, anchor = there.partition("#")
    if anchor and page == here:
        return f"#{anchor}"
    language, _, folder = here.partition("/")
    up = "../" if folder else ""
    if there.startswith(f"{language}/"):
        return up + there.removeprefix(f"{language}/") or "./"
    return f"{up}../{there}"


def anchors(programme: Programme) -> Mapping[str, tuple[str, ...]]:
    """Give the ids that records have on each page, in the order of the data."""
    site = programme.site
    pages = dict.fromkeys((*site.parts, *site.in_menu, *programme.sections, *site.pages))
    lists = _lists(programme)
    return {page: (*_of_section(programme, page), *lists.get(page, ())) for page in pages}


def _of_section(programme: Programme, page: str) -> Iterator[str]:
    if section := programme.sections.get(page):
        yield from (statement.id for statement in section.statements)
        yield from (topic.id for topic in section.topics)
        yield from (passage.id for passage in section.passages)
        yield from (gap.id for gap in programme.not_reported if gap.section == page)
        yield from (i.id for i in programme.indicators if i.section == page)


def _lists(programme: Programme) -> Mapping[str, list[str]]:
    return {
        "layout": list(_in_layout(programme.layout)) if programme.layout else [],
        "terms": [term.id for term in programme.terms],
        "organisations": [organisation.id for organisation in programme.organisations],
        "disagreements": [disagreement.id for disagreement in programme.disagreements],
        "sources": [source.id for source in programme.sources],
        "about": [
            *(passage.id for passage in programme.about),
            *(f"change-{change.id}" for change in programme.changes),
        ],
    }


def _in_layout(layout: Layout) -> Iterator[str]:
    yield from (zone.id for zone in layout.zones)
    for named_list in layout.lists:
        yield named_list.id
        yield from (named.id for named in named_list.items)
