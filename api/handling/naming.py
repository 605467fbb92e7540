"""Names beside actors in every answer: `"actor": "per_5f0c3a1be2d9", "actor_name": "安莉"`.

The identifier stays what is compared; the name is the present one. The platform's programs get no names of its
reviewers, nor does the feed. `api.handling.beside` adds them.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from starlette.responses import Response

from ledger.people.callers import Caller
from models.cases.cases import ACTOR_PATTERN
from models.roles import Role

ACTORS: Final = frozenset(
    {
        "acknowledged_by",
        "actor",
        "added_by",
        "answered_by",
        "assigned_to",
        "by",
        "claimed_by",
        "created_by",
        "decided_by",
        "found_by",
        "granted_by",
        "issued_by",
        "not_by",
        "of",
        "opened_by",
        "proposed_by",
        "registered_by",
        "released_by",
        "requested_by",
        "retired_by",
        "reversal_by",
        "started_by",
        "to",
        "without",
    }
)
"""Fields of answers that name one actor or several."""
_ANYTHING: Final = frozenset({"by", "of", "to", "without"})
"""Fields that name an actor in some models only: in those whose type says so."""
WITHOUT: Final = frozenset(
    {
        "list_events",
        "read_mirror_changes",
        "list_mirrored_standings",
        "load_mirrored_standings",
        "read_mirrored_rumours",
        "list_audit_events",
        "count_audit_events",
        "export_audit_events",
        "read_audit_event",
    }
)
"""Operations without names: the feed and the mirror go to programs, and the audit has its own."""
READERS: Final = frozenset({Role.REVIEWER, Role.OPERATOR, Role.AUDITOR, Role.REGULATOR})
"""Roles whose callers read names."""

_ACTOR: Final = re.compile(r"(per|key)_[0-9a-f]{12}")
_IN_JSON: Final = (b'"per_', b'"key_')


def concerns(operation: str, caller: Caller | None, answer: Response) -> bool:
    """Return whether an answer has actors whose names its caller reads."""
    if operation in WITHOUT or caller is None or not caller.roles & READERS:
        return False
    body = getattr(answer, "body", b"")
    return answer.media_type == "application/json" and any(mark in body for mark in _IN_JSON)


def actors_in(places: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the persons and keys that objects of an answer name as actors."""
    for place in places:
        for key in ACTORS.intersection(place):
            inner = place[key]
            listed = inner if isinstance(inner, list) else [inner]
            yield from (one for one in listed if isinstance(one, str) and _ACTOR.fullmatch(one))


def beside(place: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, Any]]]:
    """Yield each field of an object that names actors, with the field for their names and its value."""
    for key in ACTORS.intersection(place):
        inner = place[key]
        if isinstance(inner, str) and inner in names:
            yield key, (f"{key}_name", names[inner])
        elif isinstance(inner, list) and any(one in names for one in inner if isinstance(one, str)):
            yield key, (f"{key}_names", [names.get(one) if isinstance(one, str) else None for one in inner])


def describe(components: dict[str, Any], requested: frozenset[str]) -> None:
    """Add the names to the schemas of answers in an OpenAPI document; `requested` are the schemas of requests."""
    for schema_name, schema in components.items():
        properties = schema.get("properties", {})
        if schema_name in requested:
            continue
        for key in [key for key, one in properties.items() if _is_actor(key, one)]:
            several = properties[key].get("type") == "array"
            text = {"type": ["string", "null"]}
            shown = {"type": "array", "items": text} if several else text
            said = "Names, in the same order" if several else "Name of the person or service"
            properties.setdefault(f"{key}_name{'s' if several else ''}", {**shown, "description": f"{said}, if known."})


def _is_actor(key: str, schema: dict[str, Any]) -> bool:
    if key not in ACTORS:
        return False
    return key not in _ANYTHING or ACTOR_PATTERN in json.dumps(schema).replace("\\\\", "\\")
