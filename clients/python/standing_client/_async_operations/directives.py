"""Operations of `directives`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, AsyncCalling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Directives(AsyncCalling):
    """Operations of `directives`."""

    async def issue_directive(
        self,
        *,
        order: models.DirectiveOrder,
        id: str | Unset | None = UNSET,
        account: str | Unset | None = UNSET,
        targets: Sequence[str] | Unset = UNSET,
        expected: int | Unset | None = UNSET,
        label_zh: str | Unset = UNSET,
        label_en: str | Unset = UNSET,
        link: str | Unset = UNSET,
        instructions: str | Unset = UNSET,
        cause: str | Unset | None = UNSET,
        due_at: dt.datetime | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Directive:
        """Issue a directive.

        The directive is announced as the event `directive.issued`, sent again until it is acknowledged, and
        escalated when it is overdue.

        Roles: reviewer, operator.
        """
        found: models.Directive = await self.answer_to(
            "POST",
            "/v1/directives",
            ["Directive"],
            timeout=timeout,
            body={
                "order": order,
                "id": id,
                "account": account,
                "targets": targets,
                "expected": expected,
                "label_zh": label_zh,
                "label_en": label_en,
                "link": link,
                "instructions": instructions,
                "cause": cause,
                "due_at": due_at,
            },
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def list_directives(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        status: models.DirectiveStatus | None = None,
        order: models.DirectiveOrder | None = None,
        account: str | None = None,
        timeout: float | None = None,
    ) -> models.DirectivesPage:
        """List directives.

        Directives, oldest first.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.DirectivesPage = await self.answer_to(
            "GET",
            "/v1/directives",
            ["DirectivesPage"],
            timeout=timeout,
            params={"after": after, "limit": limit, "status": status, "order": order, "account": account},
        )
        return found

    async def iter_directives(
        self,
        *,
        limit: int | None = None,
        status: models.DirectiveStatus | None = None,
        order: models.DirectiveOrder | None = None,
        account: str | None = None,
    ) -> AsyncIterator[models.Directive]:
        """List directives: every item of every page."""
        place: Any = None
        while True:
            page = await self.list_directives(limit=limit, status=status, order=order, account=account, after=place)
            for item in page.directives:
                yield item
            following: Any = page.next
            if following is None or (following == place and not page.directives):
                return
            place = following

    async def read_directive(self, directive: str, *, timeout: float | None = None) -> models.DirectiveHistory:
        """Read a directive with its history.

        The state of the directive and all its entries.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.DirectiveHistory = await self.answer_to(
            "GET",
            "/v1/directives/{directive}",
            ["DirectiveHistory"],
            timeout=timeout,
            path_values={"directive": directive},
        )
        return found

    async def acknowledge_directive(
        self,
        directive: str,
        *,
        outcome: Annotated[Literal["done", "failed"], Open],
        reason: str | Unset = UNSET,
        counts: models.DirectiveCounts | Mapping[str, Any] | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Directive:
        """Acknowledge a directive as done or failed.

        Repeating the same acknowledgement has no further effect. A failed directive opens a case, and may still
        be acknowledged as done later.

        Roles: platform, operator.
        """
        found: models.Directive = await self.answer_to(
            "POST",
            "/v1/directives/{directive}/acknowledgement",
            ["Directive"],
            timeout=timeout,
            path_values={"directive": directive},
            body={"outcome": outcome, "reason": reason, "counts": counts},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def withdraw_directive(
        self,
        directive: str,
        *,
        reason: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Directive:
        """Withdraw a directive.

        The platform need not carry the directive out any more; whatever it has done already is kept.

        Roles: reviewer, operator.
        """
        found: models.Directive = await self.answer_to(
            "POST",
            "/v1/directives/{directive}/withdrawal",
            ["Directive"],
            timeout=timeout,
            path_values={"directive": directive},
            body={"reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found
