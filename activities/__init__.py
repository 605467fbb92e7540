"""Temporal activities: idempotent steps of IO that workflows call. They use the ledger, never each other.

| module | content |
|---|---|
| `messages` | inputs and results of activities |
| `due` | check of due steps against the database's clock |
| `ledger` | standing and boundaries of an account |
| `follow_ups` | due steps of cases, directives, rumours and clean-ups |
| `bulk` | accounts of a bulk action |
| `runs` | rows of a run of commands |
| `networks` | accounts of a network's roster |
| `coordination` | sweep for accounts in concert |
| `rescreening` | accounts of a rescreen |
| `reports`, `report_delivery` | steps of a report, and its delivery to the regulator |
| `webhooks` | delivery of events |
"""
