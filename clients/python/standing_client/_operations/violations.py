"""Operations of `violations`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, Calling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Violations(Calling):
    """Operations of `violations`."""

    def list_violations(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        account: str | None = None,
        holder: str | None = None,
        category: models.ViolationCategory | None = None,
        article: int | None = None,
        actor: str | None = None,
        decided_since: dt.datetime | None = None,
        decided_before: dt.datetime | None = None,
        state: Annotated[Literal["standing", "overturned"], Open] | None = None,
        sort: Annotated[Literal["-decided", "decided", "account"], Open] | None = None,
        timeout: float | None = None,
    ) -> models.ViolationListPage:
        """List violations across accounts.

        Every violation that passes the filters, whatever its consequences were.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.ViolationListPage = self.answer_to(
            "GET",
            "/v1/violations",
            ["ViolationListPage"],
            timeout=timeout,
            params={
                "after": after,
                "limit": limit,
                "account": account,
                "holder": holder,
                "category": category,
                "article": article,
                "actor": actor,
                "decided_since": decided_since,
                "decided_before": decided_before,
                "state": state,
                "sort": sort,
            },
        )
        return found

    def iter_violations(
        self,
        *,
        limit: int | None = None,
        account: str | None = None,
        holder: str | None = None,
        category: models.ViolationCategory | None = None,
        article: int | None = None,
        actor: str | None = None,
        decided_since: dt.datetime | None = None,
        decided_before: dt.datetime | None = None,
        state: Annotated[Literal["standing", "overturned"], Open] | None = None,
        sort: Annotated[Literal["-decided", "decided", "account"], Open] | None = None,
    ) -> Iterator[models.ListedViolation]:
        """List violations across accounts: every item of every page."""
        place: Any = None
        while True:
            page = self.list_violations(
                limit=limit,
                account=account,
                holder=holder,
                category=category,
                article=article,
                actor=actor,
                decided_since=decided_since,
                decided_before=decided_before,
                state=state,
                sort=sort,
                after=place,
            )
            yield from page.violations
            following: Any = page.next
            if following is None or (following == place and not page.violations):
                return
            place = following

    def count_violations(
        self,
        *,
        account: str | None = None,
        holder: str | None = None,
        category: models.ViolationCategory | None = None,
        article: int | None = None,
        actor: str | None = None,
        decided_since: dt.datetime | None = None,
        decided_before: dt.datetime | None = None,
        state: Annotated[Literal["standing", "overturned"], Open] | None = None,
        by: Annotated[Literal["state", "category", "article"], Open] | None = None,
        timeout: float | None = None,
    ) -> models.ListCounts:
        """Count violations across accounts.

        Numbers of the violations that pass the filters.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.ListCounts = self.answer_to(
            "GET",
            "/v1/violations/counts",
            ["ListCounts"],
            timeout=timeout,
            params={
                "account": account,
                "holder": holder,
                "category": category,
                "article": article,
                "actor": actor,
                "decided_since": decided_since,
                "decided_before": decided_before,
                "state": state,
                "by": by,
            },
        )
        return found

    def export_violations(
        self,
        *,
        form: Annotated[Literal["csv", "ndjson"], Open] | None = None,
        account: str | None = None,
        holder: str | None = None,
        category: models.ViolationCategory | None = None,
        article: int | None = None,
        actor: str | None = None,
        decided_since: dt.datetime | None = None,
        decided_before: dt.datetime | None = None,
        state: Annotated[Literal["standing", "overturned"], Open] | None = None,
        sort: Annotated[Literal["-decided", "decided", "account"], Open] | None = None,
        timeout: float | None = None,
    ) -> Reply:
        """Download violations across accounts.

        The list as a file. The download is recorded in the audit.

        Roles: platform, reviewer, operator, auditor.
        """
        return self.reply_to(
            "GET",
            "/v1/violations/export",
            timeout=timeout,
            params={
                "form": form,
                "account": account,
                "holder": holder,
                "category": category,
                "article": article,
                "actor": actor,
                "decided_since": decided_since,
                "decided_before": decided_before,
                "state": state,
                "sort": sort,
            },
        )

    def record_violation(
        self,
        account: str,
        *,
        category: models.ViolationCategory,
        reason: str | Unset = UNSET,
        contents: Sequence[str] | Unset = UNSET,
        evidence: Sequence[str] | Unset = UNSET,
        automated: bool | Unset | None = UNSET,
        occurred_at: dt.datetime | Unset | None = UNSET,
        another_offence: bool | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        windows: Sequence[models.TimeWindow | Mapping[str, Any]] | Unset = UNSET,
        id: str | Unset | None = UNSET,
        consequences: Annotated[Literal["none", "catalogue"], Open] | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.SanctionAnswer | models.CommandAnswer:
        """Record a violation, with its consequences (articles 1 to 12).

        The violation closes the clean window of article 8 for three months from now, and all consequences of the
        catalogue for this account's record are recorded in the same transaction; `dry_run` returns them without
        recording. With `consequences: none` the finding alone is recorded.

        Roles: reviewer, operator.
        """
        found: models.SanctionAnswer | models.CommandAnswer = self.answer_to(
            "POST",
            "/v1/accounts/{account}/violations",
            ["SanctionAnswer", "CommandAnswer"],
            timeout=timeout,
            path_values={"account": account},
            body={
                "category": category,
                "reason": reason,
                "contents": contents,
                "evidence": evidence,
                "automated": automated,
                "occurred_at": occurred_at,
                "another_offence": another_offence,
                "effective_at": effective_at,
                "windows": windows,
                "id": id,
                "consequences": consequences,
            },
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def foresee_record_violation(
        self,
        account: str,
        *,
        category: models.ViolationCategory,
        reason: str | Unset = UNSET,
        contents: Sequence[str] | Unset = UNSET,
        evidence: Sequence[str] | Unset = UNSET,
        automated: bool | Unset | None = UNSET,
        occurred_at: dt.datetime | Unset | None = UNSET,
        another_offence: bool | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        windows: Sequence[models.TimeWindow | Mapping[str, Any]] | Unset = UNSET,
        id: str | Unset | None = UNSET,
        consequences: Annotated[Literal["none", "catalogue"], Open] | Unset = UNSET,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.SanctionForeseen:
        """Foresee what would follow, without recording anything: Record a violation, with its consequences (articles
        1 to 12).

        The violation closes the clean window of article 8 for three months from now, and all consequences of the
        catalogue for this account's record are recorded in the same transaction; `dry_run` returns them without
        recording. With `consequences: none` the finding alone is recorded.

        Roles: reviewer, operator.
        """
        found: models.SanctionForeseen = self.answer_to(
            "POST",
            "/v1/accounts/{account}/violations",
            ["SanctionForeseen"],
            timeout=timeout,
            path_values={"account": account},
            params={"dry_run": True},
            body={
                "category": category,
                "reason": reason,
                "contents": contents,
                "evidence": evidence,
                "automated": automated,
                "occurred_at": occurred_at,
                "another_offence": another_offence,
                "effective_at": effective_at,
                "windows": windows,
                "id": id,
                "consequences": consequences,
            },
            if_match=if_match,
        )
        return found

    def overturn_violation(
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
        """Overturn a violation with its consequences.

        From now on the violation counts as if it had never been recorded. Past states stay readable.

        Roles: reviewer, operator.
        """
        found: models.CommandAnswer = self.answer_to(
            "POST",
            "/v1/accounts/{account}/violations/{id}/overturn",
            ["CommandAnswer"],
            timeout=timeout,
            path_values={"account": account, "id": id},
            body={"reason": reason, "effective_at": effective_at},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def foresee_overturn_violation(
        self,
        account: str,
        id: str,
        *,
        reason: str | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.ForeseenAnswer:
        """Foresee what would follow, without recording anything: Overturn a violation with its consequences.

        From now on the violation counts as if it had never been recorded. Past states stay readable.

        Roles: reviewer, operator.
        """
        found: models.ForeseenAnswer = self.answer_to(
            "POST",
            "/v1/accounts/{account}/violations/{id}/overturn",
            ["ForeseenAnswer"],
            timeout=timeout,
            path_values={"account": account, "id": id},
            params={"dry_run": True},
            body={"reason": reason, "effective_at": effective_at},
            if_match=if_match,
        )
        return found

    def read_catalogue(self, *, timeout: float | None = None) -> models.CatalogueShown:
        """Read the catalogue of consequences (articles 9 to 12).

        The notice's catalogue, with the platform's own entries in place of the notice's.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.CatalogueShown = self.answer_to("GET", "/v1/catalogue", ["CatalogueShown"], timeout=timeout)
        return found
