"""The life of a report in skipped time: built, counted twice, delivered to a regulator that may be away, answered."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from temporalio import activity
from temporalio.client import WorkflowHandle
from temporalio.testing import ActivityEnvironment
from temporalio.worker import Worker

from activities.messages import RecordFound
from activities.reports import PeriodOver, ReportActivities, ReportStep, beating, built_apart
from background import temporal
from ledger.cases import cases as ledger_cases
from ledger.reports import files, reports
from ledger.store.database import Database
from ledger.streams import records
from models.accounts.commands import Overturn
from models.cases import cases
from models.reports.content import Cadence
from models.reports.reports import Channel, Report, ReportStatus
from regulation.cases.reducer import CASE
from regulation.reports import reports as rules
from regulation.reports.periods import after, period_containing, period_of
from regulation.reports.reports import REPORT
from regulation.tables.calendar import months_after
from reports.filing import Filing, terms_of
from tests.ledger.doing import tamper
from tests.persons import persons_of
from tests.reports.ledgers import autumn, ban, do, registered
from tests.reports.receiver import SECRET, Regulator, listening
from tests.workflows.world import TASK_QUEUE, World, until
from workflows.regulator_report import DueStart, RegulatorReport, ReportDue, ReportEnd, reports_queue

OCTOBER = "2024-10"
TWO = persons_of("key_ann", "key_bob")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def regulator() -> Iterator[Regulator]:
    with listening() as there:
        yield there


@pytest.fixture
def filing(regulator: Regulator) -> Filing:
    return Filing(platform="山野平台", address=regulator.address, secret=SECRET)


@asynccontextmanager
async def reporting(world: World, filing: Filing) -> AsyncIterator[None]:
    """With a worker for reports."""
    async with temporal.build_report_worker(world.client, world.database, filing, TASK_QUEUE):
        yield


async def filed(world: World, filing: Filing, written: str = OCTOBER) -> None:
    await world.enter(REPORT, written, rules.request(terms_of(filing, period_of(written))))


async def due(world: World, name: str, start: DueStart, most: int) -> str:
    """The schedule has come to its time; says which report is the last of so many. Its result is not waited for: this
    server would skip ten years meanwhile.
    """
    await world.client.start_workflow(ReportDue.run, start, id=name, task_queue=TASK_QUEUE)

    async def asked() -> bool:
        return len(await records.listing(world.database, REPORT)) == most

    await until(asked, f"there are {most} reports")
    await world.relay_records()
    return (await records.listing(world.database, REPORT))[-1].id


async def state(world: World, report: str = OCTOBER) -> Report:
    found = (await records.state_of(world.database, REPORT, report)).state
    assert found is not None
    return found


async def told(world: World, report: str = OCTOBER) -> list[tuple[str, datetime]]:
    entries = await records.entries_of(world.database, REPORT, report)
    return [(entry.body.type, entry.recorded_at) for entry in entries]


async def names(world: World, report: str = OCTOBER) -> list[str]:
    return [name for name, _ in await told(world, report)]


def days_between(first: datetime, last: datetime) -> float:
    """To a quarter of an hour: what an attempt takes is real time."""
    return round((last - first) / DAY, 2)


async def case_status(world: World, report: str = OCTOBER) -> cases.CaseStatus | None:
    found = (await records.state_of(world.database, CASE, ledger_cases.case_id("report", report))).state
    return None if found is None else found.status


async def reaches(world: World, status: ReportStatus, report: str = OCTOBER) -> Report:
    async def is_so() -> bool:
        return (await state(world, report)).status is status

    await until(is_so, f"report {report} is {status}")
    await world.at_rest(f"report:{report}")
    return await state(world, report)


async def test_a_report_is_built_counted_twice_delivered_and_acknowledged_at_once(
    world: World, regulator: Regulator, filing: Filing
) -> None:
    await autumn(world.database)
    regulator.answer = {"status": "acknowledged", "receipt": "网信收〔2024〕1101号", "more": "than we ask for"}
    async with reporting(world, filing):
        await filed(world, filing)
        handle: WorkflowHandle[Any, ReportEnd] = world.client.get_workflow_handle_for(
            RegulatorReport.run, f"report:{OCTOBER}"
        )
        end = await handle.result()
    assert (end.status, end.attempts, end.receipt) == (ReportStatus.ACKNOWLEDGED, 1, "网信收〔2024〕1101号")
    assert await names(world) == ["requested", "built", "reconciled", "delivered", "acknowledged"]
    assert regulator.unsigned == []
    [manifest] = regulator.manifests
    assert (manifest["report"], manifest["platform"], manifest["replaces"]) == (OCTOBER, "山野平台", None)
    for file in manifest["files"]:
        assert sha256(regulator.files[f"/standing/{OCTOBER}/{file['name']}"]).hexdigest() == file["sha256"]
    document = json.loads(regulator.files[f"/standing/{OCTOBER}/report.json"])
    assert document["totals"]["restrictions"] == {"begun": 6, "ended": 4, "in_force": 5}
    assert await case_status(world) is None
    # Asked for again, it stays what it is.
    again = await records.execute(
        world.database,
        records.Command(
            REPORT, OCTOBER, rules.request(terms_of(filing, period_of(OCTOBER))), actor="x", now=await world.now()
        ),
    )
    assert (again.refusal, again.entries) == (None, ())


async def test_a_regulator_that_is_away_for_two_days_gets_it_then_and_nobody_is_bothered(
    world: World, regulator: Regulator, filing: Filing
) -> None:
    await autumn(world.database)
    regulator.status = 503
    async with reporting(world, filing):
        await filed(world, filing)
        await world.pass_time(2 * DAY)
        await world.has_entries(REPORT, OCTOBER, 3 + 8)
        regulator.status = 200
        await world.pass_time(DAY)
        await reaches(world, ReportStatus.DELIVERED)
    entries = await told(world)
    begun = entries[2][1]
    failures = [round((at - begun) / HOUR, 2) for name, at in entries if name == "delivery_failed"]
    assert failures == [0, 0.08, 0.33, 1.33, 4.33, 10.33, 22.33, 46.33], "the pauses grow to a day"
    assert entries[-1][0] == "delivered"
    assert "escalated" not in await names(world)
    assert (await state(world)).last_failure == ""


async def test_what_cannot_be_delivered_for_days_becomes_a_case_and_is_tried_on(world: World, filing: Filing) -> None:
    async with reporting(world, replace(filing, address="http://127.0.0.1:9/nobody")):
        await filed(world, filing, "2024-01")
        await world.pass_time(5 * DAY)

        async def is_open() -> bool:
            return await case_status(world, "2024-01") is cases.CaseStatus.OPEN

        await until(is_open, "a case is open")
        await world.at_rest("report:2024-01")
    entries = await told(world, "2024-01")
    [escalated] = [at for name, at in entries if name == "escalated"]
    assert days_between(entries[2][1], escalated) == 3
    assert entries[-1][0] == "delivery_failed"
    assert "127.0.0.1 cannot be reached" in (await state(world, "2024-01")).last_failure


async def test_what_is_not_answered_is_sent_again_then_escalated_and_a_late_answer_settles_it(
    world: World, regulator: Regulator, filing: Filing
) -> None:
    regulator.answer = "thank you"
    async with reporting(world, filing):
        await filed(world, filing, "2024-01")
        await world.pass_time(8 * DAY)
        await world.has_entries(REPORT, "2024-01", 7)
        entries = await told(world, "2024-01")
        first = entries[3][1]
        assert [(name, days_between(first, at)) for name, at in entries[3:]] == [
            ("delivered", 0),
            ("delivered", 2),
            ("delivered", 4),
            ("escalated", 7),
        ]
        assert await case_status(world, "2024-01") is cases.CaseStatus.OPEN
        await world.enter(REPORT, "2024-01", rules.acknowledge("R-1"))
        await reaches(world, ReportStatus.ACKNOWLEDGED, "2024-01")
    assert await case_status(world, "2024-01") is cases.CaseStatus.WITHDRAWN
    assert {json.dumps(manifest) for manifest in regulator.manifests} == {json.dumps(regulator.manifests[0])}


async def test_a_report_that_does_not_add_up_is_not_filed_until_it_does(
    world: World, regulator: Regulator, filing: Filing
) -> None:
    """A column of the ledger was changed past its triggers: the fold reads the body, the second count the column."""
    await autumn(world.database)
    change = "UPDATE facts SET type = '{}' WHERE account = 'd' AND seq = 3"
    await tamper(world.database, change.format("name_changed"))
    async with reporting(world, filing):
        await filed(world, filing)
        found = await reaches(world, ReportStatus.MISMATCHED)
        assert "cancelled begun: the report has 1, the ledger 0" in found.differences
        assert await case_status(world) is cases.CaseStatus.OPEN
        assert "does not add up" in await world.details_of(f"report:{OCTOBER}")
        await world.pass_time(10 * DAY)
        assert regulator.knocks == 0
        await tamper(world.database, change.format("monetization_cancelled"))
        await world.enter(REPORT, OCTOBER, rules.retry("restored from a backup"))
        await reaches(world, ReportStatus.DELIVERED)
    assert await names(world) == [
        "requested", "built", "mismatched", "escalated", "retried", "built", "reconciled", "delivered",
    ]  # fmt: skip
    assert await case_status(world) is cases.CaseStatus.WITHDRAWN


async def test_where_two_people_release_it_nothing_leaves_before(
    world: World, regulator: Regulator, filing: Filing
) -> None:
    filing = replace(filing, release=True)
    async with reporting(world, filing):
        await filed(world, filing, "2024-01")
        await reaches(world, ReportStatus.UNRELEASED, "2024-01")
        await world.enter(REPORT, "2024-01", rules.release("key_ann", persons=TWO), actor="key_ann")
        await world.pass_time(DAY)
        assert regulator.knocks == 0
        same = await reports.execute(
            world.database, "2024-01", rules.release("key_ann", persons=TWO), actor="key_ann", now=await world.now()
        )
        assert same.refusal is not None
        assert "a second person must release it" in same.refusal.message
        await world.enter(REPORT, "2024-01", rules.release("key_bob", persons=TWO), actor="key_bob")
        found = await reaches(world, ReportStatus.DELIVERED, "2024-01")
    assert found.released_by == ("key_ann", "key_bob")
    assert regulator.knocks == 1


async def test_a_rejected_report_is_corrected_and_the_amendment_names_what_it_replaces(
    world: World, regulator: Regulator, filing: Filing
) -> None:
    await autumn(world.database)
    regulator.answer = {"status": "rejected", "reason": "缺少教育领域的明细"}
    async with reporting(world, filing):
        await filed(world, filing)
        rejected = await reaches(world, ReportStatus.REJECTED)
        assert (rejected.reason, await case_status(world)) == ("缺少教育领域的明细", cases.CaseStatus.OPEN)
        # A fact about October that was recorded after its report, and a ban of October that was overturned since.
        regulator.answer = {"status": "acknowledged"}
        terms = reports.amended(rejected, reports.cut_off_now(await world.now()), "补录")
        asked = rules.request_amendment(terms)
        await world.enter(REPORT, terms.head.report, asked, reports.amending(OCTOBER))
        await reaches(world, ReportStatus.ACKNOWLEDGED, "2024-10.a1")
    assert (await state(world)).replaced_by == "2024-10.a1"
    assert await case_status(world) is cases.CaseStatus.WITHDRAWN
    assert [manifest["replaces"] for manifest in regulator.manifests] == [None, OCTOBER]
    amended = json.loads(regulator.files["/standing/2024-10.a1/report.json"])
    assert "b-f" in {row["cause"] for row in amended["restrictions"]}, "it began in October and was recorded late"
    twice = await records.execute(
        world.database,
        records.Command(REPORT, "2024-10.a9", asked, actor="x", now=await world.now()),
        reports.amending(OCTOBER),
    )
    assert twice.refusal is not None
    assert "amend that one" in twice.refusal.message


async def test_reports_lie_in_a_folder_or_are_ready_to_be_fetched_where_that_is_configured(
    world: World, tmp_path: Path
) -> None:
    for written, filing, channel in (
        ("2024-01", Filing(folder=tmp_path / "regulator"), Channel.FOLDER),
        ("2024-02", Filing(), Channel.API),
    ):
        async with reporting(world, filing):
            await filed(world, filing, written)
            found = await reaches(world, ReportStatus.DELIVERED, written)
        assert found.terms.channel is channel
    place = tmp_path / "regulator" / "2024-01"
    manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    assert len(manifest["files"]) == 4
    for file in manifest["files"]:
        assert sha256((place / file["name"]).read_bytes()).hexdigest() == file["sha256"]
    assert [path.name for path in place.parent.iterdir()] == ["2024-01"]


class Losing(ReportActivities):
    """A worker that is killed each time it has done its work, before it could say so."""

    def _lost(self) -> None:
        if activity.info().attempt == 1:
            raise RuntimeError("killed")

    @activity.defn(name="request_report")
    async def request_report(self, over: PeriodOver) -> RecordFound[Report]:
        found = await super().request_report(over)
        self._lost()
        return found

    @activity.defn(name="build_report")
    async def build_report(self, step: ReportStep) -> RecordFound[Report]:
        found = await super().build_report(step)
        self._lost()
        return found

    @activity.defn(name="reconcile_report")
    async def reconcile_report(self, step: ReportStep) -> RecordFound[Report]:
        found = await super().reconcile_report(step)
        self._lost()
        return found

    @activity.defn(name="deliver_report")
    async def deliver_report(self, step: ReportStep) -> RecordFound[Report]:
        found = await super().deliver_report(step)
        self._lost()
        return found

    @activity.defn(name="escalate_report")
    async def escalate_report(self, step: ReportStep) -> RecordFound[Report]:
        found = await super().escalate_report(step)
        self._lost()
        return found


async def test_a_worker_killed_after_each_step_repeats_it_and_nothing_is_doubled(
    world: World, regulator: Regulator, filing: Filing
) -> None:
    await autumn(world.database)
    losing = Losing(world.database, filing)
    steps: list[Any] = [
        losing.request_report, losing.build_report, losing.reconcile_report, losing.deliver_report,
        losing.escalate_report,
    ]  # fmt: skip
    nominal = period_of(OCTOBER).end
    async with Worker(world.client, task_queue=reports_queue(TASK_QUEUE), activities=steps):
        assert await due(world, "due", DueStart(cadence=Cadence.MONTHLY, nominal=nominal), 1) == OCTOBER
        await world.pass_time(8 * DAY)
        await world.has_entries(REPORT, OCTOBER, 7)
    assert await names(world) == [
        "requested", "built", "reconciled", "delivered", "delivered", "delivered", "escalated",
    ]  # fmt: skip
    assert regulator.knocks == 3, "what was recorded as delivered is not sent again by the repetition"


async def test_a_worker_that_is_killed_in_the_middle_of_a_long_step_is_missed_within_a_minute(
    world: World, filing: Filing
) -> None:
    async with reporting(world, filing):
        await filed(world, filing, "2024-01")
        await reaches(world, ReportStatus.DELIVERED, "2024-01")
    history = await world.client.get_workflow_handle("report:2024-01").fetch_history()
    asked = [event.activity_task_scheduled_event_attributes for event in history.events]
    missed_after = {one.activity_type.name: one.heartbeat_timeout.seconds for one in asked if one.activity_type.name}
    assert missed_after == {"build_report": 60, "reconcile_report": 60, "deliver_report": 60}


async def test_a_long_step_says_that_it_lives_and_ends_its_work_when_it_is_cancelled() -> None:
    said: list[tuple[Any, ...]] = []
    environment = ActivityEnvironment()
    work: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def heard(*progress: Any) -> None:
        said.append(progress)
        environment.cancel()

    environment.on_heartbeat = heard
    with pytest.raises(asyncio.CancelledError):
        await environment.run(beating, work, work.cancel, [3, 7], every_s=0.01)
    assert (said, work.cancelled()) == ([(3, 7)], True)


async def test_a_build_that_was_cut_off_begins_anew_and_comes_to_the_same_bytes(
    world: World, filing: Filing, database: Database
) -> None:
    """Killed after the files were kept and before that was entered: they are there already, piece by piece."""
    await autumn(database)
    terms = terms_of(replace(filing, address=None), period_of(OCTOBER))
    await records.execute(
        database, records.Command(REPORT, OCTOBER, rules.request(terms), actor="x", now=await world.now())
    )
    first = await asyncio.to_thread(built_apart, database, await state(world), Event(), [0, 0])
    async with reporting(world, filing):
        await world.relay_records()
        found = await reaches(world, ReportStatus.DELIVERED)
    assert found.files == first.files
    for file in found.files:
        assert await files.digest_of(database, file.sha256) == (file.sha256, file.size)


async def test_a_year_of_reports_in_skipped_time_says_what_is_known_of_each_month(world: World) -> None:
    """On the fifth of each month a ban of ten days: profit is back on the 25th. In the third month one of thirty days,
    overturned in the fourth: the fourth report corrects the third.
    """
    filing = Filing(platform="山野平台")
    running = period_containing(Cadence.MONTHLY, await world.now())
    assert running is not None
    first = after(running)
    assert first is not None
    async with reporting(world, filing):
        await registered(world.database, "a", await world.now())
        start = first.start
        for month in range(1, 13):
            end = months_after(start, 1)
            await do(world.database, "a", ban(f"b{month}", 10), start + 4 * DAY)
            if month == 3:
                await do(world.database, "a", ban("long", 30), start + 5 * DAY)
            if month == 4:
                await do(world.database, "a", Overturn(id="long"), start + 6 * DAY)
            await world.pass_until(end + 2 * HOUR)
            asked = await due(world, f"due-{month}", DueStart(cadence=Cadence.MONTHLY), month)
            found = await reaches(world, ReportStatus.DELIVERED, asked)
            moves, summary = found.restrictions, found.terms.head
            assert moves is not None
            assert (summary.period.start, summary.period.end) == (start, end)
            expected = {3: (2, 1, 1), 4: (1, 2, 0)}.get(month, (1, 1, 0))
            assert (moves.begun, moves.ended, moves.in_force) == expected, month
            start = end
    listed = await records.listing(world.database, REPORT, most=100)
    assert len(listed) == 12
    assert {filed.state.status for filed in listed} == {ReportStatus.DELIVERED}
