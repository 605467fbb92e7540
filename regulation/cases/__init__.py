"""Cases: which status allows what, and who may decide.

| module | what it has |
|---|---|
| `cases` | Cases: what somebody asks for, and what is entered for it, or why not |
| `course` | Reducer of a case: which status allows what (`MOVES`) |
"""
