"""Exposures in the ledger: drawn up and withdrawn with the decision that they publish, readable by everybody (article
13).

Lock order: exposures after everything else. A transaction that has locked an exposure locks nothing more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store import pages
from ledger.store.database import Database
from ledger.store.pages import Order, Page, Position
from ledger.store.statements import fixed, one_of, unless_none
from ledger.streams import records
from ledger.streams.records import Command, Happened
from models.accounts.commands import Refusal
from models.accounts.standing import Standing
from models.cases.cases import Case, CaseBody, Decision
from models.cases.subjects import Exposing
from models.exposures import KIND, Exposure
from models.tables import RECORDS, STANDINGS
from regulation import exposures as rules
from regulation.articles.a13_exposure import EXPOSED
from regulation.exposures import EXPOSURE, About, overturn, unfit

_D: Final = RECORDS.c
_ABOUT: Final = select(STANDINGS.c.snapshot).where(one_of(STANDINGS.c.account, "accounts"))
_OF_ACCOUNT: Final = (
    select(_D.id, _D.state)
    .where(_D.kind == bindparam("kind"), _D.account == bindparam("account"))
    .order_by(_D.id)
    .with_for_update()
)
_OF_CASE: Final = (
    select(_D.id)
    .where(_D.kind == bindparam("kind"), _D.state["case"].astext == bindparam("case"))
    .order_by(_D.id)
    .with_for_update()
)
_BY_CHANGE: Final = Order("public exposures", (_D.changed_at, _D.id), descending=True)
_PUBLIC: Final = select(_D.id, _D.changed_at, _D.state).where(
    _D.kind == fixed(KIND), _D.state["published_at"].astext.is_not(None)
)
_BY_OPENING: Final = Order("exposures", (_D.opened_at, _D.id), descending=True)
_LISTING: Final = select(_D.id, _D.opened_at, _D.state).where(
    _D.kind == KIND,
    unless_none(_D.status, "status"),
    unless_none(_D.account, "account"),
    unless_none(_D.state["case"].astext, "case"),
)


@dataclass(frozen=True)
class Shown:
    """An exposure in a list, and the instant by which the list is sorted."""

    at: datetime
    exposure: Exposure


async def draw_up(happened: Happened[CaseBody, Case]) -> Refusal | None:
    """React to a decision: draw up the exposure that publishes it. React to a proposal: refuse what could not be
    published.

    Returns:
        The reason why the exposure is unfit for publication; None when it is fit, or when nothing is to be published.
    """
    case = happened.state
    proposed = case.correction
    decision = (
        case.decision or case.proposal if proposed is None else Decision(**proposed.model_dump(exclude={"due_at"}))
    )
    if decision is None or (case.opening.kind, decision.ruling.outcome) not in EXPOSED:
        return None
    about = await _about(happened.connection, case.opening.account, [receipt.account for receipt in happened.receipts])
    refusal = unfit(decision.ruling.exposure or Exposing(), about)
    if refusal is not None or case.decision is None or proposed is not None:
        return refusal
    decide = rules.draw_up(case, decision, about)
    entered = await records.enter(
        happened.connection, Command(EXPOSURE, token_hex(6), decide, actor=decision.by, now=decision.at)
    )
    return entered.refusal


async def draw_up_again(happened: Happened[CaseBody, Case]) -> Refusal | None:
    """React to a correction: overturn the exposures of the earlier decision, then draw up that of the new one."""
    case = happened.state
    rows = (await happened.connection.execute(_OF_CASE, {"kind": KIND, "case": case.id})).all()
    decide = overturn(f"case {case.id} was corrected")
    for row in rows:
        await records.enter(
            happened.connection, Command(EXPOSURE, row.id, decide, actor=happened.actor, now=happened.at)
        )
    return await draw_up(happened)


async def overturned(
    connection: AsyncConnection, account: str, cause: str, reason: str, *, actor: str, now: datetime
) -> None:
    """Overturn the exposures whose cause was overturned: they may no longer be published."""
    rows = (await connection.execute(_OF_ACCOUNT, {"kind": KIND, "account": account})).all()
    for row in rows:
        if Exposure.model_validate(row.state).cause == cause:
            await records.enter(connection, Command(EXPOSURE, row.id, overturn(reason), actor=actor, now=now))


async def public(database: Database, *, after: Position | None = None, most: int = pages.USUAL) -> Page[Shown]:
    """Return a page of exposures that are published or were withdrawn after publication, latest change first."""
    async with database.transaction() as connection:
        found = await pages.read(connection, _PUBLIC, _BY_CHANGE, {}, after=after, most=most)
    return found.of(lambda row: Shown(row.changed_at, Exposure.model_validate(row.state)))


async def listing(
    database: Database,
    *,
    status: str | None = None,
    account: str | None = None,
    case: str | None = None,
    after: Position | None = None,
    most: int = pages.USUAL,
) -> Page[Shown]:
    """Return a page of all exposures, the newest first."""
    named = {"status": status, "account": account, "case": case}
    async with database.transaction() as connection:
        found = await pages.read(connection, _LISTING, _BY_OPENING, named, after=after, most=most)
    return found.of(lambda row: Shown(row.opened_at, Exposure.model_validate(row.state)))


async def _about(connection: AsyncConnection, account: str | None, others: Sequence[str]) -> About:
    accounts = [*([] if account is None else [account]), *others]
    rows = (await connection.execute(_ABOUT, {"accounts": accounts})).scalars()
    standings = [Standing.model_validate(row) for row in rows]
    known = (*accounts, *(standing.name for standing in standings))
    one = next((standing for standing in standings if standing.account == account), None)
    return About(known) if one is None else About(known, one.name, one.kind)
