"""Operations of `certifications`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, Calling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Certifications(Calling):
    """Operations of `certifications`."""

    def list_certifications(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        account: str | None = None,
        holder: str | None = None,
        field: models.Field | None = None,
        state: models.CertificationState | None = None,
        actor: str | None = None,
        granted_since: dt.datetime | None = None,
        granted_before: dt.datetime | None = None,
        ends_before: dt.date | None = None,
        sort: models.CertificationSort | None = None,
        timeout: float | None = None,
    ) -> models.CertificationListPage:
        """List certifications across accounts.

        Every certification that passes the filters, in force or not.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.CertificationListPage = self.answer_to(
            "GET",
            "/v1/certifications",
            ["CertificationListPage"],
            timeout=timeout,
            params={
                "after": after,
                "limit": limit,
                "account": account,
                "holder": holder,
                "field": field,
                "state": state,
                "actor": actor,
                "granted_since": granted_since,
                "granted_before": granted_before,
                "ends_before": ends_before,
                "sort": sort,
            },
        )
        return found

    def iter_certifications(
        self,
        *,
        limit: int | None = None,
        account: str | None = None,
        holder: str | None = None,
        field: models.Field | None = None,
        state: models.CertificationState | None = None,
        actor: str | None = None,
        granted_since: dt.datetime | None = None,
        granted_before: dt.datetime | None = None,
        ends_before: dt.date | None = None,
        sort: models.CertificationSort | None = None,
    ) -> Iterator[models.ListedCertification]:
        """List certifications across accounts: every item of every page."""
        place: Any = None
        while True:
            page = self.list_certifications(
                limit=limit,
                account=account,
                holder=holder,
                field=field,
                state=state,
                actor=actor,
                granted_since=granted_since,
                granted_before=granted_before,
                ends_before=ends_before,
                sort=sort,
                after=place,
            )
            yield from page.certifications
            following: Any = page.next
            if following is None or (following == place and not page.certifications):
                return
            place = following

    def count_certifications(
        self,
        *,
        account: str | None = None,
        holder: str | None = None,
        field: models.Field | None = None,
        state: models.CertificationState | None = None,
        actor: str | None = None,
        granted_since: dt.datetime | None = None,
        granted_before: dt.datetime | None = None,
        ends_before: dt.date | None = None,
        by: models.CertificationCountBy | None = None,
        timeout: float | None = None,
    ) -> models.ListCounts:
        """Count certifications across accounts.

        Numbers of the certifications that pass the filters.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.ListCounts = self.answer_to(
            "GET",
            "/v1/certifications/counts",
            ["ListCounts"],
            timeout=timeout,
            params={
                "account": account,
                "holder": holder,
                "field": field,
                "state": state,
                "actor": actor,
                "granted_since": granted_since,
                "granted_before": granted_before,
                "ends_before": ends_before,
                "by": by,
            },
        )
        return found

    def export_certifications(
        self,
        *,
        form: Annotated[Literal["csv", "ndjson"], Open] | None = None,
        account: str | None = None,
        holder: str | None = None,
        field: models.Field | None = None,
        state: models.CertificationState | None = None,
        actor: str | None = None,
        granted_since: dt.datetime | None = None,
        granted_before: dt.datetime | None = None,
        ends_before: dt.date | None = None,
        sort: models.CertificationSort | None = None,
        timeout: float | None = None,
    ) -> Reply:
        """Download certifications across accounts.

        The list as a file. The download is recorded in the audit.

        Roles: platform, reviewer, operator, auditor.
        """
        return self.reply_to(
            "GET",
            "/v1/certifications/export",
            timeout=timeout,
            params={
                "form": form,
                "account": account,
                "holder": holder,
                "field": field,
                "state": state,
                "actor": actor,
                "granted_since": granted_since,
                "granted_before": granted_before,
                "ends_before": ends_before,
                "sort": sort,
            },
        )

    def certify_account(
        self,
        account: str,
        *,
        field: models.Field,
        valid_from: dt.date,
        valid_until: dt.date,
        id: str | Unset | None = UNSET,
        materials: models.GivenMaterials | Mapping[str, Any] | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.CommandAnswer:
        """Record a verified certification (article 2).

        Publishing in the field is permitted from the verification through the last day of the certificate.

        Roles: reviewer, operator.
        """
        found: models.CommandAnswer = self.answer_to(
            "POST",
            "/v1/accounts/{account}/certifications",
            ["CommandAnswer"],
            timeout=timeout,
            path_values={"account": account},
            body={
                "field": field,
                "valid_from": valid_from,
                "valid_until": valid_until,
                "id": id,
                "materials": materials,
                "effective_at": effective_at,
            },
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def foresee_certify_account(
        self,
        account: str,
        *,
        field: models.Field,
        valid_from: dt.date,
        valid_until: dt.date,
        id: str | Unset | None = UNSET,
        materials: models.GivenMaterials | Mapping[str, Any] | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.ForeseenAnswer:
        """Foresee what would follow, without recording anything: Record a verified certification (article 2).

        Publishing in the field is permitted from the verification through the last day of the certificate.

        Roles: reviewer, operator.
        """
        found: models.ForeseenAnswer = self.answer_to(
            "POST",
            "/v1/accounts/{account}/certifications",
            ["ForeseenAnswer"],
            timeout=timeout,
            path_values={"account": account},
            params={"dry_run": True},
            body={
                "field": field,
                "valid_from": valid_from,
                "valid_until": valid_until,
                "id": id,
                "materials": materials,
                "effective_at": effective_at,
            },
            if_match=if_match,
        )
        return found

    def revoke_certification(
        self,
        account: str,
        id: str,
        *,
        reason: str | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.CommandAnswer:
        """Revoke a certification (article 2).

        The certification is invalid from now on.

        Roles: reviewer, operator.
        """
        found: models.CommandAnswer = self.answer_to(
            "POST",
            "/v1/accounts/{account}/certifications/{id}/revocation",
            ["CommandAnswer"],
            timeout=timeout,
            path_values={"account": account, "id": id},
            body={"reason": reason, "effective_at": effective_at},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def foresee_revoke_certification(
        self,
        account: str,
        id: str,
        *,
        reason: str | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.ForeseenAnswer:
        """Foresee what would follow, without recording anything: Revoke a certification (article 2).

        The certification is invalid from now on.

        Roles: reviewer, operator.
        """
        found: models.ForeseenAnswer = self.answer_to(
            "POST",
            "/v1/accounts/{account}/certifications/{id}/revocation",
            ["ForeseenAnswer"],
            timeout=timeout,
            path_values={"account": account, "id": id},
            params={"dry_run": True},
            body={"reason": reason, "effective_at": effective_at},
            if_match=if_match,
        )
        return found

    def apply_for_certification(
        self,
        account: str,
        *,
        field: models.Field,
        valid_from: dt.date,
        valid_until: dt.date,
        id: str | Unset | None = UNSET,
        materials: models.GivenMaterials | Mapping[str, Any] | Unset = UNSET,
        evidence: Sequence[models.EvidenceBody | Mapping[str, Any]] | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.CaseStatusAnswer:
        """Apply for a certification, which a reviewer verifies (article 2).

        The application opens a case. Approval permits publishing in the field and shows the materials on the
        homepage; a rejection gives its reason at `Location`. An account may have one pending application for a
        field.

        Roles: platform, operator.
        """
        found: models.CaseStatusAnswer = self.answer_to(
            "POST",
            "/v1/accounts/{account}/certification-applications",
            ["CaseStatusAnswer"],
            timeout=timeout,
            path_values={"account": account},
            body={
                "field": field,
                "valid_from": valid_from,
                "valid_until": valid_until,
                "id": id,
                "materials": materials,
                "evidence": evidence,
            },
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def list_certification_applications(
        self, account: str, *, after: str | None = None, limit: int | None = None, timeout: float | None = None
    ) -> models.CertificationApplicationsPage:
        """List an account's applications.

        Applications in the order in which they were made, each with its outcome.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.CertificationApplicationsPage = self.answer_to(
            "GET",
            "/v1/accounts/{account}/certification-applications",
            ["CertificationApplicationsPage"],
            timeout=timeout,
            path_values={"account": account},
            params={"after": after, "limit": limit},
        )
        return found

    def iter_certification_applications(
        self, account: str, *, limit: int | None = None
    ) -> Iterator[models.ApplicationShown]:
        """List an account's applications: every item of every page."""
        place: Any = None
        while True:
            page = self.list_certification_applications(account, limit=limit, after=place)
            yield from page.applications
            following: Any = page.next
            if following is None or (following == place and not page.applications):
                return
            place = following

    def list_due_certifications(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        field: models.Field | None = None,
        timeout: float | None = None,
    ) -> models.DueCertificationsPage:
        """List accounts that declared a field and are not certified in it (article 2).

        Each declared field without a valid certification, by account identifier, with its start and the outcome
        of the last certification. Accounts without service are left out.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.DueCertificationsPage = self.answer_to(
            "GET",
            "/v1/certifications/due",
            ["DueCertificationsPage"],
            timeout=timeout,
            params={"after": after, "limit": limit, "field": field},
        )
        return found

    def iter_due_certifications(
        self, *, limit: int | None = None, field: models.Field | None = None
    ) -> Iterator[models.DueCertification]:
        """List accounts that declared a field and are not certified in it (article 2): every item of every page."""
        place: Any = None
        while True:
            page = self.list_due_certifications(limit=limit, field=field, after=place)
            yield from page.due
            following: Any = page.next
            if following is None or (following == place and not page.due):
                return
            place = following
