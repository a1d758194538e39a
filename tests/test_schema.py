"""What editors are told of the data files while they are typed: the schemas, and where they are."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from conftest import DATA, TESTS, copy_tiny, edit
from jsonschema import Draft202012Validator
from programme.__main__ import main
from programme.exports import DataFile
from programme.load import read_tree
from programme.model import Programme
from programme.schema import schemas

SETTINGS = TESTS.parent / ".vscode" / "settings.json"


def files(folder: Path) -> dict[str, tuple[str, Any]]:
    """Give every data file: its path to the name of its schema and its plain values."""
    values = read_tree(folder).values
    del values["search"]  # plain text
    sections = values.pop("sections").items()
    inside = {f"sections/{file}.yml": ("sections", value) for file, value in sections}
    return {f"{name}.yml": (name, value) for name, value in values.items()} | inside


Marks = Callable[[str, object], list[str]]
"""What an editor marks in a file, from the name of its schema and its values."""


def editor(programme: Programme) -> Marks:
    """Read all schemas, as an editor does."""
    readers = {name: Draft202012Validator(held) for name, held in schemas(programme.site).items()}
    return lambda name, value: [fault.message for fault in readers[name].iter_errors(value)]


@pytest.fixture(scope="module")
def marks(tiny: Programme) -> Marks:
    return editor(tiny)


@pytest.fixture(scope="module")
def tiny_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, Any]]:
    return files(copy_tiny(tmp_path_factory.mktemp("typed") / "data"))


def test_schemas_are_sound(tiny: Programme) -> None:
    for schema in schemas(tiny.site).values():
        Draft202012Validator.check_schema(schema)


def test_nothing_is_marked_in_the_data(programme: Programme) -> None:
    marks = editor(programme)
    assert {path: marks(*file) for path, file in files(DATA).items() if marks(*file)} == {}


def mappings(value: Any) -> Iterator[dict[str, Any]]:
    """Find every mapping in plain values."""
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            yield from mappings(item)


def test_wrong_key_is_marked_wherever_it_stands(
    marks: Marks, tiny_files: dict[str, tuple[str, Any]]
) -> None:
    for name, value in tiny_files.values():
        assert marks(name, value) == []
        for mapping in mappings(value):
            mapping["wrong key"] = 1
            assert len(marks(name, value)) == 1
            del mapping["wrong key"]


MARKED = {
    "language left out": ("text", {"en": "A kite."}),
    "empty text": ("text", {"en": "", "zh": "风筝。"}),
    "language there is not": ("text", {"en": "A kite.", "zh": "风筝。", "fr": "Un cerf-volant."}),
    "no words": ("asked_as", {"en": ["kite"], "zh": []}),
    "date with slashes": ("as_of", "2004/02"),
    "year of no calendar": ("as_of", 99),
    "choice there is not": ("said_by", "mayor"),
    "no source": ("sources", []),
    "scalar for a list": ("see", "kite-count"),
    "id with a space": ("topic", "later word"),
    "range of three": (
        "figures",
        [{"value": [1, 2, 3], "unit": "mu", "what": {"en": "a", "zh": "甲"}}],
    ),
}


@pytest.mark.parametrize(("key", "value"), MARKED.values(), ids=MARKED)
def test_mistake_is_marked(
    key: str, value: object, marks: Marks, tiny_files: dict[str, tuple[str, Any]]
) -> None:
    section = deepcopy(tiny_files["sections/aims.yml"][1])
    section["statements"][0][key] = value
    assert len(marks("sections", section)) == 1


def described(schema: dict[str, Any]) -> dict[str, str]:
    """Give the description of every key of every record of a schema."""
    records = {**schema["$defs"], "": schema}
    return {
        f"{name}.{key}": value.get("description", "")
        for name, record in records.items()
        for key, value in record.get("properties", {}).items()
    }


def test_every_key_has_its_sentence(tiny: Programme) -> None:
    """It is the one below the key in the model, in editors and in the published schema alike."""
    exported = described(DataFile.model_json_schema())
    typed = described(schemas(tiny.site)["site"])
    assert [name for name, sentence in (exported | typed).items() if sentence[-1:] != "."] == []
    assert exported["PublishedStatement.text"] == typed["Statement.text"]


def test_settings_lead_from_each_data_file_to_its_schema() -> None:
    patterns = json.loads(SETTINGS.read_text("utf-8"))["yaml.schemas"]
    for path, (name, _) in files(DATA).items():
        matching = [to for to, pattern in patterns.items() if fnmatch(f"/data/{path}", pattern)]
        assert matching == [f"./.schemas/{name}.json"]


def test_schemas_are_written_beside_the_data(tiny: Programme, tiny_folder: Path) -> None:
    assert main(["schema"], tiny_folder) == 0
    written = tiny_folder.parent / ".schemas"
    assert {
        path.stem: json.loads(path.read_text("utf-8")) for path in written.iterdir()
    } == schemas(tiny.site)


def test_schemas_ask_for_every_language_of_the_site(tiny_folder: Path) -> None:
    edit(
        tiny_folder / "site.yml", "languages:", "languages:\n  - {id: fr, html: fr, name: Français}"
    )
    main(["schema"], tiny_folder)
    text = json.loads((tiny_folder.parent / ".schemas/site.json").read_text("utf-8"))["$defs"][
        "Text"
    ]
    assert text["required"] == ["fr", "en", "zh"]
    assert text["properties"]["fr"]["description"] == "In Français."
