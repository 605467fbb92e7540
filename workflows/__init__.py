"""Temporal workflows: durable processes that wait, decide with the rules of `regulation/` and call activities.

| module | content |
|---|---|
| `account_lifecycle` | workflow of an account |
| `records` | base classes of the workflows of records |
| `bulk_run`, `case_review`, `directive_follow_up`, `follower_cleanup` | workflow of each kind of record |
| `network_roster`, `regulator_report`, `rescreen`, `rumour_response` | workflow of each kind of record |
| `webhook_delivery` | workflow of a webhook |
| `coordination_sweep` | daily sweep for accounts in concert |
| `deadlines` | time limits and retries of activities |
| `jitter` | delays of timers at a shared instant |
| `search_attributes` | search attributes of accounts and cases |
"""
