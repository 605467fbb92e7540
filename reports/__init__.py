"""Reports to the regulator: built in one pass over the ledger, written in four file formats, verified, delivered."""
