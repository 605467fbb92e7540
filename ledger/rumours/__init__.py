"""Rumours and their reach (article 6).

| module | contents |
|---|---|
| `reach` | viewers of rumours and debunkings, as the platform reports them |
| `rumours` | commands on rumours, and the reactions to their entries |
"""
