"""Commands on the feed and webhooks.

| module | content |
|---|---|
| `catalogue` | Markdown page with every type of event |
| `events` | `standing events`: the feed, and the catalogue of event types |
| `webhooks` | `standing webhook`: addresses that receive events, signed and in order |
"""
