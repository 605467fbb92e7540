"""The ledger: the system of record on PostgreSQL. It appends facts, folds them into standings and keeps the registries.

| module | what it does |
|---|---|
| `database` | engine, transactions, the error for a database that is away |
| `chain` | a fact as a row, and the hash that chains it to the one before |
| `commands` | one command in one transaction: idempotency, lock, decide, append |
| `appending` | facts, standings, outbox and events in one statement |
| `registry` | seats of holders and who is barred (article 7) |
| `reading` | standings, facts, history, events |
| `settling` | boundaries that were passed: one account, or thousands at once |
| `outbox` | what Temporal has not been told yet |
| `verification` | verify the chains and the snapshots; rebuild them |
| `keys` | callers and their roles |
| `importing` | accounts that a platform brings along |
| `migrating` | the schema, brought up to date |
"""
