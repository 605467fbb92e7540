"""Operations of `webhooks`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, AsyncCalling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Webhooks(AsyncCalling):
    """Operations of `webhooks`."""

    async def create_webhook(
        self,
        *,
        url: str,
        id: str | Unset | None = UNSET,
        types: Sequence[str] | Unset = UNSET,
        after: int | Unset | None = UNSET,
        note: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.WebhookWithSecret:
        """Add a webhook.

        Deliveries are signed according to Standard Webhooks, in a CloudEvents envelope, at least once, in order
        for each account.

        Roles: platform, operator.
        """
        found: models.WebhookWithSecret = await self.answer_to(
            "POST",
            "/v1/webhooks",
            ["WebhookWithSecret"],
            timeout=timeout,
            body={"url": url, "id": id, "types": types, "after": after, "note": note},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def list_webhooks(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        status: models.SubscriptionStatus | None = None,
        timeout: float | None = None,
    ) -> models.WebhooksPage:
        """List webhooks.

        Deleted webhooks are included when requested by their status.

        Roles: platform, operator.
        """
        found: models.WebhooksPage = await self.answer_to(
            "GET",
            "/v1/webhooks",
            ["WebhooksPage"],
            timeout=timeout,
            params={"after": after, "limit": limit, "status": status},
        )
        return found

    async def iter_webhooks(
        self, *, limit: int | None = None, status: models.SubscriptionStatus | None = None
    ) -> AsyncIterator[models.WebhookAnswer]:
        """List webhooks: every item of every page."""
        place: Any = None
        while True:
            page = await self.list_webhooks(limit=limit, status=status, after=place)
            for item in page.webhooks:
                yield item
            following: Any = page.next
            if following is None or (following == place and not page.webhooks):
                return
            place = following

    async def read_webhook(self, webhook: str, *, timeout: float | None = None) -> models.WebhookAnswer:
        """Read a webhook with its position.

        The state of the webhook. Its history is in the feed, as `subscription.*`.

        Roles: platform, operator.
        """
        found: models.WebhookAnswer = await self.answer_to(
            "GET", "/v1/webhooks/{webhook}", ["WebhookAnswer"], timeout=timeout, path_values={"webhook": webhook}
        )
        return found

    async def change_webhook(
        self,
        webhook: str,
        *,
        url: str | Unset | None = UNSET,
        types: Sequence[str] | Unset | None = UNSET,
        note: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.WebhookAnswer:
        """Change the address or the types.

        Delivery continues at its position.

        Roles: platform, operator.
        """
        found: models.WebhookAnswer = await self.answer_to(
            "POST",
            "/v1/webhooks/{webhook}/changes",
            ["WebhookAnswer"],
            timeout=timeout,
            path_values={"webhook": webhook},
            body={"url": url, "types": types, "note": note},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def rotate_webhook_secret(
        self,
        webhook: str,
        *,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.WebhookWithSecret:
        """Rotate the signing secret.

        For 24 hours deliveries are also signed with the old secret, so that a receiver can change over.

        Roles: platform, operator.
        """
        found: models.WebhookWithSecret = await self.answer_to(
            "POST",
            "/v1/webhooks/{webhook}/secret-rotation",
            ["WebhookWithSecret"],
            timeout=timeout,
            path_values={"webhook": webhook},
            body={},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def pause_webhook(
        self,
        webhook: str,
        *,
        reason: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.WebhookAnswer:
        """Pause a webhook.

        No event is lost: the position in the stream is kept.

        Roles: platform, operator.
        """
        found: models.WebhookAnswer = await self.answer_to(
            "POST",
            "/v1/webhooks/{webhook}/pause",
            ["WebhookAnswer"],
            timeout=timeout,
            path_values={"webhook": webhook},
            body={"reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def resume_webhook(
        self,
        webhook: str,
        *,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.WebhookAnswer:
        """Resume a webhook.

        Delivery resumes with every event since the pause, also when the webhook was paused after three days of
        failure.

        Roles: platform, operator.
        """
        found: models.WebhookAnswer = await self.answer_to(
            "POST",
            "/v1/webhooks/{webhook}/resume",
            ["WebhookAnswer"],
            timeout=timeout,
            path_values={"webhook": webhook},
            body={},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def replay_webhook(
        self,
        webhook: str,
        *,
        after: int,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.WebhookAnswer:
        """Deliver again from a position in the stream.

        Delivers every event after `after` again, with the same event identifiers.

        Roles: platform, operator.
        """
        found: models.WebhookAnswer = await self.answer_to(
            "POST",
            "/v1/webhooks/{webhook}/replay",
            ["WebhookAnswer"],
            timeout=timeout,
            path_values={"webhook": webhook},
            body={"after": after},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def delete_webhook(
        self,
        webhook: str,
        *,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.WebhookAnswer:
        """Delete a webhook.

        The history of the webhook stays readable.

        Roles: platform, operator.
        """
        found: models.WebhookAnswer = await self.answer_to(
            "POST",
            "/v1/webhooks/{webhook}/deletion",
            ["WebhookAnswer"],
            timeout=timeout,
            path_values={"webhook": webhook},
            body={},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def check_webhook(self, webhook: str, *, timeout: float | None = None) -> models.WebhookTestAnswer:
        """Send a test event.

        Sends an event of type `webhook.test`, signed like any other, and returns the response of the address.

        Roles: platform, operator.
        """
        found: models.WebhookTestAnswer = await self.answer_to(
            "POST",
            "/v1/webhooks/{webhook}/test",
            ["WebhookTestAnswer"],
            timeout=timeout,
            path_values={"webhook": webhook},
            body={},
        )
        return found

    async def list_webhook_deliveries(
        self,
        webhook: str,
        *,
        before: int | None = None,
        failed: bool | None = None,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> models.WebhookDeliveriesPage:
        """List the deliveries of a webhook.

        Each attempt with its time, response and duration.

        Roles: platform, operator.
        """
        found: models.WebhookDeliveriesPage = await self.answer_to(
            "GET",
            "/v1/webhooks/{webhook}/deliveries",
            ["WebhookDeliveriesPage"],
            timeout=timeout,
            path_values={"webhook": webhook},
            params={"before": before, "failed": failed, "limit": limit},
        )
        return found

    async def iter_webhook_deliveries(
        self, webhook: str, *, failed: bool | None = None, limit: int | None = None
    ) -> AsyncIterator[models.WebhookAttempt]:
        """List the deliveries of a webhook: every item of every page."""
        place: Any = None
        while True:
            page = await self.list_webhook_deliveries(webhook, failed=failed, limit=limit, before=place)
            for item in page.deliveries:
                yield item
            following: Any = page.next
            if following is None or (following == place and not page.deliveries):
                return
            place = following

    async def resend_webhook_event(
        self, webhook: str, event: int, *, timeout: float | None = None
    ) -> models.DeliveryAnswer:
        """Send an event to a webhook again.

        Sends one event once, with the same identifier, beside the ordered delivery, which stays where it is; also
        while the webhook is paused. The attempt is in the log. Events that are still to be delivered are not sent
        this way.

        Roles: platform, operator.
        """
        found: models.DeliveryAnswer = await self.answer_to(
            "POST",
            "/v1/webhooks/{webhook}/deliveries/{event}/resend",
            ["DeliveryAnswer"],
            timeout=timeout,
            path_values={"webhook": webhook, "event": event},
            body={},
        )
        return found
