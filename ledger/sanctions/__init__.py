"""Sanctions: appeals, and one measure on many accounts.

| module | contents |
|---|---|
| `appeals` | statements of reasons, and appeals against actions |
| `four_eyes` | what takes two persons in a case, by what two persons have decided about the accounts |
| `bulk` | bulk actions, carried out in slices |
"""
