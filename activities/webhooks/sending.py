"""HTTP request that delivers one event to one address, with a bounded time and a bounded answer."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Final

import httpx2

from activities.webhooks.envelope import CloudEvent, signed
from activities.webhooks.guard import RESOLVE_WITHIN_S, ForbiddenAddressError, GuardedTransport, require_sendable
from models.events.webhooks import Subscription

WITHIN_S: Final = 15.0
CONNECT_WITHIN_S: Final = 5.0
LONGEST_ANSWER: Final = 2_048
"""Bytes of an answer that are read: enough for an error message."""
SHOWN: Final = 200
CONNECTIONS: Final = 2_000
"""Connections of a process: more than all its deliveries need, so none waits while a slow address occupies one."""
IDLE: Final = 200
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True)
class Sent:
    """Result of one attempt."""

    at: datetime
    took_ms: int
    status: int | None = None
    error: str | None = None
    """Error message; None: the address accepted the event (2xx)."""

    @property
    def gone(self) -> bool:
        """Whether the address declined all further events (410)."""
        return self.status == httpx2.codes.GONE


class Sender:
    """Sender of events; one for a process, closed at its end."""

    def __init__(
        self,
        key: bytes,
        *,
        allow_private: bool,
        clock: Callable[[], datetime],
        within_s: float = WITHIN_S,
        connect_within_s: float = CONNECT_WITHIN_S,
        resolve_within_s: float = RESOLVE_WITHIN_S,
    ) -> None:
        self._key = key
        self.clock = clock
        self._within_s = within_s
        self.allow_private = allow_private
        self._client = httpx2.AsyncClient(
            transport=GuardedTransport(
                allow_private=allow_private, connections=CONNECTIONS, idle=IDLE, resolve_within_s=resolve_within_s
            ),
            timeout=httpx2.Timeout(within_s, connect=connect_within_s),
            follow_redirects=False,
            trust_env=False,
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def send(self, subscription: Subscription, event: CloudEvent) -> Sent:
        """Send an event once. A failure is returned as a value; the caller decides when to retry."""
        at, began = self.clock(), perf_counter()
        body, headers = signed(self._key, subscription, event, at)
        status, error = None, None
        try:
            require_sendable(subscription.url, allow_private=self.allow_private)
            async with asyncio.timeout(self._within_s):
                status, said = await self._post(subscription.url, body, headers)
            if not httpx2.codes.is_success(status):
                error = _refusal(status, said)
        except TimeoutError:
            error = f"no answer within {self._within_s:g} s"
        except ForbiddenAddressError as forbidden:
            error = str(forbidden)
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as failure:
            cause = failure.__cause__ or failure.__context__ or failure
            error = f"the connection failed: {type(failure).__name__}" + (f": {cause}" if str(cause) else "")
        took_ms = round((perf_counter() - began) * 1000)
        return Sent(at, took_ms, status, None if error is None else _CONTROL.sub(" ", error)[: 2 * SHOWN])

    async def _post(self, url: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        async with self._client.stream("POST", url, content=body, headers=headers) as answer:
            read = b""
            async for part in answer.aiter_raw():
                read += part
                if len(read) >= LONGEST_ANSWER:
                    break
            return answer.status_code, read[:LONGEST_ANSWER].decode(errors="replace")


def _refusal(status: int, said: str) -> str:
    if httpx2.codes.is_redirect(status):
        return f"answered {status}: redirects are not followed, give the final address"
    excerpt = " ".join(_CONTROL.sub(" ", said).split())[:SHOWN]
    return f"answered {status}" + (f": {excerpt}" if excerpt else "")
