"""Cases that a person must decide.

| module | content |
|---|---|
| `cases` | entries and state of a case: opening, claim, decision |
| `corrections` | entries of the correction of a decision |
| `rulings` | outcomes, and rulings of decisions |
| `queue` | filters of the queue, saved views, presence |
| `subjects` | subject of a case, and terms of its decision |
"""
