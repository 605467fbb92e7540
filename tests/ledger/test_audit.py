"""The audit: events are chained in the caller's transaction or in batches; changes behind its back are found."""

import asyncio
import signal
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.audit import appending, reading, verification
from ledger.audit.reading import Selection
from ledger.audit.verification import AuditFault, Head
from ledger.audit.writing import MOST_ADDRESSES, AuditLog, Refusals
from ledger.store.database import Database
from models.audit import (
    TYPES,
    AuditEvent,
    KeyCreated,
    KeyRevoked,
    PersonalDataViewed,
    Recorded,
    RequestRefused,
    SignedIn,
)
from models.roles import Role
from tests.ledger.doing import NOON, rows

ROOT = Path(__file__).parents[2]
ANNE = "per_0123456789ab"


def _key(number: int = 1) -> KeyCreated:
    return KeyCreated(actor=ANNE, key=f"key_{number:012x}", roles=(Role.REVIEWER,), service="moderation")


def _view(account: str = "a") -> PersonalDataViewed:
    return PersonalDataViewed(actor=ANNE, kind="account", id=account, operation="read_account")


def _unknown(address: str = "192.0.2.1", code: str = "unauthenticated") -> RequestRefused:
    return RequestRefused(status=401, code=code, address=address, operation="read_account")


class Clock:
    """Clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> Any:
        return self.now

    def pass_(self, **lengths: float) -> None:
        self.now += timedelta(**lengths)


class Meter:
    """Metrics as a test reads them."""

    def __init__(self) -> None:
        self.dropped, self.waiting, self.behind_s = 0, 0, 0.0

    def audit_waiting(self, events: int, behind_s: float) -> None:
        self.waiting, self.behind_s = events, behind_s

    def audit_dropped(self, events: int) -> None:
        self.dropped += events


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def _events(database: Database, **chosen: Any) -> list[Recorded]:
    return list(await reading.page(database, Selection(**chosen)))


async def _faults(database: Database, known: Head | None = None) -> list[AuditFault]:
    return [fault async for fault in verification.verify(database, known=known)]


async def _behind_its_back(database: Database, statement: str, **named: Any) -> None:
    async with database.transaction() as connection:
        await connection.execute(text("SET LOCAL session_replication_role = replica"))
        await connection.execute(text(statement), named)


async def _undone(database: Database) -> None:
    async with database.transaction() as connection:
        await appending.append(connection, _key(1), now=NOON)
        raise RuntimeError


async def test_what_is_recorded_with_an_act_is_committed_with_it_or_not_at_all(database: Database) -> None:
    """The event of a transaction that is rolled back leaves no trace, and its number is given again."""
    with pytest.raises(RuntimeError):
        await _undone(database)
    assert await _events(database) == []
    assert await appending.record(database, _key(2), now=NOON) == 1
    (event,) = await _events(database)
    assert (event.seq, event.type, event.actor, event.object) == (1, "key_created", ANNE, "key:key_000000000002")
    assert event.data["roles"] == ["reviewer"]
    assert (event.at, event.recorded_at) == (NOON, NOON)


async def test_events_of_many_transactions_at_once_form_one_chain(database: Database) -> None:
    """Forty writers at the same time: forty numbers without a gap, and every hash right."""
    await asyncio.gather(*(appending.record(database, _key(number), now=NOON) for number in range(40)))
    assert sorted(event.seq for event in await _events(database)) == list(range(1, 41))
    assert await _faults(database) == []


async def test_a_clock_that_is_set_back_does_not_change_the_order(database: Database) -> None:
    await appending.record(database, _key(1), now=NOON)
    await appending.record(database, _key(2), now=NOON - timedelta(seconds=3))
    second, first = await _events(database)
    assert second.recorded_at == first.recorded_at == NOON


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_events SET actor = 'x'", "DELETE FROM audit_events", "TRUNCATE audit_events"]
)
async def test_events_are_not_changed_or_removed(database: Database, statement: str) -> None:
    await appending.record(database, _key(), now=NOON)
    with pytest.raises(DBAPIError):
        async with database.transaction() as connection:
            await connection.execute(text(statement))


TAMPERED = {
    "type": "'session_ended'",
    "at": "at - interval '1 day'",
    "recorded_at": "recorded_at + interval '1 second'",
    "actor": "'per_ffffffffffff'",
    "object": "'key:key_other'",
    "body": "jsonb_set(body, '{key}', '\"key_other\"')",
    "hash": "sha256(hash)",
}


@pytest.mark.parametrize("column", TAMPERED)
async def test_a_changed_column_of_any_event_is_found_and_named(database: Database, column: str) -> None:
    for number in range(1, 4):
        await appending.record(database, _key(number), now=NOON)
    assert await _faults(database) == []
    await _behind_its_back(database, f"UPDATE audit_events SET {column} = {TAMPERED[column]} WHERE seq = 2")
    assert (await _faults(database))[0].seq == 2


async def test_a_removed_event_is_found_wherever_it_was(database: Database) -> None:
    """Removed from the middle, from the end, and from the end with the head moved back to where the chain now ends."""
    for number in range(1, 5):
        await appending.record(database, _key(number), now=NOON)
    head = await verification.head_of(database)
    assert await _faults(database, known=head) == []
    await _behind_its_back(database, "DELETE FROM audit_events WHERE seq = 2")
    assert str((await _faults(database))[0]) == "audit, event 2: is missing; the next event there is has number 3"
    await _behind_its_back(database, "DELETE FROM audit_events WHERE seq = 3")
    await _behind_its_back(database, "DELETE FROM audit_events WHERE seq = 4")
    assert str((await _faults(database))[0]) == "audit, event 2: is missing: events were removed from the end"
    await _behind_its_back(
        database, "UPDATE audit_head SET seq = 1, hash = (SELECT hash FROM audit_events WHERE seq = 1)"
    )
    assert await _faults(database) == []
    assert str((await _faults(database, known=head))[0]) == "audit, event 4: was noted, but the chain ends before it"


async def test_an_event_put_in_beyond_the_head_is_found(database: Database) -> None:
    await appending.record(database, _key(), now=NOON)
    await _behind_its_back(
        database,
        "INSERT INTO audit_events SELECT 2, type, at, recorded_at, actor, object, body, hash FROM audit_events",
    )
    assert [fault.seq for fault in await _faults(database)] == [2]


async def test_lists_are_chosen_by_actor_type_object_and_time(database: Database) -> None:
    await appending.record(database, _key(1), now=NOON)
    revoked = KeyRevoked(actor="per_2", key="key_000000000001")
    await appending.record(database, revoked, now=NOON + timedelta(hours=1))
    signed = SignedIn(actor="per_2", method="oidc", session="ses_1")
    await appending.record(database, signed, now=NOON + timedelta(days=1))

    async def numbers(**chosen: Any) -> list[int]:
        return [event.seq for event in await _events(database, **chosen)]

    assert await numbers() == [3, 2, 1]
    assert await numbers(actors=["per_2"]) == [3, 2]
    assert await numbers(types=["key_created", "key_revoked"]) == [2, 1]
    assert await numbers(object="key:key_000000000001") == [2, 1]
    assert await numbers(begin=NOON + timedelta(hours=1), end=NOON + timedelta(days=1)) == [2]
    first = await reading.page(database, Selection(), most=2)
    assert [event.seq for event in await reading.page(database, Selection(), after=first.next)] == [1]
    assert [sum(types.values()) for types in (await reading.by_day(database, Selection())).values()] == [2, 1]


async def test_a_view_is_recorded_once_for_a_person_an_object_and_an_hour(database: Database, clock: Clock) -> None:
    """By one process, by another one that does not know of it, and after the first was started again."""
    first, second = (AuditLog(database, "api", clock=clock) for _ in range(2))
    for _ in range(3):
        first.once(_view())
    await first.flush()
    second.once(_view())
    second.once(_view("b"))
    second.once(_view("b").model_copy(update={"actor": "per_2"}))
    await second.flush()
    await AuditLog(database, "api", clock=clock).flush()
    assert [(event.actor, event.object) for event in await _events(database)] == [
        ("per_2", "account:b"),
        (ANNE, "account:b"),
        (ANNE, "account:a"),
    ]
    clock.pass_(hours=1)
    first.once(_view())
    second.once(_view())
    await asyncio.gather(first.flush(), second.flush())
    assert len(await _events(database, object="account:a")) == 2
    assert await _faults(database) == []


async def test_a_flood_of_refusals_is_counted_and_not_written_one_by_one(database: Database, clock: Clock) -> None:
    """Ten thousand refusals of one address in a minute are two events whose counts add up."""
    log = AuditLog(database, "api", clock=clock)
    for _ in range(10_000):
        log.refused(_unknown())
    log.refused(_unknown("192.0.2.2"))
    await log.flush()
    assert [event.data["count"] for event in await _events(database)] == [1, 1]
    clock.pass_(minutes=1)
    await log.flush()
    counted = await _events(database)
    assert [(event.data["address"], event.data["count"]) for event in counted] == [
        ("192.0.2.1", 9_999),
        ("192.0.2.2", 1),
        ("192.0.2.1", 1),
    ]
    assert counted[0].data["since"] is not None


async def test_a_flood_from_many_addresses_is_counted_together(clock: Clock) -> None:
    """Beyond the limit all further addresses are one origin, so that memory and disk stay bounded."""
    refusals = Refusals()
    firsts = sum(refusals.is_first(_unknown(f"2001:db8:0:{number:x}::/64"), clock.now) for number in range(5_000))
    assert firsts == MOST_ADDRESSES + 1
    (others,) = refusals.ended(None)
    assert isinstance(others.event, RequestRefused)
    assert (others.event.address, others.event.count) == ("*", 5_000 - MOST_ADDRESSES - 1)


async def test_refusals_of_another_code_or_operation_are_another_origin(clock: Clock) -> None:
    refusals = Refusals()
    known = RequestRefused(status=403, code="forbidden", actor=ANNE, operation="read_case")
    assert refusals.is_first(known, clock.now)
    assert refusals.is_first(known.model_copy(update={"operation": "decide_case"}), clock.now)
    assert refusals.is_first(_unknown(), clock.now)
    assert refusals.is_first(_unknown(code="forged-request"), clock.now)
    assert not refusals.is_first(_unknown(), clock.now)


async def test_events_that_find_no_room_are_counted_and_the_gap_is_recorded(database: Database, clock: Clock) -> None:
    """The queue holds five: of twelve events noted meanwhile, five are written, and one event says that seven are
    missing.
    """
    meter = Meter()
    log = AuditLog(database, "api", clock=clock, meter=meter, most=5)
    for number in range(12):
        log.note(_key(number))
        clock.pass_(seconds=1)
    assert meter.dropped == 7
    assert await log.flush()
    gap, *kept = await _events(database)
    assert len(kept) == 5
    assert (gap.type, gap.data["count"]) == ("events_dropped", 7)
    assert gap.data["since"] < gap.data["until"]
    log.note(_key(20))
    await log.flush()
    assert (await _events(database))[0].type == "key_created"


async def test_events_wait_while_the_database_is_away(clock: Clock) -> None:
    """Nothing is written, nothing is lost, and the metrics say how far behind the log is; what is left at the end of
    the process counts as lost.
    """
    away = Database("postgresql+asyncpg://nobody@127.0.0.1:9/nowhere", times_given=True)
    meter = Meter()
    log = AuditLog(away, "api", clock=clock, meter=meter)
    log.note(_key())
    clock.pass_(seconds=30)
    assert not await log.flush()
    assert (meter.waiting, meter.behind_s, meter.dropped, log.waiting) == (1, 30.0, 0, 1)
    await log.close()
    assert meter.dropped == 1
    await away.close()


async def test_what_was_noted_is_written_within_a_moment_and_at_the_end(database: Database, clock: Clock) -> None:
    """The task writes what it is told of; `close` writes what was noted just before, the counts of refusals too."""
    log = AuditLog(database, "api", clock=clock)
    writing = asyncio.create_task(log.write_forever())
    log.note(_key(1))
    async with asyncio.timeout(20):
        while not await _events(database):  # noqa: ASYNC110 - another task writes
            await asyncio.sleep(0.05)
    log.note(_key(2))
    log.refused(_unknown())
    log.refused(_unknown())
    await log.close()
    await writing
    assert [event.type for event in await _events(database)] == [
        "request_refused",
        "request_refused",
        "key_created",
        "key_created",
    ]


async def test_an_event_that_cannot_be_written_does_not_stop_the_others(database: Database, clock: Clock) -> None:
    """A text with a null byte, which PostgreSQL refuses: it is counted as dropped, and later events are written."""
    log = AuditLog(database, "api", clock=clock)
    log.note(_key().model_copy(update={"actor": "\x00"}))
    await log.flush()
    log.note(_key(2))
    await log.flush()
    assert [event.type for event in await _events(database)] == ["events_dropped", "key_created"]


async def test_a_command_on_an_account_does_not_wait_for_the_chain(database: Database) -> None:
    """While another transaction holds the chain, facts are recorded all the same."""
    from tests.ledger.doing import do, registration

    async with database.transaction() as connection:
        await _hold(connection)
        assert (await do(database, "a", registration("h1"), NOON)).outcome != "refused"


async def _hold(connection: AsyncConnection) -> None:
    await appending.lock(connection)


DYING = """
import asyncio, os, signal, sys
from ledger.audit import reading
from ledger.audit.reading import Selection
from ledger.audit.writing import AuditLog
from ledger.store.clock import host_time
from ledger.store.database import Database
from models.audit import KeyRevoked

async def main():
    database = Database(sys.argv[1])
    log = AuditLog(database, "api", clock=host_time)
    writing = asyncio.create_task(log.write_forever())
    for number in range(3):
        log.note(KeyRevoked(key=f"written-{number}"))
    while len(await reading.page(database, Selection())) < 3:
        await asyncio.sleep(0.05)
    for number in range(2):
        log.note(KeyRevoked(key=f"noted-{number}"))
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


async def test_a_crash_loses_only_what_was_not_written_yet(database: Database, database_url: str) -> None:
    """A process writes three events, notes two more and is killed at once: the three are there, the chain is whole, and
    the next process continues it.
    """
    dying = await asyncio.create_subprocess_exec(sys.executable, "-c", DYING, database_url, cwd=ROOT)
    assert await asyncio.wait_for(dying.wait(), 60) == -signal.SIGKILL
    assert [event.object for event in await _events(database)] == [f"key:written-{number}" for number in (2, 1, 0)]
    later = (await _events(database))[0].recorded_at + timedelta(seconds=1)
    assert await appending.record(database, _key(), now=later) == 4
    assert await _faults(database) == []


def test_each_type_has_one_class_and_says_so() -> None:
    assert len(set(TYPES)) == len(TYPES)
    assert {one.model_fields["type"].default for one in AuditEvent.__subclasses__()} == set(TYPES)


async def test_the_audit_is_no_part_of_the_feed(database: Database) -> None:
    await appending.record(database, _key(), now=NOON)
    assert await rows(database, "SELECT count(*) FROM events") == [(0,)]
