"""Sanctions: appeals, and one measure on many accounts.

| module | what it has |
|---|---|
| `appeals` | Appeals: opened once per action within its window |
| `bulk` | Bulk actions in the ledger |
"""
