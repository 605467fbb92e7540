"""Networks and their rosters (article 11).

| module | what it has |
|---|---|
| `networks` | Networks in the ledger: what is decided about one is marked on its roster in the same transa |
| `roster_watch` | Violations on rosters, counted |
"""
