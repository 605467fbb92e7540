"""Watching: every process that caches standings is notified, in the order of commits, which ones have changed.

The append notifies inside its transaction, so that a notification arrives exactly when the change is committed. The
watch is one connection that listens; it sends a query every second, because a connection that died in the network
raises no error. A watcher must empty its cache when the watch ends: changes in between are not notified again.
"""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import asyncpg
import structlog
from sqlalchemy.engine import make_url

from ledger.store.deadlines import USUAL, Deadlines, cutting

CHANNEL: Final = "standing_changed"
KEYS_CHANNEL: Final = "keys_changed"
"""Channel on which `ledger.keys` sends the hash of a key that was created or revoked."""
SESSIONS_CHANNEL: Final = "sessions_changed"
"""Channel on which `ledger.people.sessions` sends the hash of a session that was ended, or whose person has changed."""
NAME: Final = "standing watch"
"""Name of the connection in `pg_stat_activity`."""
HEARTBEAT_S: Final = 1.0
PAUSE_S: Final = 0.5
"""Seconds between two attempts to connect; short, because without the watch every question goes to the database."""
_LOST: Final = (
    OSError,
    TimeoutError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the connection broke while the driver was in the middle of something
)

log = structlog.get_logger("watching")


@dataclass(frozen=True)
class Watcher:
    """Callbacks of a watch: when it begins, when an account has a new version, at each heartbeat, when it ends, when a
    key was created or revoked (its hash), and when a session was ended or its person has changed (its hash).
    """

    begun: Callable[[], None]
    changed: Callable[[str, int], None]
    alive: Callable[[], None]
    ended: Callable[[], None]
    key_changed: Callable[[bytes], None] = lambda _: None
    session_changed: Callable[[bytes], None] = lambda _: None


async def watch_forever(url: str, watcher: Watcher, deadlines: Deadlines = USUAL) -> None:
    """Watch until cancelled, and begin again whenever the connection is lost."""
    while True:
        try:
            await _watch(url, watcher, deadlines)
        except _LOST as error:
            log.warning("the watch on the ledger is lost; answers come from the database", error=str(error))
        finally:
            watcher.ended()
        await asyncio.sleep(PAUSE_S)


async def _watch(url: str, watcher: Watcher, deadlines: Deadlines) -> None:
    loop = asyncio.get_running_loop()
    patience = {"timeout": deadlines.read_s, "command_timeout": deadlines.read_s}
    named = {"server_settings": {"application_name": NAME, **deadlines.server_settings()}}
    connection = await asyncpg.connect(**{**driver_address(url), **patience, **named})
    lost = asyncio.Event()

    def told(_: Any, __: int, ___: str, payload: object) -> None:
        account, _separator, version = str(payload).rpartition(" ")
        watcher.changed(account, int(version))

    def key_told(_: Any, __: int, ___: str, payload: object) -> None:
        watcher.key_changed(bytes.fromhex(str(payload)))

    def session_told(_: Any, __: int, ___: str, payload: object) -> None:
        watcher.session_changed(bytes.fromhex(str(payload)))

    def ended(_: Any) -> None:
        lost.set()
        watcher.ended()

    try:
        connection.add_termination_listener(ended)
        await connection.add_listener(CHANNEL, told)
        await connection.add_listener(KEYS_CHANNEL, key_told)
        await connection.add_listener(SESSIONS_CHANNEL, session_told)
        watcher.begun()
        while not lost.is_set():
            with cutting(connection, loop.time() + deadlines.read_s):
                await connection.execute("SELECT 1")
            watcher.alive()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(lost.wait(), HEARTBEAT_S)
        raise OSError("the database ended the connection")
    finally:
        connection.terminate()


def driver_address(url: str) -> dict[str, Any]:
    """Return SQLAlchemy's address as the keyword arguments of the driver, TLS included."""
    parsed = make_url(url)
    return dict(parsed.get_dialect()().create_connect_args(parsed)[1])
