"""Vocabulary of all packages: frozen values whose behaviour needs neither a clock nor IO.

| shelf | content |
|---|---|
| `base`, `names`, `instants`, `intervals`, `stated`, `texts` | identifiers, times and texts |
| `words` | enumerations: violations, privileges, restrictions, measures |
| `accounts` | commands, facts, standing, verdicts |
| `records` | entries and states of everything beside accounts: cases, directives, rumours, reports … |
| `evidence`, `roles` | pieces of evidence; roles of API callers |
| `gate` | drafts, answers and receipts of the publishing gate |
| `sanctions` | bulk actions, statements of reasons |
| `cases` | cases, their subjects and decisions |
| `screening` | protected names, emblems, rescreens |
| `rumours` | rumours, their matches and reach |
| `followers` | follower gains, clean-ups |
| `directives` | orders to the platform |
| `exposures` | published warnings about decided cases |
| `networks` | multi-channel networks and their rosters |
| `coordination` | accounts that act in concert |
| `reports` | reports to the regulator |
| `events` | announcements, webhook subscriptions |
| `tables` | tables of the database, as SQLModel |
"""
