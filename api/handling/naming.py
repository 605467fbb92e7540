"""Names beside actors in every answer: `"actor": "per_5f0c3a1be2d9", "actor_name": "安莉"`.

It happens once, for the answers of all guarded routes, so that a new one cannot forget it. The identifier stays what
is compared; the name is the present one. The platform's programs get no names of its reviewers, nor does the feed.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from fastapi import Request
from starlette.responses import Response

from api.state.app_state import app_state_of
from ledger.people.names import names_of
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


async def named(request: Request, operation: str, answer: Response) -> Response:
    """Return the answer with the names of its actors, for a caller who reads them."""
    if operation in WITHOUT or not request.state.caller.roles & READERS or not _names_actors(answer):
        return answer
    content = json.loads(bytes(answer.body))
    found = await names_of(app_state_of(request).database, set(_actors(content)))
    if not found:
        return answer
    return rewritten(answer, with_names(content, found))


def with_names(value: Any, names: Mapping[str, str]) -> Any:
    """Return the JSON value with a name beside each actor that has one."""
    if isinstance(value, list):
        return [with_names(one, names) for one in value]
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for key, inner in value.items():
        found[key] = with_names(inner, names)
        if key not in ACTORS:
            continue
        if isinstance(inner, str) and inner in names:
            found.setdefault(f"{key}_name", names[inner])
        elif isinstance(inner, list) and any(one in names for one in inner if isinstance(one, str)):
            found.setdefault(f"{key}_names", [names.get(one) for one in inner])
    return found


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


def _names_actors(answer: Response) -> bool:
    body = getattr(answer, "body", b"")
    return answer.media_type == "application/json" and any(mark in body for mark in _IN_JSON)


def _actors(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _actors(one)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key in ACTORS:
                listed = inner if isinstance(inner, list) else [inner]
                yield from (one for one in listed if isinstance(one, str) and _ACTOR.fullmatch(one))
            if isinstance(inner, list | dict):
                yield from _actors(inner)


def rewritten(answer: Response, content: Any) -> Response:
    """Return the answer with another JSON body."""
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
    return Response(written, answer.status_code, headers)
