"""Detection of coordinated accounts (article 7): similar texts, weighted ties, clusters, and their graph.

Pure computation: rows in, findings out. `regulation/coordination.py` sets the weight of a tie; the ledger keeps rows
and findings.

| module | contents |
|---|---|
| `texts` | signatures of texts, and groups of similar texts that were published at about the same time |
| `clusters` | ties between accounts, weights of pairs, clusters of strong pairs |
| `drawing` | graph of a cluster (SVG) |
"""
