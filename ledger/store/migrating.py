"""Migrations of the schema. Safe to run from several processes at once: they take turns."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from ledger.store.database import Database, Size

_SCRIPTS: Final = Path(__file__).resolve().parents[2] / "migrations"
_TURN: Final = 7_301_953
"""Arbitrary number that identifies the migration of Standing among PostgreSQL's advisory locks."""


async def migrate(database: Database) -> None:
    """Run every migration that the database does not have yet.

    Raises:
        DatabaseAwayError: when the database cannot be reached.
    """
    async with database.transaction(Size.LONG) as connection:
        await connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
        await connection.run_sync(lambda sync: command.upgrade(config(sync), "head"))


def config(connection: Connection) -> Config:
    """Return Alembic's configuration for a connection that is open already."""
    configured = Config()
    configured.set_main_option("script_location", str(_SCRIPTS))
    configured.attributes["connection"] = connection
    return configured
