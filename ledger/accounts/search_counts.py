"""Counts of the accounts that pass a search, by what holds of them at the instant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Text, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts import search
from ledger.accounts import search_filters as filters
from ledger.accounts.search import Wanted
from ledger.accounts.search_filters import S
from ledger.store.database import Database, Size
from models.names import AccountKind
from models.words.privileges import Field
from models.words.restrictions import RestrictionKind
from regulation.accounts.searching import (
    article_word,
    declared_word,
    kind_word,
    restriction_word,
    status_word,
    uncertified_word,
)
from regulation.words.restrictions import AccountStatus

LAST_ARTICLE: Final = 13
"""Number of the notice's last article."""


class By(StrEnum):
    """What accounts are counted by."""

    STATUS = "status"
    RESTRICTION = "restriction"
    ARTICLE = "article"
    KIND = "kind"
    FIELD = "field"
    UNCERTIFIED = "uncertified"


_WORDS: Final[Mapping[By, tuple[str, ...]]] = {
    By.STATUS: tuple(map(status_word, AccountStatus)),
    By.RESTRICTION: tuple(map(restriction_word, RestrictionKind)),
    By.ARTICLE: tuple(map(article_word, range(1, LAST_ARTICLE + 1))),
    By.KIND: tuple(map(kind_word, AccountKind)),
    By.FIELD: tuple(map(declared_word, Field)),
    By.UNCERTIFIED: tuple(map(uncertified_word, Field)),
}
_STATIC: Final = frozenset({By.KIND, By.FIELD})
"""Dimensions whose words do not depend on the instant."""
_REST: Final[Mapping[By, str]] = {
    By.STATUS: status_word(AccountStatus.ACTIVE),
    By.KIND: kind_word(AccountKind.INDIVIDUAL),
}
"""Dimensions of which every account has exactly one word, and the word of most: its number is what is left."""


@dataclass(frozen=True)
class Counted:
    """Number of accounts that pass, and of those with each word of the dimension; words that nobody has are left
    out.
    """

    total: int
    counts: Mapping[str, int]
    complete: bool


async def count(database: Database, wanted: Wanted, at: datetime, by: By) -> Counted:
    """Count the accounts that pass the filters at an instant, as one moment sees them.

    Raises:
        BeyondStepsError: when the instant lies too far ahead.
        DatabaseAwayError: when PostgreSQL cannot be reached.
    """
    values = wanted.values(at)
    async with database.snapshot(Size.SLICE) as connection:
        await search.prepare(connection, at)
        total = await _total(connection, wanted, values)
        counts = await _counts(connection, wanted, by, values)
        complete = await search.is_complete(connection)
    if by in _REST and (rest := total - sum(counts.values())):
        counts[_REST[by]] = rest
    return Counted(total, {word.partition(":")[2]: counts[word] for word in _WORDS[by] if word in counts}, complete)


async def _total(connection: AsyncConnection, wanted: Wanted, values: Mapping[str, Any]) -> int:
    statement = select(func.count()).select_from(S.account.table).where(*filters.conditions(wanted, S))
    found: int = (await connection.execute(statement, values)).scalar_one()
    return found


async def _counts(connection: AsyncConnection, wanted: Wanted, by: By, values: Mapping[str, Any]) -> dict[str, int]:
    return {row.word: row.accounts for row in await connection.execute(_grouped(wanted, by), values)}


def _grouped(wanted: Wanted, by: By) -> Select[Any]:
    words = [word for word in _WORDS[by] if word != _REST.get(by)]
    some = S.ever.overlap(literal(words, ARRAY(Text)))
    passing = select(_words(by).label("word")).where(*filters.conditions(wanted, S), some).subquery("passing")
    return (
        select(passing.c.word, func.count().label("accounts")).where(passing.c.word.in_(words)).group_by(passing.c.word)
    )


def _words(by: By) -> ColumnElement[Any]:
    if by is By.STATUS:  # the first of the words at an instant
        return filters.words_at(S)[1]
    return func.unnest(S.ever if by in _STATIC else filters.words_at(S))
