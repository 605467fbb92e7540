"""The table of reactions: a row for every type, and no way to append past it."""

from pathlib import Path
from typing import Any, get_args

import pytest

from ledger.reactions import table
from ledger.streams.envelope import Recorded, Rows, react
from models.accounts.commands import Refusal
from models.accounts.facts import FactBody
from models.records import Entry
from regulation.accounts.exemptions import EXEMPTION
from regulation.accounts.expiry import EXPIRY
from regulation.cases.reducer import CASE
from regulation.directives import DIRECTIVE
from regulation.exposures import EXPOSURE
from regulation.followers.reducer import CLEANUP
from regulation.networks import NETWORK
from regulation.people import PERSON
from regulation.records import AnyRecordType
from regulation.reports.reports import REPORT
from regulation.rumours.reducer import RUMOUR
from regulation.runs import RUN
from regulation.sanctions.bulk import BULK
from regulation.screening.lexicon import LEXICON
from regulation.screening.rescreens import RESCREEN
from regulation.webhooks import SUBSCRIPTION

RECORD_TYPES: tuple[AnyRecordType, ...] = (
    BULK,
    CASE,
    EXPIRY,
    CLEANUP,
    DIRECTIVE,
    EXEMPTION,
    EXPOSURE,
    LEXICON,
    NETWORK,
    PERSON,
    REPORT,
    RESCREEN,
    RUMOUR,
    RUN,
    SUBSCRIPTION,
)


def types_of(entry: type[Entry[Any]]) -> set[type]:
    annotation = entry.model_fields["body"].annotation
    return set(get_args(annotation) or (annotation,))


def test_every_type_of_fact_has_a_row() -> None:
    assert set(table.FACTS) == set(get_args(get_args(FactBody)[0]))


def test_every_kind_of_record_has_its_rows() -> None:
    assert {record_type.kind for record_type in RECORD_TYPES} == set(table.ENTRIES)


@pytest.mark.parametrize("record_type", RECORD_TYPES, ids=lambda record_type: record_type.kind)
def test_every_type_of_entry_has_a_row(record_type: AnyRecordType) -> None:
    assert set(table.ENTRIES[record_type.kind]) == types_of(record_type.entry)


def test_rows_are_appended_to_only_where_the_table_is_run() -> None:
    """Facts and entries are written by two statements. Whoever carries one out hands it to the envelope, which runs the
    table; an import does not.
    """
    ledger = Path(table.__file__).parents[1]

    def that_say(*words: str) -> set[str]:
        return {
            path.relative_to(ledger).as_posix()
            for path in ledger.rglob("*.py")
            if any(word in path.read_text() for word in words)
        }

    assert that_say("INTO facts", "INTO dossier_entries", "insert(FACTS)", "insert(RECORD_ENTRIES)") == {
        "streams/appending.py",
        "streams/records.py",
    }
    assert that_say("await append(connection", "await _append(") == {"importing/writing.py"}
    assert that_say("lambda: append(", "lambda: _append(") == {"accounts/commands.py", "streams/records.py"}
    assert that_say("await react(") == {"streams/envelope.py"}
    assert that_say("envelope.record(") == {"accounts/commands.py", "streams/records.py"}


class Body:
    """A body of the test."""


class Happening:
    """One thing that happened, by its name."""

    def __init__(self, name: str) -> None:
        self.name, self.body = name, Body()


async def test_a_reaction_runs_once_for_all_that_it_reacts_to_and_in_the_order_of_the_row() -> None:
    seen: list[str] = []

    async def first(of: tuple[Happening, ...]) -> None:
        seen.append("first: " + ", ".join(one.name for one in of))

    async def second(of: tuple[Happening, ...]) -> None:
        seen.append("second: " + ", ".join(one.name for one in of))

    rows: Rows = {Body: (first, second)}
    assert await react(rows, [Happening("one"), Happening("two")], lambda of: of) is None
    assert seen == ["first: one, two", "second: one, two"]


async def test_what_has_no_row_is_an_error() -> None:
    with pytest.raises(KeyError):
        await react({}, [Happening("one")], lambda of: of)


async def test_who_may_not_refuse_does_not() -> None:
    async def refuses(_: object) -> Refusal:
        return Refusal(code="no", message="not this time")

    with pytest.raises(AssertionError, match="may not refuse: not this time"):
        await react({Body: (refuses,)}, [Happening("one")], lambda of: of)


def test_what_is_told_names_its_account() -> None:
    assert {"account", "at"} <= set(dir(Recorded))
