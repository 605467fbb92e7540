"""Operations of `closure`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, Calling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Closure(Calling):
    """Operations of `closure`."""

    def close_account(
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
        """Close an account permanently (article 7).

        With a category the closure is a sanction: the holder may not register again, and the caller needs the
        reviewer role.

        Roles: platform, reviewer, operator.
        """
        found: models.CommandAnswer = self.answer_to(
            "POST",
            "/v1/accounts/{account}/closure",
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

    def foresee_close_account(
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
        """Foresee what would follow, without recording anything: Close an account permanently (article 7).

        With a category the closure is a sanction: the holder may not register again, and the caller needs the
        reviewer role.

        Roles: platform, reviewer, operator.
        """
        found: models.ForeseenAnswer = self.answer_to(
            "POST",
            "/v1/accounts/{account}/closure",
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

    def reopen_account(
        self,
        account: str,
        *,
        reason: str | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.CommandAnswer:
        """Reopen an account whose closure was wrong (articles 7 and 12).

        The closure is overturned: grants and bans apply as without it, and the holder may register again. What
        two people decided in a case is taken back by correcting their decision there.

        Roles: reviewer, operator.
        """
        found: models.CommandAnswer = self.answer_to(
            "POST",
            "/v1/accounts/{account}/reopening",
            ["CommandAnswer"],
            timeout=timeout,
            path_values={"account": account},
            body={"reason": reason, "effective_at": effective_at},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def foresee_reopen_account(
        self,
        account: str,
        *,
        reason: str | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.ForeseenAnswer:
        """Foresee what would follow, without recording anything: Reopen an account whose closure was wrong (articles
        7 and 12).

        The closure is overturned: grants and bans apply as without it, and the holder may register again. What
        two people decided in a case is taken back by correcting their decision there.

        Roles: reviewer, operator.
        """
        found: models.ForeseenAnswer = self.answer_to(
            "POST",
            "/v1/accounts/{account}/reopening",
            ["ForeseenAnswer"],
            timeout=timeout,
            path_values={"account": account},
            params={"dry_run": True},
            body={"reason": reason, "effective_at": effective_at},
            if_match=if_match,
        )
        return found
