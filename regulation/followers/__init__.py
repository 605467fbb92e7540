"""Followers: reports of gains, and clean-ups (article 10).

| module | what it has |
|---|---|
| `cleanups` | Article 10: followers gained through a violation are promptly verified and removed |
| `course` | Reducer of a follower clean-up |
| `reckoning` | Follower clean-ups reckoned against each other |
| `reports` | Article 10: what the platform reports of gains and counts, row by row |
"""
