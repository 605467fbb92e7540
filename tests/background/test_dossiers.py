"""The dossiers' relay: the workflow that follows a dossier is started with its first entry and told each later one."""

import pkgutil
from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest
from prometheus_client import REGISTRY
from temporalio.client import Client, Interceptor, OutboundInterceptor, StartWorkflowInput, WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode

import regulation
from background import dossiers as relay
from background import followers, temporal
from background.followers import Follower
from ledger import dossiers
from ledger.database import Database
from ledger.dossier_outbox import waiting
from regulation.courses import Course
from tests.background.noting import Noting, NotingStart
from tests.ledger.notebook import Shut, Written, notebooks, write  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("notebooks")

FOLLOWERS = {
    "notebook": Follower(
        run=Noting.run,
        start=lambda dossier: NotingStart(notebook=dossier),
        summary=lambda dossier, changed: f"notebook {dossier}: {changed.state['lines'][0]}" + "长" * 200,
        details="Notes.",
    )
}


class Desk:
    def __init__(self, database: Database, client: Client) -> None:
        self.database, self.client, self.queue = database, client, f"queue-{uuid4()}"
        self.book = f"n-{uuid4().hex[:8]}"

    async def write(self, *bodies: Written | Shut, book: str | None = None) -> None:
        await dossiers.execute(self.database, write(book or self.book, *bodies))

    async def relay(self, client: Client | None = None, batch: int = 100) -> dict[str, str]:
        return dict(
            await relay.relay_once(
                self.database, client or self.client, task_queue=self.queue, batch=batch, followers=FOLLOWERS
            )
        )

    @property
    def handle(self) -> WorkflowHandle[Noting, int]:
        return self.client.get_workflow_handle_for(Noting.run, relay.workflow_id("notebook", self.book))

    async def depth(self) -> int:
        async with waiting(self.database, ["notebook"], 100) as batch:
            return sum(len(message.changed.entries) for message in batch.messages)


@pytest.fixture
async def desk(database: Database, client: Client) -> Desk:
    return Desk(database, client)


async def test_the_first_entry_starts_the_workflow_and_later_ones_reach_it(desk: Desk) -> None:
    await desk.write(Written(line="one"), Written(line="two"))
    assert await desk.relay() == {f"notebook:{desk.book}": "taken"}
    await desk.write(Written(line="three"))
    await desk.relay()
    async with temporal.build_worker(desk.client, desk.database, desk.queue, workflows=[Noting]):
        told = await desk.handle.query(Noting.told)
        assert [(t.version, len(t.entries), t.state["lines"]) for t in told] == [
            (2, 2, ["one", "two"]),
            (3, 1, ["one", "two", "three"]),
        ]
        await desk.write(Shut())
        await desk.relay()
        assert await desk.handle.result() == 4
    assert await desk.depth() == 0


async def test_one_that_has_ended_begins_anew_when_its_dossier_goes_on(desk: Desk) -> None:
    await desk.write(Written(line="one"), Shut())
    async with temporal.build_worker(desk.client, desk.database, desk.queue, workflows=[Noting]):
        await desk.relay()
        assert await desk.handle.result() == 2
        first = (await desk.handle.describe()).run_id
        # Shut as it is, nothing more can be entered; but the message may come twice.
        async with desk.database.transaction() as connection:
            await connection.exec_driver_sql(
                f"INSERT INTO dossier_outbox (kind, dossier, entry) VALUES ('notebook', '{desk.book}', 2)"
            )
        await desk.relay()
        assert (await desk.handle.describe()).run_id != first
        assert await desk.handle.result() == 2


async def test_a_summary_is_cut_to_what_temporal_takes(desk: Desk) -> None:
    await desk.write(Written(line="one"))
    assert await desk.relay() == {f"notebook:{desk.book}": "taken"}
    summary = await (await desk.handle.describe()).static_summary()
    assert summary is not None
    assert summary.startswith(f"notebook {desk.book}: one长")


class Refusing(Interceptor):
    """A client to whom Temporal answers one dossier with an error."""

    def __init__(self, client: Client, dossier: str, status: RPCStatusCode) -> None:
        self.refused, self.status = relay.workflow_id("notebook", dossier), status
        self.client = Client(**(client.config() | {"interceptors": [self]}))

    def intercept_client(self, next: OutboundInterceptor) -> OutboundInterceptor:  # noqa: A002
        this = self

        class Outbound(OutboundInterceptor):
            async def start_workflow(self, input: StartWorkflowInput) -> WorkflowHandle[Any, Any]:  # noqa: A002
                if input.id == this.refused:
                    raise RPCError("not now", this.status, b"")
                return await super().start_workflow(input)

        return Outbound(next)


def waiting_entries() -> float | None:
    return REGISTRY.get_sample_value("standing_outbox_depth", {"stream": "entries"})


@pytest.mark.parametrize(
    ("status", "answer"), [(RPCStatusCode.UNAVAILABLE, "away"), (RPCStatusCode.INVALID_ARGUMENT, "refused")]
)
async def test_what_temporal_does_not_take_stays_and_holds_up_nobody(
    desk: Desk, status: RPCStatusCode, answer: str
) -> None:
    other = f"{desk.book}-other"
    await desk.write(Written(line="one"))
    await desk.write(Written(line="one"), book=other)
    refusing = Refusing(desk.client, desk.book, status)
    answers = await desk.relay(refusing.client)
    assert answers == {f"notebook:{desk.book}": answer, f"notebook:{other}": "taken"}
    assert await desk.depth() == 1
    assert waiting_entries() == 1, "what waits is counted, other than facts"
    assert await desk.relay() == {f"notebook:{desk.book}": "taken"}
    assert await desk.depth() == 0
    assert waiting_entries() == 0


async def test_a_kind_that_nobody_follows_waits_for_a_worker_that_does(desk: Desk) -> None:
    await desk.write(Written(line="one"))
    answers = await relay.relay_once(desk.database, desk.client, task_queue=desk.queue, batch=10, followers={})
    assert answers == {}
    assert await desk.depth() == 1
    assert waiting_entries() == 1, "also what this version does not follow"


def test_every_kind_that_is_to_be_told_has_a_workflow_that_follows_it() -> None:
    """Entries of a followed kind without a workflow would stay in the outbox for ever."""
    modules = [import_module(f"regulation.{module.name}") for module in pkgutil.iter_modules(regulation.__path__)]
    courses = [value for module in modules for value in vars(module).values() if isinstance(value, Course)]
    assert len({course.kind for course in courses}) >= 12, "all kinds are found"
    assert {course.kind for course in courses if course.followed} == set(followers.FOLLOWERS)
