"""The synchronous client."""

import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

import httpx2

from standing_client._operations import Operations
from standing_client.calls import Call, Reply, call_of, read
from standing_client.connection import Key, Listener, address, failure, sent_headers, timeout_of, told
from standing_client.events import EventFeed
from standing_client.retries import Course, Retries


class Client(Operations):
    """A connection to Standing. Use it as a context manager, or call `close`.

    It is safe to use from several threads, and meant to be shared: it keeps connections open.
    """

    def __init__(
        self,
        base_url: str,
        key: Key = None,
        *,
        timeout: float = 10.0,
        retries: Retries | None = None,
        headers: Mapping[str, str] | None = None,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        """Connect to the server at an address such as `https://standing.example.cn`.

        `key` is an API key, or a function that returns the current one; None for public routes only. `timeout` limits
        each attempt, in seconds; `retries` says how often a call is repeated, and limits the whole call. `headers` are
        sent with every request. `transport` replaces the network, for proxies and certificates of your own.
        """
        self._key = key
        self._timeout, self._retries = timeout, retries or Retries()
        self.listeners: list[Listener] = []
        """Functions that are told of every successful call."""
        self.events = EventFeed(self)
        """The feed of events."""
        self._http = httpx2.Client(base_url=address(base_url), headers=headers, transport=transport, timeout=timeout)

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        content: bytes | None = None,
        content_type: str | None = None,
        idempotency_key: str | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
        repeatable: bool | None = None,
    ) -> Reply:
        """Call any route and return its reply.

        A command gets an idempotency key, which stays the same over all repetitions; give your own to repeat a command
        after a restart of your program. `repeatable` overrides whether the call may be sent twice.

        Raises:
            Problem: when the server answers an error; its subclasses say which kind.
            ConnectionLostError: when there is no answer in time.
        """
        call = call_of(
            method,
            path,
            params=params,
            json=json,
            content=content,
            content_type=content_type,
            idempotency_key=idempotency_key,
            headers=headers,
            repeatable=repeatable,
        )
        return self.send(call, timeout=timeout)

    def send(self, call: Call, *, timeout: float | None = None, retries: Retries | None = None) -> Reply:
        """Send a call, again where that may help, and return its reply.

        Raises:
            Problem: when the server answers an error.
            ConnectionLostError: when there is no answer in time.
        """
        course = Course(retries or self._retries, repeatable=call.repeatable)
        while True:
            try:
                answer = self._http.request(
                    call.method,
                    call.path,
                    params=call.params,
                    headers=sent_headers(call, self._key),
                    content=call.content,
                    timeout=timeout_of(timeout or self._timeout, course),
                )
            except httpx2.TransportError as error:
                wait = course.after_loss()
                if wait is None:
                    raise failure(call, error, course) from error
            else:
                wait = course.after_status(answer.status_code, answer.headers)
                if wait is None:
                    return told(self.listeners, call, read(answer.status_code, answer.headers, answer.content, call))
            time.sleep(wait)

    def close(self) -> None:
        """Close all connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
