"""Commands `standing api`, `standing worker`, `standing migrate`: one process, against named or running servers."""

import asyncio
import socket
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from cli.terminal import connect
from cli.terminal.console import CliError, out

if TYPE_CHECKING:
    from api.http.mounting import Mount
    from settings import Settings


def api() -> None:
    """Serve the API alone.

    Verdicts and bans work without Temporal; timers and deliveries wait for a worker.
    """
    from api import server
    from api.state.rulebook import rulebook_of
    from settings import load_settings

    wanted = load_settings()
    rulebook_of(wanted)  # printed at once in words: in the log it would be one line among many
    with connect.servers(wanted) as settings:
        _until_stopped(server.serve(settings, mounts=mounts(settings)), settings)


def mounts(settings: "Settings") -> "dict[str, Mount]":
    """Return what is served beside the API: its reference, the holder's page, and the console, unless it is turned
    off.
    """
    from console import app as console
    from console.holder import app as holder
    from console.reference import app as reference

    always: dict[str, Mount] = {holder.PATH: holder.holder_app, reference.PATH: reference.reference_app}
    return {**always, **({console.PATH: console.console_app} if settings.console else {})}


def worker() -> None:
    """Run one worker: workflows and activities, the outbox relay and the backstop."""
    import worker as worker_process
    from settings import load_settings

    wanted = load_settings()
    if wanted.temporal_is_embedded:
        _require_temporal(wanted)
    with connect.servers(wanted) as settings:
        _until_stopped(worker_process.run(settings), settings)


def migrate() -> None:
    """Bring the database's tables up to date. Safe to repeat, also from several machines at once."""
    from settings import load_settings

    asyncio.run(_migrate(load_settings()))
    out.print("The database is up to date.")


async def _migrate(settings: "Settings") -> None:
    from ledger.store import migrating

    async with connect.database(settings, make=True) as database:
        await migrating.migrate(database)


def _require_temporal(settings: "Settings") -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1.0)
        if probe.connect_ex(("127.0.0.1", settings.temporal_port)) == 0:
            return
    raise CliError(
        f"there is no Temporal at 127.0.0.1:{settings.temporal_port}: start everything with `standing up`, "
        "or name a server with STANDING_TEMPORAL_ADDRESS"
    )


def _until_stopped(work: Coroutine[Any, Any, None], settings: "Settings") -> None:
    """Run until the work ends, or until Ctrl-C or SIGTERM cancels it."""
    from background.stopping import BEYOND_GRACE_S, until_stopped

    with asyncio.Runner(loop_factory=_quicker_loop()) as runner:
        runner.run(until_stopped(work, again_s=settings.shutdown_grace_s + BEYOND_GRACE_S))


def _quicker_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return the factory of uvloop's event loop where uvloop is installed, else None (Python's own loop)."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop
