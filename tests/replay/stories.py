"""Stories to record: each shows one way in which a workflow proceeds."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from activities.webhooks.sending import Sender
from background import temporal
from ledger.coordination import links
from ledger.runs import rows
from ledger.runs.rows import Received
from ledger.sanctions import bulk, bulk_drafts
from ledger.streams import records
from models.accounts.commands import (
    ApplyMonetization,
    CancelMonetization,
    Certify,
    ChangeHolder,
    ChangeName,
    Close,
    ImposeBan,
    Overturn,
    Register,
    ShortenBan,
)
from models.cases.cases import CaseKind, Outcome, Ruling
from models.cases.subjects import ClosureAsked
from models.coordination import LinkRow, TieKind
from models.directives import Order, Terms
from models.events.webhooks import SubscriptionCreated
from models.names import AccountKind
from models.reports.content import Cadence
from models.rumours.rumours import Corrected, Information, Opening, RumourField, Step
from models.runs import RunKind
from models.sanctions.bulk import Ban
from models.screening.rescreens import Started
from models.words.privileges import Field, Method
from models.words.violations import Category
from regulation import runs
from regulation.cases.cases import claim, decide_case, open_case, opening
from regulation.cases.reducer import CASE
from regulation.directives import DIRECTIVE, acknowledge, issue
from regulation.followers.reducer import CLEANUP
from regulation.reports.periods import period_of
from regulation.reports.reports import REPORT, release, request
from regulation.reports.reports import acknowledge as acknowledge_report
from regulation.rumours.reducer import RUMOUR
from regulation.rumours.rumours import correct, directive_id, open_rumour, verify
from regulation.runs import RUN
from regulation.sanctions.bulk import BULK, DecideBulk, cancel, cancel_reversal, draft, revert, start, start_draft
from regulation.screening import rescreens
from regulation.tables.calendar import civil_date
from regulation.webhooks import SUBSCRIPTION, create, delete, pause, resume
from reports.filing import Filing, terms_of
from tests.activities.webhooks.receiver import KEY, answering, receiving
from tests.persons import persons_of
from tests.reports.receiver import SECRET, listening
from tests.workflows import test_followers as followers
from tests.workflows import test_networks as networks
from tests.workflows.world import TASK_QUEUE, World, until
from workflows.account_lifecycle import AccountLifecycle
from workflows.bulk_run import BulkRun
from workflows.case_review import CaseReview
from workflows.command_run import CommandRun
from workflows.coordination_sweep import CoordinationSweep, SweepStart
from workflows.directive_follow_up import DirectiveFollowUp
from workflows.follower_cleanup import FollowerCleanup
from workflows.network_roster import NetworkRoster
from workflows.regulator_report import DueStart, RegulatorReport, ReportDue
from workflows.rescreen import Rescreen, RescreenOnSchedule
from workflows.rumour_response import RumorResponse
from workflows.webhook_delivery import WebhookDelivery

DAY = timedelta(days=1)
TWO = persons_of("key_one", "key_two")


def _ban(name: str, days: int, factor: int = 2) -> ImposeBan:
    return ImposeBan(id=name, category=Category.FABRICATION, duration=timedelta(days=days), factor=Decimal(factor))


async def ban(world: World) -> None:
    """A ban ends, then its suspension, then the clean window."""
    await world.register("a")
    await world.do("a", ApplyMonetization(methods=(Method.ADVERTISING,)))
    await world.do("a", _ban("b1", 7))
    await world.pass_time(100 * DAY)
    await world.caught_up("a")


async def ban_changed(world: World) -> None:
    """One ban is shortened, another overturned: timers are left for earlier ones, or for none."""
    await world.register("a")
    await world.do("a", _ban("b1", 30, factor=3))
    await world.pass_time(2 * DAY)
    await world.do("a", ShortenBan(id="b1", duration=timedelta(days=5)))
    await world.pass_time(10 * DAY)
    await world.do("a", _ban("b2", 20))
    await world.pass_time(DAY)
    await world.do("a", Overturn(id="b2"))
    await world.pass_time(10 * DAY)
    await world.caught_up("a")


async def certification(world: World) -> None:
    """A certification ends at midnight and is renewed; then it falls with the holder."""
    await world.register("a", fields=(Field.HEALTHCARE,))
    today = civil_date(await world.now())
    await world.do("a", Certify(id="c1", field=Field.HEALTHCARE, valid_from=today, valid_until=today + 10 * DAY))
    await world.pass_time(12 * DAY)
    await world.caught_up("a")
    await world.do("a", Certify(id="c2", field=Field.HEALTHCARE, valid_from=today, valid_until=today + 99 * DAY))
    await world.pass_time(DAY)
    await world.do("a", ChangeHolder(holder="h_b"))
    await world.pass_time(100 * DAY)
    await world.caught_up("a")


async def continued(world: World) -> None:
    """More facts than one run should hold, with a ban that ends in a later run than the one that learned of it."""
    await world.register("a")
    await world.do("a", _ban("b1", 20))
    for number in range(20):
        await world.do("a", ChangeName(name=f"name {number}"))
    await world.pass_time(30 * DAY)
    await world.caught_up("a")


async def gap(world: World) -> None:
    """Facts that were never delivered are read from the ledger; late and repeated ones are ignored."""
    await world.record("a", Register(kind=AccountKind.ENTERPRISE, holder="h_a", name="早报"))
    for number in range(3):
        await world.record("a", ChangeName(name=f"name {number}"))
    await world.record("a", _ban("b1", 3))
    facts = await world.facts("a")
    await world.tell("a", facts[2])
    await world.caught_up_with_version("a", 5)
    await world.tell("a", facts[0], facts[4], facts[1])
    await world.pass_time(5 * DAY)
    await world.caught_up("a")


async def closure(world: World) -> None:
    """Profit is cancelled, the account is banned, then closed as a sanction while the ban lasts."""
    await world.register("a")
    # All methods: since it was recorded, what is not granted is withheld.
    await world.do("a", ApplyMonetization(methods=tuple(Method)))
    await world.do("a", CancelMonetization(id="x1", category=Category.VULGAR_PERSONA))
    await world.do("a", _ban("b1", 7))
    await world.pass_time(2 * DAY)
    await world.do("a", Close(id="z1", category=Category.RUMOUR_MAKING))
    await world.handle("a").result()


async def outage(world: World) -> None:
    """No worker runs while a fact is delivered and a boundary falls due: one workflow task handles both."""
    await world.register("a")
    await world.do("a", _ban("b1", 7))
    await world.stop_working()
    await world.pass_time_without_worker("a", 3 * DAY)
    await world.record("a", ChangeName(name="second"))
    await world.pass_time_without_worker("a", 5 * DAY)
    await world.relay()
    await world.start_working()
    await world.caught_up("a")


async def case_late(world: World) -> None:
    """A case is claimed and released by the end of its lease, reminded of, escalated, and decided in the end."""
    await world.record("a", Register(kind=AccountKind.INDIVIDUAL, holder="h_a", name="早报"))
    await world.record("a", Close(id="z"))
    await world.enter(CASE, "d", open_case(opening(CaseKind.REGISTRATION, await world.now(), account="a")))
    await world.enter(CASE, "d", claim("key_test"))
    await world.pass_time(2 * DAY)
    await world.has_entries(CASE, "d", 6)
    await world.enter(CASE, "d", decide_case("key_test", Ruling(outcome=Outcome.APPROVED)))
    await world.client.get_workflow_handle("case:d").result()


async def case_of_two(world: World) -> None:
    """One person proposes, a second decides, in time."""
    await world.record("a", Register(kind=AccountKind.INDIVIDUAL, holder="h_a", name="早报"))
    made = opening(
        CaseKind.CLOSURE, await world.now(), account="a", subject=ClosureAsked(category=Category.PUBLIC_ORDER)
    )
    await world.enter(CASE, "d", open_case(made))
    ruling = Ruling(outcome=Outcome.APPROVED)
    await world.enter(CASE, "d", decide_case("key_one", ruling, persons=TWO), actor="key_one")
    await world.pass_time(timedelta(hours=1))
    await world.enter(CASE, "d", decide_case("key_two", ruling, persons=TWO), actor="key_two")
    await world.client.get_workflow_handle("case:d").result()


async def order_late(world: World) -> None:
    """An order without an answer is sent again, escalated, and carried out after all."""
    terms = Terms(order=Order.REMOVE_FOLLOWERS, article=10, due_at=await world.now() + 2 * DAY, account="a")
    await world.enter(DIRECTIVE, "d", issue(terms))
    await world.pass_time(2.5 * DAY)
    await world.has_entries(DIRECTIVE, "d", 5)
    await world.enter(DIRECTIVE, "d", acknowledge("done", "", None))
    await world.client.get_workflow_handle("directive:d").result()


async def rumour_true(world: World) -> None:
    """No verified information is published until it is late; then it is published, and then the claim turns out to be
    true.
    """
    claim = Opening(claim="自来水已被污染", field=RumourField.LIVELIHOOD, terms=("停水",))
    await world.enter(RUMOUR, "d", open_rumour(claim))
    await world.pass_time(timedelta(hours=5))
    await world.has_entries(RUMOUR, "d", 2)
    so = Information(text_zh="自来水各项指标合格", link="https://www.piyao.org.cn/")
    await world.enter(RUMOUR, "d", verify(so))
    await world.pass_time(timedelta(hours=1))
    correction = Corrected(reason="已确认", statement_zh="此前标注有误，标签已撤销")
    await world.enter(RUMOUR, "d", correct(correction))
    for step, number in ((Step.UNPIN, 3), (Step.CORRECT, 4)):
        await world.enter(DIRECTIVE, directive_id("d", step, number), acknowledge("done", "", None))
        await world.at_rest("rumour:d")
    await world.client.get_workflow_handle("rumour:d").result()


async def cleanup_late(world: World) -> None:
    """The removal is ordered and answered, no count comes for a week, then one shows followers left, whose removal is
    ordered too.
    """
    await followers.begun(world)
    await followers.answered(world, "1", 900)
    await world.pass_time(8 * DAY)
    await world.has_entries(CLEANUP, followers.ID, 4)
    await followers.reported(world, 4_300)
    await followers.answered(world, "2", 200)
    await world.at_rest(f"cleanup:{followers.ID}")
    await world.pass_time(DAY)
    await followers.reported(world, 4_100)
    await followers.handle(world).result()


async def network_sanctioned(world: World) -> None:
    """A roster is signed, suspended from profit for 90 days with its network, and released when that is expelled."""
    await networks.sanctioned_until_its_end(world)


async def webhook_failing(world: World) -> None:
    """Deliveries fail, are paused and resumed by command, fail again until the address is gone; then the webhook is
    deleted.
    """
    await world.record("a", Register(kind=AccountKind.ENTERPRISE, holder="h_a", name="早报"))
    sender = Sender(KEY, clock=partial(datetime.now, UTC), allow_private=True)
    async with receiving() as receiver, temporal.delivering(world.client, world.database, sender, TASK_QUEUE):
        receiver.answer = lambda _: answering(500)
        made = SubscriptionCreated(url=receiver.url, types=("account.*",), after=0, salt="5f" * 32)
        await world.enter(SUBSCRIPTION, "d", create(made))
        await world.pass_time(timedelta(hours=1))
        await world.at_rest("subscription:d")
        await world.enter(SUBSCRIPTION, "d", pause("command", "maintenance"))
        await world.pass_time(5 * DAY)
        await world.enter(SUBSCRIPTION, "d", resume())
        await world.pass_time(1.5 * DAY)
        receiver.answer = lambda _: answering(410)
        await world.pass_time(DAY)
        await world.has_entries(SUBSCRIPTION, "d", 4)
        await world.enter(SUBSCRIPTION, "d", delete())
        await world.client.get_workflow_handle("subscription:d").result()
    await sender.close()


async def bulk_ban(world: World) -> None:
    """A ban is given to two accounts, one of them unknown."""
    await world.record("a", Register(kind=AccountKind.INDIVIDUAL, holder="h_a", name="早报"))
    measure = Ban(category=Category.FABRICATION, duration=timedelta(days=7))
    await world.enter(BULK, "d", start(measure, "one text", 2), besides=("a", "nobody"))
    await world.client.get_workflow_handle("bulk:d").result()


async def bulk_reverted(world: World) -> None:
    """The same ban is reverted by another run."""
    await bulk_ban(world)
    await world.enter(BULK, "d", revert("wrong"))
    await world.client.get_workflow_handle("bulk:d").result()


async def bulk_ban_at_once(world: World) -> None:
    """As `bulk_ban`, since the activity that handles the last account also finishes the action."""
    await bulk_ban(world)


async def bulk_reverted_at_once(world: World) -> None:
    """As `bulk_reverted`, since then."""
    await bulk_reverted(world)


async def bulk_draft(world: World) -> None:
    """A draft waits for its accounts, is started, and one of two is banned."""
    await world.record("a", Register(kind=AccountKind.INDIVIDUAL, holder="h_a", name="早报"))
    measure = Ban(category=Category.FABRICATION, duration=timedelta(days=7))
    await world.enter(BULK, "d", draft(measure, "one text", "key_test"))
    await bulk_drafts.keep(world.database, "d", ["a", "nobody"])
    await world.enter(BULK, "d", start_draft(2, 2))
    await world.client.get_workflow_handle("bulk:d").result()


async def _bulk_while_away(world: World, first: DecideBulk, then: DecideBulk, besides: object = None) -> None:
    """Enter two things while no worker runs, with one account handled between them; then the worker is back."""
    await world.stop_working()
    for decide, of in ((first, besides), (then, None)):
        command = records.Command(BULK, "d", decide, actor="key_test", now=await world.now(), besides=of)
        assert (await records.execute(world.database, command)).refusal is None
        if decide is first:
            await bulk.advance(world.database, "d", now=await world.now(), actor="bulk run", most=1)
    await world.relay_records()
    await world.start_working()
    await world.client.get_workflow_handle("bulk:d").result()


async def bulk_cancelled(world: World) -> None:
    """A ban is cancelled after the first of two accounts."""
    await world.record("a", Register(kind=AccountKind.INDIVIDUAL, holder="h_a", name="早报"))
    measure = Ban(category=Category.FABRICATION, duration=timedelta(days=7))
    await _bulk_while_away(world, start(measure, "one text", 2), cancel("the wrong list"), besides=("a", "b"))


async def bulk_reversal_cancelled(world: World) -> None:
    """The reversal of a ban is cancelled after the first of two accounts."""
    for name in ("a", "b"):
        await world.record(name, Register(kind=AccountKind.INDIVIDUAL, holder=f"h_{name}", name=f"早报 {name}"))
    measure = Ban(category=Category.FABRICATION, duration=timedelta(days=7))
    await world.enter(BULK, "d", start(measure, "one text", 2), besides=("a", "b"))
    await world.client.get_workflow_handle("bulk:d").result()
    await _bulk_while_away(world, revert("wrong"), cancel_reversal("it was right"))


async def bulk_reversal_continued(world: World) -> None:
    """A cancelled reversal goes on with the account that is left."""
    await bulk_reversal_cancelled(world)
    await world.enter(BULK, "d", revert("wrong after all"))
    await world.client.get_workflow_handle("bulk:d").result()


async def run_of_rows(world: World) -> None:
    """A run waits for its rows; one is granted, one refused; it is finished."""
    await world.record("a", Register(kind=AccountKind.INDIVIDUAL, holder="h_a", name="早报"))
    await world.enter(RUN, "d", runs.create(RunKind.MONETIZE, "the first batch", "key_test"))
    content = {"command": {"methods": ["advertising"]}}
    received = [Received(account, line, b"", account, content) for line, account in enumerate(("a", "nobody"), start=1)]
    await rows.keep(world.database, "d", received)
    await world.enter(RUN, "d", runs.start(2, 2))
    await world.client.get_workflow_handle("run:d").result()


async def run_cancelled(world: World) -> None:
    """A run is cancelled before it is started."""
    await world.enter(RUN, "d", runs.create(RunKind.MONETIZE, "", "key_test"))
    await world.enter(RUN, "d", runs.cancel("the wrong file"))
    await world.client.get_workflow_handle("run:d").result()


async def sweep(world: World) -> None:
    """Three clusters are found and handled, and nothing is left."""
    now = await world.now()
    rows = [
        LinkRow(account=f"{member}{group}", kind=TieKind.PAYOUT, token=bytes([group]) * 16, seen_at=now)
        for group in range(3)
        for member in ("a", "b", "c")
    ]
    await links.add_links(world.database, rows)
    start = SweepStart(at=now)
    await world.client.execute_workflow(CoordinationSweep.run, start, id="coordination-sweep", task_queue=TASK_QUEUE)


async def report_late(world: World) -> None:
    """Two people release the report; the regulator is unavailable, accepts it, and does not answer for eight days."""
    with listening() as regulator:
        regulator.status = 503
        filing = Filing(platform="山野平台", address=regulator.address, secret=SECRET, release=True)
        async with temporal.build_report_worker(world.client, world.database, filing, TASK_QUEUE):
            await world.enter(REPORT, "2024-01", request(terms_of(filing, period_of("2024-01"))))
            await world.has_entries(REPORT, "2024-01", 3)
            for person in ("key_one", "key_two"):
                await world.enter(REPORT, "2024-01", release(person, persons=TWO), actor=person)
            await world.pass_time(timedelta(hours=1))
            await world.has_entries(REPORT, "2024-01", 8)
            regulator.status = 200
            await world.pass_time(8 * DAY)
            await world.has_entries(REPORT, "2024-01", 12)
            await world.enter(REPORT, "2024-01", acknowledge_report("R-1"))
            await world.client.get_workflow_handle("report:2024-01").result()


async def report_due(world: World) -> None:
    """A month is over: its report is requested."""
    start = DueStart(cadence=Cadence.MONTHLY, nominal=period_of("2024-01").end)
    async with temporal.build_report_worker(world.client, world.database, Filing(), TASK_QUEUE):
        await world.client.start_workflow(ReportDue.run, start, id="due", task_queue=TASK_QUEUE)

        async def asked() -> bool:
            return bool(await records.listing(world.database, REPORT))

        await until(asked, "the report is asked for")
        await world.client.get_workflow_handle("due").result()


Story = Callable[[World], Awaitable[None]]

_LIVES: tuple[Story, ...] = (ban, ban_changed, certification, continued, gap, closure, outage)


async def rescreen(world: World) -> None:
    """Two accounts are screened; a case is opened about the one with a newspaper's name."""
    for account, name in (("a", "人民日报"), ("b", "山野厨房")):
        await world.record(account, Register(kind=AccountKind.INDIVIDUAL, holder=f"h_{account}", name=name))
    begin = rescreens.start(Started(because="operator", accounts=2))
    await world.enter(rescreens.RESCREEN, "d", begin)
    await world.client.get_workflow_handle("rescreen:d").result()


async def rescreen_due(world: World) -> None:
    """A rescreen is due on schedule: it is begun in the ledger."""
    name = told_of("rescreen_due").workflow_id
    await world.client.start_workflow(RescreenOnSchedule.run, id=name, task_queue=TASK_QUEUE)
    await world.client.get_workflow_handle(name).result()
    [begun] = await records.listing(world.database, rescreens.RESCREEN)
    assert begun.id.startswith("schedule-")


STORIES: Mapping[str, Story] = {
    story.__name__: story
    for story in (
        *_LIVES,
        bulk_ban,
        bulk_reverted,
        bulk_ban_at_once,
        bulk_reverted_at_once,
        bulk_draft,
        bulk_cancelled,
        bulk_reversal_cancelled,
        bulk_reversal_continued,
        run_of_rows,
        run_cancelled,
        case_late,
        case_of_two,
        order_late,
        rumour_true,
        webhook_failing,
        cleanup_late,
        sweep,
        report_due,
        report_late,
        rescreen,
        rescreen_due,
        network_sanctioned,
    )
}


@dataclass(frozen=True)
class Told:
    """Workflow whose history a story records."""

    workflow: type[Any]
    workflow_id: str


OF_ACCOUNT = Told(AccountLifecycle, "account:a")
OF_RECORD: Mapping[str, Told] = {
    "bulk_ban": Told(BulkRun, "bulk:d"),
    "bulk_reverted": Told(BulkRun, "bulk:d"),
    "bulk_ban_at_once": Told(BulkRun, "bulk:d"),
    "bulk_reverted_at_once": Told(BulkRun, "bulk:d"),
    "bulk_draft": Told(BulkRun, "bulk:d"),
    "bulk_cancelled": Told(BulkRun, "bulk:d"),
    "bulk_reversal_cancelled": Told(BulkRun, "bulk:d"),
    "bulk_reversal_continued": Told(BulkRun, "bulk:d"),
    "run_of_rows": Told(CommandRun, "run:d"),
    "run_cancelled": Told(CommandRun, "run:d"),
    "case_late": Told(CaseReview, "case:d"),
    "case_of_two": Told(CaseReview, "case:d"),
    "order_late": Told(DirectiveFollowUp, "directive:d"),
    "sweep": Told(CoordinationSweep, "coordination-sweep"),
    "report_due": Told(ReportDue, "due"),
    "report_late": Told(RegulatorReport, "report:2024-01"),
    "rescreen": Told(Rescreen, "rescreen:d"),
    "rescreen_due": Told(RescreenOnSchedule, "rescreen-on-schedule"),
    "rumour_true": Told(RumorResponse, "rumour:d"),
    "cleanup_late": Told(FollowerCleanup, f"cleanup:{followers.ID}"),
    "network_sanctioned": Told(NetworkRoster, "network:n1"),
    "webhook_failing": Told(WebhookDelivery, "subscription:d"),
}


BEFORE = frozenset({"bulk_ban", "bulk_reverted"})
"""Stories that go differently today: their histories must replay, and those of `…_at_once` are what is told now."""


def told_of(name: str) -> Told:
    """Return the workflow that the story is about: an account's, unless the table names another."""
    return OF_RECORD.get(name, OF_ACCOUNT)
