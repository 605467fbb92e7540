"""Fields that every answer has, and which of several answers is tried first: what generated clients rely on.

Pydantic calls a field with a default optional, which is right for requests. Answers are written with all their fields;
only problems leave out what they do not have, and the data of events recorded by older versions lacks newer fields.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

_REFERENCE: Final = re.compile(r'#/components/schemas/([^"]+)')
_SPARING: Final = ("Problem", "EventsPage")
"""Schemas that are written without some of their fields, with all they refer to."""

_LEFT_OUT: Final[Mapping[str, frozenset[str]]] = {
    "BatchPublishVerdict": frozenset({"receipt", "ref"}),
    "BatchVerdict": frozenset({"receipt", "ref"}),
    "MisunderstoodItem": frozenset({"account", "ref"}),
    "UnansweredItem": frozenset({"ref"}),
    "UnknownAccount": frozenset({"ref"}),
}
"""Fields of answers to a batch that are written only if there is something to write."""


def complete(schemas: dict[str, Any], requested: frozenset[str]) -> None:
    """Require every field in the schemas of answers; `requested` are the schemas of requests."""
    exempt = requested | reached(schemas, _SPARING)
    for name, schema in schemas.items():
        if name not in exempt and (fields := schema.get("properties")):
            schema["required"] = [field for field in fields if field not in _LEFT_OUT.get(name, ())]


def reached(schemas: dict[str, Any], names: Iterable[str]) -> frozenset[str]:
    """Return the schemas with these names, and all that they refer to."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += named_in(schemas[name])
    return frozenset(found)


def named_in(part: Any) -> list[str]:
    """Return the names of the schemas to which a part of the description refers."""
    return _REFERENCE.findall(json.dumps(part))


def richest_first(part: Any, schemas: dict[str, Any]) -> None:
    """Sort alternatives without a discriminator by their required fields, most first, everywhere in `part`.

    Generated clients take the first alternative that fits. Where one has all fields of another and more, such as what
    a dry run answers, the poorer one would fit too, and lose the rest. A constant among alternatives is written as an
    enumeration of one: openapi-python-client checks that, and goes on to the next alternative.
    """
    if isinstance(part, list):
        for inner in part:
            richest_first(inner, schemas)
    elif isinstance(part, dict):
        for key, inner in part.items():
            if key == "anyOf" and isinstance(inner, list) and "discriminator" not in part:
                inner.sort(key=lambda one: -_required(one, schemas))
                for one in inner:
                    if "const" in one:
                        one["enum"] = [one.pop("const")]
            richest_first(inner, schemas)


def _required(one: dict[str, Any], schemas: dict[str, Any]) -> int:
    return len(schemas[one["$ref"].rpartition("/")[2]].get("required", ())) if "$ref" in one else 0
