"""Answers to the examples, as the description shows them: recorded from a server, held against a fresh one.

`pytest tests/clients/test_examples.py --snapshot-update` records those that are missing or do not fit any more.
"""

import json
import re
from pathlib import Path
from typing import Any, Final

import jsonschema_rs

from api.description import examples

FILE: Final = Path(examples.__file__).with_name("answers.json")
MOST_ITEMS: Final = 2
MOST_LINES: Final = 3
HOW: Final = "record it: pytest tests/clients/test_examples.py --snapshot-update"

_WORD: Final = re.compile(r"[a-z][a-z_.]*")
_SECRETS: Final = ((re.compile(r"sk_[A-Za-z0-9_-]{43}"), f"sk_{'0' * 43}"),)
_TEXT: Final = ("application/json", "application/x-ndjson", "application/atom+xml", "text/csv", "image/svg+xml")


def recorded(status: int, media: str, content: bytes) -> dict[str, Any]:
    """Return an answer as it is kept: lists with their first items, lines with their first ones, no bytes of files."""
    kept: dict[str, Any] = {"status": status, "media": media}
    if media not in _TEXT:
        return kept
    text = content.decode()
    for secret, instead in _SECRETS:
        text = secret.sub(instead, text)
    if media == "application/json":
        return {**kept, "answer": _shortened(json.loads(text))}
    lines = text.splitlines(keepends=True)
    return {**kept, "answer": "".join(lines[:MOST_LINES]) if media in _TEXT[1:2] + _TEXT[3:4] else text}


def difference(kept: dict[str, Any] | None, fresh: dict[str, Any], schema: dict[str, Any] | None) -> str:
    """Return where a kept answer says something else than a fresh one, or than the schema; empty if nowhere.

    In the fields of both, types, words (`allowed`, `ban`, `account.registered`) and truth values are the same. Which
    item of a list comes first may depend on identifiers: of items, the types are compared. Identifiers, instants and
    numbers are those of the server that was asked.
    """
    if kept is None:
        return f"there is no answer for this operation: {HOW}"
    if (kept["status"], kept["media"]) != (fresh["status"], fresh["media"]):
        return f"the kept answer has {kept['status']} {kept['media']}: {HOW}"
    if schema is not None and "answer" in kept:
        validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
        for error in validator.iter_errors(kept["answer"]):
            return f"the kept answer is not as its schema says ({error.message}): {HOW}"
    said = _differ(_read(kept), _read(fresh), "answer", within=False)
    return f"{said}: {HOW}" if said else ""


def schema_of(
    description: dict[str, Any], path: str, method: str, kept: dict[str, Any] | None
) -> dict[str, Any] | None:
    """Return the schema of an answer in JSON, with what it refers to; None for any other."""
    if kept is None or kept["media"] != "application/json":
        return None
    response = description["paths"][path][method]["responses"].get(str(kept["status"]), {})
    schema = response.get("content", {}).get("application/json", {}).get("schema")
    return None if schema is None else {"components": description["components"], **schema}


def _read(one: dict[str, Any]) -> Any:
    answer = one.get("answer")
    if one["media"] == "application/x-ndjson" and answer:
        return [json.loads(line) for line in answer.splitlines()]
    if one["media"] == "text/csv" and answer:
        return answer.splitlines()[0]
    return "" if isinstance(answer, str) and one["media"] in _TEXT[1:] else answer


def _shortened(value: Any) -> Any:
    if isinstance(value, list):
        return [_shortened(one) for one in value[:MOST_ITEMS]]
    return {key: _shortened(one) for key, one in value.items()} if isinstance(value, dict) else value


def _differ(kept: Any, fresh: Any, at: str, *, within: bool) -> str:
    """Return the first difference; `within` says whether the values are parts of an item of a list."""
    if isinstance(kept, dict) and isinstance(fresh, dict):
        shared = sorted(kept.keys() & fresh.keys())
        each = (_differ(kept[key], fresh[key], f"{at}.{key}", within=within) for key in shared)
        return next((said for said in each if said), "")
    if isinstance(kept, list) and isinstance(fresh, list):
        if bool(kept) != bool(fresh) and not within:
            return f"{at} is {'not ' if fresh else ''}empty now"
        if kept and fresh and _kinds(kept[0]) == _kinds(fresh[0]):
            return _differ(kept[0], fresh[0], f"{at}[0]", within=True)
        return ""
    word = isinstance(kept, str) and _WORD.fullmatch(kept) is not None
    if not within and (isinstance(kept, bool) or kept is None or fresh is None or word):
        return "" if kept == fresh else f"{at} was {kept!r} and is {fresh!r}"
    same = type(kept) is type(fresh) or (isinstance(kept, int | float) and isinstance(fresh, int | float))
    return "" if same or kept is None or fresh is None else f"{at} was {kept!r} and is {fresh!r}"


def _kinds(item: Any) -> Any:
    """Return what tells an item of a list of several kinds from others: two of different kinds are not compared."""
    if not isinstance(item, dict):
        return type(item)
    body = item.get("body")
    return frozenset(item), item.get("type"), item.get("kind"), body.get("type") if isinstance(body, dict) else None
