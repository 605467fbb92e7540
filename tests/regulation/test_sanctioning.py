"""From a finding to its facts: what follows, for which record, and that an overturn takes all of it away."""

from datetime import timedelta
from decimal import Decimal

import pytest

from models.accounts import commands as c
from models.accounts import facts as f
from models.words.privileges import ASKABLE, Method
from models.words.sanctions import FOR_EVER, Basis, Consequences, MeasureKind
from models.words.violations import Category
from regulation.catalogue.rulebook import IN_FORCE
from regulation.holders.findings import record_of
from regulation.standing.boundaries import next_boundary
from regulation.standing.verdicts import eligible_at, permits, verdict
from tests.regulation.account import Account, on

START, NOW = on("01-01 09:00"), on("03-10 12:00")
EVERYTHING = Consequences(
    warning=True,
    ban=timedelta(days=7),
    factor=Decimal("2.5"),
    limit_recommendation=timedelta(days=30),
    freeze_growth=FOR_EVER,
    withhold_profit=timedelta(days=90),
    cancel_profit=True,
    remove_followers=True,
    close=True,
    report=True,
)


def sanction(number: int, category: Category = Category.RECYCLED_NEWS, **more: object) -> c.Sanction:
    return c.Sanction.model_validate({"id": f"v{number}", "category": category, **more})


def types(decision: c.Decision) -> list[str]:
    return [getattr(body, "measure", body.type) for body in decision.facts]


def test_the_third_in_a_year_costs_more_than_the_first() -> None:
    """A warning, then a ban of seven days, then one of fifteen; each fact says what was decided and on what."""
    account = Account(START)
    decisions = [account.do(sanction(n), on(f"0{n}-10 12:00")) for n in (1, 2, 3)]

    assert list(map(types, decisions)) == [
        ["violation_recorded", MeasureKind.WARNING],
        ["ban_imposed"],
        ["ban_imposed"],
    ]
    last = decisions[-1].facts[0]
    assert isinstance(last, f.BanImposed)
    assert (last.duration, last.factor) == (timedelta(days=15), Decimal(2))
    followed = Consequences(ban=timedelta(days=15), factor=Decimal(2))
    assert last.basis == Basis(rules="notice (2023-07-10)", nth=3, consequences=followed)


def test_an_overturned_one_never_counts() -> None:
    """After the first is overturned the second costs what the first did; one that is a year old counts no more."""
    account = Account(START)
    account.do(sanction(1), on("01-10"))
    account.do(c.Overturn(id="v1"), on("01-11"))
    assert types(account.do(sanction(2), on("02-10"))) == ["violation_recorded", MeasureKind.WARNING]
    assert types(account.do(sanction(3), on("2027-02-10"))) == ["violation_recorded", MeasureKind.WARNING]


def test_what_was_decided_stays_when_the_catalogue_changes() -> None:
    """A new catalogue reaches no finding that was decided before it (reading 10)."""
    account = Account(START)
    account.do(sanction(1), on("01-10"))
    account.do(sanction(2), NOW)
    before = account.standing
    harsher = {Category.RECYCLED_NEWS: (Consequences(close=True),)}
    catalogue = IN_FORCE.catalogue.overridden("own", NOW.date(), harsher)
    account.rulebook = IN_FORCE.__class__(catalogue=catalogue)

    assert account.standing == before
    assert types(account.do(sanction(3), on("03-11"))) == ["violation_recorded", "account_closed"]


def test_everything_at_once_bears_one_identifier_and_the_closure_comes_last() -> None:
    """All facts of a finding have its identifier, so that they are found, and fall, together."""
    account = Account(START)
    account.do(c.ApplyMonetization(methods=(Method.ADVERTISING,)), NOW)
    decision = account.do(sanction(1, consequences=EVERYTHING), NOW)

    assert types(decision) == [
        "ban_imposed",
        MeasureKind.WARNING,
        MeasureKind.LIMIT_RECOMMENDATION,
        MeasureKind.FREEZE_GROWTH,
        MeasureKind.WITHHOLD_PROFIT,
        MeasureKind.REMOVE_FOLLOWERS,
        MeasureKind.REPORT,
        "monetization_cancelled",
        "account_closed",
    ]
    assert {getattr(body, "id", None) for body in decision.facts} == {"v1"}
    assert [(finding.id, finding.closed) for finding in record_of(account.facts)] == [("v1", True)]


def test_an_overturn_takes_every_consequence_away_and_only_those() -> None:
    """After it the account stands exactly as one that lived without the finding, while another ban goes on; and what
    was true in the meantime stays readable.
    """
    struck, spared = Account(START), Account(START)
    for account in (struck, spared):
        account.do(c.ApplyMonetization(methods=(Method.ADVERTISING,)), on("01-02"))
        account.do(c.ImposeBan(id="b1", category=Category.DISTORTION, duration=timedelta(days=20)), on("03-01"))
    struck.do(sanction(1, consequences=EVERYTHING), NOW)
    assert not permits(struck.pruned, "service", on("03-11"))
    struck.do(c.Overturn(id="v1"), on("03-12"))

    after = on("03-12")
    for day in range(0, 200, 5):
        at = after + timedelta(days=day)
        for privilege in ASKABLE:
            assert permits(struck.pruned, privilege, at) == permits(spared.pruned, privilege, at), (privilege, at)
        for method in Method:
            mine, theirs = (eligible_at(one.pruned, method, at) for one in (struck, spared))
            assert mine.eligible_at == theirs.eligible_at
    assert struck.pruned.closed_at is None
    assert verdict(struck.standing, "service", on("03-11")).reasons[0].cause == "v1"
    assert next_boundary(struck.pruned, after) == next_boundary(spared.pruned, after)


def test_by_case_leaves_out_what_two_people_decide() -> None:
    """The finding and all else are recorded at once; the closure and the cancellation wait, and follow under the same
    identifier.
    """
    account = Account(START)
    account.do(c.ApplyMonetization(methods=(Method.ADVERTISING,)), NOW)
    decision = account.do(sanction(1, consequences=EVERYTHING, closing="by_case", cancelling="by_case"), NOW)
    assert not {"account_closed", "monetization_cancelled"} & set(types(decision))

    account.do(c.CancelMonetization(id="v1", follows=True), on("03-11"))
    account.do(c.Close(id="v1", follows=True, category=Category.RECYCLED_NEWS), on("03-11"))
    assert [getattr(fact.body, "id", None) for fact in account.facts[-2:]] == ["v1", "v1"]
    account.do(c.Overturn(id="v1"), on("03-12"))
    assert permits(account.pruned, "monetize.advertising", on("03-12"))


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (c.Close(id="v9", follows=True, category=Category.DISTORTION), "unknown_id"),
        (c.Close(id="v1", category=Category.DISTORTION), "duplicate_id"),
        (c.CancelMonetization(id="v2", follows=True), "already_overturned"),
        (sanction(3, consequences=Consequences(ban=timedelta(days=1), factor=Decimal(4))), "factor_out_of_range"),
        (sanction(1), "duplicate_id"),
    ],
)
def test_what_does_not_follow(command: c.Command, code: str) -> None:
    """Nothing follows from a finding that is not there or was overturned, and nothing twice."""
    account = Account(START)
    account.do(sanction(1), NOW)
    account.do(sanction(2), NOW)
    account.do(c.Overturn(id="v2"), NOW)
    refusal = account.do(command, NOW).refusal
    assert refusal is not None
    assert refusal.code == code


# --- single measures --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "duration", "closed", "until"),
    [
        (MeasureKind.WARNING, None, None, None),
        (MeasureKind.REPORT, None, None, None),
        (MeasureKind.CLEAR_FOLLOWERS, None, None, None),
        (MeasureKind.LIMIT_RECOMMENDATION, timedelta(days=30), "be_recommended", on("04-09 12:00")),
        (MeasureKind.FREEZE_GROWTH, timedelta(days=30), "gain_followers", on("04-09 12:00")),
        (MeasureKind.FREEZE_GROWTH, None, "gain_followers", "never"),
        (MeasureKind.WITHHOLD_PROFIT, None, "apply_monetization", "never"),
    ],
)
def test_what_a_measure_closes(
    measure: MeasureKind, duration: timedelta | None, closed: str | None, until: object
) -> None:
    """Each closes its privilege and no other; all close the clean window, for a violation is behind them."""
    account = Account(START)
    account.do(c.ImposeMeasure(id="m1", measure=measure, category=Category.DISTORTION, duration=duration), NOW)
    for privilege in ("publish", "gain_followers", "be_recommended", "service"):
        assert permits(account.pruned, privilege, NOW) == (privilege != closed)
    if closed is not None:
        assert verdict(account.pruned, closed, NOW).until == until
    assert not permits(account.pruned, "apply_monetization", NOW)


def test_a_shortened_measure_keeps_what_was_lived_through() -> None:
    """It ends at its new end, or at once when that has passed; the clean window stays closed."""
    account = Account(START)
    limit = c.ImposeMeasure(
        id="m1",
        measure=MeasureKind.LIMIT_RECOMMENDATION,
        category=Category.DISTORTION,
        duration=timedelta(days=30),
    )
    account.do(limit, NOW)
    account.do(
        c.ShortenMeasure(id="m1", measure=MeasureKind.LIMIT_RECOMMENDATION, duration=timedelta(days=1)), on("03-15")
    )
    assert permits(account.pruned, "be_recommended", on("03-15"))
    assert not permits(account.standing, "be_recommended", on("03-14"))
    assert not permits(account.pruned, "apply_monetization", on("03-15"))


# --- closed and opened again ------------------------------------------------------------------------------------------


def test_a_reopened_account_has_what_it_had() -> None:
    """A ban that ran on beneath the closure still ends when it would have; the grant is there; the quota is asked."""
    account = Account(START)
    account.do(c.ApplyMonetization(methods=(Method.ADVERTISING,)), on("01-02"))
    account.do(c.ImposeBan(id="b1", category=Category.DISTORTION, duration=timedelta(days=7)), NOW)
    account.do(c.Close(id="x1", category=Category.MATRIX_MANIPULATION), on("03-11"))
    taken = c.Seats(holder="h1", open_accounts=("a2",), barred_by="a1")
    refused = account.decide(c.Reopen(), on("03-12"), seats=taken).refusal
    assert refused is not None
    assert refused.code == "quota_exceeded"

    account.do(c.Reopen(), on("03-12"), seats=c.Seats(holder="h1", barred_by="a1"))
    assert verdict(account.pruned, "publish", on("03-12")).until == on("03-17 12:00")
    assert verdict(account.pruned, "monetize.advertising", on("03-12")).until == on("03-24 12:00")
    assert account.pruned.closed_at is None


def test_another_closure_of_its_holder_keeps_no_account_closed() -> None:
    """The bar is against coming to another account; what was closed wrongly comes back all the same."""
    account = Account(START)
    account.do(c.Close(id="x1", category=Category.MATRIX_MANIPULATION), NOW)
    barred = c.Seats(holder="h1", barred_by="a7")
    assert account.do(c.Overturn(id="x1"), NOW, seats=barred).refusal is None
    assert permits(account.pruned, "service", NOW)
