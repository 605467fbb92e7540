"""The homepage: what articles 2, 4 and 11 display at an instant."""

from datetime import date, timedelta

import pytest

from models.accounts import commands as c
from models.accounts.facts import Materials
from models.names import AccountKind
from models.words.privileges import Field
from models.words.violations import Category
from regulation.accounts.homepage import due, homepage, uncertified
from tests.regulation.account import Account, on

MATERIALS = Materials(service_qualification="证券投资咨询业务资格", professional_background="十年从业")


def certified(*fields: tuple[str, Field, date], materials: Materials = MATERIALS) -> Account:
    account = Account(on("01-01 09:00"))
    for identifier, field, until in fields:
        account.do(
            c.Certify(id=identifier, field=field, valid_from=date(2026, 1, 1), valid_until=until, materials=materials),
            on("01-02"),
        )
    return account


def test_a_certified_field_shows_its_label_and_materials() -> None:
    """The label is there in both languages with what the holder proved, and the last valid day (article 2)."""
    account = certified(("c1", Field.FINANCE, date(2026, 6, 30)))
    (label,) = homepage(account.pruned, on("06-30 23:59:59")).labels

    assert (label.label_zh, label.label_en, label.certification) == ("金融", "Finance", "c1")
    assert label.valid_through == date(2026, 6, 30)
    assert label.materials == MATERIALS
    assert label.publishing_open


def test_an_expired_field_shows_nothing() -> None:
    """At the midnight at which a certification expires its label is gone."""
    account = certified(("c1", Field.FINANCE, date(2026, 6, 30)))

    assert homepage(account.pruned, on("07-01")).labels == ()


def test_a_ban_leaves_the_label_but_says_that_publishing_is_closed() -> None:
    """The account is still certified during a ban, and the page says that it may not publish."""
    account = certified(("c1", Field.FINANCE, date(2026, 6, 30)))
    account.do(c.ImposeBan(id="b1", category=Category.DISTORTION, duration=timedelta(days=1)), on("03-10"))

    assert [label.publishing_open for label in homepage(account.pruned, on("03-10")).labels] == [False]
    assert [label.publishing_open for label in homepage(account.pruned, on("03-11")).labels] == [True]


@pytest.mark.parametrize("longest_first", [True, False])
def test_of_several_certifications_the_longest_is_shown(longest_first: bool) -> None:
    """One label a field: the certification that lasts longest, whichever was recorded first."""
    both = [("long", Field.JUSTICE, date(2026, 12, 31)), ("short", Field.JUSTICE, date(2026, 6, 30))]
    account = certified(*(both if longest_first else reversed(both)))

    assert [label.certification for label in homepage(account.pruned, on("03-01")).labels] == ["long"]


def test_labels_stand_in_the_order_of_the_notice() -> None:
    """Several fields are shown in the notice's own order, each with its name."""
    account = certified(*((field.value, field, date(2026, 6, 30)) for field in reversed(Field)))

    assert [label.label_zh for label in homepage(account.pruned, on("03-01")).labels] == [
        "金融",
        "教育",
        "医疗卫生",
        "司法",
    ]


def test_labels_fall_with_the_holder_and_with_a_revocation() -> None:
    """What belongs to an old holder, or was revoked, is no longer displayed."""
    account = certified(("c1", Field.FINANCE, date(2026, 6, 30)), ("c2", Field.JUSTICE, date(2026, 6, 30)))
    account.do(c.RevokeCertification(id="c1"), on("02-01"))
    assert [label.certification for label in homepage(account.pruned, on("02-01")).labels] == ["c2"]

    account.do(c.ChangeHolder(holder="h2"), on("03-01"))
    assert homepage(account.pruned, on("03-01")).labels == ()


def test_name_network_and_closure_are_shown() -> None:
    """The current name stands beside each post, the network on the homepage, and a closure is told."""
    account = Account(on("01-01 09:00"))
    account.do(c.ChangeName(name="海边厨房"), on("02-01"))
    page = homepage(account.pruned, on("02-01"))
    assert (page.name, page.kind, page.mcn, page.closed, page.version) == (
        "海边厨房",
        AccountKind.INDIVIDUAL,
        None,
        False,
        2,
    )

    account.do(c.Close(id="x1"), on("03-01"))
    assert homepage(account.pruned, on("03-01")).closed
    assert not homepage(account.standing, on("02-28")).closed


def lacking(account: Account, at: str) -> list[tuple[str, str, str, str | None]]:
    standing = account.pruned.model_copy(update={"fields": (Field.JUSTICE, Field.FINANCE)})
    return [
        (one.field.value, one.why.value, f"{one.since:%m-%d %H:%M}", one.certification) for one in due(standing, on(at))
    ]


def test_what_is_declared_is_due_until_it_is_certified_and_again_from_its_end() -> None:
    """Since the registration, or since the end of the last certification; a ban makes nothing due."""
    account = certified(("c1", Field.FINANCE, date(2026, 6, 30)))
    account.do(c.ImposeBan(id="b1", category=Category.DISTORTION, duration=timedelta(days=7)), on("03-10"))
    justice = ("justice", "withheld", "01-01 09:00", None)

    assert lacking(account, "03-10 12:00") == [justice]
    assert lacking(account, "07-01") == [("finance", "expiry", "07-01 00:00", "c1"), justice]
    account.do(c.RevokeCertification(id="c1"), on("04-01 10:00"))
    assert lacking(account, "04-02") == [("finance", "cancellation", "04-01 10:00", "c1"), justice]


def test_what_begins_later_is_due_until_then_and_says_so() -> None:
    account = Account(on("01-01 09:00"))
    first, last = date(2026, 5, 1), date(2026, 6, 30)
    account.do(c.Certify(id="c1", field=Field.FINANCE, valid_from=first, valid_until=last), on("01-02"))
    standing = account.pruned.model_copy(update={"fields": (Field.FINANCE,)})

    assert [one.opens_at for one in uncertified(standing, on("04-30"))] == [on("05-01")]
    assert uncertified(standing, on("05-01")) == ()


def test_an_account_without_service_is_not_asked_for_a_certification() -> None:
    """Its homepage says that it is not certified all the same."""
    account = Account(on("01-01 09:00"))
    account.do(c.Close(id="x"), on("02-01"))
    standing = account.pruned.model_copy(update={"fields": (Field.FINANCE,)})

    assert due(standing, on("02-02")) == ()
    assert [one.label_zh for one in homepage(standing, on("02-02")).uncertified] == ["金融领域 · 未认证"]
