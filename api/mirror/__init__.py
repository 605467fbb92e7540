"""What the client's own gate mirrors: the standings, their changes, and the open rumours.

| module | contents |
|---|---|
| `mirror` | Routes: changes with positions, pages of standings, standings on demand, open rumours |
| `bodies` | Answers and their form |
| `shared_rules` | Which pure modules the client's gate shares, and the version of their code |
"""
