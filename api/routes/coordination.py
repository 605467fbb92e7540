"""Accounts in concert (article 7): what they share and post comes in by bulk; clusters are read."""

import asyncio
from typing import Annotated, ClassVar, Final

from fastapi import APIRouter, Path, Query
from pydantic import Field, SecretStr
from starlette.responses import Response

from api import answers, cursors
from api.edge import AtEdge
from api.parameters import MOST_ROWS, Moment
from api.problems import Fault, ProblemError, invalid
from api.requests import examples
from api.routing import Guarded
from coordination import texts
from ledger import clusters, links
from models.base import Frozen
from models.coordination import Cluster, LinkRow, PostRow, TieKind
from models.names import AccountId, CaseId

MOST_LINKS: Final = 10_000
MOST_POSTS: Final = 1_000
"""In one request: some tenths of a second of work."""
LONGEST_TEXT: Final = 10_000


class Bulk(Guarded):
    """A guarded route for many rows in one body."""

    largest_body: ClassVar[int] = 16 * 1024 * 1024


router = APIRouter(prefix="/v1/coordination", route_class=Bulk, tags=["coordination"])

_Id = Annotated[CaseId, Path(description="As the case and the list name it.")]

_REPORTED: Final = tuple(kind for kind in TieKind if kind is not TieKind.TEXT)
_SVG: Final = "image/svg+xml"


class LinkBody(Frozen):
    """An account was seen with something. The value is hashed at once, under our key, and kept nowhere."""

    account: AccountId
    kind: Annotated[TieKind, Field(description="`text` is found by ourselves.", examples=list(_REPORTED))]
    value: Annotated[SecretStr, Field(min_length=1, max_length=500, description="A device's identifier, a number …")]
    seen_at: Annotated[Moment | None, Field(description="Left out: now.")] = None


class LinksBody(Frozen):
    """Links, all or none; sent again they only move the times on."""

    model_config = examples(
        {"links": [{"account": "kitchen", "kind": "device", "value": "imei-86-1"}]},
        {"links": [{"account": "kitchen", "kind": "payout", "value": "6222…01", "seen_at": "2026-03-01T09:00:00Z"}]},
    )

    links: Annotated[tuple[LinkBody, ...], Field(min_length=1, max_length=MOST_LINKS)]


class PostBody(Frozen):
    """A post. Its text becomes a signature at once and is kept nowhere."""

    account: AccountId
    post: Annotated[CaseId, Field(description="The platform's own identifier of the post.")]
    published_at: Moment
    text: Annotated[SecretStr, Field(max_length=LONGEST_TEXT)]


class PostsBody(Frozen):
    """Posts, all or none; one that is known already stays as it is."""

    model_config = examples(
        {
            "posts": [
                {
                    "account": "kitchen",
                    "post": "p-4711",
                    "published_at": "2026-03-01T09:00:00+08:00",
                    "text": "速看！再不看就没了，这件事终于有人说清楚了",
                }
            ]
        }
    )

    posts: Annotated[tuple[PostBody, ...], Field(min_length=1, max_length=MOST_POSTS)]


class Taken(Frozen):
    """What came of a bulk."""

    new: int
    known: Annotated[int, Field(description="Rows that were there already, or came twice in this body.")]
    too_short: Annotated[int, Field(description="Posts whose text is too short to be told from others by chance.")] = 0


class ClustersQuery(Frozen):
    """Which clusters."""

    after: Annotated[str | None, Field(max_length=300, description="`next` of the page before.")] = None
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS, description="Clusters in one page.")] = 100


class ClustersPage(Frozen):
    """Clusters in the order in which they were found."""

    clusters: tuple[Cluster, ...]
    next: Annotated[str | None, Field(description="Give it as `after` for the next page; null on the last.")]


@router.post(
    "/links", response_model=Taken, summary="What accounts share: devices, phones, payout accounts … (article 7)"
)
async def add_links(body: LinksBody, edge: AtEdge) -> Response:
    """Up to 10,000. The same link again changes nothing but the time, so it needs no Idempotency-Key."""
    key, now = await edge.holder_key.proven(), edge.clock()
    _require_reported(body)
    rows = [
        LinkRow.trusted(
            account=link.account,
            kind=link.kind,
            token=links.token_of(key, link.kind, link.value.get_secret_value()),
            seen_at=min(link.seen_at or now, now),
        )
        for link in body.links
    ]
    done = await links.add_links(edge.database, rows)
    return answers.json(Taken(new=done.new, known=done.known))


@router.post("/posts", response_model=Taken, summary="What accounts post, as signatures (article 7)")
async def add_posts(body: PostsBody, edge: AtEdge) -> Response:
    """Up to 1,000. The same post again changes nothing, so it needs no Idempotency-Key."""
    signatures = await asyncio.to_thread(texts.signatures_of, [post.text.get_secret_value() for post in body.posts])
    rows = [
        PostRow.trusted(account=post.account, post=post.post, published_at=post.published_at, signature=signature)
        for post, signature in zip(body.posts, signatures, strict=True)
        if signature is not None
    ]
    done = await links.add_posts(edge.database, rows, signatures.count(None))
    return answers.json(Taken(new=done.new, known=done.known, too_short=done.too_short))


@router.get("/clusters", response_model=ClustersPage, summary="Accounts that may act in concert")
async def list_clusters(query: Annotated[ClustersQuery, Query()], edge: AtEdge) -> Response:
    """Each with its case."""
    after = None if query.after is None else cursors.place(query.after)
    found = await clusters.page(edge.database, after=after, most=query.limit + 1)
    page = found[: query.limit]
    following = cursors.cursor(page[-1].found_at, page[-1].id) if len(found) > len(page) else None
    return answers.json(ClustersPage(clusters=tuple(page), next=following))


@router.get("/clusters/{cluster}", response_model=Cluster, summary="One cluster, with what ties it")
async def read_cluster(cluster: _Id, edge: AtEdge) -> Response:
    """All members, the most telling ties and the strongest pairs."""
    found = await clusters.one(edge.database, cluster)
    if found is None:
        raise _unknown(cluster)
    return answers.json(found)


@router.get(
    "/clusters/{cluster}/graph",
    response_class=Response,
    summary="A cluster as a graph (SVG)",
    responses={200: {"description": "The picture.", "content": {_SVG: {"schema": {"type": "string"}}}}},
)
async def read_cluster_graph(cluster: _Id, edge: AtEdge) -> Response:
    """Dots are accounts, lines pairs that are tied strongly enough."""
    graph = await clusters.graph_of(edge.database, cluster)
    if graph is None:
        raise _unknown(cluster)
    # Drawn by ourselves; a browser that opens it alone must not run anything in it all the same.
    safely = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'"}
    return Response(graph, media_type=_SVG, headers=safely)


def _require_reported(body: LinksBody) -> None:
    for place, link in enumerate(body.links):
        if link.kind is TieKind.TEXT:
            kinds = ", ".join(_REPORTED)
            raise invalid(Fault(path=f"body.links.{place}.kind", message=f"must be one of {kinds}; posts tell texts"))


def _unknown(cluster: str) -> ProblemError:
    return ProblemError("unknown-cluster", f"there is no cluster {cluster}: `GET /v1/coordination/clusters` lists them")
