"""Context of a case, read at one moment: the account and its standing, earlier decisions with the texts that were sent,
the action that an appeal is about, and similar cases.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger import evidence
from ledger.accounts import holding
from ledger.cases import similar
from ledger.coordination.context import cluster_of
from ledger.sanctions import appeals
from ledger.store.chain import fact_from
from ledger.store.database import Database
from ledger.store.statements import either, fixed, one_of
from ledger.streams import records
from models.accounts.facts import Fact
from models.accounts.standing import Standing
from models.cases.cases import KIND, Case
from models.cases.subjects import Appealed, IrregularCode
from models.sanctions.statements import Statement
from models.tables import FACTS, RECORDS, STANDINGS
from regulation.cases.contexts import About, Appealable, Asked, Context, Earlier, FactShort, StandingNow, Superseded
from regulation.cases.correcting import action_id
from regulation.cases.effects import closed_of, granted_of, profit_closed_until
from regulation.cases.notices import answer_of
from regulation.cases.reducer import CASE
from regulation.standing.boundaries import next_boundary
from regulation.standing.description import happened, happened_zh, upcoming, upcoming_zh
from regulation.standing.status import status_of
from regulation.words.facts import FACTS as WORDS

MOST_FACTS: Final = 12
MOST_EARLIER: Final = 20
MOST_ACTIONS: Final = 10

_D: Final = RECORDS.c
_F: Final = FACTS.c
_STANDING: Final = select(STANDINGS.c.snapshot).where(STANDINGS.c.account == bindparam("account"))
_LATEST: Final = (
    select(_F.account, _F.seq, _F.effective_at, _F.recorded_at, _F.actor, _F.body)
    .where(_F.account == bindparam("account"))
    .order_by(_F.seq.desc())
    .limit(MOST_FACTS)
)
_EARLIER: Final = (
    select(_D.state)
    .where(
        _D.kind == fixed(KIND),
        one_of(_D.account, "accounts"),
        either(_D.status, "decided", "correcting"),
        _D.id != bindparam("case"),
    )
    .order_by(_D.changed_at.desc(), _D.id)
    .limit(MOST_EARLIER)
)


async def context_of(database: Database, case: str, now: datetime, window: timedelta) -> Context | None:
    """Return the context of a case; None when there is no such case.

    Args:
        database: The database.
        case: The case.
        now: The instant asked about.
        window: Time within which an account may appeal.

    Raises:
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    async with database.snapshot() as connection:
        found = await records.state_within(connection, CASE, case)
        if found.state is None:
            return None
        return await _context(connection, found.state, found.version, now, window)


async def about_of(database: Database, case: str) -> tuple[Case, About | None] | None:
    """Return a case with the account that it is about; None when there is no such case.

    Raises:
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    async with database.snapshot() as connection:
        found = (await records.state_within(connection, CASE, case)).state
        if found is None:
            return None
        account = found.opening.account
        standing = None if account is None else await _standing(connection, account)
        return found, None if standing is None else _about(found, standing)


async def _context(connection: AsyncConnection, case: Case, version: int, now: datetime, window: timedelta) -> Context:
    account = case.opening.account
    standing = None if account is None else await _standing(connection, account)
    holder = _holder(case, standing)
    accounts = set() if holder is None else await holding.accounts_of(connection, holder)
    others = tuple(sorted(accounts - {account or ""}))
    at = now if standing is None else max(now, standing.as_of)
    return Context(
        case=case.id,
        kind=case.opening.kind,
        version=version,
        files=await evidence.described(
            connection, [piece.digest for piece in case.evidence if piece.digest is not None]
        ),
        about=None if standing is None else _about(case, standing),
        standing=None if standing is None else standing_now(standing, at),
        history=() if account is None else await _history(connection, account),
        holders_accounts=others,
        earlier=await _earlier(connection, case, [*([account] if account else []), *others], now, window),
        actions=() if account is None else await _actions(connection, account, now, window),
        appealed=await _appealed(connection, case, now, window),
        similar=await similar.similar_to(connection, case.id),
        cluster=await cluster_of(connection, case, now),
    )


def standing_now(standing: Standing, at: datetime) -> StandingNow:
    """Return a standing in short."""
    return StandingNow(
        status=status_of(standing, at),
        restrictions=tuple(closed_of(one) for one in standing.restrictions if not one.interval.ended_by(at)),
        grants=tuple(granted_of(one) for one in standing.grants if not one.interval.ended_by(at)),
        monetization_closed_until=profit_closed_until(standing, at),
        next_boundary=next_boundary(standing, at),
        next_change=upcoming(standing, at),
        next_change_zh=upcoming_zh(standing, at),
    )


def _holder(case: Case, standing: Standing | None) -> str | None:
    subject = case.opening.subject
    if isinstance(subject, IrregularCode):
        return subject.holder
    return None if standing is None else standing.holder


def _about(case: Case, standing: Standing) -> About:
    waiting = next((change for change in standing.pending if change.id == case.id), None)
    return About(
        account=standing.account,
        name=standing.name,
        bio=standing.bio,
        avatar=standing.avatar,
        kind=standing.kind,
        holder=standing.holder,
        mcn=standing.mcn,
        registered_at=standing.registered_at,
        closed_at=standing.closed_at,
        version=standing.version,
        asked=None if waiting is None else Asked(name=waiting.name, bio=waiting.bio, avatar=waiting.avatar),
        spots=tuple(piece.spot for piece in case.evidence if piece.spot is not None),
    )


async def _standing(connection: AsyncConnection, account: str) -> Standing | None:
    snapshot = (await connection.execute(_STANDING, {"account": account})).scalar_one_or_none()
    return None if snapshot is None else Standing.model_validate(snapshot)


async def _history(connection: AsyncConnection, account: str) -> tuple[FactShort, ...]:
    rows = (await connection.execute(_LATEST, {"account": account})).mappings()
    return tuple(_short(fact_from(dict(row))) for row in rows)


def _short(fact: Fact) -> FactShort:
    words = WORDS[type(fact.body)]
    return FactShort(
        seq=fact.seq,
        type=fact.body.type,
        at=fact.effective_at,
        actor=fact.actor,
        zh=words.zh,
        en=words.en,
        message=happened(fact),
        message_zh=happened_zh(fact),
    )


async def _earlier(
    connection: AsyncConnection, case: Case, accounts: Sequence[str], now: datetime, window: timedelta
) -> tuple[Earlier, ...]:
    if not accounts:
        return ()
    rows = (await connection.execute(_EARLIER, {"accounts": list(accounts), "case": case.id})).scalars().all()
    return tuple([await _decided(connection, Case.model_validate(state), now, window) for state in rows])


async def _decided(connection: AsyncConnection, case: Case, now: datetime, window: timedelta) -> Earlier:
    decision = case.decision
    if decision is None:
        raise AssertionError(f"case {case.id} is decided and has no decision")
    zh, en = await text_of(connection, case, now, window)
    return Earlier(
        case=case.id,
        kind=case.opening.kind,
        account=case.opening.account,
        outcome=decision.ruling.outcome,
        reason=decision.ruling.reason,
        by=decision.by,
        proposed_by=decision.proposed_by,
        at=decision.at,
        superseded=tuple(
            Superseded(
                outcome=one.ruling.outcome,
                reason=one.ruling.reason,
                by=one.by,
                proposed_by=one.proposed_by,
                at=one.at,
            )
            for one in case.corrected
        ),
        zh=zh,
        en=en,
    )


async def text_of(connection: AsyncConnection, case: Case, now: datetime, window: timedelta) -> tuple[str, str]:
    """Return the text that the holder reads about a decided case, in Chinese and in English; empty where there is
    none.
    """
    answer = answer_of(case)
    if answer is not None:
        return answer.zh, answer.en
    account = case.opening.account
    action = action_id(case)
    stated = (
        None if account is None else await appeals.statement_within(connection, account, action, now=now, window=window)
    )
    return ("", "") if stated is None else (stated.zh, stated.en)


async def _actions(
    connection: AsyncConnection, account: str, now: datetime, window: timedelta
) -> tuple[Statement, ...]:
    found = (await appeals.actions_within(connection, account))[-MOST_ACTIONS:]
    stated = [
        await appeals.statement_within(connection, account, action.id, now=now, window=window)
        for action in reversed(found)
    ]
    return tuple(one for one in stated if one is not None)


async def _appealed(connection: AsyncConnection, case: Case, now: datetime, window: timedelta) -> Appealable | None:
    subject, account = case.opening.subject, case.opening.account
    if not isinstance(subject, Appealed) or account is None:
        return None
    stated = await appeals.statement_within(connection, account, subject.action, now=now, window=window)
    found = await appeals.actions_within(connection, account, subject.action)
    if stated is None or not found:
        return None
    return Appealable(statement=stated, decided_by=found[0].decided_by)
