"""Previews of commands on networks: the real transaction with what follows for the roster, rolled back (dry run)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger import rehearsing
from ledger.accounts import together
from ledger.accounts.commands import Executed, Request
from ledger.accounts.reading import standings_within
from ledger.events import feed
from ledger.networks.networks import EnteredNetwork, NetworkCommand
from ledger.store.database import Database
from ledger.streams import records
from ledger.streams.records import Act
from models.accounts.commands import Receipt
from models.accounts.standing import Standing
from models.networks import Network, NetworkBody
from models.tables import NETWORK_MEMBERS
from regulation import networks as rules
from regulation.cases.previews import AccountEffect, EventForeseen, StatementForeseen
from regulation.standing.verdicts import reason_of

LISTED: Final = 20
"""Accounts whose effects a preview lists; the others are counted."""
LOOKED_AT: Final = 2000
"""Accounts that a preview decides at most; those after them are counted as not looked at."""

_SLICE: Final = 200
_M: Final = NETWORK_MEMBERS.c
_PENDING: Final = (
    select(_M.account, _M.released_at.is_(None).label("member"))
    .where(_M.network == bindparam("roster"), _M.pending)
    .order_by(_M.account)
    .limit(LOOKED_AT)
)
_COUNT: Final = select(func.count()).select_from(NETWORK_MEMBERS).where(_M.network == bindparam("roster"), _M.pending)


@dataclass(frozen=True)
class Foreseen:
    """What a command on a network would do."""

    entered: EnteredNetwork
    changed: int = 0
    """Accounts that would change."""
    unchanged: int = 0
    """Accounts that have been or are on the roster, and would stay as they are."""
    refused: int = 0
    """Accounts whose own state refuses it: closed ones."""
    not_looked_at: int = 0
    """Accounts after the first `LOOKED_AT`."""
    accounts: tuple[AccountEffect, ...] = ()
    events: tuple[EventForeseen, ...] = ()
    statements: tuple[StatementForeseen, ...] = ()


async def preview(
    database: Database, command: NetworkCommand, act: Act[NetworkBody, Network] | None = None
) -> Foreseen:
    """Return what the command would do now; nothing of it is recorded, and its idempotency key stays free.

    Raises:
        RecordConflictError: the network is at another version than expected.
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    asked = replace(command, key=None)
    return await rehearsing.rehearsed(database, lambda connection: _rehearsed(connection, asked, act))


async def _rehearsed(
    connection: AsyncConnection, command: NetworkCommand, act: Act[NetworkBody, Network] | None
) -> Foreseen:
    newest = await feed.newest_within(connection)
    savepoint = await connection.begin_nested()
    entered = await (act or records.enter)(connection, command)
    if entered.refusal is not None or entered.state is None:
        return Foreseen(entered)
    reached = await reach(connection, entered.state, actor=command.actor, now=command.now)
    receipts = reached.receipts
    accounts = [receipt.account for receipt in receipts]
    after = await standings_within(connection, accounts)
    events = await feed.written_within(connection, newest)
    await savepoint.rollback()
    before = await standings_within(connection, accounts)
    return Foreseen(
        entered,
        changed=reached.changed,
        unchanged=reached.unchanged,
        refused=reached.refused,
        not_looked_at=reached.not_looked_at,
        accounts=tuple(rehearsing.effect_of(before[one.account], after[one.account], one.facts) for one in receipts),
        events=tuple(map(rehearsing.foreseen, events)),
        statements=tuple(_statements(before, after, accounts)),
    )


@dataclass(frozen=True)
class Reached:
    """What a decision about a network, already entered in this transaction, does to the roster."""

    receipts: tuple[Receipt, ...]
    """Receipts of the first accounts that change, whose facts are recorded in this transaction."""
    changed: int
    unchanged: int
    refused: int
    not_looked_at: int


async def reach(
    connection: AsyncConnection, network: Network, *, actor: str, now: datetime, listed: int = LISTED
) -> Reached:
    """Decide the accounts that the decision has marked, and record the facts of the first `listed` that change."""
    rows = (await connection.execute(_PENDING, {"roster": network.id})).all()
    count: int = (await connection.execute(_COUNT, {"roster": network.id})).scalar_one()
    requests = [Request(row.account, rules.follow(network, member=row.member), actor=actor, now=now) for row in rows]
    found = await _foreseen(connection, requests)
    changing = {one.account for one in [one for one in found if one.facts][:listed]}
    done = await together.carry_out_together(connection, [one for one in requests if one.account in changing])
    counted = Counter("refused" if one.refusal else "changed" if one.facts else "unchanged" for one in found)
    return Reached(
        tuple(one.receipt for one in done if isinstance(one, Executed) and one.receipt.facts),
        counted["changed"],
        counted["unchanged"],
        counted["refused"],
        count - len(requests),
    )


async def _foreseen(connection: AsyncConnection, requests: Sequence[Request]) -> list[Receipt]:
    found: list[Receipt] = []
    for place in range(0, len(requests), _SLICE):
        done = await together.foreseen_together(connection, requests[place : place + _SLICE])
        found += [one.receipt for one in done if isinstance(one, Executed)]
    return found


def _statements(
    before: dict[str, Standing], after: dict[str, Standing], accounts: Sequence[str]
) -> Iterable[StatementForeseen]:
    """Yield what the holders would read of the new restrictions: a network's sanction has no statement of its own on
    each account, but a reason with every refusal and on the holder's page.
    """
    for account in accounts:
        known = before[account].restrictions
        reasons = [reason_of(one) for one in after[account].restrictions if one not in known]
        for cause in dict.fromkeys(reason.cause for reason in reasons):
            said = [reason for reason in reasons if reason.cause == cause]
            yield StatementForeseen(
                account=account,
                action=cause,
                zh="\n".join(f"{one.message_zh}。" for one in said),
                en="\n".join(f"{one.message}." for one in said),
            )
