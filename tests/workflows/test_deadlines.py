"""Every activity has a deadline from one table, and every way out of the process has one too."""

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio import client
from temporalio.api.enums.v1 import EventType

import workflows
from activities.follow_ups import FOLLOW_UPS
from background import temporal
from background.bounding import CALLS
from ledger.store.database import Database
from models.accounts.commands import ImposeBan
from models.words.violations import Category
from settings import load_settings
from tests.workflows.world import living
from workflows.deadlines import ACTIVITIES, BEATING, USUAL, Numbers

HOUSE = Path(workflows.__file__).parent.parent
SOURCES = [
    path
    for path in sorted(HOUSE.glob("*/**/*.py")) + sorted(HOUSE.glob("*.py"))
    if not (top := path.relative_to(HOUSE).parts[0]).startswith(".") and top not in {"tests", "bench", "build"}
]
CALLED = re.compile(r"carried_out\(\s*(\w+)\.(\w+)")


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a source file, by the last part of its name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield name, node


def named(call: ast.Call, *arguments: str) -> bool:
    return {keyword.arg for keyword in call.keywords} >= set(arguments)


def test_every_activity_has_a_row_and_every_row_an_activity(database_url: str) -> None:
    """What a worker offers is what the table knows."""
    database = Database(database_url)
    defined = [getattr(activity, "__temporal_activity_definition") for activity in temporal.activities_over(database)]
    offered = {definition.name for definition in defined}
    elsewhere = {"deliver_events", "pause_subscription"} | {
        name for name in ACTIVITIES if name.endswith("_report")
    }  # on queues of their own
    assert offered | elsewhere == set(ACTIVITIES)


def test_workflows_call_activities_through_the_table_alone() -> None:
    """A call past it could forget its deadline, and Temporal would take any other for granted."""
    ways = re.compile(r"(execute|start)_(local_)?activity(_method|_class)?")
    found = {
        path.relative_to(HOUSE).as_posix()
        for path in SOURCES
        for name, _ in calls(path)
        if ways.fullmatch(name) and path.relative_to(HOUSE).parts[0] == "workflows"
    }
    assert found == {"workflows/deadlines.py"}
    called = {step for path in SOURCES for _, step in CALLED.findall(path.read_text(encoding="utf-8"))}
    through_do = {"build_report", "reconcile_report", "deliver_report", "escalate_report"}
    followed_up = {row.activity for row in FOLLOW_UPS.values()}
    assert called | through_do | followed_up == set(ACTIVITIES)


@pytest.mark.parametrize("name", ACTIVITIES)
def test_what_takes_long_shows_signs_of_life(name: str) -> None:
    """A dead worker's activity is taken over soon, however much it does; what shows none may not take long."""
    silent_s = (USUAL.heartbeat(name) or USUAL.start_to_close(name)).total_seconds()
    assert silent_s <= 120
    assert (USUAL.heartbeat(name) is not None) is (ACTIVITIES[name].kind in BEATING)


def test_an_attempt_outlasts_the_transaction_in_it() -> None:
    """Else Temporal would begin another beside it."""
    settings = load_settings()
    assert settings.activity_numbers() == USUAL
    assert settings.database_work_s < USUAL.step_s
    assert settings.database_slice_s < USUAL.batch_s


async def test_the_numbers_of_the_settings_reach_temporal(database: Database) -> None:
    """What a worker was given stands in the history of what it started."""
    numbers = Numbers(step_s=7, alive_s=3)
    async with living(database, numbers=numbers) as world:
        await world.register("a")
        await world.do("a", ImposeBan(id="b1", category=Category.FABRICATION, duration=timedelta(days=1)))
        await world.pass_time(timedelta(days=2))
        assert await world.each_boundary_is_recorded_once("a")
        scheduled = [
            event.activity_task_scheduled_event_attributes
            for run in await world.runs("a")
            for event in run.events
            if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED
        ]
        assert {one.start_to_close_timeout.ToTimedelta() for one in scheduled} == {timedelta(seconds=7)}


def test_every_call_to_temporal_is_bounded() -> None:
    """By the interceptor of the one place that connects, or by its own `timeout`."""
    connecting = {
        path.relative_to(HOUSE).as_posix()
        for path in SOURCES
        for name, call in calls(path)
        if ast.unparse(call.func) == "Client.connect"
    }
    assert connecting == {"background/temporal.py"}
    raw = [
        (path.name, ast.unparse(call.func), named(call, "timeout"))
        for path in SOURCES
        for _, call in calls(path)
        if re.search(r"(workflow|operator)_service\.\w+$", ast.unparse(call.func))
    ]
    assert len(raw) >= 3
    assert [one for one in raw if not one[2]] == []
    used = {"start_workflow", "create_schedule"}
    assert used < set(CALLS)
    assert all(callable(getattr(client.OutboundInterceptor, name)) for name in CALLS)


def test_every_http_client_has_a_deadline() -> None:
    """Whoever opens one says how long it may take."""
    opening = [
        (path.relative_to(HOUSE).as_posix(), named(call, "timeout"))
        for path in SOURCES
        for name, call in calls(path)
        if re.fullmatch(r"(httpx2?\.)?(Async)?Client", ast.unparse(call.func)) or "urlopen" in ast.unparse(call.func)
    ]
    assert len(opening) >= 3
    assert [path for path, bounded in opening if not bounded] == []
