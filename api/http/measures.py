"""What the API counts, for Prometheus. Each application has its own registry, so that two can live in one process."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from models.accounts.commands import Command, Receipt
from models.accounts.verdicts import Answer
from models.gate.publishing import GateAnswer

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Measures:
    """The counters of one application."""

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
            "Commands by what they came to; `code` says why one was refused.",
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
            "Standings asked for: from memory (`hit`), from the database (`miss`), from before an outage (`stale`).",
            ("from",),
            registry=self._registry,
        )
        self._kept = Gauge("standing_api_snapshots_kept", "Standings in memory.", registry=self._registry)
        self._dropped = Counter(
            "standing_api_snapshots_dropped_total", "Standings forgotten because they changed.", registry=self._registry
        )
        self._emptied = Counter(
            "standing_api_snapshots_emptied_total",
            "How often everything was forgotten because the watch on the ledger was lost.",
            registry=self._registry,
        )
        self._pictures = Counter(
            "standing_api_pictures_total",
            "Pictures by outcome: `read`, `busy`, `lost` (it could not be tried), or why they were refused.",
            ("outcome",),
            registry=self._registry,
        )
        self._picture_processes = Counter(
            "standing_api_picture_processes_replaced_total",
            "Processes that decode pictures and were lost.",
            registry=self._registry,
        )
        self._refused = Counter(
            "standing_api_refused_total",
            "Requests and connections refused before they reached a route, by why.",
            ("why",),
            registry=self._registry,
        )
        self._clock = Gauge(
            "standing_host_clock_difference_seconds",
            "By how much this host's clock is ahead of the database's.",
            registry=self._registry,
        )
        self._hit, self._miss, self._stale = (self._snapshots.labels(word) for word in ("hit", "miss", "stale"))

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def refused(self, why: str) -> None:
        """A request or connection did not reach a route."""
        self._refused.labels(why).inc()

    def command(self, command: Command, receipt: Receipt) -> None:
        """A command was carried out or refused; an answer that is only repeated does not count again."""
        if not receipt.replayed:
            code = "" if receipt.refusal is None else receipt.refusal.code
            self._commands.labels(type(command).__name__, receipt.outcome, code).inc()

    def verdict(self, answer: Answer | GateAnswer, count: int = 1) -> None:
        """Decisions were given."""
        self._verdicts.labels(answer.value).inc(count)

    def debunking(self, denied: int) -> None:
        """A draft denies so many open rumours."""
        self._debunking.inc(denied)

    def snapshot_hit(self, count: int = 1) -> None:
        """Standings were in memory."""
        self._hit.inc(count)

    def snapshot_miss(self, count: int = 1) -> None:
        """Standings were read from the database."""
        self._miss.inc(count)

    def snapshot_stale(self) -> None:
        """A standing from before an outage was served, as the configuration allows."""
        self._stale.inc()

    def snapshots_kept(self, count: int) -> None:
        """So many standings are in memory."""
        self._kept.set(count)

    def snapshot_dropped(self) -> None:
        """A standing was forgotten because it changed."""
        self._dropped.inc()

    def snapshots_emptied(self) -> None:
        """Everything was forgotten because the watch was lost."""
        self._emptied.inc()

    def picture(self, outcome: str) -> None:
        """A picture was read, refused, or could not be tried."""
        self._pictures.labels(outcome).inc()

    def picture_process_replaced(self) -> None:
        """A process that decodes pictures was lost."""
        self._picture_processes.inc()

    def clock_difference(self, seconds: float) -> None:
        """The host's clock is ahead of the database's by so much."""
        self._clock.set(seconds)

    def exposition(self) -> bytes:
        """Everything, in the text format of Prometheus."""
        return generate_latest(self._registry)
