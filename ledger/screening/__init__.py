"""Screening (article 1): the lexicon in force, reference emblems, and looking again.

| module | what it has |
|---|---|
| `avatars` | What a screening of an avatar leaves |
| `emblems` | The bank of reference emblems |
| `lexicon` | The lexicon in force: what came with the program |
| `recognition` | The bank in memory, and pictures screened against it |
| `rescreens` | Rescreening: accounts in the order of their identifiers |
"""
