"""Activities: one step of IO each, idempotent, called by workflows. They know the ledger, never each other."""
