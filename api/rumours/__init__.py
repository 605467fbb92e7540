"""Rumours (article 6): routes, search pages, reach.

| module | what it has |
|---|---|
| `bodies` | What may be sent about a rumour, and what is shown of one |
| `reach` | Rumours and readers: which texts repeat one |
| `reach_svg` | The reach of a rumour and of its debunking over time, as a drawing (SVG) |
| `rumours` | Rumours: identified, labelled, answered, measured, and brought to an end (article 6) |
| `search` | Search pages: what to pin for a query (article 6) |
"""
