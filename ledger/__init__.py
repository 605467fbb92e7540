"""The ledger: the system of record on PostgreSQL. It appends facts, folds them into standings and keeps the registries.

| shelf | what it has |
|---|---|
| `store` | the way to PostgreSQL: engine, deadlines, clocks, hash chain, idempotency keys, pages |
| `streams` | the history of a record in one transaction: lock, decide, append, react, outbox |
| `reactions` | the one table of what follows from a fact, an entry or the decision of a case |
| `accounts` | commands on accounts, standings, the registry of holders (article 7), boundaries, verification |
| `sanctions`, `cases`, `screening` | appeals and bulk actions; what people decide; protected names and emblems |
| `followers`, `rumours`, `networks`, `coordination` | articles 10, 6, 11 and 7 |
| `reports` | reports to the regulator (article 9), and the second count of their totals |
| `events` | the feed, and how far each webhook has come |
| `importing` | accounts that a platform brings along |

`directives`, `exposures`, `receipts` and `keys` are one module each.
"""
