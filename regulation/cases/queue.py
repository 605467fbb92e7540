"""Queue of cases: urgency, who may decide a case now, and each case in one line.

The order of the queue is by priority, then by deadline. Urgency, a number from 0 to 100, follows that order and tells
how near the deadline is. An overdue case is urgent whether or not its escalation is recorded yet.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from models.accounts.profiles import PendingChange
from models.cases.cases import Case, CaseKind, CaseStatus, Opening, Priority
from models.cases.queue import SECOND_STATUSES, CaseFilters, View
from models.cases.queue import WAITING_STATUSES as WAITING_STATUSES  # noqa: PLC0414 - found here too
from models.cases.subjects import (
    Appealed,
    CancellationAsked,
    CertificationApplied,
    ClosureAsked,
    CoordinationFound,
    ImitationSuspected,
    IrregularCode,
    Reference,
)
from models.roles import Role
from models.words.violations import Category
from regulation.cases.reducer import CLOSED
from regulation.words.case_kinds import KINDS, RANK
from regulation.words.categories import CATEGORIES
from regulation.words.fields import FIELDS
from regulation.words.languages import Words
from regulation.words.lengths import roughly
from regulation.words.sentences.chinese import in_chinese

BAND: Final = 25
"""Width of a priority's band among the hundred: low 0-25, normal 25-50, high 50-75, urgent 75-100."""
HALFWAY: Final = timedelta(days=1)
"""A case due in a day stands a quarter into its band, one due now at half, one a day overdue at three quarters."""


@dataclass(frozen=True)
class Reader:
    """Reader of the queue, as far as lists and permissions depend on who reads."""

    actor: str
    aliases: frozenset[str] = frozenset()
    """Earlier names of the same person in recorded claims and decisions."""
    decides: frozenset[CaseKind] = frozenset()
    """Kinds of case that the reader may decide."""
    counts_as_second: bool = True
    """Whether the reader may be the second of two persons, and may review what somebody decided; a service may not."""
    kept_from: frozenset[str] = frozenset()
    """Cases that the reader may not decide by what was decided elsewhere (`ledger.sanctions.queue_readers`)."""

    @property
    def names(self) -> frozenset[str]:
        """All names of the reader in recorded claims, assignments and decisions."""
        return self.aliases | {self.actor}


def decided_by(roles: frozenset[Role], kinds: frozenset[CaseKind] | None = None) -> frozenset[CaseKind]:
    """Kinds of case that somebody with these roles may decide; `kinds` limits them further where it is given."""
    held = {role.value for role in roles}
    return frozenset(kind for kind, row in KINDS.items() if row.deciders & held and (kinds is None or kind in kinds))


def is_overdue(case: Case, now: datetime) -> bool:
    """Whether the case is undecided and its deadline has passed."""
    return case.status in WAITING_STATUSES and case.due_at <= now


def priority_at(case: Case, now: datetime) -> Priority:
    """Priority of the case at an instant: urgent once it is overdue."""
    return Priority.URGENT if is_overdue(case, now) else case.priority


def score(case: Case, now: datetime) -> int:
    """Urgency from 0 to 100; it never contradicts the order by priority and deadline."""
    left = case.due_at - now
    near = HALFWAY / (2 * (left + HALFWAY)) if left > timedelta(0) else 1 - HALFWAY / (2 * (HALFWAY - left))
    return BAND * RANK[priority_at(case, now)] + round(BAND * near)


def decidable(case: Case, reader: Reader) -> bool:
    """Whether the reader may decide the case now; the case is given as it is now (`current`). A proposal waits for the
    second person: its author may still decide otherwise, but has nothing to do.
    """
    free = (None, *reader.names)
    return (
        case.status in WAITING_STATUSES
        and case.opening.kind in reader.decides
        and (case.claim is None or case.claim.by in reader.names)
        and case.assigned_to in free
        and case.id not in reader.kept_from
        and (not case.opening.not_by or (reader.counts_as_second and not reader.names & {*case.opening.not_by}))
        and (case.status not in SECOND_STATUSES or _may_be_second(case, reader))
    )


def is_mine(case: Case, reader: Reader) -> bool:
    """Whether the reader has claimed the case, or it is assigned to the reader."""
    return (case.claim is not None and case.claim.by in reader.names) or case.assigned_to in reader.names


def _may_be_second(case: Case, reader: Reader) -> bool:
    first = case.correction or case.proposal
    return reader.counts_as_second and (first is None or first.by not in reader.names)


def deadline(case: Case, now: datetime) -> Words:
    """Deadline of the case, as seen at an instant."""
    if case.status in CLOSED:
        return Words("已结案", "closed")
    if case.deferral is not None:
        left = roughly(case.deferral.takes_effect_at - now)
        return Words(f"{left.zh}后生效", f"takes effect in {left.en}")
    away = roughly(case.due_at - now)
    if is_overdue(case, now):
        return Words(f"已逾期{away.zh}", f"overdue by {away.en}")
    return Words(f"{away.zh}后到期", f"due in {away.en}")


def age(case: Case, now: datetime) -> Words:
    """Time since the opening; for a closed case the time until its end."""
    decision = case.corrected[0] if case.corrected else case.decision
    ended = case.withdrawn_at if decision is None else decision.at
    length = roughly((ended or now) - case.opened_at)
    if ended is not None:
        return Words(f"历时{length.zh}", f"took {length.en}")
    return Words(f"已等待{length.zh}", f"waiting for {length.en}")


SHOWN_OF_A_STATEMENT: Final = 60
"""Characters of an appellant's statement in a list."""


def summary(case: Case, name: str | None = None, change: PendingChange | None = None) -> Words:
    """The case in one line.

    Args:
        case: The case.
        name: Present name of the account concerned, if it is a single one.
        change: Change of the profile that the case is about, while it waits.
    """
    opening = case.opening
    said = _BY_SUBJECT.get(type(opening.subject))
    if said is not None:
        return said(opening.subject, _account(opening, name))
    if opening.kind is CaseKind.PROFILE_CHANGE and change is not None:
        return _changed(change, _account(opening, name))
    words, about = KINDS[opening.kind].words, _account(opening, name).zh or _record(opening)
    if isinstance(opening.subject, CoordinationFound) and opening.title not in {"", words.en}:
        return Words(in_chinese(opening.title, f"{words.zh}：{about}"), opening.title)
    return Words(f"{words.zh}：{about}" if about else words.zh, opening.title or words.en)


def _record(opening: Opening) -> str:
    if isinstance(opening.subject, CoordinationFound):
        return opening.subject.cluster
    return opening.subject.id if isinstance(opening.subject, Reference) else ""


def _account(opening: Opening, name: str | None) -> Words:
    if opening.account is None:
        return Words("", "")
    return Words(f"“{name or opening.account}”", f"“{name or opening.account}”")


def _changed(change: PendingChange, account: Words) -> Words:
    if change.name is not None:
        return Words(f"{account.zh}申请更名为“{change.name}”", f"{account.en} asks for the name “{change.name}”")
    parts = [words for words, value in ((_BIO, change.bio), (_AVATAR, change.avatar)) if value is not None]
    zh, en = "和".join(part.zh for part in parts), " and ".join(part.en for part in parts)
    return Words(f"{account.zh}申请变更{zh}", f"{account.en} asks for another {en}")


_BIO: Final = Words("简介", "bio")
_AVATAR: Final = Words("头像", "avatar")


def _certification(applied: CertificationApplied, account: Words) -> Words:
    field = FIELDS[applied.field].words
    days = f"{applied.valid_from} – {applied.valid_until}"
    return Words(f"{account.zh}申请{field.zh}领域资质认证（{days}）", f"{account.en}: certified in {field.en}, {days}")


def _category(category: Category | None) -> Words:
    if category is None:
        return Words("未注明事由", "no category given")
    return CATEGORIES[category].words


def _closure(asked: ClosureAsked, account: Words) -> Words:
    why = _category(asked.category)
    return Words(f"拟关闭{account.zh}：{why.zh}", f"close {account.en}: {why.en}")


def _cancellation(asked: CancellationAsked, account: Words) -> Words:
    why = _category(asked.category)
    return Words(f"拟取消{account.zh}营利权限：{why.zh}", f"cancel the profit-making of {account.en}: {why.en}")


def _appeal(appealed: Appealed, account: Words) -> Words:
    says = appealed.says if len(appealed.says) <= SHOWN_OF_A_STATEMENT else f"{appealed.says[:SHOWN_OF_A_STATEMENT]}…"
    of = _category(appealed.category) if appealed.category else Words(appealed.action, appealed.action)
    return Words(f"{account.zh}对处置（{of.zh}）提出申诉：{says}", f"{account.en} appeals against {of.en}: {says}")


def _imitation(suspected: ImitationSuspected, account: Words) -> Words:
    of = suspected.imitated
    return Words(f"{account.zh}疑似假冒仿冒“{of}”", f"{account.en} may imitate “{of}”")


def _irregular(code: IrregularCode, _: Words) -> Words:
    return Words(
        f"机构“{code.reference}”的统一社会信用代码不合编码规则",
        f"credit code of “{code.reference}”: {code.fault}",
    )


_BY_SUBJECT: Final[Mapping[type, Callable[[Any, Words], Words]]] = {
    CertificationApplied: _certification,
    ClosureAsked: _closure,
    CancellationAsked: _cancellation,
    Appealed: _appeal,
    ImitationSuspected: _imitation,
    IrregularCode: _irregular,
}


def _everybodys(name: str, **filters: Any) -> View:
    return View(id=name, name=VIEW_NAMES[name].en, owner=None, filters=CaseFilters(**filters), shared=True)


VIEW_NAMES: Final[Mapping[str, Words]] = {
    "todo": Words("我可处理", "I can decide"),
    "mine": Words("我的", "Mine"),
    "second": Words("待我复核", "Second person: me"),
    "overdue": Words("已逾期", "Overdue"),
    "today": Words("24小时内到期", "Due within a day"),
    "unclaimed": Words("无人认领", "Unclaimed"),
    "waiting": Words("全部待办", "All waiting"),
    "proposed-by-me": Words("待他人复核", "Second person: another"),
    "take-back": Words("可撤回", "Can be taken back"),
    "decided-by-me": Words("我已处理", "Decided by me"),
}
"""Names of the views that everybody has."""

EVERYBODYS: Final[Mapping[str, View]] = {
    view.id: view
    for view in (
        _everybodys("todo", decidable=True, skipped=False),
        _everybodys("mine", mine=True),
        _everybodys("second", second_person="me"),
        _everybodys("overdue", overdue=True),
        _everybodys("today", due_within=timedelta(days=1)),
        _everybodys("unclaimed", unclaimed=True),
        _everybodys("waiting"),
        _everybodys("proposed-by-me", decider="me", status=SECOND_STATUSES),
        _everybodys("take-back", decider="me", status=(CaseStatus.DEFERRED,)),
        _everybodys("decided-by-me", decider="me", status=(CaseStatus.DECIDED,)),
    )
}
"""Views that everybody has, the usual one first."""
