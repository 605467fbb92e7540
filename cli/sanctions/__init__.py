"""Commands on violations, appeals, bulk actions and the catalogue.

| module | content |
|---|---|
| `appeals` | `standing appeals`: appeals against actions |
| `bulk` | `standing bulk`: one measure on many accounts |
| `catalogue` | `standing catalogue`: consequences of each violation |
| `violations` | `standing violations`: findings, measures, and statements of reasons |
"""
