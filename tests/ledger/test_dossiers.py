"""Records: entries, state, announcement and outbox in one transaction; nothing is changed, lost or done twice."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ledger.events import feed
from ledger.store import pages
from ledger.store.database import Database
from ledger.store.idempotency import KeyReusedError, RequestKey
from ledger.store.pages import ForeignPositionError, Position
from ledger.streams import records
from ledger.streams.records import RecordConflictError
from tests.ledger.notebook import NOON, NOTEBOOK, Notebook, Shut, Written, notebooks, write  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("notebooks")

COUNTS = text("SELECT (SELECT count(*) FROM dossier_entries), (SELECT count(*) FROM outgoing)")


async def test_entries_lead_to_a_state_that_is_read_back(database: Database) -> None:
    entered = await records.execute(database, write("n1", Written(line="one"), Written(line="two")))
    assert (entered.version, entered.state) == (2, Notebook(lines=("one", "two")))
    assert await records.state_of(database, NOTEBOOK, "n1") == records.Entered("n1", 2, entered.state)
    assert tuple(await records.entries_of(database, NOTEBOOK, "n1")) == entered.entries
    assert (await records.state_of(database, NOTEBOOK, "n2")).state is None


async def test_a_long_history_is_read_whole_or_page_by_page(database: Database) -> None:
    """Longer than what is read at once: a state folded from the beginning of it would be an old one."""
    number = pages.LARGE + 2
    entered = await records.execute(database, write("n1", *[Written(line="x")] * (number - 1), Shut()))
    entries = await records.entries_of(database, NOTEBOOK, "n1")
    assert tuple(entries) == entered.entries
    assert NOTEBOOK.fold(entries) == entered.state
    assert [entry.seq for entry in await records.entries_of(database, NOTEBOOK, "n1", after=number - 2)] == [
        number - 1,
        number,
    ]
    page = await records.entries_page(database, NOTEBOOK, "n1", after=3, most=2)
    assert ([entry.seq for entry in page], page.next is None) == ([4, 5], False)


async def test_a_list_takes_no_position_of_another(database: Database) -> None:
    await records.execute(database, write("n1", Written(line="one")))
    here = Position("notebook", (NOON, "n0"))
    assert [one.id for one in await records.listing(database, NOTEBOOK, after=here)] == ["n1"]
    for wrong in (
        Position("network", here.key),
        Position("notebook", (NOON,)),
        Position("notebook", ("n0", NOON)),
        Position("notebook", (NOON.replace(tzinfo=None), "n0")),
    ):
        with pytest.raises(ForeignPositionError):
            await records.listing(database, NOTEBOOK, after=wrong)


async def test_a_refusal_leaves_nothing_behind(database: Database) -> None:
    await records.execute(database, write("n1", Written(line="one"), Shut()))
    refused = await records.execute(database, write("n1", Written(line="two")))
    assert refused.refusal is not None
    assert (refused.version, refused.entries) == (2, ())
    async with database.transaction() as connection:
        assert tuple((await connection.execute(COUNTS)).one()) == (2, 2)


async def test_what_no_workflow_follows_waits_in_no_outbox(database: Database) -> None:
    """It is announced like everything else."""
    alone = replace(NOTEBOOK, followed=False)
    await records.execute(database, replace(write("n1", Written(line="one"), Shut()), record_type=alone))
    async with database.transaction() as connection:
        assert tuple((await connection.execute(COUNTS)).one()) == (2, 0)
    assert len((await feed.page(database)).events) == 2


async def test_each_entry_is_announced_in_order_and_among_its_accounts_events(database: Database) -> None:
    await records.execute(database, write("n1", Written(line="one", about="a1"), Shut()))
    await records.execute(database, write("n2", Written(line="of nobody")))
    told = (await feed.page(database)).events
    assert [(e.account, e.entry and (e.entry.record, e.entry.seq, e.entry.body["type"])) for e in told] == [
        ("a1", ("n1", 1, "written")),
        ("a1", ("n1", 2, "shut")),
        (None, ("n2", 1, "written")),
    ]
    assert [e.id for e in (await feed.page(database, account="a1")).events] == [told[0].id, told[1].id]


async def test_the_same_key_gets_the_same_answer_also_after_more_was_entered(database: Database) -> None:
    key = RequestKey("caller", "k1", b"print")
    first = await records.execute(database, write("n1", Written(line="one"), key=key))
    await records.execute(database, write("n1", Written(line="two"), Shut()))
    again = await records.execute(database, write("another-id", Written(line="one"), key=key))
    assert again.replayed
    assert again.record == "n1"
    assert (again.version, again.state, again.entries) == (first.version, first.state, first.entries)
    other = RequestKey("caller", "k1", b"other print")
    with pytest.raises(KeyReusedError):
        await records.execute(database, write("n1", Written(line="three"), key=other))


async def test_a_refusal_is_kept_under_its_key(database: Database) -> None:
    key = RequestKey("caller", "k1", b"print")
    await records.execute(database, write("n1", Written(line="one"), Shut()))
    refused = await records.execute(database, write("n1", Written(line="two"), key=key))
    again = await records.execute(database, write("n1", Written(line="two"), key=key))
    assert again.refusal == refused.refusal
    assert again.replayed


async def test_many_at_once_on_one_dossier_number_their_entries_without_gaps(database: Database) -> None:
    writes = [records.execute(database, write("n1", Written(line=str(number)))) for number in range(12)]
    entered = await asyncio.gather(*writes)
    assert sorted(one.version for one in entered) == list(range(1, 13))
    state = (await records.state_of(database, NOTEBOOK, "n1")).state
    assert state is not None
    assert sorted(state.lines, key=int) == [str(number) for number in range(12)]


async def test_another_version_than_expected_is_a_conflict(database: Database) -> None:
    await records.execute(database, write("n1", Written(line="one")))
    with pytest.raises(RecordConflictError, match="notebook n1 is at version 1, not 3"):
        await records.execute(database, write("n1", Written(line="two"), expected=3))


async def test_the_order_of_recording_is_kept_when_a_clock_is_behind(database: Database) -> None:
    await records.execute(database, write("n1", Written(line="one"), after=timedelta(seconds=5)))
    late = await records.execute(database, write("n1", Written(line="two")))
    assert late.entries[0].recorded_at == NOON + timedelta(seconds=5)


async def test_entries_refuse_every_change(database: Database) -> None:
    await records.execute(database, write("n1", Written(line="one")))
    for change in ("UPDATE dossier_entries SET actor = 'x'", "DELETE FROM dossier_entries", "TRUNCATE dossier_entries"):
        with pytest.raises(DBAPIError, match="append-only"):
            async with database.transaction() as connection:
                await connection.execute(text(change))


async def test_lists_are_filtered_and_continue_where_they_stopped(database: Database) -> None:
    for number in range(5):
        about = "a1" if number % 2 else None
        after = timedelta(minutes=number)
        await records.execute(database, write(f"n{number}", Written(line="x", about=about), after=after))
    await records.execute(database, write("n4", Shut()))
    first = await records.listing(database, NOTEBOOK, statuses=["open"], most=3)
    rest = await records.listing(database, NOTEBOOK, statuses=["open"], after=first.next)
    assert [one.id for one in (*first, *rest)] == ["n0", "n1", "n2", "n3"]
    assert [one.id for one in await records.listing(database, NOTEBOOK, account="a1")] == ["n1", "n3"]
    assert await records.counts(database, NOTEBOOK) == {"open": 4, "shut": 1}
