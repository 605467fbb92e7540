"""Request bodies of decisions: a question about a privilege or a draft, and batches of both in any order."""

from typing import Annotated, Any, Final, Literal

from pydantic import Field, SkipValidation, StrictBool, ValidationError
from pydantic import StrictInt as Whole

from api.handling.items import valid_account, valid_ref
from api.handling.requests import examples
from api.http.failures import faults
from api.http.parameters import LAST_SEQ, Moment
from api.http.problems import Fault
from api.http.words import ContentId
from api.http.words import Ref as OwnRef
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
At = Annotated[Moment | None, Field(description="Instant in the past or future. Omitted: now.")]
AsOf = Annotated[Moment | None, Field(description="Use only facts recorded by this instant.")]
AtLeast = Annotated[
    Whole,
    Field(ge=0, le=LAST_SEQ, description="A version that you know of: the answer reflects it or a later one."),
]
Content = Annotated[
    ContentId | None,
    Field(
        description="The platform's identifier of the piece that the question is about. It has no effect on the "
        "answer; a receipt keeps it, and is found by it."
    ),
]
Ref = Annotated[
    OwnRef | None,
    Field(description="Your own reference of the item, repeated in its answer. It has no effect and is not stored."),
]
ItemRecorded = Annotated[
    StrictBool | None,
    Field(description="Store question and answer: the answer names its `receipt`. Omitted: as the batch says."),
]


class PrivilegeQuestion(Frozen):
    """A question whether an account may use a privilege."""

    account: AccountId
    privilege: Privilege
    at: At = None
    as_of: AsOf = None
    at_least_version: AtLeast = 0
    content: Content = None


class DecisionBody(PrivilegeQuestion):
    """A question whether an account may use a privilege at an instant."""

    model_config = examples(
        {"account": "gaoyuan-caijing", "privilege": "publish.finance"},
        {"account": "gaoyuan-caijing", "privilege": "monetize.live_gifts", "at_least_version": 3},
        {"account": "gaoyuan-caijing", "privilege": "publish", "at": "2026-03-08T00:00:00+08:00"},
        {"account": "gaoyuan-caijing", "privilege": "be_recommended", "content": "post-881", "record": True},
    )

    record: Recorded = False


class PrivilegeItem(PrivilegeQuestion):
    """A question of a batch whether an account may use a privilege."""

    model_config = examples({"ref": "q-1", "account": "gaoyuan-caijing", "privilege": "publish.finance"})

    ref: Ref = None
    record: ItemRecorded = None


_DRAFT: Final = {
    "topics": ["public_policy"],
    "source": {"name": "国务院公报", "link": "https://www.gov.cn/gongbao/"},
    "media": [{"kind": "self_shot", "shot_at": "2026-03-08T10:00:00+08:00", "place": "昆明"}],
}


class PublishQuestion(Frozen):
    """A question whether an account may publish a draft."""

    account: AccountId
    draft: Draft
    at: At = None
    at_least_version: AtLeast = 0
    content: Content = None


class PublishBody(PublishQuestion):
    """A question whether an account may publish a draft at an instant, and with which labels (articles 2 to 5)."""

    model_config = examples(
        {"account": "gaoyuan-caijing", "draft": {}},
        {"account": "gaoyuan-caijing", "draft": _DRAFT},
        {"account": "gaoyuan-caijing", "draft": _DRAFT, "content": "post-881", "record": True},
    )

    record: Recorded = False


class PublishItem(PublishQuestion):
    """A question of a batch whether an account may publish a draft."""

    model_config = examples({"ref": "q-2", "account": "gaoyuan-caijing", "draft": _DRAFT})

    ref: Ref = None
    record: ItemRecorded = None


Asked = PrivilegeQuestion | PublishQuestion
Item = PrivilegeItem | PublishItem


class Misunderstood(Frozen):
    """An item that could not be answered as it stands, with all its faults."""

    ref: str | None = None
    account: str | None = None
    answer: Literal["invalid"] = "invalid"
    errors: tuple[Fault, ...]


def read_or_explained(sent: Any) -> Item | Misunderstood:
    """Return the item, or its faults: an invalid item does not affect the others, and keeps its account and `ref` if
    they are valid.
    """
    kind = PublishItem if isinstance(sent, dict) and "draft" in sent else PrivilegeItem
    try:
        return kind.model_validate(sent)
    except ValidationError as error:
        found = faults(error.errors(include_url=False))
    return Misunderstood(ref=valid_ref(sent), account=valid_account(sent), errors=found)


BatchItem = Annotated[Item, SkipValidation]
"""An item as it was sent, described by its schema but not validated: validating ten thousand takes a tenth of a second,
so `read_or_explained` validates them in slices.
"""


class BatchBody(Frozen):
    """Questions of both kinds, in any order."""

    model_config = examples(
        {
            "items": [
                {"ref": "q-1", "account": "gaoyuan-caijing", "privilege": "monetize.live_gifts"},
                {"ref": "q-2", "account": "gaoyuan-caijing", "draft": _DRAFT, "content": "post-881", "record": True},
            ]
        },
        {
            "items": [{"ref": "q-3", "account": "gaoyuan-caijing", "privilege": "publish"}],
            "as_of": "2026-03-08T00:00:00+08:00",
        },
    )

    items: Annotated[tuple[BatchItem, ...], Field(min_length=1, max_length=MOST_ITEMS)]
    as_of: Annotated[
        Moment | None,
        Field(description="Use only facts recorded by this instant, for each item without an `as_of`; not for drafts."),
    ] = None
    record: Annotated[StrictBool, Field(description="Store question and answer of each item that does not say.")] = (
        False
    )
