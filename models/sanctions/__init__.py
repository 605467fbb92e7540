"""Sanctions: statements of reasons, and bulk actions.

| module | content |
|---|---|
| `bulk` | one measure on up to ten thousand accounts |
| `statements` | statement of reasons for the restrictions of an account |
"""
