"""Operations of `coordination`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, Calling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Coordination(Calling):
    """Operations of `coordination`."""

    def add_coordination_links(
        self, *, links: Sequence[models.CoordinationLinkBody | Mapping[str, Any]], timeout: float | None = None
    ) -> models.CoordinationTaken:
        """Report links between accounts: devices, phones, payout accounts … (article 7).

        Up to 10,000 links, each recorded on its own: an invalid one affects no other, and keeps its place, `ref`
        and account in the answer. When no link is valid, the request is refused. Reporting a link again only
        updates its time, so no Idempotency-Key is needed.

        Roles: platform, operator.
        """
        found: models.CoordinationTaken = self.answer_to(
            "POST", "/v1/coordination/links", ["CoordinationTaken"], timeout=timeout, body={"links": links}
        )
        return found

    def add_coordination_posts(
        self, *, posts: Sequence[models.CoordinationPostBody | Mapping[str, Any]], timeout: float | None = None
    ) -> models.CoordinationTaken:
        """Report posts of accounts (article 7).

        Up to 1,000 posts, each recorded on its own: an invalid one affects no other, and keeps its place, `ref`
        and account in the answer. When no post is valid, the request is refused. Reporting a post again has no
        effect, so no Idempotency-Key is needed.

        Roles: platform, operator.
        """
        found: models.CoordinationTaken = self.answer_to(
            "POST", "/v1/coordination/posts", ["CoordinationTaken"], timeout=timeout, body={"posts": posts}
        )
        return found

    def sweep_clusters(self, *, timeout: float | None = None) -> models.SweepResult:
        """Find clusters of accounts now (article 7).

        Opens or extends their cases. The worker does this once a day; the answer comes when it is done, which
        takes minutes for millions of links. A repeated request looks again, so no Idempotency-Key is needed.

        Roles: operator.
        """
        found: models.SweepResult = self.answer_to(
            "POST", "/v1/coordination/sweeps", ["SweepResult"], timeout=timeout, body={}
        )
        return found

    def list_clusters(
        self, *, after: str | None = None, limit: int | None = None, timeout: float | None = None
    ) -> models.ClustersPage:
        """List clusters of accounts that may be coordinated.

        Clusters with their cases.

        Roles: reviewer, operator, auditor.
        """
        found: models.ClustersPage = self.answer_to(
            "GET",
            "/v1/coordination/clusters",
            ["ClustersPage"],
            timeout=timeout,
            params={"after": after, "limit": limit},
        )
        return found

    def iter_clusters(self, *, limit: int | None = None) -> Iterator[models.Cluster]:
        """List clusters of accounts that may be coordinated: every item of every page."""
        place: Any = None
        while True:
            page = self.list_clusters(limit=limit, after=place)
            yield from page.clusters
            following: Any = page.next
            if following is None or (following == place and not page.clusters):
                return
            place = following

    def read_cluster(self, cluster: str, *, timeout: float | None = None) -> models.Cluster:
        """Read a cluster with its ties.

        All members, the most significant ties and the strongest pairs.

        Roles: reviewer, operator, auditor.
        """
        found: models.Cluster = self.answer_to(
            "GET", "/v1/coordination/clusters/{cluster}", ["Cluster"], timeout=timeout, path_values={"cluster": cluster}
        )
        return found

    def read_cluster_graph(self, cluster: str, *, timeout: float | None = None) -> Reply:
        """Draw a cluster as SVG.

        Dots are accounts; lines connect pairs whose ties are strong enough.

        Roles: reviewer, operator, auditor.
        """
        return self.reply_to(
            "GET", "/v1/coordination/clusters/{cluster}/graph", timeout=timeout, path_values={"cluster": cluster}
        )
