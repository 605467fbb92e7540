"""The schema of the ledger, step by step (Alembic)."""
