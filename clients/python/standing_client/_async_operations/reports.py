"""Operations of `reports`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, AsyncCalling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Reports(AsyncCalling):
    """Operations of `reports`."""

    async def request_report(
        self,
        *,
        period: str,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Report:
        """Request the report on a period.

        The schedule requests reports automatically; this request is for a period that was left out. A second
        request for the same period returns the same report.

        Roles: operator.
        """
        found: models.Report = await self.answer_to(
            "POST",
            "/v1/reports",
            ["Report"],
            timeout=timeout,
            body={"period": period},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def list_reports(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        status: models.ReportStatus | None = None,
        timeout: float | None = None,
    ) -> models.ReportsPage:
        """List reports.

        Reports in the order in which they were requested; the regulator sees filed reports only.

        Roles: reviewer, operator, auditor, regulator.
        """
        found: models.ReportsPage = await self.answer_to(
            "GET",
            "/v1/reports",
            ["ReportsPage"],
            timeout=timeout,
            params={"after": after, "limit": limit, "status": status},
        )
        return found

    async def iter_reports(
        self, *, limit: int | None = None, status: models.ReportStatus | None = None
    ) -> AsyncIterator[models.Report]:
        """List reports: every item of every page."""
        place: Any = None
        while True:
            page = await self.list_reports(limit=limit, status=status, after=place)
            for item in page.reports:
                yield item
            following: Any = page.next
            if following is None or (following == place and not page.reports):
                return
            place = following

    async def preview_report(self, *, period: str | None = None, timeout: float | None = None) -> models.ReportPreview:
        """Preview the report on a period.

        The totals as PostgreSQL counts them now, for a running period too. The report itself is built and counted
        twice when its period is over.

        Roles: reviewer, operator, auditor.
        """
        found: models.ReportPreview = await self.answer_to(
            "GET", "/v1/reports/preview", ["ReportPreview"], timeout=timeout, params={"period": period}
        )
        return found

    async def read_report(self, report: str, *, timeout: float | None = None) -> models.ReportHistory:
        """Read a report with its history.

        The status of the report, its files and all its entries.

        Roles: reviewer, operator, auditor, regulator.
        """
        found: models.ReportHistory = await self.answer_to(
            "GET", "/v1/reports/{report}", ["ReportHistory"], timeout=timeout, path_values={"report": report}
        )
        return found

    async def download_report(self, report: str, name: str, *, timeout: float | None = None) -> Reply:
        """Download a file of a report.

        One of `report.json`, `report.xlsx`, `report.pdf` and `restrictions.csv`; the ETag is the file's SHA-256.

        Roles: reviewer, operator, auditor, regulator.
        """
        return await self.reply_to(
            "GET", "/v1/reports/{report}/files/{name}", timeout=timeout, path_values={"report": report, "name": name}
        )

    async def verify_report(self, report: str, *, timeout: float | None = None) -> models.ReportVerification:
        """Hash the files of a report again.

        Compares the hash of each stored file with the recorded one. `standing report verify` also rebuilds the
        report from the facts.

        Roles: reviewer, operator, auditor, regulator.
        """
        found: models.ReportVerification = await self.answer_to(
            "GET",
            "/v1/reports/{report}/verification",
            ["ReportVerification"],
            timeout=timeout,
            path_values={"report": report},
        )
        return found

    async def release_report(
        self,
        report: str,
        *,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Report:
        """Release a report, as one of two people.

        Applies where reports need a release before they are filed; the second release must come from another
        person.

        Roles: reviewer, operator.
        """
        found: models.Report = await self.answer_to(
            "POST",
            "/v1/reports/{report}/release",
            ["Report"],
            timeout=timeout,
            path_values={"report": report},
            body={},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def retry_report(
        self,
        report: str,
        *,
        reason: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Report:
        """Rebuild a report.

        Rebuilds a report whose counts differed or that was not released, after the cause was corrected.

        Roles: operator.
        """
        found: models.Report = await self.answer_to(
            "POST",
            "/v1/reports/{report}/retry",
            ["Report"],
            timeout=timeout,
            path_values={"report": report},
            body={"reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def acknowledge_report(
        self,
        report: str,
        *,
        receipt: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Report:
        """Acknowledge receipt of a report, as the regulator.

        Repeating the same acknowledgement has no further effect.

        Roles: operator, regulator.
        """
        found: models.Report = await self.answer_to(
            "POST",
            "/v1/reports/{report}/acknowledgement",
            ["Report"],
            timeout=timeout,
            path_values={"report": report},
            body={"receipt": receipt},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def reject_report(
        self,
        report: str,
        *,
        reason: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Report:
        """Reject a report, as the regulator.

        The rejection opens a case; an amendment replaces the report.

        Roles: operator, regulator.
        """
        found: models.Report = await self.answer_to(
            "POST",
            "/v1/reports/{report}/rejection",
            ["Report"],
            timeout=timeout,
            path_values={"report": report},
            body={"reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def amend_report(
        self,
        report: str,
        *,
        reason: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Report:
        """Replace a report by an amendment.

        The amendment covers the same period, includes what was recorded since, and names the report that it
        replaces.

        Roles: operator.
        """
        found: models.Report = await self.answer_to(
            "POST",
            "/v1/reports/{report}/amendment",
            ["Report"],
            timeout=timeout,
            path_values={"report": report},
            body={"reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found
