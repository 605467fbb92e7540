"""Networks in the ledger: a decision on a network marks its roster in the same transaction, and is applied to the
accounts in slices; a fact and the removal of its mark are one transaction, so that a repetition finds nothing left to
do.

Lock order: the network, then rosters, then accounts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog
from sqlalchemy import Boolean, ColumnElement, Text, bindparam, exists, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts import commands, together
from ledger.accounts.commands import Executed, Request
from ledger.store import pages
from ledger.store.clock import recording_instant
from ledger.store.database import Database, DatabaseAwayError, Size
from ledger.store.pages import Order, Page, Position
from ledger.store.statements import LOCK_BY_NAME, given, instant, one_of, unless_none
from ledger.streams import records
from ledger.streams.records import Command, Entered, Happened
from models.accounts.commands import Receipt, Refusal
from models.networks import Member, Network, NetworkBody, NetworkMeasure, NetworkSanctioned
from models.tables import NETWORK_MEMBERS, RECORDS, STANDINGS
from regulation import networks as rules
from regulation.networks import NETWORK
from regulation.standing.unknown import no_account

NetworkCommand = Command[NetworkBody, Network]
EnteredNetwork = Entered[NetworkBody, Network]

SLICE: Final = 20
"""Accounts in one transaction: enough to share a commit, few enough that nobody waits long for one of them, and that
their instant of recording is the instant at which answers change, to within a tenth of a second.
"""
NAMED: Final = 5
"""Greatest number of accounts that a refusal names."""

_M: Final = NETWORK_MEMBERS.c
_ACCOUNT: Final = given(account=("accounts", Text())).c.account
_UNKNOWN: Final = (
    select(_ACCOUNT).where(~exists().where(STANDINGS.c.account == _ACCOUNT)).order_by(_ACCOUNT).limit(bindparam("most"))
)
_ELSEWHERE: Final = (
    select(_M.account, _M.network)
    .where(one_of(_M.account, "accounts"), _M.released_at.is_(None), _M.network != bindparam("roster"))
    .order_by(_M.account)
    .limit(bindparam("most"))
)
_SIGN: Final = (
    insert(NETWORK_MEMBERS)
    .from_select(
        ["network", "account", "signed_at", "pending"],
        select(bindparam("roster", type_=Text), _ACCOUNT, instant("now"), literal(True)),
        include_defaults=False,
    )
    .on_conflict_do_update(
        index_elements=["network", "account"],
        set_={"signed_at": instant("now"), "released_at": None, "pending": True},
        where=_M.released_at.is_not(None),
    )
    .returning(_M.account)
)
_RELEASE: Final = (
    update(NETWORK_MEMBERS)
    .where(
        _M.network == bindparam("roster"),
        _M.released_at.is_(None),
        or_(bindparam("accounts", type_=ARRAY(Text)).is_(None), one_of(_M.account, "accounts")),
    )
    .values(released_at=bindparam("now"), pending=True)
    .returning(_M.account)
)
_MARK: Final = update(NETWORK_MEMBERS).where(_M.network == bindparam("roster")).values(pending=True)
_PENDING: Final = (
    select(_M.account, _M.released_at.is_(None).label("member"))
    .where(_M.network == bindparam("roster"), _M.pending, unless_none(_M.account, "only"))
    .order_by(_M.account)
    .limit(bindparam("most"))
    .with_for_update()
)
_NOW: Final = given(account=("accounts", Text()), code=("codes", Text()), message=("messages", Text())).c
_REACHED: Final = (
    update(NETWORK_MEMBERS)
    .where(_M.network == bindparam("roster"), _M.account == _NOW.account)
    .values(pending=False, code=_NOW.code, message=_NOW.message)
)
_WAITING: Final = select(func.count()).select_from(NETWORK_MEMBERS).where(_M.network == bindparam("roster"), _M.pending)
ROSTER: Final = Order("roster", (_M.account,))
_MEMBERS: Final = select(_M.account, _M.signed_at, _M.released_at, _M.pending, _M.code, _M.message).where(
    _M.network == bindparam("network"), or_(bindparam("released", type_=Boolean), _M.released_at.is_(None))
)

log = structlog.get_logger("networks")


@dataclass(frozen=True)
class Roster:
    """A change of a roster: the accounts signed and released; a repeated change has no effect."""

    signed: Sequence[str] = ()
    released: Sequence[str] = ()

    async def enter(self, connection: AsyncConnection, command: NetworkCommand) -> EnteredNetwork:
        """Change the roster within the caller's transaction. When one account cannot be signed, nothing is changed."""
        await records.lock(connection, NETWORK.kind, command.record)
        # Changes of rosters take turns: an account that two networks sign at once is signed by one of them.
        await connection.execute(LOCK_BY_NAME, {"name": "rosters"})
        now = await recording_instant(connection, command.now)
        named = {"roster": command.record, "accounts": list(self.signed), "now": now}
        refusal = await _unsignable(connection, named)
        savepoint = await connection.begin_nested()
        signed = released = 0
        if refusal is None:
            gone = {**named, "accounts": list(self.released)}
            released = len((await connection.execute(_RELEASE, gone)).all())
            signed = len((await connection.execute(_SIGN, named)).all())
        decide = rules.change_roster(signed, released)
        entered = await records.enter(connection, Command(NETWORK, command.record, decide, command.actor, command.now))
        refusal = entered.refusal or refusal
        if refusal is None:
            await savepoint.commit()
            return entered
        await savepoint.rollback()
        return Entered(command.record, entered.version, entered.state, refusal=refusal)


async def mark_roster(happened: Happened[NetworkBody, Network]) -> None:
    """React to a sanction and to its end: mark every account of the roster for the update."""
    await happened.connection.execute(_MARK, {"roster": happened.record})


async def release_expelled(happened: Happened[NetworkBody, Network]) -> None:
    """React to an expulsion: release every account of the network."""
    for entry in happened.entries:
        if isinstance(entry.body, NetworkSanctioned) and entry.body.terms.measure is NetworkMeasure.EXPEL:
            left = {"roster": happened.record, "accounts": None, "now": entry.recorded_at}
            await happened.connection.execute(_RELEASE, left)


async def state_within(connection: AsyncConnection, network: str) -> Network | None:
    """Return a network as the caller's transaction sees it; None when it does not exist."""
    return (await records.state_within(connection, NETWORK, network)).state


@dataclass(frozen=True)
class Advanced:
    """A network after a slice, and the number of accounts still waiting."""

    entered: EnteredNetwork
    waiting: int
    receipts: Sequence[Receipt] = ()
    """Receipts of the facts recorded for accounts, for code that caches their standings."""


async def advance(database: Database, network: str, *, now: datetime, actor: str, most: int = SLICE) -> Advanced:
    """Record the ends of sanctions that have passed, and update the next accounts of the roster.

    Raises:
        ValueError: there is no such network.
        DatabaseAwayError: PostgreSQL cannot be reached; what was committed stays, and is not done again.
    """
    entered = await _settled(database, network, now=now, actor=actor)
    try:
        receipts = await _together(database, network, now=now, actor=actor, most=most)
    except DatabaseAwayError:
        raise
    except Exception as error:  # one account may be the cause; nothing was done, so try each alone
        log.warning("a roster is updated one by one", network=network, error=str(error))
        receipts = await _one_by_one(database, network, now=now, actor=actor, most=most)
    async with database.transaction() as connection:
        waiting: int = (await connection.execute(_WAITING, {"roster": network})).scalar_one()
    return Advanced(entered, waiting, receipts)


async def _settled(database: Database, network: str, *, now: datetime, actor: str) -> EnteredNetwork:
    """Return the network after the ends that have passed, each recorded at its own instant, not at the current one."""
    known = await records.state_of(database, NETWORK, network)
    while known.state is not None and (at := rules.next_end(known.state)) is not None and at <= now:
        known = await records.execute(database, Command(NETWORK, network, rules.settle, actor, at))
    if known.state is None:
        raise ValueError(f"there is no network {network}: is this the right database?")
    return known


async def members(
    database: Database,
    network: str,
    *,
    released: bool = False,
    after: Position | None = None,
    most: int = pages.USUAL,
) -> Page[Member]:
    """Return a page of the roster in the order of its accounts, including released ones if wanted."""
    named = {"network": network, "released": released}
    async with database.transaction() as connection:
        found = await pages.read(connection, _MEMBERS, ROSTER, named, after=after, most=most)
    return found.of(lambda row: Member.model_validate(dict(row._mapping)))


_OF_ACCOUNT: Final = select(_M.network).where(_M.account == bindparam("account"), _M.released_at.is_(None))


def called(sought: str) -> ColumnElement[bool]:
    """Return the condition for networks with this text in their name, or at the beginning of their identifier; small
    and capital letters are alike.
    """
    name = func.lower(RECORDS.c.state["name"].astext)
    return or_(name.contains(sought.lower(), autoescape=True), RECORDS.c.id.startswith(sought, autoescape=True))


async def network_of(database: Database, account: str) -> str | None:
    """Return the network whose roster has the account; None when none has."""
    async with database.transaction() as connection:
        found: str | None = (await connection.execute(_OF_ACCOUNT, {"account": account})).scalar_one_or_none()
    return found


async def _unsignable(connection: AsyncConnection, named: dict[str, object]) -> Refusal | None:
    named = {**named, "most": NAMED}
    unknown = (await connection.execute(_UNKNOWN, named)).scalars().all()
    if unknown:
        return no_account(", ".join(unknown))
    elsewhere = (await connection.execute(_ELSEWHERE, named)).all()
    if elsewhere:
        said = ", ".join(f"{row.account} ({row.network})" for row in elsewhere)
        return Refusal(
            code="signed_elsewhere",
            message=f"signed by another network already: {said}; have it release them first; nothing was changed",
            article=11,
        )
    return None


async def _together(database: Database, network: str, *, now: datetime, actor: str, most: int) -> list[Receipt]:
    async with database.transaction(Size.SLICE) as connection:
        requests = await _requests(connection, network, now=now, actor=actor, most=most)
        if not requests:
            return []
        done = await together.carry_out_together(connection, requests)
        await _reached(
            connection,
            network,
            [
                _result_of(one.receipt) if isinstance(one, Executed) else _failed(request.account, one)
                for request, one in zip(requests, done, strict=True)
            ],
        )
    return [one.receipt for one in done if isinstance(one, Executed)]


async def _one_by_one(database: Database, network: str, *, now: datetime, actor: str, most: int) -> list[Receipt]:
    receipts: list[Receipt] = []
    async with database.transaction() as connection:
        requests = await _requests(connection, network, now=now, actor=actor, most=most)
    for request in requests:
        try:
            receipts += await _alone(database, network, request)
        except DatabaseAwayError:
            raise
        except Exception as error:
            log.exception("an account of a roster failed", network=network, account=request.account)
            async with database.transaction() as connection:
                await _reached(connection, network, [_failed(request.account, error)])
    return receipts


async def _alone(database: Database, network: str, request: Request) -> list[Receipt]:
    async with database.transaction() as connection:
        still = await _requests(connection, network, now=request.now, actor=request.actor, most=1, only=request.account)
        receipts = [(await commands.carry_out(connection, one)).receipt for one in still]
        await _reached(connection, network, [_result_of(receipt) for receipt in receipts])
    return receipts


async def _requests(
    connection: AsyncConnection, network: str, *, now: datetime, actor: str, most: int, only: str | None = None
) -> list[Request]:
    named = {"roster": network, "most": most, "only": only}
    rows = (await connection.execute(_PENDING, named)).all()
    # Read after the rows are locked: a later decision marks them again.
    state = await state_within(connection, network)
    if state is None:
        return []
    return [Request(row.account, rules.follow(state, member=row.member), actor=actor, now=now) for row in rows]


@dataclass(frozen=True)
class _Result:
    """Result for one account."""

    account: str
    code: str | None = None
    message: str = ""


async def _reached(connection: AsyncConnection, network: str, results: Sequence[_Result]) -> None:
    await connection.execute(
        _REACHED,
        {
            "roster": network,
            "accounts": [one.account for one in results],
            "codes": [one.code for one in results],
            "messages": [one.message for one in results],
        },
    )


def _result_of(receipt: Receipt) -> _Result:
    refusal = receipt.refusal
    return _Result(receipt.account) if refusal is None else _Result(receipt.account, refusal.code, refusal.message)


def _failed(account: str, error: Exception) -> _Result:
    message = f"an internal error ({type(error).__name__}): `standing ledger verify` may say more; nothing was recorded"
    return _Result(account, "internal_error", message)
