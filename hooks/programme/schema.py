"""JSON Schemas of the data files, by which editors complete keys and mark mistakes as one types."""

import json
from pathlib import Path

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from .load import FILES
from .model import Programme, Site, Text, Words, WordsIfAny

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _KeysHeld(GenerateJsonSchema):
    """A key that must have a form is a mistake in any other."""

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        held = super().dict_schema(schema)
        return held | {"additionalProperties": False} if "patternProperties" in held else held


def schemas(site: Site) -> dict[str, JsonSchemaValue]:
    """Give the schema of each data file, and of the files of each folder, by its name."""
    whole = Programme.model_json_schema(schema_generator=_KeysHeld)
    for kind in (Text, Words, WordsIfAny):
        whole["$defs"][kind.__name__] |= _spoken(whole["$defs"][kind.__name__], site, kind)
    return {
        name: {"$schema": DIALECT, "$defs": whole["$defs"], **_of_file(name, of_key)}
        for name, of_key in whole["properties"].items()
        if name != "search"  # plain text, which no editor needs help with
    }


def _spoken(schema: JsonSchemaValue, site: Site, kind: type) -> JsonSchemaValue:
    """Say that keys are the languages of the site, and which of them must be there."""
    of_language = schema["additionalProperties"]
    return {
        "properties": {
            language.id: {**of_language, "description": f"In {language.name}."}
            for language in site.languages
        },
        "required": [] if kind is WordsIfAny else list(site.language_ids),
        "additionalProperties": False,
    }


def _of_file(name: str, schema: JsonSchemaValue) -> JsonSchemaValue:
    """Give what a file holds; to the models a folder is one mapping of its files."""
    if name in FILES:
        return schema
    (of_file,) = schema["patternProperties"].values()
    return {**of_file, "description": schema["description"]}


def write(site: Site, folder: Path) -> None:
    """Write a file for each schema, where the settings of editors look for them."""
    folder.mkdir(exist_ok=True)
    for name, schema in schemas(site).items():
        text = json.dumps(schema, ensure_ascii=False, indent=1)
        (folder / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
