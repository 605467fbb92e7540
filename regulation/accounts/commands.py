"""Decisions on commands: a command + what is known → the facts to append, or a refusal that says what would be right.

`decide` is the only entry point. It takes everything as arguments: the standing, the registry's seats of the holder,
the facts that carry the identifier already, the two times, and the rulebook in force.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from models.accounts import commands as c
from models.accounts import facts as f
from models.accounts.commands import Command, Decision, Outcome, Refusal
from models.accounts.facts import FactBody, type_of
from models.accounts.verdicts import Reason
from models.instants import shown
from models.words.sanctions import MeasureKind
from regulation import networks
from regulation.articles import a01_identity as a01
from regulation.articles import a02_certification as a02
from regulation.articles import a07_one_holder as a07
from regulation.articles import a08_profit as a08
from regulation.articles import a09_bans as a09
from regulation.holders import inheritance
from regulation.holders.findings import FINDINGS
from regulation.sanctions.by_two import require_two_to_take_back
from regulation.sanctions.sanctioning import decided, facts_of
from regulation.sanctions.withholding import cancelling, lifting, withholding
from regulation.standing.measures import refusal_below_window, refusal_of_duration, restriction_of
from regulation.standing.requirements import (
    HOLDER_CHANGE,
    Known,
    RefusedError,
    clean_months,
    closures_of,
    other_than_now,
    refuse,
    require_decided,
    require_factor,
    require_free_id,
    require_in_order,
    require_new_finding,
    require_new_id,
    require_none,
    require_old_seat,
    require_recorded,
    require_sanction,
    require_seat,
    require_standing_finding,
    require_unbarred,
    standing_of,
)
from regulation.standing.verdicts import eligible_at
from regulation.words.languages import Words, shown_zh
from regulation.words.measures import MEASURES


def decide(command: Command, known: Known) -> Decision:
    """Decide a command: return the facts with an outcome in one word, or a refusal."""
    try:
        require_in_order(command, known)
        require_two_to_take_back(command, known)
        return _RULES[type(command)](command, known)
    except RefusedError as refused:
        return Decision(outcome="refused", refusal=refused.refusal)


def _register(command: c.Register, known: Known) -> Decision:
    """Register the account: active at once, or held until a person has decided (article 1); with the restrictions of
    its holder's other actions that still run.
    """
    require_seat(known, command.kind)
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
    bound = _inherited(known)
    if known.grounds is None:
        return _with("active", registered, *bound)
    held = f.RegistrationHeld(id=a01.review_id(known.account, 2), grounds=known.grounds)
    return _with("held", registered, held, *bound)


def _change_name(command: c.ChangeName, known: Known) -> Decision:
    if command.name == standing_of(known).name:
        refuse("same_name", f"the account's name is {command.name!r} already")
    return _changed({"name": command.name}, known)


def _change_profile(command: c.ChangeProfile, known: Known) -> Decision:
    standing = standing_of(known)
    asked = {part: getattr(command, part) for part in a01.PARTS}
    new = {part: value for part, value in asked.items() if value not in {None, getattr(standing, part)}}
    if not new:
        refuse("same_profile", "the account's profile says this already")
    return _changed(new, known)


def _changed(new: dict[str, Any], known: Known) -> Decision:
    """Change the profile: in force at once, or held, with the old profile in force until a person has decided (article
    1).
    """
    standing, grounds = standing_of(known), known.grounds
    if grounds is None and set(new) == {"name"}:
        return _with("changed", f.NameChanged(**new))
    if grounds is None or a01.seen_already(grounds, standing):
        return _with("changed", f.ProfileChanged(**new, finding="" if grounds is None else grounds.finding))
    require_none(a01.refusal_to_wait(standing))
    identifier = a01.review_id(known.account, standing.version + 1)
    return _with("held", f.ProfileChangeHeld(**new, id=identifier, grounds=grounds))


def _settle_registration(command: c.SettleRegistration, known: Known) -> Decision:
    """Settle a held registration. On approval, restrictions of the holder that began meanwhile are added; if the holder
    was barred meanwhile, it is refused.
    """
    standing, at = standing_of(known), known.timing.effective_at
    require_recorded(command.id, known, {type_of(f.RegistrationHeld)}, "held registration")
    if a01.hold_of(standing, command.id, at) is None:
        raise RefusedError(a01.already_decided(command.id, standing, at))
    if not command.approved:
        return _with("done", f.RegistrationRejected(id=command.id, reason=command.reason))
    require_unbarred(known)
    return _with("done", f.HoldLifted(id=command.id, reason=command.reason), *_inherited(known))


def _settle_change(command: c.SettleChange, known: Known) -> Decision:
    standing = standing_of(known)
    require_recorded(command.id, known, {type_of(f.ProfileChangeHeld)}, "held change")
    waiting = next((change for change in standing.pending if change.id == command.id), None)
    if waiting is None:
        raise RefusedError(a01.already_decided(command.id, standing, known.timing.effective_at))
    if not command.approved:
        return _with("done", f.ProfileChangeRejected(id=command.id, reason=command.reason))
    parts = {part: getattr(waiting, part) for part in a01.PARTS}
    overtaken = all(value is None for value in parts.values())
    finding = standing.seen if overtaken else waiting.finding
    return _with("done", f.ProfileChanged(**parts, id=command.id, finding=finding))


def _correct_registration(command: c.CorrectRegistration, known: Known) -> Decision:
    """Replace the decision on a registration. A rejection that is lifted takes a free seat, and an unbarred holder."""
    require_recorded(command.id, known, {type_of(f.RegistrationHeld)}, "held registration")
    if not command.approved:
        rejected = f.RegistrationRejected(id=command.id, article=command.article, reason=command.reason)
        return _with("done", rejected)
    standing, at = standing_of(known), known.timing.effective_at
    if a01.denial_of(standing, command.id, at) is None:
        raise RefusedError(a01.already_decided(command.id, standing, at))
    require_seat(known, standing.kind)
    return _with("done", f.RejectionLifted(id=command.id, reason=command.reason), *_inherited(known))


def _correct_change(command: c.CorrectChange, known: Known) -> Decision:
    require_recorded(command.id, known, {type_of(f.ProfileChangeHeld)}, "held change")
    parts = {part: getattr(command, part) for part in a01.PARTS}
    if command.approved:
        return _with("done", f.ProfileChanged(**parts, id=command.id, finding=command.finding))
    restored = f.ProfileRestored(**parts, id=command.id, finding=command.finding, reason=command.reason)
    return _with("done", restored)


def _find_impersonation(command: c.FindImpersonation, known: Known) -> Decision:
    require_new_finding(command, known)
    return _with(
        "done",
        f.ImpersonationFound(
            id=command.id,
            imitated=command.imitated,
            clean_months=clean_months(known),
            finding=command.finding,
            reason=command.reason,
            basis=command.basis,
            holder=other_than_now(command.holder, known),
        ),
    )


def _lift_impersonation(command: c.LiftImpersonation, known: Known) -> Decision:
    require_standing_finding(command.id, known, {type_of(f.ImpersonationFound)}, "impersonation finding")
    standing, at = standing_of(known), known.timing.effective_at
    if a01.denial_of(standing, command.id, at) is None:
        raise RefusedError(a01.already_decided(command.id, standing, at))
    return _with("done", f.ImpersonationLifted(id=command.id, reason=command.reason))


def _dismiss_finding(command: c.DismissFinding, known: Known) -> Decision:
    require_new_id(command.id, known)
    return _with("done", f.FindingDismissed(id=command.id, finding=command.finding, reason=command.reason))


def _certify(command: c.Certify, known: Known) -> Decision:
    require_new_id(command.id, known)
    require_none(a02.refusal_of(command, known.timing.recorded_at, history=known.imported))
    return _with(
        "done",
        f.CertificationGranted(
            id=command.id,
            field=command.field,
            valid_from=command.valid_from,
            valid_until=command.valid_until,
            materials=command.materials or f.Materials(),
        ),
    )


def _revoke_certification(command: c.RevokeCertification, known: Known) -> Decision:
    require_recorded(command.id, known, {type_of(f.CertificationGranted)}, "certification")
    if type_of(f.CertificationRevoked) in known.recorded:
        refuse("already_revoked", f"certification {command.id} was revoked already")
    fallen = a02.fallen_at(standing_of(known), known.timing.effective_at, command.id)
    return _with("done", f.CertificationRevoked(id=command.id, reason=command.reason, fallen=fallen))


def _change_holder(command: c.ChangeHolder, known: Known) -> Decision:
    standing = standing_of(known)
    if command.holder == standing.holder:
        refuse("same_holder", "the account belongs to this holder already", a08.ARTICLE)
    kind = command.kind or standing.kind
    require_seat(known, kind)
    return _with(
        "changed",
        f.HolderChanged(
            id=f"{HOLDER_CHANGE}{standing.version + 1}",
            holder=command.holder,
            kind=kind,
            freeze_months=known.rulebook.freeze_months.at(known.timing.effective_at),
            fallen=a02.fallen_at(standing, known.timing.effective_at),
        ),
        *_inherited(known),
    )


def _apply_monetization(command: c.ApplyMonetization, known: Known) -> Decision:
    """Grant all methods or none. A refused application is a fact too: the privileges are withheld (reading 8)."""
    at = known.timing.effective_at
    if at != known.timing.recorded_at:
        refuse("not_backdatable", "an application is decided when it is made: leave effective_at out")
    answers = [eligible_at(standing_of(known), method, at) for method in command.methods]
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
    said = _withheld(in_the_way, eligible)
    return Decision(
        outcome="refused",
        facts=(withheld,),
        refusal=Refusal(
            code="monetization_withheld",
            article=in_the_way[0].article,
            message=said.en,
            message_zh=said.zh,
        ),
    )


def _cancel_monetization(command: c.CancelMonetization, known: Known) -> Decision:
    """Cancel the granted methods; for a violation, methods not granted are withheld (article 9, reading 14)."""
    require_free_id(command, known)
    return _with("done", *cancelling(command, known))


def _record_violation(command: c.RecordViolation, known: Known) -> Decision:
    require_new_finding(command, known)
    require_decided(command.decided_at, known)
    return _with(
        "done",
        f.ViolationRecorded(
            id=command.id,
            category=command.category,
            clean_months=clean_months(known),
            decided_at=command.decided_at,
            reason=command.reason,
            basis=command.basis,
        ),
    )


def _sanction(command: c.Sanction, known: Known) -> Decision:
    """Record the finding and all its consequences; the closure comes last."""
    require_new_finding(command, known)
    counted = known.record if known.counted is None else known.counted
    found = decided(command, counted, standing_of(known), known.rulebook, known.timing)
    if found.consequences.ban is not None:
        require_factor(found.consequences.factor, known)
    return _with("done", *facts_of(command, found, standing_of(known), known.rulebook, known.timing))


def _impose_measure(command: c.ImposeMeasure, known: Known) -> Decision:
    require_free_id(command, known)
    require_none(refusal_of_duration(command.measure, timed=command.duration is not None))
    finding: dict[str, Any] = {
        "id": command.id,
        "category": command.category,
        "clean_months": 0 if command.follows else clean_months(known),
        "reason": command.reason,
        "basis": command.basis,
    }
    if command.measure is MeasureKind.WITHHOLD_PROFIT:
        return _with("done", withholding(command, known, finding))
    return _with("done", f.MeasureImposed(**finding, measure=command.measure, duration=command.duration))


def _shorten_measure(command: c.ShortenMeasure, known: Known) -> Decision:
    """Shorten a measure that still runs; the new end must be earlier."""
    require_standing_finding(command.id, known, {type_of(f.MeasureImposed)}, "measure")
    words = MEASURES[command.measure].words.en
    left = restriction_of(standing_of(known).restrictions, command.id, command.measure)
    if left is None or left.interval.ended_by(known.timing.recorded_at):
        refuse(
            "measure_over", f"{command.id!r} has no measure left of this kind ({words}): there is nothing to shorten"
        )
    if left.interval.end is not None and left.interval.start + command.duration >= left.interval.end:
        refuse(
            "not_shorter",
            f"{words} ({command.id}) ends at {shown(left.interval.end)}; shortened it must end earlier. "
            "To restrict the account for longer, impose another measure",
            left.article,
        )
    require_none(refusal_below_window(standing_of(known).restrictions, left, left.interval.start + command.duration))
    return _with(
        "done",
        f.MeasureShortened(id=command.id, measure=command.measure, duration=command.duration, reason=command.reason),
    )


def _lift_withholding(command: c.LiftWithholding, known: Known) -> Decision:
    return _with("done", lifting(command, known))


def _impose_ban(command: c.ImposeBan, known: Known) -> Decision:
    require_free_id(command, known)
    require_decided(command.decided_at, known)
    factor = a09.factor_of(command, known.rulebook.suspension_factor.at(known.timing.effective_at))
    if isinstance(factor, Refusal):
        raise RefusedError(factor)
    return _with(
        "done",
        f.BanImposed(
            id=command.id,
            category=command.category,
            duration=command.duration,
            factor=factor,
            clean_months=0 if command.follows else clean_months(known),
            decided_at=command.decided_at,
            reason=command.reason,
            basis=command.basis,
        ),
    )


def _shorten_ban(command: c.ShortenBan, known: Known) -> Decision:
    require_standing_finding(command.id, known, {type_of(f.BanImposed)}, "ban")
    ban = next((ban for ban in standing_of(known).bans if ban.id == command.id), None)
    require_none(a09.refusal_to_shorten(command, ban, known.timing.recorded_at))
    return _with("done", f.BanShortened(id=command.id, duration=command.duration, reason=command.reason))


def _overturn(command: c.Overturn, known: Known) -> Decision:
    """Overturn everything with this identifier; a closure among it reopens the account, unless the holder wished the
    closure.
    """
    require_standing_finding(
        command.id, known, set(FINDINGS), "ban, violation, measure, cancellation, closure or impersonation finding"
    )
    overturned = f.Overturned(id=command.id, reason=command.reason)
    closures = closures_of(standing_of(known))
    if command.id in closures:
        require_sanction(command.id, known)
    if closures != (command.id,):
        return _with("done", overturned)
    require_old_seat(known)
    return _with("done", overturned, f.AccountReopened(id=command.id, reason=command.reason))


def _withdraw_consequence(command: c.WithdrawConsequence, known: Known) -> Decision:
    """Withdraw a closure or a cancellation that a case has added to a finding; the account is open again unless another
    closure holds it closed.
    """
    what = f.AccountClosed if command.consequence == "closure" else f.MonetizationCancelled
    added = {type_of(what), *({type_of(f.MeasureImposed)} if command.withholding else ())}
    require_standing_finding(command.id, known, added, command.consequence)
    withdrawn = f.ConsequenceWithdrawn(**command.model_dump())
    if command.consequence != "closure" or closures_of(standing_of(known)) != (command.id,):
        return _with("done", withdrawn)
    require_old_seat(known)
    return _with("done", withdrawn, f.AccountReopened(id=command.id, reason=command.reason))


def _reopen(command: c.Reopen, known: Known) -> Decision:
    """Reopen the account by removing its first closure; another closure that holds keeps the account closed."""
    closures = closures_of(standing_of(known))
    if not closures:
        refuse("not_closed", f"account {known.account} is not closed", a07.ARTICLE)
    closure, *others = closures
    require_sanction(closure, known)
    overturned = f.Overturned(id=closure, reason=command.reason)
    if others:
        return _with("done", overturned)
    require_old_seat(known)
    return _with("done", overturned, f.AccountReopened(id=closure, reason=command.reason))


def _close(command: c.Close, known: Known) -> Decision:
    require_free_id(command, known)
    return _with(
        "done",
        f.AccountClosed(
            id=command.id,
            category=command.category,
            reason=command.reason,
            basis=command.basis,
            holder=other_than_now(command.holder, known),
        ),
    )


def _follow_network(command: c.FollowNetwork, known: Known) -> Decision:
    """Append what the network's sanctions have not closed or freed on the account yet; nothing when all is done."""
    return _with("done", *networks.reaching(command, standing_of(known), known.timing.recorded_at))


def _follow_holder(command: c.FollowHolder, known: Known) -> Decision:
    """Append what the account has less of an inherited action than before; nothing when nothing has changed."""
    return _with("done", *inheritance.eased(command.actions, standing_of(known), known.timing.effective_at))


def _inherited(known: Known) -> tuple[FactBody, ...]:
    """Facts of the restrictions that bind the account from now on because they bind its holder (article 7)."""
    timing = known.timing
    dated_back = timing.effective_at < timing.recorded_at
    return tuple(
        inheritance.inherited(known.actions, known.account, known.standing, timing.effective_at, dated_back=dated_back)
    )


_RULES: Final[Mapping[type, Callable[[Any, Known], Decision]]] = {
    c.Register: _register,
    c.ChangeName: _change_name,
    c.ChangeProfile: _change_profile,
    c.SettleRegistration: _settle_registration,
    c.SettleChange: _settle_change,
    c.CorrectRegistration: _correct_registration,
    c.CorrectChange: _correct_change,
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
    c.LiftWithholding: _lift_withholding,
    c.Overturn: _overturn,
    c.WithdrawConsequence: _withdraw_consequence,
    c.Close: _close,
    c.Reopen: _reopen,
    c.FollowNetwork: _follow_network,
    c.FollowHolder: _follow_holder,
}


def _with(outcome: Outcome, *facts: FactBody) -> Decision:
    return Decision(outcome=outcome, facts=facts)


def _withheld(reasons: tuple[Reason, ...], eligible: datetime | None) -> Words:
    when = (
        Words("无法确定何时可获准", "no instant is known at which an application would be granted")
        if eligible is None
        else Words(f"自{shown_zh(eligible)}起可获准", f"an application would be granted from {shown(eligible)} on")
    )
    return Words(
        f"{'；'.join(reason.message_zh for reason in reasons)}。{when.zh}",
        f"{'; '.join(reason.message for reason in reasons)}: {when.en}",
    )
