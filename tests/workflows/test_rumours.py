"""The life of a rumour in skipped time: late without information, late without an answer, corrected, reopened."""

from datetime import datetime, timedelta
from typing import Any

from temporalio.client import WorkflowHandle

from ledger.streams import records
from ledger.streams.records import Command
from models.cases.cases import Case, CaseStatus
from models.cases.subjects import Reference
from models.rumours.rumours import Corrected, Information, Opening, RumourField, RumourStatus, Step
from regulation.cases.reducer import CASE
from regulation.directives import DIRECTIVE, acknowledge
from regulation.rumours.reducer import RUMOUR
from regulation.rumours.rumours import DecideRumour, correct, directive_id, open_rumour, reopen, verify
from tests.workflows.world import World, until
from workflows.rumour_response import RumorResponse

HOUR = timedelta(hours=1)
SO = Information(text_zh="自来水各项指标合格", link="https://www.piyao.org.cn/")
OPENING = Opening(claim="自来水已被污染", field=RumourField.LIVELIHOOD, terms=("停水",))


def handle(world: World) -> WorkflowHandle[Any, Any]:
    return world.client.get_workflow_handle_for(RumorResponse.run, "rumour:r1")


async def do(world: World, decide: DecideRumour) -> None:
    """Entered with what follows, and told to Temporal."""
    command = Command(RUMOUR, "r1", decide, actor="key_test", now=await world.now())
    entered = await records.execute(world.database, command)
    assert entered.refusal is None
    await tell(world)


async def answer(world: World, order: str) -> None:
    """The platform has carried an order out."""
    command = Command(DIRECTIVE, order, acknowledge("done", "", None), actor="key_platform", now=await world.now())
    assert (await records.execute(world.database, command)).refusal is None
    await tell(world)


async def tell(world: World) -> None:
    await world.relay_records()


async def late(world: World) -> list[tuple[str, str, datetime]]:
    entries = await records.entries_of(world.database, RUMOUR, "r1")
    bodies = ((entry.body, entry.recorded_at) for entry in entries)
    return [(body.step, body.because, at) for body, at in bodies if body.type == "escalated"]


async def has_late(world: World, count: int) -> list[tuple[str, str, datetime]]:
    async def there() -> bool:
        return len(await late(world)) >= count

    await until(there, f"{count} steps are late")
    return await late(world)


async def case_about(world: World, kind: str, record: str) -> Case:
    """The newest case that came from a record."""
    found = await records.listing(world.database, CASE)
    origin = Reference(kind=kind, id=record)
    return next(filed.state for filed in reversed(found) if filed.state.opening.origin == origin)


async def test_what_nobody_says_is_late_each_step_at_its_own_time_and_becomes_one_case(world: World) -> None:
    await do(world, open_rumour(OPENING))
    begun = await world.now()
    await world.pass_time(20 * HOUR)
    found = [(step, because, round((at - begun) / HOUR)) for step, because, at in await has_late(world, 2)]
    assert found == [("pin", "no_information", 4), ("recommend", "no_information", 12)]
    case = await case_about(world, "rumour", "r1")
    assert case.opening.title.startswith("verified information is missing: 自来水已被污染")
    assert len(case.evidence) == 2
    await do(world, verify(SO))
    assert (await case_about(world, "rumour", "r1")).status == CaseStatus.WITHDRAWN


async def test_an_order_without_an_answer_makes_its_step_late_once_and_is_a_case_of_its_own(world: World) -> None:
    """The order's workflow and the rumour's both notice; an answer settles it."""
    await do(world, open_rumour(OPENING.model_copy(update={"information": SO, "terms": ()})))
    order = directive_id("r1", Step.RECOMMEND, 1)
    await world.pass_time(13 * HOUR)
    [(step, because, _)] = await has_late(world, 1)
    assert (step, because) == ("recommend", "overdue")

    async def a_case() -> bool:
        return any(filed.state.opening.account is None for filed in await records.listing(world.database, CASE))

    await until(a_case, "the order is a case")
    await answer(world, order)
    assert (await case_about(world, "directive", order)).status == CaseStatus.WITHDRAWN
    await world.pass_time(25 * HOUR)
    assert [step for step, _, _ in await has_late(world, 2)] == ["recommend", "measure"]


async def test_corrected_it_waits_until_everything_is_taken_back_and_reopened_it_lives_again(world: World) -> None:
    await do(world, open_rumour(OPENING.model_copy(update={"information": SO})))
    correction = Corrected(reason="已确认", statement_zh="此前标注有误，标签已撤销")
    await do(world, correct(correction))
    await until(lambda: _described(world, "take the pinned information back: 1 of 1 orders open"), "it says so")
    await answer(world, directive_id("r1", Step.UNPIN, 3))
    await answer(world, directive_id("r1", Step.CORRECT, 4))
    end = await handle(world).result()
    assert (end.status, end.orders) == (RumourStatus.CORRECTED, 4)
    await do(world, reopen("确认有误"))
    await until(lambda: _described(world, "**open**"), "another run follows it")


async def test_operators_read_the_claim_the_truth_and_every_step(world: World) -> None:
    await do(world, open_rumour(OPENING))
    await until(lambda: _described(world, "pin the verified information: waits for verified information"), "it says so")
    await do(world, verify(SO))
    await until(lambda: _described(world, "pin the verified information: 1 of 1 orders open, due"), "it says so")
    details = await world.details_of("rumour:r1")
    assert "**open**: “自来水已被污染” (livelihood, article 6)" in details
    assert "verified information: 自来水各项指标合格 (https://www.piyao.org.cn/)" in details
    history = await handle(world).fetch_history()
    summaries = [event.user_metadata.summary.data.decode() for event in history.events]
    assert any("a step is overdue at" in summary for summary in summaries)


async def _described(world: World, words: str) -> bool:
    return words in await world.details_of("rumour:r1")
