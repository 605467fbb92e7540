"""Command `standing up`: everything on this machine in one command; Ctrl-C stops only what it started."""

import asyncio
import contextlib
import signal
import time
from typing import TYPE_CHECKING, Final

import typer

from cli.servers import runs, screen
from cli.servers.supervising import Command, Process, Server, Supervisor, done, tail
from cli.terminal import acting, connect, profiles
from cli.terminal.console import FAULTS, OK, CliError, err, out

if TYPE_CHECKING:
    import httpx2

    from ledger.store.database import Database
    from settings import Settings


READY_WITHIN_S: Final = 90.0
LEFTOVERS_WITHIN_S: Final = 30.0
"""Seconds to wait, beyond their grace period, for ports that children of a killed run still hold: on a busy machine an
orphaned worker notices late.
"""

_LOOK_S: Final = 0.1


class _AskedToStopError(Exception):
    """Raised on Ctrl-C or SIGTERM during the start."""


def up() -> None:
    """Start everything on this machine: PostgreSQL, Temporal and its UI, worker, API.

    Data is kept in one folder (.standing) and found again the next time. Servers that the settings name are used
    instead of embedded ones. Ctrl-C stops everything.
    """
    from api.state.rulebook import rulebook_of
    from settings import load_settings

    settings = load_settings()
    rulebook_of(settings)
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o711)
    with runs.only_one(settings):
        raise typer.Exit(asyncio.run(_Run(settings).run()))


class _Run:
    """One run, from the check of ports to the end of the last child."""

    def __init__(self, settings: "Settings") -> None:
        from embedded import EmbeddedPostgres, EmbeddedTemporal

        self._settings = settings
        self._stopping = asyncio.Event()
        self._status = OK
        self._supervisor = Supervisor(self._given_up)
        self._postgres = EmbeddedPostgres(settings.data_dir) if settings.database_is_embedded else None
        self._temporal: EmbeddedTemporal | None = None
        if settings.temporal_is_embedded:
            self._temporal = EmbeddedTemporal(
                settings.data_dir,
                port=settings.temporal_port,
                ui_port=settings.temporal_ui_port,
                namespace=settings.temporal_namespace,
            )

    async def run(self) -> int:
        """Start, wait, stop; return the exit status."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._ask_to_stop)
        try:
            await self._start()
            await self._stopping.wait()
        except _AskedToStopError:
            pass
        finally:
            if self._supervisor.anything:
                out.print("\nStopping …")
            await self._supervisor.stop()
            runs.forget(self._settings)
        out.print("Everything is stopped; the data is kept." if self._status == OK else "Stopped.")
        return self._status

    async def _start(self) -> None:
        began = time.monotonic()
        await self._require_ports()
        runs.remember(self._settings)
        if self._postgres is not None:
            await self._started(Server.postgres(self._postgres))
        if self._temporal is not None:
            await self._started(Server.temporal(self._temporal))
        filled = await self._filled_in()
        secret, link = await self._prepared(filled)
        env = _environment(filled) | _links(self._settings)
        logs, grace_s = self._settings.data_dir / "log", self._settings.shutdown_grace_s
        worker = Command(
            "worker",
            ["worker"],
            logs / "worker.log",
            env,
            grace_s,
            "bans and verdicts go on; timers and Temporal wait",
        )
        api = Command("API", ["api"], logs / "api.log", env, grace_s)
        await self._started(worker)
        await self._started(api)
        with out.status("waiting for the API and a worker …"):
            took_s = await self._ready(worker, api)
        done("everything answers", took_s)
        self._supervisor.watch()
        shown = screen.Shown.of(self._settings, secret, link)
        runs.remember(self._settings, shown.api)
        profiles.keep_local(self._settings.data_dir, shown.api, secret, acting.user())
        screen.show(shown, time.monotonic() - began)

    # --- steps -------------------------------------------------------------------------------------------------------

    async def _require_ports(self) -> None:
        """Require that every needed port is free; wait for ports that children of a killed run still hold.

        Raises:
            CliError: with each port in use and what to do about it.
        """
        patience = self._settings.shutdown_grace_s + LEFTOVERS_WITHIN_S if runs.was_cut_short(self._settings) else 0.0
        deadline = time.monotonic() + patience
        with out.status("waiting for what the last run left behind …") if patience else contextlib.nullcontext():
            while problems := _taken(self._settings):
                self._go_on()
                if time.monotonic() >= deadline:
                    raise CliError("\n       ".join(problems))
                await asyncio.sleep(_LOOK_S)

    async def _started(self, process: Process) -> None:
        with out.status(f"starting {process.name} …"):
            took_s = await self._supervisor.start(process)
        done(process.name, took_s)
        self._go_on()

    async def _filled_in(self) -> "Settings":
        if self._postgres is None:
            return self._settings
        await asyncio.to_thread(self._postgres.create_database, connect.DATABASE)
        return connect.filled_in(self._settings, self._postgres)

    async def _prepared(self, filled: "Settings") -> tuple[str, str | None]:
        """Migrate the tables, check that the holder key is the ledger's, and return the development key and the token
        of a sign-in link; None where people sign in otherwise, or the console is turned off.
        """
        from ledger.store.database import Database
        from ledger.store.holder_key import require_same_key
        from ledger.store.migrating import migrate

        began = time.monotonic()
        database = Database(connect.url_of(filled), deadlines=filled.database_deadlines())
        try:
            with out.status("bringing the tables up to date …"):
                await migrate(database)
                await require_same_key(database, filled.holder_key_bytes())
                secret = await acting.development_key(database, self._settings.data_dir)
                link = await _link(database) if filled.console and filled.oidc_issuer is None else None
        finally:
            await database.close()
        done("tables and key", time.monotonic() - began)
        self._go_on()
        return secret, link

    async def _ready(self, *children: Command) -> float:
        """Wait until the API answers and a worker polls; return the seconds it took. An unavailable Temporal server
        that the settings name is not waited for: verdicts and commands work without it.

        Raises:
            CliError: when a child ends meanwhile, or it takes too long.
        """
        import httpx2

        began = time.monotonic()
        address = f"{screen.api_address(self._settings)}/readyz"
        async with httpx2.AsyncClient(timeout=5.0, trust_env=False) as client:
            while True:
                self._go_on()
                for child in children:
                    if not child.alive():
                        raise CliError(
                            f"the {child.name} ended at once (exit code {child.exit_code()}); "
                            f"the end of {child.log}:\n{tail(child.log)}"
                        )
                status = await _status(client, address)
                if status == "ready" or (status and not self._settings.temporal_is_embedded):
                    return time.monotonic() - began
                if time.monotonic() - began > READY_WITHIN_S:
                    if status:
                        worker = children[0]
                        raise CliError(f"no worker polls Temporal; the end of {worker.log}:\n{tail(worker.log)}")
                    log = children[-1].log
                    raise CliError(f"{address} does not answer; the end of {log}:\n{tail(log)}")
                await asyncio.sleep(_LOOK_S)

    # --- ends --------------------------------------------------------------------------------------------------------

    def _go_on(self) -> None:
        if self._stopping.is_set():
            raise _AskedToStopError

    def _ask_to_stop(self) -> None:
        if self._stopping.is_set():
            err.print("stopping already, a moment …")
        self._stopping.set()

    def _given_up(self, process: Process) -> None:
        if process.without_it is not None:
            out.print(f"  {process.without_it}; restart Standing when the cause is removed")
            return
        self._status = FAULTS
        self._stopping.set()


async def _link(database: "Database") -> str | None:
    """Return the token of a sign-in link for the person who works on this machine; None for a deactivated one."""
    from ledger.people import people, sign_in_links
    from ledger.store.host_clock import time_of
    from models.people.people import LOCAL

    person = await people.person_of(database, LOCAL)
    if person is None or not person.active:
        return None
    return await sign_in_links.make(database, LOCAL, await time_of(database), actor=people.STARTED)


async def _status(client: "httpx2.AsyncClient", address: str) -> str:
    """Return the status in `/readyz`; an empty text while it does not answer, or with an error."""
    import httpx2

    with contextlib.suppress(httpx2.HTTPError):
        answer = await client.get(address)
        if answer.is_success:
            return str(answer.json()["status"])
    return ""


def _taken(settings: "Settings") -> list[str]:
    """Return a message for each needed port that is in use."""
    from embedded import PortInUseError, require_free

    wanted = [
        (settings.api_port, "API", "STANDING_API_PORT", settings.api_host),
        (settings.worker_metrics_port, "worker metrics", "STANDING_WORKER_METRICS_PORT", settings.metrics_host),
        (settings.sdk_metrics_port, "SDK metrics", "STANDING_SDK_METRICS_PORT", settings.metrics_host),
    ]
    if settings.temporal_is_embedded:
        wanted += [
            (settings.temporal_port, "Temporal", "STANDING_TEMPORAL_PORT", "127.0.0.1"),
            (settings.temporal_ui_port, "Temporal UI", "STANDING_TEMPORAL_UI_PORT", "127.0.0.1"),
        ]
    problems: list[str] = []
    seen: dict[int, str] = {}
    for port, name, variable, host in wanted:
        if port in seen:
            problems.append(f"port {port} is wanted for both {seen[port]} and {name}: set {variable} to another")
        seen[port] = name
        try:
            require_free(port, name, variable, host=host)
        except PortInUseError as error:
            problems.append(str(error))
    return problems


def _environment(filled: "Settings") -> dict[str, str]:
    """Return the environment variables for children, beyond the inherited environment."""
    known = {
        "STANDING_DATABASE_URL": connect.url_of(filled),
        "STANDING_HOLDER_KEY": filled.holder_key_bytes().decode(),
        "STANDING_DATA_DIR": str(filled.data_dir),
    }
    if filled.temporal_address is not None:
        known["STANDING_TEMPORAL_ADDRESS"] = filled.temporal_address
        local = filled.temporal_address == f"127.0.0.1:{filled.temporal_port}"
        if local and filled.temporal_ui_url is None:
            known["STANDING_TEMPORAL_UI_URL"] = f"http://127.0.0.1:{filled.temporal_ui_port}"
    return known


def _links(settings: "Settings") -> dict[str, str]:
    """Return the addresses by which console and workflows link to each other, where they are not set."""
    known: dict[str, str] = {}
    if settings.temporal_ui_url is None and settings.temporal_is_embedded:
        known["STANDING_TEMPORAL_UI_URL"] = f"http://127.0.0.1:{settings.temporal_ui_port}"
    if settings.console_url is None:
        known["STANDING_CONSOLE_URL"] = f"http://127.0.0.1:{settings.api_port}/console"
    return known
