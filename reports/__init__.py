"""Reports to the regulator: built in one pass over the ledger, written in four forms, kept, verified and delivered."""
