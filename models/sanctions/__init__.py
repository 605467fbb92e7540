"""Sanctions: the statement of reasons, and one measure on many accounts.

| module | what it has |
|---|---|
| `bulk` | Bulk actions: one measure on up to ten thousand accounts |
| `statements` | Statements of reasons: why an account was restricted |
"""
