"""What is said of a record beside its title and text, worked out once, in words and links.

Pages and Markdown loop over it, so that neither can lack what the other says.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .model import Indicator, Organisation, Reported, Source, Statement, Target, Term, Trust
from .voice import Voice

Record = Statement | Source | Term | Organisation


@dataclass(frozen=True)
class Part:
    """Some words of a fact.

    Attributes:
        words: plain text.
        to: address on the site they lead to, if they do.
        outside: address elsewhere where what they name can be read.
        language: tag of their language, if it is not that of the page.
        quoted: language of what they quote, if it is a third one.
        trust: how far a source is to be trusted, where they say so.
    """

    words: str
    to: str = ""
    outside: str = ""
    language: str = ""
    quoted: str = ""
    trust: Trust | None = None


Item = tuple[Part, ...]


@dataclass(frozen=True)
class Fact:
    """One thing said of a record.

    Attributes:
        key: what it is, for who sets it: `imprint`, `compare`.
        items: what is said; of a list, each of its lines.
        label: what stands before it.
        listed: whether it is a list, even of one.
        again: whether another page says it too, so that all pages in one file need it once.
    """

    key: str
    items: tuple[Item, ...] = ()
    label: str = ""
    listed: bool = False
    again: bool = False


def facts(voice: Voice, record: Record) -> tuple[Fact, ...]:
    """Give what is said of a record, in the order in which it is said."""
    teller = Teller(voice)
    match record:
        case Statement():
            return tuple(teller.of_statement(record))
        case Source():
            return tuple(teller.of_source(record))
        case Term():
            return tuple(teller.of_term(record))
        case Organisation():
            return tuple(teller.of_organisation(record))


@dataclass(frozen=True)
class Row:
    """A figure of an indicator, in words.

    Attributes:
        is_target: whether it is what the programme aims for.
        measure: what exactly is measured; of a target, that it is one.
        when: the date it speaks for; of a target, by when.
        statement: in which it can be read.
        source: the best of that statement.
    """

    is_target: bool
    amount: str
    measure: str
    scope: str
    when: str
    statement: Statement
    source: Source


def rows(voice: Voice, indicator: Indicator) -> Iterator[Row]:
    """Yield the figures of an indicator, its target first."""
    if target := indicator.target:
        when = voice.date(str(target.year)) if target.year else voice.word("no-year")
        yield _row(voice, indicator, target, when, voice.word("target") + voice.word("colon"))
    for reported in indicator.reported:
        yield _row(voice, indicator, reported, voice.date(reported.as_of))


def _row(
    voice: Voice, indicator: Indicator, claim: Target | Reported, when: str, mark: str = ""
) -> Row:
    statement = voice.programme.statements[claim.statement]
    return Row(
        is_target=claim is indicator.target,
        amount=voice.amount(claim, indicator.unit),
        measure=mark + voice.label(claim.measure),
        scope=voice.label(claim.scope),
        when=when,
        statement=statement,
        source=voice.programme.source[statement.sources[0]],
    )


class Teller:
    """Tells facts in the language of a page."""

    def __init__(self, voice: Voice) -> None:
        self.voice, self.programme, self.relations = voice, voice.programme, voice.relations

    def of_statement(self, statement: Statement) -> Iterator[Fact]:
        """Yield who says it, as of when, by which sources, and what is to be read beside it."""
        mark = self.voice.word(f"said-by-{statement.said_by}")
        meaning = Part(str(self.voice.means(statement.said_by)))
        yield Fact("said-by", ((meaning,),), mark, again=True)
        note = statement.date_note
        noted = ((Part(self.voice.label(note)),),) if note else ()
        yield Fact("as-of", noted, self.voice.as_of(statement.as_of), again=True)
        named = tuple(self._evidence(self.programme.source[name]) for name in statement.sources)
        yield Fact("sources", named, self.voice.word("sources-label"), listed=True)
        yield from self._around(statement)

    def _around(self, statement: Statement) -> Iterator[Fact]:
        """Yield where sources differ, what to compare, what is missing, and what has changed."""
        differing = self.relations.differing.get(statement.id, ())
        topics = (
            (Part(self.voice.label(d.topic), self.voice.url("disagreements", d.id)),)
            for d in differing
        )
        yield from self._list("differs", topics, "sources-differ")
        yield from self._list("compare", map(self._statement, statement.see), "compare")
        for gap in self.programme.not_reported:
            if gap.follows and gap.follows.statement == statement.id:
                line = Part(self.voice.label(gap.follows.line), self.voice.place_url(gap.id))
                yield Fact("missing", ((line,),))
        # What has changed is told in the list of changes, once for all it touched.
        changed = self.relations.changed.get(statement.id, ())
        newest = {change.date: change for change in reversed(changed)}
        changes = (
            (Part(self.voice.date(date), self.voice.url("about", f"change-{change.id}")),)
            for date, change in reversed(newest.items())
        )
        yield from self._list("changes", changes, "changes", again=True)

    def of_source(self, source: Source) -> Iterator[Fact]:
        """Yield its imprint, what to know of it, where it can be read, and what rests on it."""
        own = self.voice.own.id
        original = source.title.root.get(source.original_language) if source.title else None
        if original and source.original_language != own:
            yield Fact("original", ((Part(original, language=source.original_language),),))
        yield Fact("imprint", (self._imprint(source),))
        written_in = source.original_language
        quoted = "" if written_in in self.programme.site.language_ids else written_in
        yield Fact("note", ((Part(self.voice.label(source.note), quoted=quoted),),))
        yield from self._whereabouts(source)
        resting = self.relations.resting_on.get(source.id, ())
        yield from self._statements("rests-on-it", resting)

    def _whereabouts(self, source: Source) -> Iterator[Fact]:
        """Yield where a source can be read, or how it is cited where it must not be linked."""
        if source.address:
            yield Fact("address", ((Part(source.address, outside=source.address),),))
        else:
            yield Fact("not-linked", ((Part(self.voice.word("not-linked")),),))
        if source.accessed:
            yield self._one("accessed", self.voice.date(source.accessed))
        if source.archived:
            copy = Part(source.archived, outside=source.archived)
            yield Fact("archived", ((copy,),), self.voice.word("archived"))
        if source.cite_as and source.title:
            yield self._one("cited-as", self.voice.label(source.cite_as))

    def of_term(self, term: Term) -> Iterator[Fact]:
        """Yield what it means, who renders it how, and where it is used."""
        yield Fact("note", ((Part(self.voice.label(term.note)),),))
        if term.our_rendering:
            yield Fact("our-rendering", ((Part(self.voice.word("our-rendering")),),))
        for other in term.others:
            opening, closing = (self.voice.word(f"{way}-bracket") for way in ("open", "close"))
            form = Part(other.text, language=other.lang)
            by = (Part(opening), self._cited(other.used_by), Part(closing))
            yield Fact("also-rendered", ((form, *by),), self.voice.word("also-rendered"))
        yield from self._sources(term.sources)
        yield from self._statements("used-in", self.relations.used.get(term.id, ()))

    def of_organisation(self, organisation: Organisation) -> Iterator[Fact]:
        """Yield how it is spoken, what it has to do with the programme, and where it is named."""
        if organisation.pinyin:
            alone = len(organisation.name.root) == 1
            remark = (Part(f" {self.voice.word('no-other-name')}"),) if alone else ()
            spoken = Part(organisation.pinyin, language="zh-Latn")
            yield Fact("pinyin", ((spoken, *remark),))
        yield Fact("role", ((Part(self.voice.label(organisation.role)),),))
        yield from self._sources(organisation.sources)
        named = self.relations.mentioned.get(organisation.id, ())
        yield from self._statements("mentioned-in", named)

    def _one(self, key: str, words: str) -> Fact:
        return Fact(key, ((Part(words),),), self.voice.word(key))

    def _list(
        self, key: str, items: Iterable[Item], word: str, *, again: bool = False
    ) -> Iterator[Fact]:
        """Yield a list, unless nothing is on it."""
        if lines := tuple(items):
            yield Fact(key, lines, self.voice.word(word), listed=True, again=again)

    def _statements(self, key: str, statements: tuple[Statement, ...]) -> Iterator[Fact]:
        """Yield a list of statements under their number."""
        if statements:
            label = self.voice.word(key, count=len(statements))
            items = tuple(self._statement(statement.id) for statement in statements)
            yield Fact(key, items, label, listed=True, again=True)

    def _statement(self, name: str) -> Item:
        title = self.voice.label(self.programme.statements[name].title)
        return (Part(title, self.voice.statement_url(name)),)

    def _sources(self, names: tuple[str, ...]) -> Iterator[Fact]:
        """Yield the sources that name a record, in a line."""
        parts: list[Part] = []
        for name in names:
            parts += [Part(self.voice.word("list-separator"))] if parts else []
            parts.append(self._cited(name))
        if parts:
            yield Fact("sources", (tuple(parts),), self.voice.word("sources-label"))

    def _cited(self, name: str) -> Part:
        return Part(
            self.voice.source_label(self.programme.source[name]), self.voice.url("sources", name)
        )

    def _evidence(self, source: Source) -> Item:
        """Name a source, who published it and when, its kind, and how far to trust it."""
        label, dot = self.voice.source_label(source), self.voice.word("dot")
        title = self.voice.label(source.title) if source.title else label
        named = Part(title, self.voice.url("sources", source.id), source.address or "")
        return (named, Part(dot + (label + dot if source.title else "")), *self._kind(source))

    def _imprint(self, source: Source) -> Item:
        if not source.title:  # then its heading says it
            return self._kind(source)
        via = ""
        if source.via:
            opening, closing = (self.voice.word(f"{way}-bracket") for way in ("open", "close"))
            via = opening + self.voice.label(source.via) + closing
        date = self.voice.word("comma") + self.voice.date(source.published)
        published = self.voice.label(source.publisher) + via + date + self.voice.word("dot")
        return (Part(published), *self._kind(source))

    def _kind(self, source: Source) -> Item:
        kind = self.voice.word(f"kind-of-{source.kind}") + self.voice.word("dot")
        return (Part(kind), Part(self.voice.word(f"trust-{source.trust}"), trust=source.trust))
