"""Accounts in concert (article 7): texts that are alike, ties that are weighed, clusters, and their picture.

Computation alone: rows in, findings out. `regulation/coordination.py` says what a tie is worth; the ledger keeps rows
and findings.

| module | what it does |
|---|---|
| `texts` | signatures of texts, and which were published alike at about the same time |
| `clusters` | what accounts share, weighed pair by pair; who is tied strongly enough |
| `drawing` | a cluster as a graph (SVG) |
"""
