"""A worker is killed in the middle of a run: the next one goes on, every row comes to one thing, nothing is doubled."""

import signal
from datetime import UTC, datetime

from ledger.accounts import reading
from ledger.runs import rows
from ledger.runs.rows import Received
from ledger.streams import records
from models.accounts.commands import Register
from models.names import AccountKind
from models.runs import RunKind, RunStatus
from regulation import runs as rules
from regulation.runs import RUN
from tests.chaos.house import House
from tests.workflows.world import until

ROWS = 1_500
SOON = {"STANDING_ACTIVITY_ALIVE_S": "3"}
"""Another worker takes over soon after a kill."""


async def test_killed_in_the_middle_of_a_run(house: House) -> None:
    run = f"{house.name}-run"
    await enter(house, run, rules.create(RunKind.REGISTER, "", "key_op"))
    for begin in range(0, ROWS, 500):
        await rows.keep(house.database, run, [row(house, number) for number in range(begin, begin + 500)])
    await enter(house, run, rules.start(ROWS, ROWS))
    for least in (1, ROWS // 3, ROWS // 2):
        dying = house.start_worker(**SOON)

        async def done(least: int = least) -> bool:
            return (await rows.progress_of(house.database, run)).done >= least

        await until(done, f"{least} rows are done")
        dying.kill()
        assert await house.ended(dying) == -signal.SIGKILL
        assert (await rows.progress_of(house.database, run)).waiting
    house.start_worker(**SOON)

    async def finished() -> bool:
        state = (await records.state_of(house.database, RUN, run)).state
        return state is not None and state.status is RunStatus.FINISHED

    await until(finished, "the run is finished", deadline_s=180)
    progress = await rows.progress_of(house.database, run)
    assert (progress.done, progress.total) == (ROWS, ROWS)
    for number in range(0, ROWS, 100):
        facts = [one.fact.body.type async for one in reading.every_fact(house.database, account_of(house, number))]
        assert facts == ["account_registered"]
    entries = await records.entries_of(house.database, RUN, run)
    assert [entry.body.type for entry in entries] == ["created", "started", "finished"]


async def enter(house: House, run: str, decide: rules.DecideRun) -> None:
    command = records.Command(RUN, run, decide, actor="key_op", now=datetime.now(UTC))
    assert (await records.execute(house.database, command)).refusal is None


def account_of(house: House, number: int) -> str:
    return f"{house.name}-{number:04}"


def row(house: House, number: int) -> Received:
    account = account_of(house, number)
    register = Register(kind=AccountKind.INDIVIDUAL, holder=f"h_{account}", name=f"山野厨房 {number}")
    return Received(f"row-{number}", number + 1, b"", account, {"command": register.model_dump(mode="json")})
