"""From the description and the table to one request for each operation, which every client sends alike."""

import base64
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from tests.clients.platform import Platform
from tests.clients.table import ROWS

JSON: Final = "application/json"
HOW_TO_ADD: Final = "add a row in tests/clients/table.py"


@dataclass(frozen=True)
class Sent:
    """A request, with what is known of its answer; `content` is in base64."""

    operation: str
    tag: str
    method: str
    template: str
    path: dict[str, Any]
    query: dict[str, Any]
    media: str | None
    body: Any
    content: str | None
    statuses: tuple[int, ...]
    answers: tuple[str, ...]
    """Media types of the answer, the first one is asked for."""
    keyed: bool

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def operations(description: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield each operation with its method and its path."""
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def rows_missing(description: dict[str, Any]) -> str:
    """Return what is wrong with the table, in words; nothing if each operation has its row."""
    named = {operation["operationId"] for *_, operation in operations(description)}
    said = [f"{name} has no row: {HOW_TO_ADD}" for name in sorted(named - set(ROWS))]
    said += [
        f"{name} is no operation any more: take its row out of tests/clients/table.py" for name in ROWS.keys() - named
    ]
    return "; ".join(said)


async def sent(platform: Platform, description: dict[str, Any]) -> list[Sent]:
    """Prepare the platform for every operation; return the requests, in the order of the table.

    Raises:
        AssertionError: which names an operation that has no row.
    """
    assert not (said := rows_missing(description)), said
    known = {operation["operationId"]: (method, path, operation) for method, path, operation in operations(description)}
    return [await _sent(platform, description, name, *known[name]) for name in reversed(list(ROWS))][::-1]


async def _sent(
    platform: Platform, description: dict[str, Any], name: str, method: str, template: str, operation: dict[str, Any]
) -> Sent:
    call = await ROWS[name](platform)
    given: dict[str, dict[str, Any]] = {"path": {}, "query": {}}
    for parameter in operation.get("parameters", ()):
        if "example" in parameter:
            given[parameter["in"]][parameter["name"]] = parameter["example"]
    forms = operation.get("requestBody", {}).get("content", {})
    media = next(iter(forms), None)
    body = None
    if media == JSON:
        body = {**example_of(description, forms[JSON]), **call.body}
    successes = {status: one for status, one in operation["responses"].items() if status[0] == "2"}
    kinds = dict.fromkeys(kind for one in successes.values() for kind in one.get("content", {}))
    return Sent(
        operation=name,
        tag=operation["tags"][0],
        method=method,
        template=template,
        path=given["path"] | call.path,
        query=given["query"] | call.query,
        media=media,
        body=body,
        content=None if call.content is None else base64.b64encode(call.content).decode(),
        statuses=tuple(map(int, successes)),
        answers=tuple(kinds),
        keyed="security" in operation,
    )


def example_of(description: dict[str, Any], media: dict[str, Any]) -> dict[str, Any]:
    """Return the first example of a body."""
    if "example" in media:
        return dict(media["example"])
    schema = media["schema"]
    while "$ref" in schema:
        schema = description["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return dict(schema["examples"][0])
