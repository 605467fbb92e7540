"""Sanctions: appeals, and one measure on many accounts.

| module | contents |
|---|---|
| `appeals` | statements of reasons, and appeals against actions |
| `bulk` | bulk actions, carried out in slices |
"""
