"""Entry point of Alembic: `ledger.store.migrating` passes a connection; autogenerate compares with `models.tables`."""

from alembic import context

from models.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
