"""Operations of `rescreens`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, AsyncCalling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Rescreens(AsyncCalling):
    """Operations of `rescreens`."""

    async def start_rescreen(
        self,
        *,
        id: str | Unset | None = UNSET,
        reason: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Rescreen:
        """Screen all accounts again (article 1).

        A worker screens every live account with the lists in force; a finding that no reviewer has seen opens a
        case. A running rescreen ends, and the new one covers its remaining accounts.

        Roles: operator.
        """
        found: models.Rescreen = await self.answer_to(
            "POST",
            "/v1/rescreens",
            ["Rescreen"],
            timeout=timeout,
            body={"id": id, "reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def list_rescreens(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        status: models.RescreenStatus | None = None,
        timeout: float | None = None,
    ) -> models.RescreensPage:
        """List rescreens with their progress.

        Rescreens, oldest first.

        Roles: reviewer, operator, auditor.
        """
        found: models.RescreensPage = await self.answer_to(
            "GET",
            "/v1/rescreens",
            ["RescreensPage"],
            timeout=timeout,
            params={"after": after, "limit": limit, "status": status},
        )
        return found

    async def iter_rescreens(
        self, *, limit: int | None = None, status: models.RescreenStatus | None = None
    ) -> AsyncIterator[models.Rescreen]:
        """List rescreens with their progress: every item of every page."""
        place: Any = None
        while True:
            page = await self.list_rescreens(limit=limit, status=status, after=place)
            for item in page.rescreens:
                yield item
            following: Any = page.next
            if following is None or (following == place and not page.rescreens):
                return
            place = following

    async def read_rescreen(self, rescreen: str, *, timeout: float | None = None) -> models.RescreenHistory:
        """Read a rescreen with its history.

        The progress of the rescreen, and all its entries.

        Roles: reviewer, operator, auditor.
        """
        found: models.RescreenHistory = await self.answer_to(
            "GET", "/v1/rescreens/{rescreen}", ["RescreenHistory"], timeout=timeout, path_values={"rescreen": rescreen}
        )
        return found

    async def stop_rescreen(
        self,
        rescreen: str,
        *,
        reason: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Rescreen:
        """End a rescreen early.

        The rescreen ends after the slice in progress; cases already opened stay open.

        Roles: operator.
        """
        found: models.Rescreen = await self.answer_to(
            "POST",
            "/v1/rescreens/{rescreen}/stop",
            ["Rescreen"],
            timeout=timeout,
            path_values={"rescreen": rescreen},
            body={"reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found
