"""Vocabulary of all packages: frozen values whose behaviour needs neither a clock nor IO.

| shelf | content |
|---|---|
| `base`, `names`, `instants`, `intervals`, `stated`, `texts` | identifiers, times and texts |
| `words` | enumerations: violations, privileges, restrictions, measures |
| `accounts` | commands, facts, standing, verdicts |
| `records` | entries and states of everything beside accounts: cases, directives, rumours, reports … |
| `gate` | drafts, answers and receipts of the publishing gate |
| `sanctions`, `cases`, `screening`, `rumours`, `reports`, `events` | the values of each capability |
| `tables` | the tables of the database, as SQLModel |
"""
