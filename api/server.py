"""The API server. It runs until its task is cancelled, then completes the requests in flight."""

import asyncio
import contextlib
import gc
import socket
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from math import ceil
from typing import Any, Final

import structlog
import uvicorn

from api.app import create_app
from api.description import openapi
from api.http import logs
from api.http.headers import security_headers
from api.http.measures import Measures
from api.http.mounting import Mount
from ledger.store.database import Database, DatabaseAwayError
from ledger.store.holder_key import require_same_key
from settings import Settings


class ServerFailedError(Exception):
    """Raised when the server cannot start; the text says why."""


class _Server(uvicorn.Server):
    """Uvicorn server without signal handlers: several components of Standing may share the process."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then call `on_ready`."""
        await super().startup(sockets)
        if self.started:
            self._on_ready()

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Install no signal handler."""
        yield


async def serve(
    settings: Settings, *, on_ready: Callable[[], None] = lambda: None, mounts: Mapping[str, Mount] | None = None
) -> None:
    """Serve the API, and what is mounted beside it, at the address in the settings; `on_ready` is called once the
    server listens.

    When the task is cancelled, the server accepts no new request, and requests in flight may take `shutdown_grace_s`
    seconds more, however often the task is cancelled.

    Raises:
        ServerFailedError: when it cannot listen there.
        ValueError: when the settings name no database.
        WrongHolderKeyError: when the database was begun with another holder key.
    """
    if not structlog.is_configured():
        logs.configure(settings.log_level, settings.log_format)
    await _require_ready(settings)
    # Thousands of long-lived standings are in memory: with Python's default thresholds the garbage collector, which
    # scans all of them, took half the time of a batch.
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    app = create_app(settings, mounts=mounts)
    await asyncio.to_thread(openapi.made, app)
    server = _Server(
        uvicorn.Config(
            app,
            host=settings.api_host,
            port=settings.api_port,
            http=_protocol(settings, app.state.measures),
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=bool(settings.trusted_proxies),
            forwarded_allow_ips=list(settings.trusted_proxies),
            h11_max_incomplete_event_size=settings.head_limit_bytes,
            timeout_graceful_shutdown=ceil(settings.shutdown_grace_s),
        ),
        on_ready,
    )
    serving = asyncio.create_task(_started(server, f"{settings.api_host}:{settings.api_port}"))
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        # End the endless streams first; all other requests are answered completely.
        if (app_state := getattr(app.state, "app_state", None)) is not None:
            app_state.feed_tail.close()
        server.should_exit = True
        await _ended(serving)
        raise


def _protocol(settings: Settings, measures: Measures) -> Any:
    """Return uvicorn's protocol with our limits. Without `httptools` (Windows), uvicorn's h11 protocol limits the head
    only.
    """
    if sys.platform == "win32":
        return "h11"
    from api.http.connections import ConnectionLimits, ServerConnections, protocol_within

    limits = ConnectionLimits(
        most=settings.connections_most,
        per_address=settings.connections_per_address,
        head_bytes=settings.head_limit_bytes,
        head_within_s=settings.head_within_s,
        body_within_s=settings.body_within_s,
        stream_idle_s=settings.stream_idle_s,
        send_stalled_s=settings.send_stalled_s,
        trusted=settings.trusted_proxies,
    )
    _allow_files(settings.connections_most + _OTHER_FILES)
    return protocol_within(ServerConnections(limits, measures, security_headers(behind_tls=settings.behind_tls)))


_OTHER_FILES: Final = 200
"""Number of files that a process opens besides connections: database, logs, pictures."""


def _allow_files(wanted: int) -> None:
    """Raise the limit of open files to `wanted`, or to the system's hard limit where that is lower."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    if most < wanted:
        structlog.get_logger("api").warning("fewer open files are allowed than connections", files=most, wanted=wanted)


async def _ended(serving: "asyncio.Task[None]") -> None:
    """Wait for the server to end, ignoring further cancellations; the grace time limits the wait."""
    while not serving.done():
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.shield(serving)
    serving.result()


async def _require_ready(settings: Settings) -> None:
    """Raise permanent configuration errors at startup; log a warning when the database cannot be reached yet."""
    if settings.database_url is None:
        return
    database = Database(settings.database_url.get_secret_value(), pool_size=1, deadlines=settings.database_deadlines())
    try:
        await require_same_key(database, settings.holder_key_bytes())
    except DatabaseAwayError as error:
        structlog.get_logger("api").warning("the database is away", error=str(error).splitlines()[0])
    finally:
        await database.close()


async def _started(server: uvicorn.Server, address: str) -> None:
    try:
        await server.serve()
    except SystemExit:
        raise ServerFailedError(
            f"the API cannot listen on {address}: another process may have the port; the log says more"
        ) from None
