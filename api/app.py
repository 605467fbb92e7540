"""Application factory. Importing it has no side effect; the lifespan opens and closes the database."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import version
from time import monotonic

from fastapi import FastAPI

from api.description import openapi
from api.handling import auditing
from api.handling.early_checks import EarlyChecks
from api.handling.fast_path import FastPath
from api.http import failures
from api.http.headers import security_headers
from api.http.heads import Heads
from api.http.measures import Measures
from api.http.mounting import Mount, Mounted
from api.http.observing import Observed
from api.routes import ROUTERS
from api.state.app_state import Clock, app_state_over
from ledger.accounts.reading import Patience
from ledger.store.database import Database, DatabaseAwayError
from ledger.store.deadlines import within
from ledger.store.host_clock import HostClock
from ledger.store.watching import watch_forever
from settings import Settings
from settings.disclosed import started, stopped


def create_app(
    settings: Settings,
    *,
    clock: Clock | None = None,
    patience: Patience | None = None,
    elapsed: Callable[[], float] = monotonic,
    mounts: Mapping[str, Mount] | None = None,
) -> FastAPI:
    """Return the API over the database that the settings name.

    `clock` returns the current time and also timestamps what is recorded; None means the database's time. `patience` is
    how long a request waits for a version that it names. `elapsed` is a monotonic clock in seconds, for cache
    lifetimes. `mounts` are further applications in the same process, by the path that they answer.

    Raises:
        ValueError: when the settings name no database; a composition root fills in the embedded one.
    """
    if settings.database_url is None:
        raise ValueError("the API needs STANDING_DATABASE_URL; `standing up` and `standing api` fill it in")
    url, measures = settings.database_url.get_secret_value(), Measures()
    settings.holder_key_bytes()  # fail at startup when the holder key is missing

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        database = Database(
            url,
            pool_size=settings.database_pool_size,
            times_given=clock is not None,
            deadlines=settings.database_deadlines(),
            clock_refused_s=settings.clock_refused_s,
        )
        host = HostClock(settings.clock_limits())
        with contextlib.suppress(DatabaseAwayError), within(settings.probe_s):
            await host.read(database)
        app_state = app.state.app_state = app_state_over(
            database, settings, clock=clock, host_clock=host, measures=measures, patience=patience, elapsed=elapsed
        )
        watches = (
            asyncio.create_task(
                host.watch_forever(database, poll_s=settings.clock_poll_s, observe=measures.clock_difference)
            ),
            asyncio.create_task(watch_forever(url, app_state.watcher, database.deadlines)),
            asyncio.create_task(app_state.rumours.look_forever()),
        )
        writing = asyncio.create_task(app_state.audit.write_forever())
        start = started(settings, "api")
        app_state.audit.note(start)
        try:
            yield
        finally:
            for watch in watches:
                watch.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await watch
            await app_state.commands.close()
            await app_state.sender.close()
            await app_state.recogniser.close()
            await app_state.snapshots.close()
            app_state.audit.note(stopped(start))
            await app_state.audit.close()
            await writing
            await database.close()

    app = routed(lifespan)
    app.state.measures = measures
    app.add_middleware(FastPath, routes=[route for router in ROUTERS for route in router.routes])
    mounted = {path: mount(settings, app) for path, mount in (mounts or {}).items()}
    app.add_middleware(Mounted, mounted=mounted)
    app.add_middleware(EarlyChecks, mounted=tuple(mounted))
    app.add_middleware(Heads)
    app.add_middleware(
        Observed,
        measures=measures,
        headers=security_headers(behind_tls=settings.behind_tls),
        witness=auditing.Auditing(app),
    )
    return app


def routed(lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]] | None = None) -> FastAPI:
    """Return the application with all routes and their description, without a database."""
    # FastAPI's own /docs and /redoc are off, as they load scripts from other hosts; `describe` adds /openapi.json, and
    # the reference over it is mounted at /docs (`console.reference`).
    app = FastAPI(
        title="Standing",
        version=version("standing"),
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    failures.install(app, [route for router in ROUTERS for route in router.routes])
    for router in ROUTERS:
        app.include_router(router)
    openapi.describe(app)
    return app
