"""The asynchronous client: the same methods as the synchronous one, awaited."""

import asyncio
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

import httpx2

from standing_client._async_operations import AsyncOperations
from standing_client.calls import Call, Reply, call_of, read
from standing_client.connection import Key, Listener, address, failure, sent_headers, timeout_of, told
from standing_client.events import AsyncEventFeed
from standing_client.retries import Course, Retries


class AsyncClient(AsyncOperations):
    """A connection to Standing for asyncio. Use it as an asynchronous context manager, or await `close`."""

    def __init__(
        self,
        base_url: str,
        key: Key = None,
        *,
        timeout: float = 10.0,
        retries: Retries | None = None,
        headers: Mapping[str, str] | None = None,
        transport: httpx2.AsyncBaseTransport | None = None,
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
        self.events = AsyncEventFeed(self)
        """The feed of events."""
        self._http = httpx2.AsyncClient(
            base_url=address(base_url), headers=headers, transport=transport, timeout=timeout
        )

    async def request(
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
        return await self.send(call, timeout=timeout)

    async def send(self, call: Call, *, timeout: float | None = None, retries: Retries | None = None) -> Reply:
        """Send a call, again where that may help, and return its reply.

        Raises:
            Problem: when the server answers an error.
            ConnectionLostError: when there is no answer in time.
        """
        course = Course(retries or self._retries, repeatable=call.repeatable)
        while True:
            try:
                answer = await self._http.request(
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
            await asyncio.sleep(wait)

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
