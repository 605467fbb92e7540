"""Every scenario under the ledger and under the lifecycle workflow: both agree with what the scenario expects."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from documents.document import MalformedError
from embedded import EmbeddedPostgres
from ledger.accounts import boundaries
from ledger.events import feed
from ledger.events.feed import RecordedTransition
from ledger.store.database import Database
from models.instants import SHANGHAI
from regulation.catalogue.rulebook import IN_FORCE
from scenarios.engine import Engine
from scenarios.engines import EngineName, make_engine
from scenarios.format import load, loads
from scenarios.ledger_engine import LedgerEngine, RecordsDifferError
from scenarios.runner import files_in, run_scenario
from scenarios.shifting import moved, shifted, years_to_shift
from scenarios.steps import Happening, Scenario
from tests.ledger.doing import tamper

HERE = Path(__file__).parent
FILES = files_in([HERE])
NOW = datetime(2026, 11, 24, tzinfo=UTC)

A_BAN = """
title: A ban of a day.
steps:
  - at: 2026-03-01T09:00+08:00
    register: {account: a1, kind: individual, holder: h1, name: 山野厨房}
  - at: 2026-03-02T09:00+08:00
    ban: {account: a1, id: b1, category: recycled_news, duration: P1D}
  - {at: 2026-03-03T08:59:59+08:00, ask: publish, account: a1, answer: refused, until: 2026-03-03T09:00+08:00}
  - {at: 2026-03-03T09:00+08:00, ask: publish, account: a1, answer: allowed}
  - {at: 2026-03-10T09:00+08:00, ask: service, account: a1, answer: allowed}
"""


def name_of(file: Path) -> str:
    return str(file.relative_to(HERE))


@pytest.fixture(scope="module", params=[EngineName.LEDGER, EngineName.WORKFLOW])
async def persistent(
    request: pytest.FixtureRequest, postgres: EmbeddedPostgres, template: str
) -> AsyncIterator[Engine]:
    """Each engine in turn with a database of its own, one for all its scenarios."""
    name = f"scenarios_{request.param.value}"
    await asyncio.to_thread(postgres.create_database, name, template=template)
    database = Database(postgres.url(name), times_given=True)
    engine = await make_engine(request.param, database)
    yield engine
    await engine.close()
    await database.close()
    await asyncio.to_thread(postgres.drop_database, name)


@pytest.mark.parametrize("file", FILES, ids=name_of)
async def test_the_scenario_holds_with_everything_behind_it(file: Path, persistent: Engine) -> None:
    """Answers from the stored standing and from the lifecycle's own; afterwards the ledger verifies, and the boundaries
    that were recorded are those that the rules name.
    """
    report = await run_scenario(load(file), persistent)

    assert report.findings == ()
    assert report.refused == ()


# --- the engines themselves ------------------------------------------------------------------------------------------


async def transitions(database: Database) -> list[RecordedTransition]:
    found = (await feed.page(database, most=10_000)).events
    return [event.transition for event in found if event.transition is not None]


async def live(engine: Engine, scenario: Scenario, *, until: int | None = None) -> None:
    """Start a scenario and live through its first steps, without the runner that turns errors into findings."""
    await engine.start(scenario)
    for step in scenario.steps[:until]:
        await (engine.do(step) if isinstance(step, Happening) else engine.ask(step))


async def test_the_lifecycle_records_what_passes_28_years_later(database: Database) -> None:
    """A ban of a day: its end and the suspension's, each once, by the lifecycle, at the shifted instants."""
    engine = await make_engine(EngineName.WORKFLOW, database)
    await live(engine, loads(A_BAN))
    await engine.close()
    now_in_2054 = years_to_shift(loads(A_BAN), datetime.now(UTC)) + 2026
    assert [(one.at.year, one.at.month, one.at.day, one.recorded_by) for one in await transitions(database)] == [
        (now_in_2054, 3, 3, "lifecycle"),
        (now_in_2054, 3, 4, "lifecycle"),
    ]


async def test_what_somebody_else_recorded_in_the_lifecycles_stead_is_found_out(database: Database) -> None:
    """A boundary that the backstop records far ahead: the engine says who recorded it."""
    engine = await make_engine(EngineName.WORKFLOW, database)
    scenario = loads(A_BAN)
    await live(engine, scenario, until=2)
    later = datetime(2090, 1, 1, tzinfo=UTC)
    await boundaries.record_overdue(database, through=later, now=later, by="backstop")
    *between, last = scenario.steps[2:]
    for step in between:
        await engine.ask(step)  # type: ignore[arg-type]
    with pytest.raises(RecordsDifferError, match="was recorded by backstop"):
        await engine.ask(last)  # type: ignore[arg-type]
    await engine.close()


async def test_a_boundary_that_nobody_recorded_is_found_out(database: Database) -> None:
    """The engine that does not settle on its way has less than the rules name."""

    class Negligent(LedgerEngine):
        async def _arrive(self, at: datetime) -> None:
            pass

    with pytest.raises(RecordsDifferError, match="were not recorded"):
        await live(Negligent(database), loads(A_BAN))


async def test_a_ledger_at_fault_is_found_out(database: Database) -> None:
    """Something changed between the last but one and the last step."""
    engine = LedgerEngine(database)
    scenario = loads(A_BAN)
    await live(engine, scenario, until=-1)
    await tamper(database, "UPDATE facts SET actor = 'another' WHERE seq = 1")
    with pytest.raises(RecordsDifferError, match=r"verification of the ledger failed: account .*, fact 1"):
        await engine.ask(scenario.steps[-1])  # type: ignore[arg-type]


async def test_the_same_scenario_may_be_lived_through_again_on_the_same_database(database: Database) -> None:
    """Its accounts and holders are strangers to those of the first time, or the quota would refuse them."""
    engine = LedgerEngine(database)
    for _ in range(3):
        assert (await run_scenario(loads(A_BAN), engine)).findings == ()


async def test_long_names_are_told_apart(database: Database) -> None:
    """Two accounts of 64 characters that differ in the last: both exist, and each has its own standing."""
    first, second = "a" * 63 + "1", "a" * 63 + "2"
    scenario = loads(A_BAN.replace("a1", first))
    engine = LedgerEngine(database)
    assert (await run_scenario(scenario, engine)).findings == ()
    twice = A_BAN.replace("a1", first) + (
        f"  - at: 2026-03-10T09:00+08:00\n    register: {{account: {second}, kind: individual, holder: h2, name: 二}}\n"
        "    outcome: active\n"
    )
    assert (await run_scenario(loads(twice), engine)).findings == ()


async def test_an_engine_with_a_database_says_that_it_needs_one() -> None:
    await (await make_engine(EngineName.RULES)).close()
    for name in (EngineName.LEDGER, EngineName.WORKFLOW):
        with pytest.raises(ValueError, match="needs a database of its own"):
            await make_engine(name)


# --- shifting --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("year", "years"), [(2026, 28), (1998, 56), (1999, 28), (2027, 0), (2050, 0)], ids=str)
def test_the_shift_is_the_smallest_that_puts_the_first_step_after_now(year: int, years: int) -> None:
    scenario = loads(A_BAN.replace("2026-", f"{year}-"))
    assert years_to_shift(scenario, NOW) == years
    assert shifted(scenario, years).steps[0].at > NOW


def test_a_shifted_scenario_has_the_same_weekdays_and_distances() -> None:
    """Each file: the steps are as far apart as before, on the same days of the week, under the numbers of their day."""
    for file in FILES:
        scenario = load(file)
        later = shifted(scenario, 28)
        for step, moved_step in zip(scenario.steps, later.steps, strict=True):
            assert moved_step.at - later.steps[0].at == step.at - scenario.steps[0].at
            assert moved_step.at.weekday() == step.at.weekday()
            for name, parameter in scenario.rulebook.numbers().items():
                assert getattr(later.rulebook, name).at(moved_step.at) == parameter.at(step.at)
        assert moved(later.steps, -28) == scenario.steps


def test_a_shifted_rulebook_changes_on_the_shifted_day() -> None:
    scenario = replace(loads(A_BAN), rulebook=IN_FORCE.changed("clean_months", date(2026, 3, 2), 6))
    later = shifted(scenario, 28).rulebook.clean_months
    assert later.at(datetime(2054, 3, 1, 23, 59, tzinfo=SHANGHAI)) == 3
    assert later.at(datetime(2054, 3, 2, tzinfo=SHANGHAI)) == 6


def test_a_scenario_that_would_reach_beyond_the_century_is_refused_with_its_place() -> None:
    """In 2100 there is no 29 February, so the calendar does not repeat across it."""
    scenario = loads(A_BAN.replace("2026-03-10", "2072-03-10"), "far.yaml")
    with pytest.raises(MalformedError, match=r"far\.yaml:4: .*28 years later, but it reaches to 2072.*end it by 2071"):
        years_to_shift(scenario, NOW)
