"""Links from workflows to the console."""

from background.stream_workflows import WORKFLOWS, details_of, linked
from ledger.streams.outbox import ACCOUNT


def test_the_details_of_an_account_and_of_a_case_link_to_their_pages() -> None:
    """An identifier is one segment of the address."""
    table = linked("https://standing.example.cn/console/")
    assert details_of(table[ACCOUNT], "u-1").endswith(
        "\n\n[Open in the console](https://standing.example.cn/console/accounts/u-1)"
    )
    assert "(https://standing.example.cn/console/cases/a%20b)" in details_of(table["case"], "a b")


def test_without_an_address_the_details_are_as_before() -> None:
    for kind, workflow in linked(None).items():
        assert details_of(workflow, "x") == WORKFLOWS[kind].details
