"""Rumours: the record, how texts match one, and whom it reached (article 6).

| module | what it has |
|---|---|
| `matching` | Matches: which open rumours a text repeats, how closely, and why we think so |
| `reach` | Reach: who saw a rumour |
| `rumours` | Rumours: a claim that is not so, and what is done about it (article 6) |
"""
