"""Networks and their rosters (article 11).

| module | contents |
|---|---|
| `networks` | rosters and sanctions of networks, applied to accounts in slices |
| `roster_watch` | escalation of repeated violations on a roster |
"""
