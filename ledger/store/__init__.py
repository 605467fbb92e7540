"""Store: the way to PostgreSQL, the hash chain, clocks, deadlines, idempotency keys.

| module | what it has |
|---|---|
| `chain` | A fact as a row, and the chain |
| `clock` | The recording instant: the database's clock, read once the locks are held |
| `database` | The way to PostgreSQL: one engine a process |
| `deadlines` | Deadlines towards PostgreSQL: how long a connection |
| `holder_key` | The holder key's fingerprint |
| `host_clock` | The host's clock beside the database's |
| `idempotency` | Idempotency: a caller's key is claimed first |
| `locked` | What a command has locked until its transaction ends |
| `migrating` | Bring the schema up to date |
| `pages` | Pages of a list, its order, and the position that leads on |
| `presence` | Presence: which workers Temporal has seen polling |
| `statements` | Parts that many statements have in common |
| `watching` | Watching: every process that keeps standings in memory is told |
"""
