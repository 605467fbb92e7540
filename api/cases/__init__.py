"""Cases: the review queue and its decisions.

| module | contents |
|---|---|
| `bodies` | Request and response bodies of cases |
| `cases` | Routes: the review queue, claims, evidence and decisions |
"""
