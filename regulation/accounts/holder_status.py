"""Status of an account for its holder: privileges with reasons and remedies, and the holder's own statements.

Decisions about an earlier holder of the account are named only where they still restrict it, without their reasons.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from models.accounts.standing import Standing
from models.accounts.verdicts import Reason
from models.names import HolderRef
from models.sanctions.holder_status import HolderPrivilege, HolderReason, HolderStatus
from models.sanctions.statements import Statement
from models.words.privileges import (
    APPLY_MONETIZATION,
    ASKABLE,
    BE_RECOMMENDED,
    GAIN_FOLLOWERS,
    PUBLISH,
    SERVICE,
    Field,
    Method,
    monetize_by,
    publish_in,
)
from regulation.standing.status import status_of
from regulation.standing.verdicts import opens_at, permits, reasons
from regulation.words.privileges import PRIVILEGES
from regulation.words.statuses import STATUSES

_ALWAYS = frozenset({PUBLISH, GAIN_FOLLOWERS, BE_RECOMMENDED, APPLY_MONETIZATION})
_METHODS = tuple(map(monetize_by, Method))


def holder_status(
    standing: Standing, statements: Iterable[Statement], holders: Mapping[str, HolderRef], at: datetime
) -> HolderStatus:
    """Status of the account for its holder of now.

    `statements` are those of all actions on the account, oldest first; `holders` names the holder who answers for each
    action.
    """
    own = tuple(one for one in statements if is_own(standing, holders, one.id))
    status = status_of(standing, at)
    found = _Reading(standing, {one.id for one in own}, holders, at)
    return HolderStatus(
        account=standing.account,
        name=standing.name,
        at=at,
        version=standing.version,
        status=status.value,
        status_zh=STATUSES[status].zh,
        status_en=STATUSES[status].en,
        privileges=tuple(found.rows()),
        statements=own[::-1],
    )


def is_own(standing: Standing, holders: Mapping[str, HolderRef], action: str) -> bool:
    """Whether the account's holder of now answers for the action."""
    return holders.get(action) == standing.holder


class _Reading:
    """One standing at one instant, read for its holder."""

    def __init__(self, standing: Standing, own: set[str], holders: Mapping[str, HolderRef], at: datetime) -> None:
        self._standing, self._own, self._holders, self._at = standing, own, holders, at
        self._served = permits(standing, SERVICE, at)

    def rows(self) -> Iterator[HolderPrivilege]:
        """The service as a whole, if it is closed; then the privileges that concern this account."""
        if not self._served:
            yield self._row((SERVICE,))
        for privilege in self._shown():
            yield self._row((privilege,))
        yield from self._by_method()

    def _shown(self) -> Iterator[str]:
        """Privileges of every account, and the fields that this one has declared or was certified in."""
        granted = {grant.privilege for grant in self._standing.grants}
        fields = {publish_in(field) for field in Field if field in self._standing.fields}
        for privilege in ASKABLE:
            concerns = privilege in _ALWAYS or (privilege not in _METHODS and privilege in granted | fields)
            # Where the service is closed, its row says so for all privileges that nothing else closes.
            if concerns and (self._served or self._reasons(privilege)):
                yield privilege

    def _by_method(self) -> Iterator[HolderPrivilege]:
        """Methods of profit-making that were ever granted; those with the same answer in one row."""
        granted = {grant.privilege for grant in self._standing.grants}
        alike: dict[tuple[object, ...], list[str]] = {}
        for privilege in _METHODS:
            if privilege in granted and (self._served or self._reasons(privilege)):
                row = self._row((privilege,))
                alike.setdefault((row.open, row.until, tuple(reason.cause for reason in row.reasons)), []).append(
                    privilege
                )
        for privileges in alike.values():
            yield self._row(tuple(privileges))

    def _row(self, privileges: tuple[str, ...]) -> HolderPrivilege:
        first, at = privileges[0], self._at
        is_open = permits(self._standing, first, at)
        words = [PRIVILEGES[privilege] for privilege in privileges]
        return HolderPrivilege(
            privileges=privileges,
            open=is_open,
            until=self._ends(first) if is_open else opens_at(self._standing, first, at),
            zh="、".join(one.zh for one in words),
            en=", ".join(one.en for one in words),
            reasons=() if is_open else self._reasons(first),
        )

    def _ends(self, privilege: str) -> datetime | None:
        """Last end of the grants in force on a privilege that needs one; None where it has no end."""
        ends = [
            g.interval.end for g in self._standing.grants if g.privilege == privilege and g.interval.covers(self._at)
        ]
        return None if not ends or None in ends else max(end for end in ends if end is not None)

    def _reasons(self, privilege: str) -> tuple[HolderReason, ...]:
        found = reasons(self._standing, privilege, self._at)
        return tuple(self._reason(one) for one in found if privilege == SERVICE or one.privilege != SERVICE)

    def _reason(self, reason: Reason) -> HolderReason:
        action = reason.cause if reason.origin is None else None
        answers = None if action is None else self._holders.get(action)
        return HolderReason(
            article=reason.article,
            kind=reason.kind,
            cause=reason.cause,
            since=reason.since,
            until=reason.until,
            statement=action if action in self._own else None,
            of_earlier_holder=answers is not None and answers != self._standing.holder,
            origin=reason.origin,
            zh=reason.message_zh,
            en=reason.message,
            lifted_by_zh=reason.lifted_by_zh,
            lifted_by_en=reason.lifted_by,
        )
