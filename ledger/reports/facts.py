"""What reports are made of: the facts that were recorded before a cut-off, account by account, in bounded pages.

Facts and entries are never changed, and what is recorded later is left out, so each page reads the same for ever; no
transaction has to stay open while a report is built.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import text

from ledger.store.database import Database, Size
from models.accounts import facts as f
from models.accounts.facts import Fact, FactBody, type_of, types_of
from models.instants import SHANGHAI
from models.reports.content import AppealStatus, FiledReport, Others, Period

PAGE: Final = 1_000
"""Accounts read at once."""

CAUSES: Final = types_of(
    f.BanImposed,
    f.HolderChanged,
    f.MonetizationWithheld,
    f.MonetizationCancelled,
    f.MeasureImposed,
    f.NetworkRestricted,
)
"""Facts that restrict profit: an account without any has no place in a report."""

_COUNT: Final = text(
    "SELECT count(DISTINCT account) FROM facts WHERE type = ANY(CAST(:causes AS text[])) AND recorded_at < :cut_off"
)
_ACCOUNTS: Final = text(
    """
    SELECT DISTINCT account FROM facts
    WHERE type = ANY(CAST(:causes AS text[])) AND recorded_at < :cut_off AND account > :after
    ORDER BY account LIMIT :most
    """
)
_FACTS: Final = text(
    """
    SELECT account, seq, effective_at, recorded_at, actor, body FROM facts
    WHERE account = ANY(CAST(:accounts AS text[])) AND recorded_at < :cut_off ORDER BY account, seq
    """
)
_APPEALS: Final = text(
    """
    SELECT opened.body #>> '{opening,account}' AS account,
           opened.body #>> '{opening,subject,action}' AS cause,
           coalesce(closing.body #>> '{ruling,outcome}', closing.type) AS outcome
    FROM dossier_entries opened
    LEFT JOIN LATERAL (
        SELECT type, body FROM dossier_entries
        WHERE kind = 'case' AND dossier = opened.dossier AND type IN ('decided', 'withdrawn') AND recorded_at < :cut_off
        ORDER BY seq DESC LIMIT 1
    ) closing ON true
    WHERE opened.kind = 'case' AND opened.seq = 1 AND opened.recorded_at < :cut_off
      AND opened.dossier IN (
          SELECT id FROM dossiers WHERE kind = 'case' AND label = 'appeal' AND account = ANY(CAST(:accounts AS text[]))
      )
    ORDER BY opened.recorded_at, opened.dossier
    """
)
_OTHERS: Final = text(
    """
    WITH recorded AS (
        SELECT kind, dossier, type, body FROM dossier_entries WHERE recorded_at >= :start AND recorded_at < :cut_off
    )
    SELECT
        (SELECT count(*) FROM facts WHERE type = :closed
            AND recorded_at >= :start AND recorded_at < :cut_off) AS closures,
        (SELECT count(*) FROM facts WHERE type = :closed AND body ->> 'category' IS NOT NULL
            AND recorded_at >= :start AND recorded_at < :cut_off) AS closures_as_sanction,
        (SELECT count(DISTINCT dossier) FROM recorded WHERE kind = 'rumour') AS rumours_handled,
        (SELECT coalesce(sum(CAST(body #>> '{counts,done}' AS bigint)), 0) FROM recorded
            WHERE kind = 'rumour' AND type = 'answered' AND body ->> 'step' = 'label') AS rumour_contents_labelled,
        told.exposed AS rumour_viewers, told.informed AS debunking_viewers, told.reached AS rumour_viewers_reached,
        followers.removed AS followers_removed, followers.restored AS followers_restored
    FROM (
        SELECT coalesce(sum(exposed), 0) AS exposed, coalesce(sum(informed), 0) AS informed,
            coalesce(sum(reached), 0) AS reached
        FROM rumour_reports WHERE told_at >= :start AND told_at < :cut_off
    ) AS told,
    (
        SELECT coalesce(sum(CAST(r.body #>> '{counts,done}' AS bigint)) FILTER (WHERE d.label = 'remove_followers'), 0)
                AS removed,
            coalesce(sum(CAST(r.body #>> '{counts,done}' AS bigint)) FILTER (WHERE d.label = 'restore_followers'), 0)
                AS restored
        FROM recorded r JOIN dossiers d ON d.kind = r.kind AND d.id = r.dossier
        WHERE r.kind = 'directive' AND r.type = 'acknowledged'
    ) AS followers
    """
)

_FILED: Final = text(
    """
    SELECT delivered.dossier AS report, requested.body #> '{terms,head,period}' AS period,
           requested.body #>> '{terms,head,cut_off}' AS cut_off
    FROM dossier_entries delivered
    JOIN dossier_entries requested ON requested.kind = 'report' AND requested.dossier = delivered.dossier
        AND requested.seq = 1
    WHERE delivered.kind = 'report' AND delivered.type = 'delivered' AND delivered.recorded_at < :cut_off
      AND NOT EXISTS (
          SELECT FROM dossier_entries rejected WHERE rejected.kind = 'report' AND rejected.dossier = delivered.dossier
            AND rejected.type = 'rejected' AND rejected.recorded_at < :cut_off
      )
    ORDER BY delivered.recorded_at, delivered.dossier
    """
)
_LAST_CRON: Final = text(
    """
    SELECT state #> '{terms,head,period}' AS period FROM dossiers
    WHERE kind = 'report' AND label = 'cron' AND CAST(state #>> '{terms,head,period,end}' AS timestamptz) <= :end
    ORDER BY CAST(state #>> '{terms,head,period,end}' AS timestamptz) DESC LIMIT 1
    """
)

_BODY: Final[TypeAdapter[FactBody]] = TypeAdapter(FactBody)


@dataclass(frozen=True)
class AccountFacts:
    """Everything of one account that was recorded before the cut-off."""

    facts: list[Fact]
    appeals: Mapping[str, AppealStatus] = field(default_factory=dict)
    """By what is appealed against."""


async def count_accounts(database: Database, cut_off: datetime) -> int:
    """How many accounts there will be."""
    async with database.transaction(Size.LONG) as connection:
        found = await connection.execute(_COUNT, {"causes": list(CAUSES), "cut_off": cut_off})
        return int(found.scalar_one())


async def restricted_accounts(database: Database, cut_off: datetime) -> AsyncIterator[list[AccountFacts]]:
    """Every account whose profit was ever restricted, in the order of their identifiers, page by page."""
    named = {"causes": list(CAUSES), "cut_off": cut_off, "most": PAGE, "after": ""}
    while True:
        async with database.snapshot(Size.SLICE) as connection:
            accounts = list((await connection.execute(_ACCOUNTS, named)).scalars())
            if not accounts:
                return
            wanted = {"accounts": accounts, "cut_off": cut_off}
            rows = (await connection.execute(_FACTS, wanted)).all()
            appealed = (await connection.execute(_APPEALS, wanted)).all()
        appeals: dict[str, dict[str, AppealStatus]] = {}
        for appeal in appealed:
            if appeal.cause is not None:
                appeals.setdefault(appeal.account, {})[appeal.cause] = _status(appeal.outcome)
        # The order of the identifiers is the database's, so that the pages follow one another.
        yield [
            AccountFacts([_fact(row) for row in group], appeals.get(account, {}))
            for account, group in groupby(rows, key=lambda row: row.account)
        ]
        named["after"] = accounts[-1]


async def others_in(database: Database, start: datetime, cut_off: datetime) -> Others:
    """What else was recorded in a period: closures, rumours, followers."""
    async with database.transaction(Size.LONG) as connection:
        row = (
            (
                await connection.execute(
                    _OTHERS, {"start": start, "cut_off": cut_off, "closed": type_of(f.AccountClosed)}
                )
            )
            .mappings()
            .one()
        )
    return Others(**row)


async def filed_reports(database: Database, cut_off: datetime) -> tuple[FiledReport, ...]:
    """The reports that the regulator had been given by the cut-off, and had not rejected."""
    async with database.transaction() as connection:
        rows = (await connection.execute(_FILED, {"cut_off": cut_off})).mappings().all()
    return tuple(FiledReport.model_validate(dict(row)) for row in rows)


async def last_cron_period(database: Database, end: datetime) -> Period | None:
    """The newest period that was reported without a calendar and was over by then."""
    async with database.transaction() as connection:
        found = (await connection.execute(_LAST_CRON, {"end": end})).scalar_one_or_none()
    return None if found is None else Period.model_validate(found)


def _status(outcome: str | None) -> AppealStatus:
    if outcome is None:
        return AppealStatus.PENDING
    return AppealStatus(outcome) if outcome in set(AppealStatus) else AppealStatus.UPHELD


def _fact(row: Any) -> Fact:
    """As `chain.fact_from`, but only the body is validated: the rest was, when it was recorded."""
    return Fact.trusted(
        account=row.account,
        seq=row.seq,
        effective_at=row.effective_at.astimezone(SHANGHAI),
        recorded_at=row.recorded_at.astimezone(SHANGHAI),
        actor=row.actor,
        body=_BODY.validate_python(row.body),
    )
