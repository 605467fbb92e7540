"""Verdicts: standing + privilege + instant → verdict, with ranked reasons and the instants that matter."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Final

from models.accounts.standing import Grant, GrantEnd, Restriction, RestrictionKind, Standing
from models.accounts.verdicts import Answer, Eligibility, Never, Reason, Verdict
from models.instants import SHANGHAI, rfc3339
from models.intervals import Interval
from models.words.privileges import APPLY_MONETIZATION, GRANTED, LINEAGE, MONETIZE, SERVICE, Method, monetize_by
from regulation.articles import a02_certification as a02
from regulation.articles import a07_one_holder as a07
from regulation.articles import a08_profit as a08
from regulation.articles import a09_bans as a09
from regulation.words import chinese, english
from regulation.words.measures import withholds
from regulation.words.restrictions import RANK

NEVER: Final[Never] = "never"


class PastNotKeptError(ValueError):
    """Raised when an instant before the last fact is asked about and the standing was folded without its past."""


def permits(standing: Standing, privilege: str, at: datetime) -> bool:
    """Whether the account may do it at the instant: everything it needs is granted, and nothing closes it."""
    if at < standing.registered_at:
        return False
    lineage = LINEAGE[privilege]
    for restriction in standing.restrictions:
        if restriction.privilege in lineage and restriction.interval.covers(at):
            return False
    if privilege not in GRANTED:
        return True
    return any(grant.privilege == privilege and grant.interval.covers(at) for grant in standing.grants)


def verdict(standing: Standing, privilege: str, at: datetime) -> Verdict:
    """Verdict on one privilege at one instant, with its reasons.

    Raises:
        PastNotKeptError: when the standing does not know what held at that instant.
    """
    require_known(standing, at)
    if permits(standing, privilege, at):
        return Verdict.trusted(
            account=standing.account,
            privilege=privilege,
            at=at.astimezone(SHANGHAI),
            answer=Answer.ALLOWED,
            valid_until=_next(turns(standing, privilege), at),
            version=standing.version,
        )
    return Verdict.trusted(
        account=standing.account,
        privilege=privilege,
        at=at.astimezone(SHANGHAI),
        answer=Answer.REFUSED,
        reasons=reasons(standing, privilege, at),
        until=opens_at(standing, privilege, at),
        valid_until=_next(turns(standing, privilege), at),
        version=standing.version,
    )


def outcome(standing: Standing, privilege: str, at: datetime) -> tuple[Answer, datetime | None]:
    """Answer of the verdict and its `valid_until`, without its words: a tenth of the work.

    Raises:
        PastNotKeptError: when the standing does not know what held at that instant.
    """
    require_known(standing, at)
    answer = Answer.ALLOWED if permits(standing, privilege, at) else Answer.REFUSED
    return answer, _next(turns(standing, privilege), at)


def reasons(standing: Standing, privilege: str, at: datetime) -> tuple[Reason, ...]:
    """Reasons why the privilege is closed at the instant, the weightiest first."""
    if at < standing.registered_at:
        return (_not_yet_registered(standing),)
    closing, absent = _against(standing, privilege, at)
    found = [reason_of(r) for r in closing] + ([] if absent is None else [absent])
    return tuple(sorted(found, key=_weight))


def weightiest(standing: Standing, privilege: str, at: datetime) -> Reason:
    """First of the reasons why the privilege is closed at the instant, without the words of the others."""
    if at < standing.registered_at:
        return _not_yet_registered(standing)
    closing, absent = _against(standing, privilege, at)
    first = min(closing, key=_weight_of, default=None)
    if first is None or (absent is not None and _weight(absent) < _weight_of(first)):
        assert absent is not None, "a privilege that is closed has a reason"
        return absent
    return reason_of(first)


def _against(standing: Standing, privilege: str, at: datetime) -> tuple[list[Restriction], Reason | None]:
    """Restrictions that close the privilege at the instant, and the reason why a grant that it needs is absent."""
    closing, absent = list(_restricting(standing, LINEAGE[privilege], at)), None
    if privilege in GRANTED and not _granted(standing, privilege, at):
        absent = _not_granted(standing, privilege, at)
        if absent.kind is RestrictionKind.WITHHELD:
            closing += [r for r in _withholding(standing, privilege) if r.interval.covers(at)]
    return closing, absent


def opens_at(standing: Standing, privilege: str, at: datetime) -> datetime | Never:
    """First instant, not before `at`, at which it would be allowed if nothing else happened."""
    return _first(
        at,
        turns(standing, privilege),
        lambda instant: permits(standing, privilege, instant),
    )


def eligible_at(standing: Standing, method: Method, at: datetime) -> Eligibility:
    """Instant from which an application for it would be granted if nothing else happened (article 8, reading 4)."""
    require_known(standing, at)
    lineage = (*LINEAGE[APPLY_MONETIZATION], monetize_by(method))

    def clear(instant: datetime) -> bool:
        return instant >= standing.registered_at and not any(_restricting(standing, lineage, instant))

    first = _first(at, _turns(standing, lineage, None), clear)
    return Eligibility(
        account=standing.account,
        method=method,
        at=at,
        eligible_at=first,
        reasons=tuple(sorted((reason_of(r) for r in _restricting(standing, lineage, at)), key=_weight)),
        version=standing.version,
    )


def require_known(standing: Standing, at: datetime) -> None:
    """Require that the standing answers for that instant.

    Raises:
        PastNotKeptError: when it does not know what held then.
    """
    if at < standing.as_of and not standing.past_kept:
        raise PastNotKeptError(
            f"account {standing.account}: this standing answers from {rfc3339(standing.as_of)} on, "
            f"not for {rfc3339(at)}; fold the facts with keep_past"
        )


def _restricting(standing: Standing, lineage: tuple[str, ...], at: datetime) -> Iterator[Restriction]:
    return (r for r in standing.restrictions if r.privilege in lineage and r.interval.covers(at))


def _withholding(standing: Standing, privilege: str) -> Iterator[Restriction]:
    """Sanctions that keep a method from being granted (article 9): the reason why a method without a grant has none."""
    if privilege.startswith(MONETIZE):
        yield from (r for r in standing.restrictions if r.privilege == APPLY_MONETIZATION and withholds(r))


def _granted(standing: Standing, privilege: str, at: datetime) -> bool:
    return any(grant.privilege == privilege and grant.interval.covers(at) for grant in standing.grants)


def turns(standing: Standing, privilege: str) -> list[datetime]:
    """Instants at which the answer about a privilege, or a reason for it, may change, in no order."""
    return _turns(standing, LINEAGE[privilege], privilege)


def _turns(standing: Standing, lineage: tuple[str, ...], granted: str | None) -> list[datetime]:
    """Instants at which the answer may change: every start and end of a grant or restriction on the privilege."""
    turns = [standing.registered_at]
    for restriction in standing.restrictions:
        if restriction.privilege in lineage:
            turns += _edges(restriction.interval)
    for grant in standing.grants:
        if grant.privilege == granted:
            turns += _edges(grant.interval)
    if granted is not None:
        for restriction in _withholding(standing, granted):
            turns += _edges(restriction.interval)
    return turns


def _edges(interval: Interval) -> tuple[datetime, ...]:
    return (interval.start,) if interval.end is None else (interval.start, interval.end)


def _next(turns: Iterable[datetime], at: datetime) -> datetime | None:
    return min((turn for turn in turns if turn > at), default=None)


def _first(at: datetime, turns: Iterable[datetime], holds: Callable[[datetime], bool]) -> datetime | Never:
    """First instant, not before `at`, at which it holds: either `at` itself or a turn."""
    candidates = sorted({at, *(turn for turn in turns if turn > at)})
    return next((instant for instant in candidates if holds(instant)), NEVER)


def reason_of(restriction: Restriction) -> Reason:
    """Reason that a restriction gives for a refusal, in both languages."""
    until = restriction.interval.end or NEVER
    return Reason.trusted(
        article=restriction.article,
        kind=restriction.kind,
        privilege=restriction.privilege,
        cause=restriction.cause,
        since=restriction.interval.start,
        until=until,
        message=english.closed(restriction),
        message_zh=chinese.closed(restriction),
        lifted_by=english.lifted_by(restriction),
        lifted_by_zh=chinese.lifted_by(restriction),
        origin=restriction.origin,
    )


_HOW_IT_ENDED: Final = {
    GrantEnd.EXPIRY: RestrictionKind.EXPIRY,
    GrantEnd.REVOCATION: RestrictionKind.CANCELLATION,
    GrantEnd.HOLDER_CHANGE: RestrictionKind.CANCELLATION,
    GrantEnd.CANCELLATION: RestrictionKind.CANCELLATION,
}


def _not_granted(standing: Standing, privilege: str, at: datetime) -> Reason:
    """Reason why a privilege that needs a grant has none: it ended, it has not begun, or there never was one."""
    grants = [grant for grant in standing.grants if grant.privilege == privilege]
    to_come = min((g.interval.start for g in grants if g.interval.start > at and not g.interval.is_empty), default=None)
    # Of several that ended together, the last one recorded: the one that a standing without its past keeps.
    ended = max((g for g in reversed(grants) if g.interval.ended_by(at)), key=_end, default=None)
    return Reason(
        article=_article_of_absence(privilege, ended),
        kind=RestrictionKind.WITHHELD if ended is None or ended.ended_by is None else _HOW_IT_ENDED[ended.ended_by],
        privilege=privilege,
        cause=standing.account if ended is None else ended.ended_by_id or ended.source,
        since=standing.registered_at if ended is None or ended.interval.end is None else ended.interval.end,
        until=to_come or NEVER,
        message=english.not_granted(privilege, ended, to_come),
        message_zh=chinese.not_granted(privilege, ended, to_come),
        lifted_by=english.lifted_by_grant(privilege),
        lifted_by_zh=chinese.lifted_by_grant(privilege),
    )


def _end(grant: Grant) -> datetime:
    return grant.interval.end or grant.interval.start


def _article_of_absence(privilege: str, ended: Grant | None) -> int:
    if not privilege.startswith(MONETIZE):
        return a02.ARTICLE
    cancelled = ended is not None and ended.ended_by is GrantEnd.CANCELLATION
    return a09.ARTICLE if cancelled else a08.ARTICLE


def _not_yet_registered(standing: Standing) -> Reason:
    return Reason(
        article=a07.ARTICLE,
        kind=RestrictionKind.WITHHELD,
        privilege=SERVICE,
        cause=standing.account,
        since=standing.registered_at.replace(year=1992, month=1, day=1),
        until=standing.registered_at,
        message=f"the account was registered only at {rfc3339(standing.registered_at)}",
        message_zh=chinese.registered_only(standing.registered_at),
        lifted_by="its registration",
        lifted_by_zh="账号注册",
    )


Weight = tuple[int, bool, bool, float, str]


def _weight(reason: Reason) -> Weight:
    """Sort key of a reason."""
    return _weighed(reason.kind, reason.article, None if isinstance(reason.until, str) else reason.until, reason.cause)


def _weight_of(restriction: Restriction) -> Weight:
    """Sort key of the reason that a restriction becomes."""
    return _weighed(restriction.kind, restriction.article, restriction.interval.end, restriction.cause)


def _weighed(kind: RestrictionKind, article: int, until: datetime | None, cause: str) -> Weight:
    """Sort key: precedence of kind; among withholdings the sanction of article 9 before the window of article 8; then
    the longest one; then the cause, so that the order is always the same.
    """
    asked = kind is RestrictionKind.WITHHELD and article != a09.ARTICLE
    return (RANK[kind], asked, until is not None, 0.0 if until is None else -until.timestamp(), cause)
