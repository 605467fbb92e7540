"""Cases of people who may decide no more: free again, in the same transaction, with an entry that says so."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from background import claims as watch
from ledger import keys
from ledger.cases import claims
from ledger.cases.cases import CaseCommand
from ledger.store.database import Database
from ledger.streams import records
from models.cases.cases import CaseEntry, CaseStatus, Released, Ruling
from models.roles import Role
from regulation.cases.cases import DecideCase, assign, claim, decide_case
from regulation.cases.reducer import CASE
from tests.ledger.notebook import NOON
from tests.ledger.test_cases import LICENCE, YES, opened, register, state
from tests.persons import persons_of
from tests.workflows.world import until

LATER = NOON + timedelta(minutes=5)


async def key(database: Database, *roles: Role) -> str:
    return (await keys.create(database, "ann", roles or [Role.REVIEWER], NOON))[0].id


async def do(database: Database, case: str, decide: DecideCase, actor: str = "key_op", now: datetime = NOON) -> None:
    entered = await records.execute(database, CaseCommand(CASE, case, decide, actor=actor, now=now))
    assert entered.refusal is None


async def history(database: Database, case: str) -> list[CaseEntry]:
    return await records.entries_of(database, CASE, case)


def said(entries: Iterable[CaseEntry]) -> list[tuple[str, str]]:
    return [(entry.body.type, entry.actor) for entry in entries]


async def test_with_the_key_go_its_claims_and_assignments_and_nobody_elses(database: Database) -> None:
    await register(database)
    ann, bob = await key(database), await key(database)
    for case in ("claimed", "assigned", "both", "bobs", "free"):
        await opened(database, case, subject=LICENCE)
    await opened(database, "proposed", two_persons=(YES.outcome,))
    for case in ("assigned", "both"):
        await do(database, case, assign(ann, persons=persons_of(ann)))
    for case in ("claimed", "both"):
        await do(database, case, claim(ann), ann)
    await do(database, "proposed", decide_case(bob, YES, persons=persons_of(bob)), bob)
    await do(database, "proposed", assign(ann, persons=persons_of(ann)))
    await do(database, "bobs", claim(bob), bob)
    revoked = await keys.revoke(database, ann, LATER)
    assert revoked is not None
    assert revoked.cases == ("assigned", "both", "claimed", "proposed")
    for case in revoked.cases:
        found = await state(database, case)
        assert (found.claim, found.assigned_to) == (None, None), case
        assert found.status is (CaseStatus.PROPOSED if case == "proposed" else CaseStatus.OPEN)
    assert said(await history(database, "both"))[-2:] == [("released", "command line"), ("assigned", "command line")]
    last = (await history(database, "claimed"))[-1]
    assert last.body == Released(because="key_revoked", of=ann)
    assert last.recorded_at == LATER
    assert (await state(database, "bobs")).claim is not None
    assert len(await history(database, "free")) == 1
    await do(database, "claimed", decide_case(bob, YES, persons=persons_of(bob)), bob)
    assert await keys.revoke(database, ann, LATER) is None, "once"


async def test_a_claim_that_has_ended_and_a_case_that_is_decided_stay_as_they_are(database: Database) -> None:
    await register(database)
    ann = await key(database)
    for case in ("lapsed", "decided"):
        await opened(database, case, subject=LICENCE)
        await do(database, case, claim(ann), ann)
    await do(database, "decided", decide_case(ann, Ruling(outcome=YES.outcome)), ann)
    revoked = await keys.revoke(database, ann, NOON + timedelta(hours=1))
    assert revoked is not None
    assert revoked.cases == ()
    assert (await state(database, "decided")).status is CaseStatus.DECIDED


async def test_what_was_claimed_while_the_key_was_revoked_is_freed_by_the_watch(database: Database) -> None:
    """So is what was claimed before anybody freed anything, and what is for somebody without the role."""
    await register(database)
    ann, platform, bob = await key(database), await key(database, Role.PLATFORM), await key(database, Role.OPERATOR)
    await keys.revoke(database, ann, NOON)
    for case, holder in (("late", ann), ("kept", bob)):
        await opened(database, case, subject=LICENCE)
        await do(database, case, claim(holder), holder, datetime.now(UTC))
    await opened(database, "unfit")
    await do(database, "unfit", assign(platform, persons=persons_of(platform)))
    watching = asyncio.create_task(watch.watch_forever(database, poll_s=0.05))

    async def free() -> bool:
        return (await state(database, "late")).claim is None and (await state(database, "unfit")).assigned_to is None

    try:
        await until(free, "both are free")
    finally:
        watching.cancel()
    assert [entry.body.model_dump().get("because") for entry in await history(database, "late")][-1] == "key_revoked"
    assert "no role" in (await history(database, "unfit"))[-1].body.model_dump()["reason"]
    assert (await state(database, "kept")).claim is not None
    assert await claims.free_all(database, now=datetime.now(UTC)) == []


async def test_revocation_and_release_are_one(database: Database) -> None:
    """What cannot be entered leaves the key in force."""
    await register(database)
    ann = await key(database)
    await opened(database, "c1")
    await do(database, "c1", claim(ann), ann)
    async with database.transaction() as connection:
        await connection.execute(text("ALTER TABLE outgoing ADD CONSTRAINT closed CHECK (seq < 3)"))
    try:
        await keys.revoke(database, ann, LATER)
    except Exception:
        pass
    else:
        raise AssertionError("nothing more fits into the outbox")
    assert [entry.revoked_at for entry in await keys.listed(database)] == [None]
    assert (await state(database, "c1")).claim is not None


async def test_an_assignment_to_nobody_is_freed_by_the_watch(database: Database) -> None:
    """Earlier versions took any name, and the case was locked for everybody; a claim ends with its lease anyway."""
    await register(database)
    for case in ("assigned", "claimed"):
        await opened(database, case, subject=LICENCE)
    await do(database, "assigned", assign("nobody", persons=persons_of("nobody")))
    await do(database, "claimed", claim("command line (ann)"), "command line (ann)")
    assert await claims.free_all(database, now=NOON) == ["assigned"]
    freed = (await history(database, "assigned"))[-1]
    assert freed.body.model_dump()["reason"] == "nobody is called nobody"
    assert (await state(database, "assigned")).assigned_to is None
    assert (await state(database, "claimed")).claim is not None
    assert await claims.free_all(database, now=NOON) == []
