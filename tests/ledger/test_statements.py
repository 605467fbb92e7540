"""Every statement of the program names tables and columns that `models/tables/` describes.

PostgreSQL itself is the judge: it plans each statement over a database that was made from the models alone. That the
migrations make the same tables is proved in `tests/migrations/test_schema.py`.
"""

import ast
import importlib
import pkgutil
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import asyncpg
import pytest
from sqlalchemy import Compiled, SelectBase, TextClause, UpdateBase, select, text
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.sql.elements import ClauseElement

from embedded import EmbeddedPostgres
from ledger.store.database import Database
from models.tables import METADATA

ROOT = Path(__file__).parents[2]
NOT_THE_PROGRAM = {"bench", "migrations", "tests"}
"""The benchmarks and the tests make tables of their own; a migration speaks of the schema of its day."""
PACKAGES = sorted(path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name not in NOT_THE_PROGRAM)
SQL = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH|TRUNCATE|LOCK TABLE)\s", re.ASCII)
NAMED_TABLE = re.compile(rf"\b(FROM|INTO|UPDATE|JOIN)\s+({'|'.join(METADATA.tables)})\b", re.ASCII)


def modules() -> Iterator[ModuleType]:
    for package in PACKAGES:
        top = importlib.import_module(package)
        yield top
        for found in pkgutil.walk_packages(top.__path__, f"{package}."):
            if not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


def inside(name: str, value: object) -> Iterator[tuple[str, object]]:
    """The value, and what a table or a tuple holds."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from inside(f"{name}[{key}]", one)
    elif isinstance(value, tuple):
        for place, one in enumerate(value):
            yield from inside(f"{name}[{place}]", one)
    else:
        yield name, value


def sql_of(value: object) -> str | None:
    """What PostgreSQL is given for a statement; None for what is no statement."""
    if isinstance(value, SelectBase | UpdateBase | TextClause):
        # Carried out with all its parameters: one that bears the name of a column would be written into it.
        names = list(compiled(value).params)
        return str(compiled(value, names))
    return value if isinstance(value, str) and SQL.match(value) else None


def compiled(statement: ClauseElement, named: list[str] | None = None) -> Compiled:
    return statement.compile(dialect=dialect(), column_keys=named)  # type: ignore[no-untyped-call]


def statements() -> dict[str, str]:
    """Every statement that stands in a module, by where it stands."""
    found = {
        f"{module.__name__}.{where}": value
        for module in modules()
        for name, top in vars(module).items()
        if name != "__doc__"
        for where, value in inside(name, top)
    }
    texts = [value.text for value in found.values() if isinstance(value, TextClause)]
    return {
        where: sql
        for where, value in found.items()
        if (sql := sql_of(value)) is not None
        and not (isinstance(value, str) and any(value in whole for whole in texts))  # a part is looked at in its whole
    }


@pytest.fixture(scope="module")
async def described(postgres: EmbeddedPostgres, process_name: str) -> AsyncIterator[str]:
    """The address of a database with the tables of the models, which no migration has touched."""
    name = f"described_{process_name}"
    postgres.create_database(name)
    database = Database(postgres.url(name))
    async with database.transaction() as connection:
        await connection.run_sync(METADATA.create_all)
    await database.close()
    yield postgres.url(name)
    postgres.drop_database(name)


async def faults(url: str, wanted: Mapping[str, str]) -> dict[str, str]:
    """What PostgreSQL finds wrong with each statement, without carrying any out."""
    connection: asyncpg.Connection[Any] = await asyncpg.connect(url.replace("postgresql+asyncpg", "postgresql"))
    found = {}
    for where, sql in wanted.items():
        try:
            await connection.prepare(sql)
        except asyncpg.PostgresError as error:
            found[where] = str(error)
    await connection.close()
    return found


async def test_every_statement_fits_the_tables(described: str) -> None:
    wanted = statements()
    assert len(wanted) > 150
    assert await faults(described, wanted) == {}


WRONG = {
    "a column": ("SELECT acount FROM facts", 'column "acount" does not exist'),
    "a column of another table": ("SELECT f.version FROM facts f", "column f.version does not exist"),
    "a table": ("DELETE FROM fact WHERE account = :account", 'relation "fact" does not exist'),
    "a column that is written": (
        "INSERT INTO outgoing (acount, seq) VALUES (:account, :seq)",
        'column "acount" of relation',
    ),
    "a type": ("SELECT 1 FROM facts WHERE seq = CAST(:seq AS text)", "operator does not exist: integer = text"),
}


@pytest.mark.parametrize(("statement", "fault"), WRONG.values(), ids=WRONG)
async def test_a_statement_that_does_not_fit_is_found(described: str, statement: str, fault: str) -> None:
    sql = sql_of(text(statement))
    assert sql is not None
    found = await faults(described, {"wrong": sql})
    assert fault in found["wrong"]


def test_what_a_table_and_an_expression_hold_is_looked_at() -> None:
    holder = {"a": text("SELECT 1"), "b": (select(METADATA.tables["facts"].c.seq), "SELECT 2", "no statement")}
    found = [sql for _, value in inside("HOLDER", holder) if (sql := sql_of(value)) is not None]
    assert found == ["SELECT 1", "SELECT facts.seq \nFROM facts", "SELECT 2"]


def hidden(source: str) -> list[int]:
    """The lines on which a function has a statement of its own, where no test finds it: a `text()` that names one of
    our tables, or a string that does.
    """
    functions = [
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return sorted(
        {
            node.lineno
            for function in functions
            for node in ast.walk(function)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAMED_TABLE.search(node.value)
        }
    )


def test_every_statement_stands_in_a_module_where_it_is_found() -> None:
    found = {
        str(path.relative_to(ROOT)): lines
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if (lines := hidden(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_a_statement_in_a_function_is_noticed() -> None:
    assert hidden('A = "SELECT 1 FROM facts"\ndef f():\n    return text(f"SELECT {a} FROM facts")\n') == [3]


def test_texts_are_found_as_texts() -> None:
    """The search would find nothing were `text` to return something else."""
    assert isinstance(text("SELECT 1"), TextClause)
    assert any("FROM standings WHERE account = ANY($1" in sql for sql in statements().values())
