"""Webhooks: signed and ordered delivery of events to the platform's addresses, never to a private address.

| module | content |
|---|---|
| `delivering` | activity that delivers the events of one subscription |
| `envelope` | CloudEvents envelope and its signature |
| `guard` | check that an address is public |
| `measures` | Prometheus metrics of deliveries |
| `sending` | HTTP request for one event |
"""
