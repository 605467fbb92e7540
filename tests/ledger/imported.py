"""Files of accounts, and the results of importing them."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from cli.servers import fictional
from ledger.importing import Done, Importer, RejectFile, format_of
from ledger.store.database import Database
from models.instants import SHANGHAI
from regulation.holders.identifiers import holder_ref

NOW = datetime(2026, 3, 1, 12, tzinfo=SHANGHAI)
KEY = b"k" * 32


def row(place: int = 1, **more: Any) -> dict[str, Any]:
    """Return a row of the file: an account of an individual with a holder of its own."""
    return {
        "account": f"a{place}",
        "kind": "individual",
        "holder": {"resident_id": fictional.resident_id(place)},
        "name": f"山野厨房{place}",
        "registered_at": "2025-01-01T09:00:00+08:00",
        **more,
    }


def written(folder: Path, *rows: dict[str, Any] | str, name: str = "accounts.jsonl") -> Path:
    path = folder / name
    lines = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in rows]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def importer(database: Database, batch: int = 1_000, now: datetime = NOW) -> Importer:
    return Importer(
        database,
        lambda kind, number: holder_ref(kind, number, KEY),
        lambda: now,
        tolerance=timedelta(minutes=5),
        batch=batch,
    )


async def run(database: Database, path: Path, batch: int = 1_000, now: datetime = NOW) -> tuple[Done, list[Any]]:
    """Import the file; return the result, and the rejected rows."""
    aside = RejectFile(path.with_name(f"{path.name}.rejects.jsonl"))
    done = await importer(database, batch, now).run(path, format_of(path), aside, lambda *_: None)
    told = aside.path.read_text(encoding="utf-8").splitlines() if aside.path.exists() else []
    return done, [json.loads(line) for line in told]


def identity(place: int) -> tuple[Any, str]:
    from regulation.holders.identifiers import IdentityKind

    return IdentityKind.RESIDENT_ID, fictional.resident_id(place)


async def column(database: Database, sql: str) -> list[Any]:
    async with database.transaction() as connection:
        return list((await connection.execute(text(sql))).scalars())
