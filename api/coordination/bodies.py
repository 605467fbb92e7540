"""What may be sent about what accounts share and post; the terminal reads the same, a line each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Final

from pydantic import Field, SecretStr

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
"""In one request: some tenths of a second of work."""
LONGEST_TEXT: Final = 10_000

REPORTED: Final = tuple(kind for kind in TieKind if kind is not TieKind.TEXT)


class LinkBody(Frozen):
    """An account was seen with something. The value is hashed at once, under our key, and kept nowhere."""

    account: AccountId
    kind: Annotated[TieKind, Field(description="`text` is found by ourselves.", examples=list(REPORTED))]
    value: Annotated[
        SecretStr,
        Field(
            min_length=1,
            max_length=500,
            description="A device's identifier, a number …",
            json_schema_extra={MARK: "compared"},
        ),
    ]
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
    text: Annotated[SecretStr, Field(max_length=LONGEST_TEXT, json_schema_extra={MARK: "compared"})]


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


def fault_of_link(link: LinkBody, latest: datetime) -> tuple[str, str] | None:
    """The field that cannot be, and what would be right. `latest`: what a caller's clock may show."""
    if link.kind is TieKind.TEXT:
        return "kind", f"must be one of {', '.join(REPORTED)}: texts that are alike are found in posts"
    if link.seen_at is not None and link.seen_at > latest:
        return "seen_at", "lies in the future: report what was seen"
    return None


def fault_of_post(post: PostBody, latest: datetime) -> tuple[str, str] | None:
    """The same of a post."""
    if post.published_at <= latest:
        return None
    return "published_at", "lies in the future: a post is reported when it is published"


def link_rows(said: Sequence[LinkBody], key: bytes, now: datetime) -> list[LinkRow]:
    """As they are kept: hashed, and seen by now at the latest."""
    return [
        LinkRow.trusted(
            account=link.account,
            kind=link.kind,
            token=links.token_of(key, link.kind, link.value.get_secret_value()),
            seen_at=min(link.seen_at or now, now),
        )
        for link in said
    ]


def post_rows(said: Sequence[PostBody]) -> tuple[list[PostRow], int]:
    """As they are kept, and how many texts were too short; some tenths of a second of work for a thousand."""
    signatures = texts.signatures_of([post.text.get_secret_value() for post in said])
    rows = [
        PostRow.trusted(account=post.account, post=post.post, published_at=post.published_at, signature=signature)
        for post, signature in zip(said, signatures, strict=True)
        if signature is not None
    ]
    return rows, signatures.count(None)
