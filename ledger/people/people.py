"""Persons in the ledger: commands on their records, look-ups, and what follows from an entry in the same transaction.

Lock order: the person's record, then API keys, then cases.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import any_, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.cases import claims
from ledger.store.database import Database
from ledger.store.idempotency import RequestKey
from ledger.store.statements import LOCK_BY_NAME
from ledger.streams import records
from ledger.streams.records import Act, Command, Entered, Happened
from models.accounts.commands import Refusal
from models.people.people import KIND, LOCAL, PREFIX, Identity, Person, PersonBody
from models.roles import Role
from models.tables import API_KEYS, IDENTITIES, PEOPLE, RECORDS
from regulation.people import PERSON, DecidePerson, Persons, add

PersonCommand = Command[PersonBody, Person]
EnteredPerson = Entered[PersonBody, Person]
_Happened = Happened[PersonBody, Person]

STARTED: Final = "standing up"
"""Actor of what is added for the local person when everything starts on this machine."""
LOCAL_ROLES: Final = (Role.PLATFORM, Role.REVIEWER, Role.OPERATOR, Role.AUDITOR)
"""Roles of the person who works on this machine, in the embedded mode."""

_P: Final = PEOPLE.c
_I: Final = IDENTITIES.c
_K: Final = API_KEYS.c
_D: Final = RECORDS.c
_VALUES: Final = ("name", "roles", "kinds", "aliases", "active")
_ADD: Final = insert(PEOPLE)
_PROJECT: Final = _ADD.on_conflict_do_update(
    index_elements=["id"], set_={name: _ADD.excluded[name] for name in _VALUES}
)
_LINK: Final = insert(IDENTITIES)
_UNLINK: Final = delete(IDENTITIES).where(_I.person == bindparam("of_person"))
_OF_IDENTITY: Final = (
    select(_D.state)
    .select_from(IDENTITIES)
    .join(RECORDS, (_D.kind == KIND) & (_D.id == _I.person))
    .where(_I.issuer == bindparam("issuer"), _I.subject == bindparam("subject"))
)
_IDENTITY_OF_ANOTHER: Final = select(_I.person).where(
    _I.issuer == bindparam("issuer"), _I.subject == bindparam("subject"), _I.person != bindparam("own")
)
_ASKED: Final = bindparam("aliases", type_=_P.aliases.type)
_ALIAS_OF_ANOTHER: Final = select(_P.id, _P.name).where(
    _P.id != bindparam("own"),
    or_(_P.aliases.overlap(_ASKED), _P.id == any_(_ASKED)),
)
_TOLD: Final = func.pg_notify("keys_changed", func.encode(_K.hash, "hex"))
_KEYS_TOLD: Final = select(_TOLD).where(_K.person == bindparam("of_person"), _K.revoked_at.is_(None))
_END_KEYS: Final = (
    update(API_KEYS)
    .where(_K.person == bindparam("of_person"), _K.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"))
    .returning(_TOLD)
)
_EVERYBODY: Final = select(_D.state).where(_D.kind == KIND).order_by(_D.opened_at, _D.id)


def fresh_id() -> str:
    """Return the identifier for a new person."""
    return PREFIX + secrets.token_hex(6)


async def execute(
    database: Database,
    person: str,
    decide: DecidePerson,
    *,
    actor: str,
    now: datetime,
    key: RequestKey | None = None,
    act: Act[PersonBody, Person] | None = None,
) -> EnteredPerson:
    """Carry out a command on a person, or refuse it."""
    command = PersonCommand(PERSON, person, decide, actor=actor, now=now, key=key)
    return await records.execute(database, command, act)


async def enter(
    connection: AsyncConnection, person: str, decide: DecidePerson, *, actor: str, now: datetime
) -> EnteredPerson:
    """Carry out a command on a person within the caller's transaction."""
    return await records.enter(connection, PersonCommand(PERSON, person, decide, actor=actor, now=now))


async def lock(connection: AsyncConnection, person: str) -> None:
    """Lock the person's record until the transaction ends."""
    await records.lock(connection, KIND, person)


def unknown(person: str) -> Refusal:
    """Return the refusal when there is no such person."""
    return Refusal(code="unknown_person", message=f"there is no person {person}: `standing people list` shows them")


async def local(database: Database, name: str, now: datetime) -> Person:
    """Return the person who works on this machine; add the person if there is none."""
    decide = add(name, LOCAL_ROLES)
    entered = await execute(database, LOCAL, decide, actor=STARTED, now=now)
    if entered.state is None:
        raise AssertionError("the person was added, or was there already")
    return entered.state


async def person_of(database: Database, person: str) -> Person | None:
    """Return the person with this identifier; None where there is none."""
    return (await records.state_of(database, PERSON, person)).state


async def of_identity(database: Database, identity: Identity) -> Person | None:
    """Return the person who signs in with this identity, active or not; None where there is none."""
    async with database.transaction() as connection:
        row = (await connection.execute(_OF_IDENTITY, identity.model_dump())).one_or_none()
    return None if row is None else Person.model_validate(row.state)


async def everybody(database: Database) -> Persons:
    """Return the directory of all persons."""
    async with database.transaction() as connection:
        return await directory(connection)


async def directory(connection: AsyncConnection) -> Persons:
    """Return the directory of all persons, as the caller's transaction sees it."""
    rows = await connection.execute(_EVERYBODY)
    return Persons(tuple(Person.model_validate(row.state) for row in rows))


# --- reactions -------------------------------------------------------------------------------------------------------


async def require_unique(happened: _Happened) -> Refusal | None:
    """Refuse an alias or a sign-in identity that another person has: each has one owner."""
    connection, person = happened.connection, happened.state
    await connection.execute(LOCK_BY_NAME, {"name": "people"})
    if person.aliases:
        named = {"own": person.id, "aliases": list(person.aliases)}
        taken = (await connection.execute(_ALIAS_OF_ANOTHER, named)).first()
        if taken is not None:
            return Refusal(
                code="alias_taken",
                message=f"{taken.name} ({taken.id}) has had this key or name: entries under it are that person's",
            )
    for identity in person.identities:
        named = {**identity.model_dump(), "own": person.id}
        other = (await connection.execute(_IDENTITY_OF_ANOTHER, named)).scalar_one_or_none()
        if other is not None:
            return Refusal(
                code="identity_taken",
                message=f"{other} signs in with {identity.subject} of {identity.issuer}: unlink it there first",
            )
    return None


async def project(happened: _Happened) -> None:
    """Write the person to the tables for look-ups."""
    connection, person = happened.connection, happened.state
    row: dict[str, Any] = {
        "id": person.id,
        "name": person.name,
        "roles": [role.value for role in person.roles],
        "kinds": None if person.kinds is None else [kind.value for kind in person.kinds],
        "aliases": list(person.aliases),
        "active": person.active,
    }
    await connection.execute(_PROJECT, row)
    before: Sequence[Identity] = () if happened.before is None else happened.before.identities
    if before != person.identities:
        await connection.execute(_UNLINK, {"of_person": person.id})
        for identity in person.identities:
            await connection.execute(_LINK, {**identity.model_dump(), "person": person.id})


async def announce_keys(happened: _Happened) -> None:
    """Notify every process that the person's keys have other roles, or another name, now."""
    await happened.connection.execute(_KEYS_TOLD, {"of_person": happened.record})


async def end_keys(happened: _Happened) -> None:
    """Revoke the keys of a person who was deactivated."""
    await happened.connection.execute(_END_KEYS, {"of_person": happened.record, "now": happened.at})


async def free_cases(happened: _Happened) -> None:
    """Free cases of a person who may no longer decide them."""
    for holder in (happened.record, *happened.state.aliases):
        await claims.freed(happened.connection, actor=happened.actor, now=happened.command.now, holder=holder)
