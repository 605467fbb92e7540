"""Keeping up with the server: what is asked, in which order, and when the mirror may answer. No network here.

Both gates run the same generators: each yields a call, and is sent the reply with the instants of sending and receiving
on the monotonic clock.
"""

import logging
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple

from standing_client._rules import VERSION, Index, Opening
from standing_client.calls import Call, Reply, call_of
from standing_client.gate.clock import ServerClock
from standing_client.gate.deciding import Deciding
from standing_client.gate.mirror import Mirror

CHANGES: Final = "/v1/mirror/changes"
STANDINGS: Final = "/v1/mirror/standings"
RUMOURS: Final = "/v1/mirror/rumours"
LONGEST_WAIT_S: Final = 20.0
MOST_AT_ONCE: Final = 2_000
"""Standings that the server sends in one answer."""
FIRST_PAUSE_S: Final = 0.05
"""Longest pause after the first failure; it doubles with each."""
LONGEST_PAUSE_S: Final = 1.0

log = logging.getLogger("standing_client.gate")


@dataclass(frozen=True)
class GateOptions:
    """How a gate keeps its mirror, and what it does when the mirror is too old."""

    max_staleness: float = 5.0
    """Seconds: an answer decided here reflects everything that was recorded before that. At least 0.1."""
    capacity: int = 100_000
    """Maximum number of standings kept as objects, about 5 kB each; the one asked about longest ago goes first."""
    everything: bool = False
    """Whether to keep all standings, as bytes (about 0.7 kB each): then only unknown accounts are asked for."""
    when_stale: Literal["ask", "refuse"] = "ask"
    """When the mirror is too old: `ask` the server, or `refuse` with `StaleMirrorError`."""

    @property
    def pause_s(self) -> float:
        """Return the seconds between two looks while much is changing."""
        return min(0.1, self.max_staleness / 10)

    def __post_init__(self) -> None:
        if self.max_staleness < 0.1 or self.capacity < 1:
            raise ValueError("max_staleness is 0.1 seconds at least, and capacity 1 at least")

    @property
    def wait_s(self) -> float:
        """Return the seconds for which the server may hold an answer back: several fit into the bound."""
        return min(LONGEST_WAIT_S, self.max_staleness / 3)


class Timed(NamedTuple):
    """A reply, and when its call was sent and it was received, on the monotonic clock."""

    reply: Reply
    sent: float
    received: float


Steps = Generator[Call, Timed, None]


class Following:
    """Position of a mirror in the server's changes."""

    def __init__(self, options: GateOptions) -> None:
        self._options = options
        self.clock = ServerClock()
        self.mirror = Mirror(capacity=options.capacity, everything=options.everything)
        self.deciding = Deciding(self.mirror, self.clock)
        self._position: int | None = None
        self._tag = ""
        self.other_rules: str | None = None
        """Version of the server's rules, if it has other ones than this client: then it is asked everything."""

    def round(self) -> Steps:
        """Take one look at what has changed."""
        if self._position is None:
            self.mirror.forget()
            yield from self._begin()
            if self._position is None:
                return
        timed = yield self._changes(self._position)
        told = timed.reply.json()
        self._learn(timed, told)
        if not self._same_rules(told["rules"]) or told["lost"]:
            self._lose()
            return
        if self._options.everything:
            self.mirror.take(told["standings"])
        else:
            for one in told["accounts"]:
                self.mirror.expect(one["account"], one["version"])
        self._position = int(told["next"])
        if told["rumours"] != self._tag:
            yield from self._read_rumours()
        if told["complete"]:
            as_of = self.clock.here(_seconds(told["as_of"]))
            fresh_at = max(timed.sent, min(as_of, timed.received))
            self.deciding.fresh_until = fresh_at + self._options.max_staleness

    def _begin(self) -> Steps:
        timed = yield self._changes("latest")
        told = timed.reply.json()
        self._learn(timed, told)
        if not self._same_rules(told["rules"]):
            return
        after: str | None = None
        while self._options.everything:
            page = (yield call_of("GET", STANDINGS, params={"after": after, "most": MOST_AT_ONCE})).reply.json()
            self.mirror.take(page["standings"])
            after = page["next"]
            if after is None:
                break
        self._position = int(told["next"])

    def _changes(self, after: int | Literal["latest"]) -> Call:
        # To catch up, or to become fresh again, an answer at once is worth more than one wait.
        wait = self._options.wait_s if after != "latest" and self.deciding.fresh else 0.0
        params = {"after": after, "wait": wait, "rumours": self._tag, "standings": self._options.everything}
        return call_of("GET", CHANGES, params=params)

    def _read_rumours(self) -> Steps:
        told = (yield call_of("GET", RUMOURS)).reply.json()
        openings = {rumour: Opening.model_validate(opening) for rumour, opening in told["openings"].items()}
        self.deciding.rumours = Index(openings)
        self._tag = told["tag"]

    def _learn(self, timed: Timed, told: Mapping[str, Any]) -> None:
        self.clock.learn(timed.sent, _seconds(told["received"]), _seconds(told["now"]), timed.received)

    def _same_rules(self, version: str) -> bool:
        other = None if version == VERSION else version
        if other is not None and other != self.other_rules:
            log.warning("the server has other rules (%s, here %s): it is asked everything", other, VERSION)
        self.other_rules = other
        return other is None

    def _lose(self) -> None:
        self.deciding.fresh_until = float("-inf")
        self._position = None


def load_call(accounts: Iterable[tuple[str, int]]) -> Call:
    """Return the call that loads standings, each at a version or a newer one."""
    wanted = [{"account": account, "at_least_version": version} for account, version in accounts]
    return call_of("POST", STANDINGS, json={"accounts": wanted})


def question(account: str, at: datetime | None, at_least_version: int, **asked: Any) -> Mapping[str, Any]:
    """Return the body of a question to the server."""
    body: dict[str, Any] = {"account": account, **asked}
    if at is not None:
        body["at"] = at.isoformat()
    if at_least_version:
        body["at_least_version"] = at_least_version
    return body


def command_of(call: Call, reply: Reply) -> tuple[str, int] | None:
    """Return the account that a command has changed, and its version then; None for any other call."""
    if call.method != "POST" or ("dry_run", "true") in call.params or b'"outcome"' not in reply.content:
        return None
    body = reply.json()
    if not isinstance(body, dict) or not {"account", "version", "outcome", "facts"} <= body.keys():
        return None
    return None if body.get("dry_run") else (str(body["account"]), int(body["version"]))


def _seconds(written: str) -> float:
    return datetime.fromisoformat(written).timestamp()
