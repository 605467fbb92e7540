"""Commands on the feed and webhooks.

| module | what it has |
|---|---|
| `catalogue` | The catalogue of events as a page |
| `events` | `standing events`: what happens, as it happens; and the catalogue of everything that can |
| `webhooks` | `standing webhook`: addresses to which events are delivered, signed and in order |
"""
