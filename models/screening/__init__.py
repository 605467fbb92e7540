"""Screening of names and pictures (article 1).

| module | what it has |
|---|---|
| `emblems` | Emblems: the bank of those that are protected (article 1) |
| `lexicon` | The lexicon's history: lists that operators import |
| `rescreens` | Rescreens: every live account is looked at again |
| `screening` | Screening: whether a name must be looked at by a person before it is used (article 1) |
"""
