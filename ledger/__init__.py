"""The ledger: the system of record on PostgreSQL. It appends facts, folds them into standings and keeps the registries.

| package | contents |
|---|---|
| `store` | access to PostgreSQL: engine, deadlines, clocks, hash chain, idempotency keys, pages |
| `streams` | the history of an account or record in one transaction: lock, decide, append, react, outbox |
| `reactions` | the table of reactions: what follows from a fact, an entry or the decision of a case |
| `accounts` | commands on accounts, standings, the registry of holders (article 7), boundary recording, verification |
| `sanctions`, `cases`, `screening` | appeals and bulk actions; decisions by people; protected names and emblems |
| `followers`, `rumours`, `networks`, `coordination` | articles 10, 6, 11 and 7 |
| `reports` | reports to the regulator (article 9), and the second count of their totals |
| `events` | the feed of events, and the position of each webhook in it |
| `importing` | import of a platform's existing accounts |
| `runs` | rows of commands, carried out by the thousand |
| `people`, `audit` | persons and sessions; who used the system, in a chain of its own |

Single modules: `case_contexts`, `case_statistics`, `command_previews` and `previews` (dry runs of commands and of
decisions), `directives`, `evidence`, `exposures`, `receipts` and `keys`.
"""
