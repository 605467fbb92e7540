"""Preconditions of every command: what is known of the account, and what must hold before the command's own rule.

A rule ends a decision with `refuse`; `regulation.accounts.commands.decide` turns that into a value.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, NoReturn

from models.accounts import commands as c
from models.accounts import facts as f
from models.accounts.commands import Command, HolderAction, Refusal, Seats, Timing
from models.accounts.facts import type_of, types_of
from models.accounts.profiles import Grounds
from models.accounts.standing import GrantEnd, RestrictionKind, Standing
from models.base import Frozen
from models.cases.rulings import DecidedByTwo
from models.instants import rfc3339, shown
from models.names import REVIEW, AccountKind
from models.words.sanctions import Finding
from regulation import networks
from regulation.articles import a07_one_holder as a07
from regulation.articles import a08_profit as a08
from regulation.articles import a09_bans as a09
from regulation.catalogue.rulebook import IN_FORCE, Rulebook
from regulation.holders import inheritance, offences, subjects
from regulation.standing.fold import APPLICATION
from regulation.standing.unknown import no_account
from regulation.words.english import lasting

HOLDER_CHANGE: Final = "holder-change-"
RESERVED: Final = (HOLDER_CHANGE, APPLICATION, REVIEW, networks.CAUSE, subjects.INHERITED)
"""Prefixes of the identifiers that the ledger assigns itself: callers must not use them, nor overturn such facts by
accident.
"""


@dataclass(frozen=True)
class Known:
    """Everything that the rules know about the account when they decide."""

    account: str
    standing: Standing | None
    timing: Timing
    seats: Seats | None = None
    """Seats of the holder whom the command names; needed to register and to change the holder."""
    recorded: frozenset[str] = frozenset()
    """Types of the facts that carry the command's `id` already."""
    grounds: Grounds | None = None
    """Matches on the account, or on the profile after the command, that a person must judge."""
    record: tuple[Finding, ...] = ()
    """Findings of the account; needed to sanction, to overturn and to reopen."""
    counted: tuple[Finding, ...] | None = None
    """Findings of its holder on all accounts; needed to sanction. None for those of the account alone."""
    actions: tuple[HolderAction, ...] = ()
    """Running actions on the other accounts of the holder who comes to this one; needed to register, to change the
    holder, and to settle a registration.
    """
    by_two: tuple[DecidedByTwo, ...] = ()
    """Decisions by two persons about the account; needed by commands that may take one back."""
    two_persons: bool = False
    """Whether two persons have decided the command itself alike."""
    rulebook: Rulebook = IN_FORCE
    imported: bool = False
    """Whether the command imports another system's past: a period that is over already is history then, not a fault."""
    backdating_limit: timedelta | None = None
    """How far back `effective_at` may lie; None without a limit (imports, scenarios)."""


class RefusedError(Exception):
    """Raised by a rule to end the decision; `decide` turns it into a value."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


def require_in_order(command: Command, known: Known) -> None:
    """Require that the times are in order, and that the account exists (registered once, not closed)."""
    _require_timing(known)
    if isinstance(command, c.Register):
        if known.standing is not None:
            refuse("account_exists", f"account {known.account} exists already; choose another identifier")
        return
    if known.standing is None:
        raise RefusedError(no_account(known.account))
    standing = standing_of(known)
    if standing.closed_at is not None and not _reaches_closed(command, known):
        refuse(
            "account_closed",
            f"account {known.account} was closed at {shown(standing.closed_at)}; nothing more can be done to it",
        )
    if known.timing.effective_at < standing.registered_at:
        refuse(
            "before_registration",
            f"effective_at lies before the account's registration at {shown(standing.registered_at)}",
        )


def _reaches_closed(command: Command, known: Known) -> bool:
    """Whether a command may reach a closed account: one that lessens an action that binds the holder elsewhere, or the
    outcome of a case about an earlier offence: neither the account's own closure ends that case, nor the closure for
    another holder's offence (reading 13).
    """
    if isinstance(command, (*c.LESSENING, c.FollowHolder)):
        return True
    if isinstance(command, c.CorrectRegistration):
        return command.approved and not closures_of(standing_of(known))
    holder = command.holder if isinstance(command, c.OF_A_CASE) else None
    standing = standing_of(known)
    if holder is None or not closures_of(standing):
        return False
    sanctioned = any(finding.closed and not finding.overturned for finding in known.record)
    return not sanctioned or holder != standing.holder


def _require_timing(known: Known) -> None:
    effective, recorded = known.timing.effective_at, known.timing.recorded_at
    if effective > recorded:
        refuse(
            "effective_in_future",
            f"effective_at {rfc3339(effective)} lies in the future (now is {rfc3339(recorded)}): "
            "record it when it has happened",
        )
    limit = known.backdating_limit
    if limit is not None and recorded - effective > limit:
        refuse(
            "effective_too_old",
            f"effective_at {rfc3339(effective)} lies more than {lasting(limit)} back, the configured limit",
        )


def refuse(code: str, message: str, article: int | None = None) -> NoReturn:
    """End the decision with a refusal.

    Raises:
        RefusedError: always.
    """
    raise RefusedError(Refusal(code=code, message=message, article=article))


def require_none(refusal: Refusal | None) -> None:
    """End the decision with the refusal, if there is one."""
    if refusal is not None:
        raise RefusedError(refusal)


def standing_of(known: Known) -> Standing:
    """Standing of an account that `require_in_order` has found."""
    if known.standing is None:
        raise AssertionError("checked by require_in_order")
    return known.standing


def clean_months(known: Known) -> int:
    """Months of the clean window. It runs from the recording (reading 4), so the rule of that day measures it (reading
    10).
    """
    return known.rulebook.clean_months.at(known.timing.recorded_at)


def require_seat(known: Known, kind: AccountKind) -> None:
    """Require that the holder may have one more account of the kind (article 7)."""
    if known.seats is None:
        raise ValueError("this command needs what the registry knows of the holder")
    quota = known.rulebook.quota(kind)
    require_none(a07.refusal_of(known.seats, kind, quota, known.timing.effective_at))


def closures_of(standing: Standing) -> tuple[str, ...]:
    """Identifiers of the closures that hold now, oldest first: the holder's own wish, and later sanctions."""
    if standing.closed_at is None:
        return ()
    closures = (r for r in standing.restrictions if r.kind is RestrictionKind.CLOSURE and r.interval.end is None)
    return tuple(closure.cause for closure in closures)


def require_sanction(closure: str, known: Known) -> None:
    """Require that the closure was a sanction: an account closed by its holder's wish is not reopened (article 7)."""
    if not any(finding.id == closure and finding.closed for finding in known.record):
        refuse(
            "closed_by_wish",
            f"account {known.account} was closed by its holder's own wish: the holder may register another account",
            a07.ARTICLE,
        )


def require_unbarred(known: Known) -> None:
    """Require that no closure bars the holder from coming to an account; the account occupies its seat already."""
    require_none(None if known.seats is None else a07.refusal_of_barred(known.seats))


def other_than_now(holder: str | None, known: Known) -> str | None:
    """Holder that a fact must name because the account had another one at the time of the offence; else None."""
    return None if holder == standing_of(known).holder else holder


def require_old_seat(known: Known) -> None:
    """Require a free seat by the quota. A bar keeps the holder from coming to another account, not from
    getting back one that was closed wrongly.
    """
    if known.seats is None:
        raise ValueError("this command needs what the registry knows of the holder")
    seats, standing = known.seats.model_copy(update={"barred_by": None}), standing_of(known)
    quota = known.rulebook.quota(standing.kind)
    require_none(a07.refusal_of(seats, standing.kind, quota, known.timing.effective_at))


def require_factor(factor: Decimal | None, known: Known) -> None:
    """Require that the factor lies in the range of its day (article 9)."""
    permitted = known.rulebook.suspension_factor.at(known.timing.effective_at)
    if factor is not None and factor not in permitted:
        raise RefusedError(a09.factor_out_of_range(factor, permitted))


def require_new_id(identifier: str, known: Known) -> None:
    """Require an identifier that no fact of the account has, and that the ledger could not assign itself."""
    if identifier.startswith(RESERVED):
        refuse(
            "reserved_id",
            f"the identifier {identifier!r} begins like those the ledger gives itself ({', '.join(RESERVED)}); "
            "choose another",
        )
    if known.recorded:
        what = ", ".join(sorted(known.recorded))
        refuse(
            "duplicate_id",
            f"the identifier {identifier!r} is taken on account {known.account} ({what}); choose another",
        )


def require_new_finding(command: c.Finds, known: Known) -> None:
    """Require a finding with an identifier of its own, an offence committed before now, and no repetition of a finding
    that counts.
    """
    require_new_id(command.id, known)
    _require_occurred(offences.basis_of(command).occurred_at, known)
    require_none(offences.refusal_of_repetition(command, known.record))


def require_free_id(command: c.Close | c.CancelMonetization | c.ImposeBan | c.ImposeMeasure, known: Known) -> None:
    """Require a finding of its own; or, with `follows`, that of a standing one without such a measure."""
    if not command.follows:
        require_new_finding(command, known)
        return
    require_standing_finding(command.id, known, FOLLOWED, "violation")
    finding = finding_of(command.id, known)
    if finding is not None and command.category not in {None, finding.category}:
        refuse(
            "other_category", f"{command.id!r} is a finding of {finding.category.value}: name that category, or none"
        )
    if _followed(command, known, () if finding is None else finding.measures):
        refuse("duplicate_id", f"this measure was recorded as following from {command.id!r} already", a09.ARTICLE)


def finding_of(identifier: str, known: Known) -> Finding | None:
    """Finding of that identifier on the account's record."""
    return next((one for one in known.record if one.id == identifier), None)


FOLLOWED: Final = set(types_of(f.ViolationRecorded, f.BanImposed, f.MeasureImposed, f.MonetizationCancelled))
"""Types of findings under whose identifier further measures may follow."""


def _followed(command: Command, known: Known, measures: tuple[str, ...]) -> bool:
    if isinstance(command, c.ImposeMeasure):
        return command.measure.value in measures
    already: dict[type, type[Frozen]] = {
        c.Close: f.AccountClosed,
        c.CancelMonetization: f.MonetizationCancelled,
        c.ImposeBan: f.BanImposed,
    }
    if type_of(f.ConsequenceWithdrawn) in known.recorded and not isinstance(command, c.ImposeBan):
        return _holds(command, standing_of(known))
    return type_of(already[type(command)]) in known.recorded


def _holds(command: Command, standing: Standing) -> bool:
    """Whether a closure or cancellation of that identifier, one of which was withdrawn once, is in force."""
    if isinstance(command, c.Close):
        return command.id in closures_of(standing)
    granted = (grant for grant in standing.grants if grant.article == a08.ARTICLE)
    return all(grant.ended_by is GrantEnd.CANCELLATION for grant in granted)


def _require_occurred(at: datetime | None, known: Known) -> None:
    """Require that the offence was committed before it takes effect, and after the account's registration."""
    effective = known.timing.effective_at
    if at is not None and at > effective:
        refuse(
            "occurred_later",
            f"occurred_at {rfc3339(at)} lies after the finding takes effect ({rfc3339(effective)}): "
            "say when the offence was committed, or leave it out",
        )
    if at is not None and at < standing_of(known).registered_at:
        refuse(
            "before_registration",
            f"occurred_at lies before the account's registration at {shown(standing_of(known).registered_at)}",
        )


def require_decided(decided_at: datetime | None, known: Known) -> None:
    """Require a decision that is not in the future: the clean window runs from it, and would be open until then."""
    if decided_at is not None and decided_at > known.timing.recorded_at:
        refuse(
            "decided_in_future",
            f"decided_at {rfc3339(decided_at)} lies in the future (now is "
            f"{rfc3339(known.timing.recorded_at)}): record it when it has been decided",
            a08.ARTICLE,
        )


def require_recorded(identifier: str, known: Known, types: set[str], what: str) -> None:
    """Require that the identifier is that of a fact of one of these types on the account."""
    if not types & known.recorded:
        require_none(inheritance.refusal_of_inherited(known.account, identifier, known.standing))
        refuse("unknown_id", f"account {known.account} has no {what} {identifier!r}")


def require_standing_finding(identifier: str, known: Known, types: set[str], what: str) -> None:
    """Require that the identifier is that of a fact of one of these types that has not been overturned."""
    require_recorded(identifier, known, types, what)
    if type_of(f.Overturned) in known.recorded:
        refuse("already_overturned", f"{identifier!r} was overturned already")
