"""Persons in the ledger: keys of persons and of services, what a change does to them, and who has been whom."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from ledger import keys
from ledger.keys import KeyRefusedError
from ledger.people import people
from ledger.people.callers import Caller
from ledger.people.names import names_of
from ledger.store.database import Database
from ledger.streams import records
from models.cases.cases import CaseKind, Released
from models.people.people import LOCAL, Identity, Person
from models.roles import Role
from regulation import people as rules
from regulation.cases.cases import assign, claim
from regulation.cases.reducer import CASE
from tests.ledger.notebook import NOON
from tests.ledger.test_cases import LICENCE, opened, register, state
from tests.ledger.test_claims import do

LATER = NOON + timedelta(minutes=5)


async def added(database: Database, name: str, *roles: Role, kinds: tuple[CaseKind, ...] | None = None) -> Person:
    decide = rules.add(name, roles or (Role.REVIEWER,), kinds)
    entered = await people.execute(database, people.fresh_id(), decide, actor="command line", now=NOON)
    assert entered.state is not None
    assert entered.refusal is None
    return entered.state


async def changed(database: Database, person: Person, decide: rules.DecidePerson) -> Person:
    entered = await people.execute(database, person.id, decide, actor="command line", now=LATER)
    assert entered.refusal is None, entered.refusal
    assert entered.state is not None
    return entered.state


async def refused(database: Database, person: Person, decide: rules.DecidePerson) -> str:
    entered = await people.execute(database, person.id, decide, actor="command line", now=LATER)
    assert entered.refusal is not None
    return entered.refusal.code


async def key_of(database: Database, person: Person, *roles: Role) -> tuple[Caller, str]:
    return await keys.create(database, "laptop", roles or person.roles, NOON, person=person.id)


async def test_two_keys_of_one_person_are_one_actor(database: Database) -> None:
    ann = await added(database, "安莉", Role.REVIEWER, Role.AUDITOR, kinds=(CaseKind.APPEAL,))
    one, first = await key_of(database, ann)
    other, second = await key_of(database, ann, Role.REVIEWER)
    for secret, key, roles in ((first, one, set(ann.roles)), (second, other, {Role.REVIEWER})):
        found = await keys.find(database, secret)
        assert found is not None
        assert (found.id, found.actor, found.name, found.person) == (key.id, ann.id, "安莉", ann.id)
        assert found.roles == roles
        assert found.kinds == frozenset({CaseKind.APPEAL})
        assert found.aliases == {one.id, other.id}
    assert other.id in other.aliases


async def test_a_services_key_acts_for_itself(database: Database) -> None:
    made, secret = await keys.create(database, "platform", [Role.PLATFORM], NOON)
    found = await keys.find(database, secret)
    assert found == made
    assert (made.actor, made.person, made.kinds, made.aliases) == (made.id, None, None, frozenset())


async def test_a_key_has_no_role_that_its_person_lost(database: Database) -> None:
    ann = await added(database, "安莉", Role.REVIEWER, Role.OPERATOR)
    _, secret = await key_of(database, ann)
    await changed(database, ann, rules.change(name="安莉（休假）", roles=[Role.REVIEWER], kinds=[CaseKind.CLOSURE]))
    found = await keys.find(database, secret)
    assert found is not None
    assert (found.name, found.roles, found.kinds) == (
        "安莉（休假）",
        frozenset({Role.REVIEWER}),
        frozenset({CaseKind.CLOSURE}),
    )
    with pytest.raises(KeyRefusedError, match="no role operator"):
        await key_of(database, ann, Role.OPERATOR)


async def test_with_the_person_go_keys_and_claims_and_they_do_not_come_back(database: Database) -> None:
    await register(database)
    ann, bob = await added(database, "安莉"), await added(database, "博文")
    _, secret = await key_of(database, ann)
    _, bobs = await key_of(database, bob)
    for case, holder in (("c1", ann), ("c2", ann), ("c3", bob)):
        await opened(database, case, subject=LICENCE)
        await do(database, case, claim(holder.id), holder.id)
    await opened(database, "c4", subject=LICENCE)
    await do(database, "c4", assign(ann.id, persons=await people.everybody(database)))
    await changed(database, ann, rules.deactivate("离职"))
    assert await keys.find(database, secret) is None
    assert await keys.find(database, bobs) is not None
    for case in ("c1", "c2", "c4"):
        found = await state(database, case)
        assert (found.claim, found.assigned_to) == (None, None)
    freed = (await records.entries_of(database, CASE, "c1"))[-1]
    assert freed.body == Released(because="person_inactive", of=ann.id)
    assert (await state(database, "c3")).claim is not None
    with pytest.raises(KeyRefusedError, match="was deactivated"):
        await key_of(database, ann)
    await changed(database, ann, rules.reactivate())
    assert await keys.find(database, secret) is None, "whoever has the old secret may not be the person"
    _, again = await key_of(database, ann)
    assert await keys.find(database, again) is not None


async def test_who_may_decide_a_kind_no_more_has_no_claim_on_it(database: Database) -> None:
    """The case of a kind that the person keeps stays claimed."""
    await register(database)
    ann = await added(database, "安莉")
    for case, kind in (("c1", CaseKind.CLOSURE), ("c2", CaseKind.CERTIFICATION)):
        await opened(database, case, kind=kind, subject=LICENCE)
        await do(database, case, claim(ann.id), ann.id)
    await changed(database, ann, rules.change(kinds=[CaseKind.CERTIFICATION]))
    assert (await state(database, "c1")).claim is None
    assert (await state(database, "c2")).claim is not None
    await changed(database, ann, rules.change(roles=[Role.AUDITOR]))
    assert (await state(database, "c2")).claim is None


async def test_a_key_given_to_a_person_brings_its_entries_and_cannot_be_given_on(database: Database) -> None:
    ann, bob = await added(database, "安莉"), await added(database, "博文")
    key, secret = await keys.create(database, "ann", [Role.REVIEWER], NOON)
    given = await keys.assign(database, key.id, ann.id, LATER)
    assert (given.actor, given.aliases) == (ann.id, frozenset({key.id}))
    assert await keys.find(database, secret) == given
    assert await keys.assign(database, key.id, ann.id, LATER) == given, "once more changes nothing"
    with pytest.raises(KeyRefusedError, match="knows its secret"):
        await keys.assign(database, key.id, bob.id, LATER)
    directory = await people.everybody(database)
    assert directory.same(key.id, ann.id)
    assert not directory.same(key.id, bob.id)
    assert await refused(database, bob, rules.add_alias(key.id)) == "alias_taken"
    await keys.revoke(database, key.id, LATER)
    assert (await people.everybody(database)).same(key.id, ann.id), "earlier entries stay the person's"


@pytest.mark.parametrize(("role", "message"), [(Role.OPERATOR, "no role operator"), (Role.REVIEWER, "no such person")])
async def test_a_key_is_not_given_to_whom_it_does_not_fit(database: Database, role: Role, message: str) -> None:
    ann = await added(database, "安莉")
    key, _ = await keys.create(database, "ann", [role], NOON)
    to = ann.id if role is Role.OPERATOR else "per_ffffffffffff"
    with pytest.raises(KeyRefusedError, match=message):
        await keys.assign(database, key.id, to, LATER)
    assert [entry.caller.person for entry in await keys.listed(database)] == [None]


async def test_a_key_is_of_a_person_or_of_a_service(database: Database) -> None:
    await keys.create(database, "platform", [Role.PLATFORM], NOON)
    for change in ("person = 'per_000000000001'", "service = NULL"):
        with pytest.raises(IntegrityError, match="api_keys_of_one"):
            async with database.transaction() as connection:
                await connection.execute(text(f"UPDATE api_keys SET {change}"))


async def test_an_identity_signs_in_one_person(database: Database) -> None:
    ann, bob = await added(database, "安莉"), await added(database, "博文")
    mine = Identity(issuer="https://id.example", subject="ann")
    await changed(database, ann, rules.link(mine))
    found = await people.of_identity(database, mine)
    assert found is not None
    assert found.id == ann.id
    assert await refused(database, bob, rules.link(mine)) == "identity_taken"
    await changed(database, ann, rules.unlink(mine))
    assert await people.of_identity(database, mine) is None
    await changed(database, bob, rules.link(mine))


async def test_two_persons_do_not_get_one_alias_at_once(database: Database) -> None:
    ann, bob = await added(database, "安莉"), await added(database, "博文")
    given = [
        people.execute(database, one.id, rules.add_alias("command line (a)"), actor="command line", now=NOON)
        for one in (ann, bob)
    ]
    refusals = [entered.refusal for entered in await asyncio.gather(*given)]
    assert [refusal.code for refusal in refusals if refusal is not None] == ["alias_taken"]


async def test_the_local_person_is_added_once(database: Database) -> None:
    first = await people.local(database, "ann", NOON)
    again = await people.local(database, "renamed", LATER)
    assert first == again
    assert (first.id, first.name) == (LOCAL, "ann")


async def test_names_are_shown_beside_persons_services_and_keys_of_persons(database: Database) -> None:
    ann = await added(database, "安莉")
    key, _ = await key_of(database, ann)
    service, _ = await keys.create(database, "platform", [Role.PLATFORM], NOON)
    shown = await names_of(database, [ann.id, key.id, service.id, "backstop"])
    assert shown == {ann.id: "安莉", key.id: "安莉", service.id: "platform"}
    assert await names_of(database, []) == {}
