"""Command `standing events`: the feed, and the catalogue that is the documentation."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run, Write, row

ROOT = Path(__file__).parents[2]


@pytest.fixture
def three(standing: Run, accounts: Write) -> None:
    ban = {"id": "b1", "category": "fabrication", "started_at": "2025-02-01T00:00:00+08:00", "duration": "P7D"}
    assert standing("import", accounts(*(row(n, bans=[ban]) for n in (1, 2, 3)))).exit_code == 0


def test_the_feed_is_printed_in_order_with_type_account_and_words(standing: Run, three: None) -> None:
    told = standing("events", "follow", "--after", "0", "--once")
    assert told.exit_code == 0, told.output
    lines = told.stdout.splitlines()
    assert [int(line.split()[0]) for line in lines] == list(range(1, len(lines) + 1))
    assert sum("account.registered" in line and "山野厨房2" in line for line in lines) == 1
    assert sum("account.ban_imposed" in line and "fabrication" in line for line in lines) == 3


def test_the_feed_is_filtered_by_account_and_type_and_begins_where_one_says(standing: Run, three: None) -> None:
    told = standing(
        "events", "follow", "--after", "0", "--once", "--account", "a2", "--types", "account.ban_*", "--json"
    )
    [event] = [json.loads(line) for line in told.stdout.splitlines()]
    assert (event["account"], event["type"]) == ("a2", "account.ban_imposed")
    behind = standing("events", "follow", "--after", str(event["id"]), "--once", "--account", "a2", "--json")
    assert all(json.loads(line)["id"] > event["id"] for line in behind.stdout.splitlines())
    assert standing("events", "follow", "--once").stdout == ""


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["--after", "yesterday"], "the number of an event, or `latest`"),
        (["--types", "account.ban_impsed"], "did you mean account.ban_imposed?"),
    ],
)
def test_what_is_not_understood_is_said(standing: Run, words: list[str], hint: str) -> None:
    refused = standing("events", "follow", *words)
    assert refused.exit_code == 2
    assert hint in refused.stderr


def test_the_page_about_events_is_what_the_models_say(standing: Run) -> None:
    """The page is updated with `standing events catalogue > docs/events.md` after a change of the vocabulary."""
    assert standing("events", "catalogue").stdout == (ROOT / "docs" / "events.md").read_text()
