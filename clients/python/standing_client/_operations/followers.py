"""Operations of `followers`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, Calling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Followers(Calling):
    """Operations of `followers`."""

    def report_followers(
        self,
        account: str,
        *,
        gains: Sequence[models.GainReported | Mapping[str, Any]] | Unset = UNSET,
        count: models.FollowerCount | Mapping[str, Any] | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.FollowersAnswer:
        """Report follower gains and a count.

        Up to 10,000 gains, each with an identifier of its own, and a follower count. A count taken after a
        removal was reported as done verifies that removal. Followers taken over from another account are refused.

        Each row has an outcome of its own: a row that cannot be recorded is listed in `rejected` with its
        position and reason, and does not affect the other rows. When no row can be recorded, the request is
        refused.

        Roles: platform, operator.
        """
        found: models.FollowersAnswer = self.answer_to(
            "POST",
            "/v1/accounts/{account}/follower-gains",
            ["FollowersAnswer"],
            timeout=timeout,
            path_values={"account": account},
            body={"gains": gains, "count": count},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def read_follower_count(self, account: str, *, timeout: float | None = None) -> models.FollowerCountAnswer:
        """Read the follower count.

        The newest count that the platform reported, for instance to tell how many people a measure concerns.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.FollowerCountAnswer = self.answer_to(
            "GET",
            "/v1/accounts/{account}/followers",
            ["FollowerCountAnswer"],
            timeout=timeout,
            path_values={"account": account},
        )
        return found

    def open_cleanup(
        self,
        account: str,
        *,
        violation: str,
        contents: Sequence[str] | Unset = UNSET,
        windows: Sequence[models.TimeWindow | Mapping[str, Any]] | Unset = UNSET,
        everything: bool | Unset = UNSET,
        reason: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Cleanup:
        """Order the removal of followers gained through a violation.

        The scope is the followers gained through the named contents or in the named windows, or all followers.
        Without a scope, the platform determines which followers the violation gained. A sanction that removes
        followers opens a clean-up automatically.

        Roles: reviewer, operator.
        """
        found: models.Cleanup = self.answer_to(
            "POST",
            "/v1/accounts/{account}/follower-cleanups",
            ["Cleanup"],
            timeout=timeout,
            path_values={"account": account},
            body={
                "violation": violation,
                "contents": contents,
                "windows": windows,
                "everything": everything,
                "reason": reason,
            },
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def list_cleanups(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        status: models.CleanupStatus | None = None,
        account: str | None = None,
        timeout: float | None = None,
    ) -> models.CleanupsPage:
        """List clean-ups.

        Clean-ups, oldest first.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.CleanupsPage = self.answer_to(
            "GET",
            "/v1/follower-cleanups",
            ["CleanupsPage"],
            timeout=timeout,
            params={"after": after, "limit": limit, "status": status, "account": account},
        )
        return found

    def iter_cleanups(
        self, *, limit: int | None = None, status: models.CleanupStatus | None = None, account: str | None = None
    ) -> Iterator[models.Cleanup]:
        """List clean-ups: every item of every page."""
        place: Any = None
        while True:
            page = self.list_cleanups(limit=limit, status=status, account=account, after=place)
            yield from page.cleanups
            following: Any = page.next
            if following is None or (following == place and not page.cleanups):
                return
            place = following

    def read_cleanup(self, cleanup: str, *, timeout: float | None = None) -> models.CleanupHistory:
        """Read a clean-up with its history.

        The state of the clean-up and all its entries.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.CleanupHistory = self.answer_to(
            "GET",
            "/v1/follower-cleanups/{cleanup}",
            ["CleanupHistory"],
            timeout=timeout,
            path_values={"cleanup": cleanup},
        )
        return found

    def stop_cleanup(
        self,
        cleanup: str,
        *,
        reason: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Cleanup:
        """Undo a clean-up.

        The effect is that of overturning the violation: a pending removal is stopped, and a completed removal is
        ordered to be restored.

        Roles: reviewer, operator.
        """
        found: models.Cleanup = self.answer_to(
            "POST",
            "/v1/follower-cleanups/{cleanup}/stop",
            ["Cleanup"],
            timeout=timeout,
            path_values={"cleanup": cleanup},
            body={"reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found
