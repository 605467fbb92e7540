"""Rescreening: accounts in the order of their identifiers, batch by batch, and a case for each new finding (article 1).

Nothing is locked during the screening: a profile that changes meanwhile is screened by its own command. The identifier
of a case is derived from its finding, so that a repeated batch opens no second case.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts import exemptions
from ledger.accounts.reviews import LONGEST_TITLE, Screen, evidence_of
from ledger.cases import cases
from ledger.screening.lexicon import version_text
from ledger.store.database import Database, Size
from ledger.streams import records
from ledger.streams.records import Entered, Happened
from models.accounts.profiles import Grounds, Profile, Screened
from models.cases.cases import CaseKind
from models.cases.subjects import ImitationSuspected
from models.screening.lexicon import LexiconBody, LexiconState
from models.screening.rescreens import Because, Rescreen, RescreenBody, RescreenStatus, Started, Tally
from models.tables import RECORDS, STANDINGS
from regulation.articles.a01_identity import grounds_of
from regulation.cases.cases import opening
from regulation.screening.rescreens import RESCREEN, is_new, start, stop

ACTOR: Final = "rescreen"

_S: Final = STANDINGS.c
_D: Final = RECORDS.c
_NEXT: Final = (
    select(
        _S.account,
        _S.snapshot["holder"].astext.label("holder"),
        _S.snapshot["name"].astext.label("name"),
        func.coalesce(_S.snapshot["bio"].astext, "").label("bio"),
        func.coalesce(_S.snapshot["avatar"].astext, "").label("avatar"),
        func.coalesce(_S.snapshot["seen"].astext, "").label("seen"),
        _S.snapshot["closed_at"].astext.is_not(None).label("closed"),
    )
    .where(_S.account > bindparam("after"))
    .order_by(_S.account)
    .limit(bindparam("most"))
)
_COUNT: Final = select(func.count()).select_from(STANDINGS)
_OTHERS: Final = (
    select(_D.id)
    .where(_D.kind == bindparam("kind"), _D.status == bindparam("running"), _D.id != bindparam("rescreen"))
    .order_by(_D.id)
)


@dataclass(frozen=True)
class Batch:
    """Result of one batch."""

    last: str | None
    """Last account of the batch; None when there was none left."""
    tally: Tally
    lexicon: str = ""


async def begin(
    connection: AsyncConnection,
    rescreen: str,
    because: Because,
    *,
    actor: str,
    now: datetime,
    lexicon: str = "",
    reason: str = "",
) -> Entered[RescreenBody, Rescreen]:
    """Start the screening of all accounts, within the caller's transaction; the relay starts the workflow."""
    started = await _started(connection, because, lexicon, reason)
    return await records.enter(connection, records.Command(RESCREEN, rescreen, start(started), actor=actor, now=now))


async def replace_others(happened: Happened[RescreenBody, Rescreen]) -> None:
    """React to a start: stop the running ones, since this one screens all accounts that they had left, with newer
    lists.
    """
    connection, command = happened.connection, happened.command
    named = {"kind": RESCREEN.kind, "running": RescreenStatus.RUNNING, "rescreen": happened.record}
    for other in (await connection.execute(_OTHERS, named)).scalars().all():
        superseded = stop(f"{happened.record} screens all accounts again")
        await records.enter(
            connection, records.Command(RESCREEN, other, superseded, actor=command.actor, now=command.now)
        )


async def begin_after_change(happened: Happened[LexiconBody, LexiconState]) -> None:
    """React to a change of the lexicon: all accounts are screened again."""
    version = version_text(happened.entries[-1].seq)
    await begin(
        happened.connection,
        f"lexicon-{version}",
        "lexicon",
        actor=happened.actor,
        now=happened.command.now,
        lexicon=version,
    )


async def started(database: Database, because: Because, reason: str = "") -> Started:
    """Return the entry of a start, with the number of accounts to screen."""
    async with database.transaction() as connection:
        return await _started(connection, because, "", reason)


async def _started(connection: AsyncConnection, because: Because, lexicon: str, reason: str) -> Started:
    accounts = (await connection.execute(_COUNT)).scalar_one()
    return Started(because=because, lexicon=lexicon, accounts=accounts, reason=reason)


async def look_at_next(database: Database, screen: Screen, *, after: str, most: int, now: datetime) -> Batch:
    """Screen the next accounts, and open a case for each new finding.

    Raises:
        DatabaseAwayError: when the database cannot be reached; the batch can be repeated.
    """
    async with database.transaction() as connection:
        rows = (await connection.execute(_NEXT, {"after": after, "most": most})).all()
        owned = await exemptions.names(connection, now)
    if not rows:
        return Batch(None, Tally())
    live = [row for row in rows if not row.closed]
    # On a thread: it takes some tens of milliseconds, during which the worker's other work goes on.
    found, lexicon = await asyncio.to_thread(_found, live, screen, owned)
    fresh = [(row, grounds, screened) for row, grounds, screened in found if is_new(grounds.finding, row.seen)]
    opened = await _open(database, fresh, now) if fresh else 0
    return Batch(rows[-1].account, Tally(looked_at=len(rows), found=len(found), opened=opened), lexicon=lexicon)


_Finding = tuple[Any, Grounds, Screened]


def _found(rows: Sequence[Any], screen: Screen, owned: Mapping[str, frozenset[str]]) -> tuple[list[_Finding], str]:
    found: list[_Finding] = []
    lexicon = ""
    for row in rows:
        screened = screen(Profile.trusted(name=row.name, bio=row.bio, avatar=row.avatar))
        lexicon = screened.lexicon
        if not screened.seen:
            continue
        grounds = grounds_of(screened, owned.get(row.holder, frozenset()))
        if grounds is not None:
            found.append((row, grounds, screened))
    return found, lexicon


async def _open(database: Database, findings: Sequence[_Finding], now: datetime) -> int:
    """Open cases for the findings that have none yet; return the number opened."""
    opened = 0
    async with database.transaction(Size.SLICE) as connection:
        for row, grounds, screened in findings:
            case = cases.case_id("impersonation", f"{row.account}:{grounds.finding}")
            imitated = next((one.protected for one in screened.seen), "")
            entered = await cases.opened(
                connection,
                case,
                opening(
                    CaseKind.IMPERSONATION,
                    now,
                    account=row.account,
                    title=f"{row.name}: {grounds}"[:LONGEST_TITLE],
                    subject=ImitationSuspected(imitated=imitated, finding=grounds.finding),
                ),
                evidence_of(grounds),
                actor=ACTOR,
                now=now,
            )
            opened += entered.refusal is None
    return opened
