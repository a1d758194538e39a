"""Rules for what pages are made of: sections, topics, drawings, words of the interface."""

from collections.abc import Iterator

from .. import numbers
from ..addresses import HOME
from ..faults import nearest
from ..model import Location, Programme
from ..pages import OTHER_PAGES
from .walk import WORDS, Finding


def sections_are_pages(programme: Programme) -> Iterator[Finding]:
    """The files in `sections/` are the pages `site.yml` lists; gaps and indicators are of one."""
    listed = set(programme.site.parts) | set(programme.site.in_menu)
    pages = set(programme.site.pages)
    for name in sorted(set(programme.sections) - listed):
        yield ("sections", name), f"'{name}' is not in 'parts' or 'menu' of site.yml; add it"
    for path, name in _listed(programme):
        if name not in programme.sections and name not in pages:
            message = f"'{name}' has no file data/sections/{name}.yml; write it or remove this"
            yield path, message + nearest(name, {*programme.sections, *pages})
    for key in ("not_reported", "indicators"):
        for index, record in enumerate(getattr(programme, key)):
            if record.section not in programme.sections:
                message = f"'{record.section}' is not a section; name one that is"
                near = nearest(record.section, programme.sections)
                yield (key, index, "section"), message + near


def _listed(programme: Programme) -> Iterator[tuple[Location, str]]:
    """Yield every page that `site.yml` lists, and where."""
    for index, name in enumerate(programme.site.parts):
        yield ("site", "parts", index), name
    for place, group in enumerate(programme.site.menu):
        for index, name in enumerate(group.pages):
            yield ("site", "menu", place, "pages", index), name


def topics_are_known(programme: Programme) -> Iterator[Finding]:
    """A statement not in the programme's name stands under a topic of its section."""
    for name, section in programme.sections.items():
        topics = {topic.id for topic in section.topics}
        for index, statement in enumerate(section.statements):
            path: Location = ("sections", name, "statements", index)
            if statement.said_by == "programme":
                if statement.topic:
                    message = "'topic' is only for officials and reports; remove it"
                    yield (*path, "topic"), message
            elif statement.topic not in topics:
                remedy = f"choose {', '.join(sorted(topics))}" if topics else "add 'topics'"
                yield (*path, "topic"), f"'topic' is none of this section's; {remedy}"


def zones_have_a_focus(programme: Programme) -> Iterator[Finding]:
    """Each zone of the layout has a focus, unless all that have none share one."""
    layout = programme.layout
    for index, zone in enumerate(layout.zones if layout else ()):
        if layout and not zone.focus and not layout.shared_focus:
            yield ("layout", "zones", index), "has no 'focus', nor is there one shared; add it"


def headlines_show_a_figure(programme: Programme) -> Iterator[Finding]:
    """A headline shows a figure its statement has."""
    for index, headline in enumerate(programme.site.headlines):
        statement = programme.statements.get(headline.statement)
        if statement and headline.figure >= len(statement.figures):
            message = f"'{statement.id}' has no figure {headline.figure} (the first is 0)"
            yield ("site", "headlines", index, "figure"), f"{message}; add it, or name another"


SHOWN_IF_ANY = ("layout", "terms", "organisations", "disagreements")
"""Pages that other pages link to where the data of that name hold something to show."""


def pages_are_known(programme: Programme) -> Iterator[Finding]:
    """Pages not made of statements are those the code has; what others link to is listed."""
    site, known = programme.site, {*OTHER_PAGES, HOME}
    for name in sorted(set(site.pages) - known):
        yield ("site", "pages", name), f"the site has no page '{name}'; remove it"
    for name in sorted(set(programme.sections) & known):
        yield ("sections", name), f"'{name}' is the name of another page; choose another"
    needed = {HOME, "sources", "about", *(["timeline"] if site.key_dates else [])}
    needed |= {name for name in SHOWN_IF_ANY if getattr(programme, name)}
    for name in sorted(needed - set(site.pages)):
        yield ("site", "pages"), f"the page '{name}' has no entry; add its title and lede"
    for name in sorted(needed - set(site.in_menu) - {HOME}):
        yield ("site", "menu"), f"other pages link to '{name}'; add it"
    for name in sorted(set(SHOWN_IF_ANY) & set(site.pages) - needed):
        yield ("site", "pages", name), f"'{name}' has nothing to show; write {name}.yml, or remove"


def pages_are_listed_once(programme: Programme) -> Iterator[Finding]:
    """A page is listed once: among the parts only if it has statements, and home not at all."""
    seen = {HOME}
    for path, name in _listed(programme):
        if name in seen:
            yield path, f"'{name}' is listed already; remove it here"
        elif "parts" in path and name in programme.site.pages:
            yield path, f"'{name}' is not made of statements; list it in 'menu'"
        seen.add(name)


LICENCE = "CC BY 4.0"
CITING = "cite-"
"""How the word begins that names a style of citation: many have a number in their names."""


def words_make_no_claim(programme: Programme) -> Iterator[Finding]:
    """The words say how the site works; what has a number or a date stands in the data."""
    for name, text in programme.site.words.items():
        for language, line in text.root.items() if not name.startswith(CITING) else ():
            said = numbers.read(line.replace(LICENCE, ""), language)
            for number in (number for number in said if number.owed):
                message = f"says '{number.shown}', which is about the programme"
                yield (*WORDS, name, language), f"{message}; say it in a lede or a statement"
