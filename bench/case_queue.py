"""Benchmark `case_queue`: the slowest answer of the queue over HTTP, with 100,000 accounts, 10,000 undecided cases and
as many decided ones: a page of each view, a search, the counts of all views, and a claim.

`python -m bench.case_queue URL` fills the database of a running product, to look at its pages.
"""

import asyncio
import random
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Final

import httpx2

from bench.accounts import many
from bench.progress import progress
from bench.result import Result
from bench.servers import a_folder, a_ledger, an_api
from ledger import keys
from ledger.cases import cases
from ledger.cases.cases import CaseCommand
from ledger.store.database import Database
from ledger.streams import records
from models.accounts.facts import Materials
from models.cases.cases import CaseKind, Opening, Outcome, Priority, Ruling
from models.cases.subjects import (
    Appealed,
    CancellationAsked,
    CertificationApplied,
    ClosureAsked,
    EmblemSeen,
    ImitationSuspected,
    IrregularCode,
    Subject,
)
from models.evidence import Evidence, EvidenceKind
from models.roles import Role
from models.words.privileges import Field
from models.words.violations import Category
from regulation.cases.cases import claim, decide_case, opening
from regulation.cases.queue import EVERYBODYS
from regulation.cases.reducer import CASE

ACCOUNTS: Final = 100_000
CASES: Final = 10_000
BATCH: Final = 50
ROUNDS: Final = 15
GOAL_MS: Final = 300.0

_REVIEWERS: Final = tuple(f"key_{number:012x}" for number in range(20))
_FREQUENT: Final = (
    CaseKind.CERTIFICATION,
    CaseKind.CLOSURE,
    CaseKind.CANCELLATION,
    CaseKind.APPEAL,
    CaseKind.IMPERSONATION,
    CaseKind.REGISTRATION,
)
_KINDS: Final = (
    *_FREQUENT,
    *(kind for kind in CaseKind if kind not in _FREQUENT),
)
"""Kinds of the cases; the decided ones are of the first three, whose rejection changes nothing for the account."""


async def measure() -> Result:
    """Ask for each page and the counts several times; the value is the slowest median."""
    with a_folder() as folder:
        async with a_ledger(folder) as database:
            await fill(database, await many(database, ACCOUNTS), CASES)
            _, key = await keys.create(database, "bench", [Role.REVIEWER], datetime.now(UTC))
            async with an_api(database) as port, _client(port, key) as client:
                took = {path: await _took(client, path) for path in _paths()}
                took["claim"] = await _claims(client)
    slowest = max(took, key=lambda name: took[name])
    return Result(
        name="case_queue",
        value=round(took[slowest], 1),
        unit="ms",
        limit=GOAL_MS,
        limit_name="the time in which a page of the console must be there",
        ratio=round(took[slowest] / GOAL_MS, 2),
        goal=f"each answer within {GOAL_MS:.0f} ms",
        holds=took[slowest] < GOAL_MS,
        remarks="; ".join(f"{name} {ms:.0f} ms" for name, ms in sorted(took.items(), key=lambda one: -one[1])),
    )


def _paths() -> list[str]:
    lists = [f"/v1/cases?view={view}&limit=50" for view in EVERYBODYS]
    return [*lists, "/v1/cases?kind=appeal&kind=closure&search=account-0001", "/v1/cases/counts"]


def _client(port: int, key: str) -> httpx2.AsyncClient:
    headers = {"Authorization": f"Bearer {key}"}
    return httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=30)


async def _took(client: httpx2.AsyncClient, path: str) -> float:
    """Return the median time of an answer, in milliseconds."""
    times: list[float] = []
    for _ in range(ROUNDS):
        began = perf_counter()
        (await client.get(path)).raise_for_status()
        times.append(1000 * (perf_counter() - began))
    return median(times)


async def _claims(client: httpx2.AsyncClient) -> float:
    free = (await client.get("/v1/cases?view=todo&limit=50")).json()["cases"][:ROUNDS]
    times: list[float] = []
    for one in free:
        began = perf_counter()
        (await client.post(f"/v1/cases/{one['id']}/claim", json={})).raise_for_status()
        times.append(1000 * (perf_counter() - began))
    return median(times)


async def fill(database: Database, accounts: Sequence[str], count: int, sanctioned: Sequence[str] = ()) -> None:
    """Open twice as many cases, of every kind and of many deadlines, and decide half of them; some are claimed.

    `sanctioned` are accounts with an action `b1`, which appeals are about, if there are any.
    """
    chance = random.Random(20231)
    now = datetime.now(UTC)
    for first in range(0, 2 * count, BATCH):
        progress(f"{first + BATCH:,} of {2 * count:,} cases", last=first + BATCH >= 2 * count)
        async with database.transaction() as connection:
            for number in range(first, first + BATCH):
                appeals = _kind(number) is CaseKind.APPEAL and sanctioned
                name, account = f"bench-{number:06}", chance.choice(sanctioned if appeals else accounts)
                made = _opening(chance, account, number, now)
                piece = Evidence(kind=EvidenceKind.TEXT, text="evidence " * chance.randint(1, 60))
                await cases.opened(connection, name, made, [piece], actor="bench", now=now)
                reviewer = chance.choice(_REVIEWERS)
                if number % 2:
                    await records.enter(connection, _rejected(name, reviewer, now))
                elif number % 10 == 0:
                    command = CaseCommand(CASE, name, claim(reviewer), actor=reviewer, now=now)
                    await records.enter(connection, command)


def _kind(number: int) -> CaseKind:
    return _KINDS[number // 2 % (3 if number % 2 else len(_KINDS))]


def _opening(chance: random.Random, account: str, number: int, now: datetime) -> Opening:
    kind = _kind(number)
    return opening(
        kind,
        now,
        account=account,
        title=f"case {number} about {account}",
        subject=_subject(kind, chance),
        priority=chance.choice(tuple(Priority)),
        due_at=now + timedelta(minutes=chance.randint(1, 20_000)),
    )


def _subject(kind: CaseKind, chance: random.Random) -> Subject | None:
    category = chance.choice(tuple(Category))
    if kind is CaseKind.CERTIFICATION:
        begin, end = datetime.now(UTC).date(), datetime.now(UTC).date() + timedelta(days=365)
        materials = Materials(professional_qualification="资格证 1")
        field = chance.choice(tuple(Field))
        return CertificationApplied(field=field, valid_from=begin, valid_until=end, materials=materials)
    if kind is CaseKind.CLOSURE:
        return ClosureAsked(category=category)
    if kind is CaseKind.CANCELLATION:
        return CancellationAsked(category=category)
    if kind is CaseKind.APPEAL:
        return Appealed(action="b1", category=category, says="内容系本人原创，并非翻炒旧闻，请求复核。")
    if kind is CaseKind.IMPERSONATION:
        return ImitationSuspected(imitated="人民日报")
    if kind is CaseKind.EMBLEM:
        return EmblemSeen(avatar="0" * 64, emblems=("emblem-00",), bank=1)
    if kind is CaseKind.CREDIT_CODE:
        return IrregularCode(holder="h_0", reference="某某文化传媒有限公司", fault="check digit")
    return None


def _rejected(name: str, reviewer: str, now: datetime) -> CaseCommand:
    """Return a decision after which nothing follows for the account."""
    decide = decide_case(reviewer, Ruling(outcome=Outcome.REJECTED, reason="checked"))
    return CaseCommand(CASE, name, decide, actor=reviewer, now=now)


async def _into(url: str) -> None:
    database = Database(url)
    await fill(database, await many(database, ACCOUNTS), CASES)
    await database.close()


if __name__ == "__main__":
    asyncio.run(_into(sys.argv[1]))
