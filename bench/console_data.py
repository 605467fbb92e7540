"""Data for `console_pages`: a platform of 100,000 accounts with their histories, 10,000 undecided cases of every kind,
and years of everything else that the console shows. What has a fact or an entry is written by the ledger's own code.
"""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from temporalio.testing import ActivityEnvironment

from activities.reports import ReportActivities, ReportStep
from bench.accounts import BATCH, added, fact_of
from bench.case_queue import fill as fill_cases
from bench.progress import progress
from ledger.audit import appending
from ledger.audit.appending import Noted
from ledger.coordination import links, sweeps
from ledger.events import webhooks
from ledger.events.webhooks import Attempt
from ledger.people import people, sessions
from ledger.people.sessions import From, Lasting, Way
from ledger.reports import reports
from ledger.store.chain import ChainedFact
from ledger.store.database import Database
from ledger.streams import records
from ledger.streams.appending import Page, append
from models.accounts.facts import (
    AccountClosed,
    AccountRegistered,
    BanImposed,
    CertificationGranted,
    FactBody,
    MeasureImposed,
    MonetizationGranted,
    Overturned,
    ViolationRecorded,
)
from models.audit import AuditEvent, FileDownloaded, PersonalDataViewed, RequestRefused, SignedIn
from models.coordination import LinkRow, TieKind
from models.events.webhooks import SubscriptionCreated
from models.instants import SHANGHAI
from models.names import AccountKind
from models.reports.reports import Delivered
from models.roles import Role
from models.words.privileges import Field, Method
from models.words.sanctions import MeasureKind
from models.words.violations import Category
from regulation import people as people_rules
from regulation import webhooks as webhook_rules
from regulation.reports import reports as report_rules
from regulation.reports.periods import period_of
from regulation.webhooks import SUBSCRIPTION
from reports.filing import Filing, terms_of

ACCOUNTS: Final = 100_000
CASES: Final = 10_000
AUDIT: Final = 300_000
PEOPLE: Final = 150
SESSIONS: Final = 400
WEBHOOKS: Final = 20
DELIVERIES: Final = 50_000
RINGS: Final = 300
"""Groups of accounts that share something: as many clusters."""
RICH: Final = 150
"""Findings in the history of one account, the worst; most accounts have none."""

_WORDS: Final = (
    "山野",
    "厨房",
    "高原",
    "财经",
    "海边",
    "速看",
    "快报",
    "医见",
    "云上",
    "琴房",
    "热点",
    "夜读",
    "城南",
    "旧事",
)
_YEARS: Final = timedelta(days=720)
_LASTING: Final = Lasting(idle=timedelta(days=2), most=timedelta(days=2))


def name_of(number: int) -> str:
    """Return the account's identifier."""
    return f"account-{number:06}"


async def fill(database: Database) -> None:
    """Write everything but what is made over HTTP."""
    now = datetime.now(UTC)
    sanctioned = await _accounts(database, now)
    await fill_cases(database, [name_of(number) for number in range(ACCOUNTS)], CASES, sanctioned)
    await _people(database, now)
    await _audit(database, now)
    await _webhooks(database, now)
    await _clusters(database, now)
    await _reports(database, now)
    progress("statistics of the tables")
    async with database.engine.connect() as connection:
        outside = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await outside.exec_driver_sql("VACUUM ANALYZE")
    progress("the database is filled", last=True)


# --- accounts -------------------------------------------------------------------------------------------------------


async def _accounts(database: Database, now: datetime) -> list[str]:
    """Write the accounts; return those with a finding that are open."""
    chance, sanctioned = random.Random(2023_07_10), list[str]()
    for first in range(0, ACCOUNTS, BATCH):
        progress(f"{first:,} of {ACCOUNTS:,} accounts")
        written = [_history(number, chance, now) for number in range(first, min(first + BATCH, ACCOUNTS))]
        async with database.transaction() as connection:
            await append(connection, written)
        sanctioned += [page.standing.account for page in written if _sanctioned(page)]
    return sanctioned


def _sanctioned(page: Page) -> bool:
    bodies = [entry.fact.body for entry in page.entries]
    return any(getattr(body, "id", "") == "b1" for body in bodies) and not isinstance(bodies[-1], AccountClosed)


def _history(number: int, chance: random.Random, now: datetime) -> Page:
    """Return an account with its past: half of them earn, a fifth has a field, a fifth was sanctioned at some time."""
    findings = RICH if number == 0 else chance.choices((0, 1, 2, 4), (80, 14, 4, 2))[0]
    born = now - (_YEARS if number == 0 else timedelta(days=1 + chance.random() * 718))
    fields = (chance.choice(tuple(Field)),) if chance.random() < 0.2 else ()
    kind = AccountKind.ENTERPRISE if number % 50 == 0 else AccountKind.INDIVIDUAL
    name = "".join(chance.sample(_WORDS, 2)) + f"{number:06}"
    holder = f"h_{number if number % 100 else 0:032x}"
    bodies: list[tuple[datetime, FactBody]] = [
        (born, AccountRegistered(kind=kind, holder=holder, name=name, fields=fields, bio="山野里的一日三餐。" * 3))
    ]
    if fields and chance.random() < 0.7:
        begin = now.astimezone(SHANGHAI).date() - timedelta(days=chance.randrange(0, 360))
        until = begin + timedelta(days=365)
        bodies.append((born, CertificationGranted(id="c1", field=fields[0], valid_from=begin, valid_until=until)))
    if chance.random() < 0.5:
        bodies.append((born, MonetizationGranted(methods=(Method.ADVERTISING, Method.LIVE_GIFTS))))
    for finding in range(findings):
        at = born + (now - born) * ((finding + chance.random()) / findings)
        bodies += [(at, body) for body in _finding(f"b{finding + 1}", chance)]
    if number and chance.random() < 0.01:
        bodies.append((now - timedelta(hours=1), AccountClosed(id="closed", category=Category.MATRIX_MANIPULATION)))
    return _page(name_of(number), bodies, now)


def _finding(id_: str, chance: random.Random) -> Sequence[FactBody]:
    category = chance.choice(tuple(Category))
    drawn = chance.random()
    if drawn < 0.4:
        days = timedelta(days=chance.choice((3, 7, 14, 30)))
        ban = BanImposed(
            id=id_, category=category, duration=days, factor=Decimal(2), clean_months=3, reason="编造传播虚假信息"
        )
        return (ban, Overturned(id=id_, reason="复核改判")) if chance.random() < 0.15 else (ban,)
    if drawn < 0.6:
        measure = chance.choice((MeasureKind.LIMIT_RECOMMENDATION, MeasureKind.FREEZE_GROWTH))
        lasting = timedelta(days=30)
        return (MeasureImposed(id=id_, measure=measure, category=category, duration=lasting, clean_months=3),)
    return (ViolationRecorded(id=id_, category=category, clean_months=3, reason="炒作社会热点事件"),)


def _page(account: str, bodies: Sequence[tuple[datetime, FactBody]], now: datetime) -> Page:
    page: Page | None = None
    entries = list[ChainedFact]()
    for seq, (at, body) in enumerate(bodies, 1):
        page = added(page, fact_of(account, seq, at, body), to_temporal=False)
        entries += page.entries
    assert page is not None
    return Page(entries, page.standing, settled_until=now, to_temporal=False)


# --- people, the audit, webhooks ------------------------------------------------------------------------------------


async def _people(database: Database, now: datetime) -> None:
    chance, named = random.Random(1), list[str]()
    for number in range(PEOPLE):
        person = people.fresh_id()
        roles = chance.sample((Role.REVIEWER, Role.OPERATOR, Role.AUDITOR), chance.randint(1, 2))
        added_ = people_rules.add(f"同事{number:03}", tuple(roles), None)
        await people.execute(database, person, added_, actor="bench", now=now)
        named.append(person)
    progress(f"{PEOPLE} people")
    for number in range(SESSIONS):
        found = await people.person_of(database, named[number % PEOPLE])
        assert found is not None
        async with database.transaction() as connection:
            await sessions.begin(
                connection, found, Way.LINK, now=now, lasting=_LASTING, authenticated_at=now, came=From()
            )


async def _audit(database: Database, now: datetime) -> None:
    chance = random.Random(2)
    everybody = [f"per_{number:012x}" for number in range(PEOPLE)]
    for first in range(0, AUDIT, BATCH):
        progress(f"{first:,} of {AUDIT:,} events of the audit")
        noted = []
        for number in range(first, first + BATCH):
            at = now - _YEARS + _YEARS * (number / AUDIT)
            noted.append(Noted(_event(chance.choice(everybody), chance), at))
        async with database.transaction() as connection:
            await appending.append_all(connection, noted, now=now)


def _event(actor: str, chance: random.Random) -> AuditEvent:
    drawn, account = chance.random(), name_of(chance.randrange(ACCOUNTS))
    if drawn < 0.7:
        return PersonalDataViewed(kind="account", id=account, operation="read_account", actor=actor, via="console")
    if drawn < 0.8:
        return SignedIn(method="oidc", session=f"ses_{chance.randrange(1 << 40):012x}", actor=actor, via="console")
    if drawn < 0.9:
        return RequestRefused(status=403, code="forbidden", operation="ban_account", actor=actor, via="api")
    return FileDownloaded(kind="evidence", id="bench-000000", file="photo.png", actor=actor, via="console", size=4000)


async def _webhooks(database: Database, now: datetime) -> None:
    chance = random.Random(3)
    for number in range(WEBHOOKS):
        progress(f"{number + 1} of {WEBHOOKS} webhooks with their deliveries")
        hook = f"hook-{number:02}"
        url = f"https://platform.example/hooks/{number}"
        create = webhook_rules.create(
            SubscriptionCreated(url=url, types=("*",), after=0, salt="00" * 32, note="for the app")
        )
        entered = await records.execute(database, records.Command(SUBSCRIPTION, hook, create, actor="bench", now=now))
        assert entered.state is not None
        most = DELIVERIES if number == 0 else 100
        for first in range(0, most, 10_000):
            attempts = [
                Attempt(event=event, at=now, status=500, error="HTTP 500", took_ms=900)
                if chance.random() < 0.05
                else Attempt(event=event, at=now, status=200, took_ms=chance.randint(5, 80))
                for event in range(first + 1, min(first + 10_000, most) + 1)
            ]
            await webhooks.move(database, entered.state, min(first + 10_000, most), attempts, now)


async def _clusters(database: Database, now: datetime) -> None:
    progress(f"{RINGS} clusters")
    rows = [
        LinkRow(
            account=name_of(10_000 + ring * 10 + one),
            kind=TieKind.PAYOUT,
            token=ring.to_bytes(links.TOKEN_BYTES, "big"),
            seen_at=now - timedelta(days=1),
        )
        for ring in range(RINGS)
        for one in range(40 if ring == 0 else 5)
        if one < 10 or ring == 0
    ]
    await links.add_links(database, rows)
    await sweeps.sweep_now(database, "bench", now)


async def _reports(database: Database, now: datetime) -> None:
    """File three months as a worker does."""
    this_month = now.astimezone(SHANGHAI).date().replace(day=1)
    for back in (3, 2, 1):
        month = this_month
        for _ in range(back):
            month = (month - timedelta(days=1)).replace(day=1)
        period = f"{month:%Y-%m}"
        progress(f"the report of {period}")
        asked = report_rules.request(terms_of(Filing(platform="山野平台"), period_of(period)))
        await reports.execute(database, period, asked, actor="regulator report", now=now)
        over, step = ReportActivities(database, Filing(platform="山野平台")), ReportStep(record=period, at=now)
        await ActivityEnvironment().run(over.build_report, step)
        await ActivityEnvironment().run(over.reconcile_report, step)
        given = Delivered(attempt=1, to="ready to be fetched")
        await reports.execute(database, period, report_rules.delivered(given), actor="regulator report", now=now)
