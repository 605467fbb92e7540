"""Temporal activities: idempotent steps of IO that workflows call. They use the ledger, never each other."""
