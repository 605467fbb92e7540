"""Followers: reports of gains, and clean-ups (article 10).

| module | content |
|---|---|
| `cleanups` | commands and targets of a follower clean-up |
| `reducer` | reducer of a follower clean-up |
| `reckoning` | followers shared between the clean-ups of one account, counted once |
| `reports` | rows of gains and counts that the platform reports |
"""
