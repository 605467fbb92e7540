"""Operations of `runs`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, Calling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Runs(Calling):
    """Operations of `runs`."""

    def send_run_rows(
        self, run: str, *, content: bytes, content_type: str, line: int | None = None, timeout: float | None = None
    ) -> models.RowsReceived:
        """Send rows of a run, one JSON object a line.

        Rows are stored as they arrive, each once: after a broken upload send the file again, or the rest of it. A
        line that cannot be read is a refused row with its line number. A row with the `ref` of another row is a
        409 that names it; the rows before it are stored.

        Roles: platform, reviewer, operator.
        """
        found: models.RowsReceived = self.answer_to(
            "POST",
            "/v1/runs/{run}/rows",
            ["RowsReceived"],
            timeout=timeout,
            path_values={"run": run},
            params={"line": line},
            content=content,
            content_type=content_type,
        )
        return found

    def list_run_rows(
        self,
        run: str,
        *,
        after: str | None = None,
        limit: int | None = None,
        outcome: models.RowOutcome | None = None,
        ref: str | None = None,
        format: Annotated[Literal["json", "ndjson", "csv"], Open] | None = None,
        timeout: float | None = None,
    ) -> models.RunRowsPage:
        """List the outcome of each row.

        Rows in the order in which they arrived: done, held with the case that decides, or refused with the
        problem. All rows as a file are recorded in the audit as a download.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.RunRowsPage = self.answer_to(
            "GET",
            "/v1/runs/{run}/rows",
            ["RunRowsPage"],
            timeout=timeout,
            path_values={"run": run},
            params={"after": after, "limit": limit, "outcome": outcome, "ref": ref, "format": format},
        )
        return found

    def iter_run_rows(
        self,
        run: str,
        *,
        limit: int | None = None,
        outcome: models.RowOutcome | None = None,
        ref: str | None = None,
        format: Annotated[Literal["json", "ndjson", "csv"], Open] | None = None,
    ) -> Iterator[models.RunRow]:
        """List the outcome of each row: every item of every page."""
        place: Any = None
        while True:
            page = self.list_run_rows(run, limit=limit, outcome=outcome, ref=ref, format=format, after=place)
            yield from page.rows
            following: Any = page.next
            if following is None or (following == place and not page.rows):
                return
            place = following

    def create_run(
        self,
        *,
        commands: models.RunKind,
        id: str | Unset | None = UNSET,
        note: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Run:
        """Create a run of commands.

        A run takes rows of one kind of command, and carries them out once it is started. Creating the same run
        again changes nothing.

        Roles: platform, reviewer, operator.
        """
        found: models.Run = self.answer_to(
            "POST",
            "/v1/runs",
            ["Run"],
            timeout=timeout,
            body={"commands": commands, "id": id, "note": note},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def list_runs(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        status: models.RunStatus | None = None,
        commands: models.RunKind | None = None,
        sort: Annotated[Literal["created", "-created"], Open] | None = None,
        timeout: float | None = None,
    ) -> models.RunsPage:
        """List runs.

        Runs, the oldest first unless another order is asked for.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.RunsPage = self.answer_to(
            "GET",
            "/v1/runs",
            ["RunsPage"],
            timeout=timeout,
            params={"after": after, "limit": limit, "status": status, "commands": commands, "sort": sort},
        )
        return found

    def iter_runs(
        self,
        *,
        limit: int | None = None,
        status: models.RunStatus | None = None,
        commands: models.RunKind | None = None,
        sort: Annotated[Literal["created", "-created"], Open] | None = None,
    ) -> Iterator[models.Run]:
        """List runs: every item of every page."""
        place: Any = None
        while True:
            page = self.list_runs(limit=limit, status=status, commands=commands, sort=sort, after=place)
            yield from page.runs
            following: Any = page.next
            if following is None or (following == place and not page.runs):
                return
            place = following

    def read_run(self, run: str, *, timeout: float | None = None) -> models.RunView:
        """Read a run with its progress.

        The run, the number of rows by outcome, and all entries.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.RunView = self.answer_to(
            "GET", "/v1/runs/{run}", ["RunView"], timeout=timeout, path_values={"run": run}
        )
        return found

    def start_run(
        self,
        run: str,
        *,
        rows: int | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Run:
        """Start a run.

        All rows were sent: they are carried out in the order in which they arrived. Starting again changes
        nothing.

        Roles: platform, reviewer, operator.
        """
        found: models.Run = self.answer_to(
            "POST",
            "/v1/runs/{run}/start",
            ["Run"],
            timeout=timeout,
            path_values={"run": run},
            body={"rows": rows},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def cancel_run(
        self,
        run: str,
        *,
        reason: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Run:
        """Cancel a run.

        Rows that wait are not carried out; what is recorded stays. Cancelling again changes nothing.

        Roles: platform, reviewer, operator.
        """
        found: models.Run = self.answer_to(
            "POST",
            "/v1/runs/{run}/cancellation",
            ["Run"],
            timeout=timeout,
            path_values={"run": run},
            body={"reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found
