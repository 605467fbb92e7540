"""The standings in memory: those that were asked about, or all of them, and never an older one than is known of.

With `everything`, all standings are kept as bytes, and those that are asked about also as objects; without, only these.
The number of objects is bounded, and the one asked about longest ago goes first.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic_core import to_json

from standing_client._rules import Standing
from standing_client.gate.answers import Written, microseconds

_NOBODY: Final = "h_mirrored"
"""Stands for the holder, which no decision reads and the server does not send."""
_NOTHING: Final = (0, b"")


class Held:
    """A standing, and the answers that were derived from it."""

    __slots__ = ("answers", "known", "standing", "version")

    def __init__(self, standing: Standing) -> None:
        self.standing, self.version = standing, standing.version
        self.known = microseconds(standing.as_of)
        """Instant from which on it answers: that of its last fact."""
        self.answers: dict[str, Written] = {}


class Mirror:
    """The standings of one gate. Its methods may be called from several threads."""

    def __init__(self, *, capacity: int, everything: bool) -> None:
        self._capacity, self._everything = capacity, everything
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._texts: dict[str, tuple[int, bytes]] = {}
        self._loading: dict[str, int] = {}
        self._floor: dict[str, int] = {}
        """Versions below which an answer that is under way comes too late to be kept."""
        self._lock = threading.Lock()
        self._generation = 0

    def __len__(self) -> int:
        return len(self._texts) if self._everything else len(self._held)

    def held(self, account: str) -> Held | None:
        """Return the standing, if it is here."""
        held = self._held.get(account)
        if held is None:
            return self._from_text(account) if self._everything else None
        try:
            self._held.move_to_end(account)
        except KeyError:  # another thread has just dropped it
            return None
        return held

    def expect(self, account: str, version: int) -> None:
        """Drop an older standing: the account has this version now."""
        with self._lock:
            if self._version_of(account) >= version:
                return
            self._held.pop(account, None)
            self._texts.pop(account, None)
            if self._everything or account in self._loading:
                self._floor[account] = max(version, self._floor.get(account, 0))

    def begin(self, accounts: Iterable[str]) -> int:
        """Note that standings are being loaded, and return what `loaded` must be given."""
        with self._lock:
            for account in accounts:
                self._loading[account] = self._loading.get(account, 0) + 1
            return self._generation

    def ended(self, generation: int, accounts: Iterable[str], found: Iterable[Mapping[str, Any]]) -> dict[str, Held]:
        """Keep loaded standings, unless newer ones are known by now, and return them; `found` is empty when loading has
        failed.
        """
        standings = {one["account"]: Held(read(one["standing"])) for one in found}
        with self._lock:
            if generation == self._generation:
                for account, held in standings.items():
                    self._keep(account, held)
            for account in accounts:
                self._end(account)
        return standings

    def take(self, found: Iterable[Mapping[str, Any]]) -> None:
        """Keep standings of a snapshot, or of changes, in a mirror of everything."""
        written = [(one["account"], one["version"], to_json(_whole(one["standing"]))) for one in found]
        with self._lock:
            for account, version, text in written:
                if version < max(self._floor.get(account, 0), self._version_of(account)):
                    continue
                self._texts[account] = (version, text)
                self._held.pop(account, None)
                if account not in self._loading:
                    self._floor.pop(account, None)

    def forget(self) -> None:
        """Drop everything, also what is being loaded."""
        with self._lock:
            self._generation += 1
            self._held.clear()
            self._texts.clear()
            self._floor.clear()

    def _keep(self, account: str, held: Held) -> None:
        if held.version < max(self._floor.get(account, 0), self._version_of(account)):
            return
        if self._everything:
            self._texts[account] = (held.version, held.standing.model_dump_json().encode())
        self._hold(account, held)

    def _hold(self, account: str, held: Held) -> None:
        self._held[account] = held
        self._held.move_to_end(account)
        if len(self._held) > self._capacity:
            self._held.popitem(last=False)

    def _from_text(self, account: str) -> Held | None:
        kept = self._texts.get(account)
        if kept is None:
            return None
        held = Held(Standing.model_validate_json(kept[1]))
        with self._lock:
            if self._texts.get(account) is kept:  # else it was changed meanwhile
                self._hold(account, held)
        return held

    def _version_of(self, account: str) -> int:
        held = self._held.get(account)
        return self._texts.get(account, _NOTHING)[0] if held is None else held.version

    def _end(self, account: str) -> None:
        left = self._loading.get(account, 0) - 1
        if left > 0:
            self._loading[account] = left
            return
        self._loading.pop(account, None)
        if not self._everything:
            self._floor.pop(account, None)


def read(standing: Mapping[str, Any]) -> Standing:
    """Return a standing that the server sent."""
    return Standing.model_validate(_whole(standing))


def _whole(standing: Mapping[str, Any]) -> dict[str, Any]:
    return {"holder": _NOBODY, **standing}
