"""Schema of the ledger as a sequence of migrations (Alembic)."""
