"""Selection of the standing that answers a question: the current one, or one folded from the facts for the past."""

from collections.abc import Collection
from datetime import datetime

from api.http.problems import Fault, invalid, refused, unknown_account
from api.state.app_state import AppState
from ledger.accounts import reading
from models.accounts.standing import Standing
from regulation.standing.unknown import not_known_at, not_registered_at


async def standing_for(
    app_state: AppState,
    account: str,
    *,
    at: datetime | None = None,
    as_of: datetime | None = None,
    as_of_path: str = "query.as_of",
    at_least_version: int = 0,
) -> tuple[Standing, datetime]:
    """Return a standing that covers the instant asked about, and that instant.

    Without `at` the instant is now or, with `as_of`, the instant `as_of`.

    Raises:
        ProblemError: when the account does not exist or was unknown at `as_of`, or `as_of` lies in the future.
        VersionNotReachedError: when the ledger has not reached that version.
        DatabaseAwayError: when the database is needed and unavailable.
    """
    standing = await app_state.snapshots.get(account, at_least_version)
    if standing is None:
        raise unknown_account(account)
    if as_of is not None:
        require_past(app_state, as_of, as_of_path)
        known = await history_for(app_state, account, as_of=as_of)
        return known, at or max(as_of, known.as_of)
    asked = instant_asked(app_state, standing, at)
    return (standing if asked >= standing.as_of else await history_for(app_state, account)), asked


def instant_asked(app_state: AppState, standing: Standing, at: datetime | None) -> datetime:
    """Return `at`, or now. Now is never before the last fact, which another process's clock may have recorded slightly
    ahead of ours.
    """
    return at or max(app_state.clock(), standing.as_of)


def stale_standing(
    app_state: AppState, account: str, privileges: Collection[str], *, at: datetime | None, at_least_version: int
) -> tuple[Standing, float] | None:
    """Return a standing from before the outage and its age in seconds, or None.

    It is returned only where the platform permits stale answers for these privileges, no instant is named, and it has
    reached the version asked for.
    """
    if at is not None or not app_state.stale.allows(privileges):
        return None
    before = app_state.snapshots.from_before(account, app_state.stale.within_s)
    if before is None or before.standing.version < at_least_version:
        return None
    app_state.measures.snapshot_stale()
    return before.standing, before.age_s


async def history_for(app_state: AppState, account: str, *, as_of: datetime | None = None) -> Standing:
    """Return the standing with its history.

    Raises:
        ProblemError: when the account does not exist, or was unknown at `as_of`.
    """
    standing = await reading.history_of(app_state.database, account, as_of=as_of)
    if standing is None:
        raise unknown_account(account) if as_of is None else refused(not_known_at(account, as_of))
    return standing


def require_past(app_state: AppState, as_of: datetime, path: str) -> None:
    """Refuse an `as_of` in the future: knowledge of that time does not exist yet. `path` is the field's path.

    Raises:
        ProblemError: when it does.
    """
    if as_of > app_state.latest():
        raise invalid(
            Fault(path=path, message="lies in the future: omit it for current knowledge, or name a past time")
        )


def require_registered(standing: Standing, at: datetime) -> None:
    """Require that the account was registered by `at`.

    Raises:
        ProblemError: when it did not.
    """
    if at < standing.registered_at:
        raise refused(not_registered_at(standing.account, standing.registered_at))
