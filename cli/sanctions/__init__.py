"""Commands on violations, appeals, bulk actions and the catalogue.

| module | what it has |
|---|---|
| `appeals` | `standing appeals`: one for each action at most |
| `bulk` | `standing bulk`: one measure on many accounts |
| `catalogue` | `standing catalogue`: what each violation leads to |
| `violations` | `standing violations`: findings with what follows from them |
"""
