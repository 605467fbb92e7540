"""Cases: opened, escalated, claimed.

| module | what it has |
|---|---|
| `cases` | Cases in the ledger: opened and withdrawn within other transactions, read as a queue |
| `claims` | Cases that somebody works on, or that are for somebody, who may decide no more |
| `escalations` | Escalations: what is late |
"""
