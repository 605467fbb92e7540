"""Expressions that many statements share.

A statement stands in its module as a constant, built from the tables of `models/tables/`; SQLAlchemy compiles it once
(see decision 32 for statements that remain SQL text). Parameters are named: `connection.execute(_FIND, {"account":
account})`.
"""

import re
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    BindParameter,
    Cast,
    ColumnElement,
    DateTime,
    TableValuedAlias,
    Text,
    any_,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

INSTANT: Final = DateTime(timezone=True)
LOCK_BY_NAME: Final = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("name", type_=Text), 20230710)))
"""Lock on a name until the transaction ends: another transaction that asks for the same name waits."""


def as_text(column: ColumnElement[Any]) -> ColumnElement[str]:
    """Return a JSON column as its text: pydantic reads it many times faster than the driver decodes it."""
    return cast(column, Text).label(column.key)


def one_of(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Return whether the column has one of the values that the parameter lists."""
    return column == any_(bindparam(name, type_=ARRAY(column.type)))


def either(column: ColumnElement[Any], *values: str) -> ColumnElement[bool]:
    """Return whether the column has one of these values."""
    return or_(*(column == value for value in values))


def fixed(word: str) -> ColumnElement[str]:
    """Return the word as a literal, where a partial index names it: a plan for any parameter cannot use such an
    index.
    """
    if not re.fullmatch(r"[a-z_]+", word):
        raise ValueError(f"{word!r} is not of the form [a-z_]+: pass it as a parameter")
    return literal_column(f"'{word}'", Text)


def member(column: ColumnElement[Any], *path: str) -> ColumnElement[str]:
    """Return the text at a path in a JSON column, with literals as in an index on it, for the same reason as
    `fixed`.
    """
    if len(path) == 1:
        return column.op("->>", return_type=Text())(fixed(path[0]))
    return column.op("#>>", return_type=Text())(literal_column(f"'{{{','.join(path)}}}'", Text))


def unless_none(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Return whether the column has the parameter's value; true for every row where the parameter is None."""
    wanted = bindparam(name, type_=column.type)
    return or_(wanted.is_(None), column == wanted)


def instant(name: str) -> BindParameter[Any]:
    """Return a parameter that is an instant."""
    return bindparam(name, type_=INSTANT)


def written_json(name: str) -> Cast[Any]:
    """Return a parameter that is JSON already, as text."""
    return cast(bindparam(name, type_=Text), JSONB)


def given(**columns: tuple[str, TypeEngine[Any]]) -> TableValuedAlias:
    """Return rows that parameters give column by column: for each column the name of its list parameter, and its
    type.
    """
    lists = [_list_of(name, type_) for name, type_ in columns.values()]
    named = [column(name, type_) for name, (_, type_) in columns.items()]
    return func.unnest(*lists).table_valued(*named).render_derived(name="given")


def _list_of(name: str, type_: TypeEngine[Any]) -> ColumnElement[Any]:
    if isinstance(type_, JSONB):
        return cast(bindparam(name, type_=ARRAY(Text)), ARRAY(JSONB))
    return bindparam(name, type_=ARRAY(type_))
