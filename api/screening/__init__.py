"""Screening (article 1): names, emblems, the lexicon, rescreens.

| module | contents |
|---|---|
| `emblems` | The bank of protected emblems, and the screening of avatars |
| `lexicon` | Protected names and screening rows |
| `rescreens` | Rescreens of all accounts |
| `screenings` | Screening of a name, a bio and an avatar, without recording |
"""
