"""Verify and rebuild: the chain of each account is recomputed, its facts are folded again, and both are compared."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from sqlalchemy import text

from ledger.chain import GENESIS, fact_from, hash_of
from ledger.database import Database
from models.standing import Standing
from regulation.boundaries import next_boundary
from regulation.fold import apply

_ACCOUNTS_PER_PAGE: Final = 500

_COUNT: Final = text("SELECT count(*) FROM (SELECT account FROM standings UNION SELECT account FROM facts) AS known")
_ACCOUNTS: Final = text(
    """
    SELECT account FROM (SELECT account FROM standings UNION SELECT account FROM facts) AS known
    WHERE account > :after ORDER BY account LIMIT :most
    """
)
_FACTS: Final = text(
    """
    SELECT account, seq, effective_at, recorded_at, actor, body, hash FROM facts
    WHERE account = ANY(CAST(:accounts AS text[])) ORDER BY account, seq
    """
)
_STANDINGS: Final = text(
    """
    SELECT account, version, snapshot, head, settled_until, next_boundary FROM standings
    WHERE account = ANY(CAST(:accounts AS text[]))
    """
)
_REWRITE: Final = text(
    """
    INSERT INTO standings (account, version, snapshot, head, settled_until, next_boundary)
    VALUES (:account, :version, CAST(:snapshot AS jsonb), :head, :settled_until, :next_boundary)
    ON CONFLICT (account) DO UPDATE SET
        version = excluded.version, snapshot = excluded.snapshot, head = excluded.head,
        settled_until = excluded.settled_until, next_boundary = excluded.next_boundary
    """
)


@dataclass(frozen=True)
class Fault:
    """Something in the ledger is not as it was written: where, and what."""

    account: str
    seq: int | None
    """The fact concerned; None when it is the standing."""
    what: str

    def __str__(self) -> str:
        place = "standing" if self.seq is None else f"fact {self.seq}"
        return f"account {self.account}, {place}: {self.what}"


@dataclass(frozen=True)
class _Account:
    account: str
    facts: list[dict[str, Any]]
    row: dict[str, Any] | None


async def count(database: Database) -> int:
    """How many accounts there are to look at."""
    async with database.transaction() as connection:
        total: int = (await connection.execute(_COUNT)).scalar_one()
    return total


async def verify(database: Database, advance: Callable[[int], None] = lambda _: None) -> AsyncIterator[Fault]:
    """Every fault in the ledger; `advance` is told how many accounts were looked at."""
    async for page in _pages(database):
        for one in page:
            for fault in _faults(one):
                yield fault
        advance(len(page))


async def rebuild(database: Database, advance: Callable[[int], None] = lambda _: None) -> int:
    """Fold every account again and replace the standings that differ; says how many did.

    Raises:
        ValueError: when an account's facts cannot be folded; nothing of its page is changed.
    """
    changed = 0
    async for page in _pages(database):
        stale = [rebuilt for one in page if (rebuilt := _rebuilt(one)) is not None]
        if stale:
            async with database.transaction() as connection:
                await connection.execute(_REWRITE, stale)
        changed += len(stale)
        advance(len(page))
    return changed


async def _pages(database: Database) -> AsyncIterator[list[_Account]]:
    after = ""
    while True:
        async with database.transaction() as connection:
            named = {"after": after, "most": _ACCOUNTS_PER_PAGE}
            accounts = list((await connection.execute(_ACCOUNTS, named)).scalars())
            if not accounts:
                return
            # One snapshot of both tables: a command between the two reads would look like a fault.
            await connection.execute(text("LOCK TABLE standings IN SHARE MODE"))
            facts = (await connection.execute(_FACTS, {"accounts": accounts})).mappings().all()
            rows = (await connection.execute(_STANDINGS, {"accounts": accounts})).mappings().all()
        by_account = {account: list(group) for account, group in groupby(facts, key=lambda row: row["account"])}
        standings = {row["account"]: dict(row) for row in rows}
        yield [
            _Account(account, [dict(row) for row in by_account.get(account, [])], standings.get(account))
            for account in accounts
        ]
        after = accounts[-1]


def _faults(one: _Account) -> Iterator[Fault]:
    previous = GENESIS
    standing: Standing | None = None
    for place, row in enumerate(one.facts, start=1):
        if row["seq"] != place:
            yield Fault(one.account, place, f"is missing; the next fact there is has number {row['seq']}")
            return
        linked = hash_of(previous, **{key: row[key] for key in _HASHED})
        if linked != row["hash"]:
            yield Fault(one.account, place, "its content does not match its hash: it was changed after it was recorded")
            return
        previous = linked
        try:
            standing = apply(standing, fact_from(row))
        except (ValueError, KeyError, StopIteration) as error:
            yield Fault(one.account, place, f"cannot be folded: {error}")
            return
    if one.row is None:
        yield Fault(one.account, None, f"is missing although there are {len(one.facts)} facts; rebuild the ledger")
    elif standing is None:
        yield Fault(one.account, None, "exists although there are no facts: they were removed")
    elif one.row["version"] > standing.version:
        yield Fault(one.account, standing.version + 1, "is missing: facts were removed from the end")
    elif one.row["head"] != previous:
        yield Fault(one.account, standing.version, "is not the fact that the standing was folded from")
    elif Standing.model_validate(one.row["snapshot"]) != standing:
        yield Fault(one.account, None, "differs from the fold of its facts; rebuild the ledger")
    elif one.row["next_boundary"] != next_boundary(standing, one.row["settled_until"]):
        yield Fault(one.account, None, "its next boundary is not the one that follows from it; rebuild the ledger")


_HASHED: Final = ("account", "seq", "effective_at", "recorded_at", "actor", "body")


def _rebuilt(one: _Account) -> dict[str, Any] | None:
    """The standing row as it should be, or None when it is."""
    standing: Standing | None = None
    for row in one.facts:
        standing = apply(standing, fact_from(row))
    if standing is None:
        return None
    settled_until = standing.as_of if one.row is None else one.row["settled_until"]
    due = {
        "account": one.account,
        "version": standing.version,
        "head": one.facts[-1]["hash"],
        "settled_until": settled_until,
        "next_boundary": next_boundary(standing, settled_until),
    }
    same = (
        one.row is not None
        and all(one.row[key] == due[key] for key in due)
        and Standing.model_validate(one.row["snapshot"]) == standing
    )
    return None if same else {**due, "snapshot": standing.model_dump_json()}
