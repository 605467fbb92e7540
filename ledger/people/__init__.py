"""Persons in the ledger, and the callers of the API.

| module | contents |
|---|---|
| `callers` | Caller of the API: a key or session, and the person behind it |
| `people` | Persons: commands, look-up by identifier and sign-in identity, what follows from a change |
| `names` | Names to show beside actors |
| `sessions` | Sessions in a browser: begin, find, list, end |
| `sign_in_attempts`, `sign_in_links`, `kept_forms` | What is needed between the beginning and the end of a sign-in |
| `signing_in` | From an identity or a link to a person with a session |
"""
