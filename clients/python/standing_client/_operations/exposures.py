"""Operations of `exposures`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, Calling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Exposures(Calling):
    """Operations of `exposures`."""

    def list_public_exposures(
        self, *, after: str | None = None, limit: int | None = None, timeout: float | None = None
    ) -> models.PublicPage:
        """List published cases (article 13).

        No key is needed. The answer does not identify the account, unless an enterprise's account was named
        deliberately.
        """
        found: models.PublicPage = self.answer_to(
            "GET", "/v1/public/exposures", ["PublicPage"], timeout=timeout, params={"after": after, "limit": limit}
        )
        return found

    def iter_public_exposures(self, *, limit: int | None = None) -> Iterator[models.PublicExposure]:
        """List published cases (article 13): every item of every page."""
        place: Any = None
        while True:
            page = self.list_public_exposures(limit=limit, after=place)
            yield from page.exposures
            following: Any = page.next
            if following is None or (following == place and not page.exposures):
                return
            place = following

    def read_exposure_feed(
        self, *, after: str | None = None, limit: int | None = None, timeout: float | None = None
    ) -> Reply:
        """Read published cases as an Atom feed.

        For feed readers; a withdrawn case is a deleted entry (RFC 6721).
        """
        return self.reply_to(
            "GET", "/v1/public/exposures.atom", timeout=timeout, params={"after": after, "limit": limit}
        )

    def read_public_exposure(self, number: str, *, timeout: float | None = None) -> models.PublicExposure:
        """Read a published case.

        A withdrawn case shows only that it was withdrawn; a case that was never published is not found.
        """
        found: models.PublicExposure = self.answer_to(
            "GET", "/v1/public/exposures/{number}", ["PublicExposure"], timeout=timeout, path_values={"number": number}
        )
        return found

    def list_exposures(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        status: models.ExposureStatus | None = None,
        account: str | None = None,
        case: str | None = None,
        timeout: float | None = None,
    ) -> models.ExposuresPage:
        """List exposures with internal data.

        The newest first, including withheld ones.

        Roles: reviewer, operator, auditor.
        """
        found: models.ExposuresPage = self.answer_to(
            "GET",
            "/v1/exposures",
            ["ExposuresPage"],
            timeout=timeout,
            params={"after": after, "limit": limit, "status": status, "account": account, "case": case},
        )
        return found

    def iter_exposures(
        self,
        *,
        limit: int | None = None,
        status: models.ExposureStatus | None = None,
        account: str | None = None,
        case: str | None = None,
    ) -> Iterator[models.Exposure]:
        """List exposures with internal data: every item of every page."""
        place: Any = None
        while True:
            page = self.list_exposures(limit=limit, status=status, account=account, case=case, after=place)
            yield from page.exposures
            following: Any = page.next
            if following is None or (following == place and not page.exposures):
                return
            place = following

    def read_exposure(self, number: str, *, timeout: float | None = None) -> models.ExposureView:
        """Read an exposure with its history.

        The case behind the exposure, and all its entries.

        Roles: reviewer, operator, auditor.
        """
        found: models.ExposureView = self.answer_to(
            "GET", "/v1/exposures/{number}", ["ExposureView"], timeout=timeout, path_values={"number": number}
        )
        return found

    def publish_exposure(
        self,
        number: str,
        *,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Exposure:
        """Publish an exposure that was withheld or withdrawn.

        The text is published as it was drawn up. An overturned exposure cannot be published.

        Roles: operator.
        """
        found: models.Exposure = self.answer_to(
            "POST",
            "/v1/exposures/{number}/publication",
            ["Exposure"],
            timeout=timeout,
            path_values={"number": number},
            body={},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def withdraw_exposure(
        self,
        number: str,
        *,
        reason: str,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Exposure:
        """Withdraw an exposure.

        The case stays decided. Overturning the decision withdraws its exposure automatically.

        Roles: operator.
        """
        found: models.Exposure = self.answer_to(
            "POST",
            "/v1/exposures/{number}/withdrawal",
            ["Exposure"],
            timeout=timeout,
            path_values={"number": number},
            body={"reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found
