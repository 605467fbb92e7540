"""Rumours: their record, matches of texts, and reach (article 6).

| module | content |
|---|---|
| `matching` | matches of a text with open rumours |
| `reach` | viewers of a rumour and of its debunking |
| `rumours` | entries and state of a rumour |
"""
