"""Persons in the ledger, and the callers of the API.

| module | contents |
|---|---|
| `callers` | Caller of the API: a key or session, and the person behind it |
| `people` | Persons: commands, look-up by identifier and sign-in identity, what follows from a change |
| `names` | Names to show beside actors |
"""
