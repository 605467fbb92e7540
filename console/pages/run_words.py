"""Words of runs: kinds of commands, statuses, outcomes of rows, and an example of a row of each kind."""

from collections.abc import Mapping
from typing import Any, Final

from console.texts.languages import N_, Language
from models.runs import RowOutcome, RunKind, RunStatus

KINDS: Final[Mapping[str, str]] = {
    RunKind.REGISTER: N_("Register accounts"),
    RunKind.CERTIFY: N_("Record certifications"),
    RunKind.APPLY_FOR_CERTIFICATION: N_("Apply for certifications"),
    RunKind.MONETIZE: N_("Apply for profit-making"),
    RunKind.CHANGE_PROFILE: N_("Change profiles"),
    RunKind.IMPORT: N_("Import accounts with their past"),
}
"""Kinds of commands of a run."""

STATUSES: Final[Mapping[str, tuple[str, str]]] = {
    RunStatus.RECEIVING: (N_("not started yet"), "wait"),
    RunStatus.RUNNING: (N_("being carried out"), "info"),
    RunStatus.FINISHED: (N_("carried out"), "good"),
    RunStatus.CANCELLED: (N_("cancelled before its end"), "quiet"),
}
"""Statuses of a run: the words, and the colour of the badge."""

OUTCOMES: Final[Mapping[str, tuple[str, str]]] = {
    RowOutcome.DONE: (N_("recorded here"), "good"),
    RowOutcome.HELD: (N_("held for review"), "wait"),
    RowOutcome.REFUSED: (N_("refused here"), "bad"),
    RowOutcome.CANCELLED: (N_("left out by the cancellation"), "quiet"),
    RowOutcome.WAITING: (N_("not yet its turn"), "quiet"),
}
"""Outcomes of a row: the words, and the colour of the badge; in the order in which the bar shows them."""

EXAMPLES: Final[Mapping[str, str]] = {
    RunKind.REGISTER: '{"ref": "row-1", "account": "kitchen-7", "kind": "individual", '
    '"holder": {"resident_id": "110101188001010011"}, "name": "山野厨房七号"}',
    RunKind.CERTIFY: '{"ref": "row-1", "account": "kitchen-7", "field": "healthcare", "valid_until": "2027-03-01", '
    '"materials": {"service_qualification": "qual-1", "professional_qualification": "prof-1"}}',
    RunKind.APPLY_FOR_CERTIFICATION: '{"ref": "row-1", "account": "kitchen-7", "field": "healthcare", '
    '"valid_until": "2027-03-01", "materials": {"service_qualification": "qual-1", '
    '"professional_qualification": "prof-1"}}',
    RunKind.MONETIZE: '{"ref": "row-1", "account": "kitchen-7", "methods": ["advertising"]}',
    RunKind.CHANGE_PROFILE: '{"ref": "row-1", "account": "kitchen-7", "name": "山野厨房"}',
    RunKind.IMPORT: '{"ref": "row-1", "account": "kitchen-7", "kind": "individual", '
    '"holder": {"resident_id": "110101188001010011"}, "name": "山野厨房七号", '
    '"registered_at": "2025-01-01T09:00:00+08:00"}',
}
"""A row of each kind, as it stands on one line of a file."""


def why(row: Mapping[str, Any], language: Language) -> str:
    """Return why a row is refused, in the reader's language: what the same command alone would have been told."""
    problem = row.get("problem") or {}
    detail = problem.get("detail_zh" if language.code == "zh" else "detail")
    return str(detail or row["message"])
