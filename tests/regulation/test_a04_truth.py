"""Article 4: the account's name is shown."""

from models.accounts.commands import ChangeName
from tests.regulation.account import Account, on
from tests.regulation.gating import publish, wanting


def test_nobody_publishes_without_a_name() -> None:
    """An anonymous draft is refused for good, with the name that it would have to show."""
    verdict = publish({"anonymous": True})

    assert verdict.answer == "refused"
    assert wanting(verdict) == [(4, "anonymous_publishing", "anonymous")]
    assert verdict.until == "never"
    assert verdict.name == "山野厨房"


def test_the_name_to_show_is_the_account_s_own() -> None:
    """Every answer returns the name that the account goes by now."""
    account = Account()
    account.do(ChangeName(name="山野小厨"), on("02-01"))

    assert publish({}).name == "山野厨房"
    assert publish({}, account.pruned).name == "山野小厨"
