"""Pages of a list: some items in the list's order, and the position from which the next page continues.

A list has an `Order`: a name, and a key that no two of its items share. `read` takes a page of a statement in that
order; `every` goes through all pages. A position names its list, so that a position of another list is refused.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final, Generic, TypeVar, overload

from sqlalchemy import BigInteger, ColumnElement, Row, Select, literal, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")
U = TypeVar("U")

Value = str | int | datetime
USUAL: Final = 100
"""Items of a page when the caller gives no number."""
LARGE: Final = 1_000
"""Items of a page when all pages are read one after the other."""


class ForeignPositionError(ValueError):
    """Raised when the position does not belong to this list."""

    def __init__(self) -> None:
        super().__init__("is not a `next` of this list: take it as it was given, or leave it out for the first page")


@dataclass(frozen=True)
class Position:
    """Beginning of a page of the list `order`: after the item that has this key."""

    order: str
    key: tuple[Value, ...]


@dataclass(frozen=True)
class Page(Sequence[T], Generic[T]):
    """Items in the order of their list. `next` is None on the last page."""

    items: tuple[T, ...]
    next: Position | None = None

    def of(self, shown: Callable[[T], U]) -> "Page[U]":
        """Return the same page with each item converted."""
        return Page(tuple(map(shown, self.items)), self.next)

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[T, ...]: ...
    def __getitem__(self, place: int | slice) -> T | tuple[T, ...]:
        return self.items[place]


@dataclass(frozen=True)
class Order:
    """The order of a list: a name that no other list has, and the columns by which it is sorted.

    No two items have the same key; else a page that ends between them would lose one.
    """

    name: str
    key: tuple[ColumnElement[Any], ...]
    descending: bool = False

    def behind(self, *key: Value | None) -> Position | None:
        """Return the position after the item with this key; None, the beginning, where the key is None."""
        given = tuple(value for value in key if value is not None)
        return Position(self.name, given) if len(given) == len(key) else None

    def page(self, statement: Select[Any], after: Position | None, most: int) -> Select[Any]:
        """Return the statement for a page, with one more row that shows whether there is another page.

        Raises:
            ForeignPositionError: when the position does not belong to this list.
        """
        if after is not None:
            pairs = zip(self.key_of(after), self.key, strict=True)
            place, begin = tuple_(*self.key), tuple_(*(literal(value, column.type) for value, column in pairs))
            statement = statement.where(place < begin if self.descending else place > begin)
        ordered = [column.desc() if self.descending else column for column in self.key]
        return statement.order_by(*ordered).limit(most + 1)

    def position(self, row: Row[Any]) -> Position:
        """Return the position after a row that the statement has found."""
        return Position(self.name, tuple(row._mapping[column] for column in self.key))

    def key_of(self, after: Position) -> tuple[Value, ...]:
        """Return the key of a position, if it belongs to this list.

        Raises:
            ForeignPositionError: when it does not.
        """
        if after.order != self.name or len(after.key) != len(self.key):
            raise ForeignPositionError
        if not all(map(_fits, after.key, self.key)):
            raise ForeignPositionError
        return after.key


async def read(
    connection: AsyncConnection,
    statement: Select[Any],
    order: Order,
    named: Mapping[str, Any],
    *,
    after: Position | None = None,
    most: int = USUAL,
) -> Page[Row[Any]]:
    """Read a page of the statement's rows. The statement selects the columns of the order's key, and has no order of
    its own.

    Raises:
        ForeignPositionError: when the position does not belong to this list.
    """
    rows = (await connection.execute(order.page(statement, after, most), named)).all()
    return cut(rows, most, order.position)


def cut(found: Sequence[T], most: int, position: Callable[[T], Position]) -> Page[T]:
    """Return the first `most` of what was found, and the position after them if more was found."""
    items = tuple(found[:most])
    return Page(items, position(items[-1]) if len(found) > most else None)


def among(
    items: Iterable[T], order: Order, key: Callable[[T], tuple[Value, ...]], *, after: Position | None, most: int
) -> Page[T]:
    """Return a page of items that are in memory already, sorted by their keys.

    Raises:
        ForeignPositionError: when the position does not belong to this list.
    """
    begin = None if after is None else order.key_of(after)
    behind = (item for item in items if begin is None or key(item) > begin)
    return cut(tuple(islice(behind, most + 1)), most, lambda item: Position(order.name, key(item)))


async def every(page: Callable[[Position | None], Awaitable[Page[T]]]) -> AsyncIterator[T]:
    """Yield all items of a list. `page` reads the page at a position; each is read when the one before it was taken."""
    after: Position | None = None
    while True:
        found = await page(after)
        for item in found.items:
            yield item
        if found.next is None:
            return
        after = found.next


def _fits(value: Value, column: ColumnElement[Any]) -> bool:
    if isinstance(value, bool) or not isinstance(value, column.type.python_type):
        return False
    if isinstance(value, int):
        return value.bit_length() < (64 if isinstance(column.type, BigInteger) else 32)
    return not isinstance(value, datetime) or value.tzinfo is not None
