"""Cases: what a person must decide.

| module | what it has |
|---|---|
| `cases` | Cases: what a person must decide (an application |
| `subjects` | What a case is about, and what a decision says besides yes or no |
"""
