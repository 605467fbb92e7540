"""Networks in the ledger: what is decided about one is marked on its roster in the same transaction, and reaches the
accounts in slices; a fact and its mark are one transaction, so that a second time finds nothing left to do.

Lock order: the network, then rosters, then accounts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog
from sqlalchemy import Boolean, bindparam, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts import commands, group_commit
from ledger.accounts.commands import Executed, Request
from ledger.store import pages
from ledger.store.clock import recording_instant
from ledger.store.database import Database, DatabaseAwayError, Size
from ledger.store.pages import Order, Page, Position
from ledger.streams import records
from ledger.streams.records import Command, Entered, Happened
from models.accounts.commands import Receipt, Refusal
from models.networks import Member, Network, NetworkBody, NetworkMeasure, NetworkSanctioned
from models.tables import NETWORK_MEMBERS
from regulation import networks as rules
from regulation.networks import NETWORK

NetworkCommand = Command[NetworkBody, Network]
EnteredNetwork = Entered[NetworkBody, Network]

SLICE: Final = 20
"""Accounts in one transaction: enough to share a commit, few enough that nobody waits long for one of them, and that
their time of recording is the time at which answers change, to within a tenth of a second.
"""
NAMED: Final = 5
"""Accounts that a refusal names."""

_ROSTERS: Final = text("SELECT pg_advisory_xact_lock(hashtextextended('rosters', 20230710))")
_UNKNOWN: Final = text(
    """
    SELECT account FROM unnest(CAST(:accounts AS text[])) AS account
    WHERE NOT EXISTS (SELECT 1 FROM standings s WHERE s.account = account.account) ORDER BY 1 LIMIT :most
    """
)
_ELSEWHERE: Final = text(
    """
    SELECT account, network FROM network_members
    WHERE account = ANY(CAST(:accounts AS text[])) AND released_at IS NULL AND network <> :network
    ORDER BY account LIMIT :most
    """
)
_SIGN: Final = text(
    """
    INSERT INTO network_members (network, account, signed_at, pending)
    SELECT :network, account, :now, true FROM unnest(CAST(:accounts AS text[])) AS account
    ON CONFLICT (network, account) DO UPDATE SET signed_at = :now, released_at = NULL, pending = true
    WHERE network_members.released_at IS NOT NULL
    RETURNING account
    """
)
_RELEASE: Final = text(
    """
    UPDATE network_members SET released_at = :now, pending = true
    WHERE network = :network AND released_at IS NULL
      AND (CAST(:accounts AS text[]) IS NULL OR account = ANY(CAST(:accounts AS text[])))
    RETURNING account
    """
)
_MARK: Final = text("UPDATE network_members SET pending = true WHERE network = :network")
_PENDING: Final = text(
    """
    SELECT account, released_at IS NULL AS member FROM network_members
    WHERE network = :network AND pending AND (CAST(:only AS text) IS NULL OR account = :only)
    ORDER BY account LIMIT :most FOR UPDATE
    """
)
_REACHED: Final = text(
    """
    UPDATE network_members AS m SET pending = false, code = now.code, message = now.message
    FROM unnest(CAST(:accounts AS text[]), CAST(:codes AS text[]), CAST(:messages AS text[]))
         AS now (account, code, message)
    WHERE m.network = :network AND m.account = now.account
    """
)
_WAITING: Final = text("SELECT count(*) FROM network_members WHERE network = :network AND pending")
_M: Final = NETWORK_MEMBERS.c
ROSTER: Final = Order("roster", (_M.account,))
_MEMBERS: Final = select(_M.account, _M.signed_at, _M.released_at, _M.pending, _M.code, _M.message).where(
    _M.network == bindparam("network"), or_(bindparam("released", type_=Boolean), _M.released_at.is_(None))
)

log = structlog.get_logger("networks")


@dataclass(frozen=True)
class Roster:
    """A change of a roster: who comes and who leaves; the same twice changes nothing."""

    signed: Sequence[str] = ()
    released: Sequence[str] = ()

    async def enter(self, connection: AsyncConnection, command: NetworkCommand) -> EnteredNetwork:
        """Change it within the caller's transaction. One account that cannot be signed, and nothing is changed."""
        await records.lock(connection, NETWORK.kind, command.dossier)
        # One roster at a time, all over: an account that two networks sign at once has one of them.
        await connection.execute(_ROSTERS)
        now = await recording_instant(connection, command.now)
        named = {"network": command.dossier, "accounts": list(self.signed), "now": now}
        refusal = await _unsignable(connection, named)
        savepoint = await connection.begin_nested()
        signed = released = 0
        if refusal is None:
            gone = {**named, "accounts": list(self.released)}
            released = len((await connection.execute(_RELEASE, gone)).all())
            signed = len((await connection.execute(_SIGN, named)).all())
        decide = rules.change_roster(signed, released)
        entered = await records.enter(connection, Command(NETWORK, command.dossier, decide, command.actor, command.now))
        refusal = entered.refusal or refusal
        if refusal is None:
            await savepoint.commit()
            return entered
        await savepoint.rollback()
        return Entered(command.dossier, entered.version, entered.state, refusal=refusal)


async def mark_roster(happened: Happened[NetworkBody, Network]) -> None:
    """React to a sanction and to its end: it is to reach every account of the roster."""
    await happened.connection.execute(_MARK, {"network": happened.dossier})


async def release_expelled(happened: Happened[NetworkBody, Network]) -> None:
    """React to an expulsion: the network has no accounts any more."""
    for entry in happened.entries:
        if isinstance(entry.body, NetworkSanctioned) and entry.body.terms.measure is NetworkMeasure.EXPEL:
            left = {"network": happened.dossier, "accounts": None, "now": entry.recorded_at}
            await happened.connection.execute(_RELEASE, left)


async def state_within(connection: AsyncConnection, network: str) -> Network | None:
    """A network as the caller's transaction sees it."""
    return (await records.state_within(connection, NETWORK, network)).state


@dataclass(frozen=True)
class Advanced:
    """How a network stands after a slice, and how many accounts wait still."""

    entered: EnteredNetwork
    waiting: int
    receipts: Sequence[Receipt] = ()
    """What was recorded for accounts, for whoever keeps their standings in memory."""


async def advance(database: Database, network: str, *, now: datetime, actor: str, most: int = SLICE) -> Advanced:
    """Record the ends that have come, and bring the next accounts in line.

    Raises:
        ValueError: there is no such network.
        DatabaseAwayError: PostgreSQL cannot be reached; what was committed stays, and is not done again.
    """
    entered = await _settled(database, network, now=now, actor=actor)
    try:
        receipts = await _together(database, network, now=now, actor=actor, most=most)
    except DatabaseAwayError:
        raise
    except Exception as error:  # it may be one account's alone: nothing was done, so find out whose
        log.warning("a roster is brought in line one by one", network=network, error=str(error))
        receipts = await _one_by_one(database, network, now=now, actor=actor, most=most)
    async with database.transaction() as connection:
        waiting: int = (await connection.execute(_WAITING, {"network": network})).scalar_one()
    return Advanced(entered, waiting, receipts)


async def _settled(database: Database, network: str, *, now: datetime, actor: str) -> EnteredNetwork:
    """The network after the ends that have come, each stamped with its own time, not with the time of looking."""
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
    """A page of the roster in the order of its accounts; with those who have left, if wanted."""
    named = {"network": network, "released": released}
    async with database.transaction() as connection:
        found = await pages.read(connection, _MEMBERS, ROSTER, named, after=after, most=most)
    return found.of(lambda row: Member.model_validate(dict(row._mapping)))


async def _unsignable(connection: AsyncConnection, named: dict[str, object]) -> Refusal | None:
    named = {**named, "most": NAMED}
    unknown = (await connection.execute(_UNKNOWN, named)).scalars().all()
    if unknown:
        return Refusal(
            code="unknown_account",
            message=f"there is no account {', '.join(unknown)}: register it first; nothing was changed",
        )
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
        done = await group_commit.carry_out_together(connection, requests)
        await _reached(
            connection,
            network,
            [
                _came_of(one.receipt) if isinstance(one, Executed) else _failed(request.account, one)
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
        await _reached(connection, network, [_came_of(receipt) for receipt in receipts])
    return receipts


async def _requests(
    connection: AsyncConnection, network: str, *, now: datetime, actor: str, most: int, only: str | None = None
) -> list[Request]:
    named = {"network": network, "most": most, "only": only}
    rows = (await connection.execute(_PENDING, named)).all()
    # Read after the rows are locked: what is decided later marks them again.
    state = await state_within(connection, network)
    if state is None:
        return []
    return [Request(row.account, rules.follow(state, member=row.member), actor=actor, now=now) for row in rows]


@dataclass(frozen=True)
class _CameOf:
    """What came of one account."""

    account: str
    code: str | None = None
    message: str = ""


async def _reached(connection: AsyncConnection, network: str, came_of: Sequence[_CameOf]) -> None:
    await connection.execute(
        _REACHED,
        {
            "network": network,
            "accounts": [one.account for one in came_of],
            "codes": [one.code for one in came_of],
            "messages": [one.message for one in came_of],
        },
    )


def _came_of(receipt: Receipt) -> _CameOf:
    refusal = receipt.refusal
    return _CameOf(receipt.account) if refusal is None else _CameOf(receipt.account, refusal.code, refusal.message)


def _failed(account: str, error: Exception) -> _CameOf:
    message = f"a fault of ours ({type(error).__name__}): `standing ledger verify` may say more; nothing was recorded"
    return _CameOf(account, "internal_error", message)
