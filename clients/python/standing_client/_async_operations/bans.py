"""Operations of `bans`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, AsyncCalling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Bans(AsyncCalling):
    """Operations of `bans`."""

    async def list_bans(
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
        state: models.ActionState | None = None,
        until_before: dt.datetime | None = None,
        sort: models.ActionSort | None = None,
        timeout: float | None = None,
    ) -> models.BanListPage:
        """List bans across accounts.

        Every ban that passes the filters. A ban that ended a second ago has ended, recorded or not.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.BanListPage = await self.answer_to(
            "GET",
            "/v1/bans",
            ["BanListPage"],
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
                "until_before": until_before,
                "sort": sort,
            },
        )
        return found

    async def iter_bans(
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
        state: models.ActionState | None = None,
        until_before: dt.datetime | None = None,
        sort: models.ActionSort | None = None,
    ) -> AsyncIterator[models.ListedBan]:
        """List bans across accounts: every item of every page."""
        place: Any = None
        while True:
            page = await self.list_bans(
                limit=limit,
                account=account,
                holder=holder,
                category=category,
                article=article,
                actor=actor,
                decided_since=decided_since,
                decided_before=decided_before,
                state=state,
                until_before=until_before,
                sort=sort,
                after=place,
            )
            for item in page.bans:
                yield item
            following: Any = page.next
            if following is None or (following == place and not page.bans):
                return
            place = following

    async def count_bans(
        self,
        *,
        account: str | None = None,
        holder: str | None = None,
        category: models.ViolationCategory | None = None,
        article: int | None = None,
        actor: str | None = None,
        decided_since: dt.datetime | None = None,
        decided_before: dt.datetime | None = None,
        state: models.ActionState | None = None,
        until_before: dt.datetime | None = None,
        by: Annotated[Literal["state", "category", "article"], Open] | None = None,
        timeout: float | None = None,
    ) -> models.ListCounts:
        """Count bans across accounts.

        Numbers of the bans that pass the filters.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.ListCounts = await self.answer_to(
            "GET",
            "/v1/bans/counts",
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
                "until_before": until_before,
                "by": by,
            },
        )
        return found

    async def export_bans(
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
        state: models.ActionState | None = None,
        until_before: dt.datetime | None = None,
        sort: models.ActionSort | None = None,
        timeout: float | None = None,
    ) -> Reply:
        """Download bans across accounts.

        The list as a file. The download is recorded in the audit.

        Roles: platform, reviewer, operator, auditor.
        """
        return await self.reply_to(
            "GET",
            "/v1/bans/export",
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
                "until_before": until_before,
                "sort": sort,
            },
        )

    async def ban_account(
        self,
        account: str,
        *,
        category: models.ViolationCategory,
        duration: dt.timedelta,
        reason: str | Unset = UNSET,
        contents: Sequence[str] | Unset = UNSET,
        evidence: Sequence[str] | Unset = UNSET,
        automated: bool | Unset | None = UNSET,
        occurred_at: dt.datetime | Unset | None = UNSET,
        another_offence: bool | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        id: str | Unset | None = UNSET,
        follows: str | Unset | None = UNSET,
        factor: float | str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.CommandAnswer:
        """Impose a ban (articles 9 and 10).

        The ban takes effect at once. Publishing, followers and recommendation resume at its end, profit-making
        later.

        Roles: reviewer, operator.
        """
        found: models.CommandAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/bans",
            ["CommandAnswer"],
            timeout=timeout,
            path_values={"account": account},
            body={
                "category": category,
                "duration": duration,
                "reason": reason,
                "contents": contents,
                "evidence": evidence,
                "automated": automated,
                "occurred_at": occurred_at,
                "another_offence": another_offence,
                "effective_at": effective_at,
                "id": id,
                "follows": follows,
                "factor": factor,
            },
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def foresee_ban_account(
        self,
        account: str,
        *,
        category: models.ViolationCategory,
        duration: dt.timedelta,
        reason: str | Unset = UNSET,
        contents: Sequence[str] | Unset = UNSET,
        evidence: Sequence[str] | Unset = UNSET,
        automated: bool | Unset | None = UNSET,
        occurred_at: dt.datetime | Unset | None = UNSET,
        another_offence: bool | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        id: str | Unset | None = UNSET,
        follows: str | Unset | None = UNSET,
        factor: float | str | Unset | None = UNSET,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.ForeseenAnswer:
        """Foresee what would follow, without recording anything: Impose a ban (articles 9 and 10).

        The ban takes effect at once. Publishing, followers and recommendation resume at its end, profit-making
        later.

        Roles: reviewer, operator.
        """
        found: models.ForeseenAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/bans",
            ["ForeseenAnswer"],
            timeout=timeout,
            path_values={"account": account},
            params={"dry_run": True},
            body={
                "category": category,
                "duration": duration,
                "reason": reason,
                "contents": contents,
                "evidence": evidence,
                "automated": automated,
                "occurred_at": occurred_at,
                "another_offence": another_offence,
                "effective_at": effective_at,
                "id": id,
                "follows": follows,
                "factor": factor,
            },
            if_match=if_match,
        )
        return found

    async def shorten_ban(
        self,
        account: str,
        id: str,
        *,
        duration: dt.timedelta,
        reason: str | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.CommandAnswer:
        """Shorten a ban, and with it the suspension (article 9).

        `duration` is the new total length; the suspension is shortened by the same factor.

        Roles: reviewer, operator.
        """
        found: models.CommandAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/bans/{id}/shorten",
            ["CommandAnswer"],
            timeout=timeout,
            path_values={"account": account, "id": id},
            body={"duration": duration, "reason": reason, "effective_at": effective_at},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def foresee_shorten_ban(
        self,
        account: str,
        id: str,
        *,
        duration: dt.timedelta,
        reason: str | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.ForeseenAnswer:
        """Foresee what would follow, without recording anything: Shorten a ban, and with it the suspension (article
        9).

        `duration` is the new total length; the suspension is shortened by the same factor.

        Roles: reviewer, operator.
        """
        found: models.ForeseenAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/bans/{id}/shorten",
            ["ForeseenAnswer"],
            timeout=timeout,
            path_values={"account": account, "id": id},
            params={"dry_run": True},
            body={"duration": duration, "reason": reason, "effective_at": effective_at},
            if_match=if_match,
        )
        return found

    async def overturn_ban(
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
        """Overturn a ban, with its suspension and violation (article 9).

        From now on the ban counts as if it had never been recorded. Past states stay readable.

        Roles: reviewer, operator.
        """
        found: models.CommandAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/bans/{id}/overturn",
            ["CommandAnswer"],
            timeout=timeout,
            path_values={"account": account, "id": id},
            body={"reason": reason, "effective_at": effective_at},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def foresee_overturn_ban(
        self,
        account: str,
        id: str,
        *,
        reason: str | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.ForeseenAnswer:
        """Foresee what would follow, without recording anything: Overturn a ban, with its suspension and violation
        (article 9).

        From now on the ban counts as if it had never been recorded. Past states stay readable.

        Roles: reviewer, operator.
        """
        found: models.ForeseenAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/bans/{id}/overturn",
            ["ForeseenAnswer"],
            timeout=timeout,
            path_values={"account": account, "id": id},
            params={"dry_run": True},
            body={"reason": reason, "effective_at": effective_at},
            if_match=if_match,
        )
        return found
