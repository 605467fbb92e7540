"""Rate limits: how often one key may ask for what, and how much one address without a known key may ask at all.

Counting is the library's (`limits`, fixed windows); where it counts is ours. Its own storage in memory starts a thread
for each hundredth of a second of load, walks through all windows in it and forgets none before its time; this one is
bounded, and asks no wall clock. Each API process counts for itself: what a platform may do in all is its number of
processes times the budget.
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
"""Keys and addresses that are counted at once; beyond them the oldest window is forgotten."""


class Use(enum.StrEnum):
    """What is counted apart. The names stand in `RateLimit-Policy`."""

    VERDICTS = "verdicts"
    """Single decisions, of a key."""
    ITEMS = "items"
    """Questions in batches and streams, of a key: a batch costs as many as it has."""
    READS = "reads"
    COMMANDS = "commands"
    EXPORTS = "exports"
    """Files and what is as dear to make."""
    STRANGERS = "strangers"
    """Requests of one address that show no key known to this process: the public's, a probe's, a wrong key's."""
    WRONG_KEYS = "wrong-keys"
    """Keys of one address that have to be looked up, because nobody has seen them before."""


_USE_OF: Final[Mapping[str, Use]] = {
    "decide": Use.VERDICTS,
    "decide_publish": Use.VERDICTS,
    "decide_batch": Use.ITEMS,
    "decide_stream": Use.ITEMS,
    "download_report": Use.EXPORTS,
    "verify_report": Use.EXPORTS,
    "read_cluster_graph": Use.EXPORTS,
    "draw_rumour_reach": Use.EXPORTS,
}


def use_of(operation: str, methods: Collection[str]) -> Use:
    """Which budget an operation is paid from."""
    return _USE_OF.get(operation, Use.COMMANDS if "POST" in methods else Use.READS)


class Spent(NamedTuple):
    """What is left of a budget, as the caller is told (draft-ietf-httpapi-ratelimit-headers)."""

    policy: str
    limit: str

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """As they go over the wire."""
        return [(b"ratelimit-policy", self.policy.encode()), (b"ratelimit", self.limit.encode())]


class Windows(Storage):
    """Counters that end with their window, in this process; bounded in number."""

    STORAGE_SCHEME = None

    def __init__(self, elapsed: Callable[[], float] = monotonic, most: int = MOST_WINDOWS) -> None:
        super().__init__()
        self._elapsed = elapsed
        self._most = most
        self._counts: OrderedDict[str, list[float]] = OrderedDict()

    @property
    def base_exceptions(self) -> type[Exception]:
        """There are none to wrap."""
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count, in a new window when the old one is over; the first time begins it."""
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
        """What was counted in the window that lasts."""
        held = self._counts.get(key)
        return 0 if held is None or self._elapsed() >= held[1] else int(held[0])

    def get_expiry(self, key: str) -> float:
        """When the window ends, by our own clock; now, where there is none."""
        held = self._counts.get(key)
        now = self._elapsed()
        return now if held is None else max(now, held[1])

    def check(self) -> bool:
        """It is there."""
        return True

    def reset(self) -> int:
        """Forget everything; says how many windows that were."""
        count = len(self._counts)
        self._counts.clear()
        return count

    def clear(self, key: str) -> None:
        """Forget one window."""
        self._counts.pop(key, None)


@dataclass(frozen=True)
class _Policy:
    item: RateLimitItem
    words: str
    header: str


class Budgets:
    """What one process lets its callers spend."""

    def __init__(
        self,
        rates: Mapping[Use, str],
        measures: Measures,
        elapsed: Callable[[], float] = monotonic,
        *,
        most: int = MOST_WINDOWS,
    ) -> None:
        """`rates` in the library's notation, such as `100/second`."""
        self._measures = measures
        self._elapsed = elapsed
        self._windows = Windows(elapsed, most)
        self._limiter = FixedWindowRateLimiter(self._windows)
        self._policies = {use: _policy(use, parse(rate)) for use, rate in rates.items()}

    def spend(self, use: Use, of: str, cost: int = 1) -> Spent:
        """Take it from the budget of this key or address; what is left.

        Raises:
            ProblemError: when that is more than is left until the window ends.
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
        """Take it from the budget as soon as there is enough left: a stream is slowed down, not refused."""
        policy = self._policies[use]
        while not self._limiter.test(policy.item, use, of, cost=min(cost, policy.item.amount)):
            key = policy.item.key_for(use, of)
            await asyncio.sleep(max(0.001, self._windows.get_expiry(key) - self._elapsed()))
        self._limiter.hit(policy.item, use, of, cost=cost)


def headers_of(spent: Spent) -> dict[str, str]:
    """How a caller is told what is left."""
    return {"RateLimit-Policy": spent.policy, "RateLimit": spent.limit}


_WHOSE: Final[Mapping[Use, str]] = {
    **dict.fromkeys(Use, "one key"),
    Use.STRANGERS: "one address without a key that is known here",
    Use.WRONG_KEYS: "one address",
}


def _policy(use: Use, item: RateLimitItem) -> _Policy:
    seconds = item.get_expiry()
    noun = {Use.STRANGERS: "requests", Use.WRONG_KEYS: "unknown keys"}.get(use, use.value)
    return _Policy(item, f"{item.amount} {noun} in {seconds} s", f'"{use}";q={item.amount};w={seconds}')
