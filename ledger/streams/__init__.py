"""Streams: the history of an account or a record is locked, decided on, appended to, put in the outbox and reacted to
in one transaction.

| module | what it has |
|---|---|
| `envelope` | The sequence of one transaction, of accounts and of records alike |
| `appending` | Append: facts |
| `outbox` | The outbox: committed facts and entries that Temporal has not been told yet |
| `reactions` | Reactions: what follows from a fact or an entry, in the transaction that records it |
| `records` | Records: enter, fold, react, announce, in one transaction; read and list |
"""
