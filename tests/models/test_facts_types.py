"""Types of facts: named once, by their bodies."""

import re
from pathlib import Path
from typing import get_args

import pytest

from models.accounts.facts import AccountClosed, FactBody, Overturned, type_of, types_of
from models.intervals import Interval

BODIES = get_args(get_args(FactBody)[0])
ROOT = Path(__file__).parents[2]


def test_each_body_has_a_type_of_its_own() -> None:
    assert types_of(AccountClosed, Overturned) == ("account_closed", "overturned")
    assert len(set(types_of(*BODIES))) == len(BODIES)


def test_what_is_no_fact_has_none() -> None:
    with pytest.raises(KeyError):
        type_of(Interval)


@pytest.mark.parametrize("path", ["regulation", "ledger/reports/facts.py", "ledger/accounts/commands.py"])
def test_rules_and_reports_name_facts_by_their_bodies(path: str) -> None:
    """A bare string would stay behind when a type of fact is added or renamed; problem codes may read alike."""
    codes = {"account_closed", "monetization_withheld", "holder_changed", "overturned"}
    bare = re.compile("|".join(f'"{name}"' for name in types_of(*BODIES) if name not in codes))
    place = ROOT / path
    files = [place] if place.is_file() else sorted(place.rglob("*.py"))
    assert [file.name for file in files if bare.search(file.read_text(encoding="utf-8"))] == []
