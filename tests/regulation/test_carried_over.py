"""What a caller says is recorded as it was said: each field of a command against that of its fact."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

import pytest

from models.accounts import commands as c
from models.accounts.commands import Command, Seats, Timing
from models.accounts.facts import FactBody, Materials
from models.accounts.profiles import Contact, Ground, Grounds
from models.names import AccountKind
from models.words.privileges import Field, Method
from models.words.sanctions import Basis, MeasureKind
from models.words.violations import Category
from regulation.accounts.commands import _RULES, decide
from regulation.articles.a01_identity import review_id
from regulation.standing.requirements import Known
from tests.regulation.account import Account, on

START, NOW, BEFORE = on("01-01 09:00"), on("03-10 12:00"), on("02-01")
WEEK, DAY = timedelta(days=7), timedelta(days=1)
BASIS = Basis(evidence=("https://example.com/1",), automated=True, occurred_at=BEFORE)
GROUNDS = Grounds(article=1, noticed=(Ground(code="protected_name", message="it holds 东海日报"),), finding="a" * 32)
BAN = c.ImposeBan(id="b1", category=Category.RECYCLED_NEWS, duration=WEEK)
LIMIT = MeasureKind.LIMIT_RECOMMENDATION
OPEN: Final = {"follows", "type", "evidence"}
"""Fields that choose the rule, or that the case about the command keeps: they are no part of what is recorded."""


def fresh() -> Account:
    return Account(START)


def held() -> Account:
    return Account(START, grounds=GROUNDS)


def waiting() -> Account:
    account = fresh()
    account.do(c.ChangeProfile(name="东海日报", bio="新", avatar="a2"), NOW, grounds=GROUNDS)
    return account


def decided(make: Callable[[], Account], command: Command) -> Callable[[], Account]:
    def made() -> Account:
        account = make()
        assert account.do(command, NOW).refusal is None
        return account

    return made


def after(*commands: Command) -> Callable[[], Account]:
    def make() -> Account:
        account = fresh()
        for command in commands:
            assert account.do(command, NOW).refusal is None
        return account

    return make


CASES: Final[list[tuple[Callable[[], Account], Command]]] = [
    (fresh, c.ChangeName(name="海边厨房")),
    (fresh, c.ChangeProfile(name="海边厨房", bio="海边的菜", avatar="av-2")),
    (held, c.SettleRegistration(id=review_id("a1", 2), approved=True, reason="it is theirs")),
    (held, c.SettleRegistration(id=review_id("a1", 2), approved=False, reason="it is not theirs")),
    (waiting, c.SettleChange(id=review_id("a1", 2), approved=True, reason="it is theirs")),
    (waiting, c.SettleChange(id=review_id("a1", 2), approved=False, reason="it is not theirs")),
    (
        decided(held, c.SettleRegistration(id=review_id("a1", 2), approved=True)),
        c.CorrectRegistration(id=review_id("a1", 2), approved=False, article=1, reason="it is not theirs"),
    ),
    (
        decided(held, c.SettleRegistration(id=review_id("a1", 2), approved=False)),
        c.CorrectRegistration(id=review_id("a1", 2), approved=True, article=1, reason="it is theirs"),
    ),
    *(
        (
            decided(waiting, c.SettleChange(id=review_id("a1", 2), approved=not approved)),
            c.CorrectChange(
                id=review_id("a1", 2),
                approved=approved,
                name="海边厨房",
                bio="海边的菜",
                avatar="av-2",
                finding="b" * 32,
                reason="mistaken",
            ),
        )
        for approved in (True, False)
    ),
    (
        fresh,
        c.FindImpersonation(
            id="i1", imitated="东海日报", finding="b" * 32, reason="the same logo", basis=BASIS, holder="h9"
        ),
    ),
    (after(c.FindImpersonation(id="i1", imitated="东海日报")), c.LiftImpersonation(id="i1", reason="renamed")),
    (fresh, c.DismissFinding(id="d1", finding="b" * 32, reason="another paper")),
    (
        fresh,
        c.Certify(
            id="c1",
            field=Field.FINANCE,
            valid_from=date(2026, 1, 1),
            valid_until=date(2026, 6, 30),
            materials=Materials(professional_qualification="证券从业 S1010"),
        ),
    ),
    (
        after(
            c.Certify(id="c1", field=Field.FINANCE, valid_from=date(2026, 1, 1), valid_until=date(2026, 6, 30)),
        ),
        c.RevokeCertification(id="c1", reason="forged"),
    ),
    (fresh, c.ChangeHolder(holder="h2", kind=AccountKind.ENTERPRISE)),
    (fresh, c.ApplyMonetization(methods=(Method.ECOMMERCE, Method.ADVERTISING))),
    (
        fresh,
        c.CancelMonetization(id="m1", category=Category.PUBLIC_ORDER, reason="again", basis=BASIS, holder="h9"),
    ),
    (
        after(c.ApplyMonetization(methods=(Method.ADVERTISING,))),
        c.CancelMonetization(id="m1", category=Category.PUBLIC_ORDER, reason="again", basis=BASIS, holder="h9"),
    ),
    (
        fresh,
        c.RecordViolation(
            id="v1", category=Category.MISSING_SOURCE, decided_at=BEFORE, reason="no source", basis=BASIS
        ),
    ),
    (fresh, c.Sanction(id="s1", category=Category.FABRICATION, reason="made up", basis=BASIS)),
    (
        fresh,
        c.ImposeBan(
            id="b1",
            category=Category.MATRIX_MANIPULATION,
            duration=WEEK,
            factor=Decimal("2.5"),
            decided_at=BEFORE,
            reason="in concert",
            basis=BASIS,
        ),
    ),
    (after(BAN), c.ShortenBan(id="b1", duration=DAY, reason="on appeal")),
    (
        fresh,
        c.ImposeMeasure(
            id="m1", measure=LIMIT, category=Category.DISTORTION, duration=WEEK, reason="cut short", basis=BASIS
        ),
    ),
    (
        fresh,
        c.ImposeMeasure(
            id="m1",
            measure=MeasureKind.WITHHOLD_PROFIT,
            category=Category.PUBLIC_ORDER,
            duration=100 * DAY,
            reason="again",
            basis=BASIS,
        ),
    ),
    (
        after(c.ImposeMeasure(id="m1", measure=LIMIT, category=Category.DISTORTION, duration=WEEK)),
        c.ShortenMeasure(id="m1", measure=LIMIT, duration=DAY, reason="on appeal"),
    ),
    (
        after(c.ImposeMeasure(id="m1", measure=MeasureKind.WITHHOLD_PROFIT, category=Category.PUBLIC_ORDER)),
        c.LiftWithholding(id="m1", reason="made good"),
    ),
    (after(BAN), c.Overturn(id="b1", reason="mistaken")),
    (
        after(
            c.ApplyMonetization(methods=(Method.ADVERTISING,)),
            c.RecordViolation(id="v1", category=Category.VULGAR_PERSONA),
            c.CancelMonetization(id="v1", follows=True),
        ),
        c.WithdrawConsequence(id="v1", consequence="cancellation", withholding=True, reason="mistaken"),
    ),
    (fresh, c.Close(id="x1", category=Category.PUBLIC_ORDER, reason="at last", basis=BASIS, holder="h9")),
    (after(c.Close(id="x1", category=Category.PUBLIC_ORDER)), c.Overturn(id="x1", reason="mistaken")),
    (after(c.Close(id="x1", category=Category.PUBLIC_ORDER)), c.Reopen(reason="mistaken")),
]


def as_said(value: object) -> object:
    """Of a basis what the caller said; the rules add to it."""
    return value.model_dump(include=BASIS.model_fields_set) if isinstance(value, Basis) else value


def shared(command: Command, fact: FactBody) -> set[str]:
    return (set(type(command).model_fields) & set(type(fact).model_fields)) - OPEN


@pytest.mark.parametrize(("account", "command"), CASES, ids=lambda one: type(one).__name__)
def test_what_was_said_is_recorded(account: Callable[[], Account], command: Command) -> None:
    """The first fact has all of it; those that follow from the same command have its identifier and its reason."""
    first, *others = account().decide(command, NOW).facts
    for name in shared(command, first):
        assert as_said(getattr(first, name)) == as_said(getattr(command, name)), name
    for fact in others:
        for name in shared(command, fact) & {"id", "reason"}:
            assert getattr(fact, name) == getattr(command, name), (type(fact), name)


def test_every_command_has_its_row_with_every_word_said() -> None:
    """A field that is left at its default would prove nothing. The others are about several facts, or about none."""
    apart = {c.Register, c.FollowNetwork, c.FollowHolder}
    assert {type(command) for _, command in CASES} == set(_RULES) - apart
    for _, command in CASES:
        for name, field in type(command).model_fields.items():
            if name not in OPEN | {"consequences", "closing", "cancelling"}:
                assert field.is_required() or getattr(command, name) != field.default, (command, name)


def test_a_registration_is_recorded_as_it_was_asked_for() -> None:
    asked = c.Register(
        kind=AccountKind.ENTERPRISE,
        holder="h5",
        name="海边厨房",
        fields=(Field.FINANCE,),
        bio="海边的菜",
        mcn="mcn-1",
        avatar="av-1",
        contacts=(Contact(kind="phone", ref="c_" + "1" * 40),),
    )
    known = Known(account="a9", standing=None, timing=Timing.at(NOW), seats=Seats(holder="h5"))
    [registered] = decide(asked, known).facts
    said: dict[str, Any] = registered.model_dump(exclude={"type"})
    assert said == asked.model_dump(exclude={"evidence"})
