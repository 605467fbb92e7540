"""Input of reports: the facts that were recorded before a cut-off, account by account, in bounded pages.

Facts and entries are never changed, and what is recorded later is left out, so each page has the same content whenever
it is read; no transaction has to stay open while a report is built.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import and_, bindparam, cast, exists, func, select, text

from ledger.store.database import Database, Size
from ledger.store.statements import INSTANT, one_of
from models.accounts import facts as f
from models.accounts.facts import Fact, FactBody, type_of, types_of
from models.instants import SHANGHAI
from models.reports.content import AppealStatus, FiledReport, Others, Period
from models.reports.reports import KIND
from models.tables import FACTS, RECORD_ENTRIES, RECORDS

PAGE: Final = 1_000
"""Number of accounts read at once."""

CAUSES: Final = types_of(
    f.BanImposed,
    f.HolderChanged,
    f.MonetizationWithheld,
    f.MonetizationCancelled,
    f.MeasureImposed,
    f.NetworkRestricted,
)
"""Facts that restrict profit: an account without any does not appear in a report."""

_F: Final = FACTS.c
_BY_THEN: Final = _F.recorded_at < bindparam("cut_off")
_COUNT: Final = select(func.count(_F.account.distinct())).where(one_of(_F.type, "causes"), _BY_THEN)
_ACCOUNTS: Final = (
    select(_F.account)
    .distinct()
    .where(one_of(_F.type, "causes"), _BY_THEN, _F.account > bindparam("after"))
    .order_by(_F.account)
    .limit(bindparam("most"))
)
_FACTS: Final = (
    select(_F.account, _F.seq, _F.effective_at, _F.recorded_at, _F.actor, _F.body)
    .where(one_of(_F.account, "accounts"), _BY_THEN)
    .order_by(_F.account, _F.seq)
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

_DELIVERED: Final = RECORD_ENTRIES.alias("delivered").c
_REQUESTED: Final = RECORD_ENTRIES.alias("requested").c
_REJECTED: Final = RECORD_ENTRIES.alias("rejected").c
_FILED: Final = (
    select(
        _DELIVERED.dossier.label("report"),
        _REQUESTED.body["terms", "head", "period"].label("period"),
        _REQUESTED.body["terms", "head", "cut_off"].astext.label("cut_off"),
    )
    .where(
        _DELIVERED.kind == KIND,
        _DELIVERED.type == "delivered",
        _DELIVERED.recorded_at < bindparam("cut_off"),
        and_(_REQUESTED.kind == KIND, _REQUESTED.dossier == _DELIVERED.dossier, _REQUESTED.seq == 1),
        ~exists().where(
            _REJECTED.kind == KIND,
            _REJECTED.dossier == _DELIVERED.dossier,
            _REJECTED.type == "rejected",
            _REJECTED.recorded_at < bindparam("cut_off"),
        ),
    )
    .order_by(_DELIVERED.recorded_at, _DELIVERED.dossier)
)
_PERIOD: Final = RECORDS.c.state["terms", "head", "period"]
_END: Final = cast(RECORDS.c.state["terms", "head", "period", "end"].astext, INSTANT)
_LAST_CRON: Final = (
    select(_PERIOD.label("period"))
    .where(RECORDS.c.kind == KIND, RECORDS.c.label == "cron", bindparam("end", type_=INSTANT) >= _END)
    .order_by(_END.desc())
    .limit(1)
)

_BODY: Final[TypeAdapter[FactBody]] = TypeAdapter(FactBody)


@dataclass(frozen=True)
class AccountFacts:
    """Facts and appeals of one account that were recorded before the cut-off."""

    facts: list[Fact]
    appeals: Mapping[str, AppealStatus] = field(default_factory=dict)
    """Status of each appeal, by the action appealed against."""


async def count_accounts(database: Database, cut_off: datetime) -> int:
    """Count the accounts that a report covers."""
    async with database.transaction(Size.LONG) as connection:
        found = await connection.execute(_COUNT, {"causes": list(CAUSES), "cut_off": cut_off})
        return int(found.scalar_one())


async def restricted_accounts(database: Database, cut_off: datetime) -> AsyncIterator[list[AccountFacts]]:
    """Yield every account whose profit was ever restricted, in the order of their identifiers, page by page."""
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
        # The database orders the identifiers, so that the pages follow one another.
        yield [
            AccountFacts([_fact(row) for row in group], appeals.get(account, {}))
            for account, group in groupby(rows, key=lambda row: row.account)
        ]
        named["after"] = accounts[-1]


async def others_in(database: Database, start: datetime, cut_off: datetime) -> Others:
    """Return the other numbers recorded in a period: closures, rumours, followers."""
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
    """Return the reports that had been delivered to the regulator by the cut-off, and not rejected."""
    async with database.transaction() as connection:
        rows = (await connection.execute(_FILED, {"cut_off": cut_off})).mappings().all()
    return tuple(FiledReport.model_validate(dict(row)) for row in rows)


async def last_cron_period(database: Database, end: datetime) -> Period | None:
    """Return the newest period that was reported by cron, without a calendar, and was over by `end`."""
    async with database.transaction() as connection:
        found = (await connection.execute(_LAST_CRON, {"end": end})).scalar_one_or_none()
    return None if found is None else Period.model_validate(found)


def _status(outcome: str | None) -> AppealStatus:
    if outcome is None:
        return AppealStatus.PENDING
    return AppealStatus(outcome) if outcome in set(AppealStatus) else AppealStatus.UPHELD


def _fact(row: Any) -> Fact:
    """Return a row as a fact, as `chain.fact_from` does, but validate the body only: the rest was validated when
    recorded.
    """
    return Fact.trusted(
        account=row.account,
        seq=row.seq,
        effective_at=row.effective_at.astimezone(SHANGHAI),
        recorded_at=row.recorded_at.astimezone(SHANGHAI),
        actor=row.actor,
        body=_BODY.validate_python(row.body),
    )
