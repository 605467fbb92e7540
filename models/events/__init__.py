"""Events: what the platform is told, and the webhooks that tell it.

| module | what it has |
|---|---|
| `announcements` | Announcements: what the platform is told |
| `examples` | One example of each type of event, for the catalogue and for whoever writes a receiver |
| `webhooks` | Webhook subscriptions: an address of the platform to which events are delivered as they happ |
"""
