"""Coordinated accounts (article 7): bulk reports of links and posts, and the clusters found in them."""

import asyncio
from typing import Annotated, ClassVar, Final

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.responses import Response

from api.coordination.bodies import (
    LinkBody,
    LinksBody,
    PostBody,
    PostsBody,
    fault_of_link,
    fault_of_post,
    link_rows,
    post_rows,
)
from api.handling import answers
from api.handling.commanding import fresh_id
from api.handling.items import Outcomes, read_each, require_some
from api.handling.requests import Body, examples
from api.handling.routing import Guarded
from api.http.cursors import PageOf, PageQuery, Word, items_named
from api.http.problems import ProblemError
from api.state.app_state import WithAppState
from ledger.coordination import clusters, links, sweeps
from models.base import Frozen
from models.coordination import Cluster, SweepResult
from models.names import CaseId


class Bulk(Guarded):
    """Guarded route for a large number of rows in one body."""

    largest_body: ClassVar[int] = 16 * 1024 * 1024


router = APIRouter(prefix="/v1/coordination", route_class=Bulk, tags=["coordination"])

_Id = Annotated[CaseId, Path(description="Identifier of the cluster, as in its case and in the list.")]

_SVG: Final = "image/svg+xml"


class Taken(Frozen):
    """Outcome of a bulk report: numbers of new and known rows."""

    new: int
    known: Annotated[int, Field(description="Rows that were known already, or repeated in this body.")]
    too_short: Annotated[int, Field(description="Posts whose text is too short for a meaningful comparison.")] = 0
    invalid: Annotated[int, Field(description="Rows that were not recorded; each is in `items` with its faults.")] = 0
    items: Outcomes = ()


class ClustersQuery(PageQuery):
    """Page of the list of clusters."""


class ClustersPage(PageOf[Cluster, Word]):
    """Clusters in the order in which they were found."""

    model_config = items_named("clusters")

    sweep: Annotated[SweepResult | None, Field(description="The latest completed sweep; null before the first.")]


@router.post(
    "/links",
    response_model=Taken,
    summary="Report links between accounts: devices, phones, payout accounts … (article 7)",
)
async def add_coordination_links(body: LinksBody, app_state: WithAppState) -> Response:
    """Up to 10,000 links, each recorded on its own: an invalid one affects no other, and keeps its place, `ref` and
    account in the answer. When no link is valid, the request is refused. Reporting a link again only updates its time,
    so no Idempotency-Key is needed.
    """
    key, now, latest = await app_state.holder_key.proven(), app_state.clock(), app_state.latest()
    found = await read_each("links", LinkBody, body.links, lambda link: fault_of_link(link, latest))
    require_some(found)
    rows = link_rows([link for _, link in found.valid], key, now)
    done = await links.add_links(app_state.database, rows)
    return answers.json(Taken(new=done.new, known=done.known, invalid=len(found.invalid), items=found.outcomes()))


@router.post("/posts", response_model=Taken, summary="Report posts of accounts (article 7)")
async def add_coordination_posts(body: PostsBody, app_state: WithAppState) -> Response:
    """Up to 1,000 posts, each recorded on its own: an invalid one affects no other, and keeps its place, `ref` and
    account in the answer. When no post is valid, the request is refused. Reporting a post again has no effect, so no
    Idempotency-Key is needed.
    """
    latest = app_state.latest()
    found = await read_each("posts", PostBody, body.posts, lambda post: fault_of_post(post, latest))
    require_some(found)
    rows, short = await asyncio.to_thread(post_rows, [post for _, post in found.valid])
    done = await links.add_posts(app_state.database, rows, len(short))
    items = found.outcomes(too_short=[found.valid[place][0] for place in short])
    answer = Taken(new=done.new, known=done.known, too_short=done.too_short, invalid=len(found.invalid), items=items)
    return answers.json(answer)


class SweepBody(Body):
    """An empty body."""

    model_config = examples({})


@router.post("/sweeps", response_model=SweepResult, summary="Find clusters of accounts now (article 7)")
async def sweep_clusters(
    body: SweepBody,  # noqa: ARG001 - the body is empty, but described
    app_state: WithAppState,
) -> Response:
    """Opens or extends their cases. The worker does this once a day; the answer comes when it is done, which takes
    minutes for millions of links. A repeated request looks again, so no Idempotency-Key is needed.
    """
    found = await sweeps.sweep_now(app_state.database, fresh_id("sweep"), app_state.clock())
    return answers.json(found)


@router.get("/clusters", response_model=ClustersPage, summary="List clusters of accounts that may be coordinated")
async def list_clusters(query: Annotated[ClustersQuery, Query()], app_state: WithAppState) -> Response:
    """Clusters with their cases."""
    found = await clusters.page(app_state.database, after=query.after, most=query.limit)
    return answers.json(ClustersPage.of(found, sweep=await sweeps.newest(app_state.database)))


@router.get("/clusters/{cluster}", response_model=Cluster, summary="Read a cluster with its ties")
async def read_cluster(cluster: _Id, app_state: WithAppState) -> Response:
    """All members, the most significant ties and the strongest pairs."""
    found = await clusters.one(app_state.database, cluster)
    if found is None:
        raise _unknown(cluster)
    return answers.json(found)


@router.get(
    "/clusters/{cluster}/graph",
    response_class=Response,
    summary="Draw a cluster as SVG",
    responses={200: {"description": "The picture.", "content": {_SVG: {"schema": {"type": "string"}}}}},
)
async def read_cluster_graph(cluster: _Id, app_state: WithAppState) -> Response:
    """Dots are accounts; lines connect pairs whose ties are strong enough."""
    graph = await clusters.graph_of(app_state.database, cluster)
    if graph is None:
        raise _unknown(cluster)
    return Response(graph, media_type=_SVG)


def _unknown(cluster: str) -> ProblemError:
    return ProblemError("unknown-cluster", f"there is no cluster {cluster}: `GET /v1/coordination/clusters` lists them")
