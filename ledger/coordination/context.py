"""Members of the cluster that a case is about, with their standing: part of the context of the case."""

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.statements import as_text
from models.accounts.standing import Standing
from models.cases.cases import Case
from models.cases.subjects import CoordinationFound
from models.tables import CLUSTER_MEMBERS, STANDINGS
from regulation.cases.contexts import ClusterAbout, ClusterMember
from regulation.cases.effects import closed_of
from regulation.standing.status import status_of

MOST_MEMBERS: Final = 50
"""Members that a context lists; the cluster itself names all of them."""

_M: Final = CLUSTER_MEMBERS.c
_OF_ROUND: Final = (_M.cluster == bindparam("cluster"), _M.round == bindparam("round"))
_MEMBERS: Final = (
    select(_M.account, as_text(STANDINGS.c.snapshot))
    .select_from(CLUSTER_MEMBERS.outerjoin(STANDINGS, STANDINGS.c.account == _M.account))
    .where(*_OF_ROUND)
    .order_by(_M.account.collate("C"))
    .limit(MOST_MEMBERS)
)
_COUNT: Final = select(func.count()).select_from(CLUSTER_MEMBERS).where(*_OF_ROUND)


async def cluster_of(connection: AsyncConnection, case: Case, now: datetime) -> ClusterAbout | None:
    """Return the cluster that a case is about, with the accounts of its round; None for another kind of case."""
    found = case.opening.subject
    if not isinstance(found, CoordinationFound):
        return None
    named = {"cluster": found.cluster, "round": found.round}
    rows = (await connection.execute(_MEMBERS, named)).all()
    count: int = (await connection.execute(_COUNT, named)).scalar_one()
    members = tuple(_member(row.account, row.snapshot, now) for row in rows)
    return ClusterAbout(cluster=found.cluster, round=found.round, accounts=count, members=members)


def _member(account: str, snapshot: str | None, now: datetime) -> ClusterMember:
    if snapshot is None:
        return ClusterMember(account=account)
    standing = Standing.model_validate_json(snapshot)
    at = max(now, standing.as_of)
    return ClusterMember(
        account=account,
        name=standing.name,
        status=status_of(standing, at),
        restrictions=tuple(closed_of(one) for one in standing.restrictions if one.interval.covers(at)),
    )
