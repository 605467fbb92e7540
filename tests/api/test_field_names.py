"""Every field that a request may have is named in Chinese by a label: no message has to name its path."""

from collections.abc import Iterator
from typing import Any

from api.app import create_app
from regulation.words.field_names import FIELD_NAMES
from tests.api.conftest import settings_for

DESCRIPTION = create_app(settings_for("postgresql+asyncpg://nobody@nowhere/standing")).openapi()


def named_in(schema: dict[str, Any], inside: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the name of every field of a schema, and of what it contains."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name not in inside:
            yield from named_in(DESCRIPTION["components"]["schemas"][name], (*inside, name))
        return
    parts = [part for key in ("anyOf", "oneOf", "allOf") for part in schema.get(key, ())]
    for part in [*parts, schema.get("items"), schema.get("additionalProperties")]:
        if isinstance(part, dict):
            yield from named_in(part, inside)
    for name, inner in schema.get("properties", {}).items():
        yield name
        yield from named_in(inner, inside)


def test_every_field_of_a_request_has_a_label() -> None:
    """In bodies, queries, paths and headers; a new field fails here."""
    asked: set[str] = set()
    for methods in DESCRIPTION["paths"].values():
        for operation in methods.values():
            asked |= {one["name"] for one in operation.get("parameters", ())}
            for content in operation.get("requestBody", {}).get("content", {}).values():
                asked |= set(named_in(content["schema"]))
    assert len(asked) > 200
    assert sorted(asked - set(FIELD_NAMES)) == []
