"""Parts that many statements have in common.

A statement stands in its module as a constant, built from the tables of `models/tables.py`; SQLAlchemy compiles it once
(see decision 32 for what stays SQL text). Parameters are named: `connection.execute(_FIND, {"account": account})`.
"""

from typing import Any

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
    or_,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

INSTANT = DateTime(timezone=True)


def one_of(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether the column has one of the values that the parameter lists."""
    return column == any_(bindparam(name, type_=ARRAY(column.type)))


def unless_none(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether the column has the parameter's value; true for every row where the parameter is None."""
    wanted = bindparam(name, type_=column.type)
    return or_(wanted.is_(None), column == wanted)


def instant(name: str) -> BindParameter[Any]:
    """A parameter that is an instant."""
    return bindparam(name, type_=INSTANT)


def written_json(name: str) -> Cast[Any]:
    """A parameter that is JSON already, as text."""
    return cast(bindparam(name, type_=Text), JSONB)


def given(**columns: tuple[str, TypeEngine[Any]]) -> TableValuedAlias:
    """Rows that parameters give column by column: for each column the name of its parameter, a list, and its type."""
    lists = [_list_of(name, type_) for name, type_ in columns.values()]
    named = [column(name, type_) for name, (_, type_) in columns.items()]
    return func.unnest(*lists).table_valued(*named).render_derived(name="given")


def _list_of(name: str, type_: TypeEngine[Any]) -> ColumnElement[Any]:
    if isinstance(type_, JSONB):
        return cast(bindparam(name, type_=ARRAY(Text)), ARRAY(JSONB))
    return bindparam(name, type_=ARRAY(type_))
