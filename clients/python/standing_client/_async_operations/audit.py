"""Operations of `audit`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, AsyncCalling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Audit(AsyncCalling):
    """Operations of `audit`."""

    async def list_audit_events(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        actor: str | None = None,
        type: Sequence[models.AuditEventType] | None = None,
        object: str | None = None,
        from_: dt.datetime | None = None,
        until: dt.datetime | None = None,
        timeout: float | None = None,
    ) -> models.AuditPage:
        """List events of the audit.

        Sign-ins, refusals, keys and people changed, settings at start, personal data viewed, files taken; newest
        first. Reading it is recorded, too.

        Roles: operator, auditor.
        """
        found: models.AuditPage = await self.answer_to(
            "GET",
            "/v1/audit",
            ["AuditPage"],
            timeout=timeout,
            params={
                "after": after,
                "limit": limit,
                "actor": actor,
                "type": type,
                "object": object,
                "from": from_,
                "until": until,
            },
        )
        return found

    async def iter_audit_events(
        self,
        *,
        limit: int | None = None,
        actor: str | None = None,
        type: Sequence[models.AuditEventType] | None = None,
        object: str | None = None,
        from_: dt.datetime | None = None,
        until: dt.datetime | None = None,
    ) -> AsyncIterator[models.AuditEntry]:
        """List events of the audit: every item of every page."""
        place: Any = None
        while True:
            page = await self.list_audit_events(
                limit=limit, actor=actor, type=type, object=object, from_=from_, until=until, after=place
            )
            for item in page.events:
                yield item
            following: Any = page.next
            if following is None or (following == place and not page.events):
                return
            place = following

    async def count_audit_events(
        self,
        *,
        actor: str | None = None,
        type: Sequence[models.AuditEventType] | None = None,
        object: str | None = None,
        from_: dt.datetime | None = None,
        until: dt.datetime | None = None,
        timeout: float | None = None,
    ) -> models.AuditDays:
        """Count events of the audit by day.

        Numbers of events for each civil day in Shanghai, by type.

        Roles: operator, auditor.
        """
        found: models.AuditDays = await self.answer_to(
            "GET",
            "/v1/audit/days",
            ["AuditDays"],
            timeout=timeout,
            params={"actor": actor, "type": type, "object": object, "from": from_, "until": until},
        )
        return found

    async def export_audit_events(
        self,
        *,
        actor: str | None = None,
        type: Sequence[models.AuditEventType] | None = None,
        object: str | None = None,
        from_: dt.datetime | None = None,
        until: dt.datetime | None = None,
        form: Annotated[Literal["ndjson", "csv"], Open] | None = None,
        timeout: float | None = None,
    ) -> Reply:
        """Download events of the audit.

        The events of the selection, oldest first, each with its hash. The download is recorded before it begins.

        Roles: operator, auditor.
        """
        return await self.reply_to(
            "GET",
            "/v1/audit/export",
            timeout=timeout,
            params={"actor": actor, "type": type, "object": object, "from": from_, "until": until, "form": form},
        )

    async def read_audit_event(self, seq: int, *, timeout: float | None = None) -> models.AuditEntry:
        """Read an event of the audit.

        One event with all its fields and its hash.

        Roles: operator, auditor.
        """
        found: models.AuditEntry = await self.answer_to(
            "GET", "/v1/audit/{seq}", ["AuditEntry"], timeout=timeout, path_values={"seq": seq}
        )
        return found
