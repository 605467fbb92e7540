"""The vocabulary: what every other package speaks. Frozen values without behaviour that needs a clock or IO.

| shelf | what it has |
|---|---|
| `base`, `names`, `instants`, `intervals`, `stated`, `texts` | identifiers, times and texts |
| `words` | enumerations: violations, privileges, restrictions, measures |
| `accounts` | commands, facts, standing, verdicts |
| `records` | the history of everything that is no account: cases, directives, rumours, reports … |
| `gate` | drafts, answers and receipts of the publishing gate |
| `sanctions`, `cases`, `screening`, `rumours`, `reports`, `events` | the values of each capability |
| `tables` | the tables of the database, as SQLModel |
"""
