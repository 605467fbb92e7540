"""Coordinated accounts (article 7).

| module | contents |
|---|---|
| `bodies` | Request bodies: links between accounts, and posts |
| `coordination` | Routes: bulk reports of links and posts; clusters |
"""
