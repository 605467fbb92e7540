"""Operations of `decisions`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, Calling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Decisions(Calling):
    """Operations of `decisions`."""

    def ask_decision(
        self,
        *,
        account: str,
        privilege: Annotated[
            Literal[
                "service",
                "publish",
                "gain_followers",
                "be_recommended",
                "apply_monetization",
                "publish.finance",
                "publish.education",
                "publish.healthcare",
                "publish.justice",
                "monetize.advertising",
                "monetize.content_revenue",
                "monetize.ecommerce",
                "monetize.live_gifts",
                "monetize.appreciation",
                "monetize.paid_knowledge",
                "monetize.brand_cooperation",
            ],
            Open,
        ],
        at: dt.datetime | Unset | None = UNSET,
        as_of: dt.datetime | Unset | None = UNSET,
        at_least_version: int | Unset = UNSET,
        content: str | Unset | None = UNSET,
        record: bool | Unset = UNSET,
        timeout: float | None = None,
    ) -> models.Verdict:
        """Decide one privilege (articles 2, 7, 8, 9 and 10).

        The answer with ranked reasons; it may be cached until `valid_until`, or until a newer version is known.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.Verdict = self.answer_to(
            "POST",
            "/v1/decisions",
            ["Verdict"],
            timeout=timeout,
            body={
                "account": account,
                "privilege": privilege,
                "at": at,
                "as_of": as_of,
                "at_least_version": at_least_version,
                "content": content,
                "record": record,
            },
        )
        return found

    def ask_publish_decision(
        self,
        *,
        account: str,
        draft: models.Draft | Mapping[str, Any],
        at: dt.datetime | Unset | None = UNSET,
        at_least_version: int | Unset = UNSET,
        content: str | Unset | None = UNSET,
        record: bool | Unset = UNSET,
        timeout: float | None = None,
    ) -> models.PublishVerdict:
        """Decide one draft (articles 2 to 5, 9, 10).

        The answer with everything the draft lacks and where, the labels and the name to show, and how far the
        content may be distributed.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.PublishVerdict = self.answer_to(
            "POST",
            "/v1/decisions/publish",
            ["PublishVerdict"],
            timeout=timeout,
            body={
                "account": account,
                "draft": draft,
                "at": at,
                "at_least_version": at_least_version,
                "content": content,
                "record": record,
            },
        )
        return found

    def ask_decisions(
        self,
        *,
        items: Sequence[models.PrivilegeItem | Mapping[str, Any] | models.PublishItem],
        as_of: dt.datetime | Unset | None = UNSET,
        record: bool | Unset = UNSET,
        timeout: float | None = None,
    ) -> models.DecisionBatchAnswer:
        """Decide up to 10,000 questions (articles 2 to 5, 7 to 10).

        Up to 10,000 questions of both kinds; the answers are in the same order, each with the `ref` of its item.
        An unreadable item or an unknown account does not affect the other items.

        `as_of` and `record` of the batch hold for every item that does not say them itself. An item of which a
        receipt is wanted is answered once its receipt is stored.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.DecisionBatchAnswer = self.answer_to(
            "POST",
            "/v1/decisions/batch",
            ["DecisionBatchAnswer"],
            timeout=timeout,
            body={"items": items, "as_of": as_of, "record": record},
        )
        return found

    def stream_decisions(self, *, content: bytes, content_type: str, timeout: float | None = None) -> Reply:
        """Decide a stream of questions, line by line (articles 2 to 5, 7 to 10).

        Any number of questions, each as in a batch; answers are sent before the last question arrives. Read the
        answers while sending: after a few megabytes of unread answers, further questions are not read. When the
        key is revoked, the last line is a problem.

        Roles: platform, reviewer, operator, auditor.
        """
        return self.reply_to(
            "POST", "/v1/decisions/stream", timeout=timeout, content=content, content_type=content_type
        )

    def list_receipts(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        account: str | None = None,
        content: str | None = None,
        from_: dt.datetime | None = None,
        until: dt.datetime | None = None,
        timeout: float | None = None,
    ) -> models.ReceiptsPage:
        """List the receipts of an account or a piece.

        Receipts of questions that asked for one, by account, by content, or by both, within a period.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.ReceiptsPage = self.answer_to(
            "GET",
            "/v1/receipts",
            ["ReceiptsPage"],
            timeout=timeout,
            params={
                "after": after,
                "limit": limit,
                "account": account,
                "content": content,
                "from": from_,
                "until": until,
            },
        )
        return found

    def iter_receipts(
        self,
        *,
        limit: int | None = None,
        account: str | None = None,
        content: str | None = None,
        from_: dt.datetime | None = None,
        until: dt.datetime | None = None,
    ) -> Iterator[models.ReceiptListed]:
        """List the receipts of an account or a piece: every item of every page."""
        place: Any = None
        while True:
            page = self.list_receipts(
                limit=limit, account=account, content=content, from_=from_, until=until, after=place
            )
            yield from page.receipts
            following: Any = page.next
            if following is None or (following == place and not page.receipts):
                return
            place = following

    def read_receipt(self, receipt: str, *, timeout: float | None = None) -> models.ReceiptAnswer:
        """Read a receipt and verify it.

        The question and the answer as recorded, the facts behind them, and the answer that those facts give
        today. Facts recorded later have no effect.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.ReceiptAnswer = self.answer_to(
            "GET", "/v1/receipts/{receipt}", ["ReceiptAnswer"], timeout=timeout, path_values={"receipt": receipt}
        )
        return found
