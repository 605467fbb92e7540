"""Operations of `impersonations`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, AsyncCalling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Impersonations(AsyncCalling):
    """Operations of `impersonations`."""

    async def record_impersonation(
        self,
        account: str,
        *,
        imitated: str,
        id: str | Unset | None = UNSET,
        reason: str | Unset = UNSET,
        occurred_at: dt.datetime | Unset | None = UNSET,
        another_offence: bool | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.CommandAnswer:
        """Record a finding of impersonation (article 1).

        The account has no service from now on, and the finding counts as a violation (articles 1 and 8).

        Roles: reviewer, operator.
        """
        found: models.CommandAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/impersonations",
            ["CommandAnswer"],
            timeout=timeout,
            path_values={"account": account},
            body={
                "imitated": imitated,
                "id": id,
                "reason": reason,
                "occurred_at": occurred_at,
                "another_offence": another_offence,
                "effective_at": effective_at,
            },
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def foresee_record_impersonation(
        self,
        account: str,
        *,
        imitated: str,
        id: str | Unset | None = UNSET,
        reason: str | Unset = UNSET,
        occurred_at: dt.datetime | Unset | None = UNSET,
        another_offence: bool | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.ForeseenAnswer:
        """Foresee what would follow, without recording anything: Record a finding of impersonation (article 1).

        The account has no service from now on, and the finding counts as a violation (articles 1 and 8).

        Roles: reviewer, operator.
        """
        found: models.ForeseenAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/impersonations",
            ["ForeseenAnswer"],
            timeout=timeout,
            path_values={"account": account},
            params={"dry_run": True},
            body={
                "imitated": imitated,
                "id": id,
                "reason": reason,
                "occurred_at": occurred_at,
                "another_offence": another_offence,
                "effective_at": effective_at,
            },
            if_match=if_match,
        )
        return found

    async def lift_impersonation(
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
        """End an impersonation (article 1).

        Service resumes, for instance after a change of name; the violation stays on record.

        Roles: reviewer, operator.
        """
        found: models.CommandAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/impersonations/{id}/end",
            ["CommandAnswer"],
            timeout=timeout,
            path_values={"account": account, "id": id},
            body={"reason": reason, "effective_at": effective_at},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def foresee_lift_impersonation(
        self,
        account: str,
        id: str,
        *,
        reason: str | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.ForeseenAnswer:
        """Foresee what would follow, without recording anything: End an impersonation (article 1).

        Service resumes, for instance after a change of name; the violation stays on record.

        Roles: reviewer, operator.
        """
        found: models.ForeseenAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/impersonations/{id}/end",
            ["ForeseenAnswer"],
            timeout=timeout,
            path_values={"account": account, "id": id},
            params={"dry_run": True},
            body={"reason": reason, "effective_at": effective_at},
            if_match=if_match,
        )
        return found

    async def overturn_impersonation(
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
        """Overturn a finding of impersonation (articles 1 and 8).

        Service resumes, and the violation counts as if it had never been recorded.

        Roles: reviewer, operator.
        """
        found: models.CommandAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/impersonations/{id}/overturn",
            ["CommandAnswer"],
            timeout=timeout,
            path_values={"account": account, "id": id},
            body={"reason": reason, "effective_at": effective_at},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def foresee_overturn_impersonation(
        self,
        account: str,
        id: str,
        *,
        reason: str | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.ForeseenAnswer:
        """Foresee what would follow, without recording anything: Overturn a finding of impersonation (articles 1 and
        8).

        Service resumes, and the violation counts as if it had never been recorded.

        Roles: reviewer, operator.
        """
        found: models.ForeseenAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/impersonations/{id}/overturn",
            ["ForeseenAnswer"],
            timeout=timeout,
            path_values={"account": account, "id": id},
            params={"dry_run": True},
            body={"reason": reason, "effective_at": effective_at},
            if_match=if_match,
        )
        return found
