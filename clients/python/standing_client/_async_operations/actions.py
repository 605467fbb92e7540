"""Operations of `actions`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, AsyncCalling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Actions(AsyncCalling):
    """Operations of `actions`."""

    async def list_all_actions(
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
        measure: Annotated[
            Literal[
                "ban",
                "suspension",
                "cancellation",
                "closure",
                "denial",
                "warning",
                "limit_recommendation",
                "freeze_growth",
                "withhold_profit",
                "remove_followers",
                "clear_followers",
                "report",
            ],
            Open,
        ]
        | None = None,
        sort: models.ActionSort | None = None,
        timeout: float | None = None,
    ) -> models.ActionListPage:
        """List actions across accounts.

        Every enforcement action that passes the filters: violations, bans, measures, closures as a sanction.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.ActionListPage = await self.answer_to(
            "GET",
            "/v1/actions",
            ["ActionListPage"],
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
                "measure": measure,
                "sort": sort,
            },
        )
        return found

    async def iter_all_actions(
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
        measure: Annotated[
            Literal[
                "ban",
                "suspension",
                "cancellation",
                "closure",
                "denial",
                "warning",
                "limit_recommendation",
                "freeze_growth",
                "withhold_profit",
                "remove_followers",
                "clear_followers",
                "report",
            ],
            Open,
        ]
        | None = None,
        sort: models.ActionSort | None = None,
    ) -> AsyncIterator[models.ListedAction]:
        """List actions across accounts: every item of every page."""
        place: Any = None
        while True:
            page = await self.list_all_actions(
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
                measure=measure,
                sort=sort,
                after=place,
            )
            for item in page.actions:
                yield item
            following: Any = page.next
            if following is None or (following == place and not page.actions):
                return
            place = following

    async def count_actions(
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
        measure: Annotated[
            Literal[
                "ban",
                "suspension",
                "cancellation",
                "closure",
                "denial",
                "warning",
                "limit_recommendation",
                "freeze_growth",
                "withhold_profit",
                "remove_followers",
                "clear_followers",
                "report",
            ],
            Open,
        ]
        | None = None,
        by: models.ActionCountBy | None = None,
        timeout: float | None = None,
    ) -> models.ListCounts:
        """Count actions across accounts.

        Numbers of the actions that pass the filters.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.ListCounts = await self.answer_to(
            "GET",
            "/v1/actions/counts",
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
                "measure": measure,
                "by": by,
            },
        )
        return found

    async def export_actions(
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
        measure: Annotated[
            Literal[
                "ban",
                "suspension",
                "cancellation",
                "closure",
                "denial",
                "warning",
                "limit_recommendation",
                "freeze_growth",
                "withhold_profit",
                "remove_followers",
                "clear_followers",
                "report",
            ],
            Open,
        ]
        | None = None,
        sort: models.ActionSort | None = None,
        timeout: float | None = None,
    ) -> Reply:
        """Download actions across accounts.

        The list as a file. The download is recorded in the audit.

        Roles: platform, reviewer, operator, auditor.
        """
        return await self.reply_to(
            "GET",
            "/v1/actions/export",
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
                "measure": measure,
                "sort": sort,
            },
        )

    async def list_appeals(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        account: str | None = None,
        holder: str | None = None,
        category: models.ViolationCategory | None = None,
        state: models.State | None = None,
        outcome: models.AppealOutcome | None = None,
        decided_by: str | None = None,
        opened_since: dt.datetime | None = None,
        opened_before: dt.datetime | None = None,
        due_before: dt.datetime | None = None,
        sort: models.AppealSort | None = None,
        timeout: float | None = None,
    ) -> models.AppealListPage:
        """List appeals across accounts.

        Every appeal that passes the filters, with its state and outcome.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.AppealListPage = await self.answer_to(
            "GET",
            "/v1/appeals",
            ["AppealListPage"],
            timeout=timeout,
            params={
                "after": after,
                "limit": limit,
                "account": account,
                "holder": holder,
                "category": category,
                "state": state,
                "outcome": outcome,
                "decided_by": decided_by,
                "opened_since": opened_since,
                "opened_before": opened_before,
                "due_before": due_before,
                "sort": sort,
            },
        )
        return found

    async def iter_appeals(
        self,
        *,
        limit: int | None = None,
        account: str | None = None,
        holder: str | None = None,
        category: models.ViolationCategory | None = None,
        state: models.State | None = None,
        outcome: models.AppealOutcome | None = None,
        decided_by: str | None = None,
        opened_since: dt.datetime | None = None,
        opened_before: dt.datetime | None = None,
        due_before: dt.datetime | None = None,
        sort: models.AppealSort | None = None,
    ) -> AsyncIterator[models.ListedAppeal]:
        """List appeals across accounts: every item of every page."""
        place: Any = None
        while True:
            page = await self.list_appeals(
                limit=limit,
                account=account,
                holder=holder,
                category=category,
                state=state,
                outcome=outcome,
                decided_by=decided_by,
                opened_since=opened_since,
                opened_before=opened_before,
                due_before=due_before,
                sort=sort,
                after=place,
            )
            for item in page.appeals:
                yield item
            following: Any = page.next
            if following is None or (following == place and not page.appeals):
                return
            place = following

    async def count_appeals(
        self,
        *,
        account: str | None = None,
        holder: str | None = None,
        category: models.ViolationCategory | None = None,
        state: models.State | None = None,
        outcome: models.AppealOutcome | None = None,
        decided_by: str | None = None,
        opened_since: dt.datetime | None = None,
        opened_before: dt.datetime | None = None,
        due_before: dt.datetime | None = None,
        by: models.AppealCountBy | None = None,
        timeout: float | None = None,
    ) -> models.ListCounts:
        """Count appeals across accounts.

        Numbers of the appeals that pass the filters.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.ListCounts = await self.answer_to(
            "GET",
            "/v1/appeals/counts",
            ["ListCounts"],
            timeout=timeout,
            params={
                "account": account,
                "holder": holder,
                "category": category,
                "state": state,
                "outcome": outcome,
                "decided_by": decided_by,
                "opened_since": opened_since,
                "opened_before": opened_before,
                "due_before": due_before,
                "by": by,
            },
        )
        return found

    async def export_appeals(
        self,
        *,
        form: Annotated[Literal["csv", "ndjson"], Open] | None = None,
        account: str | None = None,
        holder: str | None = None,
        category: models.ViolationCategory | None = None,
        state: models.State | None = None,
        outcome: models.AppealOutcome | None = None,
        decided_by: str | None = None,
        opened_since: dt.datetime | None = None,
        opened_before: dt.datetime | None = None,
        due_before: dt.datetime | None = None,
        sort: models.AppealSort | None = None,
        timeout: float | None = None,
    ) -> Reply:
        """Download appeals across accounts.

        The list as a file. The download is recorded in the audit.

        Roles: platform, reviewer, operator, auditor.
        """
        return await self.reply_to(
            "GET",
            "/v1/appeals/export",
            timeout=timeout,
            params={
                "form": form,
                "account": account,
                "holder": holder,
                "category": category,
                "state": state,
                "outcome": outcome,
                "decided_by": decided_by,
                "opened_since": opened_since,
                "opened_before": opened_before,
                "due_before": due_before,
                "sort": sort,
            },
        )

    async def list_actions(
        self, account: str, *, after: int | None = None, limit: int | None = None, timeout: float | None = None
    ) -> models.InheritingPage | models.ActionsPage:
        """List the actions on an account, with reasons.

        Each action with its facts, article, rule version, evidence, measures, and the outcome of an appeal.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.InheritingPage | models.ActionsPage = await self.answer_to(
            "GET",
            "/v1/accounts/{account}/actions",
            ["InheritingPage", "ActionsPage"],
            timeout=timeout,
            path_values={"account": account},
            params={"after": after, "limit": limit},
        )
        return found

    async def iter_actions(self, account: str, *, limit: int | None = None) -> AsyncIterator[models.Statement]:
        """List the actions on an account, with reasons: every item of every page."""
        place: Any = None
        while True:
            page = await self.list_actions(account, limit=limit, after=place)
            for item in page.actions:
                yield item
            following: Any = page.next
            if following is None or (following == place and not page.actions):
                return
            place = following

    async def impose_measure(
        self,
        account: str,
        *,
        measure: models.MeasureKind,
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
        follows: str | Unset | None = UNSET,
        duration: dt.timedelta | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.CommandAnswer:
        """Impose a measure: warn, limit, freeze, withhold, clear followers (articles 9, 10 and 12).

        The violation behind the measure is recorded with it, as with a ban.

        Roles: reviewer, operator.
        """
        found: models.CommandAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/actions",
            ["CommandAnswer"],
            timeout=timeout,
            path_values={"account": account},
            body={
                "measure": measure,
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
                "follows": follows,
                "duration": duration,
            },
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def foresee_impose_measure(
        self,
        account: str,
        *,
        measure: models.MeasureKind,
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
        follows: str | Unset | None = UNSET,
        duration: dt.timedelta | Unset | None = UNSET,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.ForeseenAnswer:
        """Foresee what would follow, without recording anything: Impose a measure: warn, limit, freeze, withhold,
        clear followers (articles 9, 10 and 12).

        The violation behind the measure is recorded with it, as with a ban.

        Roles: reviewer, operator.
        """
        found: models.ForeseenAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/actions",
            ["ForeseenAnswer"],
            timeout=timeout,
            path_values={"account": account},
            params={"dry_run": True},
            body={
                "measure": measure,
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
                "follows": follows,
                "duration": duration,
            },
            if_match=if_match,
        )
        return found

    async def read_action(self, account: str, id: str, *, timeout: float | None = None) -> models.Statement:
        """Read the statement of reasons of an action.

        As data and as a text in English and Chinese; also available after an overturn.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.Statement = await self.answer_to(
            "GET",
            "/v1/accounts/{account}/actions/{id}",
            ["Statement"],
            timeout=timeout,
            path_values={"account": account, "id": id},
        )
        return found

    async def appeal_action(
        self,
        account: str,
        id: str,
        *,
        reason: str,
        evidence: Sequence[str] | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.CaseStatusAnswer:
        """Appeal against an action, on the account's behalf.

        One appeal for each action, within the appeal window; a person other than the one who decided reviews it.

        Roles: platform, operator.
        """
        found: models.CaseStatusAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/actions/{id}/appeal",
            ["CaseStatusAnswer"],
            timeout=timeout,
            path_values={"account": account, "id": id},
            body={"reason": reason, "evidence": evidence},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def shorten_measure(
        self,
        account: str,
        id: str,
        *,
        measure: models.MeasureKind,
        duration: dt.timedelta,
        reason: str | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.CommandAnswer:
        """Shorten a measure (articles 9 and 10).

        `duration` is the new total length.

        Roles: reviewer, operator.
        """
        found: models.CommandAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/actions/{id}/shorten",
            ["CommandAnswer"],
            timeout=timeout,
            path_values={"account": account, "id": id},
            body={"measure": measure, "duration": duration, "reason": reason, "effective_at": effective_at},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def foresee_shorten_measure(
        self,
        account: str,
        id: str,
        *,
        measure: models.MeasureKind,
        duration: dt.timedelta,
        reason: str | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.ForeseenAnswer:
        """Foresee what would follow, without recording anything: Shorten a measure (articles 9 and 10).

        `duration` is the new total length.

        Roles: reviewer, operator.
        """
        found: models.ForeseenAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/actions/{id}/shorten",
            ["ForeseenAnswer"],
            timeout=timeout,
            path_values={"account": account, "id": id},
            params={"dry_run": True},
            body={"measure": measure, "duration": duration, "reason": reason, "effective_at": effective_at},
            if_match=if_match,
        )
        return found

    async def overturn_action(
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
        """Overturn a finding with all its consequences, including a closure.

        From now on the finding counts as if it had never been recorded. Past states stay readable. What two
        people decided in a case is taken back by correcting their decision there.

        Roles: reviewer, operator.
        """
        found: models.CommandAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/actions/{id}/overturn",
            ["CommandAnswer"],
            timeout=timeout,
            path_values={"account": account, "id": id},
            body={"reason": reason, "effective_at": effective_at},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def foresee_overturn_action(
        self,
        account: str,
        id: str,
        *,
        reason: str | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.ForeseenAnswer:
        """Foresee what would follow, without recording anything: Overturn a finding with all its consequences,
        including a closure.

        From now on the finding counts as if it had never been recorded. Past states stay readable. What two
        people decided in a case is taken back by correcting their decision there.

        Roles: reviewer, operator.
        """
        found: models.ForeseenAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/actions/{id}/overturn",
            ["ForeseenAnswer"],
            timeout=timeout,
            path_values={"account": account, "id": id},
            params={"dry_run": True},
            body={"reason": reason, "effective_at": effective_at},
            if_match=if_match,
        )
        return found

    async def lift_withholding(
        self,
        account: str,
        id: str,
        *,
        reason: str,
        effective_at: dt.datetime | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.CommandAnswer:
        """Lift the withholding of profit-making (article 9).

        Profit-making may be applied for again, as far as the clean window permits; the violation stays on record.

        Roles: reviewer, operator.
        """
        found: models.CommandAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/actions/{id}/lift",
            ["CommandAnswer"],
            timeout=timeout,
            path_values={"account": account, "id": id},
            body={"reason": reason, "effective_at": effective_at},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def foresee_lift_withholding(
        self,
        account: str,
        id: str,
        *,
        reason: str,
        effective_at: dt.datetime | Unset | None = UNSET,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.ForeseenAnswer:
        """Foresee what would follow, without recording anything: Lift the withholding of profit-making (article 9).

        Profit-making may be applied for again, as far as the clean window permits; the violation stays on record.

        Roles: reviewer, operator.
        """
        found: models.ForeseenAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/actions/{id}/lift",
            ["ForeseenAnswer"],
            timeout=timeout,
            path_values={"account": account, "id": id},
            params={"dry_run": True},
            body={"reason": reason, "effective_at": effective_at},
            if_match=if_match,
        )
        return found
