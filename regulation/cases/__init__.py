"""Cases: which status allows which move, and who may decide.

| module | content |
|---|---|
| `cases` | commands on a case, each giving entries or a refusal |
| `reducer` | reducer of a case, and the moves that each status allows (`MOVES`) |
"""
