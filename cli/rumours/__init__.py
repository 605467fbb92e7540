"""Commands on rumours.

| module | content |
|---|---|
| `reach` | drawing of the reach of a rumour and of its debunking |
| `rumours` | `standing rumor`: rumours, their steps, and debunking |
"""
