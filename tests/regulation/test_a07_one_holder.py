"""Article 7: how many accounts a holder may have, and who may have none any more."""

import pytest

from models.accounts.commands import Seats
from models.names import AccountKind
from regulation.articles.a07_one_holder import refusal_of
from regulation.catalogue.rulebook import IN_FORCE
from tests.regulation.account import on

PERSON, ENTERPRISE = AccountKind.INDIVIDUAL, AccountKind.ENTERPRISE


@pytest.mark.parametrize(
    ("kind", "accounts", "barred_by", "code"),
    [
        (PERSON, (), None, None),
        (PERSON, ("a1",), None, "quota_exceeded"),
        (PERSON, ("a1", "a2"), None, "quota_exceeded"),
        (ENTERPRISE, (), None, None),
        (ENTERPRISE, ("a1",), None, None),
        (ENTERPRISE, ("a1", "a2"), None, "quota_exceeded"),
        (ENTERPRISE, ("a1", "a2", "a3"), None, "quota_exceeded"),
        (PERSON, (), "a9", "holder_barred"),
        (ENTERPRISE, ("a1",), "a9", "holder_barred"),
        (ENTERPRISE, ("a1", "a2"), "a9", "holder_barred"),
    ],
)
def test_who_may_have_one_more(
    kind: AccountKind, accounts: tuple[str, ...], barred_by: str | None, code: str | None
) -> None:
    """One a person, two an enterprise, and none for who was closed as a sanction, which is named before the quota."""
    seats = Seats(holder="h1", open_accounts=accounts, barred_by=barred_by)
    refusal = refusal_of(seats, kind, IN_FORCE.quota(kind), on("03-01"))

    assert (None if refusal is None else refusal.code) == code
    assert refusal is None or refusal.article == 7


def test_the_refusal_names_the_accounts() -> None:
    """Who is full reads which accounts count, in an order that does not depend on chance."""
    seats = Seats(holder="h1", open_accounts=("b", "a"))
    refusal = refusal_of(seats, ENTERPRISE, IN_FORCE.quota(ENTERPRISE), on("03-01"))

    assert refusal is not None
    assert "2 of 2 accounts that one enterprise may have (a, b): close one first" in refusal.message
