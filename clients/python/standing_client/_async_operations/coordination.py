"""Operations of `coordination`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, AsyncCalling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Coordination(AsyncCalling):
    """Operations of `coordination`."""

    async def add_coordination_links(
        self, *, links: Sequence[models.CoordinationLinkBody | Mapping[str, Any]], timeout: float | None = None
    ) -> models.CoordinationTaken:
        """Report links between accounts: devices, phones, payout accounts … (article 7).

        Up to 10,000 links, each recorded on its own: an invalid one affects no other, and keeps its place, `ref`
        and account in the answer. When no link is valid, the request is refused. Reporting a link again only
        updates its time, so no Idempotency-Key is needed.

        Roles: platform, operator.
        """
        found: models.CoordinationTaken = await self.answer_to(
            "POST", "/v1/coordination/links", ["CoordinationTaken"], timeout=timeout, body={"links": links}
        )
        return found

    async def add_coordination_posts(
        self, *, posts: Sequence[models.CoordinationPostBody | Mapping[str, Any]], timeout: float | None = None
    ) -> models.CoordinationTaken:
        """Report posts of accounts (article 7).

        Up to 1,000 posts, each recorded on its own: an invalid one affects no other, and keeps its place, `ref`
        and account in the answer. When no post is valid, the request is refused. Reporting a post again has no
        effect, so no Idempotency-Key is needed.

        Roles: platform, operator.
        """
        found: models.CoordinationTaken = await self.answer_to(
            "POST", "/v1/coordination/posts", ["CoordinationTaken"], timeout=timeout, body={"posts": posts}
        )
        return found

    async def sweep_clusters(self, *, timeout: float | None = None) -> models.SweepResult:
        """Find clusters of accounts now (article 7).

        Opens or extends their cases. The worker does this once a day; the answer comes when it is done, which
        takes minutes for millions of links. A repeated request looks again, so no Idempotency-Key is needed.

        Roles: operator.
        """
        found: models.SweepResult = await self.answer_to(
            "POST", "/v1/coordination/sweeps", ["SweepResult"], timeout=timeout, body={}
        )
        return found

    async def list_clusters(
        self, *, after: str | None = None, limit: int | None = None, timeout: float | None = None
    ) -> models.ClustersPage:
        """List clusters of accounts that may be coordinated.

        Clusters with their cases.

        Roles: reviewer, operator, auditor.
        """
        found: models.ClustersPage = await self.answer_to(
            "GET",
            "/v1/coordination/clusters",
            ["ClustersPage"],
            timeout=timeout,
            params={"after": after, "limit": limit},
        )
        return found

    async def iter_clusters(self, *, limit: int | None = None) -> AsyncIterator[models.Cluster]:
        """List clusters of accounts that may be coordinated: every item of every page."""
        place: Any = None
        while True:
            page = await self.list_clusters(limit=limit, after=place)
            for item in page.clusters:
                yield item
            following: Any = page.next
            if following is None or (following == place and not page.clusters):
                return
            place = following

    async def read_cluster(self, cluster: str, *, timeout: float | None = None) -> models.Cluster:
        """Read a cluster with its ties.

        All members, the most significant ties and the strongest pairs.

        Roles: reviewer, operator, auditor.
        """
        found: models.Cluster = await self.answer_to(
            "GET", "/v1/coordination/clusters/{cluster}", ["Cluster"], timeout=timeout, path_values={"cluster": cluster}
        )
        return found

    async def read_cluster_graph(self, cluster: str, *, timeout: float | None = None) -> Reply:
        """Draw a cluster as SVG.

        Dots are accounts; lines connect pairs whose ties are strong enough.

        Roles: reviewer, operator, auditor.
        """
        return await self.reply_to(
            "GET", "/v1/coordination/clusters/{cluster}/graph", timeout=timeout, path_values={"cluster": cluster}
        )
