"""Rate limits: requests of one key by use, and all requests of an address without a known key.

The library `limits` counts in fixed windows; the storage is ours. The library's own in-memory storage starts a thread
for each hundredth of a second of load, scans all windows in it and evicts none early; ours is bounded and reads no wall
clock. Each API process counts for itself: the total limit of a platform is the budget times its number of processes.
"""

import asyncio
import enum
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from math import ceil
from time import monotonic
from typing import Final, NamedTuple

from limits import RateLimitItem, parse
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

from api.http.measures import Measures
from api.http.problems import ProblemError

MOST_WINDOWS: Final = 100_000
"""Maximum number of keys and addresses counted at once; beyond it the oldest window is dropped."""


class Use(enum.StrEnum):
    """Kind of use with its own budget. The values appear in `RateLimit-Policy`."""

    VERDICTS = "verdicts"
    """Single decisions of a key."""
    ITEMS = "items"
    """Questions in batches and streams of a key: a batch costs as many as it contains."""
    READS = "reads"
    COMMANDS = "commands"
    EXPORTS = "exports"
    """Files and other expensive responses."""
    STRANGERS = "strangers"
    """Requests of one address without a key known to this process: public, probes, wrong keys."""
    WRONG_KEYS = "wrong-keys"
    """Lookups of keys never seen before, of one address; also its invalid status links."""
    STATUS_PAGES = "status-pages"
    """Requests under one status link."""


_USE_OF: Final[Mapping[str, Use]] = {
    "ask_decision": Use.VERDICTS,
    "ask_publish_decision": Use.VERDICTS,
    "ask_decisions": Use.ITEMS,
    "stream_decisions": Use.ITEMS,
    "load_mirrored_standings": Use.READS,
    "download_report": Use.EXPORTS,
    "export_audit_events": Use.EXPORTS,
    "verify_report": Use.EXPORTS,
    "read_cluster_graph": Use.EXPORTS,
    "draw_rumour_reach": Use.EXPORTS,
}


def use_of(operation: str, methods: Collection[str]) -> Use:
    """Return the budget that an operation is counted in."""
    return _USE_OF.get(operation, Use.COMMANDS if "POST" in methods else Use.READS)


class Spent(NamedTuple):
    """State of a budget for the caller (draft-ietf-httpapi-ratelimit-headers)."""

    policy: str
    limit: str

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """Return the headers as sent."""
        return [(b"ratelimit-policy", self.policy.encode()), (b"ratelimit", self.limit.encode())]


class Windows(Storage):
    """Bounded in-memory storage of counters that end with their window."""

    STORAGE_SCHEME = None

    def __init__(self, elapsed: Callable[[], float] = monotonic, most: int = MOST_WINDOWS) -> None:
        super().__init__()
        self._elapsed = elapsed
        self._most = most
        self._counts: OrderedDict[str, list[float]] = OrderedDict()

    @property
    def base_exceptions(self) -> type[Exception]:
        """Return a placeholder: no exception needs wrapping."""
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Add to the counter and return its value; an expired or missing window starts anew."""
        now = self._elapsed()
        held = self._counts.get(key)
        if held is None or now >= held[1]:
            self._counts.pop(key, None)
            if len(self._counts) >= self._most:
                self._counts.popitem(last=False)
            held = self._counts[key] = [0, now + expiry]
        held[0] += amount
        return int(held[0])

    def get(self, key: str) -> int:
        """Return the count of the current window."""
        held = self._counts.get(key)
        return 0 if held is None or self._elapsed() >= held[1] else int(held[0])

    def get_expiry(self, key: str) -> float:
        """Return the end of the window on our monotonic clock; now, where there is none."""
        held = self._counts.get(key)
        now = self._elapsed()
        return now if held is None else max(now, held[1])

    def check(self) -> bool:
        """Return True: the storage is always available."""
        return True

    def reset(self) -> int:
        """Drop all windows and return their number."""
        count = len(self._counts)
        self._counts.clear()
        return count

    def clear(self, key: str) -> None:
        """Drop one window."""
        self._counts.pop(key, None)


@dataclass(frozen=True)
class _Policy:
    item: RateLimitItem
    words: str
    header: str


class Budgets:
    """Rate limits of one process."""

    def __init__(
        self,
        rates: Mapping[Use, str],
        measures: Measures,
        elapsed: Callable[[], float] = monotonic,
        *,
        most: int = MOST_WINDOWS,
    ) -> None:
        """Create the budgets from `rates` in the library's notation, such as `100/second`."""
        self._measures = measures
        self._elapsed = elapsed
        self._windows = Windows(elapsed, most)
        self._limiter = FixedWindowRateLimiter(self._windows)
        self._policies = {use: _policy(use, parse(rate)) for use, rate in rates.items()}

    def spend(self, use: Use, of: str, cost: int = 1) -> Spent:
        """Take `cost` from the budget of this key or address, and return the state of the budget.

        Raises:
            ProblemError: when the budget is spent until the window ends.
        """
        policy = self._policies[use]
        key = policy.item.key_for(use, of)
        count = self._windows.incr(key, policy.item.get_expiry(), cost)
        reset = max(1, ceil(self._windows.get_expiry(key) - self._elapsed()))
        left = policy.item.amount - count
        spent = Spent(policy.header, f'"{use}";r={max(0, left)};t={reset}')
        if left < 0:
            self._measures.refused(f"rate-{use}")
            raise ProblemError(
                "too-many-requests",
                f"{_WHOSE[use]} may have {policy.words}: try again in {reset} s",
                headers={"Retry-After": str(reset), **headers_of(spent)},
            )
        return spent

    async def await_turn(self, use: Use, of: str, cost: int) -> None:
        """Take `cost` from the budget once enough is left: a stream is slowed down, not refused."""
        policy = self._policies[use]
        while not self._limiter.test(policy.item, use, of, cost=min(cost, policy.item.amount)):
            key = policy.item.key_for(use, of)
            await asyncio.sleep(max(0.001, self._windows.get_expiry(key) - self._elapsed()))
        self._limiter.hit(policy.item, use, of, cost=cost)


def headers_of(spent: Spent) -> dict[str, str]:
    """Return the headers that describe the state of the budget."""
    return {"RateLimit-Policy": spent.policy, "RateLimit": spent.limit}


_WHOSE: Final[Mapping[Use, str]] = {
    **dict.fromkeys(Use, "one key"),
    Use.STRANGERS: "one address without a key that is known here",
    Use.WRONG_KEYS: "one address",
    Use.STATUS_PAGES: "one status link",
}


def _policy(use: Use, item: RateLimitItem) -> _Policy:
    seconds = item.get_expiry()
    noun = {Use.STRANGERS: "requests", Use.WRONG_KEYS: "unknown keys", Use.STATUS_PAGES: "requests"}.get(use, use.value)
    return _Policy(item, f"{item.amount} {noun} in {seconds} s", f'"{use}";q={item.amount};w={seconds}')
