"""Cases: the review queue and its decisions.

| module | contents |
|---|---|
| `bodies` | Request and response bodies of cases |
| `context` | Routes: the context of a case, and reason templates |
| `deciding` | Roles of those who decide a case |
| `evidence` | Routes: files as evidence |
| `many` | Route: many alike cases decided together |
| `previews` | Routes: outcomes that a person may choose, and what would follow from each |
| `cases` | Routes: the review queue, claims, evidence and decisions |
"""
