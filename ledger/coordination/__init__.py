"""Accounts that act in concert (article 7): links, clusters, sweeps.

| module | what it has |
|---|---|
| `clusters` | Clusters of accounts in concert, and the one case about each |
| `links` | What accounts share and what they post, as platforms report it (article 7) |
| `sweeps` | A sweep for accounts in concert, in steps that may be repeated |
"""
