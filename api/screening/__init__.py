"""Screening (article 1): names, emblems, the lexicon, rescreens.

| module | what it has |
|---|---|
| `emblems` | Emblems: the bank of protected ones (article 1), and avatars screened against it |
| `lexicon` | The lexicon: protected names and the rows of what is held |
| `rescreens` | Rescreens: every live account is looked at again (article 1) |
| `screenings` | Screening: whether a person must look at a name |
"""
