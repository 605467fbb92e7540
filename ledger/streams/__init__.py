"""Streams: a record's history is locked, decided on, appended to, reacted to and put in the outbox in one
transaction.

| module | what it has |
|---|---|
| `appending` | Append: facts |
| `outbox` | The outbox: committed facts and entries that Temporal has not been told yet |
| `reactions` | Reactions: what follows from a fact or an entry, in the transaction that records it |
| `records` | Dossiers: enter, fold, react, announce, in one transaction; read and list |
"""
