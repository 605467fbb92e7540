"""Events: the feed, and how far each webhook has come.

| module | what it has |
|---|---|
| `feed` | The feed: every committed fact |
| `feed_tail` | The end of the feed: many callers wait there for news |
| `webhooks` | How far each webhook has come, and what its address has answered |
"""
