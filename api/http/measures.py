"""Prometheus metrics of the API. Each application has its own registry, so that two can run in one process."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from models.accounts.commands import Command, Receipt
from models.accounts.verdicts import Answer
from models.gate.publishing import GateAnswer

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Measures:
    """Metrics of one application."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "standing_api_requests_total",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "standing_api_request_seconds",
            "Time from a request's arrival to the end of its answer, in seconds.",
            ("method", "route"),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._commands = Counter(
            "standing_api_commands_total",
            "Commands by outcome; `code` is the code of a refusal.",
            ("command", "outcome", "code"),
            registry=self._registry,
        )
        self._verdicts = Counter(
            "standing_api_verdicts_total", "Decisions given.", ("answer",), registry=self._registry
        )

        self._debunking = Counter(
            "standing_api_debunking_total",
            "Denials of open rumours in the drafts asked about.",
            registry=self._registry,
        )
        self._snapshots = Counter(
            "standing_api_snapshots_total",
            "Standings requested: from memory (`hit`), from the database (`miss`), from before an outage (`stale`).",
            ("from",),
            registry=self._registry,
        )
        self._kept = Gauge("standing_api_snapshots_kept", "Standings in memory.", registry=self._registry)
        self._dropped = Counter(
            "standing_api_snapshots_dropped_total",
            "Standings dropped from memory because they changed.",
            registry=self._registry,
        )
        self._emptied = Counter(
            "standing_api_snapshots_emptied_total",
            "Complete invalidations of the standings in memory because the watch on the ledger was lost.",
            registry=self._registry,
        )
        self._pictures = Counter(
            "standing_api_pictures_total",
            "Pictures by outcome: `read`, `busy`, `lost` (not processed), or the reason of a refusal.",
            ("outcome",),
            registry=self._registry,
        )
        self._picture_processes = Counter(
            "standing_api_picture_processes_replaced_total",
            "Picture-decoding processes that were lost and replaced.",
            registry=self._registry,
        )
        self._refused = Counter(
            "standing_api_refused_total",
            "Requests and connections refused before they reached a route, by reason.",
            ("why",),
            registry=self._registry,
        )
        self._audit_waiting = Gauge(
            "standing_audit_waiting", "Events of the audit that are not written yet.", registry=self._registry
        )
        self._audit_behind = Gauge(
            "standing_audit_behind_seconds", "Age of the oldest event that is not written yet.", registry=self._registry
        )
        self._audit_dropped = Counter(
            "standing_audit_dropped_total",
            "Events of the audit that are lost: the database did not take them.",
            registry=self._registry,
        )
        self._clock = Gauge(
            "standing_host_clock_difference_seconds",
            "Seconds by which this host's clock is ahead of the database's.",
            registry=self._registry,
        )
        self._hit, self._miss, self._stale = (self._snapshots.labels(word) for word in ("hit", "miss", "stale"))

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an answered request and its duration."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def refused(self, why: str) -> None:
        """Count a request or connection that was refused before it reached a route."""
        self._refused.labels(why).inc()

    def command(self, command: Command, receipt: Receipt) -> None:
        """Count a command by outcome; a replayed answer is not counted again."""
        if not receipt.replayed:
            code = "" if receipt.refusal is None else receipt.refusal.code
            self._commands.labels(type(command).__name__, receipt.outcome, code).inc()

    def verdict(self, answer: Answer | GateAnswer, count: int = 1) -> None:
        """Count decisions."""
        self._verdicts.labels(answer.value).inc(count)

    def debunking(self, denied: int) -> None:
        """Count the open rumours that a draft denies."""
        self._debunking.inc(denied)

    def snapshot_hit(self, count: int = 1) -> None:
        """Count standings found in memory."""
        self._hit.inc(count)

    def snapshot_miss(self, count: int = 1) -> None:
        """Count standings read from the database."""
        self._miss.inc(count)

    def snapshot_stale(self) -> None:
        """Count a stale standing, served during an outage as the configuration permits."""
        self._stale.inc()

    def snapshots_kept(self, count: int) -> None:
        """Set the number of standings in memory."""
        self._kept.set(count)

    def snapshot_dropped(self) -> None:
        """Count a standing dropped because it changed."""
        self._dropped.inc()

    def snapshots_emptied(self) -> None:
        """Count a complete invalidation because the watch was lost."""
        self._emptied.inc()

    def picture(self, outcome: str) -> None:
        """Count a picture by outcome: read, refused, busy or lost."""
        self._pictures.labels(outcome).inc()

    def picture_process_replaced(self) -> None:
        """Count a picture-decoding process that was lost and replaced."""
        self._picture_processes.inc()

    def clock_difference(self, seconds: float) -> None:
        """Set the number of seconds by which the host's clock is ahead of the database's."""
        self._clock.set(seconds)

    def audit_waiting(self, events: int, behind_s: float) -> None:
        """Set the number of events of the audit that wait, and the age of the oldest one in seconds."""
        self._audit_waiting.set(events)
        self._audit_behind.set(behind_s)

    def audit_dropped(self, events: int) -> None:
        """Count events of the audit that are lost."""
        self._audit_dropped.inc(events)

    def exposition(self) -> bytes:
        """Return all metrics in the Prometheus text format."""
        return generate_latest(self._registry)
