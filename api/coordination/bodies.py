"""Request bodies for links between accounts and posts; the command line reads the same data as NDJSON."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Final

from pydantic import Field, SecretStr

from api.handling.items import AS_SENT, ListItem
from api.handling.requests import examples
from api.http.parameters import Moment
from coordination import texts
from ledger.coordination import links
from models.base import Frozen
from models.coordination import LinkRow, PostRow, TieKind
from models.names import AccountId, CaseId
from models.texts.incoming import MARK

MOST_LINKS: Final = 10_000
MOST_POSTS: Final = 1_000
"""Posts in one request: some tenths of a second of work."""
LONGEST_TEXT: Final = 10_000

REPORTED: Final = tuple(kind for kind in TieKind if kind is not TieKind.TEXT)


class LinkBody(ListItem):
    """A link of an account to a device, number or the like. The value is hashed under the holder key and not stored."""

    account: AccountId
    kind: Annotated[
        TieKind, Field(description="`text` is not reported: it is derived from posts.", examples=list(REPORTED))
    ]
    value: Annotated[
        SecretStr,
        Field(
            min_length=1,
            max_length=500,
            description="A device identifier, a phone number and the like.",
            json_schema_extra={MARK: "compared"},
        ),
    ]
    seen_at: Annotated[Moment | None, Field(description="Omitted: now.")] = None


class LinksBody(Frozen):
    """Links, each recorded on its own. Reporting a link again only updates its time."""

    model_config = examples(
        {"links": [{"ref": "row-1", "account": "kitchen", "kind": "device", "value": "imei-86-1"}]},
        {"links": [{"account": "kitchen", "kind": "payout", "value": "6222…01", "seen_at": "2026-03-01T09:00:00Z"}]},
    )

    links: Annotated[tuple[Annotated[LinkBody, AS_SENT], ...], Field(min_length=1, max_length=MOST_LINKS)]


class PostBody(ListItem):
    """A post. Its text is reduced to a signature and not stored."""

    account: AccountId
    post: Annotated[CaseId, Field(description="The platform's identifier of the post.")]
    published_at: Moment
    text: Annotated[SecretStr, Field(max_length=LONGEST_TEXT, json_schema_extra={MARK: "compared"})]


class PostsBody(Frozen):
    """Posts, each recorded on its own. A known post is left unchanged."""

    model_config = examples(
        {
            "posts": [
                {
                    "ref": "row-1",
                    "account": "kitchen",
                    "post": "p-4711",
                    "published_at": "2026-03-01T09:00:00+08:00",
                    "text": "速看！再不看就没了，这件事终于有人说清楚了",
                }
            ]
        }
    )

    posts: Annotated[tuple[Annotated[PostBody, AS_SENT], ...], Field(min_length=1, max_length=MOST_POSTS)]


def fault_of_link(link: LinkBody, latest: datetime) -> tuple[str, str] | None:
    """Return the faulty field and the message, or None. `latest`: the latest instant of a caller's clock."""
    if link.kind is TieKind.TEXT:
        return "kind", f"must be one of {', '.join(REPORTED)}: similar texts are detected in posts"
    if link.seen_at is not None and link.seen_at > latest:
        return "seen_at", "lies in the future: report what was seen"
    return None


def fault_of_post(post: PostBody, latest: datetime) -> tuple[str, str] | None:
    """Return the faulty field of a post and the message, or None. `latest` as in `fault_of_link`."""
    if post.published_at <= latest:
        return None
    return "published_at", "lies in the future: a post is reported when it is published"


def link_rows(said: Sequence[LinkBody], key: bytes, now: datetime) -> list[LinkRow]:
    """Return the links as rows to store: hashed, with `seen_at` no later than `now`."""
    return [
        LinkRow.trusted(
            account=link.account,
            kind=link.kind,
            token=links.token_of(key, link.kind, link.value.get_secret_value()),
            seen_at=min(link.seen_at or now, now),
        )
        for link in said
    ]


def post_rows(said: Sequence[PostBody]) -> tuple[list[PostRow], list[int]]:
    """Return the posts as rows to store, and the places of those whose text is too short to compare; some tenths of a
    second for a thousand posts.
    """
    signatures = texts.signatures_of([post.text.get_secret_value() for post in said])
    rows = [
        PostRow.trusted(account=post.account, post=post.post, published_at=post.published_at, signature=signature)
        for post, signature in zip(said, signatures, strict=True)
        if signature is not None
    ]
    return rows, [place for place, signature in enumerate(signatures) if signature is None]
