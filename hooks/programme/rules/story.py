"""Rules for what tells the statements' story: briefs, passages, captions, lines at a statement.

They only sum up: whatever they say, a statement or a gap has said.
"""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from .. import numbers
from ..addresses import HOME
from ..faults import nearest
from ..model import (
    Gap,
    Headline,
    Id,
    Indicator,
    KeyDate,
    Location,
    Programme,
    SectionPassage,
    Sentence,
    Statement,
    Text,
)
from .walk import Finding, records

SENTENCES = range(4, 7)
"""How many sentences a brief has."""
LONGEST_BRIEF = 140
"""Words of a brief in a language that puts spaces between them."""
LONGEST_BRIEF_UNSPACED = {"zh": 240}
"""Characters of a brief, stops included, in a language that puts none."""


def briefs_have_a_length(programme: Programme) -> Iterator[Finding]:
    """A brief, with which home and pages of statements open, is some sentences, not too long."""
    for path, brief in _briefs(programme):
        if brief and len(brief) not in SENTENCES:
            few, many = SENTENCES[0], SENTENCES[-1]
            yield path, f"the brief has {len(brief)} sentences; write {few} to {many}"
        for language in programme.site.language_ids:
            length, longest = _length(brief, language)
            if length > longest:
                yield path, f"the brief is {length} long in '{language}'; shorten it to {longest}"
    for name, entry in programme.site.pages.items():
        if entry.brief and name != HOME:
            path = ("site", "pages", name, "brief")
            yield path, "only home and pages of statements open with a brief; remove it"


Brief = tuple[Sentence, ...]


def _briefs(programme: Programme) -> Iterator[tuple[Location, Brief]]:
    if home := programme.site.pages.get(HOME):
        yield ("site", "pages", HOME, "brief"), home.brief
    for name, section in programme.sections.items():
        yield ("sections", name, "brief"), section.brief


def _length(brief: Brief, language: str) -> tuple[int, int]:
    """Count a brief's characters or words, and give the most it may have."""
    lines = [sentence.text.root.get(language, "") for sentence in brief]
    if longest := LONGEST_BRIEF_UNSPACED.get(language):
        return sum(map(len, lines)), longest
    words = [word for line in lines for word in line.split()]
    return sum(any(map(str.isalnum, word)) for word in words), LONGEST_BRIEF


def sentences_rest_on_something(programme: Programme) -> Iterator[Finding]:
    """Every sentence of a brief names statements or gaps, each once, and they exist."""
    known = {*programme.statements, *programme.gaps}
    for path, sentence in records(programme, Sentence):
        if not sentence.grounds:
            yield path, "names no statement or gap that says so; give it 'links' or 'rests_on'"
        for name, times in Counter(sentence.grounds).items():
            if name not in known:
                message = f"'{name}' is no statement or gap; check the spelling or add it"
                yield path, message + nearest(name, known)
            elif times > 1:
                yield path, f"names '{name}' {times} times; once is enough"


def links_stand_in_their_sentence(programme: Programme) -> Iterator[Finding]:
    """The words of a link stand once in their sentence, and no two links share any."""
    for path, sentence in records(programme, Sentence):
        for language, line in sentence.text.root.items():
            spans = []
            for index, link in enumerate(sentence.links):
                words = link.words.root.get(language, "")
                if line.count(words) != 1:
                    message = f"'{words}' stands {line.count(words)} times in the sentence"
                    yield (*path, "links", index), f"{message}; choose words that stand there once"
                spans.append((line.find(words), line.find(words) + len(words)))
            if any(end > start for (_, end), (start, _) in pairwise(sorted(spans))):
                message = f"two links share words of the '{language}' sentence"
                yield (*path, "links"), f"{message}; choose words apart"


def numbers_are_told_elsewhere(programme: Programme) -> Iterator[Finding]:
    """What sums up says no number that does not stand in what it sums up.

    Held to it are the sentences of briefs, headings and introductions of passages, captions,
    claims of charts, and lines that tell a gap. That they claim nothing else is for editors to see.
    """
    told = {name: statement.text for name, statement in programme.statements.items()}
    told |= {name: gap.text for name, gap in programme.gaps.items()}
    for path, summary, grounds in _summaries(programme):
        texts = [told[name] for name in grounds if name in told]
        if len(texts) < len(grounds):
            continue  # other rules tell of what is not known
        for language, line in summary.root.items():
            lines = (text.root.get(language, "") for text in texts)
            said = [number for each in lines for number in numbers.read(each, language)]
            for number in numbers.read(line, language):
                if number.owed and not any(number.agrees(other) for other in said):
                    message = f"says '{number.shown}', which is not in {', '.join(grounds)}"
                    yield (*path, language), f"{message}; correct it or name what says so"


def _summaries(programme: Programme) -> Iterator[tuple[Location, Text, tuple[Id, ...]]]:
    """Yield every text that sums up, and the ids of the statements and gaps it sums up."""
    for path, record in programme.models:
        if isinstance(record, Sentence):
            yield (*path, "text"), record.text, record.grounds
        elif isinstance(record, SectionPassage):
            yield (*path, "title"), record.title, record.statements
            yield (*path, "intro"), record.intro, record.statements
            for name, title in record.titles.items():
                yield (*path, "titles", name), title, (name,)
        elif isinstance(record, Headline | KeyDate):
            yield (*path, "caption"), record.caption, (record.statement,)
        elif isinstance(record, Indicator) and record.claim:
            yield (*path, "claim"), record.claim, record.grounds
        elif isinstance(record, Gap) and record.follows:
            grounds = (record.id, record.follows.statement)
            yield (*path, "follows", "line"), record.follows.line, grounds


def passages_hold_together(programme: Programme) -> Iterator[Finding]:
    """A passage's statements stand on its page, under one topic, and in no other passage."""
    for name, section in programme.sections.items():
        topic_of = {s.id: None if s.said_by == "programme" else s.topic for s in section.statements}
        taken: set[str] = set()
        for index, passage in enumerate(section.passages):
            path: Location = ("sections", name, "passages", index, "statements")
            for place, id_ in enumerate(passage.statements):
                if id_ in programme.statements and id_ not in topic_of:
                    yield (*path, place), f"'{id_}' stands on another page; remove it"
                elif id_ in taken:
                    yield (*path, place), f"'{id_}' stands in a passage already; remove it here"
                taken.add(id_)
            if len({topic_of[id_] for id_ in passage.statements if id_ in topic_of}) > 1:
                yield path, "its statements stand under several topics; keep those of one"


def passages_name_their_own(programme: Programme) -> Iterator[Finding]:
    """A passage gives titles to its own statements only."""
    for path, passage in records(programme, SectionPassage):
        for name in sorted(set(passage.titles) - set(passage.statements)):
            message = f"'{name}' is no statement of this passage; remove it"
            yield (*path, "titles", name), message + nearest(name, passage.statements)


def gaps_follow_their_page(programme: Programme) -> Iterator[Finding]:
    """A gap that follows a statement follows one of its own page."""
    for path, gap in records(programme, Gap):
        name = gap.follows.statement if gap.follows else ""
        page = programme.section_of.get(name, gap.section)
        if page != gap.section and gap.section in programme.sections:
            message = f"'{name}' stands on '{page}', not on '{gap.section}'"
            yield (*path, "follows"), f"{message}; name a statement that does"


def key_dates_are_in_order(programme: Programme) -> Iterator[Finding]:
    """Key dates stand in their statements, and in order, and one of them is the release."""
    path: Location = ("site", "key_dates")
    dates = programme.site.key_dates
    for index, key in enumerate(dates):
        statement = programme.statements.get(key.statement)
        if statement and not _says(statement, key.date):
            message = f"the text of '{key.statement}' does not say {key.date}"
            yield (*path, index, "date"), f"{message}; give the date it says"
        if index and key.date < dates[index - 1].date:
            yield (*path, index, "date"), "is earlier than the date above; put them in order"
    releases = sum(key.release for key in dates)
    if dates and releases != 1:
        yield path, f"{releases} of the dates are the release; mark one with 'release: true'"


def _says(statement: Statement, date: str) -> bool:
    """Tell whether a statement's text has the year, month and day of a date."""
    said = numbers.read(statement.text.root.get("en", ""), "en")
    wanted = [
        numbers.Number(Decimal(part), unit, False, part)
        for part, unit in zip(date.split("-"), (None, "month", None), strict=False)
    ]
    return all(any(part.agrees(number) for number in said) for part in wanted)


def targets_have_a_claim(programme: Programme) -> Iterator[Finding]:
    """A chart with a target is headed by a sentence, and home draws one that has figures, too."""
    for index, indicator in enumerate(programme.indicators):
        if indicator.target and not indicator.claim:
            message = "has a target but no 'claim'; say in a sentence what the chart shows"
            yield ("indicators", index), message
    drawn = {i.id for i in programme.indicators if i.target and i.reported}
    name = programme.site.home_chart
    if name and name not in drawn:
        message = f"'{name}' is no indicator with a target and a reported figure"
        yield ("site", "home_chart"), f"{message}; name one that is{nearest(name, drawn)}"


def title_alone_is_alone(programme: Programme) -> Iterator[Finding]:
    """Where only a part's title is known, the programme says nothing else on its page."""
    for name, section in programme.sections.items():
        own = [statement.id for statement in section.statements if statement.said_by == "programme"]
        if section.title_alone and own != [section.title_alone]:
            message = f"'{section.title_alone}' is not all that the programme says on this page"
            yield ("sections", name, "title_alone"), f"{message}; name what is, or leave it out"
