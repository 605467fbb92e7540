"""Follower gains and counts as the platform reports them, and the reckoning of a clean-up from them.

Lock order: clean-ups by identifier, then the account's gains (`lock_gains`), then orders and cases.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

from sqlalchemy import BigInteger, Boolean, Text, and_, bindparam, delete, func, literal, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.clock import recording_instant
from ledger.store.statements import INSTANT, LOCK_BY_NAME, given, instant, one_of
from models.followers import KIND, Cleanup, FollowerCount, Gain
from models.tables import CLEANUP_GAINS, FOLLOWER_COUNTS, FOLLOWER_GAINS, RECORD_ENTRIES, RECORDS
from models.words.scopes import Window
from regulation.followers.cleanups import Reckoned, overlapping
from regulation.followers.reckoning import Change, changed, tainted_by
from regulation.followers.reducer import CLEANUP

_G: Final = FOLLOWER_GAINS.c
_CLAIM_OF: Final = CLEANUP_GAINS.c
_COUNT_OF: Final = FOLLOWER_COUNTS.c
_ENTRY: Final = RECORD_ENTRIES.c
_TOLD: Final = given(
    id=("ids", Text()),
    begins=("begins", INSTANT),
    ends=("ends", INSTANT),
    gained=("gained", BigInteger()),
    content=("contents", Text()),
).c
_RECORD: Final = (
    insert(FOLLOWER_GAINS)
    .from_select(
        ["account", "id", "begins", "ends", "gained", "content", "reported_at", "reported_by"],
        select(bindparam("account", type_=Text), *_TOLD, instant("now"), bindparam("by", type_=Text)).order_by(
            _TOLD.id
        ),
    )
    .on_conflict_do_nothing(index_elements=["account", "id"])
    .returning(_G.id)
)
_AS_REPORTED: Final = select(_G.id, _G.begins, _G.ends, _G.gained, _G.content).where(
    _G.account == bindparam("account"), one_of(_G.id, "ids")
)
_COUNT: Final = (
    insert(FOLLOWER_COUNTS).on_conflict_do_nothing(index_elements=["account", "at"]).returning(_COUNT_OF.followers)
)
_COUNTED: Final = select(_COUNT_OF.followers).where(
    _COUNT_OF.account == bindparam("account"), _COUNT_OF.at == bindparam("at")
)
# A count dated a little ahead has the instant of its report: it proves nothing about later answers.
_COUNTED_AT: Final = func.least(_COUNT_OF.at, _COUNT_OF.reported_at)
_LAST: Final = (
    select(_COUNTED_AT.label("at"), _COUNT_OF.followers)
    .where(_COUNT_OF.account == bindparam("account"))
    .order_by(_COUNTED_AT.desc(), _COUNT_OF.at.desc())
    .limit(1)
)
_UP_TO: Final = func.greatest(
    func.least(_G.ends, _G.reported_at), _G.begins + literal(timedelta(microseconds=1))
).label("ends")
_GAIN: Final = select(_G.id, _G.begins, _UP_TO, _G.gained, _G.content)
_ELSEWHERE: Final = (
    select(func.sum(_CLAIM_OF.tainted))
    .where(_CLAIM_OF.account == _G.account, _CLAIM_OF.gain == _G.id, _CLAIM_OF.cleanup != bindparam("cleanup"))
    .scalar_subquery()
)
_IN_SCOPE: Final = _GAIN.add_columns(func.coalesce(_ELSEWHERE, 0).label("elsewhere")).where(
    _G.account == bindparam("account"),
    or_(
        bindparam("everything", type_=Boolean),
        one_of(_G.content, "contents"),
        and_(_G.begins < bindparam("ends"), _G.ends > bindparam("begins")),
    ),
)
_SHARE: Final = given(gain=("gains", Text()), tainted=("tainted", BigInteger())).c
_SHARES: Final = insert(CLEANUP_GAINS).from_select(
    ["cleanup", "account", "gain", "tainted"],
    select(bindparam("cleanup", type_=Text), bindparam("account", type_=Text), _SHARE.gain, _SHARE.tainted),
)
_TAINT: Final = _SHARES.on_conflict_do_update(
    index_elements=["cleanup", "account", "gain"], set_={"tainted": _SHARES.excluded.tainted}
)
_CLEAR: Final = delete(CLEANUP_GAINS).where(_CLAIM_OF.cleanup == bindparam("cleanup"))
_CLAIM: Final = _SHARES.on_conflict_do_update(
    index_elements=["cleanup", "account", "gain"], set_={"tainted": _CLAIM_OF.tainted + _SHARES.excluded.tainted}
)
_CLAIMED: Final = (
    _GAIN.add_columns(_CLAIM_OF.tainted)
    .join_from(CLEANUP_GAINS, FOLLOWER_GAINS, and_(_G.account == _CLAIM_OF.account, _G.id == _CLAIM_OF.gain))
    .where(_CLAIM_OF.cleanup == bindparam("cleanup"), _CLAIM_OF.tainted > 0)
)
_CLAIMS: Final = select(_CLAIM_OF.cleanup, _CLAIM_OF.gain, _CLAIM_OF.tainted).where(
    _CLAIM_OF.account == bindparam("account"), one_of(_CLAIM_OF.gain, "gains")
)
_OTHERS: Final = (
    select(_ENTRY.kind, _ENTRY.dossier, _ENTRY.seq, _ENTRY.recorded_at, _ENTRY.actor, _ENTRY.body)
    .join(RECORDS, and_(RECORDS.c.kind == _ENTRY.kind, RECORDS.c.id == _ENTRY.dossier))
    .where(
        RECORDS.c.kind == bindparam("kind"),
        RECORDS.c.account == bindparam("account"),
        RECORDS.c.id != bindparam("cleanup"),
    )
    .order_by(_ENTRY.dossier, _ENTRY.seq)
)
_SINCE: Final = _GAIN.where(
    _G.account == bindparam("account"), _G.ends > bindparam("begins"), _G.begins < bindparam("ends")
)


@dataclass(frozen=True)
class Recorded:
    """Result of recording gains."""

    recorded: int
    known: int
    differing: frozenset[str] = frozenset()
    """Gains that were reported before with other numbers: nothing of these was stored."""


async def record(
    connection: AsyncConnection, account: str, gains: Sequence[Gain], *, actor: str, now: datetime
) -> Recorded:
    """Store gains that are new; a repeated gain counts once. A gain that was reported before with other numbers stays
    as it was.
    """
    now = await recording_instant(connection, now)
    named = {
        "account": account,
        "ids": [gain.id for gain in gains],
        "begins": [gain.begins for gain in gains],
        "ends": [gain.ends for gain in gains],
        "gained": [gain.gained for gain in gains],
        "contents": [gain.content for gain in gains],
        "now": now,
        "by": actor,
    }
    fresh = set((await connection.execute(_RECORD, named)).scalars())
    again = [gain for gain in gains if gain.id not in fresh]
    differing = await _differing(connection, account, again) if again else frozenset()
    return Recorded(len(fresh), len(again) - len(differing), differing)


async def last_count(connection: AsyncConnection, account: str) -> FollowerCount | None:
    """Return the newest count that was reported; None when none was."""
    row = (await connection.execute(_LAST, {"account": account})).one_or_none()
    return None if row is None else FollowerCount(at=row.at, followers=row.followers)


async def lock_gains(connection: AsyncConnection, account: str) -> None:
    """Lock the account's gains, so that no other clean-up reckons meanwhile: each follower is removed once."""
    await connection.execute(LOCK_BY_NAME, {"name": f"followers:{account}"})


async def reckon(connection: AsyncConnection, cleanup: Cleanup) -> Reckoned:
    """Return the reckoning of a clean-up from the reports so far. Followers claimed by another clean-up are not removed
    twice. The caller holds the lock on the clean-up.
    """
    account = cleanup.terms.account
    await lock_gains(connection, account)
    tainted = await _taint(connection, cleanup)
    row = (await connection.execute(_LAST, {"account": account})).one_or_none()
    last = None if row is None else FollowerCount(at=row.at, followers=row.followers)
    if last is None or cleanup.before is None or last.at <= cleanup.before.at:
        return Reckoned(tainted, last)
    since = Window(begins=cleanup.before.at, ends=last.at)
    rows = (await connection.execute(_SINCE, {"account": account, **dict(since)})).mappings().all()
    gained = sum(overlapping(Gain(**dict(row)), (since,)) for row in rows)
    others = await _changed_by_others(connection, cleanup, since)
    return Reckoned(tainted, last, gained, others.least, others.most)


async def _changed_by_others(connection: AsyncConnection, cleanup: Cleanup, since: Window) -> Change:
    named = {"kind": KIND, "account": cleanup.terms.account, "cleanup": cleanup.id}
    rows = (await connection.execute(_OTHERS, named)).mappings().all()
    entries = [CLEANUP.entry.model_validate(dict(row)) for row in rows]
    total = Change()
    for record, group in groupby(entries, key=lambda entry: entry.record):
        watched = record == cleanup.watching
        total = total.plus(changed(group, since.begins, since.ends, without_removals=watched))
    return total


async def claimed(connection: AsyncConnection, cleanup: str) -> tuple[list[Gain], dict[str, int]]:
    """Return the gains that a clean-up claims, and the number of followers of each."""
    rows = [dict(row) for row in (await connection.execute(_CLAIMED, {"cleanup": cleanup})).mappings()]
    claims = {row["id"]: int(row.pop("tainted")) for row in rows}
    return [Gain(**row) for row in rows], claims


async def claims_on(connection: AsyncConnection, account: str, gains: Iterable[str]) -> dict[str, dict[str, int]]:
    """Return the claims on these gains: the number of followers by clean-up, then by gain."""
    found: dict[str, dict[str, int]] = {}
    for row in await connection.execute(_CLAIMS, {"account": account, "gains": list(gains)}):
        found.setdefault(row.cleanup, {})[row.gain] = int(row.tainted)
    return found


async def claim(connection: AsyncConnection, account: str, cleanup: str, gains: Mapping[str, int]) -> None:
    """Add to a clean-up's claims so many followers of these gains."""
    if gains:
        named = {"cleanup": cleanup, "account": account, "gains": list(gains), "tainted": list(gains.values())}
        await connection.execute(_CLAIM, named)


async def release(connection: AsyncConnection, cleanup: str) -> None:
    """Delete the claims of a clean-up: its gains are tainted no more."""
    await connection.execute(_CLEAR, {"cleanup": cleanup})


async def _taint(connection: AsyncConnection, cleanup: Cleanup) -> int:
    scope, account = cleanup.terms.scope, cleanup.terms.account
    if not scope.said:
        return 0
    named = {
        "account": account,
        "cleanup": cleanup.id,
        "everything": scope.everything,
        "contents": list(scope.contents),
        "begins": min((window.begins for window in scope.windows), default=None),
        "ends": max((window.ends for window in scope.windows), default=None),
    }
    shares: dict[str, int] = {}
    for row in (await connection.execute(_IN_SCOPE, named)).mappings().all():
        values = dict(row)
        elsewhere = int(values.pop("elsewhere"))
        gain = Gain(**values)
        shares[gain.id] = max(0, min(tainted_by(cleanup, gain), gain.gained - elsewhere))
    claimed = {"cleanup": cleanup.id, "account": account, "gains": list(shares), "tainted": list(shares.values())}
    if shares:
        await connection.execute(_TAINT, claimed)
    return sum(shares.values())


async def _differing(connection: AsyncConnection, account: str, again: Sequence[Gain]) -> frozenset[str]:
    named: dict[str, Any] = {"account": account, "ids": [gain.id for gain in again]}
    rows = (await connection.execute(_AS_REPORTED, named)).mappings().all()
    before = {row["id"]: Gain(**dict(row)) for row in rows}
    return frozenset(gain.id for gain in again if before[gain.id] != gain)


async def counted(connection: AsyncConnection, account: str, count: FollowerCount, actor: str, now: datetime) -> bool:
    """Store a count; False when another count was reported for the same instant."""
    named = {"account": account, **dict(count), "reported_at": now, "reported_by": actor}
    if (await connection.execute(_COUNT, named)).scalar_one_or_none() is not None:
        return True
    before: int = (await connection.execute(_COUNTED, {"account": account, "at": count.at})).scalar_one()
    return before == count.followers
