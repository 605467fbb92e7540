"""Operations of `monetization`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, Calling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Monetization(Calling):
    """Operations of `monetization`."""

    def apply_for_monetization(
        self,
        account: str,
        *,
        methods: Sequence[models.MonetizationMethod],
        dry_run: bool | None = None,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.MonetizationAnswer:
        """Apply for profit-making privileges (article 8).

        A grant and a refusal are both regular answers. A refusal states its reasons, and when an application
        would be granted.

        Roles: platform, operator.
        """
        found: models.MonetizationAnswer = self.answer_to(
            "POST",
            "/v1/accounts/{account}/monetization-applications",
            ["MonetizationAnswer"],
            timeout=timeout,
            path_values={"account": account},
            params={"dry_run": dry_run},
            body={"methods": methods},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def read_eligibility(
        self, account: str, *, method: models.MonetizationMethod, timeout: float | None = None
    ) -> models.Eligibility:
        """Read when an application would be granted (article 8).

        The first instant at which an application would be granted if nothing else happens, and the reasons
        against it until then.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.Eligibility = self.answer_to(
            "GET",
            "/v1/accounts/{account}/eligibility",
            ["Eligibility"],
            timeout=timeout,
            path_values={"account": account},
            params={"method": method},
        )
        return found

    def cancel_monetization(
        self,
        account: str,
        *,
        reason: str | Unset = UNSET,
        contents: Sequence[str] | Unset = UNSET,
        evidence: Sequence[str] | Unset = UNSET,
        automated: bool | Unset | None = UNSET,
        occurred_at: dt.datetime | Unset | None = UNSET,
        another_offence: bool | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        id: str | Unset | None = UNSET,
        follows: str | Unset | None = UNSET,
        category: models.ViolationCategory | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.CommandAnswer:
        """Cancel or withhold profit-making privileges (article 9).

        The grants end permanently; with a category the cancellation is also recorded as a violation.

        Roles: reviewer, operator.
        """
        found: models.CommandAnswer = self.answer_to(
            "POST",
            "/v1/accounts/{account}/monetization-cancellations",
            ["CommandAnswer"],
            timeout=timeout,
            path_values={"account": account},
            body={
                "reason": reason,
                "contents": contents,
                "evidence": evidence,
                "automated": automated,
                "occurred_at": occurred_at,
                "another_offence": another_offence,
                "effective_at": effective_at,
                "id": id,
                "follows": follows,
                "category": category,
            },
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def foresee_cancel_monetization(
        self,
        account: str,
        *,
        reason: str | Unset = UNSET,
        contents: Sequence[str] | Unset = UNSET,
        evidence: Sequence[str] | Unset = UNSET,
        automated: bool | Unset | None = UNSET,
        occurred_at: dt.datetime | Unset | None = UNSET,
        another_offence: bool | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        id: str | Unset | None = UNSET,
        follows: str | Unset | None = UNSET,
        category: models.ViolationCategory | Unset | None = UNSET,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.ForeseenAnswer:
        """Foresee what would follow, without recording anything: Cancel or withhold profit-making privileges
        (article 9).

        The grants end permanently; with a category the cancellation is also recorded as a violation.

        Roles: reviewer, operator.
        """
        found: models.ForeseenAnswer = self.answer_to(
            "POST",
            "/v1/accounts/{account}/monetization-cancellations",
            ["ForeseenAnswer"],
            timeout=timeout,
            path_values={"account": account},
            params={"dry_run": True},
            body={
                "reason": reason,
                "contents": contents,
                "evidence": evidence,
                "automated": automated,
                "occurred_at": occurred_at,
                "another_offence": another_offence,
                "effective_at": effective_at,
                "id": id,
                "follows": follows,
                "category": category,
            },
            if_match=if_match,
        )
        return found

    def overturn_cancellation(
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
        """Overturn a cancellation (article 9).

        The cancelled grants are restored, and the violation behind the cancellation counts as if it had never
        been recorded.

        Roles: reviewer, operator.
        """
        found: models.CommandAnswer = self.answer_to(
            "POST",
            "/v1/accounts/{account}/monetization-cancellations/{id}/overturn",
            ["CommandAnswer"],
            timeout=timeout,
            path_values={"account": account, "id": id},
            body={"reason": reason, "effective_at": effective_at},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def foresee_overturn_cancellation(
        self,
        account: str,
        id: str,
        *,
        reason: str | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.ForeseenAnswer:
        """Foresee what would follow, without recording anything: Overturn a cancellation (article 9).

        The cancelled grants are restored, and the violation behind the cancellation counts as if it had never
        been recorded.

        Roles: reviewer, operator.
        """
        found: models.ForeseenAnswer = self.answer_to(
            "POST",
            "/v1/accounts/{account}/monetization-cancellations/{id}/overturn",
            ["ForeseenAnswer"],
            timeout=timeout,
            path_values={"account": account, "id": id},
            params={"dry_run": True},
            body={"reason": reason, "effective_at": effective_at},
            if_match=if_match,
        )
        return found
