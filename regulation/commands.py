"""Commands: what a caller asks for + what is known → the facts to append, or a refusal that says what would be right.

`decide` is the one door. It needs everything as arguments: the standing, what the registry knows of the holder, which
facts carry the identifier already, the two times, and the rulebook in force.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final, NoReturn

from models import commands as c
from models import facts as f
from models.commands import Command, Decision, Outcome, Refusal, Seats, Timing
from models.facts import FactBody
from models.instants import shown
from models.names import AccountKind
from models.profiles import Grounds
from models.sanctions import Finding
from models.standing import RestrictionKind, Standing
from models.verdicts import Reason
from regulation import networks
from regulation.articles import a01_identity as a01
from regulation.articles import a02_certification as a02
from regulation.articles import a07_one_holder as a07
from regulation.articles import a08_profit as a08
from regulation.articles import a09_bans as a09
from regulation.fold import APPLICATION
from regulation.measures import MEASURES, refusal_of_duration, restriction_of
from regulation.record import FINDINGS
from regulation.rulebook import IN_FORCE, Rulebook
from regulation.sanctioning import decided, facts_of, has_grants
from regulation.verdicts import eligible_at
from regulation.words import lasting

HOLDER_CHANGE: Final = "holder-change-"
RESERVED: Final = (HOLDER_CHANGE, APPLICATION, a01.REVIEW, networks.CAUSE)
"""How the identifiers begin that facts get without a caller: overturning one's own must not touch these."""


@dataclass(frozen=True)
class Known:
    """What the rules are told about the account before they decide."""

    account: str
    standing: Standing | None
    timing: Timing
    seats: Seats | None = None
    """Of the holder whom the command names; needed to register and to change the holder."""
    recorded: frozenset[str] = frozenset()
    """The types of the facts that carry the command's `id` already."""
    grounds: Grounds | None = None
    """What was noticed, about the account or the profile that the command would lead to, that a person must judge."""
    record: tuple[Finding, ...] = ()
    """The account's findings; needed to sanction, to overturn and to reopen."""
    rulebook: Rulebook = IN_FORCE
    backdating_limit: timedelta | None = None
    """How far back `effective_at` may lie; None for as far as you like (imports, scenarios)."""


class _RefusedError(Exception):
    """Raised by a rule to end the decision; `decide` turns it into a value."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


def decide(command: Command, known: Known) -> Decision:
    """What follows from the command: facts and an outcome in one word, or a refusal."""
    try:
        _require_in_order(command, known)
        return _RULES[type(command)](command, known)
    except _RefusedError as refused:
        return Decision(outcome="refused", refusal=refused.refusal)


def _require_in_order(command: Command, known: Known) -> None:
    _require_timing(known)
    if isinstance(command, c.Register):
        if known.standing is not None:
            _refuse("account_exists", f"account {known.account} exists already; choose another identifier")
        return
    if known.standing is None:
        _refuse("unknown_account", f"there is no account {known.account}; register it first")
    standing = _standing(known)
    if standing.closed_at is not None and not isinstance(command, c.Overturn | c.Reopen):
        _refuse(
            "account_closed",
            f"account {known.account} was closed at {shown(standing.closed_at)}; nothing more can be done to it",
        )
    if known.timing.effective_at < standing.registered_at:
        _refuse(
            "before_registration",
            f"effective_at lies before the account's registration at {shown(standing.registered_at)}",
        )


def _require_timing(known: Known) -> None:
    effective, recorded = known.timing.effective_at, known.timing.recorded_at
    if effective > recorded:
        _refuse(
            "effective_in_future",
            f"effective_at {effective.isoformat()} lies in the future (now is {recorded.isoformat()}): "
            "record it when it has happened",
        )
    limit = known.backdating_limit
    if limit is not None and recorded - effective > limit:
        _refuse(
            "effective_too_old",
            f"effective_at {effective.isoformat()} lies more than {lasting(limit)} back, the configured limit",
        )


def _register(command: c.Register, known: Known) -> Decision:
    """Active at once, or held until a person has looked (article 1)."""
    _require_seat(known, command.kind)
    registered = f.AccountRegistered(
        kind=command.kind,
        holder=command.holder,
        name=command.name,
        fields=command.fields,
        bio=command.bio,
        mcn=command.mcn,
        avatar=command.avatar,
        contacts=command.contacts,
    )
    if known.grounds is None:
        return _with("active", registered)
    held = f.RegistrationHeld(id=a01.review_id(known.account, 2), grounds=known.grounds)
    return _with("held", registered, held)


def _change_name(command: c.ChangeName, known: Known) -> Decision:
    if command.name == _standing(known).name:
        _refuse("same_name", f"the account's name is {command.name!r} already")
    return _changed({"name": command.name}, known)


def _change_profile(command: c.ChangeProfile, known: Known) -> Decision:
    standing = _standing(known)
    asked = {part: getattr(command, part) for part in a01.PARTS}
    new = {part: value for part, value in asked.items() if value not in {None, getattr(standing, part)}}
    if not new:
        _refuse("same_profile", "the account's profile says this already")
    return _changed(new, known)


def _changed(new: dict[str, Any], known: Known) -> Decision:
    """In force at once; or held, and the old profile stays until a person has looked (article 1)."""
    standing, grounds = _standing(known), known.grounds
    if grounds is None and set(new) == {"name"}:
        return _with("changed", f.NameChanged(**new))
    if grounds is None or a01.seen_already(grounds, standing):
        return _with("changed", f.ProfileChanged(**new, finding="" if grounds is None else grounds.finding))
    _require_none(a01.refusal_to_wait(standing))
    identifier = a01.review_id(known.account, standing.version + 1)
    return _with("held", f.ProfileChangeHeld(**new, id=identifier, grounds=grounds))


def _settle_registration(command: c.SettleRegistration, known: Known) -> Decision:
    standing, at = _standing(known), known.timing.effective_at
    _require_recorded(command.id, known, {"registration_held"}, "held registration")
    if a01.hold_of(standing, command.id, at) is None:
        raise _RefusedError(a01.already_decided(command.id, standing, at))
    settled = f.HoldLifted if command.approved else f.RegistrationRejected
    return _with("done", settled(id=command.id, reason=command.reason))


def _settle_change(command: c.SettleChange, known: Known) -> Decision:
    standing = _standing(known)
    _require_recorded(command.id, known, {"profile_change_held"}, "held change")
    waiting = next((change for change in standing.pending if change.id == command.id), None)
    if waiting is None:
        raise _RefusedError(a01.already_decided(command.id, standing, known.timing.effective_at))
    if not command.approved:
        return _with("done", f.ProfileChangeRejected(id=command.id, reason=command.reason))
    parts = {part: getattr(waiting, part) for part in a01.PARTS}
    overtaken = all(value is None for value in parts.values())
    finding = standing.seen if overtaken else waiting.finding
    return _with("done", f.ProfileChanged(**parts, id=command.id, finding=finding))


def _find_impersonation(command: c.FindImpersonation, known: Known) -> Decision:
    _require_new_id(command.id, known)
    return _with(
        "done",
        f.ImpersonationFound(
            id=command.id,
            imitated=command.imitated,
            clean_months=_clean_months(known),
            finding=command.finding,
            reason=command.reason,
        ),
    )


def _lift_impersonation(command: c.LiftImpersonation, known: Known) -> Decision:
    _require_standing_finding(command.id, known, {"impersonation_found"}, "impersonation finding")
    standing, at = _standing(known), known.timing.effective_at
    if a01.denial_of(standing, command.id, at) is None:
        raise _RefusedError(a01.already_decided(command.id, standing, at))
    return _with("done", f.ImpersonationLifted(id=command.id, reason=command.reason))


def _dismiss_finding(command: c.DismissFinding, known: Known) -> Decision:
    _require_new_id(command.id, known)
    return _with("done", f.FindingDismissed(id=command.id, finding=command.finding, reason=command.reason))


def _certify(command: c.Certify, known: Known) -> Decision:
    _require_new_id(command.id, known)
    _require_none(a02.refusal_of(command, known.timing.recorded_at))
    return _with(
        "done",
        f.CertificationGranted(
            id=command.id,
            field=command.field,
            valid_from=command.valid_from,
            valid_until=command.valid_until,
            materials=command.materials,
        ),
    )


def _revoke_certification(command: c.RevokeCertification, known: Known) -> Decision:
    _require_recorded(command.id, known, {"certification_granted"}, "certification")
    if "certification_revoked" in known.recorded:
        _refuse("already_revoked", f"certification {command.id} was revoked already")
    return _with("done", f.CertificationRevoked(id=command.id, reason=command.reason))


def _change_holder(command: c.ChangeHolder, known: Known) -> Decision:
    standing = _standing(known)
    if command.holder == standing.holder:
        _refuse("same_holder", "the account belongs to this holder already", a08.ARTICLE)
    kind = command.kind or standing.kind
    _require_seat(known, kind)
    return _with(
        "changed",
        f.HolderChanged(
            id=f"{HOLDER_CHANGE}{standing.version + 1}",
            holder=command.holder,
            kind=kind,
            freeze_months=known.rulebook.freeze_months.at(known.timing.effective_at),
        ),
    )


def _apply_monetization(command: c.ApplyMonetization, known: Known) -> Decision:
    """All methods or none. A refused application is a fact of its own: the privileges are withheld (reading 8)."""
    at = known.timing.effective_at
    if at != known.timing.recorded_at:
        _refuse("not_backdatable", "an application is decided when it is made: leave effective_at out")
    answers = [eligible_at(_standing(known), method, at) for method in command.methods]
    late = [answer for answer in answers if answer.eligible_at != at]
    if not late:
        return _with("granted", f.MonetizationGranted(methods=tuple(dict.fromkeys(command.methods))))
    in_the_way = tuple(dict.fromkeys(reason for answer in late for reason in answer.reasons))
    instants = [answer.eligible_at for answer in late]
    never = any(isinstance(instant, str) for instant in instants)
    eligible = None if never else max(i for i in instants if not isinstance(i, str))
    withheld = f.MonetizationWithheld(
        methods=command.methods,
        articles=tuple(sorted({reason.article for reason in in_the_way})),
        eligible_at=eligible,
    )
    return Decision(
        outcome="refused",
        facts=(withheld,),
        refusal=Refusal(
            code="monetization_withheld",
            article=in_the_way[0].article,
            message=_withheld(in_the_way, eligible),
        ),
    )


def _cancel_monetization(command: c.CancelMonetization, known: Known) -> Decision:
    _require_free_id(command, known, "monetization_cancelled")
    if not has_grants(_standing(known)) and command.category is None:
        _refuse(
            "nothing_granted",
            "no profit-making privilege is granted, so there is nothing to cancel; "
            "name a category to record a violation, which withholds them",
            a09.ARTICLE,
        )
    return _with(
        "done",
        f.MonetizationCancelled(
            id=command.id,
            category=command.category,
            clean_months=0 if command.category is None else _clean_months(known),
            reason=command.reason,
            basis=command.basis,
        ),
    )


def _record_violation(command: c.RecordViolation, known: Known) -> Decision:
    _require_new_id(command.id, known)
    _require_decided(command.decided_at, known)
    return _with(
        "done",
        f.ViolationRecorded(
            id=command.id,
            category=command.category,
            clean_months=_clean_months(known),
            decided_at=command.decided_at,
            reason=command.reason,
            basis=command.basis,
        ),
    )


def _sanction(command: c.Sanction, known: Known) -> Decision:
    """The finding and everything that follows from it; the closure comes last."""
    _require_new_id(command.id, known)
    found = decided(command, known.record, known.rulebook, known.timing)
    if found.consequences.ban is not None:
        _require_factor(found.consequences.factor, known)
    return _with("done", *facts_of(command, found, _standing(known), known.rulebook, known.timing))


def _impose_measure(command: c.ImposeMeasure, known: Known) -> Decision:
    _require_new_id(command.id, known)
    _require_none(refusal_of_duration(command.measure, timed=command.duration is not None))
    return _with(
        "done",
        f.MeasureImposed(
            id=command.id,
            measure=command.measure,
            category=command.category,
            duration=command.duration,
            clean_months=_clean_months(known),
            reason=command.reason,
            basis=command.basis,
        ),
    )


def _shorten_measure(command: c.ShortenMeasure, known: Known) -> Decision:
    """A measure can only become shorter, and only while something of it is left."""
    _require_standing_finding(command.id, known, {"measure_imposed"}, "measure")
    words = MEASURES[command.measure].words
    left = restriction_of(_standing(known).restrictions, command.id, command.measure)
    if left is None or left.interval.ended_by(known.timing.recorded_at):
        _refuse(
            "measure_over", f"{command.id!r} has no measure left of this kind ({words}): there is nothing to shorten"
        )
    if left.interval.end is not None and left.interval.start + command.duration >= left.interval.end:
        _refuse(
            "not_shorter",
            f"{words} ({command.id}) ends at {shown(left.interval.end)}; shortened it must end earlier. "
            "To restrict the account for longer, impose another measure",
            left.article,
        )
    return _with(
        "done",
        f.MeasureShortened(id=command.id, measure=command.measure, duration=command.duration, reason=command.reason),
    )


def _impose_ban(command: c.ImposeBan, known: Known) -> Decision:
    _require_new_id(command.id, known)
    _require_decided(command.decided_at, known)
    factor = a09.factor_of(command, known.rulebook.suspension_factor.at(known.timing.effective_at))
    if isinstance(factor, Refusal):
        raise _RefusedError(factor)
    return _with(
        "done",
        f.BanImposed(
            id=command.id,
            category=command.category,
            duration=command.duration,
            factor=factor,
            clean_months=_clean_months(known),
            decided_at=command.decided_at,
            reason=command.reason,
            basis=command.basis,
        ),
    )


def _shorten_ban(command: c.ShortenBan, known: Known) -> Decision:
    _require_standing_finding(command.id, known, {"ban_imposed"}, "ban")
    ban = next((ban for ban in _standing(known).bans if ban.id == command.id), None)
    _require_none(a09.refusal_to_shorten(command, ban, known.timing.recorded_at))
    return _with("done", f.BanShortened(id=command.id, duration=command.duration, reason=command.reason))


def _overturn(command: c.Overturn, known: Known) -> Decision:
    """Everything with this identifier; a closure among it opens the account again, unless the holder wished it."""
    _require_standing_finding(
        command.id, known, set(FINDINGS), "ban, violation, measure, cancellation, closure or impersonation finding"
    )
    overturned = f.Overturned(id=command.id, reason=command.reason)
    if command.id != _closure_of(_standing(known)):
        return _with("done", overturned)
    _require_sanction(command.id, known)
    _require_old_seat(known)
    return _with("done", overturned, f.AccountReopened(id=command.id, reason=command.reason))


def _reopen(command: c.Reopen, known: Known) -> Decision:
    closure = _closure_of(_standing(known))
    if closure is None:
        _refuse("not_closed", f"account {known.account} is not closed", a07.ARTICLE)
    _require_sanction(closure, known)
    _require_old_seat(known)
    return _with(
        "done",
        f.Overturned(id=closure, reason=command.reason),
        f.AccountReopened(id=closure, reason=command.reason),
    )


def _close(command: c.Close, known: Known) -> Decision:
    _require_free_id(command, known, "account_closed")
    return _with(
        "done",
        f.AccountClosed(id=command.id, category=command.category, reason=command.reason, basis=command.basis),
    )


def _follow_network(command: c.FollowNetwork, known: Known) -> Decision:
    """What of its network has not reached the account yet; nothing, when all has."""
    return _with("done", *networks.reaching(command, _standing(known), known.timing.recorded_at))


_RULES: Final[Mapping[type, Callable[[Any, Known], Decision]]] = {
    c.Register: _register,
    c.ChangeName: _change_name,
    c.ChangeProfile: _change_profile,
    c.SettleRegistration: _settle_registration,
    c.SettleChange: _settle_change,
    c.FindImpersonation: _find_impersonation,
    c.LiftImpersonation: _lift_impersonation,
    c.DismissFinding: _dismiss_finding,
    c.Certify: _certify,
    c.RevokeCertification: _revoke_certification,
    c.ChangeHolder: _change_holder,
    c.ApplyMonetization: _apply_monetization,
    c.CancelMonetization: _cancel_monetization,
    c.RecordViolation: _record_violation,
    c.Sanction: _sanction,
    c.ImposeBan: _impose_ban,
    c.ShortenBan: _shorten_ban,
    c.ImposeMeasure: _impose_measure,
    c.ShortenMeasure: _shorten_measure,
    c.Overturn: _overturn,
    c.Close: _close,
    c.Reopen: _reopen,
    c.FollowNetwork: _follow_network,
}


def _with(outcome: Outcome, *facts: FactBody) -> Decision:
    return Decision(outcome=outcome, facts=facts)


def _refuse(code: str, message: str, article: int | None = None) -> NoReturn:
    raise _RefusedError(Refusal(code=code, message=message, article=article))


def _require_none(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise _RefusedError(refusal)


def _standing(known: Known) -> Standing:
    if known.standing is None:
        raise AssertionError("checked by _require_in_order")
    return known.standing


def _clean_months(known: Known) -> int:
    """The window runs from the recording (reading 4), so the rule of that day measures it (reading 10)."""
    return known.rulebook.clean_months.at(known.timing.recorded_at)


def _require_seat(known: Known, kind: AccountKind) -> None:
    if known.seats is None:
        raise ValueError("this command needs what the registry knows of the holder")
    quota = known.rulebook.quota(kind)
    _require_none(a07.refusal_of(known.seats, kind, quota, known.timing.effective_at))


def _closure_of(standing: Standing) -> str | None:
    """The identifier of the closure that holds now."""
    if standing.closed_at is None:
        return None
    closures = (r for r in standing.restrictions if r.kind is RestrictionKind.CLOSURE and r.interval.end is None)
    return next((closure.cause for closure in closures), None)


def _require_sanction(closure: str, known: Known) -> None:
    if not any(finding.id == closure and finding.closed for finding in known.record):
        _refuse(
            "closed_by_wish",
            f"account {known.account} was closed by its holder's own wish: the holder may register another account",
            a07.ARTICLE,
        )


def _require_old_seat(known: Known) -> None:
    """The quota as for any other account. That the holder is barred keeps from coming to another account, not from
    getting back one that was closed wrongly.
    """
    if known.seats is None:
        raise ValueError("this command needs what the registry knows of the holder")
    seats, standing = known.seats.model_copy(update={"barred_by": None}), _standing(known)
    quota = known.rulebook.quota(standing.kind)
    _require_none(a07.refusal_of(seats, standing.kind, quota, known.timing.effective_at))


def _require_factor(factor: Decimal | None, known: Known) -> None:
    permitted = known.rulebook.suspension_factor.at(known.timing.effective_at)
    if factor is not None and factor not in permitted:
        raise _RefusedError(a09.factor_out_of_range(factor, permitted))


def _require_new_id(identifier: str, known: Known) -> None:
    if identifier.startswith(RESERVED):
        _refuse(
            "reserved_id",
            f"the identifier {identifier!r} begins like those the ledger gives itself ({', '.join(RESERVED)}); "
            "choose another",
        )
    if known.recorded:
        what = ", ".join(sorted(known.recorded))
        _refuse(
            "duplicate_id",
            f"the identifier {identifier!r} is taken on account {known.account} ({what}); choose another",
        )


def _require_free_id(command: c.Close | c.CancelMonetization, known: Known, already: str) -> None:
    """An identifier of its own; or that of a finding that stands, from which it has not followed yet."""
    if not command.follows:
        _require_new_id(command.id, known)
        return
    _require_standing_finding(command.id, known, {"violation_recorded", "ban_imposed"}, "violation")
    if already in known.recorded:
        _refuse("duplicate_id", f"this has followed from {command.id!r} already", a09.ARTICLE)


def _require_decided(decided_at: datetime | None, known: Known) -> None:
    """The clean window runs from the decision, so one that lies ahead would leave the window open until then."""
    if decided_at is not None and decided_at > known.timing.recorded_at:
        _refuse(
            "decided_in_future",
            f"decided_at {decided_at.isoformat()} lies in the future (now is "
            f"{known.timing.recorded_at.isoformat()}): record it when it has been decided",
            a08.ARTICLE,
        )


def _require_recorded(identifier: str, known: Known, types: set[str], what: str) -> None:
    if not types & known.recorded:
        _refuse("unknown_id", f"account {known.account} has no {what} {identifier!r}")


def _require_standing_finding(identifier: str, known: Known, types: set[str], what: str) -> None:
    _require_recorded(identifier, known, types, what)
    if "overturned" in known.recorded:
        _refuse("already_overturned", f"{identifier!r} was overturned already")


def _withheld(reasons: tuple[Reason, ...], eligible: datetime | None) -> str:
    when = (
        "no instant is in sight at which it would be granted"
        if eligible is None
        else (f"an application would be granted from {shown(eligible)} on")
    )
    return f"{'; '.join(reason.message for reason in reasons)}: {when}"
