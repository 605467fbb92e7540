"""Route classes: authentication, authorisation and budget before the body is read, then its size and media type."""

from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Iterator
from typing import Any, ClassVar, Final, cast, get_origin

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.types import Scope

from api.handling import beside
from api.http.authentication import require
from api.http.budgets import Use, use_of
from api.http.failures import faults
from api.http.json_bodies import Read
from api.http.lasting import Admission
from api.http.permissions import ROLES_OF, Roles
from api.http.problems import ProblemError, invalid
from api.http.visitors import still_admitted, visitor_in
from api.state.app_state import app_state_of

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"
BYTES: Final = "application/octet-stream"
"""Media type of a file that is recognised by its content. The description names it alone: of several media types,
openapi-python-client sends the last one with every file.
"""
LARGEST_BODY: Final = 1024 * 1024
"""Maximum bytes of a body with one command; the longest texts allowed take a hundredth of this."""


class Guarded(APIRoute):
    """Route class: authentication, authorisation, body limits. `permissions` lists the roles for each route name."""

    forms: ClassVar[tuple[str, ...]] = (JSON,)
    """Media types that its body may have."""
    largest_body: ClassVar[int] = LARGEST_BODY
    reads_body: ClassVar[bool] = True
    """Whether the body is read before the handler is called; the handler of a stream reads it itself."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the route's handler with authentication, authorisation and budget.

        Raises:
            KeyError: when `permissions` has no row for this operation.
        """
        roles = ROLES_OF[self.name]
        has_body = "POST" in (self.methods or ())
        reads_body = has_body and self.reads_body
        use = use_of(self.name, self.methods or ())
        queried, lists = _queried(self.dependant)
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            await admit(request, roles, use)
            require_known(request, queried, lists)
            if has_body and not reads_body:
                require_form(request.headers.get("content-type", ""), *self.forms)
            answer = await handle(await self._with_body(request) if reads_body else request)
            return await beside.completed(request, self.name, answer)

        return guarded

    async def _with_body(self, request: Request) -> Request:
        """Return the request with its body read, within the limits of size and media type."""
        body = await whole_body(request, self.largest_body)
        if body or JSON not in self.forms:
            require_form(request.headers.get("content-type", ""), *self.forms)

        return Read(request, body, is_json=media_type(request) == JSON)


class StreamRoute(Guarded):
    """Guarded route whose handler reads the body itself, line by line."""

    forms: ClassVar[tuple[str, ...]] = (NDJSON,)
    reads_body = False


class PublicRoute(APIRoute):
    """Public route, without a key. It only reads, and takes no body."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the route's handler; unknown query parameters are refused, as on every route."""
        queried, lists = _queried(self.dependant)
        handle = super().get_route_handler()

        async def open_to_all(request: Request) -> Response:
            require_known(request, queried, lists)
            return await beside.completed(request, self.name, await handle(request))

        return open_to_all


async def admit(request: Request, roles: Roles, use: Use) -> None:
    """Authenticate the caller, as `request.state.caller`, and take the request from the key's budget.

    Raises:
        ProblemError: when the key is unknown, its roles do not suffice, or its budget is spent.
    """
    app_state, state = app_state_of(request), request.state
    if (visitor := visitor_in(request.scope)) is not None:
        state.caller = visitor.caller
    else:
        client = request.scope.get("client")
        state.caller = await app_state.authentication.identified(
            request.headers.get("authorization"), client[0] if client else ""
        )
    require(state.caller, roles)  # after the caller is known: log and audit name who was refused
    state.roles = roles
    if not hasattr(state, "spent"):  # FastAPI's route after the fast path: still one request
        state.spent = app_state.budgets.spend(use, state.caller.id)


def spend_items(request: Request, count: int) -> None:
    """Take a batch of `count` items from the key's budget; one item was taken before the body was read.

    Raises:
        ProblemError: when the key's budget is spent.
    """
    if count > 1:
        request.state.spent = None
        request.state.spent = app_state_of(request).budgets.spend(Use.ITEMS, request.state.caller.id, count - 1)


def admission_of(request: Request) -> Admission:
    """Return the admission of a long-running answer, which revalidates the key or the visitor."""
    authentication, roles = app_state_of(request).authentication, request.state.roles
    authorization, visitor = request.headers.get("authorization"), visitor_in(request.scope)

    async def by_key() -> None:
        await authentication.admit(authorization, roles)

    return Admission(by_key if visitor is None else lambda: still_admitted(visitor, roles))


_ONCE: Final = frozenset(
    {
        b"authorization",
        b"content-length",
        b"content-type",
        b"idempotency-key",
        b"if-match",
        b"if-none-match",
        b"last-event-id",
    }
)
"""Headers that may occur once only."""


def require_headers_once(scope: Scope) -> None:
    """Require that no single-valued header is repeated: one of two values would be ignored silently.

    Raises:
        ProblemError: which names the repeated headers.
    """
    names = [name for name, _ in scope["headers"]]
    if len(set(names)) == len(names):
        return
    again = sorted(name.decode() for name, times in Counter(names).items() if times > 1 and name in _ONCE)
    if again:
        raise invalid(*faults({"type": "repeated", "loc": ("header", name)} for name in again))


def require_no_query(request: Request) -> None:
    """Refuse query parameters on a route that takes none, as they would be ignored silently."""
    unknown = [{"type": "extra_forbidden", "loc": ("query", name)} for name in request.query_params]
    if unknown:
        raise invalid(*faults(unknown))


def require_known(request: Request, queried: bool, lists: frozenset[str]) -> None:
    """Refuse query parameters on a route that takes none, and repeated parameters that are not lists."""
    if not queried:
        require_no_query(request)
        return
    named = Counter(name for name, _ in request.query_params.multi_items() if name not in lists)
    again = [{"type": "repeated", "loc": ("query", name)} for name, times in named.items() if times > 1]
    if again:
        raise invalid(*faults(again))


def _queried(dependant: Dependant) -> tuple[bool, frozenset[str]]:
    """Return whether the route or what it depends on takes query parameters, and which of them may be repeated."""
    parameters = list(_parameters(dependant))
    return bool(parameters), _lists(parameters)


def _parameters(dependant: Dependant) -> Iterator[Any]:
    yield from dependant.query_params
    for one in dependant.dependencies:
        yield from _parameters(one)


def _lists(parameters: Iterable[Any]) -> frozenset[str]:
    """Return the names of the parameters that may be repeated."""
    declared: dict[str, Any] = {}
    for parameter in parameters:
        kind = parameter.field_info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            declared |= {field.alias or name: field.annotation for name, field in kind.model_fields.items()}
        else:
            declared[parameter.alias] = kind
    return frozenset(name for name, kind in declared.items() if get_origin(kind) in {tuple, list})


async def whole_body(request: Request, largest: int = LARGEST_BODY) -> bytes:
    """Return the body, of at most `largest` bytes; where the fast path has read it, that is `state.sent`.

    Raises:
        ProblemError: when the body is larger.
    """
    if (sent := getattr(request.state, "sent", None)) is not None:
        return cast("bytes", sent)
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > largest:
        raise _too_large(largest)
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > largest:
            raise _too_large(largest)
        chunks.append(chunk)
    return b"".join(chunks)


def require_form(content_type: str, *wanted: str) -> None:
    """Require that the body has one of the wanted media types; JSON, if none is named.

    Raises:
        ProblemError: when it has any other media type.
    """
    forms = wanted or (JSON,)
    if _form(content_type) not in forms:
        raise ProblemError("unsupported-media-type", f"send the body with `Content-Type: {'` or `'.join(forms)}`")


def media_type(request: Request) -> str:
    """Return the media type of the body, without parameters."""
    return _form(request.headers.get("content-type", ""))


def _form(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _too_large(largest: int) -> ProblemError:
    return ProblemError("body-too-large", f"a body may have at most {largest} bytes")
