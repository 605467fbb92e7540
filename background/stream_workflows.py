"""Table of the workflow of each kind of stream, and the function that starts or signals it in one call to Temporal.

`WORKFLOWS` is the table that the relay reads. Workflows that Temporal starts by the clock are registered in
`background/schedules.py`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Generic, TypeVar
from urllib.parse import quote

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy

from activities.messages import RecordStart
from ledger.streams.outbox import ACCOUNT, Message
from models import directives, followers, networks, runs
from models.accounts.facts import (
    AFTER_CLOSURE,
    AccountClosed,
    AccountRegistered,
    Fact,
)
from models.base import Frozen
from models.cases import cases
from models.events import webhooks
from models.reports import reports
from models.rumours import rumours
from models.sanctions import bulk
from models.screening import rescreens
from workflows.account_lifecycle import AccountLifecycle, FactsRecorded, LifecycleStart
from workflows.bulk_run import BulkRun
from workflows.case_review import CaseReview
from workflows.command_run import CommandRun
from workflows.directive_follow_up import DirectiveFollowUp
from workflows.follower_cleanup import FollowerCleanup
from workflows.network_roster import NetworkRoster
from workflows.regulator_report import RegulatorReport
from workflows.rescreen import Rescreen
from workflows.rumour_response import RumorResponse
from workflows.webhook_delivery import WebhookDelivery

N = TypeVar("N")

LONGEST_SUMMARY: Final = 380
"""Bytes of a summary that are kept; Temporal accepts 400."""


def _whole(news: Any) -> Sequence[Any]:
    return (news,)


def _start(record: str) -> Frozen:
    return RecordStart(record=record)


def _always(_: Any) -> WorkflowIDReusePolicy:
    return WorkflowIDReusePolicy.ALLOW_DUPLICATE


@dataclass(frozen=True)
class StreamWorkflow(Generic[N]):
    """Workflow that receives every stream of one kind: how to start it, and how to signal it.

    A delivery may be repeated: the workflow ignores what it already knows.
    """

    workflow: type[Any]
    summary: Callable[[str, N], str]
    """Summary shown in the list of workflows, from the identifier and the news that started it."""
    details: str
    """Description of the workflow for operators, one sentence (Markdown)."""
    start: Callable[[str], Frozen] = _start
    """Function from the identifier of the account or record to the argument of the workflow's `run`."""
    signal: str = "changed"
    signals: Callable[[N], Sequence[Frozen]] = _whole
    """Function from the news to the arguments of its signals, in order; each far below Temporal's limit of 2 MB."""
    page: str | None = None
    """Folder of the console in which the stream has a page; None where it has none."""
    console: str | None = None
    """Address of the console, to which the details link; None: no links."""
    reuse: Callable[[Any], WorkflowIDReusePolicy] = _always
    """Function from the argument of the signal to the reuse policy: whether a completed workflow starts again. A record
    may be reopened.
    """


PER_SIGNAL: Final = 50
"""Facts in one signal; far below Temporal's limit of 2 MB."""
LONGEST_NAME: Final = 60
"""Characters of a name in a summary; up to four bytes each."""


def _summary(account: str, facts: Sequence[Fact]) -> str:
    """Return the account's name where it is known, else its identifier."""
    body = facts[0].body
    if isinstance(body, AccountRegistered):
        return f"{body.name[:LONGEST_NAME]} ({body.kind.value}, account {account})"
    return f"account {account}"


def _summary_of_case(case: str, opening: Mapping[str, Any]) -> str:
    """Return the kind of the case, and the account that it is about."""
    about = f" on account {opening['account']}" if opening.get("account") else ""
    return f"{opening['kind'].replace('_', ' ')}{about} (case {case})"


def _signals(facts: Sequence[Fact]) -> list[FactsRecorded]:
    parts = (facts[first : first + PER_SIGNAL] for first in range(0, len(facts), PER_SIGNAL))
    return [FactsRecorded(facts=tuple(part)) for part in parts]


def told(workflow: StreamWorkflow[Any], message: Message) -> Iterator[Frozen]:
    """Yield the arguments of the signals that tell a workflow its news; facts of an account with the names of those who
    recorded them.
    """
    for argument in workflow.signals(message.news):
        named = isinstance(argument, FactsRecorded) and message.names
        yield argument.model_copy(update={"names": dict(message.names)}) if named else argument


def _reuse(told: FactsRecorded) -> WorkflowIDReusePolicy:
    """Return the reuse policy of a lifecycle. A completed lifecycle restarts for a fact that may follow a closure: it
    shows the fact, and ends again unless the account was reopened. A terminated lifecycle restarts for any fact.
    """
    if any(map(_may_follow_a_closure, told.facts)):
        return WorkflowIDReusePolicy.ALLOW_DUPLICATE
    return WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY


def _may_follow_a_closure(fact: Fact) -> bool:
    """Return whether the fact may follow a closure. A closure as a sanction may: a case can decide it after the holder
    has closed the account.
    """
    as_a_sanction = isinstance(fact.body, AccountClosed) and fact.body.category is not None
    return as_a_sanction or isinstance(fact.body, AFTER_CLOSURE)


LIFECYCLE: Final = StreamWorkflow[Sequence[Fact]](
    workflow=AccountLifecycle,
    start=lambda account: LifecycleStart(account=account),
    summary=_summary,
    details="Lifecycle of an account: its facts, and the boundaries that time passes. The current details show "
    "its standing in words; the ledger is the system of record.",
    signal="facts_recorded",
    signals=_signals,
    page="accounts",
    reuse=_reuse,
)

WORKFLOWS: Final[Mapping[str, StreamWorkflow[Any]]] = {
    ACCOUNT: LIFECYCLE,
    directives.KIND: StreamWorkflow(
        workflow=DirectiveFollowUp,
        summary=lambda directive, changed: (
            f"{changed.state['terms']['order'].replace('_', ' ')} (directive {directive})"
        ),
        details="Waits for the platform to carry out an order, has it sent again, and escalates it when it is late.",
        page="directives",
    ),
    bulk.KIND: StreamWorkflow(
        workflow=BulkRun,
        summary=lambda action, changed: (
            f"{changed.state['measure']['type'].replace('_', ' ')} on "
            f"{changed.state['accounts'] or 'a drafted list of'} accounts ({action})"
        ),
        details="Gives many accounts one command, slice by slice, and reverts it on request.",
        page="campaigns",
    ),
    runs.KIND: StreamWorkflow(
        workflow=CommandRun,
        summary=lambda run, changed: f"run of commands: {changed.state['commands'].replace('_', ' ')} ({run})",
        details="Carries out the rows of a run, slice by slice, once all were sent. The current details show the "
        "progress.",
        page="runs",
    ),
    cases.KIND: StreamWorkflow(
        workflow=CaseReview,
        summary=lambda case, changed: _summary_of_case(case, changed.state["opening"]),
        details="Waits for a person's decision, ends claims that ran out, reminds, and escalates what is late.",
        page="cases",
    ),
    reports.KIND: StreamWorkflow(
        workflow=RegulatorReport,
        summary=lambda report, changed: f"{changed.state['terms']['head']['period']['cadence']} report {report}",
        details="Builds a report to the regulator, counts it a second time, delivers it and waits for the answer.",
        page="reports",
    ),
    rumours.KIND: StreamWorkflow(
        workflow=RumorResponse,
        summary=lambda rumour, changed: f"rumour {rumour}: {changed.state['opening']['claim'][:60]}",
        details="Waits for the platform to label, pin, recommend and measure, and says which step is late.",
        page="rumours",
    ),
    followers.KIND: StreamWorkflow(
        workflow=FollowerCleanup,
        summary=lambda _, changed: (
            f"followers of {changed.state['terms']['account']}, violation {changed.state['terms']['violation']}"
        ),
        details="Orders the removal of followers gained through a violation, and checks the next follower count.",
    ),
    networks.KIND: StreamWorkflow(
        workflow=NetworkRoster,
        summary=lambda network, changed: f"network {network}: {changed.state['name']}",
        details="Applies a network's sanctions to every account of its roster, and records their ends.",
        page="networks",
    ),
    webhooks.KIND: StreamWorkflow(
        workflow=WebhookDelivery,
        summary=lambda subscription, changed: f"webhook {subscription} to {changed.state['url']}",
        details="Delivers the feed to one address of the platform, in order, with retries until accepted.",
        page="connections/webhooks",
    ),
    rescreens.KIND: StreamWorkflow(
        workflow=Rescreen,
        summary=lambda rescreen, changed: (
            f"rescreen of all accounts because of the {changed.state['because']} (rescreen {rescreen})"
        ),
        details="Screens every live account with the protected names in force, slice by slice, and opens a case "
        "for each new finding. The current details show the progress.",
    ),
}
"""Workflows by kind of stream: accounts, and every kind of record whose type is `followed`. Facts in a stream of
another kind wait for a worker that knows the kind.
"""


def linked(console: str | None) -> Mapping[str, StreamWorkflow[Any]]:
    """Return the table with details that link to the stream's page in the console at this address; None: no links."""
    return {kind: replace(workflow, console=console) for kind, workflow in WORKFLOWS.items()}


async def start_or_signal(
    client: Client, task_queue: str, workflow: StreamWorkflow[Any], message: Message, argument: Frozen
) -> None:
    """Start the stream's workflow unless it runs, and send it a signal with this argument, in one call.

    Raises:
        WorkflowAlreadyStartedError: the workflow has completed, and the reuse policy forbids a restart.
        RPCError, TimeoutError, OSError: Temporal did not accept it, or its answer was lost.
    """
    summary = workflow.summary(message.stream, message.news).encode()[:LONGEST_SUMMARY].decode(errors="ignore")
    await client.start_workflow(
        workflow.workflow.run,
        workflow.start(message.stream),
        id=message.name,
        task_queue=task_queue,
        id_reuse_policy=workflow.reuse(argument),
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        start_signal=workflow.signal,
        start_signal_args=[argument],
        static_summary=summary,
        static_details=details_of(workflow, message.stream),
    )


def details_of(workflow: StreamWorkflow[Any], stream: str) -> str:
    """Return the static details of a stream's workflow (Markdown)."""
    if workflow.console is None or workflow.page is None:
        return workflow.details
    address = f"{workflow.console.rstrip('/')}/{workflow.page}/{quote(stream)}"
    return f"{workflow.details}\n\n[Open in the console]({address})"
