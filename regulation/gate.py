"""Publishing gate: standing + draft + instant → may it be published, with which labels, under which name, how far.

Each article's module decides what a draft lacks and which labels it gets; this module combines and ranks the results.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Final

from models.accounts.standing import Certification, Restriction, RestrictionKind, Standing
from models.accounts.verdicts import Never
from models.gate.drafts import Draft
from models.gate.publishing import DistributionLimit, GateAnswer, GateReason, Label, PublishVerdict
from models.instants import LATEST, SHANGHAI
from models.rumours.matching import Repeated
from models.words.privileges import BE_RECOMMENDED, PUBLISH, SERVICE, Field, publish_in
from regulation.articles import a02_certification as a02
from regulation.articles import a03_sources as a03
from regulation.articles import a04_truth as a04
from regulation.articles import a05_fiction as a05
from regulation.articles import a06_rumours as a06
from regulation.standing.verdicts import NEVER, permits, reasons, require_known
from regulation.words.restrictions import RANK

_FOR_EVERY_DRAFT: Final = (SERVICE, PUBLISH, BE_RECOMMENDED)
_WATCHED: Final = frozenset({*_FOR_EVERY_DRAFT, *map(publish_in, Field)})
"""Privileges whose restrictions matter here: a violation in the clean window does not."""


def decide_publish(
    standing: Standing, draft: Draft, at: datetime, repeated: tuple[Repeated, ...] = ()
) -> PublishVerdict:
    """Verdict on one draft at one instant, with all reasons against it; `repeated` are the open rumours that its text
    repeats, denies or asks about.

    Raises:
        PastNotKeptError: when the standing does not know what held at that instant.
    """
    require_known(standing, at)
    watched = _watched(standing)
    if not watched and at >= standing.registered_at and not repeated and is_plain(draft):
        # Fast path for most drafts of most accounts. The code below gives the same answer three times as slowly.
        return PublishVerdict.trusted(
            account=standing.account,
            at=at.astimezone(SHANGHAI),
            answer=GateAnswer.ALLOWED,
            name=a04.name_shown(standing),
            version=standing.version,
        )
    refused = _reasons(standing, draft, at)
    valid_until = min((turn for turn in _turns(standing, draft) if turn > at), default=None)
    if refused:
        return PublishVerdict.trusted(
            account=standing.account,
            at=at.astimezone(SHANGHAI),
            answer=GateAnswer.REFUSED,
            name=a04.name_shown(standing),
            reasons=tuple(refused),
            until=_opens(standing, draft, refused, at),
            valid_until=valid_until,
            version=standing.version,
        )
    labels = (*_field_labels(standing, draft, at), *a03.labels(draft), *a05.labels(draft), *a06.labels(repeated))
    limits = (*a05.limits(draft), *a06.limits(repeated), *(_limits(standing, at) if watched else ()))
    return PublishVerdict.trusted(
        account=standing.account,
        at=at.astimezone(SHANGHAI),
        answer=GateAnswer.ALLOWED_WITH_LABELS if labels else GateAnswer.ALLOWED,
        name=a04.name_shown(standing),
        labels=labels,
        limited=bool(limits),
        limits=limits,
        denies=a06.denied(repeated),
        valid_until=valid_until,
        version=standing.version,
    )


def publish_outcome(
    standing: Standing, draft: Draft, at: datetime, repeated: tuple[Repeated, ...] = ()
) -> tuple[GateAnswer, datetime | None]:
    """Answer of the verdict on a draft and its `valid_until`, without its words: a fifth of the work.

    Raises:
        PastNotKeptError: when the standing does not know what held at that instant.
    """
    require_known(standing, at)
    answer, turn = draft_outcome(draft, at, a04.name_shown(standing), repeated)
    if not _is_open(standing, draft, at):
        answer = GateAnswer.REFUSED
    elif answer is GateAnswer.ALLOWED and next(_field_labels(standing, draft, at), None) is not None:
        answer = GateAnswer.ALLOWED_WITH_LABELS
    turns = [one for one in _account_turns(standing, draft) if one > at]
    return answer, min(turns if turn is None else [*turns, turn], default=None)


def draft_outcome(
    draft: Draft, at: datetime, own_name: str, repeated: tuple[Repeated, ...] = ()
) -> tuple[GateAnswer, datetime | None]:
    """Answer and `valid_until` by what the draft itself states: those of its verdict where the account may publish,
    always, and the draft names no field. `own_name` is the account's name.
    """
    if next(a03.lacking(draft, at, own_name), None) is not None or a04.lacking(draft) or a05.lacking(draft):
        return GateAnswer.REFUSED, min((turn for turn in a03.turns(draft) if turn > at), default=None)
    # A time that lies in the future is a reason against the draft: here all are past, and the answer stays.
    is_labelled = a05.labels(draft) or (repeated and a06.labels(repeated)) or next(a03.labels(draft), None) is not None
    return GateAnswer.ALLOWED_WITH_LABELS if is_labelled else GateAnswer.ALLOWED, None


def is_plain(draft: Draft) -> bool:
    """Whether no article applies to the draft; a source or a fiction label alone is the author's choice.

    The verdict on a plain draft depends on the standing alone, and is cached with it; that on a draft with a text
    depends on the open rumours too.
    """
    return not (
        draft.fields
        or draft.topics
        or draft.media
        or draft.old_event
        or draft.fictional
        or draft.disputed
        or draft.anonymous
        or draft.text
    )


def _reasons(standing: Standing, draft: Draft, at: datetime) -> list[GateReason]:
    """Reasons against publishing: restrictions of the account, the weightiest first; then what the draft lacks, by
    article and place.
    """
    account: list[GateReason] = []
    fields: list[GateReason] = []
    if at < standing.registered_at or _watched(standing):
        account += [GateReason.of(reason) for reason in reasons(standing, PUBLISH, at)]
    for where, field in _fields(draft):
        privilege = publish_in(field)
        if permits(standing, privilege, at):
            continue
        for reason in reasons(standing, privilege, at):
            if reason.privilege == privilege and reason.article == a02.ARTICLE:
                fields.append(a02.lacking(reason, where))
            elif reason.privilege == privilege:
                account.append(GateReason.of(reason, where))
    account.sort(key=_weight)
    return [
        *account,
        *fields,
        *a03.lacking(draft, at, a04.name_shown(standing)),
        *a04.lacking(draft),
        *a05.lacking(draft),
    ]


def _is_open(standing: Standing, draft: Draft, at: datetime) -> bool:
    """Whether nothing about the account closes the draft: `_reasons` has the words of what does."""
    return permits(standing, PUBLISH, at) and all(permits(standing, publish_in(field), at) for field in draft.fields)


def _fields(draft: Draft) -> Iterator[tuple[str, Field]]:
    """Each field once, with its place in the draft."""
    for index, field in enumerate(draft.fields):
        if field not in draft.fields[:index]:
            yield f"fields[{index}]", field


def _watched(standing: Standing) -> list[Restriction]:
    return [r for r in standing.restrictions if r.privilege in _WATCHED] if standing.restrictions else []


def _field_labels(standing: Standing, draft: Draft, at: datetime) -> Iterator[Label]:
    for where, field in _fields(draft):
        in_force = [c for c in standing.certifications if c.field is field and c.interval.covers(at)]
        if in_force:
            # Of several certifications the one valid longest, and of those the one verified last, as on the homepage.
            yield a02.label_of(max(reversed(in_force), key=_ends), where)


def _limits(standing: Standing, at: datetime) -> Iterator[DistributionLimit]:
    """Limits of the account: recommendation may be closed while publishing is open."""
    for reason in reasons(standing, BE_RECOMMENDED, at):
        yield DistributionLimit(
            article=reason.article,
            code=reason.kind,
            privilege=reason.privilege,
            cause=reason.cause,
            until=reason.until,
            message=reason.message,
            message_zh=reason.message_zh,
            origin=reason.origin,
        )


def _turns(standing: Standing, draft: Draft) -> Iterator[datetime]:
    """Instants at which something begins or ends that the answer, its labels or its limits depend on."""
    yield from _account_turns(standing, draft)
    yield from a03.turns(draft)


def _account_turns(standing: Standing, draft: Draft) -> Iterator[datetime]:
    yield standing.registered_at
    needed = {*_FOR_EVERY_DRAFT, *map(publish_in, draft.fields)}
    closing = (restriction.interval for restriction in standing.restrictions if restriction.privilege in needed)
    opening = (grant.interval for grant in standing.grants if grant.privilege in needed)
    for interval in chain(closing, opening):
        yield interval.start
        if interval.end is not None:
            yield interval.end


def _opens(standing: Standing, draft: Draft, refused: list[GateReason], at: datetime) -> datetime | Never:
    """First instant at which nothing prevents publishing. Missing statements of the draft do not appear by waiting."""
    if any(reason.until == NEVER for reason in refused):
        return NEVER
    candidates = sorted({turn for turn in _turns(standing, draft) if turn > at})
    return next((turn for turn in candidates if not _reasons(standing, draft, turn)), NEVER)


def _weight(reason: GateReason) -> int:
    """Rank of a reason, as for any privilege; the sort is stable, so the longest stays first among its kind."""
    return RANK[RestrictionKind(reason.code)]


def _ends(certification: Certification) -> datetime:
    return certification.interval.end or LATEST
