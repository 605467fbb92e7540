"""Requests to the API by the Python client, as the owner of the profile's secret, and its refusals in words.

One connection for one command. An identifier that the API does not know is taken as a beginning (`beginnings`).
"""

import atexit
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import quote

from cli.terminal import profiles
from cli.terminal.console import AWAY, FAULTS, UNUSABLE, CliError

if TYPE_CHECKING:
    import httpx2

    from standing_client import Client, Reply, StandingError

T = TypeVar("T")

TIMEOUT_S: Final = 60.0
"""Seconds that an attempt may take; a sweep or an import takes longer than a verdict."""
SWEEP_S: Final = 600.0
"""Seconds that a request may take which works through the whole ledger."""
FRESH: Final = "fresh-sign-in-needed"
"""Code of the refusal of a terminal whose sign-in is too old for what it asks."""
PAGE: Final = 500
"""Rows asked for at once."""

_instead: list[profiles.Profile] = []
"""Profile in place of the chosen one (`as_profile`)."""
_open: "list[tuple[profiles.Profile, Client]]" = []


class RefusedError(CliError):
    """Refusal by the API, or a failure of it; `problem` is what it said (RFC 9457)."""

    def __init__(self, problem: Mapping[str, Any], status: int) -> None:
        from cli.terminal.problems import in_words

        self.problem = problem
        self.http_status = status
        super().__init__(in_words(problem), _exit_status(status, str(problem.get("type", ""))))

    @property
    def code(self) -> str:
        """Code of the problem, such as `unknown-case`."""
        return str(self.problem.get("type", "")).rpartition(":")[2]


def get(path: str, **query: Any) -> Any:
    """Return the API's answer to a reading. A name that is a word of Python ends with `_`.

    Raises:
        CliError: when it is refused, or the API does not answer.
    """
    return request("GET", path, query=query).json()


def post(path: str, body: Mapping[str, Any] | None = None, **query: Any) -> Any:
    """Return the API's answer to a command. Values of the body that are None are left out.

    Raises:
        CliError: when it is refused, or the API does not answer.
    """
    return request("POST", path, query=query, json=given(body or {})).json()


def post_whole(path: str, body: Any, *, timeout_s: float = TIMEOUT_S) -> Any:
    """Return the API's answer to a command whose body is sent as it is.

    Raises:
        CliError: when it is refused, or the API does not answer.
    """
    return request("POST", path, json=body, timeout_s=timeout_s).json()


def request(
    method: str,
    path: str,
    *,
    query: Mapping[str, Any] | None = None,
    json: Any = None,
    content: bytes | None = None,
    content_type: str | None = None,
    timeout_s: float = TIMEOUT_S,
) -> "Reply":
    """Return the reply to a request.

    What takes a fresh sign-in waits for one, and is asked again.

    Raises:
        CliError: when it is refused, the API does not answer, or nobody is signed in.
    """
    from standing_client import StandingError

    renewed = False
    while True:
        profile, client = _client()
        try:
            return client.request(
                method,
                path,
                params=_params(query or {}),
                json=json,
                content=content,
                content_type=content_type,
                timeout=timeout_s,
            )
        except StandingError as error:
            said = _said(profile.api, error)
        if renewed or profile.session is None or not (isinstance(said, RefusedError) and said.code == FRESH):
            raise said
        renewed = True
        from cli.terminal.signing import sign_in_anew

        sign_in_anew(profile, str(said))


def every(path: str, items: str, *, most: int | None = None, **query: Any) -> dict[str, Any]:
    """Return a whole list: the last page's answer with the items of all pages, or of the first `most` items."""
    found: list[Any] = []
    after: Any = query.pop("after", None)
    while True:
        limit = PAGE if most is None else min(PAGE, most - len(found))
        page: dict[str, Any] = get(path, **query, after=after, limit=limit)
        found += page[items]
        after = page.get("next")
        if after is None or (most is not None and len(found) >= most):
            return {**page, items: found}


@contextmanager
def file(path: str, **query: Any) -> Iterator[Iterator[bytes]]:
    """Yield a file of the API as it arrives, however large it is.

    Raises:
        CliError: when it is refused, or the connection breaks.
    """
    import httpx2

    from standing_client.problems import problem_of

    profile, _ = _client()
    headers = {"Authorization": f"Bearer {profile.secret}"}
    try:
        with (
            httpx2.Client(
                base_url=profile.api, headers=headers, transport=_transport(profile.api), timeout=TIMEOUT_S
            ) as client,
            client.stream("GET", path, params=_params(query)) as response,
        ):
            if not response.is_success:
                content = response.read()
                raise _said(profile.api, problem_of(response.status_code, response.headers, content))
            yield response.iter_bytes()
    except httpx2.TransportError as error:
        raise _away(profile.api, str(error) or type(error).__name__) from None


def segment(identifier: str) -> str:
    """Return an identifier as one segment of a path."""
    return quote(identifier, safe="")


def given(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body without what was not given."""
    return {name: value for name, value in body.items() if value is not None}


def as_profile(wanted: profiles.Profile, ask: Callable[[], T]) -> T:
    """Return what `ask` returns when its requests are made as this profile.

    Raises:
        CliError: when a request is refused, or the API does not answer.
    """
    _instead.append(wanted)
    try:
        return ask()
    finally:
        _instead.pop()


def close() -> None:
    """Close the connection; the next request uses the profile of then."""
    while _open:
        _open.pop()[1].close()


atexit.register(close)


def _client() -> "tuple[profiles.Profile, Client]":
    """Return the profile and its connection.

    Raises:
        CliError: when there is no profile, or nobody is signed in.
    """
    wanted = _instead[-1] if _instead else profiles.chosen()
    if wanted.secret is None:
        raise CliError(
            f"who are you? Sign in to {wanted.api} with `standing sign-in`, or set {profiles.KEY} to a key of yours",
            AWAY,
        )
    if _open and _open[-1][0] != wanted:
        close()
    if not _open:
        from standing_client import Client, Retries

        retries = Retries(most=3, first_s=0.1, longest_s=2.0, deadline_s=SWEEP_S)
        client = Client(wanted.api, wanted.secret, timeout=TIMEOUT_S, retries=retries, transport=_transport(wanted.api))
        _open.append((wanted, client))
    return _open[-1]


def _transport(api: str) -> "httpx2.BaseTransport | None":
    """Return a transport without the proxies of the environment for an API on this machine."""
    import httpx2

    here = api.partition("://")[2].startswith(("127.", "localhost", "[::1]"))
    return httpx2.HTTPTransport() if here else None


def _said(api: str, error: "StandingError") -> CliError:
    """Return a failure of the client as an error that a user reads."""
    from standing_client import Problem, UnexpectedReplyError

    if isinstance(error, Problem):
        return RefusedError(error.body, error.status)
    if isinstance(error, UnexpectedReplyError):
        return CliError(f"{api} answered with {error.status}, and not as Standing does: is it the API?", AWAY)
    return _away(api, str(error))


def _away(api: str, said: str) -> CliError:
    return CliError(f"{api} does not answer ({said}): is it running? `standing up` starts one on this machine", AWAY)


def _params(query: Mapping[str, Any]) -> dict[str, Any]:
    return {name.rstrip("_"): value for name, value in query.items() if value is not None and value is not False}


def _exit_status(status: int, kind: str) -> int:
    if status == 401 or status >= 500 or status in {408, 429}:
        return AWAY
    if status in {400, 405, 413, 415} or kind.endswith(":invalid-request"):
        return UNUSABLE
    return FAULTS
