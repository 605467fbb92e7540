"""Commands on protected names, emblems and rescreens.

| module | what it has |
|---|---|
| `emblems` | `standing emblem`: the bank of protected emblems, and pictures screened against it |
| `lexicon` | `standing lexicon`: the protected names and the rows of what is held |
| `rescreens` | `standing rescreen`: every live account is looked at again |
| `screening` | `standing screen`: names against the protected ones, one JSON line a name |
"""
