"""Connection to Temporal, search attributes, and construction of the workers."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, Final

import structlog
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.client import Client
from temporalio.common import SearchAttributeIndexedValueType, SearchAttributeKey
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.envconfig import ClientConfig
from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig
from temporalio.service import RPCError
from temporalio.worker import PollerBehaviorAutoscaling, Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from activities.bulk import BulkActivities
from activities.coordination import CoordinationActivities
from activities.follow_ups import follow_ups
from activities.ledger import LedgerActivities
from activities.networks import NetworkActivities
from activities.reports import ReportActivities
from activities.rescreening import RescreenActivities
from activities.runs import USUAL_TERMS, RunActivities, Terms
from activities.webhooks.delivering import TURN_S, WebhookActivities
from activities.webhooks.sending import Sender
from background.bounding import CALL_WITHIN, BoundedActivities, BoundedCalls
from background.pauses import until_done
from background.stream_workflows import WORKFLOWS as OF_STREAMS
from ledger.accounts.reviews import Screen
from ledger.screening.lexicon import Screeners
from ledger.store.database import Database
from reports.filing import Filing
from screening.profiles import screening_by
from settings import Settings
from workflows import search_attributes
from workflows.coordination_sweep import CoordinationSweep
from workflows.deadlines import USUAL, Numbers
from workflows.regulator_report import ReportDue, reports_queue
from workflows.rescreen import RescreenOnSchedule
from workflows.webhook_delivery import QUEUE_SUFFIX

CACHED_WORKFLOWS: Final = 2_000
DELIVERIES: Final = 500
"""Maximum of concurrent webhook deliveries in one process."""
LONGEST_PAUSE_S: Final = 10.0
REPORTS_AT_ONCE: Final = 2
"""Concurrent activities of reports: one report is built while another is delivered."""
RESCREEN_PER_S: Final = 5_000
"""Default number of accounts that one rescreen screens in a second."""

WORKFLOWS: Final[tuple[type, ...]] = (
    *(stream.workflow for stream in OF_STREAMS.values()),
    CoordinationSweep,
    ReportDue,
    RescreenOnSchedule,
)
"""Every workflow that a worker runs."""

PASSED_THROUGH: Final = (
    "pydantic",
    "pydantic_core",
    "annotated_types",
    "models",
    "regulation",
    "screening",
    "reports",
    "activities",
)
"""Modules loaded once for all workflows instead of once for each: they are pure, and starting a workflow takes a
hundredth of the time.
"""

log = structlog.get_logger("temporal")


class WrongSearchAttributeError(Exception):
    """Raised when a search attribute of our name has another type in the namespace: Temporal would not index ours."""


async def connect(settings: Settings, address: str | None = None, *, runtime: Runtime | None = None) -> Client:
    """Connect as the settings say: a named profile, an address, or the embedded server.

    Raises:
        RuntimeError: when the server cannot be reached, or does not answer in time.
    """
    options: dict[str, Any] = {}
    if settings.temporal_profile is not None:
        options.update(ClientConfig.load_client_connect_config(profile=settings.temporal_profile))
    else:
        options["target_host"] = address or settings.temporal_address or f"127.0.0.1:{settings.temporal_port}"
        options["namespace"] = settings.temporal_namespace
    call_within = timedelta(seconds=settings.temporal_call_s)
    try:
        async with asyncio.timeout(settings.temporal_connect_s):
            return await Client.connect(
                **options,
                data_converter=pydantic_data_converter,
                runtime=runtime,
                interceptors=[BoundedCalls(call_within)],
            )
    except TimeoutError:
        raise RuntimeError(f"Temporal did not answer within {settings.temporal_connect_s:g} s") from None


async def connect_patiently(settings: Settings, *, runtime: Runtime | None = None) -> Client:
    """Connect, retrying until Temporal is available, and register the search attributes."""

    async def connected() -> Client:
        client = await connect(settings, runtime=runtime)
        await register_search_attributes(client, within=timedelta(seconds=settings.temporal_call_s))
        return client

    def on_failure(error: Exception, pause: float) -> None:
        log.warning("Temporal is unavailable; bans and verdicts do not need it", error=str(error), next_try_in_s=pause)

    failing = (RuntimeError, RPCError, OSError)
    return await until_done(connected, failing=failing, first_s=0.25, longest_s=LONGEST_PAUSE_S, on_failure=on_failure)


async def register_search_attributes(client: Client, *, within: timedelta = CALL_WITHIN) -> None:
    """Add the missing search attributes. Adding one again with another type would succeed without effect, therefore the
    types are compared.

    Raises:
        WrongSearchAttributeError: when one exists with another type.
    """
    listed = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace), timeout=within
    )
    missing: list[SearchAttributeKey[Any]] = []
    for key in search_attributes.ALL:
        found = listed.custom_attributes.get(key.name)
        if found is None:
            missing.append(key)
        elif found != _indexed_as(key):
            raise WrongSearchAttributeError(
                f"search attribute {key.name} in namespace {client.namespace} is of type "
                f"{IndexedValueType.Name(found)}, but must be {IndexedValueType.Name(_indexed_as(key))}: "
                "remove it with `temporal operator search-attribute remove` and start the worker again"
            )
    if missing:
        await add_search_attributes(client, missing, within=within)


async def add_search_attributes(
    client: Client, keys: Sequence[SearchAttributeKey[Any]], *, within: timedelta = CALL_WITHIN
) -> None:
    """Add search attributes to the namespace without checking the existing ones."""
    await client.operator_service.add_search_attributes(
        AddSearchAttributesRequest(
            namespace=client.namespace, search_attributes={key.name: _indexed_as(key) for key in keys}
        ),
        timeout=within,
    )


def _indexed_as(key: SearchAttributeKey[Any]) -> IndexedValueType.ValueType:
    types = {
        SearchAttributeIndexedValueType.KEYWORD: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
        SearchAttributeIndexedValueType.KEYWORD_LIST: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
        SearchAttributeIndexedValueType.DATETIME: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
    }
    return types[key.indexed_value_type]


def build_worker(
    client: Client,
    database: Database,
    task_queue: str,
    *,
    rescreen_per_s: int = RESCREEN_PER_S,
    numbers: Numbers = USUAL,
    terms: Terms = USUAL_TERMS,
    **options: Any,
) -> Worker:
    """Return a worker for all workflows and activities, unless the options name others."""
    return Worker(
        client,
        task_queue=task_queue,
        workflow_runner=SandboxedWorkflowRunner(
            restrictions=SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH)
        ),
        **{
            "workflows": WORKFLOWS,
            "interceptors": [BoundedActivities(numbers)],
            "activities": activities_over(database, rescreen_per_s, terms),
            "max_cached_workflows": CACHED_WORKFLOWS,
            "workflow_task_poller_behavior": PollerBehaviorAutoscaling(),
            "activity_task_poller_behavior": PollerBehaviorAutoscaling(),
            **options,
        },
    )


@asynccontextmanager
async def delivering(
    client: Client, database: Database, sender: Sender, task_queue: str, *, turn_s: float = TURN_S, **options: Any
) -> AsyncIterator[Worker]:
    """Run a worker for webhook deliveries only, so that a slow receiver takes no slot from a lifecycle."""
    webhooks = WebhookActivities(database, sender, turn_s=turn_s)
    worker = Worker(
        client,
        task_queue=f"{task_queue}{QUEUE_SUFFIX}",
        activities=[webhooks.deliver_events, webhooks.pause_subscription],
        **{"max_concurrent_activities": DELIVERIES, **options},
    )
    async with worker:
        yield worker
    await webhooks.close()


def build_report_worker(client: Client, database: Database, filing: Filing, task_queue: str, **options: Any) -> Worker:
    """Return a worker for activities of reports, with a task queue and two slots of its own, so that no lifecycle waits
    for a report.
    """
    over = ReportActivities(database, filing)
    return Worker(
        client,
        task_queue=reports_queue(task_queue),
        activities=[
            over.request_report,
            over.build_report,
            over.reconcile_report,
            over.deliver_report,
            over.escalate_report,
        ],
        max_concurrent_activities=REPORTS_AT_ONCE,
        **options,
    )


def activities_over(
    database: Database, rescreen_per_s: int = RESCREEN_PER_S, terms: Terms = USUAL_TERMS
) -> list[Callable[..., Any]]:
    """Return every activity of the main worker."""
    ledger = LedgerActivities(database)
    coordination = CoordinationActivities(database)
    screeners = Screeners(database)

    async def screen() -> Screen:
        return screening_by(await screeners.current())

    rescreening = RescreenActivities(database, screen, rescreen_per_s)
    return [
        ledger.load_standing,
        ledger.record_boundary,
        *follow_ups(database),
        BulkActivities(database).advance_bulk,
        RunActivities(database, screen, terms).advance_run,
        rescreening.look_at_slice,
        rescreening.call_rescreen,
        NetworkActivities(database).advance_network,
        coordination.search_coordination,
        coordination.deal_with_clusters,
        coordination.finish_sweep,
    ]


def runtime_with_metrics(bind_address: str) -> Runtime:
    """Return a runtime of the SDK that serves its own metrics to Prometheus."""
    return Runtime(telemetry=TelemetryConfig(metrics=PrometheusConfig(bind_address=bind_address)))
