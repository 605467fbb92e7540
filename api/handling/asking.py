"""Which standing answers a question: the one kept, or the facts folded anew for the past."""

from collections.abc import Collection
from datetime import datetime

from api.http.problems import Fault, invalid, unknown_account
from api.state.app_state import AppState
from ledger.accounts import reading
from models.accounts.standing import Standing
from models.instants import shown


async def standing_for(
    app_state: AppState,
    account: str,
    *,
    at: datetime | None = None,
    as_of: datetime | None = None,
    as_of_path: str = "query.as_of",
    at_least_version: int = 0,
) -> tuple[Standing, datetime]:
    """A standing that knows the instant asked about, and that instant.

    Left out, it is now; or, with `as_of`, that instant: what was known then of that very moment.

    Raises:
        ProblemError: when there is no such account, nothing was known of it at `as_of`, or that lies in the future.
        VersionNotReachedError: when the ledger is not at that version.
        DatabaseAwayError: when it takes the database, and that cannot be reached.
    """
    standing = await app_state.snapshots.get(account, at_least_version)
    if standing is None:
        raise unknown_account(f"there is no account {account}")
    if as_of is not None:
        require_past(app_state, as_of, as_of_path)
        known = await history_for(app_state, account, as_of=as_of)
        return known, at or max(as_of, known.as_of)
    asked = instant_asked(app_state, standing, at)
    return (standing if asked >= standing.as_of else await history_for(app_state, account)), asked


def instant_asked(app_state: AppState, standing: Standing, at: datetime | None) -> datetime:
    """The instant in question; now, unless it is named. Another process's clock may have recorded the last fact a
    little ahead of ours.
    """
    return at or max(app_state.clock(), standing.as_of)


def stale_standing(
    app_state: AppState, account: str, privileges: Collection[str], *, at: datetime | None, at_least_version: int
) -> tuple[Standing, float] | None:
    """While the database is away: what was known before, and how many seconds ago, if the platform allows that for
    these privileges and this moment, and it is no older than the version asked for.
    """
    if at is not None or not app_state.stale.allows(privileges):
        return None
    before = app_state.snapshots.from_before(account, app_state.stale.within_s)
    if before is None or before.standing.version < at_least_version:
        return None
    app_state.measures.snapshot_stale()
    return before.standing, before.age_s


async def history_for(app_state: AppState, account: str, *, as_of: datetime | None = None) -> Standing:
    """The standing with its past.

    Raises:
        ProblemError: when there is no such account, or nothing was known of it at `as_of`.
    """
    standing = await reading.history_of(app_state.database, account, as_of=as_of)
    if standing is None:
        known = "" if as_of is None else f" that was known at {shown(as_of)}"
        raise unknown_account(f"there is no account {account}{known}")
    return standing


def require_past(app_state: AppState, as_of: datetime, path: str) -> None:
    """Nothing, unless what is asked at `path` lies in the future: what will be known then cannot be said.

    Raises:
        ProblemError: when it does.
    """
    if as_of > app_state.latest():
        raise invalid(
            Fault(path=path, message="lies in the future: leave it out for what is known now, or name a time before")
        )


def require_registered(standing: Standing, at: datetime) -> None:
    """Nothing, when the account existed at the instant.

    Raises:
        ProblemError: when it did not.
    """
    if at < standing.registered_at:
        raise unknown_account(
            f"account {standing.account} was registered at {shown(standing.registered_at)}: ask about a later time"
        )
