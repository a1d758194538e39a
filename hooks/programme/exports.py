"""The data as files to take away: JSON, CSV, and the JSON Schema every JSON file is held to.

Formats: JSON after RFC 8259; JSON Schema 2020-12; CSV after RFC 4180 in UTF-8 with a
byte-order mark, which spreadsheets need to show Chinese.
"""

import csv
import io
import json
from collections.abc import Mapping

from pydantic import Field

from .addresses import place
from .citations import all_citations
from .model import (
    Change,
    Disagreement,
    Gap,
    Id,
    Indicator,
    LanguageId,
    Layout,
    Many,
    Organisation,
    PartialDate,
    Programme,
    Record,
    Source,
    Statement,
    Term,
    Text,
    WebAddress,
)
from .schema import DIALECT

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


class PublishedStatement(Statement):
    """A statement with the page it stands on and its addresses."""

    section: Id
    """The page it stands on."""
    address: dict[LanguageId, WebAddress]
    """Where it can be read, language to address."""


class Head(Record):
    """What every JSON file begins with."""

    name: Text
    """The name of the site."""
    licence: WebAddress
    """The terms on which it may be used."""
    version: PartialDate
    """The day of the newest change."""
    schema_address: WebAddress = Field(alias="schema")
    """Where this schema is."""


class DataFile(Head):
    """A JSON file of the site: what it is part of, on which terms, and one kind of records."""

    statements: Many[PublishedStatement] = ()
    """What is said, one thing a record."""
    sources: Many[Source] = ()
    """The publications that statements rest on."""
    terms: Many[Term] = ()
    """The glossary."""
    organisations: Many[Organisation] = ()
    """The bodies named in statements."""
    indicators: Many[Indicator] = ()
    """Targets beside what was reported since."""
    layout: Layout | None = None
    """The places of the programme and what is to be built there."""
    disagreements: Many[Disagreement] = ()
    """Topics on which sources differ."""
    not_reported: Many[Gap] = ()
    """What readers would expect and nobody has reported."""
    changes: Many[Change] = ()
    """What changed on the site, newest first."""


RECORDS = tuple(name for name in DataFile.model_fields if name not in Head.model_fields)
"""What there is a JSON file of."""
OTHERS = ("statements.csv", "schema.json")


def data_files(programme: Programme) -> tuple[str, ...]:
    """Give what is written into `data/` of the site, in the order in which it is listed."""
    return (*(f"{name}.json" for name in RECORDS if getattr(programme, name)), *OTHERS)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _wrapped(programme: Programme, address: str, name: str, records: object) -> str:
    head = {
        "name": programme.site.name.root,
        "licence": LICENCE,
        "version": programme.newest_change,
        "schema": f"{address}data/schema.json",
    }
    return _json({**head, name: records})


def statement_record(
    programme: Programme, address: str, statement: Statement
) -> Mapping[str, object]:
    """Give a statement as published: its data, its section and its addresses."""
    section = programme.section_of[statement.id]
    addresses = {
        language: address + place(language, section, statement.id)
        for language in programme.site.language_ids
    }
    return {"id": statement.id, "section": section, "address": addresses, **_plain(statement)}


def _plain(record: Record) -> dict[str, object]:
    """Turn a record into what JSON can hold; what is not known is left out."""
    return record.model_dump(mode="json", exclude_none=True)


def _records(programme: Programme, address: str, name: str) -> object:
    if name == "statements":
        every = programme.statements.values()
        return [statement_record(programme, address, statement) for statement in every]
    held = getattr(programme, name)
    return _plain(held) if isinstance(held, Record) else [_plain(record) for record in held]


def schema(address: str) -> Mapping[str, object]:
    """Give the JSON Schema of every JSON file, which stands at `address`."""
    return {"$schema": DIALECT, "$id": address, **DataFile.model_json_schema(mode="serialization")}


def statements_csv(programme: Programme) -> str:
    """Give all statements as a table, one column for each language of title and text."""
    languages = programme.site.language_ids
    texts = [(key, language) for key in ("title", "text") for language in languages]
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    head = ["id", "section", "said_by", "as_of", "sources"]
    writer.writerow(head + [f"{key}_{language}" for key, language in texts])
    for statement in programme.statements.values():
        row = [statement.id, programme.section_of[statement.id], statement.said_by]
        row += [statement.as_of, " ".join(statement.sources)]
        writer.writerow(row + [getattr(statement, key)[language] for key, language in texts])
    return "\ufeff" + buffer.getvalue()


def citation_files(programme: Programme, address: str) -> dict[str, str]:
    """Give, beside each page of statements and the sources, what its entries are cited as.

    A script, because a page opened from disk may load scripts but not fetch data.
    """
    pages = {name: [s.id for s in part.statements] for name, part in programme.sections.items()}
    pages["sources"] = [source.id for source in programme.sources]
    written = {}
    for language in programme.site.language_ids:
        forms = all_citations(programme, address, language)
        for page, ids in pages.items():
            cited = json.dumps({name: forms[name] for name in ids}, ensure_ascii=False)
            written[f"{place(language, page)}citations.js"] = f"self.citations = {cited};\n"
    return written


def files(programme: Programme, address: str) -> dict[str, str]:
    """Give every data file of the site at `address`: path below its root to its text."""
    return {
        **{
            f"data/{name}.json": _wrapped(
                programme, address, name, _records(programme, address, name)
            )
            for name in RECORDS
            if getattr(programme, name)
        },
        "data/statements.csv": statements_csv(programme),
        "data/schema.json": _json(schema(f"{address}data/schema.json")),
        **citation_files(programme, address),
    }
