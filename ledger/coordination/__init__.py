"""Accounts that act in concert (article 7): links, clusters, sweeps.

| module | contents |
|---|---|
| `clusters` | clusters of accounts in concert, and the case about each |
| `links` | links between accounts and signatures of posts, as platforms report them |
| `sweeps` | a sweep for accounts in concert, in repeatable steps |
"""
