"""Worker process: workflows and activities, the outbox relay, and the watches that work without Temporal."""

import asyncio
import contextlib
import gc
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import timedelta
from typing import Any

import structlog
from prometheus_client import start_http_server
from temporalio.client import Client
from temporalio.runtime import Runtime
from temporalio.worker import Worker

from activities.runs import Terms
from activities.webhooks.sending import Sender
from api.state.rulebook import rulebook_of
from background import (
    backstop,
    claims,
    deferred_decisions,
    expiry,
    presence,
    relay,
    report_schedule,
    rosters,
    schedules,
    search,
    temporal,
)
from background.measures import CLOCK_DIFFERENCE
from background.pacing import Pace
from background.stopping import BEYOND_GRACE_S, until_stopped
from background.stream_workflows import linked
from ledger.audit.writing import AuditLog
from ledger.store.clock import ClockDiffersError
from ledger.store.database import Database
from ledger.store.host_clock import LOOK_S, HostClock
from settings import Settings, SettingsError, load_settings
from settings.disclosed import started, stopped

log = structlog.get_logger("worker")


async def run(settings: Settings) -> None:
    """Run until cancelled. Temporal may be unavailable at the start or at any time."""
    if settings.database_url is None:
        raise RuntimeError(
            "a worker needs STANDING_DATABASE_URL; `standing up` and `standing worker` find the embedded one"
        )
    database = Database(
        settings.database_url.get_secret_value(),
        pool_size=settings.database_pool_size,
        deadlines=settings.database_deadlines(),
        clock_refused_s=settings.clock_refused_s,
    )
    host = HostClock(settings.clock_limits())
    runtime = temporal.runtime_with_metrics(f"{settings.metrics_host}:{settings.sdk_metrics_port}")
    # Thousands of cached workflows stay in memory and none is garbage: frequent collection would be costly.
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    start_http_server(settings.worker_metrics_port, settings.metrics_host)
    audit, start = AuditLog(database, "worker", clock=host.now), started(settings, "worker")
    audit.note(start)
    writing = asyncio.create_task(audit.write_forever())
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(host.watch_forever(database, poll_s=settings.clock_poll_s, observe=CLOCK_DIFFERENCE.set))
            tasks.create_task(_while_clocks_agree(host, lambda: _work(settings, database, host, runtime)))
    finally:
        audit.note(stopped(start))
        await audit.close()
        await writing
        await database.close()


async def _work(settings: Settings, database: Database, host: HostClock, runtime: Runtime) -> None:
    """Run everything that depends on the time, until cancelled."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(
            backstop.watch_forever(
                database,
                poll_s=settings.backstop_poll_s,
                overdue_s=settings.backstop_overdue_s,
                batch=settings.backstop_batch,
            )
        )
        tasks.create_task(expiry.watch_forever(database, poll_s=settings.expiry_poll_s))
        tasks.create_task(rosters.watch_forever(database, poll_s=settings.roster_poll_s))
        tasks.create_task(claims.watch_forever(database))
        tasks.create_task(search.watch_forever(database))
        tasks.create_task(deferred_decisions.watch_forever(database))
        tasks.create_task(_with_temporal(settings, database, host, runtime))


async def _while_clocks_agree(host: HostClock, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run `work` while the host's clock agrees with the database's; cancel it when they differ, and start again once
    they agree.

    The ledger may detect the difference first: it refuses the next record, and `work` ends with `ClockDiffersError`.
    """
    while True:
        await host.until_fit()
        working = asyncio.create_task(work())
        clocks_differ = asyncio.create_task(host.until_unfit())
        try:
            await asyncio.wait({working, clocks_differ}, return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                working.result()
        except* ClockDiffersError:
            await asyncio.sleep(LOOK_S)
        finally:
            clocks_differ.cancel()
            await _cancel(working)
        log.warning("the worker has stopped its work until its host's clock is set")


async def _cancel(working: "asyncio.Task[None]") -> None:
    """Cancel the task and wait until it ends; a cancellation of the caller meanwhile cancels the task again."""
    while not working.done():
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.wait({working})
    current = asyncio.current_task()
    if current is not None and current.cancelling():
        raise asyncio.CancelledError


async def _with_temporal(settings: Settings, database: Database, host: HostClock, runtime: Runtime) -> None:
    client = await temporal.connect_patiently(settings, runtime=runtime)
    log.info("connected to Temporal", namespace=client.namespace)
    worker = temporal.build_worker(
        client,
        database,
        settings.task_queue,
        rescreen_per_s=settings.rescreen_per_s,
        numbers=settings.activity_numbers(),
        terms=Terms(rulebook_of(settings), settings.effective_at_limit, settings.clock_tolerance),
        graceful_shutdown_timeout=timedelta(seconds=settings.shutdown_grace_s),
    )
    report_worker = temporal.build_report_worker(
        client,
        database,
        settings.filing(),
        settings.task_queue,
        graceful_shutdown_timeout=timedelta(seconds=settings.shutdown_grace_s),
    )
    sender = Sender(
        settings.holder_key_bytes(),
        allow_private=settings.webhook_allow_private,
        clock=host.now,
        within_s=settings.webhook_s,
        connect_within_s=settings.webhook_connect_s,
        resolve_within_s=settings.webhook_resolve_s,
    )
    delivering = temporal.delivering(
        client,
        database,
        sender,
        settings.task_queue,
        graceful_shutdown_timeout=timedelta(seconds=settings.shutdown_grace_s),
    )
    async with (
        contextlib.AsyncExitStack() as at_the_end,
        worker,
        delivering as deliverer,
        report_worker,
        _shut_down_together(worker, deliverer, report_worker),
        asyncio.TaskGroup() as beside,
    ):
        at_the_end.push_async_callback(sender.close)
        beside.create_task(schedules.patiently(lambda: _keep_schedules(client, settings)))
        beside.create_task(
            relay.relay_forever(
                database,
                client,
                task_queue=settings.task_queue,
                poll_s=settings.relay_poll_s,
                batch=settings.relay_batch,
                pace=Pace(relay.AT_ONCE),
                round_s=settings.relay_round_s,
                workflows=linked(settings.console_url),
            )
        )
        beside.create_task(
            presence.report_forever(
                database,
                client,
                task_queue=settings.task_queue,
                poll_s=settings.presence_poll_s,
                within=timedelta(seconds=settings.temporal_call_s),
            )
        )


async def _keep_schedules(client: Client, settings: Settings) -> None:
    await schedules.register(client, settings.task_queue)
    await schedules.keep_rescreens(client, settings.task_queue, settings.rescreen_schedule)
    await report_schedule.keep(client, settings.report_schedule, settings.task_queue)


@contextlib.asynccontextmanager
async def _shut_down_together(*workers: Worker) -> AsyncIterator[None]:
    """Shut the workers down together: one after the other they would need the sum of their grace periods."""
    try:
        yield
    finally:
        await asyncio.gather(*(worker.shutdown() for worker in workers))


def main() -> int:
    """Run a worker against named servers; return the exit status."""
    try:
        settings = load_settings()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    asyncio.run(until_stopped(run(settings), again_s=settings.shutdown_grace_s + BEYOND_GRACE_S))
    return 0


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # Temporal's SDK sometimes aborts the process while the interpreter shuts down; the exit status would be lost.
    os._exit(status)
