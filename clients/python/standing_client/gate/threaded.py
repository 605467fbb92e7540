"""The gate over a synchronous client: a thread follows the changes, and any thread may ask."""

import contextlib
import threading
import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from random import SystemRandom
from types import TracebackType
from typing import Any, Final, Self

from standing_client.calls import Call, Reply
from standing_client.client import Client
from standing_client.gate.answers import Answer
from standing_client.gate.deciding import StaleMirrorError, draft_of
from standing_client.gate.following import (
    FIRST_PAUSE_S,
    LONGEST_PAUSE_S,
    MOST_AT_ONCE,
    Following,
    GateOptions,
    Steps,
    Timed,
    command_of,
    load_call,
    question,
)
from standing_client.gate.mirror import Held
from standing_client.problems import StandingError
from standing_client.retries import Retries

_CHANCE: Final = SystemRandom()
_ONCE: Final = Retries(most=0)
READY_S: Final = 30.0


class Gate:
    """Decisions in this process. Use it as a context manager, or call `close`; it leaves the client open."""

    def __init__(self, client: Client, options: GateOptions | None = None, *, ready_s: float = READY_S) -> None:
        """Begin to follow, and wait up to `ready_s` seconds until the mirror can answer. After that time the gate works
        all the same: it asks the server until it has caught up.
        """
        self._client, self._options = client, options or GateOptions()
        self._following = Following(self._options)
        self._mirror, self._deciding = self._following.mirror, self._following.deciding
        self._closed, self._ready = threading.Event(), threading.Event()
        client.listeners.append(self._told)
        self._thread = threading.Thread(target=self._follow, name="standing gate", daemon=True)
        self._thread.start()
        self._ready.wait(ready_s)

    @property
    def fresh(self) -> bool:
        """Return whether the mirror may answer now."""
        return self._deciding.fresh

    def __len__(self) -> int:
        """Return the number of standings in memory."""
        return len(self._mirror)

    def decide(self, account: str, privilege: str, *, at: datetime | None = None, at_least_version: int = 0) -> Answer:
        """Return whether an account may use a privilege, now or at an instant.

        Raises:
            Problem: when the server was asked and answers an error, as for an unknown account.
            ConnectionLostError: when the server had to be asked and does not answer.
            StaleMirrorError: when the mirror is too old and the gate is set to refuse then.
        """
        now = time.monotonic()
        if now < self._deciding.fresh_until:
            held = self._mirror.held(account)
            if held is None or held.version < at_least_version:
                held, now = self._loaded(account, at_least_version), time.monotonic()
            if held is not None:
                answer = self._deciding.privilege(held, privilege, at, now)
                if answer is not None:
                    return answer
        return self._asked("/v1/decisions", question(account, at, at_least_version, privilege=privilege))

    def decide_publish(
        self,
        account: str,
        draft: Mapping[str, Any] | None = None,
        *,
        at: datetime | None = None,
        at_least_version: int = 0,
    ) -> Answer:
        """Return whether an account may publish a draft, under which name, with which labels, and how far it goes.

        Raises:
            Problem: when the server was asked and answers an error, as for a draft with a fault.
            ConnectionLostError: when the server had to be asked and does not answer.
            StaleMirrorError: when the mirror is too old and the gate is set to refuse then.
        """
        understood = draft_of(draft)
        now = time.monotonic()
        if now < self._deciding.fresh_until and understood is not None:
            held = self._mirror.held(account)
            if held is None or held.version < at_least_version:
                held, now = self._loaded(account, at_least_version), time.monotonic()
            if held is not None:
                answer = self._deciding.draft(held, understood, at, now)
                if answer is not None:
                    return answer
        return self._asked(
            "/v1/decisions/publish", question(account, at, at_least_version, draft={} if draft is None else draft)
        )

    def warm(self, accounts: Iterable[str]) -> None:
        """Load the standings of accounts that will be asked about."""
        wanted = list(accounts)
        for start in range(0, len(wanted), MOST_AT_ONCE):
            self._load([(account, 0) for account in wanted[start : start + MOST_AT_ONCE]])

    def expect(self, account: str, version: int) -> None:
        """Answer from this version of the account on. Commands of the gate's own client are expected by themselves."""
        self._mirror.expect(account, version)

    def close(self) -> None:
        """Stop following."""
        self._closed.set()
        with contextlib.suppress(ValueError):
            self._client.listeners.remove(self._told)
        self._deciding.fresh_until = float("-inf")

    def _loaded(self, account: str, at_least_version: int) -> Held | None:
        """Return the standing after loading it; None for an unknown account.

        Raises:
            VersionNotReachedError: when the account is not at that version yet.
        """
        held = self._load([(account, at_least_version)]).get(account)
        return None if held is None or held.version < at_least_version else held

    def _load(self, wanted: list[tuple[str, int]]) -> Mapping[str, Held]:
        accounts = [account for account, _ in wanted]
        generation = self._mirror.begin(accounts)
        found: list[Mapping[str, Any]] = []
        try:
            found = self._client.send(load_call(wanted)).json()["standings"]
        finally:
            held = self._mirror.ended(generation, accounts, found)
        return held

    def _asked(self, path: str, body: Mapping[str, Any]) -> Answer:
        if self._options.when_stale == "refuse" and not self._deciding.fresh:
            raise StaleMirrorError(f"the mirror is older than {self._options.max_staleness:g} s: the server is away")
        return Answer.of_server(self._client.request("POST", path, json=body).text)

    def _told(self, call: Call, reply: Reply) -> None:
        changed = command_of(call, reply)
        if changed is not None:
            self._mirror.expect(*changed)

    def _follow(self) -> None:
        pause = FIRST_PAUSE_S
        while not self._closed.is_set():
            try:
                self._run(self._following.round())
            except RuntimeError:  # the client was closed under it
                self.close()
            except StandingError:  # the mirror grows old meanwhile, and says so
                self._closed.wait(_CHANCE.uniform(0.0, pause))
                pause = min(LONGEST_PAUSE_S, pause * 2)
            else:
                pause = FIRST_PAUSE_S
                if self._deciding.fresh:
                    self._ready.set()
                    self._closed.wait(self._options.pause_s)
                elif self._following.other_rules is not None:
                    self._ready.set()
                    self._closed.wait(LONGEST_PAUSE_S)
        self._deciding.fresh_until = float("-inf")

    def _run(self, steps: Steps) -> None:
        timeout = self._options.wait_s + max(1.0, self._options.max_staleness)
        call = next(steps)
        with contextlib.suppress(StopIteration):
            while True:
                sent = time.monotonic()
                reply = self._client.send(call, timeout=timeout, retries=_ONCE)
                call = steps.send(Timed(reply, sent, time.monotonic()))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
