"""Events announced to the platform, and the webhooks that deliver them.

| module | content |
|---|---|
| `announcements` | types of announcements, and their catalogue |
| `examples` | example of each type of event |
| `webhooks` | webhook subscriptions |
"""
