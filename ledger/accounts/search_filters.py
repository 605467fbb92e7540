"""Filters of the search of accounts as conditions of SQL, over the tables `account_states` and `account_names`.

Which words hold at an instant is read from the steps of a row, so that an account is found by its status of the
instant, also while no boundary is recorded. An index on all words of a row finds the candidates.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from ledger.store.pages import Order, Position
from ledger.store.statements import INSTANT, instant
from ledger.store.walking import Columns
from ledger.streams.search_rows import lexeme
from models.names import ID_PATTERN, AccountKind
from models.tables import (
    ACCOUNT_ACTIONS,
    ACCOUNT_CERTIFICATIONS,
    ACCOUNT_NAMES,
    ACCOUNT_STATES,
    NETWORK_MEMBERS,
)
from models.words.privileges import Field
from models.words.restrictions import RestrictionKind
from models.words.violations import Category
from regulation.accounts.searching import (
    Opening,
    Sought,
    article_word,
    declared_word,
    kind_word,
    network_word,
    opening_of,
    restriction_word,
    sought,
    status_word,
    uncertified_word,
)
from regulation.tables.calendar import midnight
from regulation.words.restrictions import AccountStatus

N: Final = ACCOUNT_NAMES.c
S: Final = ACCOUNT_STATES.c
_M: Final = NETWORK_MEMBERS.c
_IDENTIFIER: Final = re.compile(ID_PATTERN)
"""What may be the identifier of a network; most names are not."""


class Uncertified(StrEnum):
    """Fields that an account has declared and is not certified in."""

    ANY = "any"
    FINANCE = Field.FINANCE.value
    EDUCATION = Field.EDUCATION.value
    HEALTHCARE = Field.HEALTHCARE.value
    JUSTICE = Field.JUSTICE.value


class Sort(StrEnum):
    """Order of the accounts found."""

    RELEVANCE = "relevance"
    """Identifiers and equal names first, then names that begin with the text, that contain it, that look like it."""
    ACCOUNT = "account"
    REGISTERED = "registered"
    NEWEST = "-registered"
    CHANGED = "changed"
    """The account whose last fact is oldest first."""
    RECENT = "-changed"
    BOUNDARY = "boundary"
    """The next automatic change first; accounts without one are left out."""


@dataclass(frozen=True)
class Wanted:
    """Filters of a search; an account must pass all that are given."""

    q: str | None = None
    holder: str | None = None
    network: str | None = None
    """Identifier of a network, or the name that accounts show."""
    kind: AccountKind | None = None
    field: Field | None = None
    """Protected field that the account declared at its registration."""
    status: AccountStatus | None = None
    restriction: RestrictionKind | None = None
    article: int | None = None
    privilege: str | None = None
    open: bool = True
    """Whether the privilege is open, or closed."""
    category: Category | None = None
    """Category of a violation that stands, however old."""
    uncertified: Uncertified | None = None
    certification_ends_before: date | None = None
    """First day on which a certification in force, with no other after it, is valid no more at the latest."""
    registered_since: datetime | None = None
    registered_before: datetime | None = None
    changed_since: datetime | None = None
    boundary_before: datetime | None = None
    sort: Sort | None = None

    @property
    def order(self) -> Sort:
        """Order that is meant."""
        if self.sort is None or self.sort is Sort.RELEVANCE:
            return Sort.ACCOUNT if self.q is None else Sort.RELEVANCE
        return self.sort

    def always(self) -> list[str]:
        """Return the words that hold of the account at every instant."""
        return [
            *([] if self.kind is None else [kind_word(self.kind)]),
            *([] if self.field is None else [declared_word(self.field)]),
        ]

    def words(self) -> list[str]:
        """Return the words that hold of the account at the instant of the search."""
        return [
            *([] if self.status is None else [status_word(self.status)]),
            *([] if self.restriction is None else [restriction_word(self.restriction)]),
            *([] if self.article is None else [article_word(self.article)]),
            *([] if self.uncertified in {None, Uncertified.ANY} else [f"uncertified:{self.uncertified}"]),
        ]

    def values(self, at: datetime) -> dict[str, Any]:
        """Return the parameters of the conditions."""
        ends = self.certification_ends_before
        return {
            "at": at,
            "holder": self.holder,
            "network": self.network,
            "category": None if self.category is None else self.category.value,
            "ends_before": None if ends is None else midnight(ends),
            "registered_since": self.registered_since,
            "registered_before": self.registered_before,
            "changed_since": self.changed_since,
            "boundary_before": self.boundary_before,
            **({} if self.q is None else _text_values(self.q)),
        }


# A row says what holds from its first instant on; a clock slightly behind the one that recorded it asks about that.
def words_at(c: Columns) -> ColumnElement[Any]:
    """Return the words of the instant, as an array."""
    step = func.width_bucket(func.greatest(instant("at"), c.since[1]), c.since)
    return func.string_to_array(c.words[step], " ", type_=ARRAY(Text))


def _surely(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition in a form for which PostgreSQL assumes that half of the rows pass: it has no statistics of
    an instant, and would assume one row in two hundred.
    """
    return func.coalesce(condition, literal(False), type_=Boolean())


def next_boundary(c: Columns) -> ColumnElement[Any]:
    """Return the next boundary at the instant; NULL where nothing is pending."""
    return case((c.next_at > instant("at"), c.next_at), else_=c.edges[func.width_bucket(instant("at"), c.edges) + 1])


def conditions(wanted: Wanted, c: Columns) -> list[ColumnElement[bool]]:
    """Return the conditions that an account passes all filters. Their text depends only on which are given."""
    return [*_by_words(wanted, c), *_by_instants(wanted, c), *_by_rows(wanted, c), *_by_name(wanted, c)]


def _by_words(wanted: Wanted, c: Columns) -> Iterator[ColumnElement[bool]]:
    ever = [*wanted.always(), *wanted.words()]
    if ever:
        yield c.ever.contains(_list(ever))
    if wanted.words():
        yield _surely(words_at(c).contains(_list(wanted.words())))
    if wanted.uncertified is Uncertified.ANY:
        lacking = _list([uncertified_word(field) for field in Field])
        yield c.ever.overlap(lacking)
        yield _surely(words_at(c).overlap(lacking))
    if wanted.privilege is not None:
        yield from _by_opening(opening_of(wanted.privilege), wanted.open, c)


def _by_opening(opening: Opening, wanted: bool, c: Columns) -> Iterator[ColumnElement[bool]]:
    closed = _list(list(opening.closed))
    granted = None if opening.granted is None else _list([opening.granted])
    if wanted:
        if granted is not None:
            yield c.ever.contains(granted)
            yield _surely(words_at(c).contains(granted))
        yield _surely(not_(words_at(c).overlap(closed)))
    elif granted is None:
        yield c.ever.overlap(closed)
        yield _surely(words_at(c).overlap(closed))
    else:
        yield _surely(or_(not_(words_at(c).contains(granted)), words_at(c).overlap(closed)))


def _by_instants(wanted: Wanted, c: Columns) -> Iterator[ColumnElement[bool]]:
    if wanted.registered_since is not None:
        yield c.registered_at >= instant("registered_since")
    if wanted.registered_before is not None:
        yield c.registered_at < instant("registered_before")
    if wanted.changed_since is not None:
        yield c.changed_at >= instant("changed_since")
    if wanted.boundary_before is not None:
        # The first one kept is never later than the next one.
        yield c.next_at < instant("boundary_before")
        yield _surely(next_boundary(c) < instant("boundary_before"))


def _by_rows(wanted: Wanted, c: Columns) -> Iterator[ColumnElement[bool]]:
    if wanted.category is not None:
        a = ACCOUNT_ACTIONS.c
        yield exists().where(
            a.account == c.account,
            a.category == bindparam("category"),
            or_(a.overturned_at.is_(None), a.overturned_at > instant("at")),
        )
    if wanted.certification_ends_before is not None:
        one, later = ACCOUNT_CERTIFICATIONS.alias("one").c, ACCOUNT_CERTIFICATIONS.alias("later").c
        renewed = exists().where(
            later.account == one.account,
            later.field == one.field,
            later.starts_at <= one.ends_at,
            later.ends_at > one.ends_at,
        )
        yield exists().where(
            one.account == c.account,
            one.starts_at <= instant("at"),
            one.ends_at > instant("at"),
            one.ends_at <= instant("ends_before"),
            not_(renewed),
        )
    if wanted.network is not None:
        shown = c.ever.contains(_list([network_word(wanted.network)]))
        if not _IDENTIFIER.fullmatch(wanted.network):
            yield shown
        else:
            yield c.account.in_(_of_network(wanted.network))


def _of_network(network: str) -> Any:
    """Return the accounts on the roster of a network, and those that show a name which could be its identifier."""
    other = ACCOUNT_STATES.alias("other").c
    return union_all(
        select(_M.account).where(_M.network == bindparam("network", type_=Text), _M.released_at.is_(None)),
        select(other.account).where(other.ever.contains(_list([network_word(network)]))),
    )


# --- names -----------------------------------------------------------------------------------------------------------

_Q: Final = bindparam("q", type_=Text)
_FOLDED: Final = bindparam("folded", type_=Text)
_BEGINS: Final = and_(
    N.account.op("~>=~", return_type=Boolean())(_Q),
    N.account.op("~<~", return_type=Boolean())(bindparam("q_end", type_=Text)),
)
_CONTAINS: Final = func.strpos(N.folded, _FOLDED) > 0
_LIKE_IT: Final = N.folded.regexp_match(bindparam("pattern", type_=Text))
_PAIRED: Final = N.pairs.op("@@", return_type=Boolean())(cast(bindparam("pairs", type_=Text), TSQUERY))
_SAME_PAIRS: Final = N.pairs.op("@@", return_type=Boolean())(cast(bindparam("same_pairs", type_=Text), TSQUERY))
_RANK: Final = case(
    (or_(N.account == _Q, N.holder == _Q), 0),
    (N.name == _Q, 1),
    (N.folded == _FOLDED, 2),
    (or_(_BEGINS, func.starts_with(N.folded, _FOLDED)), 3),
    (_CONTAINS, 4),
    else_=5,
).label("rank")


def _by_name(wanted: Wanted, c: Columns) -> Iterator[ColumnElement[bool]]:
    if wanted.holder is not None:
        yield c.account.in_(select(N.account).where(N.holder == bindparam("holder")))
    if wanted.q is not None:
        yield exists().where(N.account == c.account, is_named(wanted.q))


def is_named(q: str) -> ColumnElement[bool]:
    """Return whether the name contains the text or something that looks like it, the identifier begins with it, or the
    holder is it.
    """
    looked_for = sought(q)
    contained: ColumnElement[bool] = _PAIRED
    if len(looked_for.pairs) > 1:  # a name may have every pair without the text; one pair is the text
        contained = and_(_PAIRED, _CONTAINS if looked_for.pattern is None else _LIKE_IT)
    return or_(contained, _BEGINS, N.holder == _Q)


def by_relevance(q: str) -> Any:
    """Return the accounts with such a name, and the rank of each."""
    return select(_RANK, N.account).where(is_named(q)).subquery("named")


def looks_varied(q: str) -> bool:
    """Return whether names are sought that look like the text, beside those that contain it."""
    return sought(q).pattern is not None


def without_look_alikes() -> Any:
    """Return the accounts of all ranks but the last, and the rank of each: the index need not be asked for every pair
    that looks like one of the text's.
    """
    passing = or_(and_(_SAME_PAIRS, _CONTAINS), _BEGINS, N.holder == _Q)
    return select(_RANK, N.account).where(passing).subquery("named")


def _text_values(q: str) -> dict[str, Any]:
    looked_for = sought(q)
    return {
        "q": q,
        # Behind every identifier that begins with the text: no identifier has a character after the tilde.
        "q_end": f"{q}~",
        "folded": looked_for.folded,
        "pairs": _query(looked_for),
        "same_pairs": " & ".join(lexeme(one + other) for one, other in pairwise(looked_for.folded)),
        "pattern": looked_for.pattern,
    }


def _query(looked_for: Sought) -> str:
    """Return the text as a query of pairs; a single character is the beginning of one."""
    if not looked_for.pairs:
        return f"{lexeme(looked_for.folded)}:*"
    return " & ".join(f"({' | '.join(map(lexeme, alike))})" for alike in looked_for.pairs)


def _list(words: Sequence[str]) -> ColumnElement[Any]:
    return literal(list(words), ARRAY(Text))


_AHEAD: Final = Order("accounts by boundary", (S.next_at, S.account))


def by_boundary(after: Position | None = None, most: int | None = None) -> Any:
    """Return the accounts with their next boundary at the instant; with `most` the first ones behind a position, at
    least so many. Those whose first boundary has passed without being recorded are few; all others come from the index
    in their order.
    """
    columns = list(ACCOUNT_STATES.c)
    ahead = select(*columns, S.next_at.label("boundary")).where(S.next_at > instant("at"))
    if most is not None:
        begun = _AHEAD.page(ahead, after, most - 1).subquery("ahead")
        ahead = select(*begun.c)
    passed = select(*columns, cast(next_boundary(S), INSTANT).label("boundary")).where(
        S.next_at <= instant("at"), next_boundary(S).is_not(None)
    )
    return union_all(ahead, passed).subquery("pending")
