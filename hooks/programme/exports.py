"""The data as files to take away: JSON, CSV and the JSON Schema of `data/`.

Formats: JSON after RFC 8259; CSV after RFC 4180 in UTF-8 with a byte-order mark, which
spreadsheets need to show Chinese.
"""

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from .citations import all_citations
from .model import Programme, Statement

DATA_FILES = (
    *("statements.json", "statements.csv", "sources.json", "terms.json"),
    *("indicators.json", "layout.json", "schema.json"),
)
"""What is written into `data/` of the site, in the order in which it is listed."""
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def _version(programme: Programme) -> str:
    """Give the date of the newest change: the version of the data."""
    return max(change.date for change in programme.changes)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _wrapped(programme: Programme, address: str, name: str, records: Any) -> str:
    head = {
        "name": programme.site.name.root,
        "licence": LICENCE,
        "version": _version(programme),
        "schema": f"{address}data/schema.json",
    }
    return _json({**head, name: records})


def statement_record(programme: Programme, address: str, statement: Statement) -> Mapping[str, Any]:
    """Give a statement as published: its data, its section and its addresses."""
    section = programme.section_of[statement.id]
    addresses = {
        language: f"{address}{language}/{section}/#{statement.id}"
        for language in programme.site.language_ids
    }
    record = statement.model_dump(mode="json", exclude_none=True)
    return {"id": statement.id, "section": section, "address": addresses, **record}


def _plain(records: Any) -> list[Any]:
    return [record.model_dump(mode="json", exclude_none=True) for record in records]


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
    """Give, beside each page of statements and the sources, what its entries are cited as."""
    pages = {name: [s.id for s in part.statements] for name, part in programme.sections.items()}
    pages["sources"] = [source.id for source in programme.sources]
    written = {}
    for language in programme.site.language_ids:
        forms = all_citations(programme, address, language)
        for page, ids in pages.items():
            written[f"{language}/{page}/cite.json"] = _json({name: forms[name] for name in ids})
    return written


def files(programme: Programme, address: str) -> dict[str, str]:
    """Give every data file of the site at `address`: path below its root to its text."""
    every = programme.statements.values()
    statements = [statement_record(programme, address, statement) for statement in every]
    return {
        "data/statements.json": _wrapped(programme, address, "statements", statements),
        "data/statements.csv": statements_csv(programme),
        "data/sources.json": _wrapped(programme, address, "sources", _plain(programme.sources)),
        "data/terms.json": _wrapped(programme, address, "terms", _plain(programme.terms)),
        "data/indicators.json": _wrapped(
            programme, address, "indicators", _plain(programme.indicators)
        ),
        "data/layout.json": _wrapped(
            programme,
            address,
            "layout",
            programme.layout.model_dump(mode="json", exclude_none=True),
        ),
        "data/schema.json": _json(Programme.model_json_schema()),
        **citation_files(programme, address),
    }
