"""Appeals: opened once per action within its window, decided as a case by somebody else (articles 9 and 12)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts.reactions import BY_CASE, pending_case
from ledger.accounts.registry import cause_of_closure
from ledger.store import pages
from ledger.store.chain import fact_from
from ledger.store.database import Database
from ledger.store.pages import Order, Page, Position
from ledger.store.statements import one_of, unless_none
from ledger.streams import records
from ledger.streams.records import Act, Command, Entered
from models.accounts.standing import Standing
from models.cases.cases import Case, CaseBody, CaseKind, Outcome
from models.cases.subjects import Appealed
from models.evidence import Evidence, EvidenceKind
from models.sanctions.statements import Action, Statement
from models.tables import FACTS, RECORDS, STANDINGS
from regulation.cases.cases import open_case, opening
from regulation.cases.reducer import CASE
from regulation.holders.inheritance import refusal_of_inherited
from regulation.sanctions.actions import actions_of
from regulation.sanctions.appeals import refusal_of
from regulation.sanctions.statements import appeal_of, article_of, statement

_F: Final = FACTS.c
_FACTS: Final = (
    select(_F.account, _F.seq, _F.effective_at, _F.recorded_at, _F.actor, _F.body)
    .where(_F.account == bindparam("account"), _F.ref.is_not(None), unless_none(_F.ref, "ref"))
    .order_by(_F.seq)
)
_CASES: Final = select(RECORDS.c.id, RECORDS.c.state).where(
    RECORDS.c.kind == bindparam("kind"), one_of(RECORDS.c.id, "cases")
)
_AT_ONCE: Final = 1000
"""Accounts whose cases are read in one statement."""
_STANDING: Final = select(STANDINGS.c.snapshot).where(STANDINGS.c.account == bindparam("account"))


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
    by_two = await _decided_by_two(connection, account, action)
    return statement(account, action, appeal_of(action, now, window, appeal), two_persons=by_two)


def opening_of(account: str, action: str, says: str, links: tuple[str, ...], window: timedelta) -> Act[CaseBody, Case]:
    """Return the act that opens an appeal; the action is read in the same transaction."""

    async def act(connection: AsyncConnection, command: Command[CaseBody, Case]) -> Entered[CaseBody, Case]:
        before = await records.state_within(connection, CASE, command.record)
        found = next(iter(await actions_within(connection, account, action)), None)
        refusal = refusal_of(account, action, found, before.state, command.now, window)
        if found is None:
            # For a closed account too, the appeal goes to the account on which the action was taken.
            snapshot = (await connection.execute(_STANDING, {"account": account})).scalar()
            standing = None if snapshot is None else Standing.model_validate(snapshot)
            refusal = refusal_of_inherited(account, action, standing) or refusal
        if refusal is not None or found is None:
            return Entered(command.record, before.version, before.state, refusal=refusal)
        opened = opening(
            CaseKind.APPEAL,
            command.now,
            account=account,
            subject=Appealed(action=action, category=found.category, says=says),
            article=article_of(found),
            not_by=await _who_decided(connection, account, found),
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


async def cases_of_two(database: Database, accounts: Sequence[str], action: str | None = None) -> Mapping[str, str]:
    """Return, by account, the case in which two people decided to close it or to cancel its profit-making by this
    action; without an action, by the one for which the account is closed. Other accounts are left out.
    """
    found: dict[str, str] = {}
    async with database.snapshot() as connection:
        for start in range(0, len(accounts), _AT_ONCE):
            named: list[tuple[str, str]] = []
            for account in accounts[start : start + _AT_ONCE]:
                cause = action or await cause_of_closure(connection, account)
                if cause is not None:
                    named += [(account, case) for case in _deciding(account, cause)]
            rows = await connection.execute(_CASES, {"kind": CASE.kind, "cases": sorted({case for _, case in named})})
            cases = {row.id: CASE.state.model_validate(row.state) for row in rows}
            found |= {
                account: case for account, case in named if case in cases and _approved_by_two(cases[case], account)
            }
    return found


def _deciding(account: str, action: str, kinds: Iterable[CaseKind] = BY_CASE) -> tuple[str, ...]:
    """Return the cases in which two people may have decided the action: its own, and those that a finding opened."""
    return (action, *(pending_case(kind, account, action) for kind in kinds))


def _approved_by_two(case: Case, account: str) -> bool:
    if case.opening.kind not in BY_CASE or case.opening.account != account or case.decision is None:
        return False
    return case.decision.proposed_by is not None and case.decision.ruling.outcome is Outcome.APPROVED


async def _decided_by_two(connection: AsyncConnection, account: str, action: Action) -> bool:
    """Return whether the closure or the cancellation in the action was decided alike by two people, in a case of its
    own.
    """
    by_case = {kind.value: kind for kind in BY_CASE}
    kinds = dict.fromkeys(by_case[stated.measure] for stated in action.measures if stated.measure in by_case)
    for case in _deciding(account, action.id, kinds) if kinds else ():
        state = (await records.state_within(connection, CASE, case)).state
        if state is not None and state.decision is not None and state.decision.proposed_by:
            return True
    return False


async def _who_decided(connection: AsyncConnection, account: str, action: Action) -> tuple[str, ...]:
    """Return everybody who took part in the action: its recorders, and both deciders of a case about it."""
    found = list(action.decided_by)
    for case in _deciding(account, action.id):
        state = (await records.state_within(connection, CASE, case)).state
        if state is not None and state.decision is not None:
            found += [state.decision.by, *([state.decision.proposed_by] if state.decision.proposed_by else [])]
    return tuple(dict.fromkeys(found))
