"""Cache of standings: verdicts without a database query, never from an older standing than a query would return.

A standing is valid for every instant until a newer fact, thanks to its intervals, so entries do not expire. An entry is
dropped when the ledger announces a change of its account; all entries are dropped when the watch on the ledger is lost,
and until it is restored every question queries the database.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

from api.http.measures import Measures
from ledger.accounts.quick_reads import QuickReads
from ledger.accounts.reading import Patience, standing_of, standings_of
from ledger.store.database import Database
from ledger.store.watching import Watcher
from models.accounts.standing import Standing


@dataclass(frozen=True)
class StalePolicy:
    """Privileges that may be answered from stale standings during an outage; none by default."""

    privileges: frozenset[str] = frozenset()
    within_s: float = 0.0

    def allows(self, privileges: Collection[str]) -> bool:
        """Return whether a standing from before the outage may answer for all of these privileges."""
        return self.privileges.issuperset(privileges)


@dataclass(frozen=True)
class Stale:
    """A standing from before an outage, served because the configuration permits it."""

    standing: Standing
    age_s: float
    """Seconds since the standing was last known to be the newest."""


class Snapshots:
    """The standings in memory of one process."""

    def __init__(
        self,
        database: Database,
        measures: Measures,
        *,
        reads: QuickReads,
        patience: Patience,
        capacity: int,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._database = database
        self._reads = reads
        self._measures = measures
        self._patience = patience
        self._capacity = capacity
        self._clock = clock
        self._kept: OrderedDict[str, Standing] = OrderedDict()
        self._reading: dict[str, set[object]] = {}
        self._watched = False
        self._alive_at = 0.0
        self._from_before: dict[str, Standing] = {}

    async def close(self) -> None:
        """Return the database connections."""
        await self._reads.close()

    @property
    def watcher(self) -> Watcher:
        """Return the callbacks of the watch on the ledger."""
        return Watcher(begun=self._begun, changed=self._changed, alive=self._alive, ended=self._ended)

    def at_hand(self, account: str, at_least_version: int = 0) -> Standing | None:
        """Return the standing if it is in memory and new enough, without a query."""
        standing = self._kept.get(account)
        if standing is None or standing.version < at_least_version:
            return None
        self._kept.move_to_end(account)
        self._measures.snapshot_hit()
        return standing

    async def get(self, account: str, at_least_version: int = 0) -> Standing | None:
        """Return the standing, from memory or from the database; None for an unknown account.

        Raises:
            VersionNotReachedError: when the account does not reach the version in time.
            DatabaseAwayError: when it is not in memory and the database cannot be reached.
        """
        standing = self.at_hand(account, at_least_version)
        if standing is not None:
            return standing
        self._measures.snapshot_miss()
        with self._reading_of([account]) as token:
            standing = await self._reads.standing(account)
            if at_least_version > (0 if standing is None else standing.version):
                # Not reached yet: the ledger's reader waits for it, or raises with the version found.
                standing = await standing_of(
                    self._database, account, at_least_version=at_least_version, patience=self._patience
                )
            if standing is not None:
                self._keep_unless_changed(standing, token)
        return standing

    def lacks(self, wanted: Mapping[str, int]) -> bool:
        """Return whether any account is not in memory at its version or later."""
        kept = self._kept
        return any((held := kept.get(account)) is None or held.version < at for account, at in wanted.items())

    def all_at_hand(self, wanted: Mapping[str, int]) -> dict[str, Standing]:
        """Return the accounts' standings that are in memory at their version or later, without a query."""
        kept, found = self._kept, dict[str, Standing]()
        for account, version in wanted.items():
            standing = kept.get(account)
            if standing is not None and standing.version >= version:
                kept.move_to_end(account)
                found[account] = standing
        self._measures.snapshot_hit(len(found))
        return found

    async def get_all(self, wanted: Mapping[str, int]) -> dict[str, Standing]:
        """Return the standings of many accounts, with one query for all that are not in memory at the version wanted.

        It does not wait for a version: an older standing in the result is the newest there is.

        Raises:
            DatabaseAwayError: when some are not in memory and the database cannot be reached.
        """
        found = self.all_at_hand(wanted)
        missing = [account for account in wanted if account not in found]
        if missing:
            with self._reading_of(missing) as token:
                for standing in (await standings_of(self._database, missing)).values():
                    found[standing.account] = standing
                    self._keep_unless_changed(standing, token)
            self._measures.snapshot_miss(len(missing))
        return found

    def superseded(self, account: str, version: int) -> None:
        """Drop older standings of an account that this process has changed; the notification is still under way."""
        self._changed(account, version)

    def from_before(self, account: str, most_s: float) -> Stale | None:
        """Return the standing from before the outage, unless it is older than `most_s` seconds."""
        age = self._clock() - self._alive_at
        standing = self._from_before.get(account)
        return None if standing is None or age > most_s else Stale(standing, age)

    @contextmanager
    def _reading_of(self, accounts: Collection[str]) -> Iterator[object]:
        """Yield a token for a read in progress; a change notification of one of the accounts invalidates the token."""
        token = object()
        for account in accounts:
            self._reading.setdefault(account, set()).add(token)
        try:
            yield token
        finally:
            for account in accounts:
                tokens = self._reading.get(account)
                if tokens is not None:
                    tokens.discard(token)
                    if not tokens:
                        del self._reading[account]

    def _keep_unless_changed(self, standing: Standing, token: object) -> None:
        if not self._watched or token not in self._reading.get(standing.account, ()):
            return
        held = self._kept.get(standing.account)
        if held is None or held.version <= standing.version:
            self._kept[standing.account] = standing
            self._kept.move_to_end(standing.account)
            if len(self._kept) > self._capacity:
                self._kept.popitem(last=False)
        self._measures.snapshots_kept(len(self._kept))

    def _begun(self) -> None:
        self._forget()
        self._from_before = {}
        self._watched = True
        self._alive()

    def _alive(self) -> None:
        self._alive_at = self._clock()

    def _changed(self, account: str, version: int) -> None:
        held = self._kept.get(account)
        if held is not None and held.version < version:
            del self._kept[account]
            self._measures.snapshot_dropped()
        self._reading.pop(account, None)

    def _ended(self) -> None:
        if self._watched:
            self._watched = False
            self._from_before = dict(self._kept)
            self._measures.snapshots_emptied()
        self._forget()

    def _forget(self) -> None:
        self._kept.clear()
        self._reading.clear()
        self._measures.snapshots_kept(0)
