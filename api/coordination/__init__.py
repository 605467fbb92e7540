"""Accounts that act in concert (article 7).

| module | what it has |
|---|---|
| `bodies` | What may be sent about what accounts share and post |
| `coordination` | Accounts in concert (article 7) |
"""
