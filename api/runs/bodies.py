"""Rows of a run by the kind of its commands, bodies and answers."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import Field

from api.accounts.accounts import ProfileBody, RegisterBody
from api.accounts.certifications import CertificationBody
from api.accounts.monetization import MonetizationBody
from api.cases.bodies import CertificationApplicationBody
from api.handling.requests import Body, examples
from api.http.cursors import Cursor, Limit, PageOf, PageQuery, Word, items_named
from ledger.importing.rows import AccountRow
from models.base import Frozen
from models.names import AccountId
from models.records import RecordId
from models.runs import MOST_ROWS, RowOutcome, RowRef, Run, RunEntry, RunKind, RunProgress, RunRow, RunStatus
from models.texts.incoming import Text

_Ref = Annotated[RowRef, Field(description="Your identifier of the row, unique in the run.")]


class RegisterRow(RegisterBody):
    """Row of a run that registers accounts: the body of a registration, with `ref`."""

    ref: _Ref


class CertifyRow(CertificationBody):
    """Row of a run that records verified certifications."""

    ref: _Ref
    account: AccountId


class ApplicationRow(CertificationApplicationBody):
    """Row of a run that applies for certifications."""

    ref: _Ref
    account: AccountId


class MonetizeRow(MonetizationBody):
    """Row of a run that applies for profit-making."""

    ref: _Ref
    account: AccountId


class ProfileRow(ProfileBody):
    """Row of a run that changes profiles."""

    ref: _Ref
    account: AccountId


class ImportRow(AccountRow):
    """Row of a run that imports accounts with a past: a row of the first-day import, with `ref`."""

    ref: _Ref


AnyRow = RegisterRow | CertifyRow | ApplicationRow | MonetizeRow | ProfileRow | ImportRow
ROWS: Final[Mapping[RunKind, type[AnyRow]]] = {
    RunKind.REGISTER: RegisterRow,
    RunKind.CERTIFY: CertifyRow,
    RunKind.APPLY_FOR_CERTIFICATION: ApplicationRow,
    RunKind.MONETIZE: MonetizeRow,
    RunKind.CHANGE_PROFILE: ProfileRow,
    RunKind.IMPORT: ImportRow,
}
"""Model of a row, by the kind of run."""


class NewRunBody(Body):
    """A new run: the kind of its commands."""

    model_config = examples({"id": "new-users-2026-03-01", "commands": "register", "note": "first batch"})

    id: Annotated[
        RecordId | None, Field(description="Your identifier; creating it again is no fault. Omitted: generated.")
    ] = None
    commands: RunKind
    note: Annotated[Text, Field(description="For people who look at the run.")] = ""


class RunStartBody(Body):
    """The start of a run."""

    model_config = examples({"rows": 10000}, {})

    rows: Annotated[
        int | None,
        Field(ge=1, le=MOST_ROWS, description="Rows that you have sent; refused when another number was received."),
    ] = None


class RunCancellationBody(Body):
    """The reason for cancelling a run."""

    model_config = examples({"reason": "the wrong file"}, {})

    reason: Text = ""


class RowsReceived(Frozen):
    """What was received by one upload."""

    run: RecordId
    lines: Annotated[int, Field(description="Lines of this upload, without blank ones.")]
    new: int
    repeated: Annotated[int, Field(description="Rows that were sent before with the same content.")]
    refused: Annotated[int, Field(description="New rows that cannot be carried out; each states its line and fault.")]


class RunView(Frozen):
    """A run, its progress and all its entries."""

    run: Run
    progress: RunProgress
    entries: tuple[RunEntry, ...]


class RunsQuery(PageQuery):
    """Filters of the list of runs."""

    status: RunStatus | None = None
    commands: RunKind | None = None
    sort: Annotated[
        Literal["created", "-created"],
        Field(description="The oldest first when omitted; `-created`: the newest first."),
    ] = "created"


class RunsPage(PageOf[Run, Word]):
    """Runs in the order asked for."""

    model_config = items_named("runs")


class RunRowsQuery(Frozen):
    """Filters of the rows of a run, and their form."""

    after: Annotated[Cursor | None, Field(description="`next` of the previous page.")] = None
    limit: Limit = 100
    outcome: RowOutcome | None = None
    ref: Annotated[RowRef | None, Field(description="The row with this identifier.")] = None
    format: Annotated[
        Literal["json", "ndjson", "csv"],
        Field(
            description="`ndjson`: all rows as a file, one a line; also by `Accept: application/x-ndjson`. `csv`: all "
            "rows as a table for spreadsheets, without their problems."
        ),
    ] = "json"


class RunRowsPage(PageOf[RunRow, Word]):
    """Rows in the order in which they arrived."""

    model_config = items_named("rows")


class UploadQuery(Frozen):
    """Place of an upload in the caller's file."""

    line: Annotated[
        int, Field(ge=1, le=2**31 - 1, description="Number of the first line, where a file is sent in parts.")
    ] = 1
