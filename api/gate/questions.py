"""Request bodies of decisions: a question about a privilege or a draft, and batches of both in any order."""

from typing import Annotated, Any, Final, Literal

from pydantic import Field, SkipValidation, StrictBool, ValidationError
from pydantic import StrictInt as Whole

from api.handling.requests import examples
from api.http.failures import faults
from api.http.parameters import LAST_SEQ, Moment
from api.http.problems import Fault
from models.base import Frozen
from models.gate.drafts import Draft
from models.names import AccountId
from models.words.privileges import Privilege

MOST_ITEMS: Final = 10_000
"""Maximum number of questions in one batch: about a tenth of a second of work."""

Recorded = Annotated[
    StrictBool,
    Field(
        description="Store question and answer: the status is 201, and the header `Receipt` names the receipt by which "
        "the answer can be proved. Not with `as_of`, and not while the database is unavailable."
    ),
]


class PrivilegeItem(Frozen):
    """A question whether an account may use a privilege."""

    model_config = examples({"account": "gaoyuan-caijing", "privilege": "publish.finance"})

    account: AccountId
    privilege: Privilege
    at: Annotated[Moment | None, Field(description="Instant in the past or future. Omitted: now.")] = None
    at_least_version: Annotated[
        Whole,
        Field(ge=0, le=LAST_SEQ, description="A version that you know of: the answer reflects it or a later one."),
    ] = 0


class DecisionBody(PrivilegeItem):
    """A question whether an account may use a privilege at an instant."""

    model_config = examples(
        {"account": "gaoyuan-caijing", "privilege": "publish.finance"},
        {"account": "gaoyuan-caijing", "privilege": "monetize.live_gifts", "at_least_version": 3},
        {"account": "gaoyuan-caijing", "privilege": "publish", "at": "2026-03-08T00:00:00+08:00"},
    )

    as_of: Annotated[Moment | None, Field(description="Use only facts recorded by this instant.")] = None
    record: Recorded = False


_DRAFT: Final = {
    "topics": ["public_policy"],
    "source": {"name": "国务院公报", "link": "https://www.gov.cn/gongbao/"},
    "media": [{"kind": "self_shot", "shot_at": "2026-03-08T10:00:00+08:00", "place": "昆明"}],
}


class PublishItem(Frozen):
    """A question whether an account may publish a draft."""

    model_config = examples({"account": "gaoyuan-caijing", "draft": _DRAFT})

    account: AccountId
    draft: Draft
    at: Annotated[Moment | None, Field(description="Instant in the past or future. Omitted: now.")] = None
    at_least_version: Annotated[
        Whole,
        Field(ge=0, le=LAST_SEQ, description="A version that you know of: the answer reflects it or a later one."),
    ] = 0


class PublishBody(PublishItem):
    """A question whether an account may publish a draft at an instant, and with which labels (articles 2 to 5)."""

    model_config = examples(
        {"account": "gaoyuan-caijing", "draft": {}},
        {"account": "gaoyuan-caijing", "draft": _DRAFT},
        {"account": "gaoyuan-caijing", "draft": _DRAFT, "record": True},
    )

    record: Recorded = False


Item = PrivilegeItem | PublishItem


class Misunderstood(Frozen):
    """An item that could not be read, with all its faults."""

    answer: Literal["invalid"] = "invalid"
    errors: tuple[Fault, ...]


def read_or_explained(sent: Any) -> Item | Misunderstood:
    """Return the item, or its faults: an invalid item does not affect the others."""
    kind = PublishItem if isinstance(sent, dict) and "draft" in sent else PrivilegeItem
    try:
        return kind.model_validate(sent)
    except ValidationError as error:
        return Misunderstood(errors=faults(error.errors(include_url=False)))


BatchItem = Annotated[Item, SkipValidation]
"""An item as it was sent, described by its schema but not validated: validating ten thousand takes a tenth of a second,
so `read_or_explained` validates them in slices.
"""


class BatchBody(Frozen):
    """Questions of both kinds, in any order."""

    model_config = examples(
        {
            "items": [
                {"account": "gaoyuan-caijing", "privilege": "monetize.live_gifts"},
                {"account": "gaoyuan-caijing", "draft": _DRAFT},
            ]
        }
    )

    items: Annotated[tuple[BatchItem, ...], Field(min_length=1, max_length=MOST_ITEMS)]
