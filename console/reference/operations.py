"""Operations of the API as the reference shows them, read from the description; nothing is said twice."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from console.reference import fields
from console.reference.fields import Field
from console.reference.lines import Example
from console.reference.records import Source, source_of

JSON: Final = "application/json"
LINES: Final = "application/x-ndjson"
_REFERENCE: Final = "$ref"
_TEXT: Final = frozenset({LINES, "application/atom+xml", "image/svg+xml", "text/csv", "text/event-stream"})


@dataclass(frozen=True)
class Parameter:
    """A parameter of the path or of the query."""

    field: Field
    where: str
    example: Any
    """Value in the example; None where the example leaves the parameter out."""
    source: Source | None
    """Where the platform's own records are listed that it may name."""

    @property
    def name(self) -> str:
        """Return the parameter's name."""
        return self.field.name


@dataclass(frozen=True)
class Answer:
    """A successful answer."""

    status: str
    said: str
    media: tuple[str, ...]
    fields: tuple[Field, ...]
    example: str | None


@dataclass(frozen=True)
class Failure:
    """Problems of one status."""

    status: str
    said: str


@dataclass(frozen=True)
class Listed:
    """An operation as lists show it."""

    name: str
    method: str
    path: str
    tag: str
    summary: str


@dataclass(frozen=True)
class Operation(Listed):
    """One operation."""

    description: str
    keyed: bool
    takes_idempotency_key: bool
    takes_version: bool
    foreseeable: bool
    """Whether a dry run answers what would follow."""
    parameters: tuple[Parameter, ...]
    media: str | None
    """Media type of the body; None where there is none."""
    body: tuple[Field, ...]
    example: Example
    answers: tuple[Answer, ...]
    failures: tuple[Failure, ...]

    @property
    def typed_body(self) -> str:
        """Return the example's body as the form shows it."""
        if self.example.lines is not None:
            return self.example.lines
        return "" if self.example.body is None else shown(self.example.body)

    @property
    def source(self) -> Source | None:
        """Return where accounts are listed, if the body names one."""
        body = self.example.body
        return source_of(self.name, "account") if isinstance(body, dict) and "account" in body else None


def listed(description: Mapping[str, Any]) -> Iterator[Listed]:
    """Yield every operation of the description, in its order."""
    for path, methods in description["paths"].items():
        for method, one in methods.items():
            yield Listed(one["operationId"], method.upper(), path, one["tags"][0], one["summary"])


def groups(found: Iterable[Listed]) -> dict[str, list[Listed]]:
    """Return the operations by their tag."""
    grouped: dict[str, list[Listed]] = {}
    for one in found:
        grouped.setdefault(one.tag, []).append(one)
    return grouped


def shown(value: Any) -> str:
    """Return JSON as the pages show it."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def operation_of(description: Mapping[str, Any], one: Listed) -> Operation:
    """Return the whole of an operation."""
    described = description["paths"][one.path][one.method.lower()]
    name, schemas = one.name, description["components"]["schemas"]
    given = described.get("parameters", ())
    headers = {one["name"].lower() for one in given if one["in"] == "header"}
    parameters = tuple(_parameter(name, one, schemas) for one in given if one["in"] in {"path", "query"})
    forms = described.get("requestBody", {}).get("content", {})
    media = next(iter(forms), None)
    schema = forms[media].get("schema", {}) if media else {}
    return Operation(
        name=name,
        method=one.method,
        path=one.path,
        tag=one.tag,
        summary=one.summary,
        description=described.get("description", ""),
        keyed="security" in described,
        takes_idempotency_key="idempotency-key" in headers,
        takes_version="if-match" in headers,
        foreseeable=any(one.name == "dry_run" for one in parameters),
        parameters=parameters,
        media=media,
        body=fields.of(schema, schemas) if media in {JSON, LINES} else (),
        example=_example(schemas, one, described),
        answers=tuple(_answers(described, schemas)),
        failures=tuple(_failures(description, described)),
    )


def _parameter(operation: str, given: Mapping[str, Any], schemas: Mapping[str, Any]) -> Parameter:
    schema = {**given["schema"], "description": given.get("description", given["schema"].get("description", ""))}
    field = fields.field(given["name"], schema, schemas, is_required=given.get("required", False))
    source = source_of(operation, given["name"]) if given["in"] == "path" else None
    return Parameter(field, given["in"], given.get("example"), source)


def _example(schemas: Mapping[str, Any], of: Listed, described: Mapping[str, Any]) -> Example:
    values: dict[str, dict[str, Any]] = {"path": {}, "query": {}}
    for one in described.get("parameters", ()):
        if "example" in one and one["in"] in values:
            values[one["in"]][one["name"]] = one["example"]
    forms = described.get("requestBody", {}).get("content", {})
    media = next(iter(forms), None)
    body = body_example(schemas, forms[JSON]) if media == JSON else None
    schema = forms[JSON]["schema"] if media == JSON else {}
    return Example(
        operation=of.name,
        method=of.method,
        template=of.path,
        path=values["path"],
        query=values["query"],
        media=media,
        body=body,
        lines=forms[LINES].get("example") if media == LINES else None,
        keyed="security" in described,
        formats=fields.formats(schema, schemas),
        is_whole=fields.is_whole(schema, schemas, [one["name"] for one in described.get("parameters", ())]),
        answers=_kind({kind for one in _answers(described, {}, with_fields=False) for kind in one.media}),
    )


def _kind(media: set[str]) -> Literal["json", "text", "bytes"]:
    """Return what a client makes of answers with these media types; of several the one that is sent unasked."""
    if JSON in media and media - {JSON} <= _TEXT:
        return "json"
    return "text" if media <= _TEXT else "bytes"


def body_example(schemas: Mapping[str, Any], media: Mapping[str, Any]) -> dict[str, Any]:
    """Return the first example of a body.

    Raises:
        LookupError: when there is none.
    """
    if "example" in media:
        return dict(media["example"])
    schema = media["schema"]
    while _REFERENCE in schema:
        schema = schemas[schema[_REFERENCE].rpartition("/")[2]]
    return dict(schema["examples"][0])


def _answers(described: Mapping[str, Any], schemas: Mapping[str, Any], *, with_fields: bool = True) -> Iterator[Answer]:
    for status, response in described["responses"].items():
        if not status.startswith("2"):
            continue
        content = response.get("content", {})
        example = next((one["example"] for one in content.values() if "example" in one), None)
        said = response.get("description", "")
        yield Answer(
            status,
            "" if said == "Successful Response" else said,
            tuple(content),
            fields.of(content.get(JSON, {}).get("schema", {}), schemas) if with_fields else (),
            example if example is None or isinstance(example, str) else shown(example),
        )


def _failures(description: Mapping[str, Any], described: Mapping[str, Any]) -> Iterator[Failure]:
    for status, response in described["responses"].items():
        if status.startswith("2"):
            continue
        name = response.get(_REFERENCE, "").rpartition("/")[2]
        said = description["components"]["responses"][name] if name else response
        yield Failure(status, said["description"])
