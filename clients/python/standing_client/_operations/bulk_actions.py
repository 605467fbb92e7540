"""Operations of `bulk_actions`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, Calling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class BulkActions(Calling):
    """Operations of `bulk_actions`."""

    def preview_bulk_action(
        self,
        *,
        measure: models.BanInput
        | Mapping[str, Any]
        | models.Violation
        | models.ProfitCancellation
        | models.Closure
        | models.Overturn,
        accounts: Sequence[str],
        reason: str,
        id: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.BulkPreview:
        """Preview a bulk action on a slice of its accounts.

        Decides the measure on each account as it stands now, by the rules that the bulk action itself obeys. An
        unknown account has the code `unknown_account`.

        Roles: operator.
        """
        found: models.BulkPreview = self.answer_to(
            "POST",
            "/v1/bulk-actions/preview",
            ["BulkPreview"],
            timeout=timeout,
            body={"measure": measure, "accounts": accounts, "reason": reason, "id": id},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def preview_bulk_reversal(
        self,
        bulk: str,
        *,
        reason: str | Unset = UNSET,
        after: str | Unset | None = UNSET,
        limit: int | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.BulkPreview:
        """Preview the reversal of a bulk action.

        Decides the reversal on each account on which the action was carried out, slice by slice.

        Roles: operator.
        """
        found: models.BulkPreview = self.answer_to(
            "POST",
            "/v1/bulk-actions/{bulk}/reversal/preview",
            ["BulkPreview"],
            timeout=timeout,
            path_values={"bulk": bulk},
            body={"reason": reason, "after": after, "limit": limit},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def draft_bulk_action(
        self,
        *,
        measure: models.BanInput
        | Mapping[str, Any]
        | models.Violation
        | models.ProfitCancellation
        | models.Closure
        | models.Overturn,
        reason: str,
        id: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.BulkAction:
        """Draft a bulk action for a long list.

        Its accounts are sent afterwards, and nothing is carried out before its start. Drafting the same again
        changes nothing.

        Roles: operator.
        """
        found: models.BulkAction = self.answer_to(
            "POST",
            "/v1/bulk-actions/drafts",
            ["BulkAction"],
            timeout=timeout,
            body={"measure": measure, "reason": reason, "id": id},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def preview_drafted_bulk_action(
        self,
        bulk: str,
        *,
        after: str | Unset | None = UNSET,
        limit: int | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.BulkPreview:
        """Preview a slice of a drafted bulk action.

        Decides the measure on the next accounts of the list as they stand now; nothing is recorded.

        Roles: operator.
        """
        found: models.BulkPreview = self.answer_to(
            "POST",
            "/v1/bulk-actions/{bulk}/preview",
            ["BulkPreview"],
            timeout=timeout,
            path_values={"bulk": bulk},
            body={"after": after, "limit": limit},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def start_drafted_bulk_action(
        self,
        bulk: str,
        *,
        accounts: int | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.BulkAction:
        """Start a drafted bulk action.

        All accounts were sent: the measure is applied to each. Starting again changes nothing.

        Roles: operator.
        """
        found: models.BulkAction = self.answer_to(
            "POST",
            "/v1/bulk-actions/{bulk}/start",
            ["BulkAction"],
            timeout=timeout,
            path_values={"bulk": bulk},
            body={"accounts": accounts},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def send_bulk_action_accounts(
        self, bulk: str, *, content: bytes, content_type: str, line: int | None = None, timeout: float | None = None
    ) -> models.AccountsReceived:
        """Send accounts of a drafted bulk action, one a line.

        Accounts are stored as they arrive, each once: after a broken upload send the file again, or the rest of
        it. A line is `{"account": "kitchen"}` or `"kitchen"` (NDJSON), or an identifier, first or named column of
        a table (`text/csv`, `text/plain`). A line that names no account is told by its number, and affects no
        other.

        Roles: operator.
        """
        found: models.AccountsReceived = self.answer_to(
            "POST",
            "/v1/bulk-actions/{bulk}/accounts",
            ["AccountsReceived"],
            timeout=timeout,
            path_values={"bulk": bulk},
            params={"line": line},
            content=content,
            content_type=content_type,
        )
        return found

    def list_bulk_action_accounts(
        self,
        bulk: str,
        *,
        after: str | None = None,
        limit: int | None = None,
        outcome: models.BulkOutcome | None = None,
        reversal: models.BulkOutcome | None = None,
        timeout: float | None = None,
    ) -> models.BulkMembersPage:
        """List the outcome of each account.

        Outcome of the measure and of the reversal: done, or refused with the reason.

        Roles: reviewer, operator, auditor.
        """
        found: models.BulkMembersPage = self.answer_to(
            "GET",
            "/v1/bulk-actions/{bulk}/accounts",
            ["BulkMembersPage"],
            timeout=timeout,
            path_values={"bulk": bulk},
            params={"after": after, "limit": limit, "outcome": outcome, "reversal": reversal},
        )
        return found

    def iter_bulk_action_accounts(
        self,
        bulk: str,
        *,
        limit: int | None = None,
        outcome: models.BulkOutcome | None = None,
        reversal: models.BulkOutcome | None = None,
    ) -> Iterator[models.BulkMember]:
        """List the outcome of each account: every item of every page."""
        place: Any = None
        while True:
            page = self.list_bulk_action_accounts(bulk, limit=limit, outcome=outcome, reversal=reversal, after=place)
            yield from page.accounts
            following: Any = page.next
            if following is None or (following == place and not page.accounts):
                return
            place = following

    def start_bulk_action(
        self,
        *,
        measure: models.BanInput
        | Mapping[str, Any]
        | models.Violation
        | models.ProfitCancellation
        | models.Closure
        | models.Overturn,
        accounts: Sequence[str],
        reason: str,
        id: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.BulkAction:
        """Start a bulk action.

        The measure is applied account by account and survives crashes; each outcome is listed. The refusal for
        one account does not affect the others.

        Roles: operator.
        """
        found: models.BulkAction = self.answer_to(
            "POST",
            "/v1/bulk-actions",
            ["BulkAction"],
            timeout=timeout,
            body={"measure": measure, "accounts": accounts, "reason": reason, "id": id},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def list_bulk_actions(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        status: models.BulkStatus | None = None,
        timeout: float | None = None,
    ) -> models.BulksPage:
        """List bulk actions.

        Bulk actions, oldest first.

        Roles: reviewer, operator, auditor.
        """
        found: models.BulksPage = self.answer_to(
            "GET",
            "/v1/bulk-actions",
            ["BulksPage"],
            timeout=timeout,
            params={"after": after, "limit": limit, "status": status},
        )
        return found

    def iter_bulk_actions(
        self, *, limit: int | None = None, status: models.BulkStatus | None = None
    ) -> Iterator[models.BulkAction]:
        """List bulk actions: every item of every page."""
        place: Any = None
        while True:
            page = self.list_bulk_actions(limit=limit, status=status, after=place)
            yield from page.bulk_actions
            following: Any = page.next
            if following is None or (following == place and not page.bulk_actions):
                return
            place = following

    def read_bulk_action(self, bulk: str, *, timeout: float | None = None) -> models.BulkView:
        """Read a bulk action with its progress.

        The measure and its reason, the progress, and all entries.

        Roles: reviewer, operator, auditor.
        """
        found: models.BulkView = self.answer_to(
            "GET", "/v1/bulk-actions/{bulk}", ["BulkView"], timeout=timeout, path_values={"bulk": bulk}
        )
        return found

    def cancel_bulk_action(
        self,
        bulk: str,
        *,
        reason: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.BulkAction:
        """Cancel a bulk action.

        Accounts that wait stay as they are; what was carried out stays, and can be reversed as one. Cancelling
        again changes nothing.

        Roles: operator.
        """
        found: models.BulkAction = self.answer_to(
            "POST",
            "/v1/bulk-actions/{bulk}/cancellation",
            ["BulkAction"],
            timeout=timeout,
            path_values={"bulk": bulk},
            body={"reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def revert_bulk_action(
        self,
        bulk: str,
        *,
        reason: str,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.BulkAction:
        """Reverse a bulk action.

        Overturns what the bulk action recorded on each account where it was done; refused accounts are unchanged.
        After a cancelled reversal it continues with the accounts that are left.

        Roles: operator.
        """
        found: models.BulkAction = self.answer_to(
            "POST",
            "/v1/bulk-actions/{bulk}/reversal",
            ["BulkAction"],
            timeout=timeout,
            path_values={"bulk": bulk},
            body={"reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def cancel_bulk_reversal(
        self,
        bulk: str,
        *,
        reason: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.BulkAction:
        """Cancel the reversal of a bulk action.

        Nothing more is overturned: on the accounts that wait the action stays in force, and what was overturned
        stays overturned. Reversing again continues with the accounts that are left. Cancelling again changes
        nothing.

        Roles: operator.
        """
        found: models.BulkAction = self.answer_to(
            "POST",
            "/v1/bulk-actions/{bulk}/reversal/cancellation",
            ["BulkAction"],
            timeout=timeout,
            path_values={"bulk": bulk},
            body={"reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found
