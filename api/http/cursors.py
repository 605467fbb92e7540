"""Pages of lists: what a caller asks for, the cursor that leads on, and the form of the answer.

A list takes `after` and `limit` (`PageQuery`) and answers a `PageOf` its items with `next`. Most cursors are words that
mean nothing to whoever carries them, and that no other list takes (`Cursor`, `Word`). A few lists go on behind a number
or an identifier that callers know (`Number`, `AccountKey`, `TextKey`): those positions are part of the API.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Generic, Self, TypeVar

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, GetPydanticSchema, WithJsonSchema
from pydantic_core import core_schema

from api.http.parameters import LAST_SEQ, MOST_ROWS
from ledger.store.pages import ForeignPositionError, Page, Position
from models.base import Frozen
from models.names import AccountId
from models.texts.incoming import MARK

T = TypeVar("T")
K = TypeVar("K")

LONGEST: Final = 200
"""Characters of a cursor: more than any that was given."""
_MARK: Final = "~"
"""Begins a cursor. No identifier begins with it, so that a cursor is never taken for one."""

BEFORE: Final = "`next` of the page before."


def word_of(position: Position) -> str:
    """The position as a cursor."""
    parts = [position.order, *position.key]
    text = json.dumps(parts, default=_written, separators=(",", ":"), ensure_ascii=False)
    return f"{_MARK}{urlsafe_b64encode(text.encode()).decode().rstrip('=')}"


def position_of(word: object) -> Position:
    """The position that a cursor stands for.

    Raises:
        ForeignPositionError: when it is none of ours.
    """
    try:
        position = _read(str(word))
        given = word_of(position)
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError):
        raise ForeignPositionError from None
    if given != word:
        raise ForeignPositionError
    return position


def _read(word: str) -> Position:
    if len(word) > LONGEST:
        raise ValueError("no cursor is that long")
    text = word.removeprefix(_MARK)
    order, *key = json.loads(urlsafe_b64decode(f"{text}{'=' * (-len(text) % 4)}"), object_hook=_instant)
    if not all(isinstance(value, int | datetime) or (isinstance(value, str) and value.isprintable()) for value in key):
        raise ValueError("a key holds numbers, instants and identifiers")
    return Position(str(order), tuple(key))


def _written(at: datetime) -> dict[str, str]:
    return {"at": at.astimezone(UTC).isoformat()}


def _instant(written: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(written["at"])


def _no_cursor(identifier: str) -> str:
    try:
        position_of(identifier)
    except ForeignPositionError:
        return identifier
    raise ForeignPositionError


def _key(found: object) -> object:
    return found.key[0] if isinstance(found, Position) else found


def _word(found: object) -> object:
    return word_of(found) if isinstance(found, Position) else found


Cursor = Annotated[
    Position,
    GetPydanticSchema(lambda _, __: core_schema.no_info_plain_validator_function(position_of)),
    WithJsonSchema({"type": "string", "maxLength": LONGEST, MARK: "compared"}),
]
"""A cursor as it comes in; what it stands for. The list decides whether it is one of its own."""
Word = Annotated[str, BeforeValidator(_word)]
"""A cursor as it goes out."""
Number = Annotated[int, BeforeValidator(_key)]
"""A position that is the number of the last item."""
AccountKey = Annotated[AccountId, BeforeValidator(_key)]
"""A position that is the account of the last item."""
TextKey = Annotated[str, BeforeValidator(_key)]
"""A position that is another identifier of the last item."""

BEHIND: Final = AfterValidator(_no_cursor)
"""For an identifier behind which a page begins, where anything may be one: a cursor of another list is refused."""

Limit = Annotated[int, Field(ge=1, le=MOST_ROWS, description="Rows in one page.")]


class PageQuery(Frozen):
    """Which page of a list whose cursors mean nothing outside of it."""

    after: Annotated[Cursor | None, Field(description=BEFORE)] = None
    limit: Limit = 100


class NumberQuery(Frozen):
    """Which page of a list whose items are numbered from 1."""

    after: Annotated[int, Field(ge=0, le=LAST_SEQ, description=BEFORE)] = 0
    limit: Limit = 100


class AccountQuery(Frozen):
    """Which page of a list with one item an account."""

    after: Annotated[AccountId | None, Field(description=BEFORE)] = None
    limit: Limit = 100


class PageOf(Frozen, Generic[T, K]):
    """A page of a list. Each list names its items in its own way: `model_config = items_named("networks")`."""

    items: tuple[T, ...]
    next: Annotated[K | None, Field(description="Give it as `after` for the next page; null on the last.")]

    @classmethod
    def of(cls, page: Page[Any], **more: Any) -> Self:
        """The page as it is sent, with what the list says besides."""
        return cls.model_validate({"items": page.items, "next": page.next, **more})


def items_named(name: str) -> ConfigDict:
    """By which name the items of a list go in its answer."""
    return ConfigDict(alias_generator=lambda field: name if field == "items" else field, populate_by_name=True)
