"""Commands: each leads to its facts, or to its refusal, and every refusal there is has its row."""

import ast
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

import regulation
from models.accounts import commands as c
from models.accounts import facts as f
from models.accounts.commands import Command, Decision, Seats, Timing
from models.accounts.facts import FactBody
from models.accounts.profiles import Ground, Grounds
from models.names import AccountKind
from models.words.privileges import Field, Method
from models.words.sanctions import Basis, MeasureKind
from models.words.violations import Category
from regulation.accounts.commands import decide
from regulation.articles.a01_identity import review_id
from regulation.catalogue.rulebook import IN_FORCE
from regulation.standing.requirements import RESERVED, Known
from tests.regulation.account import Account, on

START, NOW = on("01-01 09:00"), on("03-10 12:00")
WEEK = timedelta(days=7)

BAN = c.ImposeBan(id="b1", category=Category.RECYCLED_NEWS, duration=WEEK)
CERTIFY = c.Certify(id="c1", field=Field.FINANCE, valid_from=date(2026, 1, 1), valid_until=date(2026, 6, 30))
APPLY = c.ApplyMonetization(methods=(Method.ADVERTISING,))
VIOLATION = c.RecordViolation(id="v1", category=Category.MISSING_SOURCE)


MEASURE = c.ImposeMeasure(
    id="m1", measure=MeasureKind.LIMIT_RECOMMENDATION, category=Category.DISTORTION, duration=WEEK
)
SHORTEN = c.ShortenMeasure(id="m1", measure=MeasureKind.LIMIT_RECOMMENDATION, duration=timedelta(days=1))


WITHHOLD = c.ImposeMeasure(id="w1", measure=MeasureKind.WITHHOLD_PROFIT, category=Category.PUBLIC_ORDER)


def fresh() -> Account:
    return Account(START)


def after(*commands: Command, at: datetime = NOW) -> Account:
    account = fresh()
    for command in commands:
        assert account.do(command, at).refusal is None
    return account


GROUNDS = Grounds(
    article=1, noticed=(Ground(code="protected_name", message="the name holds 东海日报"),), finding="a" * 32
)


def waiting(changes: int, *, settled: bool = False) -> Account:
    """An account with so many changes that wait for a person, or waited."""
    account = fresh()
    for number in range(changes):
        assert account.do(c.ChangeName(name=f"东海日报{number}"), NOW, grounds=GROUNDS).outcome == "held"
    if settled:
        account.do(c.SettleChange(id=review_id("a1", 2), approved=False, reason="no"), NOW)
    return account


# --- what is refused -------------------------------------------------------------------------------------------------


class Refused(NamedTuple):
    """One row: who is refused what, and what the refusal says."""

    code: str
    article: int | None
    make: Callable[[], Decision]
    says: str


FULL = Seats(holder="h2", open_accounts=("a8",))
BARRED = Seats(holder="h2", barred_by="a9")

REFUSALS = [
    Refused(
        "account_exists",
        None,
        lambda: fresh().decide(c.Register(kind=AccountKind.INDIVIDUAL, holder="h1", name="n"), NOW),
        "choose another identifier",
    ),
    Refused(
        "unknown_account",
        None,
        lambda: decide(BAN, Known(account="a9", standing=None, timing=Timing.at(NOW))),
        "register it first",
    ),
    Refused(
        "account_closed",
        None,
        lambda: after(c.Close(id="x1")).decide(BAN, on("03-11")),
        "was closed at 2026-03-10 12:00",
    ),
    Refused(
        "before_registration",
        None,
        lambda: fresh().decide(BAN, NOW, effective=START - WEEK),
        "registration at 2026-01-01 09:00",
    ),
    Refused(
        "effective_in_future",
        None,
        lambda: fresh().decide(BAN, NOW, effective=NOW + timedelta(seconds=1)),
        "when it has happened",
    ),
    Refused(
        "effective_too_old",
        None,
        lambda: fresh().decide(BAN, NOW, effective=NOW - WEEK, limit=timedelta(days=6)),
        "more than 6 days back",
    ),
    Refused(
        "holder_barred",
        7,
        lambda: fresh().decide(c.ChangeHolder(holder="h2"), NOW, seats=BARRED),
        "account a9 was closed as a sanction",
    ),
    Refused(
        "quota_exceeded",
        7,
        lambda: fresh().decide(c.ChangeHolder(holder="h2"), NOW, seats=FULL),
        "1 of 1 accounts that one individual may have (a8)",
    ),
    Refused(
        "same_holder", 8, lambda: fresh().decide(c.ChangeHolder(holder="h1"), NOW), "belongs to this holder already"
    ),
    Refused("same_name", None, lambda: fresh().decide(c.ChangeName(name="山野厨房"), NOW), "'山野厨房' already"),
    Refused(
        "same_profile", None, lambda: fresh().decide(c.ChangeProfile(bio=""), NOW), "the account's profile says this"
    ),
    Refused(
        "too_many_changes",
        1,
        lambda: waiting(5).decide(c.ChangeName(name="东海日报社"), NOW, grounds=GROUNDS),
        "5 changes of this account's profile wait for a reviewer already",
    ),
    Refused(
        "already_decided",
        1,
        lambda: waiting(1, settled=True).decide(c.SettleChange(id=review_id("a1", 2), approved=True), NOW),
        "was decided already",
    ),
    Refused(
        "certification_over",
        2,
        lambda: fresh().decide(CERTIFY, on("07-01")),
        "valid through 2026-06-30, which has passed",
    ),
    Refused("duplicate_id", None, lambda: after(BAN).decide(BAN, NOW), "'b1' is taken on account a1 (ban_imposed)"),
    Refused(
        "reserved_id",
        None,
        lambda: fresh().decide(c.Close(id="application-2"), NOW),
        "begins like those the ledger gives itself",
    ),
    Refused(
        "unknown_id",
        None,
        lambda: after(VIOLATION).decide(c.RevokeCertification(id="v1"), NOW),
        "has no certification 'v1'",
    ),
    Refused(
        "already_revoked",
        None,
        lambda: after(CERTIFY, c.RevokeCertification(id="c1")).decide(c.RevokeCertification(id="c1"), NOW),
        "revoked already",
    ),
    Refused(
        "already_overturned",
        None,
        lambda: after(BAN, c.Overturn(id="b1")).decide(c.Overturn(id="b1"), NOW),
        "overturned already",
    ),
    Refused(
        "not_backdatable", None, lambda: fresh().decide(APPLY, NOW, effective=NOW - WEEK), "leave effective_at out"
    ),
    Refused(
        "monetization_withheld",
        8,
        lambda: after(VIOLATION).decide(APPLY, on("06-10")),
        "would be granted from 2026-06-10 12:00 on",
    ),
    Refused(
        "nothing_granted",
        9,
        lambda: fresh().decide(c.CancelMonetization(id="m1"), NOW),
        "name a category to record a violation",
    ),
    Refused(
        "other_category",
        None,
        lambda: after(VIOLATION).decide(c.Close(id="v1", follows=True, category=Category.DISTORTION), NOW),
        "'v1' is a finding of missing_source",
    ),
    Refused(
        "occurred_later",
        None,
        lambda: fresh().decide(
            VIOLATION.model_copy(update={"basis": Basis(occurred_at=NOW + timedelta(seconds=1))}), NOW
        ),
        "say when the offence was committed",
    ),
    Refused(
        "profit_granted",
        9,
        lambda: after(APPLY).decide(WITHHOLD, NOW),
        "advertising is granted, and what is granted cannot be withheld: cancel it",
    ),
    Refused(
        "below_clean_window",
        9,
        lambda: after(WITHHOLD).decide(
            c.ShortenMeasure(id="w1", measure=MeasureKind.WITHHOLD_PROFIT, duration=WEEK), on("03-11")
        ),
        "for the clean window at least, until 2026-06-10 12:00",
    ),
    Refused(
        "factor_out_of_range",
        9,
        lambda: fresh().decide(BAN.model_copy(update={"factor": Decimal("3.5")}), NOW),
        "factor 3.5 is outside [2, 3]",
    ),
    Refused(
        "no_duration",
        None,
        lambda: fresh().decide(MEASURE.model_copy(update={"measure": MeasureKind.WARNING}), NOW),
        "a warning is done at once",
    ),
    Refused(
        "measure_over",
        None,
        lambda: after(MEASURE).decide(SHORTEN, on("03-17 12:00")),
        "no measure left of this kind (no recommendation)",
    ),
    Refused("not_closed", 7, lambda: fresh().decide(c.Reopen(), NOW), "is not closed"),
    Refused(
        "closed_by_wish",
        7,
        lambda: after(c.Close(id="x1")).decide(c.Reopen(), on("03-11")),
        "the holder may register another account",
    ),
    Refused(
        "decided_in_future",
        8,
        lambda: fresh().decide(VIOLATION.model_copy(update={"decided_at": on("03-11")}), NOW),
        "when it has been decided",
    ),
    Refused(
        "ban_over",
        9,
        lambda: after(BAN).decide(c.ShortenBan(id="b1", duration=timedelta(days=1)), on("03-24 12:00")),
        "nothing left to shorten",
    ),
    Refused(
        "not_shorter",
        9,
        lambda: after(BAN).decide(c.ShortenBan(id="b1", duration=WEEK), on("03-11")),
        "lasts 7 days in total",
    ),
]


@pytest.mark.parametrize("row", REFUSALS, ids=lambda row: row.code)
def test_a_refusal_says_what_would_be_right(row: Refused) -> None:
    """Each refusal has its stable code, its article if one is behind it, and words that help."""
    decision = row.make()

    assert decision.outcome == "refused"
    assert decision.refusal is not None
    assert (decision.refusal.code, decision.refusal.article) == (row.code, row.article)
    assert row.says in decision.refusal.message
    assert [fact.type for fact in decision.facts] == (
        ["monetization_withheld"] if row.code == "monetization_withheld" else []
    )


def test_every_refusal_has_its_row() -> None:
    """No code can be raised by a command's rules that the table above does not show."""
    folder = Path(regulation.__file__).parent
    codes: set[str] = set()
    for file in (
        *map(
            folder.joinpath,
            (
                "standing/unknown.py",
                "accounts/commands.py",
                "standing/requirements.py",
                "standing/measures.py",
                "sanctions/withholding.py",
            ),
        ),
        *(path for path in (folder / "articles").glob("*.py") if path.name != "a02_materials.py"),  # asked of cases
    ):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            given = {"refuse": node.args[:1], "Refusal": [k.value for k in node.keywords if k.arg == "code"]}
            codes |= {str(a.value) for a in given.get(node.func.id, []) if isinstance(a, ast.Constant)}

    assert codes == {row.code for row in REFUSALS}


# --- what is done ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("account", "command", "outcome", "fact"),
    [
        (fresh, c.ChangeName(name="海边厨房"), "changed", f.NameChanged(name="海边厨房")),
        (
            fresh,
            CERTIFY,
            "done",
            f.CertificationGranted(
                id="c1", field=Field.FINANCE, valid_from=date(2026, 1, 1), valid_until=date(2026, 6, 30)
            ),
        ),
        (
            lambda: after(CERTIFY),
            c.RevokeCertification(id="c1", reason="forged"),
            "done",
            f.CertificationRevoked(id="c1", reason="forged", fallen=("c1",)),
        ),
        (
            fresh,
            c.ChangeHolder(holder="h2"),
            "changed",
            f.HolderChanged(id="holder-change-2", holder="h2", kind=AccountKind.INDIVIDUAL, freeze_months=3),
        ),
        (
            lambda: after(CERTIFY),
            c.ChangeHolder(holder="h2", kind=AccountKind.ENTERPRISE),
            "changed",
            f.HolderChanged(
                id="holder-change-3", holder="h2", kind=AccountKind.ENTERPRISE, freeze_months=3, fallen=("c1",)
            ),
        ),
        (
            fresh,
            c.ApplyMonetization(methods=(Method.ECOMMERCE, Method.ADVERTISING, Method.ECOMMERCE)),
            "granted",
            f.MonetizationGranted(methods=(Method.ECOMMERCE, Method.ADVERTISING)),
        ),
        (
            lambda: after(APPLY),
            c.CancelMonetization(id="m1"),
            "done",
            f.MonetizationCancelled(id="m1", methods=(Method.ADVERTISING,)),
        ),
        (
            fresh,
            c.CancelMonetization(id="m1", category=Category.PUBLIC_ORDER),
            "done",
            f.MeasureImposed(
                id="m1",
                measure=MeasureKind.WITHHOLD_PROFIT,
                category=Category.PUBLIC_ORDER,
                least_months=3,
                clean_months=3,
            ),
        ),
        (
            fresh,
            VIOLATION.model_copy(update={"decided_at": on("02-01")}),
            "done",
            f.ViolationRecorded(id="v1", category=Category.MISSING_SOURCE, clean_months=3, decided_at=on("02-01")),
        ),
        (
            fresh,
            BAN,
            "done",
            f.BanImposed(id="b1", category=Category.RECYCLED_NEWS, duration=WEEK, factor=Decimal(2), clean_months=3),
        ),
        (
            fresh,
            c.ImposeBan(id="b1", category=Category.MATRIX_MANIPULATION, duration=WEEK, factor=Decimal("2.5")),
            "done",
            f.BanImposed(
                id="b1", category=Category.MATRIX_MANIPULATION, duration=WEEK, factor=Decimal("2.5"), clean_months=3
            ),
        ),
        (
            lambda: after(BAN),
            c.ShortenBan(id="b1", duration=timedelta(days=2)),
            "done",
            f.BanShortened(id="b1", duration=timedelta(days=2)),
        ),
        (lambda: after(BAN), c.Overturn(id="b1"), "done", f.Overturned(id="b1")),
        (lambda: after(VIOLATION), c.Overturn(id="v1"), "done", f.Overturned(id="v1")),
        (
            fresh,
            c.Close(id="x1", category=Category.PUBLIC_ORDER),
            "done",
            f.AccountClosed(id="x1", category=Category.PUBLIC_ORDER),
        ),
    ],
)
def test_a_command_becomes_a_fact(
    account: Callable[[], Account], command: Command, outcome: str, fact: FactBody
) -> None:
    """The fact carries what was asked for, and the numbers it was decided with."""
    decision = account().decide(command, NOW)

    assert decision == Decision(outcome=decision.outcome, facts=(fact,))
    assert decision.outcome == outcome


def test_registering_needs_a_free_seat() -> None:
    """A new account is active when its holder has a seat, and what it was registered with is kept."""
    command = c.Register(
        kind=AccountKind.ENTERPRISE, holder="h2", name="宏图科技", fields=(Field.FINANCE,), bio="…", mcn="星网"
    )
    known = Known(account="a9", standing=None, timing=Timing.at(NOW), seats=FULL)

    assert decide(command, known).facts == (
        f.AccountRegistered(
            kind=AccountKind.ENTERPRISE, holder="h2", name="宏图科技", fields=(Field.FINANCE,), bio="…", mcn="星网"
        ),
    )
    refused = decide(command.model_copy(update={"kind": AccountKind.INDIVIDUAL}), known).refusal
    assert refused is not None
    assert refused.code == "quota_exceeded"


def test_a_seat_is_never_assumed() -> None:
    """Who forgets to tell the rules about the holder gets an error, not a registration."""
    command = c.Register(kind=AccountKind.INDIVIDUAL, holder="h2", name="宏图科技")

    with pytest.raises(ValueError, match="what the registry knows of the holder"):
        decide(command, Known(account="a9", standing=None, timing=Timing.at(NOW)))


def test_a_withheld_application_says_everything_that_is_in_the_way() -> None:
    """The fact and the words name each reason once, also when one ban is behind two of them (reading 9)."""
    account = after(c.ImposeBan(id="b1", category=Category.MATRIX_MANIPULATION, duration=timedelta(days=60)))
    account.do(c.ChangeHolder(holder="h2"), on("03-11"))
    decision = account.decide(c.ApplyMonetization(methods=(Method.ADVERTISING, Method.ECOMMERCE)), on("03-12"))

    assert decision.facts == (
        f.MonetizationWithheld(
            methods=(Method.ADVERTISING, Method.ECOMMERCE), articles=(8, 9), eligible_at=on("09-06 12:00")
        ),
    )
    assert decision.refusal is not None
    assert decision.refusal.article == 9
    for part in ("monetization is suspended", "monetization is frozen", "applying for monetization is withheld"):
        assert decision.refusal.message.count(part) == 1
    assert decision.refusal.message.endswith("an application would be granted from 2026-09-06 12:00 on")


def test_the_numbers_of_the_day_are_taken() -> None:
    """A command is decided with the values in force when it takes effect, and the fact keeps them (reading 10)."""
    changed = (
        IN_FORCE.changed("clean_months", date(2026, 3, 1), 6)
        .changed("freeze_months", date(2026, 3, 1), 1)
    )  # fmt: skip
    account = Account(START, rulebook=changed)

    for at, clean, freeze in ((on("02-28 23:59:59"), 3, 3), (on("03-01"), 6, 1)):
        (violation,) = account.decide(VIOLATION, at).facts
        (change,) = account.decide(c.ChangeHolder(holder="h2"), at).facts
        assert isinstance(violation, f.ViolationRecorded)
        assert isinstance(change, f.HolderChanged)
        assert (violation.clean_months, change.freeze_months) == (clean, freeze)


@pytest.mark.parametrize("back", [timedelta(0), timedelta(days=6)])
def test_backdating_up_to_the_limit(back: timedelta) -> None:
    """What happened up to the limit ago may be recorded now; without a limit, anything since the registration."""
    assert fresh().decide(BAN, NOW, effective=NOW - back, limit=timedelta(days=6)).outcome == "done"
    assert fresh().decide(BAN, NOW, effective=START).outcome == "done"


GIVEN_BY_THE_LEDGER = ("holder-change-", "application-", "review-", "network-sanction-", "inherited-")


def test_the_reserved_beginnings_are_those_that_the_ledger_gives() -> None:
    """One that were left out could be taken by a caller, and what the ledger did be overturned with it."""
    assert set(RESERVED) == set(GIVEN_BY_THE_LEDGER)


@pytest.mark.parametrize("identifier", [*GIVEN_BY_THE_LEDGER, "holder-change-2", "application-9"])
def test_identifiers_of_the_ledgers_own_are_not_given_away(identifier: str) -> None:
    """Nobody can name a finding like a change of holder, and then lift its freeze by overturning the finding."""
    for command in (
        BAN.model_copy(update={"id": identifier}),
        VIOLATION.model_copy(update={"id": identifier}),
        CERTIFY.model_copy(update={"id": identifier}),
        c.CancelMonetization(id=identifier, category=Category.PUBLIC_ORDER),
        c.Close(id=identifier),
    ):
        refusal = fresh().decide(command, NOW).refusal
        assert refusal is not None
        assert refusal.code == "reserved_id"
    change = after(c.ChangeHolder(holder="h2"))
    refusal = change.decide(c.Overturn(id="holder-change-2"), NOW).refusal
    assert refusal is not None
    assert refusal.code == "unknown_id"
