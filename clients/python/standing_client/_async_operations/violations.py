"""Operations of `violations`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, AsyncCalling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Violations(AsyncCalling):
    """Operations of `violations`."""

    async def record_violation(
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
    ) -> models.CommandAnswer | models.SanctionAnswer:
        """Record a violation, with its consequences (articles 1 to 12).

        The violation closes the clean window of article 8 for three months from now, and all consequences of the
        catalogue for this account's record are recorded in the same transaction; `dry_run` returns them without
        recording. With `consequences: none` the finding alone is recorded.

        Roles: reviewer, operator.
        """
        found: models.CommandAnswer | models.SanctionAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/violations",
            ["CommandAnswer", "SanctionAnswer"],
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

    async def foresee_record_violation(
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
        found: models.SanctionForeseen = await self.answer_to(
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

    async def overturn_violation(
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
        found: models.CommandAnswer = await self.answer_to(
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

    async def foresee_overturn_violation(
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
        found: models.ForeseenAnswer = await self.answer_to(
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

    async def read_catalogue(self, *, timeout: float | None = None) -> models.CatalogueShown:
        """Read the catalogue of consequences (articles 9 to 12).

        The notice's catalogue, with the platform's own entries in place of the notice's.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.CatalogueShown = await self.answer_to("GET", "/v1/catalogue", ["CatalogueShown"], timeout=timeout)
        return found
