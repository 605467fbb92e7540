"""Verification and rebuilding: the hash chain of each account is recomputed, its facts are folded again, and both are
compared.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy import bindparam, func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.chain import GENESIS, as_written, fact_from
from ledger.store.database import Database, Size
from ledger.store.statements import one_of, written_json
from ledger.streams import list_rows, search_rows
from models.accounts.facts import reference_of
from models.accounts.standing import Standing
from models.tables import FACTS, STANDINGS
from regulation.standing.boundaries import next_boundary
from regulation.standing.fold import apply

_ACCOUNTS_PER_PAGE: Final = 500

_F: Final = FACTS.c
_S: Final = STANDINGS.c
_KNOWN: Final = select(_S.account).union(select(_F.account)).subquery("known")
_COUNT: Final = select(func.count()).select_from(_KNOWN)
_ACCOUNTS: Final = (
    select(_KNOWN.c.account)
    .where(_KNOWN.c.account > bindparam("after"))
    .order_by(_KNOWN.c.account)
    .limit(bindparam("most"))
)
_FACTS: Final = (
    select(_F.account, _F.seq, _F.type, _F.ref, _F.effective_at, _F.recorded_at, _F.actor, _F.body, _F.hash)
    .where(one_of(_F.account, "accounts"))
    .order_by(_F.account, _F.seq)
)
_STANDINGS: Final = select(_S.account, _S.version, _S.snapshot, _S.head, _S.settled_until, _S.next_boundary).where(
    one_of(_S.account, "accounts")
)
_LOCK: Final = select(literal(1)).where(one_of(_S.account, "accounts")).order_by(_S.account).with_for_update()
_BESIDE: Final = ("version", "head", "settled_until", "next_boundary")
_FOLDED: Final = insert(STANDINGS).values(
    **{name: bindparam(name) for name in ("account", *_BESIDE)}, snapshot=written_json("folded")
)
_REWRITE: Final = _FOLDED.on_conflict_do_update(
    index_elements=["account"], set_={name: _FOLDED.excluded[name] for name in ("snapshot", *_BESIDE)}
).returning(func.pg_notify("standing_changed", _S.account + " 2147483647"))
"""Rewriting of standings. The version in a process's memory may be wrong, whatever its number; so the watches are
notified of the highest number.
"""


@dataclass(frozen=True)
class Fault:
    """A deviation in the ledger: its place, and what is wrong."""

    account: str
    seq: int | None
    """Number of the fact concerned; None when the fault is in the standing."""
    what: str
    repairable: bool = False
    """Whether folding the facts again repairs it. Where facts are missing or changed, the standing is evidence."""

    def __str__(self) -> str:
        place = "standing" if self.seq is None else f"fact {self.seq}"
        return f"account {self.account}, {place}: {self.what}"


class BeyondRepairError(ValueError):
    """Raised when the facts of accounts are not as they were written; the standings that are left were not touched."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} accounts were left as they are: {'; '.join(map(str, faults[:10]))}")
        self.faults = tuple(faults)


class _BrokenError(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True)
class _Account:
    account: str
    facts: list[dict[str, Any]]
    row: dict[str, Any] | None


async def count(database: Database) -> int:
    """Return the number of accounts to verify."""
    async with database.transaction(Size.SLICE) as connection:
        total: int = (await connection.execute(_COUNT)).scalar_one()
    return total


async def verify(database: Database, advance: Callable[[int], None] = lambda _: None) -> AsyncIterator[Fault]:
    """Yield every fault in the ledger; `advance` is called with the number of accounts verified."""
    async for page in _pages(database):
        for one in page:
            for fault in _faults(one):
                yield fault
        advance(len(page))


async def rebuild(database: Database, advance: Callable[[int], None] = lambda _: None) -> int:
    """Fold every account again and replace the standings that differ. Returns the number replaced.

    Raises:
        BeyondRepairError: at the end, when there were accounts whose facts are missing or changed.
    """
    changed = 0
    broken: list[Fault] = []
    async for page in _pages(database):
        faults = [fault for one in page if (fault := next(_faults(one), None)) is not None]
        broken += [fault for fault in faults if not fault.repairable]
        if stale := [fault.account for fault in faults if fault.repairable]:
            changed += await _rewrite(database, stale)
        advance(len(page))
    if broken:
        raise BeyondRepairError(broken)
    return changed


async def _rewrite(database: Database, accounts: list[str]) -> int:
    """Verify the accounts again under their locks, and replace the standings: a command may have come first, and its
    standing must stay.
    """
    async with database.transaction(Size.SLICE) as connection:
        await connection.execute(_LOCK, {"accounts": accounts})
        rewritten = [
            _due(one)
            for one in await _read(connection, accounts)
            if (fault := next(_faults(one), None)) is not None and fault.repairable
        ]
        if rewritten:
            await connection.execute(_REWRITE, rewritten)
            folded = [(Standing.model_validate_json(one["folded"]), one["settled_until"]) for one in rewritten]
            await search_rows.put(connection, folded)
            await list_rows.put(connection, [standing.account for standing, _ in folded])
    return len(rewritten)


async def _pages(database: Database) -> AsyncIterator[list[_Account]]:
    after = ""
    while True:
        # Read both tables at one moment: a command between two reads would look like a fault.
        async with database.snapshot(Size.SLICE) as connection:
            named = {"after": after, "most": _ACCOUNTS_PER_PAGE}
            accounts = list((await connection.execute(_ACCOUNTS, named)).scalars())
            page = await _read(connection, accounts)
        if not page:
            return
        yield page
        after = accounts[-1]


async def _read(connection: AsyncConnection, accounts: list[str]) -> list[_Account]:
    facts = (await connection.execute(_FACTS, {"accounts": accounts})).mappings().all()
    rows = (await connection.execute(_STANDINGS, {"accounts": accounts})).mappings().all()
    by_account = {account: list(group) for account, group in groupby(facts, key=lambda row: row["account"])}
    standings = {row["account"]: dict(row) for row in rows}
    return [
        _Account(account, [dict(row) for row in by_account.get(account, [])], standings.get(account))
        for account in accounts
    ]


def _faults(one: _Account) -> Iterator[Fault]:
    try:
        standing = _folded(one)
    except _BrokenError as broken:
        yield broken.fault
        return
    row = one.row
    if standing is None:
        yield Fault(one.account, None, "exists although there are no facts: they were removed")
    elif row is None:
        what = f"is missing although there are {len(one.facts)} facts; rebuild the ledger"
        yield Fault(one.account, None, what, repairable=True)
    elif row["version"] > standing.version:
        yield Fault(one.account, standing.version + 1, "is missing: facts were removed from the end")
    elif row["version"] < 1 or row["head"] != one.facts[row["version"] - 1]["hash"]:
        yield Fault(one.account, max(1, row["version"]), "is not the fact that the standing was folded from")
    elif row["version"] != standing.version or _kept(row) != standing:
        yield Fault(one.account, None, "differs from the fold of its facts; rebuild the ledger", repairable=True)
    elif row["next_boundary"] != next_boundary(standing, row["settled_until"]):
        what = "its next boundary is not the one that follows from it; rebuild the ledger"
        yield Fault(one.account, None, what, repairable=True)


def _folded(one: _Account) -> Standing | None:
    """Return the fold of the facts, each verified.

    Raises:
        _BrokenError: with the first fact that is not as it was written.
    """
    previous = GENESIS
    standing: Standing | None = None
    for place, row in enumerate(one.facts, start=1):
        if row["seq"] != place:
            raise _BrokenError(Fault(one.account, place, f"is missing; the next fact there is has number {row['seq']}"))
        if not as_written(previous, row):
            what = "its content does not match its hash: it was changed after it was recorded"
            raise _BrokenError(Fault(one.account, place, what))
        previous = row["hash"]
        try:
            fact = fact_from(row)
            standing = apply(standing, fact)
        except (ValueError, KeyError, StopIteration) as error:
            raise _BrokenError(Fault(one.account, place, f"cannot be folded: {error}")) from error
        # The hash covers the body alone; these two columns repeat a part of it, and commands look facts up by them.
        if (row["type"], row["ref"]) != (fact.body.type, reference_of(fact.body)):
            raise _BrokenError(Fault(one.account, place, "its type or ref is not the one in its body"))
    return standing


def _kept(row: dict[str, Any]) -> Standing | None:
    """Return the standing that the row holds; None when it cannot be read."""
    try:
        return Standing.model_validate(row["snapshot"])
    except ValidationError:
        return None


def _due(one: _Account) -> dict[str, Any]:
    """Return the standing row as it should be."""
    standing = _folded(one)
    if standing is None:
        raise AssertionError("only an account with facts is rebuilt")
    settled_until = standing.as_of if one.row is None else one.row["settled_until"]
    return {
        "account": one.account,
        "version": standing.version,
        "folded": standing.model_dump_json(),
        "head": one.facts[-1]["hash"],
        "settled_until": settled_until,
        "next_boundary": next_boundary(standing, settled_until),
    }
