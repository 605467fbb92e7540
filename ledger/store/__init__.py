"""Store: access to PostgreSQL, the hash chain, clocks, deadlines, idempotency keys.

| module | contents |
|---|---|
| `chain` | rows of facts, and their hash chain |
| `clock` | the instant of recording: the database's clock, read once the locks are held |
| `database` | the engine of a process, and its transactions |
| `deadlines` | deadlines of connections, statements, locks and units of work |
| `holder_key` | the fingerprint of the holder key |
| `host_clock` | comparison of the host's clock with the database's |
| `idempotency` | idempotency keys of callers, and the answers kept under them |
| `locked` | accounts and seats that a command has locked |
| `migrating` | migrations of the schema |
| `pages` | pages of a list, its order, and positions in it |
| `presence` | workers that Temporal has seen polling |
| `slices` | size of slices of work on many accounts |
| `statements` | expressions shared by many statements |
| `watching` | notification of processes that cache standings |
"""
