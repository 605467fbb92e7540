"""Rumours and their reach (article 6).

| module | what it has |
|---|---|
| `reach` | Reach in the ledger: exposures as the platform tells them, and what they add up to |
| `rumours` | Rumours in the ledger: what is entered |
"""
