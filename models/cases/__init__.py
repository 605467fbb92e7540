"""Cases that a person must decide.

| module | content |
|---|---|
| `cases` | entries and state of a case: opening, claim, decision |
| `queue` | filters of the queue, saved views, presence |
| `subjects` | subject of a case, and terms of its decision |
"""
