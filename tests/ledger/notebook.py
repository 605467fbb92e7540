"""Record type for tests: a notebook of lines that can be shut."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

import pytest
from pydantic import Field

from ledger.reactions import table
from ledger.store.idempotency import RequestKey
from ledger.streams.records import Command
from models.accounts.commands import Refusal
from models.base import Frozen
from models.records import Entry, Listed
from regulation.records import Decided, RecordType, Step

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Written(Frozen):
    type: Literal["written"] = "written"
    line: str
    about: str | None = None


class Shut(Frozen):
    type: Literal["shut"] = "shut"


Body = Annotated[Written | Shut, Field(discriminator="type")]


class Notebook(Frozen):
    lines: tuple[str, ...] = ()
    about: str | None = None
    shut: bool = False


def _apply(notebook: Notebook | None, entry: Entry[Body]) -> Notebook:
    before = notebook or Notebook()
    body = entry.body
    if isinstance(body, Shut):
        return before.model_copy(update={"shut": True})
    return before.model_copy(update={"lines": (*before.lines, body.line), "about": body.about or before.about})


def _listed(notebook: Notebook) -> Listed:
    return Listed(status="shut" if notebook.shut else "open", label=notebook.lines[0], account=notebook.about)


NOTEBOOK: RecordType[Body, Notebook] = RecordType("notebook", Entry[Body], Notebook, _apply, _listed)


@pytest.fixture
def notebooks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Disable reactions to notebooks."""
    monkeypatch.setitem(table.ENTRIES, "notebook", {Written: (), Shut: ()})


def write(
    record: str,
    *bodies: Body,
    actor: str = "somebody",
    after: timedelta = timedelta(0),
    key: RequestKey | None = None,
    expected: int | None = None,
) -> Command[Body, Notebook]:
    """Return a command that enters these bodies; a shut notebook refuses them."""

    def decide(notebook: Notebook | None, _: datetime) -> Decided[Body]:
        if notebook is not None and notebook.shut:
            return Refusal(code="notebook_shut", message="the notebook is shut")
        return Step(bodies)

    return Command(NOTEBOOK, record, decide, actor, NOON + after, key=key, expected_version=expected)
