"""Commands on protected names, emblems and rescreens.

| module | content |
|---|---|
| `emblems` | `standing emblem`: bank of protected emblems, and screening of pictures |
| `lexicon` | `standing lexicon`: protected names, and rows that say what is held |
| `rescreens` | `standing rescreen`: screening of every live account again |
| `screening` | `standing screen`: screening of names, one JSON line for each |
"""
