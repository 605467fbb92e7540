"""Screening (article 1): the lexicon in force, reference emblems, and rescreening.

| module | contents |
|---|---|
| `avatars` | the case and the kept answer of an avatar's screening |
| `emblems` | the bank of reference emblems |
| `lexicon` | the lexicon in force: the shipped names and the operators' changes |
| `recognition` | the bank in memory, and screening of pictures against it |
| `rescreens` | rescreening of all accounts, batch by batch |
"""
