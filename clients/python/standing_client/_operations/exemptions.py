"""Operations of `exemptions`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, Calling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Exemptions(Calling):
    """Operations of `exemptions`."""

    def grant_exemption(
        self,
        *,
        until: dt.datetime,
        reason: str,
        id: str | Unset | None = UNSET,
        holder: models.HolderBody | Mapping[str, Any] | Unset | None = UNSET,
        account: str | Unset | None = UNSET,
        reference: str | Unset | None = UNSET,
        more_accounts: int | Unset | None = UNSET,
        own_name: str | Unset | None = UNSET,
        evidence: Sequence[models.EvidenceBody | Mapping[str, Any]] | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Exemption:
        """Grant a holder more accounts, or a protected name.

        The exemption applies at once and ends automatically at `until`; the holder's number is hashed and not
        stored.

        Roles: operator.
        """
        found: models.Exemption = self.answer_to(
            "POST",
            "/v1/exemptions",
            ["Exemption"],
            timeout=timeout,
            body={
                "until": until,
                "reason": reason,
                "id": id,
                "holder": holder,
                "account": account,
                "reference": reference,
                "more_accounts": more_accounts,
                "own_name": own_name,
                "evidence": evidence,
            },
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def list_exemptions(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        status: Annotated[Literal["granted", "revoked"], Open] | None = None,
        holder: str | None = None,
        timeout: float | None = None,
    ) -> models.ExemptionsPage:
        """List exemptions.

        Exemptions in the order in which they were granted; those past their `until` no longer apply.

        Roles: reviewer, operator, auditor.
        """
        found: models.ExemptionsPage = self.answer_to(
            "GET",
            "/v1/exemptions",
            ["ExemptionsPage"],
            timeout=timeout,
            params={"after": after, "limit": limit, "status": status, "holder": holder},
        )
        return found

    def iter_exemptions(
        self,
        *,
        limit: int | None = None,
        status: Annotated[Literal["granted", "revoked"], Open] | None = None,
        holder: str | None = None,
    ) -> Iterator[models.Exemption]:
        """List exemptions: every item of every page."""
        place: Any = None
        while True:
            page = self.list_exemptions(limit=limit, status=status, holder=holder, after=place)
            yield from page.exemptions
            following: Any = page.next
            if following is None or (following == place and not page.exemptions):
                return
            place = following

    def read_exemption(self, exemption: str, *, timeout: float | None = None) -> models.ExemptionHistory:
        """Read an exemption with its history.

        The state of the exemption and all its entries.

        Roles: reviewer, operator, auditor.
        """
        found: models.ExemptionHistory = self.answer_to(
            "GET",
            "/v1/exemptions/{exemption}",
            ["ExemptionHistory"],
            timeout=timeout,
            path_values={"exemption": exemption},
        )
        return found

    def revoke_exemption(
        self,
        exemption: str,
        *,
        reason: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Exemption:
        """Revoke an exemption.

        The exemption ends now; accounts that were opened under it stay open.

        Roles: operator.
        """
        found: models.Exemption = self.answer_to(
            "POST",
            "/v1/exemptions/{exemption}/revocation",
            ["Exemption"],
            timeout=timeout,
            path_values={"exemption": exemption},
            body={"reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found
