"""The registry of holders: what each fact does to it."""

from datetime import date

import pytest

from models.accounts import facts as f
from models.accounts.commands import Seats
from models.accounts.facts import Fact, FactBody
from models.names import AccountKind
from models.words.privileges import Field
from models.words.violations import Category
from regulation.holders.seats import Registry, SeatChange, seat_changes
from tests.regulation.account import on

REGISTERED = f.AccountRegistered(kind=AccountKind.INDIVIDUAL, holder="h1", name="山野厨房")
CHANGED = f.HolderChanged(id="holder-change-2", holder="h2", kind=AccountKind.INDIVIDUAL, freeze_months=3)


def fact(body: FactBody) -> Fact:
    return Fact(account="a1", seq=2, effective_at=on("03-01"), recorded_at=on("03-01"), actor="test", body=body)


@pytest.mark.parametrize(
    ("body", "holder", "changes"),
    [
        (REGISTERED, None, [("taken", "h1")]),
        (CHANGED, "h1", [("released", "h1"), ("taken", "h2")]),
        (f.AccountClosed(id="x1"), "h1", [("released", "h1")]),
        (f.AccountClosed(id="x1", category=Category.PUBLIC_ORDER), "h1", [("released", "h1"), ("barred", "h1")]),
        (f.NameChanged(name="海边厨房"), "h1", []),
        (
            f.CertificationGranted(
                id="c1", field=Field.FINANCE, valid_from=date(2026, 1, 1), valid_until=date(2026, 1, 1)
            ),
            "h1",
            [],
        ),
    ],
)
def test_what_a_fact_does(body: FactBody, holder: str | None, changes: list[tuple[str, str]]) -> None:
    """Registering takes a seat, a change moves it, closing frees it, and a sanction bars the holder besides."""
    assert [(change.change, change.holder) for change in seat_changes(fact(body), holder)] == changes
    assert {change.account for change in seat_changes(fact(body), holder)} <= {"a1"}


def test_the_registry_remembers() -> None:
    """Seats come and go in order, each account once; who is barred stays barred, by the first account that did it."""
    registry = Registry().after(
        SeatChange("taken", "h1", "a1"),
        SeatChange("taken", "h1", "a2"),
        SeatChange("taken", "h1", "a1"),
        SeatChange("released", "h1", "a3"),
        SeatChange("barred", "h2", "a8"),
        SeatChange("barred", "h2", "a9"),
    )

    assert registry.seats("h1") == Seats(holder="h1", open_accounts=("a2", "a1"))
    assert registry.seats("h2") == Seats(holder="h2", barred_by="a8")
    assert registry.seats("nobody") == Seats(holder="nobody")
    assert registry.after(SeatChange("released", "h1", "a1")).seats("h1").open_accounts == ("a2",)
    assert registry.seats("h1").open_accounts == ("a2", "a1")
