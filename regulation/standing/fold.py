"""Fold: facts in the order they were recorded → standing. The only place where a standing is made."""

from collections.abc import Callable, Container, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from models.accounts import facts as f
from models.accounts.facts import Fact
from models.accounts.profiles import PendingChange
from models.accounts.standing import Ban, Grant, GrantEnd, Restriction, RestrictionKind, Standing
from models.intervals import Interval
from models.words.privileges import monetize_by
from regulation.articles import a01_identity as a01
from regulation.articles import a02_certification as a02
from regulation.articles import a08_profit as a08
from regulation.articles import a09_bans as a09
from regulation.articles import a11_networks as a11
from regulation.holders import inheritance, subjects
from regulation.standing import measures
from regulation.words.measures import withholds

Updates = dict[str, Any]

APPLICATION: Final = "application-"
"""Prefix of the sources of granted applications; the fact's number follows."""


def fold(facts: Iterable[Fact], *, keep_past: bool = False) -> Standing | None:
    """Fold an account's facts into its standing; None when there are none.

    With `keep_past` the standing also answers for instants before its last fact, and grows with the history.
    """
    standing: Standing | None = None
    for fact in facts:
        standing = apply(standing, fact, keep_past=keep_past)
    return standing


def apply(standing: Standing | None, fact: Fact, *, keep_past: bool = False) -> Standing:
    """Return the standing after one more fact.

    Raises:
        ValueError: when the fact is not the next one of this account, which would be a fault in the ledger.
    """
    expected = 1 if standing is None else standing.version + 1
    if fact.seq != expected:
        raise ValueError(f"account {fact.account}: expected fact {expected}, got {fact.seq}")
    if standing is None:
        return _registered(fact, keep_past=keep_past)
    updates = _FOLDS[type(fact.body)](standing, fact.body, fact)
    after = standing.model_copy(update={**updates, "version": fact.seq, "as_of": fact.recorded_at})
    return after if keep_past else _without_past(after)


def _registered(fact: Fact, *, keep_past: bool) -> Standing:
    body = fact.body
    if not isinstance(body, f.AccountRegistered):
        raise ValueError(f"account {fact.account}: its first fact is {body.type}, not its registration")  # noqa: TRY004 - a fault in the data, not in a type
    return Standing(
        account=fact.account,
        version=fact.seq,
        as_of=fact.recorded_at,
        registered_at=fact.effective_at,
        kind=body.kind,
        holder=body.holder,
        name=body.name,
        bio=body.bio,
        avatar=body.avatar,
        mcn=body.mcn,
        fields=body.fields,
        past_kept=keep_past,
    )


def _registration_held(standing: Standing, body: f.RegistrationHeld, fact: Fact) -> Updates:
    hold = a01.closed_by_hold(body, fact.effective_at)
    return {"restrictions": (*standing.restrictions, hold), "seen": body.grounds.finding}


def _hold_lifted(standing: Standing, body: f.HoldLifted, fact: Fact) -> Updates:
    return {"restrictions": _cut(standing.restrictions, body.id, fact.effective_at)}


def _registration_rejected(standing: Standing, body: f.RegistrationRejected, fact: Fact) -> Updates:
    at = fact.effective_at
    held = (r.article for r in standing.restrictions if r.kind is RestrictionKind.HOLD and r.cause == body.id)
    article = body.article or next(held)
    denied = a01.closed_by_rejection(body, article, at)
    return {"restrictions": (*_cut(standing.restrictions, body.id, at), denied), "closed_at": at, "pending": ()}


def _rejection_lifted(standing: Standing, body: f.RejectionLifted, fact: Fact) -> Updates:
    denials = {RestrictionKind.DENIAL}
    return {"restrictions": _cut(standing.restrictions, body.id, fact.effective_at, denials), "closed_at": None}


def _name_changed(standing: Standing, body: f.NameChanged, _: Fact) -> Updates:
    """Apply a change of name in which screening found nothing."""
    changed = f.ProfileChanged(name=body.name)
    return {"name": body.name, "seen": "", "pending": a01.still_pending(standing.pending, changed)}


def _profile_changed(standing: Standing, body: f.ProfileChanged, _: Fact) -> Updates:
    shown = {part: value for part in a01.PARTS if (value := getattr(body, part)) is not None}
    return {**shown, "seen": body.finding, "pending": a01.still_pending(standing.pending, body)}


def _profile_change_held(standing: Standing, body: f.ProfileChangeHeld, _: Fact) -> Updates:
    waiting = PendingChange(id=body.id, name=body.name, bio=body.bio, avatar=body.avatar, finding=body.grounds.finding)
    return {"pending": (*standing.pending, waiting)}


def _profile_change_rejected(standing: Standing, body: f.ProfileChangeRejected, _: Fact) -> Updates:
    return {"pending": tuple(change for change in standing.pending if change.id != body.id)}


def _profile_restored(_: Standing, body: f.ProfileRestored, __: Fact) -> Updates:
    shown = {part: value for part in a01.PARTS if (value := getattr(body, part)) is not None}
    return {**shown, "seen": body.finding}


def _impersonation_found(standing: Standing, body: f.ImpersonationFound, fact: Fact) -> Updates:
    """Apply an imitation: no service, and it is a violation like any other."""
    denied = a01.closed_by_imitation(body, fact.effective_at)
    violation = a08.closed_by_violation(body.id, fact.recorded_at, body.clean_months)
    return {"restrictions": (*standing.restrictions, denied, violation), "seen": body.finding or standing.seen}


def _impersonation_lifted(standing: Standing, body: f.ImpersonationLifted, fact: Fact) -> Updates:
    denials = {RestrictionKind.DENIAL}
    return {"restrictions": _cut(standing.restrictions, body.id, fact.effective_at, denials)}


def _finding_dismissed(_: Standing, body: f.FindingDismissed, __: Fact) -> Updates:
    return {"seen": body.finding}


def _holder_changed(standing: Standing, body: f.HolderChanged, fact: Fact) -> Updates:
    """Apply a change of holder. Certifications belong to the holder, so they fall with the old one (reading 6); grants
    of profit only freeze. A reviewer may have approved the profile for the old holder, so it is reviewed again (article
    1).
    """
    at = fact.effective_at
    return {
        "holder": body.holder,
        "kind": body.kind,
        "seen": "",
        "restrictions": (*standing.restrictions, a08.closed_by_holder_change(body, at)),
        "grants": _ending(
            standing.grants,
            at,
            GrantEnd.HOLDER_CHANGE,
            body.id,
            lambda grant: grant.article == a02.ARTICLE,
            fallen=body.fallen,
        ),
        "certifications": tuple(
            certification.model_copy(update={"interval": cut})
            for certification in standing.certifications
            if (cut := certification.interval.cut_at(at)) is not None
        ),
    }


def _certification_granted(standing: Standing, body: f.CertificationGranted, fact: Fact) -> Updates:
    opened = a02.opened_by(body, fact.effective_at)
    if opened is None:
        return {}
    grant, certification = opened
    return {
        "grants": (*standing.grants, grant),
        "certifications": (*standing.certifications, certification),
    }


def _certification_revoked(standing: Standing, body: f.CertificationRevoked, fact: Fact) -> Updates:
    at = fact.effective_at
    return {
        "grants": _ending(
            standing.grants,
            at,
            GrantEnd.REVOCATION,
            body.id,
            lambda grant: grant.source == body.id,
            fallen=body.fallen,
        ),
        "certifications": tuple(
            certification if certification.id != body.id else certification.model_copy(update={"interval": cut})
            for certification in standing.certifications
            if (cut := certification.interval.cut_at(at)) is not None or certification.id != body.id
        ),
    }


def _monetization_granted(standing: Standing, body: f.MonetizationGranted, fact: Fact) -> Updates:
    already = {grant.privilege for grant in standing.grants if grant.interval.covers(fact.effective_at)}
    opened = tuple(
        Grant(
            privilege=privilege,
            interval=Interval(start=fact.effective_at),
            article=a08.ARTICLE,
            source=f"{APPLICATION}{fact.seq}",
        )
        for privilege in map(monetize_by, body.methods)
        if privilege not in already
    )
    return {"grants": (*standing.grants, *opened)}


def _monetization_withheld(_: Standing, __: f.MonetizationWithheld, ___: Fact) -> Updates:
    """Apply a refused application: it changes nothing; it is kept because the regulator's report counts it."""
    return {}


def _monetization_cancelled(standing: Standing, body: f.MonetizationCancelled, fact: Fact) -> Updates:
    at = fact.effective_at
    updates: Updates = {
        "grants": tuple(
            _cancelled(grant, at, body.id) if grant.article == a08.ARTICLE else grant for grant in standing.grants
        )
    }
    if body.category is not None:
        closed = a08.closed_by_violation(body.id, fact.recorded_at, body.clean_months)
        updates["restrictions"] = (*standing.restrictions, closed)
    return updates


def _violation_recorded(standing: Standing, body: f.ViolationRecorded, fact: Fact) -> Updates:
    closed = a08.closed_by_violation(body.id, body.decided_at or fact.recorded_at, body.clean_months)
    return {"restrictions": (*standing.restrictions, closed)}


def _ban_imposed(standing: Standing, body: f.BanImposed, fact: Fact) -> Updates:
    """Apply a ban. Without months it follows from a finding that has closed the clean window already."""
    ban = Ban(id=body.id, start=fact.effective_at, duration=body.duration, factor=body.factor)
    closed = a09.closed_by(ban)
    if body.clean_months:
        closed += (a08.closed_by_violation(body.id, body.decided_at or fact.recorded_at, body.clean_months),)
    return {"bans": (*standing.bans, ban), "restrictions": (*standing.restrictions, *closed)}


def _ban_shortened(standing: Standing, body: f.BanShortened, fact: Fact) -> Updates:
    """Apply a shorter ban: its restrictions are made anew; what had elapsed by then stays as it was (reading 3)."""
    before = next(ban for ban in standing.bans if ban.id == body.id)
    after = before.model_copy(update={"duration": body.duration})
    shortened = {(closed.privilege, closed.kind): closed for closed in a09.closed_by(after)}

    def shorten(old: Restriction) -> Restriction:
        new = shortened.get((old.privilege, old.kind)) if old.cause == body.id and old.origin is None else None
        if new is None or new.interval.end is None:
            return old
        lived = old.interval.cut_at(max(new.interval.end, fact.effective_at))
        return old if lived is None else old.model_copy(update={"interval": lived})

    return {
        "bans": tuple(after if ban.id == body.id else ban for ban in standing.bans),
        "restrictions": tuple(map(shorten, standing.restrictions)),
    }


def _measure_imposed(standing: Standing, body: f.MeasureImposed, fact: Fact) -> Updates:
    closed = measures.closed_by(body, fact)
    if body.clean_months:
        closed += (a08.closed_by_violation(body.id, fact.recorded_at, body.clean_months),)
    return {"restrictions": (*standing.restrictions, *closed)}


def _measure_shortened(standing: Standing, body: f.MeasureShortened, fact: Fact) -> Updates:
    """Apply a shorter measure: it ends earlier; what had elapsed by then stays as it was."""
    before = measures.restriction_of(standing.restrictions, body.id, body.measure)
    if before is None:
        return {}
    lived = before.interval.cut_at(max(before.interval.start + body.duration, fact.effective_at))
    after = before if lived is None else before.model_copy(update={"interval": lived})
    return {"restrictions": tuple(after if r is before else r for r in standing.restrictions)}


def _withholding_lifted(standing: Standing, body: f.WithholdingLifted, fact: Fact) -> Updates:
    """Apply the end of a withholding; the clean window of the same violation runs on."""
    return {
        "restrictions": tuple(
            left
            for restriction in standing.restrictions
            for left in (_cut((restriction,), body.id, fact.effective_at) if withholds(restriction) else (restriction,))
        )
    }


def _overturned(standing: Standing, body: f.Overturned, fact: Fact) -> Updates:
    """Apply an overturn: everything the violation closed opens now, and what it cancelled is granted again, unless
    another cancellation stands that would have ended it too (readings 3 and 5).
    """
    return {
        "bans": tuple(ban for ban in standing.bans if ban.id != body.id),
        "restrictions": _cut(standing.restrictions, body.id, fact.effective_at),
        "grants": _restored(standing.grants, body.id, fact.effective_at),
    }


def _consequence_withdrawn(standing: Standing, body: f.ConsequenceWithdrawn, fact: Fact) -> Updates:
    """Apply the end of what a case had added to a finding; the finding, and whatever else follows from it, stand."""
    at = fact.effective_at
    if body.consequence == "closure":
        return {"restrictions": _cut(standing.restrictions, body.id, at, {RestrictionKind.CLOSURE})}
    grants = _restored(standing.grants, body.id, at)
    if not body.withholding:
        return {"grants": grants}
    ended = _cutting(standing.restrictions, at, lambda r: r.cause == body.id and r.origin is None and withholds(r))
    return {"grants": grants, "restrictions": ended}


def _account_closed(standing: Standing, body: f.AccountClosed, fact: Fact) -> Updates:
    return {
        "closed_at": standing.closed_at or fact.effective_at,
        "restrictions": (*standing.restrictions, a09.closed_by_closure(body, fact.effective_at)),
    }


def _account_reopened(standing: Standing, body: f.AccountReopened, fact: Fact) -> Updates:
    """Apply a reopening: the closure ends; grants, bans and all else ran on meanwhile, as without it."""
    return {
        "closed_at": None,
        "restrictions": tuple(
            restriction if not ends else restriction.model_copy(update={"interval": cut})
            for restriction in standing.restrictions
            if not (ends := _is_closure(restriction, body.id))
            or (cut := restriction.interval.cut_at(fact.effective_at)) is not None
        ),
    }


def _network_signed(_: Standing, body: f.NetworkSigned, __: Fact) -> Updates:
    return {"mcn": body.name}


def _network_left(_: Standing, __: f.NetworkLeft, ___: Fact) -> Updates:
    return {"mcn": None}


def _network_restricted(standing: Standing, body: f.NetworkRestricted, fact: Fact) -> Updates:
    return {"restrictions": (*standing.restrictions, *a11.closed_by(body, fact.effective_at))}


def _holder_restricted(standing: Standing, body: f.HolderRestricted, fact: Fact) -> Updates:
    return {"restrictions": inheritance.closed_by(body, standing.restrictions, fact.effective_at)}


def _subject_lifted(standing: Standing, body: f.NetworkLifted | f.HolderLifted, fact: Fact) -> Updates:
    """Apply the end of a decision about the account's network, or on another account of its holder: it closes nothing
    any more.
    """
    return {
        "restrictions": _cutting(standing.restrictions, fact.effective_at, lambda r: subjects.subject_of(r) == body.id)
    }


def _is_closure(restriction: Restriction, cause: str) -> bool:
    return restriction.kind is RestrictionKind.CLOSURE and restriction.cause == cause


_FOLDS: Final[Mapping[type, Callable[[Standing, Any, Fact], Updates]]] = {
    f.RegistrationHeld: _registration_held,
    f.HoldLifted: _hold_lifted,
    f.RegistrationRejected: _registration_rejected,
    f.RejectionLifted: _rejection_lifted,
    f.NameChanged: _name_changed,
    f.ProfileChanged: _profile_changed,
    f.ProfileChangeHeld: _profile_change_held,
    f.ProfileChangeRejected: _profile_change_rejected,
    f.ProfileRestored: _profile_restored,
    f.ImpersonationFound: _impersonation_found,
    f.ImpersonationLifted: _impersonation_lifted,
    f.FindingDismissed: _finding_dismissed,
    f.HolderChanged: _holder_changed,
    f.CertificationGranted: _certification_granted,
    f.CertificationRevoked: _certification_revoked,
    f.MonetizationGranted: _monetization_granted,
    f.MonetizationWithheld: _monetization_withheld,
    f.MonetizationCancelled: _monetization_cancelled,
    f.ViolationRecorded: _violation_recorded,
    f.BanImposed: _ban_imposed,
    f.BanShortened: _ban_shortened,
    f.MeasureImposed: _measure_imposed,
    f.MeasureShortened: _measure_shortened,
    f.WithholdingLifted: _withholding_lifted,
    f.Overturned: _overturned,
    f.ConsequenceWithdrawn: _consequence_withdrawn,
    f.AccountClosed: _account_closed,
    f.AccountReopened: _account_reopened,
    f.NetworkSigned: _network_signed,
    f.NetworkLeft: _network_left,
    f.NetworkRestricted: _network_restricted,
    f.NetworkLifted: _subject_lifted,
    f.HolderRestricted: _holder_restricted,
    f.HolderLifted: _subject_lifted,
}


def _cut(
    restrictions: tuple[Restriction, ...], cause: str, at: datetime, kinds: Container[RestrictionKind] | None = None
) -> tuple[Restriction, ...]:
    """Restrictions after those of one cause on the account itself ended at an instant."""
    return _cutting(
        restrictions, at, lambda r: r.cause == cause and r.origin is None and (kinds is None or r.kind in kinds)
    )


def _cutting(
    restrictions: tuple[Restriction, ...], at: datetime, chosen: Callable[[Restriction], bool]
) -> tuple[Restriction, ...]:
    """Restrictions after the chosen ones ended at an instant; one that would only have begun later is removed."""
    left: list[Restriction] = []
    for restriction in restrictions:
        if not chosen(restriction):
            left.append(restriction)
        elif (cut := restriction.interval.cut_at(at)) is not None:
            left.append(restriction.model_copy(update={"interval": cut}))
    return tuple(left)


def _ending(
    grants: tuple[Grant, ...],
    at: datetime,
    how: GrantEnd,
    by: str,
    chosen: Callable[[Grant], bool],
    *,
    fallen: Container[str],
) -> tuple[Grant, ...]:
    """Grants after the chosen ones ended at an instant. One that would only have begun later is removed; if it is in
    `fallen`, it stays with an empty interval, to give the reason why the privilege is closed.
    """
    ended: list[Grant] = []
    for grant in grants:
        if not chosen(grant) or grant.interval.ended_by(at):
            ended.append(grant)
        elif (cut := grant.interval.cut_at(at)) is not None:
            ended.append(grant.model_copy(update={"interval": cut, "ended_by": how, "ended_by_id": by}))
        elif grant.source in fallen:
            nothing = Interval(start=at, end=at)
            ended.append(grant.model_copy(update={"interval": nothing, "ended_by": how, "ended_by_id": by}))
    return tuple(ended)


def _cancelled(grant: Grant, at: datetime, by: str) -> Grant:
    """Granted application after a cancellation. It stays, even with an empty interval, to be restored by an overturn;
    the first cancellation names the reason, and all must be overturned (reading 3).
    """
    start, end = grant.interval.start, grant.interval.end
    left = Interval(start=start, end=max(start, at if end is None else min(at, end)))
    if grant.ended_by is GrantEnd.CANCELLATION:
        return grant.model_copy(update={"interval": left, "also_ended_by": (*grant.also_ended_by, by)})
    return grant.model_copy(update={"interval": left, "ended_by": GrantEnd.CANCELLATION, "ended_by_id": by})


def _restored(grants: tuple[Grant, ...], cause: str, at: datetime) -> tuple[Grant, ...]:
    """Grants after a cancellation was taken back: what it ended is granted again, unless another one stands."""
    again = tuple(
        Grant(privilege=grant.privilege, interval=Interval(start=at), article=grant.article, source=grant.source)
        for grant in grants
        if grant.ended_by_id == cause and not grant.also_ended_by
    )
    return (*(_without_cancellation(grant, cause) for grant in grants), *again)


def _without_cancellation(grant: Grant, overturned: str) -> Grant:
    others = tuple(by for by in grant.also_ended_by if by != overturned)
    if grant.ended_by_id == overturned and others:
        return grant.model_copy(update={"ended_by_id": others[0], "also_ended_by": others[1:]})
    return grant if others == grant.also_ended_by else grant.model_copy(update={"also_ended_by": others})


def _without_past(standing: Standing) -> Standing:
    """Drop what can no longer change an answer from `as_of` on. Of the ended grants, the last one of each privilege
    stays: it gives the reason and the start of the closed privilege.
    """
    now = standing.as_of
    last_ended = {
        grant.privilege: grant
        for grant in sorted(
            (grant for grant in standing.grants if grant.interval.ended_by(now)),
            key=lambda grant: grant.interval.end or now,
        )
    }
    return standing.model_copy(
        update={
            "restrictions": tuple(r for r in standing.restrictions if not r.interval.ended_by(now)),
            "grants": tuple(g for g in standing.grants if not g.interval.ended_by(now) or last_ended[g.privilege] is g),
            "certifications": tuple(c for c in standing.certifications if not c.interval.ended_by(now)),
            "bans": tuple(b for b in standing.bans if b.start + b.suspension > now),
        }
    )
