"""Screening: reference emblems, protected names, and looking again (article 1).

| module | what it has |
|---|---|
| `emblems` | Article 1: an avatar in which a protected emblem seems to be waits for a person |
| `lexicon` | The lexicon's course: what operators may change about the protected names and about what is  |
| `rescreens` | Rescreens: begun, carried on and ended |
"""
