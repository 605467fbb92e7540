"""Streams: the history of an account or a record, in one transaction: lock, decide, append, outbox, react.

| module | contents |
|---|---|
| `envelope` | the sequence of one transaction, the same for accounts and records |
| `appending` | appending of facts |
| `outbox` | the outbox: committed facts and entries not yet delivered to Temporal |
| `reactions` | the function that runs reactions in the transaction that records a fact or an entry |
| `records` | records: command handling, folding, reactions and events; reading and listing |
"""
