"""Requests to the API, as the owner of the profile's secret, and its refusals in words.

One connection for one command. An identifier that the API does not know is taken as a beginning (`beginnings`).
"""

import atexit
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, TypeVar
from urllib.parse import quote

import httpx2

from cli.terminal import profiles
from cli.terminal.console import AWAY, FAULTS, UNUSABLE, CliError

T = TypeVar("T")

TIMEOUT_S: Final = 60.0
PAGE: Final = 500
"""Rows asked for at once."""

_instead: list[profiles.Profile] = []
"""Profile in place of the chosen one (`as_profile`)."""
_open: "list[tuple[profiles.Profile, httpx2.Client]]" = []


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
    """Return the API's answer to a reading.

    Raises:
        CliError: when it is refused, or the API does not answer.
    """
    return _answered(send("GET", path, query=query))


def post(path: str, body: Mapping[str, Any] | None = None, **query: Any) -> Any:
    """Return the API's answer to a command. Values of the body that are None are left out.

    Raises:
        CliError: when it is refused, or the API does not answer.
    """
    return _answered(send("POST", path, query=query, json=given(body or {})))


def post_whole(path: str, body: Any) -> Any:
    """Return the API's answer to a command whose body is sent as it is.

    Raises:
        CliError: when it is refused, or the API does not answer.
    """
    return _answered(send("POST", path, json=body))


def send(
    method: str,
    path: str,
    *,
    query: Mapping[str, Any] | None = None,
    json: Any = None,
    content: "bytes | Iterable[bytes] | None" = None,
    headers: Mapping[str, str] | None = None,
    stream: bool = False,
    signed_in: bool = True,
) -> httpx2.Response:
    """Return the response to a request, whatever its status.

    Raises:
        CliError: when the API does not answer, or nobody is signed in.
    """
    profile, client = _client()
    if signed_in and profile.secret is None:
        raise CliError(
            f"who are you? Sign in to {profile.api} with `standing sign-in`, or set {profiles.KEY} to a key of yours",
            AWAY,
        )
    more = dict(headers or {})
    if method == "POST" and content is None:
        more.setdefault("Idempotency-Key", secrets.token_hex(16))
    request = client.build_request(method, path, params=_params(query or {}), json=json, content=content, headers=more)
    try:
        return client.send(request, stream=stream)
    except httpx2.TransportError as error:
        raise away(profile.api, error) from None


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


def parts(response: httpx2.Response) -> Iterator[bytes]:
    """Yield a streamed response as it arrives.

    Raises:
        CliError: when the connection breaks.
    """
    try:
        yield from response.iter_bytes()
    except httpx2.TransportError as error:
        raise away(_client()[0].api, error) from None
    finally:
        response.close()


def lines(response: httpx2.Response) -> Iterator[bytes]:
    """Yield the lines of a streamed response, without their ends.

    Raises:
        CliError: when the connection breaks.
    """
    rest = b""
    for part in parts(response):
        *whole, rest = (rest + part).split(b"\n")
        yield from whole
    if rest:
        yield rest


def segment(identifier: str) -> str:
    """Return an identifier as one segment of a path."""
    return quote(identifier, safe="")


def given(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body without what was not given."""
    return {name: value for name, value in body.items() if value is not None}


def require_answer(response: httpx2.Response) -> httpx2.Response:
    """Return the response of a request that was done.

    Raises:
        RefusedError: when it was refused.
    """
    if response.is_success:
        return response
    try:
        response.read()
        problem = response.json()
    except (ValueError, httpx2.TransportError):
        problem = None
    if not isinstance(problem, dict) or "type" not in problem:
        api = _client()[0].api
        raise CliError(f"{api} answered with {response.status_code}, and not as Standing does: is it the API?", AWAY)
    raise RefusedError(problem, response.status_code)


def away(api: str, error: Exception) -> CliError:
    """Return the error of an API that does not answer."""
    said = str(error).splitlines()[0] if str(error) else type(error).__name__
    return CliError(f"{api} does not answer ({said}): is it running? `standing up` starts one on this machine", AWAY)


def profile() -> profiles.Profile:
    """Return the profile of this command."""
    return _client()[0]


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


def _client() -> "tuple[profiles.Profile, httpx2.Client]":
    wanted = _instead[-1] if _instead else profiles.chosen()
    if _open and _open[-1][0] != wanted:
        close()
    if not _open:
        headers = {} if wanted.secret is None else {"Authorization": f"Bearer {wanted.secret}"}
        client = httpx2.Client(
            base_url=wanted.api,
            headers={**headers, "User-Agent": "standing-cli"},
            timeout=httpx2.Timeout(TIMEOUT_S, connect=5.0),
            trust_env=_beyond_this_machine(wanted.api),
        )
        _open.append((wanted, client))
    return _open[-1]


def _beyond_this_machine(api: str) -> bool:
    host = api.partition("://")[2]
    return not host.startswith(("127.", "localhost", "[::1]"))


def _answered(response: httpx2.Response) -> Any:
    return require_answer(response).json()


def _params(query: Mapping[str, Any]) -> list[tuple[str, str | int | float | bool | None]]:
    found: list[tuple[str, str | int | float | bool | None]] = []
    for name, value in query.items():
        each = value if isinstance(value, list | tuple) else (value,)
        given_ones = (one for one in each if one is not None and one is not False)
        found += [(name.rstrip("_"), "true" if one is True else str(one)) for one in given_ones]
    return found


def _exit_status(status: int, kind: str) -> int:
    if status == 401 or status >= 500 or status in {408, 429}:
        return AWAY
    if status in {400, 405, 413, 415} or kind.endswith(":invalid-request"):
        return UNUSABLE
    return FAULTS
