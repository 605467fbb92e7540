"""Rumours (article 6): routes, search pages, reach.

| module | contents |
|---|---|
| `bodies` | Request and response bodies of rumours |
| `reach` | Routes: matching of texts, reports of viewers, reach |
| `reach_svg` | The SVG chart of the reach of a rumour and its debunking |
| `rumours` | Routes of the lifecycle: open, label, verify, close, correct, reopen |
| `search` | Route of search pages: information to pin for a query |
"""
