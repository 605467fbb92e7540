"""Prometheus metrics of webhook deliveries."""

from typing import Final

from prometheus_client import Counter, Gauge

DELIVERED: Final = Counter("standing_webhook_deliveries_total", "Events that a webhook's address has taken.")
FAILED: Final = Counter("standing_webhook_failures_total", "Tries to deliver an event that failed.")
LAG: Final = Gauge(
    "standing_webhook_lag_seconds", "From an event's recording to its last delivery, in seconds.", ("webhook",)
)
