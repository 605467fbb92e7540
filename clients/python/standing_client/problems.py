"""Problems: every error that the server answers (RFC 9457), as an exception that says what would be right.

Decide by the class, or by `type`, which is stable. `detail` is for people and may be reworded.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from pydantic_core import from_json

TYPE_PREFIX: Final = "urn:standing:problem:"
MEDIA_TYPE: Final = "application/problem+json"


class StandingError(Exception):
    """Any failure of a call."""


class ConnectionLostError(StandingError):
    """No answer: the server could not be reached, hung up, or did not answer in time.

    A command that was sent may have been carried out. Send it again with the same `idempotency_key`, which this error
    carries: it is carried out once.
    """

    def __init__(self, message: str, idempotency_key: str | None = None) -> None:
        super().__init__(message)
        self.idempotency_key = idempotency_key
        """Key of the command, None for a call without one."""


class UnexpectedReplyError(StandingError):
    """The answer is not one of Standing's: another server or a proxy answered, or the body is damaged."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class Fault(NamedTuple):
    """One fault of a request and its position, such as `body.duration`."""

    path: str
    message: str
    message_zh: str = ""


class Problem(StandingError):  # noqa: N818 - the word of RFC 9457
    """An error that the server answered."""

    def __init__(self, body: Mapping[str, Any], headers: Mapping[str, str], idempotency_key: str | None = None) -> None:
        self.body: Final = dict(body)
        """The whole answer, with fields that this version of the client has no name for."""
        self.type: Final = str(body["type"])
        """Stable identifier of the kind, such as `urn:standing:problem:holder-barred`."""
        self.title: Final = str(body.get("title", ""))
        self.status: Final = int(body["status"])
        self.detail: Final = str(body.get("detail", ""))
        """The fault, and how to correct it."""
        self.title_zh: Final = str(body.get("title_zh", ""))
        self.detail_zh: Final = str(body.get("detail_zh", ""))
        self.instance: Final = str(body.get("instance", ""))
        """Identifier of this occurrence, which the server's logs have, too."""
        self.article: Final[int | None] = body.get("article")
        """Article of the notice that the refusal is based on."""
        self.until: Final = _instant(body.get("until"))
        """First instant at which the refusal ends by itself; None when none is known, `never` when it does not."""
        self.lifted_by: Final[str | None] = body.get("lifted_by")
        """What would lift the refusal."""
        self.lifted_by_zh: Final[str | None] = body.get("lifted_by_zh")
        self.errors: Final = tuple(
            Fault(one["path"], one["message"], one.get("message_zh", "")) for one in body.get("errors") or ()
        )
        """Each fault of the request with its position."""
        self.others: Final = tuple(body.get("others") or ())
        """Identifiers of existing records that conflict."""
        self.headers: Final = dict(headers)
        self.idempotency_key: Final = idempotency_key
        """Key of the command; None for a call without one."""
        super().__init__(self._said())

    @property
    def code(self) -> str:
        """Return the type without its common prefix: `holder-barred`."""
        return self.type.removeprefix(TYPE_PREFIX)

    def _said(self) -> str:
        said = f"{self.title}: {self.detail}" if self.detail else self.title
        if self.article is not None:
            said += f" (article {self.article})"
        if self.until is not None:
            said += f"; until {self.until if isinstance(self.until, str) else self.until.isoformat()}"
        if self.lifted_by:
            said += f"; lifted by {self.lifted_by}"
        return f"{said} [{self.code}, {self.instance.rpartition(':')[2]}]"


class InvalidRequestError(Problem):
    """The request is not valid; `errors` has every fault (400, 413, 415, 422, 431)."""


class UnauthenticatedError(Problem):
    """The key is missing, unknown or revoked (401)."""


class ForbiddenError(Problem):
    """The roles of the key do not allow this (403)."""


class NotFoundError(Problem):
    """There is no such thing (404, 405)."""


class ConflictError(Problem):
    """What is there does not allow it (409)."""


class RefusedError(ConflictError):
    """The rules refuse it, by an article of the notice; `until` and `lifted_by` say how long, and what would help."""


class VersionNotReachedError(ConflictError):
    """The ledger is not at the version asked for yet (409): ask again in a moment."""


class VersionMismatchError(Problem):
    """It has changed since the expected version (412): read it again."""


class TooManyRequestsError(Problem):
    """The key's budget is spent (408, 429); `Retry-After` says when to ask again."""


class UnavailableError(Problem):
    """The server cannot answer now (5xx)."""


_BY_STATUS: Final[Mapping[int, type[Problem]]] = {
    400: InvalidRequestError,
    401: UnauthenticatedError,
    403: ForbiddenError,
    404: NotFoundError,
    405: NotFoundError,
    408: TooManyRequestsError,
    409: ConflictError,
    412: VersionMismatchError,
    413: InvalidRequestError,
    415: InvalidRequestError,
    422: InvalidRequestError,
    429: TooManyRequestsError,
    431: InvalidRequestError,
}
_BY_CODE: Final[Mapping[str, type[Problem]]] = {"version-not-reached": VersionNotReachedError}


def class_of(code: str, status: int, article: int | None) -> type[Problem]:
    """Return the class of a problem by its code, its article, and its status."""
    if code in _BY_CODE:
        return _BY_CODE[code]
    if article is not None and status == 409:
        return RefusedError
    return _BY_STATUS.get(status, UnavailableError if status >= 500 else Problem)


def problem_of(
    status: int, headers: Mapping[str, str], content: bytes, idempotency_key: str | None = None
) -> StandingError:
    """Return the exception for an answer with an error status."""
    try:
        body = from_json(content)
        problem = class_of(str(body["type"]).removeprefix(TYPE_PREFIX), int(body["status"]), body.get("article"))
        return problem(body, headers, idempotency_key)
    except (ValueError, TypeError, LookupError, AttributeError):
        return UnexpectedReplyError(f"the answer has status {status} and is not a problem of Standing", status)


def _instant(written: Any) -> datetime | str | None:
    if not isinstance(written, str):
        return None
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return written
