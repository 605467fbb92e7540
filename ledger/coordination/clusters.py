"""Clusters of accounts in concert, and the case about each: opened once, extended when the cluster grows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Boolean, Integer, Text, bindparam, case, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from coordination.drawing import drawn
from ledger.cases import cases
from ledger.store import pages
from ledger.store.database import Database
from ledger.store.pages import Order, Page, Position
from ledger.store.statements import LOCK_BY_NAME, given, instant, one_of
from ledger.streams import records
from ledger.streams.records import Command
from models.cases.cases import Case, CaseStatus
from models.coordination import Cluster, Finding
from models.tables import CLUSTER_MEMBERS, CLUSTERS
from regulation import coordination as rules
from regulation.cases.cases import add_evidence
from regulation.cases.reducer import CASE, SETTLED

ACTOR: Final = "coordination sweep"

_C: Final = CLUSTERS.c
_MEMBER: Final = CLUSTER_MEMBERS.c
_KNOWN: Final = select(_MEMBER.account, _MEMBER.cluster).where(one_of(_MEMBER.account, "accounts"))
_SHOWN: Final = select(_C.id, _C.case, _C.round, _C.found_at, _C.changed_at, _C.merged_into, _C.finding)
_ONE: Final = _SHOWN.where(_C.id == bindparam("id"))
_BY_FINDING: Final = Order("clusters", (_C.found_at, _C.id))
_PAGE: Final = _SHOWN.where(_C.merged_into.is_(None))
_GRAPH: Final = select(_C.graph).where(_C.id == bindparam("id"))
_INSERT: Final = insert(CLUSTERS)
_UPDATE: Final = (
    update(CLUSTERS)
    .where(_C.id == bindparam("cluster"))
    .values(
        case=bindparam("case"),
        round=bindparam("round"),
        finding=bindparam("finding"),
        graph=bindparam("graph"),
        changed_at=case((bindparam("grown", type_=Boolean), instant("now")), else_=_C.changed_at),
    )
)
_MERGE: Final = (
    update(CLUSTERS)
    .where(one_of(_C.id, "others"))
    .values(merged_into=bindparam("cluster"), changed_at=bindparam("now"))
)
_JOINING: Final = insert(CLUSTER_MEMBERS).from_select(
    ["account", "cluster", "round", "joined_at"],
    select(
        *given(account=("accounts", Text())).c,
        bindparam("id", type_=Text),
        bindparam("round", type_=Integer),
        instant("now"),
    ),
)
_MEMBERS: Final = _JOINING.on_conflict_do_update(
    index_elements=["account"], set_={"cluster": _JOINING.excluded.cluster, "round": _JOINING.excluded.round}
)
_OF_ROUND: Final = (
    select(_MEMBER.account)
    .where(_MEMBER.cluster == bindparam("id"), _MEMBER.round == bindparam("round"))
    .order_by(_MEMBER.account.collate("C"))
)


@dataclass(frozen=True)
class Processed:
    """Result of one finding."""

    opened: int = 0
    grown: int = 0


async def process(connection: AsyncConnection, finding: Finding, now: datetime) -> Processed:
    """Open the case, add the newcomers to it, or record that nothing has changed; a second call changes nothing."""
    await connection.execute(LOCK_BY_NAME, {"name": "clusters"})
    rows = (await connection.execute(_KNOWN, {"accounts": list(finding.members)})).all()
    known = {row.account: row.cluster for row in rows}
    if not known:
        return await _begin(connection, finding, now)
    counted = sorted(set(known.values()), key=lambda one: (-sum(of == one for of in known.values()), one))
    return await _go_on(connection, counted[0], counted[1:], finding, known, now)


async def _begin(connection: AsyncConnection, finding: Finding, now: datetime) -> Processed:
    cluster = f"clu_{sha256(' '.join(finding.members).encode()).hexdigest()[:16]}"
    named = {"id": cluster, "case": _case_of(cluster, 1), "round": 1, "found_at": now, "changed_at": now}
    await connection.execute(_INSERT, {**named, **_described(cluster, finding)})
    await _join(connection, cluster, 1, finding.members, now)
    await _open(connection, cluster, 1, finding, finding.members, now)
    return Processed(opened=1)


async def _go_on(
    connection: AsyncConnection,
    cluster: str,
    others: Sequence[str],
    finding: Finding,
    known: dict[str, str],
    now: datetime,
) -> Processed:
    """Update a known cluster: the accounts that are in it now and were not before, and those of merged clusters, are
    its newcomers.
    """
    before = (await connection.execute(_ONE, {"id": cluster})).one()
    newcomers = sorted(account for account in finding.members if known.get(account) != cluster)
    # Locked before it is read: a decision that is under way either includes the newcomers, or comes first.
    await records.lock(connection, "case", before.case)
    case = (await records.state_within(connection, CASE, before.case)).state
    if case is None:
        raise RuntimeError(f"cluster {cluster} names the case {before.case}, which does not exist")
    news = rules.is_news(case, len(newcomers), len(finding.members) - len(newcomers))
    named: dict[str, Any] = {"cluster": cluster, "now": now, "grown": news, **_described(cluster, finding)}
    if not news:
        await connection.execute(_UPDATE, {**named, "case": before.case, "round": before.round})
        return Processed()
    open_still = case.status not in SETTLED
    round_ = before.round if open_still else before.round + 1
    await connection.execute(_UPDATE, {**named, "case": _case_of(cluster, round_), "round": round_})
    await connection.execute(_MERGE, {"cluster": cluster, "others": list(others), "now": now})
    await _join(connection, cluster, round_, newcomers, now)
    if not open_still:
        await _open(connection, cluster, round_, finding, newcomers, now)
        return Processed(opened=1)
    await _add(connection, case, rules.grown_evidence(cluster, newcomers, others), now)
    return Processed(grown=1)


async def _open(
    connection: AsyncConnection, cluster: str, round_: int, finding: Finding, newcomers: Sequence[str], now: datetime
) -> None:
    opened, evidence = rules.opened_for(cluster, round_, finding, newcomers, now)
    await cases.opened(connection, _case_of(cluster, round_), opened, evidence, actor=ACTOR, now=now)


async def _add(connection: AsyncConnection, case: Case, evidence: Any, now: datetime) -> None:
    """Add evidence to a case; a full case stays as it is, and the cluster's own page has everything."""
    if case.status is not CaseStatus.DECIDED:
        await records.enter(connection, Command(CASE, case.id, add_evidence(evidence), actor=ACTOR, now=now))


async def _join(connection: AsyncConnection, cluster: str, round_: int, accounts: Sequence[str], now: datetime) -> None:
    named = {"id": cluster, "round": round_, "accounts": list(accounts), "now": now}
    await connection.execute(_MEMBERS, named)


def _case_of(cluster: str, round_: int) -> str:
    return cases.case_id("coordination", f"{cluster}:{round_}")


def _described(cluster: str, finding: Finding) -> dict[str, Any]:
    return {"finding": finding.model_dump(mode="json"), "graph": drawn(cluster, finding)}


async def members_of(connection: AsyncConnection, cluster: str, round_: int) -> list[str]:
    """Return the accounts that a case is about, in order."""
    return list((await connection.execute(_OF_ROUND, {"id": cluster, "round": round_})).scalars())


async def within(connection: AsyncConnection, cluster: str) -> Cluster | None:
    """Return a cluster as the caller's transaction sees it; None when it does not exist."""
    row = (await connection.execute(_ONE, {"id": cluster})).one_or_none()
    return None if row is None else Cluster.model_validate(dict(row._mapping))


async def one(database: Database, cluster: str) -> Cluster | None:
    """Return a cluster; None when it does not exist."""
    async with database.transaction() as connection:
        return await within(connection, cluster)


async def graph_of(database: Database, cluster: str) -> str | None:
    """Return the picture of a cluster; None when it does not exist."""
    async with database.transaction() as connection:
        graph: str | None = (await connection.execute(_GRAPH, {"id": cluster})).scalar_one_or_none()
    return graph


async def page(database: Database, *, after: Position | None = None, most: int = pages.USUAL) -> Page[Cluster]:
    """Return a page of the clusters in the order in which they were found, without those merged into another."""
    async with database.transaction() as connection:
        found = await pages.read(connection, _PAGE, _BY_FINDING, {}, after=after, most=most)
    return found.of(lambda row: Cluster.model_validate(dict(row._mapping)))
