"""Appeals: opened once per action within its window, decided as a case by somebody else (articles 9 and 12)."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts import by_two, reading
from ledger.accounts.reactions import pending_case
from ledger.store import pages
from ledger.store.chain import fact_from
from ledger.store.database import Database
from ledger.store.pages import Order, Page, Position
from ledger.store.statements import unless_none
from ledger.streams import records
from ledger.streams.records import Act, Command, Entered
from models.cases.cases import Case, CaseBody, CaseKind
from models.cases.subjects import Appealed
from models.evidence import Evidence, EvidenceKind
from models.sanctions.statements import Action, Statement
from models.tables import FACTS
from regulation.cases.cases import open_case, opening
from regulation.cases.correcting import base_of
from regulation.cases.reducer import CASE
from regulation.holders.inheritance import refusal_of_inherited
from regulation.sanctions.actions import actions_of
from regulation.sanctions.appeals import refusal_of
from regulation.sanctions.by_two import BY_CASE
from regulation.sanctions.statements import appeal_of, article_of, statement

_F: Final = FACTS.c
_FACTS: Final = (
    select(_F.account, _F.seq, _F.effective_at, _F.recorded_at, _F.actor, _F.body)
    .where(_F.account == bindparam("account"), _F.ref.is_not(None), unless_none(_F.ref, "ref"))
    .order_by(_F.seq)
)


def appeal_id(account: str, action: str) -> str:
    """Return the identifier of the only appeal that an action can have."""
    return pending_case(CaseKind.APPEAL, account, action)


async def actions_within(connection: AsyncConnection, account: str, action: str | None = None) -> tuple[Action, ...]:
    """Return the account's actions, or the named one of them, as the caller's transaction sees them."""
    rows = await connection.execute(_FACTS, {"account": account, "ref": action})
    return actions_of(fact_from(dict(row)) for row in rows.mappings())


async def statements_of(
    database: Database, account: str, *, now: datetime, window: timedelta, action: str | None = None
) -> tuple[Statement, ...]:
    """Return a statement of reasons for each action of the account, oldest first."""
    async with database.snapshot() as connection:
        return await statements_within(connection, account, now=now, window=window, action=action)


async def statements_within(
    connection: AsyncConnection, account: str, *, now: datetime, window: timedelta, action: str | None = None
) -> tuple[Statement, ...]:
    """Return a statement of reasons for each action of the account, as the caller's transaction sees them."""
    found = await actions_within(connection, account, action)
    return tuple([await _stated(connection, account, one, now, window) for one in found])


async def statement_within(
    connection: AsyncConnection, account: str, action: str, *, now: datetime, window: timedelta
) -> Statement | None:
    """Return the statement of reasons for one action, as the caller's transaction sees it; None without such an
    action.
    """
    found = next(iter(await actions_within(connection, account, action)), None)
    return None if found is None else await _stated(connection, account, found, now, window)


ORDINAL: Final = Order("actions", (FACTS.c.seq,))
"""Order of an account's actions by their ordinal, from 1."""


async def statements_page(
    database: Database,
    account: str,
    *,
    now: datetime,
    window: timedelta,
    after: Position | None = None,
    most: int = pages.USUAL,
) -> Page[Statement]:
    """Return a page of an account's statements of reasons. Only the actions on the page are expanded to statements."""
    async with database.snapshot() as connection:
        numbered = enumerate(await actions_within(connection, account), start=1)
        page = pages.among(numbered, ORDINAL, lambda one: one[:1], after=after, most=most)
        stated = [await _stated(connection, account, action, now, window) for _, action in page]
    return Page(tuple(stated), page.next)


async def _stated(
    connection: AsyncConnection, account: str, action: Action, now: datetime, window: timedelta
) -> Statement:
    appeal = (await records.state_within(connection, CASE, appeal_id(account, action.id))).state
    measures = {one.measure for one in action.measures} | {one.measure for one in action.withdrawn}
    asked = [account] if measures.intersection(kind.value for kind in BY_CASE) else []
    decided = (await by_two.on_accounts(connection, asked)).get(account, ())
    two_persons = any(one.action == action.id for one in decided)
    return statement(account, action, appeal_of(action, now, window, appeal), two_persons=two_persons)


def opening_of(account: str, action: str, says: str, links: tuple[str, ...], window: timedelta) -> Act[CaseBody, Case]:
    """Return the act that opens an appeal; the action is read in the same transaction."""

    async def act(connection: AsyncConnection, command: Command[CaseBody, Case]) -> Entered[CaseBody, Case]:
        before = await records.state_within(connection, CASE, command.record)
        found = next(iter(await actions_within(connection, account, action)), None)
        refusal = refusal_of(account, action, found, before.state, command.now, window)
        if found is None:
            # For a closed account too, the appeal goes to the account on which the action was taken.
            standing = await reading.standing_within(connection, account)
            refusal = refusal_of_inherited(account, action, standing) or refusal
        if refusal is not None or found is None:
            return Entered(command.record, before.version, before.state, refusal=refusal)
        opened = opening(
            CaseKind.APPEAL,
            command.now,
            account=account,
            subject=Appealed(action=action, category=found.category, says=says),
            article=article_of(found),
            not_by=await who_decided(connection, account, found),
        )
        evidence = (
            *(Evidence(kind=EvidenceKind.LINK, link=link) for link in found.basis.evidence),
            *(Evidence(kind=EvidenceKind.LINK, text="given with the appeal", link=link) for link in links),
        )
        asked = Command(
            command.record_type, command.record, open_case(opened, evidence), actor=command.actor, now=command.now
        )
        return await records.enter(connection, asked)

    return act


async def who_decided(connection: AsyncConnection, account: str, action: Action) -> tuple[str, ...]:
    """Return everybody who took part in the action: its recorders, and both deciders of a case about it."""
    found = list(action.decided_by)
    state = (await records.state_within(connection, CASE, base_of(action.id))).state
    if state is not None and state.decision is not None:
        found += [state.decision.by, *([state.decision.proposed_by] if state.decision.proposed_by else [])]
    for one in (await by_two.on_accounts(connection, [account])).get(account, ()):
        found += one.persons if one.action == action.id else ()
    return tuple(dict.fromkeys(found))
