"""Names of schemas: one name for each class, made for reading in a client, and stable.

Pydantic names a schema after its class, and after its module too as soon as two classes share a name, so that a new
class would rename an old schema. Here the name depends on the class alone:

- the data of an event is named like the event: `CaseOpened` for `case.opened`; an entry of a record is `CaseEntry`;
- `titles` has the names of classes whose own name says too little;
- every other schema has the name of its class;
- where a class has other fields in requests than in answers, its schema for requests is named `…Input`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from api.description.titles import TITLES
from models.events.announcements import ENTRY_BODIES, bodies
from models.records import Entry

PREFIX: Final = "#/components/schemas/"
NAME: Final = re.compile(r"[A-Z][A-Za-z0-9]*")
"""Names that are class names in every language as they are."""

_SIDE: Final = re.compile(r"-(Input|Output)$")
_MAPS_OF_SCHEMAS: Final = ("properties", "patternProperties", "$defs", "dependentSchemas")
_SCHEMAS: Final = ("items", "additionalProperties", "not", "contains", "propertyNames", "if", "then", "else", "schema")
_LISTS_OF_SCHEMAS: Final = ("anyOf", "oneOf", "allOf", "prefixItems")


def named(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the OpenAPI document with the names of its schemas replaced, and each schema titled with its name.

    Titles that Pydantic makes from names of fields and parameters are left out: they say nothing new, and generators
    would make names of classes from them. Two classes that come to the same name keep Pydantic's names;
    `tests/api/test_description.py` fails for them. An enumeration that Pydantic names twice, for requests and for
    answers, becomes one.
    """
    schemas = schema["components"]["schemas"]
    wanted = {key: name_of(key) for key in schemas}
    several = {
        name
        for key, name in wanted.items()
        if any(schemas[key] != schemas[other] for other in wanted if wanted[other] == name)
    }
    names = {key: key if name in several else name for key, name in wanted.items()}
    found: dict[str, Any] = _with_references(schema, {PREFIX + key: PREFIX + name for key, name in names.items()})
    found["components"]["schemas"] = {names[key]: one for key, one in found["components"]["schemas"].items()}
    for part in _schemas_of_operations(found):
        _untitle(part)
    for name, one in found["components"]["schemas"].items():
        _untitle(one)
        one["title"] = name
    return found


def name_of(key: str) -> str:
    """Return the name of the schema that Pydantic calls `key`."""
    side = _SIDE.search(key)
    plain = _SIDE.sub("", key)
    suffix = "Input" if side and side[1] == "Input" else ""
    return (_by_key().get(plain) or plain) + suffix


@cache
def _by_key() -> Mapping[str, str]:
    """Return the names by what Pydantic calls the classes: with their module, or without it if nobody shares it."""
    found: dict[str, str] = {}
    for title, (module, name) in _titled():
        found[f"{module}.{name}".replace(".", "__")] = title
        found.setdefault(name, title)
    for kind, union in ENTRY_BODIES.items():
        entry = Entry[union]  # type: ignore[valid-type] # the union is a value here
        found[re.sub(r"[^A-Za-z0-9.\-_]", "_", entry.__name__)] = f"{_camel(kind)}Entry"
    return found


def _titled() -> Iterator[tuple[str, tuple[str, str]]]:
    for event, body in bodies().items():
        yield _camel(event), (body.__module__, body.__name__)
    for qualified, title in TITLES.items():
        module, _, name = qualified.rpartition(".")
        yield title, (module, name)


def _camel(name: str) -> str:
    return "".join(word.capitalize() for word in re.split(r"[._]", name))


def _with_references(part: Any, names: Mapping[str, str]) -> Any:
    """Return the JSON value with every text that is a key of `names` replaced: references and their mappings."""
    if isinstance(part, dict):
        return {key: _with_references(inner, names) for key, inner in part.items()}
    if isinstance(part, list):
        return [_with_references(inner, names) for inner in part]
    return names.get(part, part) if isinstance(part, str) else part


def _schemas_of_operations(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in schema["paths"].values():
        for operation in methods.values():
            answers: Iterable[dict[str, Any]] = operation["responses"].values()
            for part in (*operation.get("parameters", ()), *_media(operation.get("requestBody", {})), *_all(answers)):
                yield part.get("schema", {})


def _media(part: dict[str, Any]) -> Iterable[dict[str, Any]]:
    return list(part.get("content", {}).values())


def _all(parts: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield from _media(part)
        yield from part.get("headers", {}).values()


def _untitle(schema: Any) -> None:
    """Remove the title of a schema and of all schemas in it, but no property that is called `title`."""
    if not isinstance(schema, dict):
        return
    schema.pop("title", None)
    for key in _MAPS_OF_SCHEMAS:
        for inner in schema.get(key, {}).values():
            _untitle(inner)
    for key in _SCHEMAS:
        _untitle(schema.get(key))
    for key in _LISTS_OF_SCHEMAS:
        for inner in schema.get(key, ()):
            _untitle(inner)
