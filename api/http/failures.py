"""Translation of every exception into a problem; no other module does so."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, cast

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import BaseRoute

from api.http.heads import methods_of
from api.http.parameters import IN_WORDS
from api.http.problems import OWN, Fault, ProblemError, invalid, rendered, unknown_account
from emblems.images import ImageError
from emblems.readers import BusyError, ReadersLostError
from ledger.accounts.commands import VersionConflictError
from ledger.accounts.reading import VersionNotReachedError
from ledger.accounts.search import BeyondStepsError
from ledger.store.clock import ClockDiffersError
from ledger.store.database import DatabaseAwayError, DatabaseSlowError
from ledger.store.holder_key import WrongHolderKeyError
from ledger.store.idempotency import KeyReusedError
from ledger.store.pages import ForeignPositionError
from ledger.streams.records import RecordConflictError

RETRY_AFTER_S: Final = 2

_OUR_WORD: Final = re.compile(r"[A-Za-z][A-Za-z_.-]{0,63}")
"""Names that may appear in an error path as sent: without digits, so without an identity number."""

_BRANCH: Final = re.compile(r"constrained-\w+|(literal|function-\w+|nullable|chain|lax-or-strict)\[.*\]", re.DOTALL)
"""Step of a location that names a branch of the validation, and no place in the request."""
_PARSED: Final = re.compile(r", unable to parse string as an? (integer|number)")
_SHOULD: Final = re.compile(r"^(Input|String|Tuple|List|Dictionary) should")
_OF_OUR_WORDS: Final = frozenset({"enum", "literal_error", "union_tag_invalid", "union_tag_not_found"})
"""Error types whose message lists the permitted values: `approved` in it does not repeat an `approve` that was sent."""
_COUNTED: Final = {"too_short": "min_length", "too_long": "max_length"}

_SAID_SHORTER: Final[Mapping[str, str]] = {
    "missing": "is required",
    "extra_forbidden": "is not known here: leave it out, or correct its spelling",
    "repeated": "was given more than once: give it once",
    "model_attributes_type": "must be a JSON object",
    "model_type": "must be a JSON object",
}


def install(app: FastAPI, routes: Sequence[BaseRoute]) -> None:
    """Register the exception handlers of the application."""
    for failure, translate in _TRANSLATIONS.items():
        app.add_exception_handler(failure, _handler(translate))

    async def by_the_framework(request: Request, error: Exception) -> Response:
        return rendered(
            _http(cast("HTTPException", error), methods_of(routes, request.scope)), request.state.request_id
        )

    app.add_exception_handler(HTTPException, by_the_framework)


def translated(failure: Exception) -> ProblemError | None:
    """Return the problem of an exception; None for an unexpected one."""
    translate = next((_TRANSLATIONS[kind] for kind in type(failure).__mro__ if kind in _TRANSLATIONS), None)
    problem: ProblemError | None = None if translate is None else translate(failure)
    return problem


def faults(errors: Iterable[Mapping[str, Any]], *, inside: tuple[str, ...] = ()) -> tuple[Fault, ...]:
    """Return Pydantic's errors as faults, without the input; `inside` is the path that precedes each location."""
    found = list(errors)
    places = [tuple(error["loc"]) for error in found]
    return tuple(
        Fault(path=_path((*inside, *error["loc"])), message=_message(error))
        for error, at in zip(found, places, strict=True)
        # A list is not too short because some of its items are wrong: Pydantic counts those that are right.
        if error["type"] != "too_short" or not any(len(one) > len(at) and one[: len(at)] == at for one in places)
    )


def _handler(translate: Any) -> Any:
    async def handle(request: Request, error: Exception) -> Response:
        return rendered(translate(error), request.state.request_id)

    return handle


def _not_understood(error: RequestValidationError) -> ProblemError:
    found = error.errors()
    for one in found:
        if one["type"] == "json_invalid":
            return ProblemError("malformed-body", f"character {one['loc'][-1]}: {one['ctx']['error']}")
    return invalid(*faults(found))


def _http(error: HTTPException, methods: Collection[str] = ()) -> ProblemError:
    """Return the problem of an error raised by the framework. `methods` are those of all routes with the path; the
    framework names only those of the first route.
    """
    match error.status_code:
        case 404:
            return ProblemError("not-found", "this path does not exist: /openapi.json lists all paths")
        case 405:
            named = (error.headers or {}).get("Allow", "").split(", ")
            allowed = ", ".join(sorted({*methods, *named} - {""}))
            return ProblemError("method-not-allowed", f"use {allowed} here", headers={"Allow": allowed})
        case 400:
            return ProblemError("malformed-body", "the body cannot be read as JSON in UTF-8")
        case status:
            raise AssertionError(f"the framework answered {status}, for which there is no problem") from error


def _key_reused(_: KeyReusedError) -> ProblemError:
    return ProblemError(
        "idempotency-key-reused",
        "this Idempotency-Key was used for another request: use a new key for each command, the same to repeat it",
    )


def _conflict(error: VersionConflictError) -> ProblemError:
    if error.actual == 0:
        return unknown_account(error.account)
    return ProblemError(
        "version-mismatch",
        f"account {error.account} is at version {error.actual}, not {error.expected}: "
        "read it again and retry with its version",
    )


def _record_conflict(error: RecordConflictError) -> ProblemError:
    unknown = f"unknown-{error.kind}"
    # Some kinds have exactly one record, which is never opened: at version 0 it has its initial state.
    if error.actual == 0 and unknown in OWN:
        return ProblemError(unknown, f"there is no {error.kind} {error.record}")
    return ProblemError(
        "version-mismatch",
        f"{error.kind} {error.record} is at version {error.actual}, not {error.expected}: "
        "read it again and retry with its version",
    )


def _not_reached(error: VersionNotReachedError) -> ProblemError:
    if error.found == 0:
        return unknown_account(error.account)
    return ProblemError(
        "version-not-reached",
        f"account {error.account} is at version {error.found}, {error.wanted} was requested: retry in a moment, "
        "or use a version that an earlier answer returned",
        headers=_retry_after(),
    )


def _away(_: DatabaseAwayError) -> ProblemError:
    return ProblemError(
        "database-away",
        "retry shortly; a command that is repeated with the same Idempotency-Key is carried out once",
        headers=_retry_after(),
    )


def _slow(_: DatabaseSlowError) -> ProblemError:
    return ProblemError(
        "deadline-exceeded",
        "the database took too long, or a lock was not released in time; nothing was recorded: retry shortly, or send "
        "a smaller request",
        headers=_retry_after(),
    )


def _wrong_key(error: WrongHolderKeyError) -> ProblemError:
    return ProblemError("wrong-holder-key", str(error), headers=_retry_after())


def _clock_differs(error: ClockDiffersError) -> ProblemError:
    return ProblemError(
        "host-clock-differs", f"{error}; nothing is recorded here until then; use another host", headers=_retry_after()
    )


def _beyond_steps(error: BeyondStepsError) -> ProblemError:
    return invalid(Fault(path="query.at", message=str(error)))


def _foreign_position(error: ForeignPositionError) -> ProblemError:
    return invalid(Fault(path="query.after", message=str(error)))


def _unusable_image(error: ImageError) -> ProblemError:
    return ProblemError("unusable-image", str(error))


def _screening_busy(error: BusyError | ReadersLostError) -> ProblemError:
    return ProblemError("screening-busy", str(error), headers=_retry_after())


def _hung_up(_: ClientDisconnect) -> ProblemError:
    """Return the problem of an aborted request; it is only counted, so that it does not appear as an internal error."""
    return ProblemError("request-timeout", "the connection ended before the whole body was received")


def _itself(error: ProblemError) -> ProblemError:
    return error


_TRANSLATIONS: Final[Mapping[type[Exception], Any]] = {
    ProblemError: _itself,
    RequestValidationError: _not_understood,
    HTTPException: _http,
    KeyReusedError: _key_reused,
    VersionConflictError: _conflict,
    RecordConflictError: _record_conflict,
    VersionNotReachedError: _not_reached,
    ForeignPositionError: _foreign_position,
    BeyondStepsError: _beyond_steps,
    DatabaseAwayError: _away,
    DatabaseSlowError: _slow,
    WrongHolderKeyError: _wrong_key,
    ClockDiffersError: _clock_differs,
    ImageError: _unusable_image,
    BusyError: _screening_busy,
    ReadersLostError: _screening_busy,
    ClientDisconnect: _hung_up,
}


def unexpected() -> ProblemError:
    """Return the problem of an unexpected exception; the log has the details."""
    return ProblemError(
        "internal-error", "an unexpected error; the log has the details under the identifier in `instance`"
    )


def _retry_after() -> dict[str, str]:
    return {"Retry-After": str(RETRY_AFTER_S)}


def _path(loc: tuple[int | str, ...]) -> str:
    return ".".join(_step(step) for step in loc if not _BRANCH.fullmatch(str(step)))


def _step(step: int | str) -> str:
    if isinstance(step, int):
        return str(step)
    return step if _OUR_WORD.fullmatch(step) else "(a name that is not shown)"


def _message(error: Mapping[str, Any]) -> str:
    kind, sent = cast("str", error["type"]), error.get("input")
    if kind in _SAID_SHORTER:
        return _SAID_SHORTER[kind]
    if kind == "string_pattern_mismatch":
        return IN_WORDS.get(error["ctx"]["pattern"], "has characters that are not allowed here")
    if kind == "union_tag_invalid":
        return f"{error['ctx']['discriminator']} must be one of {error['ctx']['expected_tags']}".replace("'", "")
    if kind in _COUNTED:
        return _length(kind, error["ctx"][_COUNTED[kind]], "characters" if isinstance(sent, str) else "items")
    if kind in _OF_OUR_WORDS:
        sent = None
    said = _SHOULD.sub("must", str(error["msg"]).removeprefix("Value error, ")).replace("must be a valid", "must be a")
    said = _PARSED.sub("", said).replace("must be a integer", "must be an integer")
    return _without(said, sent)


def _length(kind: str, bound: int, of: str) -> str:
    if kind == "too_short" and bound == 1 and of == "characters":
        return "must not be empty"
    counted = f"{bound} {of.removesuffix('s') if bound == 1 else of}"
    return f"must have at {'least' if kind == 'too_short' else 'most'} {counted}"


def _without(said: str, sent: object) -> str:
    """Return the message without the input, which some validators repeat."""
    if not isinstance(sent, str) or len(sent) < 2:
        return said
    said = said.replace(repr(sent), "this")
    return re.sub(rf"(?<!\w){re.escape(sent)}(?!\w)", "…", said) if len(sent) > 5 else said
