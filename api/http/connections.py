"""Connection limits before authentication: number of connections, size of the head, and timeouts.

With `httptools`, uvicorn's protocol limits none of these: it buffers a header of 100 MB, waits indefinitely for half a
request, and never closes a silent connection. This subclass counts bytes, and sets a timer only while a request is
incomplete: a request that arrives in one segment, as a gate's question does, costs nothing more.
"""

import asyncio
import enum
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import Any, ClassVar, Final, NoReturn
from uuid import uuid4

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from api.http.addresses import address_of
from api.http.headers import NOT_STORED, Raw
from api.http.measures import Measures
from api.http.problems import MEDIA_TYPE, ProblemError, written

MOST_FIELDS: Final = 100
"""Maximum number of header fields of one request."""
LINGER_S: Final = 2.0
"""Seconds for which the rest of a request is read and discarded after the response: a client that is cut off while
sending may not see the response.
"""
SLOWEST_BODY: Final = 16 * 1024
"""Minimum average rate of a body in bytes a second, beyond its grace time."""


@dataclass(frozen=True)
class ConnectionLimits:
    """Limits of connections, from the settings, which describe each."""

    most: int
    per_address: int
    head_bytes: int
    head_within_s: float
    body_within_s: float
    stream_idle_s: float
    send_stalled_s: float
    trusted: tuple[str, ...] = ()


@dataclass
class ServerConnections:
    """State that the connections of one server share: limits, metrics, headers and counts."""

    limits: ConnectionLimits
    measures: Measures
    headers: Sequence[Raw]
    open: Counter[str] = field(default_factory=Counter)
    total: int = 0

    def enter(self, address: str) -> ProblemError | None:
        """Count a new connection; return a problem when the limit is reached and the connection must be closed."""
        if self.total >= self.limits.most:
            return ProblemError(
                "too-many-connections",
                f"this process accepts {self.limits.most} connections: reuse open ones, or try later",
                headers=_RETRY,
            )
        if self.open[address] >= self.limits.per_address and not self._is_trusted(address):
            return ProblemError(
                "too-many-of-address",
                f"one address may have {self.limits.per_address} connections: reuse open ones",
                headers=_RETRY,
            )
        self.open[address] += 1
        self.total += 1
        return None

    def leave(self, address: str) -> None:
        """Count a connection out."""
        self.total -= 1
        self.open[address] -= 1
        if self.open[address] <= 0:
            del self.open[address]

    def _is_trusted(self, address: str) -> bool:
        try:
            found = ip_network(address, strict=False)
        except ValueError:
            return False
        return any(_within(found, ip_network(named, strict=False)) for named in self.limits.trusted)


_RETRY: Final = {"Retry-After": "1"}


def _too_large(limit: int) -> ProblemError:
    return ProblemError(
        "head-too-large", f"a request line and its headers may have {limit} bytes together, in {MOST_FIELDS} fields"
    )


def _too_slow(detail: str) -> ProblemError:
    return ProblemError("request-timeout", detail)


def _within(found: Any, named: Any) -> bool:
    return bool(found.version == named.version and found.subnet_of(named))


class _Stage(enum.Enum):
    BETWEEN = 1
    """No request has begun."""
    HEAD = 2
    BODY = 3


class Connection(HttpToolsProtocol):
    """A client connection within the limits that the server's connections share."""

    shared: ClassVar[ServerConnections]

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # uvicorn's signature
        """Count the connection, and start the timeout of its first request."""
        super().connection_made(transport)
        self._stage: _Stage = _Stage.BETWEEN
        self._head_bytes = self._piece = 0
        self._unheard = self._body_bytes = 0
        self._refused = False
        self._wrong: ProblemError | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._timed: _Stage | None = None
        self._stalled: asyncio.TimerHandle | None = None
        self._began = self._heard = 0.0
        self._address = address_of(self.client[0] if self.client else None)
        problem = self.shared.enter(self._address)
        self._counted = problem is None
        if problem is None:
            self._watch(_Stage.BETWEEN)
        else:
            self._refuse(problem)
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Count the connection out."""
        if self._counted:
            self.shared.leave(self._address)
        self._unwatch()
        if self._stalled is not None:
            self._stalled.cancel()
        super().connection_lost(exc)

    # --- incoming data -----------------------------------------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        """Parse the data, and count the bytes of an incomplete request."""
        if self._refused:
            return
        self._piece = len(data)
        if self._stage is _Stage.BODY:
            self._unheard += self._piece
        else:
            self._head_bytes += self._piece
        super().data_received(data)
        if self.transport.is_closing() or self._is_refused():
            return
        if max(self._head_bytes, self._unheard) > self.shared.limits.head_bytes:
            self._refuse(_too_large(self.shared.limits.head_bytes))
        elif self._stage is not _Stage.BETWEEN or self._head_bytes or self._answered():
            self._heard = self.loop.time()
            self._watch(self._stage)
        else:
            self._unwatch()

    def on_message_begin(self) -> None:
        """Start of a request line."""
        self._stage = _Stage.HEAD
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take one header field. Trailers after a body are ignored, and must not appear among the headers."""
        if self._stage is not _Stage.HEAD:
            return
        super().on_header(name, value)
        if len(self.headers) > MOST_FIELDS:
            self._stop(_too_large(self.shared.limits.head_bytes))

    def on_headers_complete(self) -> None:
        """Check the complete head."""
        limit = self.shared.limits.head_bytes
        if max(self._head_bytes, self._piece) > limit:
            size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
            if size > limit:
                self._stop(_too_large(limit))
        names = [name for name, _ in self.headers]
        if self.parser.get_http_version() != "1.0":
            if names.count(b"host") != 1:
                self._stop(ProblemError("malformed-request", "send exactly one Host header"))
        elif b"transfer-encoding" in names:
            # RFC 9112, 6.1: a proxy and this server might disagree on the end of such a body.
            self._stop(ProblemError("malformed-request", "HTTP/1.0 has no Transfer-Encoding: send Content-Length"))
        self._stage = _Stage.BODY
        self._head_bytes = self._unheard = self._body_bytes = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a chunk of the body."""
        self._unheard = 0
        self._body_bytes += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """End of a request."""
        self._stage = _Stage.BETWEEN
        self._unheard = 0
        self._unwatch()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Read on for a moment when the response was sent before the request was complete."""
        if self._stage is _Stage.BODY and not self.transport.is_closing():
            self._unwatch()
            self._timer = self.loop.call_later(LINGER_S, self._close)
        super().on_response_complete()

    def _stop(self, problem: ProblemError) -> NoReturn:
        """Abort the parser with a problem; the parser wraps the exception, so the problem is also stored."""
        self._wrong = problem
        raise problem

    # --- timeouts ----------------------------------------------------------------------------------------------------

    def _watch(self, stage: _Stage) -> None:
        """Start the timeout of this stage; a running timer of the same stage is kept."""
        if self._timer is not None and (self._timed is stage or (stage is _Stage.BODY and self._timed is None)):
            return
        self._unwatch()
        self._timed, self._began = stage, self.loop.time()
        limits = self.shared.limits
        self._timer = self.loop.call_later(
            limits.body_within_s if stage is _Stage.BODY else limits.head_within_s, self._late
        )

    def _unwatch(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._timed = None

    def _late(self) -> None:
        """Handle an expired timer: extend it while reading is paused or a stream continues, else refuse or close."""
        limits, now = self.shared.limits, self.loop.time()
        self._timer = None
        if self._timed is not _Stage.BODY:
            if self._head_bytes:
                self._refuse(_too_slow(f"a request's head must come within {limits.head_within_s:g} s"))
            else:
                self._close()
            return
        if self.flow.read_paused:
            due = now + limits.body_within_s
        elif self.cycle.response_started:
            due = self._heard + limits.stream_idle_s
        else:
            due = self._began + limits.body_within_s + self._body_bytes / SLOWEST_BODY
        if due > now:
            self._timer = self.loop.call_at(due, self._late)
        elif self.cycle.response_started:
            self._hang_up()
        else:
            self._refuse(
                _too_slow(f"a body must come within {limits.body_within_s:g} s, a large one at 16 kB a second")
            )

    def pause_writing(self) -> None:
        """Start the timeout of a client that does not read the response."""
        super().pause_writing()
        if self._stalled is None:
            self._stalled = self.loop.call_later(self.shared.limits.send_stalled_s, self._hang_up)

    def resume_writing(self) -> None:
        """Cancel the timeout, as the client reads again."""
        super().resume_writing()
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    # --- refusal and close -------------------------------------------------------------------------------------------

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's message is not used
        """Refuse a request in which the parser, or a check within it, has found a fault."""
        self._refuse(self._wrong or ProblemError("malformed-request", "this is not valid HTTP/1.1 (RFC 9112)"))

    def _refuse(self, problem: ProblemError) -> None:
        """Send the problem and close. Incoming data is still read for a moment, so that the client sees the
        response.
        """
        self._refused = True
        self._unwatch()
        self._unset_keepalive_if_required()
        self.shared.measures.refused(problem.code)
        if not self._answered():
            before = self.cycle.response_started or self._stage is not _Stage.BODY or bool(self.pipeline)
            self._abandon()
            if before:
                self.transport.close()  # a response here would be taken for that of the previous request
                return
        self.transport.write(self._written(problem))
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._timer = self.loop.call_later(LINGER_S, self._close)

    def _is_refused(self) -> bool:
        return self._refused

    def _answered(self) -> bool:
        """Return whether no request waits for its response."""
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is None or cycle.response_complete

    def _abandon(self) -> None:
        """Notify the application that the client has disconnected."""
        self.cycle.disconnected = True
        self.cycle.message_event.set()

    def _hang_up(self) -> None:
        self.shared.measures.refused("stalled")
        self._refused = True
        self.transport.abort()

    def _close(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()

    def _written(self, problem: ProblemError) -> bytes:
        request_id = f"req_{uuid4().hex[:16]}"
        body = written(problem, request_id).encode()
        headers = [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"content-length", b"%d" % len(body)),
            (b"connection", b"close"),
            *((name.lower().encode(), value.encode()) for name, value in (problem.headers or {}).items()),
            *self.shared.headers,
            NOT_STORED,
            (b"x-request-id", request_id.encode()),
        ]
        head = b"".join(b"%s: %s\r\n" % header for header in headers)
        return b"".join((STATUS_LINE[problem.kind.status], head, b"\r\n", body))


def protocol_within(shared: ServerConnections) -> type[HttpToolsProtocol]:
    """Return the protocol class of a server whose connections share this state."""
    return type("BoundedConnection", (Connection,), {"shared": shared})
