"""Cases: the review queue and its decisions.

| module | contents |
|---|---|
| `bodies` | Request and response bodies of cases |
| `context` | Routes: the context of a case, and reason templates |
| `correcting` | Route: correction of a decision |
| `deciding` | Roles of those who decide a case |
| `evidence` | Routes: files as evidence |
| `handing_over` | Routes: persons to whom a case may be given, and handing it over |
| `many` | Route: many alike cases decided together |
| `previews` | Routes: outcomes that a person may choose, and what would follow from each |
| `queue` | Routes: lists and counts of the queue, presence, skipping |
| `queue_bodies` | Queries and response bodies of the queue |
| `views` | Routes: saved views of the queue |
| `cases` | Routes: claims, evidence and decisions |
"""
