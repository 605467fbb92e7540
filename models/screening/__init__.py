"""Screening of names and pictures (article 1).

| module | content |
|---|---|
| `emblems` | bank of protected emblems, and matches in pictures |
| `lexicon` | history of the lexicon: imports, retirements and switches |
| `rescreens` | rescreens of all live accounts |
| `screening` | protected names, matches and results of screening |
"""
