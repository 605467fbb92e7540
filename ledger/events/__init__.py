"""Events: the feed, and the position of each webhook in it.

| module | contents |
|---|---|
| `feed` | the feed: committed facts, passed boundaries and entries in one order |
| `feed_tail` | the feed tail: waiting for new events |
| `webhooks` | positions and delivery logs of webhooks |
"""
