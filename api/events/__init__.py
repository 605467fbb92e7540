"""Events: the feed, its stream, and webhooks.

| module | contents |
|---|---|
| `events` | Routes of the feed: every event, in one numbered stream |
| `streaming` | Delivery of the feed: long polling and server-sent events |
| `webhooks` | Routes of webhooks: addresses to which events are delivered |
"""
