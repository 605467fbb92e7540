"""A statement that names a type of fact or entry by its word names one that there is; a misspelt one finds no row."""

import re
from collections.abc import Iterator
from typing import get_args

import pytest
from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.sql.elements import ClauseElement

from ledger.reactions import table
from models.accounts.facts import FactBody, type_of
from models.audit import AnyEvent
from models.tables import FACTS, METADATA
from tests.ledger.test_statements import inside, modules

FACT_TYPES = {type_of(body) for body in get_args(get_args(FactBody)[0])}
ENTRY_TYPES = {type_of(body) for rows in table.ENTRIES.values() for body in rows}
AUDIT_TYPES = {event.model_fields["type"].default for event in get_args(get_args(AnyEvent)[0])}
COMPARED = re.compile(r"\btype(?:\s*(?:=|<>|!=)|\s+(?:NOT\s+)?IN)\s*(\('[^)]*\)|'[^']*')", re.IGNORECASE)
WORD = re.compile(r"'([^']*)'")


def named_in(sql: str) -> set[str]:
    """Words that a column `type` is compared with."""
    return {word for compared in COMPARED.findall(sql) for word in WORD.findall(compared)}


def written(statement: ClauseElement) -> str:
    """The statement with the values that it has; a parameter that is given later has none."""
    compiled = statement.compile(dialect=dialect(), compile_kwargs={"render_postcompile": True})  # type: ignore[no-untyped-call]
    names: list[str] = compiled.positiontup  # type: ignore[attr-defined] # of compiled SQL alone
    values = [compiled.params[name] for name in names]

    def value(found: re.Match[str]) -> str:
        given = values[int(found[1]) - 1]
        return found[0] if given is None else f"'{given}'"

    return re.sub(r"\$(\d+)(?:::\w+)?", value, str(compiled))


def all_named() -> Iterator[tuple[str, str]]:
    """Every word, and where it stands."""
    for module in modules():
        for name, top in vars(module).items():
            if name == "__doc__":
                continue
            for where, value in inside(name, top):
                sql = written(value) if isinstance(value, ClauseElement) and value.supports_execution else value
                if isinstance(sql, str):
                    yield from ((f"{module.__name__}.{where}", word) for word in named_in(sql))
    for described in METADATA.tables.values():
        for index in described.indexes:
            part = index.dialect_options["postgresql"]["where"]
            yield from ((index.name or "", word) for word in named_in("" if part is None else str(part)))


def test_every_type_that_a_statement_names_is_one() -> None:
    named = set(all_named())
    assert {word for _, word in named} > {"account_registered", "holder_changed", "overturned"}, "some are named"
    assert {(where, word) for where, word in named if word not in FACT_TYPES | ENTRY_TYPES | AUDIT_TYPES} == set()


@pytest.mark.parametrize(
    "statement",
    [
        text("SELECT 1 FROM facts f WHERE f.type = 'ban_impossed'"),
        text("SELECT 1 FROM facts WHERE type IN ('ban_imposed', 'ban_impossed') AND seq > 1"),
        select(FACTS.c.seq).where(FACTS.c.type == "ban_impossed"),
        select(FACTS.c.seq).where(FACTS.c.type.in_(["overturned", "ban_impossed"])),
    ],
    ids=["text", "one of several", "built", "built, one of several"],
)
def test_a_misspelt_type_is_found(statement: ClauseElement) -> None:
    assert "ban_impossed" in named_in(written(statement)) - FACT_TYPES
