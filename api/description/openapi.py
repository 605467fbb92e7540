"""Generation of the OpenAPI description: it adds what FastAPI cannot know and replaces what FastAPI guesses wrongly."""

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema
from pydantic_core import from_json, to_json
from starlette.requests import Request
from starlette.responses import Response

from api.description import answered, described, examples, schema_names
from api.handling import naming, speaking
from api.http.permissions import ROLES_OF
from api.http.problems import MEDIA_TYPE, OWN, REFUSED, TYPE_PREFIX, Problem, title_zh
from models.roles import Role

DESCRIPTION: Final = """\
What each self-media account may do now, why not, and until when (articles 2, 7, 8, 9 and 10 of the notice).

Times are RFC 3339 with any offset; answers use +08:00. Durations are ISO 8601 without months; days are
civil days in Asia/Shanghai. HEAD is supported wherever GET is. Every error is problem+json (RFC 9457): decide by its
`type`. Send an `Idempotency-Key` with each command; a command may then be repeated safely.
"""

_ALWAYS: Final = (400, 408, 429, 431, 503)
"""Statuses that a connection may receive before the request reaches a route."""
_EVERYWHERE: Final = (401, 403, 422, 500, 504)
_WITH_BODY: Final = (400, 413, 415)
_COMMAND: Final = (404, 409, 412)
_SCHEME: Final = "api_key"


PATH: Final = "/openapi.json"


def describe(app: FastAPI) -> None:
    """Serve the description of the application at `/openapi.json`.

    Generating it takes seconds of processor time. It is generated once for each version of the code, on the first
    request, and stored on disk (`api.description.described`); `made` generates it before any request is served.
    """

    def description() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = from_json(_written(app))
        return app.openapi_schema

    async def read_description(_: Request) -> Response:
        return Response(_written(app), media_type="application/json")

    app.openapi = description  # type: ignore[method-assign] # the way FastAPI's documentation shows
    app.add_route(PATH, read_description, methods=["GET", "HEAD"], include_in_schema=False)


def made(app: FastAPI) -> None:
    """Generate the description now, unless this version of the code has one: later it would delay requests for
    seconds.
    """
    _written(app)


def _written(app: FastAPI) -> bytes:
    def make() -> bytes:
        found = get_openapi(title=app.title, version=app.version, description=DESCRIPTION, routes=app.routes)
        examples.restore(found["components"]["schemas"], app.routes)
        return to_json(_completed(found))

    return described.once(make)


def _completed(schema: dict[str, Any]) -> dict[str, Any]:
    components = schema.setdefault("components", {})
    components["securitySchemes"] = {
        _SCHEME: {
            "type": "http",
            "scheme": "bearer",
            "description": "An API key, `sk_…`, created with `standing keys`.",
        }
    }
    _, definitions = models_json_schema([(Problem, "serialization")], ref_template="#/components/schemas/{model}")
    components["schemas"].update(definitions["$defs"])
    for unused in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(unused, None)
    schema = schema_names.named(schema)
    components = schema["components"]
    components["responses"] = {f"Problem{status}": _response(status) for status in sorted(_statuses())}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            _complete(path, method, operation)
    requested = _requested(schema)
    answered.complete(components["schemas"], requested)
    answered.richest_first(schema, components["schemas"])
    naming.describe(components["schemas"], requested)
    speaking.describe(components["schemas"], requested)
    return schema


def _requested(schema: dict[str, Any]) -> frozenset[str]:
    """Return the names of the schemas of requests, with those that they name."""
    bodies = [one.get("requestBody") for methods in schema["paths"].values() for one in methods.values()]
    parameters = [one.get("parameters") for methods in schema["paths"].values() for one in methods.values()]
    return answered.reached(schema["components"]["schemas"], answered.named_in([bodies, parameters]))


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    name = operation["operationId"]
    examples.add(operation)
    responses = operation["responses"]
    responses.pop("422", None)
    if name not in ROLES_OF:
        statuses: tuple[int, ...] = (500,) if path == "/healthz" else (500, 504)
        if path.startswith("/v1/"):  # public routes
            statuses += (404, 422) if "{" in path else (422,)
    else:
        operation["security"] = [{_SCHEME: []}]
        roles = ", ".join(role.value for role in Role if role in ROLES_OF[name])
        operation["description"] = f"{operation.get('description', '')}\n\nRoles: {roles}.".strip()
        statuses = _EVERYWHERE
        if method == "post":
            statuses += _WITH_BODY
        about = {parameter["name"] for parameter in operation.get("parameters", ())}
        if method == "post" or "{" in path or about & {"account", "case"}:
            statuses += (404,)
        if method == "post":
            statuses += (409,)
        if "if-match" in about:
            statuses += _COMMAND
    for status in sorted({*_ALWAYS, *statuses}):
        responses[str(status)] = {"$ref": f"#/components/responses/Problem{status}"}


def _statuses() -> set[int]:
    return {kind.status for kind in (*OWN.values(), *REFUSED.values())}


def _response(status: int) -> dict[str, Any]:
    kinds = {code.replace("_", "-"): kind for code, kind in (*OWN.items(), *REFUSED.items()) if kind.status == status}
    code, kind = next(iter(kinds.items()))
    example = {
        "type": f"{TYPE_PREFIX}{code}",
        "title": kind.title,
        "title_zh": title_zh(kind),
        "status": status,
        "detail": "The fault, and how to correct it.",
        "detail_zh": "错误之处及更正办法。",
        "instance": "urn:standing:request:req_5f0c3a1be2d94c77",
    }
    return {
        "description": "; ".join(f"`{code}`: {kind.title}" for code, kind in kinds.items()),
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": example,
            }
        },
    }
