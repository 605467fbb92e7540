"""Commands on many accounts in one transaction, in set-based statements: those that `GROUPED` names, those that show a
new profile, and registrations.

They are decided by the same functions as single commands (`ledger.accounts.commands.conclude`), and what they need is
read once for all. Lock order: the accounts, and all accounts of the holders who register, in the order of their
identifiers; then the holders in the order of their names.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts import by_two, commands, holding, registry, reviews
from ledger.accounts.commands import Concluded, Executed, Request, conclude, needs_record, require_version
from ledger.accounts.entanglements import entangled
from ledger.accounts.reviews import Looked
from ledger.store.clock import recording_instants
from ledger.store.locked import Held, Locked
from models.accounts.commands import Register, Seats
from models.accounts.profiles import Grounds


class EntangledError(Exception):
    """Raised when an overturn concerns more than its account; it must be carried out alone."""


@dataclass(frozen=True)
class _Locks:
    """Locked accounts and holders of a number of commands."""

    accounts: Mapping[str, Locked]
    seats: Mapping[str, Seats] = field(default_factory=dict)
    had: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Accounts that each holder who registers has or had."""

    def held(self, request: Request) -> Held | None:
        """Return the locks of one registration, as `holding.hold` returns them; None for another command."""
        if not isinstance(request.command, Register):
            return None
        holder = request.command.holder
        names = {request.account, *self.had.get(holder, ())}
        accounts = {name: self.accounts[name] for name in names if name in self.accounts}
        return Held(accounts, {holder: self.seats[holder]}, holder)


def names_of(request: Request) -> frozenset[str]:
    """Return the names that no two commands of a transaction may share: the account, and the holder who registers. The
    second command would not see the result of the first.
    """
    if isinstance(request.command, Register):
        return frozenset({f"account {request.account}", f"holder {request.command.holder}"})
    return frozenset({f"account {request.account}"})


async def carry_out_together(connection: AsyncConnection, requests: Sequence[Request]) -> list[Executed | Exception]:
    """Carry out commands within the caller's transaction, no two of which share a name (`names_of`). Returns the result
    of each, in their order. The caller handles idempotency.

    Raises:
        IntegrityError: another transaction has created one of the accounts meanwhile; nothing was done.
    """
    if not requests:
        return []
    locks = await _hold(connection, requests)
    concluded, failed = await _concluded(connection, requests, locks)
    done = {one.receipt.account: one for one in await commands.record(connection, concluded)}
    return [failed.get(request.account) or done[request.account] for request in requests]


async def overturn_together(connection: AsyncConnection, requests: Sequence[Request]) -> list[Executed | Exception]:
    """Carry out overturns on accounts that are not entangled, as `carry_out_together` does other commands. Returns the
    result of each, in their order.

    Raises:
        EntangledError: an account has become entangled meanwhile; nothing was done.
    """
    locks = await _hold(connection, requests)
    if await entangled(connection, requests):
        raise EntangledError
    concluded, failed = await _concluded(connection, requests, locks)
    done = {one.receipt.account: one for one in await commands.record(connection, concluded, alone=True)}
    return [failed.get(request.account) or done[request.account] for request in requests]


async def foreseen_together(connection: AsyncConnection, requests: Sequence[Request]) -> list[Executed | Exception]:
    """Return the result that each command would have now, in their order; nothing is locked or written. The commands
    are `GROUPED`, or overturn something on an account that is not closed.
    """
    if not requests:
        return []
    locks = _Locks(await holding.standings(connection, {request.account for request in requests}))
    concluded, failed = await _concluded(connection, requests, locks)
    done = {one.request.account: one.executed for one in concluded}
    return [failed.get(request.account) or done[request.account] for request in requests]


async def _hold(connection: AsyncConnection, requests: Sequence[Request]) -> _Locks:
    accounts = {request.account for request in requests}
    holders = {request.command.holder for request in requests if isinstance(request.command, Register)}
    if not holders:
        return _Locks(await holding.lock(connection, accounts))
    while True:
        had = await holding.accounts_of_each(connection, holders)
        wanted = accounts.union(*had.values())
        # As `holding.hold` does: accounts that were missing from the first lock must be locked with the others.
        savepoint = await connection.begin_nested()
        locked = await holding.lock(connection, wanted)
        seats = await registry.lock(connection, holders)
        now_had = await holding.accounts_of_each(connection, holders)
        if wanted.issuperset(chain.from_iterable(now_had.values())):
            await savepoint.commit()
            return _Locks(locked, seats, now_had)
        await savepoint.rollback()


async def _concluded(
    connection: AsyncConnection, requests: Sequence[Request], locks: _Locks
) -> tuple[list[Concluded], dict[str, Exception]]:
    """Decide each command on its account; return what was decided, and the errors by account."""
    types = await commands.recorded_types(connection, requests)
    findings = await commands.records(
        connection, [request.account for request in requests if needs_record(request.command)]
    )
    grounds = await _grounds(connection, requests, locks)
    decided = await by_two.needed_by(connection, [(request.account, request.command) for request in requests])
    instants = await recording_instants(connection, [request.now for request in requests])
    concluded: list[Concluded] = []
    failed: dict[str, Exception] = {}
    for request, instant in zip(requests, instants, strict=True):
        account = locks.accounts.get(request.account, Locked())
        held = locks.held(request)
        now = instant if held is None else _after_all(held, instant)
        actions = () if held is None else await holding.actions(connection, held, request.account, now)
        try:
            require_version(request, account)
            concluded.append(
                conclude(
                    request,
                    account,
                    now,
                    recorded=types.get(request.account, frozenset()),
                    record=findings.get(request.account, ()),
                    actions=actions,
                    seats=None if held is None else held.seats,
                    grounds=grounds.get(request.account),
                    decided=decided.get(request.account, ()),
                )
            )
        except Exception as error:  # only its own caller gets the error; the other commands go on
            failed[request.account] = error
    return concluded, failed


def _after_all(held: Held, now: datetime) -> datetime:
    """Return the instant, not before the facts of the holder's other accounts."""
    return max(now, *(one.standing.as_of for one in held.accounts.values() if one.standing is not None), now)


async def _grounds(
    connection: AsyncConnection, requests: Sequence[Request], locks: _Locks
) -> Mapping[str, Grounds | None]:
    """Return the grounds for a review of each command that is screened, by account."""
    screened = [request for request in requests if request.screen is not None]
    looked = [
        Looked(one.command, locks.accounts.get(one.account, Locked()).standing, one.screen, one.now) for one in screened
    ]
    found = await reviews.grounds_of_each(connection, looked)
    return {one.account: grounds for one, grounds in zip(screened, found, strict=True)}
