"""Coordinated accounts (article 7): the clusters found, each with its graph, its ties and its case."""

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from console.http.calling import segment
from console.http.visit import WithVisit
from console.texts.languages import N_
from models.coordination import TieKind

router = APIRouter(prefix="/console/coordination")

TIES: Final[Mapping[str, str]] = {
    TieKind.HOLDER: N_("the same holder"),
    TieKind.PAYOUT: N_("the same payout account"),
    TieKind.PHONE: N_("the same telephone"),
    TieKind.DEVICE: N_("the same device"),
    TieKind.NETWORK: N_("the same network address"),
    TieKind.MCN: N_("the same MCN"),
    TieKind.TEXT: N_("the same text within minutes"),
}
"""What accounts may share, in words."""


@router.get("")
async def show_clusters(visit: WithVisit, after: Annotated[str | None, Query(max_length=400)] = None) -> Response:
    """List the clusters, with the latest sweep."""
    visit.require("list_clusters")
    found = await visit.api.read("/v1/coordination/clusters", {"after": after, "limit": 50})
    return visit.render(
        "coordination/clusters.html",
        part="rows",
        clusters=found["clusters"],
        next=found["next"],
        sweep=found["sweep"],
        ties=TIES,
    )


@router.get("/{cluster}")
async def show_cluster(visit: WithVisit, cluster: str) -> Response:
    """One cluster: the graph, what its accounts share, and the case in which a person decides."""
    visit.require("read_cluster")
    found = await visit.api.read(f"/v1/coordination/clusters/{segment(cluster)}")
    called = await visit.called(found["finding"]["members"])
    return visit.render("coordination/cluster.html", part="state", cluster=found, ties=TIES, called=called)


@router.get("/{cluster}/graph.svg")
async def draw_cluster(visit: WithVisit, cluster: str) -> Response:
    """The graph as the API draws it."""
    return await visit.api.forward(f"/v1/coordination/clusters/{segment(cluster)}/graph")
