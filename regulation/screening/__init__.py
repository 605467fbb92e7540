"""Screening: reference emblems, protected names, and repeated screening of all accounts (article 1).

| module | content |
|---|---|
| `emblems` | the emblem bank, and cases about avatars that resemble an emblem |
| `lexicon` | commands on the lexicon: protected names, and rows of the table of what is held |
| `rescreens` | rescreens: start, progress and end |
"""
