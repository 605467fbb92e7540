"""Pagination: the query of a list, its cursor, and the form of a page.

A list takes `after` and `limit` (`PageQuery`) and answers with a `PageOf` its items and `next`. Most cursors are opaque
and valid for one list only (`Cursor`, `Word`). A few lists continue after a number or an identifier that callers know
(`Number`, `AccountKey`, `TextKey`): those positions are part of the API.
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
"""Maximum characters of a cursor, above any that is issued."""
_MARK: Final = "~"
"""Prefix of a cursor. No identifier begins with it, so a cursor is never mistaken for one."""

BEFORE: Final = "`next` of the previous page."


def word_of(position: Position) -> str:
    """Return the position as a cursor."""
    parts = [position.order, *position.key]
    text = json.dumps(parts, default=_written, separators=(",", ":"), ensure_ascii=False)
    return f"{_MARK}{urlsafe_b64encode(text.encode()).decode().rstrip('=')}"


def position_of(word: object) -> Position:
    """Return the position of a cursor.

    Raises:
        ForeignPositionError: when the text is not a cursor of this API.
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
        raise ValueError("longer than any cursor")
    text = word.removeprefix(_MARK)
    order, *key = json.loads(urlsafe_b64decode(f"{text}{'=' * (-len(text) % 4)}"), object_hook=_instant)
    if not all(isinstance(value, int | datetime) or (isinstance(value, str) and value.isprintable()) for value in key):
        raise ValueError("a key contains numbers, instants and identifiers only")
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
"""A cursor in a request, decoded to its position. The list decides whether it issued it."""
Word = Annotated[str, BeforeValidator(_word)]
"""A cursor in an answer."""
Number = Annotated[int, BeforeValidator(_key)]
"""A position given by the number of the last item."""
AccountKey = Annotated[AccountId, BeforeValidator(_key)]
"""A position given by the account of the last item."""
TextKey = Annotated[str, BeforeValidator(_key)]
"""A position given by another identifier of the last item."""

BEHIND: Final = AfterValidator(_no_cursor)
"""Validator of an identifier after which a page begins, where any text may be one: it refuses a cursor of
another list.
"""

Limit = Annotated[int, Field(ge=1, le=MOST_ROWS, description="Maximum number of rows in one page.")]


class PageQuery(Frozen):
    """Page query of a list with opaque cursors."""

    after: Annotated[Cursor | None, Field(description=BEFORE)] = None
    limit: Limit = 100


class NumberQuery(Frozen):
    """Page query of a list whose items are numbered from 1."""

    after: Annotated[int, Field(ge=0, le=LAST_SEQ, description=BEFORE)] = 0
    limit: Limit = 100


class AccountQuery(Frozen):
    """Page query of a list with one item for each account."""

    after: Annotated[AccountId | None, Field(description=BEFORE)] = None
    limit: Limit = 100


class PageOf(Frozen, Generic[T, K]):
    """A page of a list. Each list gives its items a name of its own: `model_config = items_named("networks")`."""

    items: tuple[T, ...]
    next: Annotated[K | None, Field(description="Pass it as `after` for the next page; null on the last page.")]

    @classmethod
    def of(cls, page: Page[Any], **more: Any) -> Self:
        """Return the page as a response body, with further fields of the list."""
        return cls.model_validate({"items": page.items, "next": page.next, **more})


def items_named(name: str) -> ConfigDict:
    """Return a model configuration under which `items` is serialised with this name."""
    return ConfigDict(alias_generator=lambda field: name if field == "items" else field, populate_by_name=True)
