"""A rescreen at work: every live account once, a case for what nobody has seen, and on from where it stopped."""

from datetime import timedelta
from typing import Any

from temporalio.client import WorkflowHandle

from activities import rescreening as slices
from ledger.cases import cases, queue
from ledger.screening import rescreens
from ledger.streams import records
from models.accounts.commands import Close, Register
from models.cases.cases import Case, CaseKind, CaseStatus, Outcome, Ruling
from models.cases.queue import CaseFilters
from models.names import AccountKind
from models.screening.rescreens import Rescreen as State
from models.screening.rescreens import RescreenStatus
from regulation.cases.cases import decide_case
from regulation.cases.reducer import CASE
from regulation.screening.rescreens import in_words
from tests.workflows.world import World

PAPER, NOBODY = "人民日报", "山野厨房"


async def people(world: World, names: dict[str, str]) -> None:
    """Accounts that were never screened, as after an import."""
    for account, name in names.items():
        await world.record(
            account, Register(kind=AccountKind.INDIVIDUAL, holder=f"h_{account}", name=name), effective_at=None
        )


async def rescreened(world: World, rescreen: str) -> WorkflowHandle[Any, Any]:
    """Begun in the ledger, told to Temporal, and at its end."""
    async with world.database.transaction() as connection:
        await rescreens.begin(connection, rescreen, "operator", actor="key_op", now=await world.now())
    await world.relay_records()
    handle: WorkflowHandle[Any, Any] = world.client.get_workflow_handle(f"rescreen:{rescreen}")
    await handle.result()
    return handle


EVERY_CASE = CaseFilters(status=tuple(CaseStatus))


async def found(world: World) -> list[Case]:
    return [case.state for case in await queue.listed(world.database, EVERY_CASE, now=await world.now())]


async def test_each_new_finding_becomes_one_case_and_no_second(world: World, monkeypatch: Any) -> None:
    """Over several slices; an account that is closed is passed over, and what was dismissed stays dismissed."""
    monkeypatch.setattr(slices, "SLICE", 2)
    monkeypatch.setattr(slices, "BATCH", 1)
    await people(world, {"a1": NOBODY, "a2": PAPER, "a3": PAPER, "a4": NOBODY, "a5": f"{PAPER}社"})
    await world.record("a3", Close(id="wish"))
    first = await rescreened(world, "r1")
    state = await first.query("rescreen", result_type=State)
    assert state is not None
    assert (state.status, state.looked_at, state.found, state.opened) == (RescreenStatus.FINISHED, 5, 2, 2)
    assert "5 of 5 accounts (100 %)" in in_words(state)
    [one, other] = await found(world)
    assert {one.opening.account, other.opening.account} == {"a2", "a5"}
    assert {one.opening.kind, other.opening.kind} == {CaseKind.IMPERSONATION}
    ruling = decide_case("key_ann", Ruling(outcome=Outcome.DISMISSED, reason="the paper itself"))
    now = await world.now() + timedelta(minutes=1)
    for case in (one, other):
        await records.execute(world.database, cases.CaseCommand(CASE, case.id, ruling, actor="key_ann", now=now))
    again = await (await rescreened(world, "r2")).query("rescreen", result_type=State)
    assert again is not None
    assert (again.found, again.opened) == (2, 0)


async def test_a_confirmed_imitation_has_no_service(world: World) -> None:
    """The case carries the finding to the account in one transaction."""
    await people(world, {"a1": PAPER})
    await rescreened(world, "r1")
    [case] = await found(world)
    ruling = decide_case("key_ann", Ruling(outcome=Outcome.CONFIRMED, reason="not the paper"))
    settled = await records.execute(
        world.database,
        cases.CaseCommand(CASE, case.id, ruling, actor="key_ann", now=await world.now() + timedelta(minutes=1)),
    )
    [receipt] = settled.receipts
    body = receipt.facts[0].body
    assert body.type == "impersonation_found"
    assert (body.id, body.imitated) == (case.id, PAPER)
