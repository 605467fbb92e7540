"""Streams: the history of an account or a record, in one transaction: lock, decide, append, outbox, react.

| module | contents |
|---|---|
| `envelope` | the sequence of one transaction, the same for accounts and records, and the run of reactions |
| `appending` | appending of facts |
| `outbox` | the outbox: committed facts and entries not yet delivered to Temporal |
| `records` | records: command handling, folding, reactions and events; reading and listing |
"""
