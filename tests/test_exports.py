"""The data files: what is downloaded is what the pages say."""

import csv
import io
import json

import pytest
from jsonschema import Draft202012Validator, ValidationError
from programme.exports import files
from programme.model import Programme

ADDRESS = "https://kite.example/plan/"
PATHS = [
    "data/statements.json",
    "data/sources.json",
    "data/terms.json",
    "data/organisations.json",
    "data/indicators.json",
    "data/layout.json",
    "data/disagreements.json",
    "data/not_reported.json",
    "data/changes.json",
    "data/statements.csv",
    "data/schema.json",
]


@pytest.fixture(params=["tiny", "programme"])
def any_programme(request: pytest.FixtureRequest) -> Programme:
    return request.getfixturevalue(request.param)


@pytest.fixture
def exported(any_programme: Programme) -> dict[str, str]:
    return files(any_programme, ADDRESS)


def test_files_are_those_the_page_about_the_site_lists(exported: dict[str, str]) -> None:
    assert [path for path in exported if path.startswith("data/")] == PATHS


def citations(script: str) -> dict[str, dict[str, str]]:
    return json.loads(script.removeprefix("self.citations = ").removesuffix(";\n"))


def test_citations_stand_beside_the_pages_that_need_them(
    exported: dict[str, str], any_programme: Programme
) -> None:
    for name, section in any_programme.sections.items():
        cited = citations(exported[f"zh/{name}/citations.js"])
        assert list(cited) == [statement.id for statement in section.statements]
    assert list(citations(exported["en/sources/citations.js"])) == list(any_programme.source)


@pytest.mark.parametrize(
    "name",
    [
        *("statements", "sources", "terms", "organisations", "indicators"),
        *("disagreements", "not_reported", "changes"),
    ],
)
def test_json_holds_every_record(
    name: str, exported: dict[str, str], any_programme: Programme
) -> None:
    document = json.loads(exported[f"data/{name}.json"])
    records = getattr(any_programme, name)
    records = records.values() if isinstance(records, dict) else records
    assert list(document) == ["name", "licence", "version", "schema", name]
    assert [record["id"] for record in document[name]] == [record.id for record in records]
    assert document["version"] == max(change.date for change in any_programme.changes)
    assert document["schema"] == f"{ADDRESS}data/schema.json"


def test_statement_holds_both_languages_and_its_addresses(tiny: Programme) -> None:
    document = json.loads(files(tiny, ADDRESS)["data/statements.json"])
    (count,) = (s for s in document["statements"] if s["id"] == "kite-count")
    assert count["section"] == "progress"
    assert count["address"] == {
        "en": f"{ADDRESS}en/progress/#kite-count",
        "zh": f"{ADDRESS}zh/progress/#kite-count",
    }
    assert count["title"] == {"en": "Kites counted", "zh": "清点风筝"}
    assert count["figures"][1]["value"] == [7, 9]
    assert "date_note" not in count


def test_csv_read_back_is_the_json(exported: dict[str, str]) -> None:
    document = json.loads(exported["data/statements.json"])
    rows = list(csv.DictReader(io.StringIO(exported["data/statements.csv"].removeprefix("\ufeff"))))
    assert rows == [
        {
            **{key: record[key] for key in ("id", "section", "said_by", "as_of")},
            "sources": " ".join(record["sources"]),
            **{
                f"{key}_{language}": record[key][language]
                for key in ("title", "text")
                for language in record["title"]
            },
        }
        for record in document["statements"]
    ]


def test_csv_starts_with_a_mark_that_spreadsheets_need(exported: dict[str, str]) -> None:
    assert exported["data/statements.csv"].startswith("\ufeffid,section,said_by,")
    assert exported["data/statements.csv"].count("\r\n") == exported["data/statements.csv"].count(
        "\n"
    )


@pytest.fixture
def schema(exported: dict[str, str]) -> Draft202012Validator:
    schema = json.loads(exported["data/schema.json"])
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert schema["$id"] == f"{ADDRESS}data/schema.json"
    return Draft202012Validator(schema)


@pytest.mark.parametrize("path", [path for path in PATHS if path.endswith(".json")][:-1])
def test_each_file_is_what_the_schema_allows(
    path: str, exported: dict[str, str], schema: Draft202012Validator
) -> None:
    document = json.loads(exported[path])
    schema.validate(document)
    records = document[list(document)[-1]]
    (records[0] if isinstance(records, list) else records)["unheard-of"] = 1
    with pytest.raises(ValidationError):
        schema.validate(document)


def test_chinese_stands_as_written(exported: dict[str, str]) -> None:
    assert not any("\\u4e" in text for text in exported.values())
