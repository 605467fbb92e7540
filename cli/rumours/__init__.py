"""Commands on rumours.

| module | what it has |
|---|---|
| `reach` | The reach of a rumour and of its debunking as bars in a terminal |
| `rumours` | `standing rumor`: rumours as those see them who answer them, in a terminal |
"""
