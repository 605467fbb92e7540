"""Events: the feed, its stream, and webhooks.

| module | what it has |
|---|---|
| `events` | The feed: everything that happened, as one stream that can always be caught up with |
| `streaming` | Following the feed: a page as soon as there is one, or a stream that never ends |
| `webhooks` | Webhooks: addresses of the platform to which events are delivered |
"""
