"""Operations of `networks`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, AsyncCalling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Networks(AsyncCalling):
    """Operations of `networks`."""

    async def register_network(
        self,
        *,
        id: str,
        name: str,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Network:
        """Register a network.

        The roster of a new network is empty.

        Roles: platform, operator.
        """
        found: models.Network = await self.answer_to(
            "POST",
            "/v1/networks",
            ["Network"],
            timeout=timeout,
            body={"id": id, "name": name},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def list_networks(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        q: str | None = None,
        status: models.NetworkStatus | None = None,
        account: str | None = None,
        timeout: float | None = None,
    ) -> models.NetworksPage:
        """List networks.

        Networks, oldest first.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.NetworksPage = await self.answer_to(
            "GET",
            "/v1/networks",
            ["NetworksPage"],
            timeout=timeout,
            params={"after": after, "limit": limit, "q": q, "status": status, "account": account},
        )
        return found

    async def iter_networks(
        self,
        *,
        limit: int | None = None,
        q: str | None = None,
        status: models.NetworkStatus | None = None,
        account: str | None = None,
    ) -> AsyncIterator[models.Network]:
        """List networks: every item of every page."""
        place: Any = None
        while True:
            page = await self.list_networks(limit=limit, q=q, status=status, account=account, after=place)
            for item in page.networks:
                yield item
            following: Any = page.next
            if following is None or (following == place and not page.networks):
                return
            place = following

    async def read_network(self, network: str, *, timeout: float | None = None) -> models.NetworkHistory:
        """Read a network with its history.

        The network with its sanctions and all its entries.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.NetworkHistory = await self.answer_to(
            "GET", "/v1/networks/{network}", ["NetworkHistory"], timeout=timeout, path_values={"network": network}
        )
        return found

    async def list_network_roster(
        self,
        network: str,
        *,
        after: str | None = None,
        limit: int | None = None,
        released: bool | None = None,
        timeout: float | None = None,
    ) -> models.RosterPage:
        """List the roster of a network.

        Each account with the time of its signing, and whether every decision about the network has reached it.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.RosterPage = await self.answer_to(
            "GET",
            "/v1/networks/{network}/roster",
            ["RosterPage"],
            timeout=timeout,
            path_values={"network": network},
            params={"after": after, "limit": limit, "released": released},
        )
        return found

    async def iter_network_roster(
        self, network: str, *, limit: int | None = None, released: bool | None = None
    ) -> AsyncIterator[models.RosterMember]:
        """List the roster of a network: every item of every page."""
        place: Any = None
        while True:
            page = await self.list_network_roster(network, limit=limit, released=released, after=place)
            for item in page.accounts:
                yield item
            following: Any = page.next
            if following is None or (following == place and not page.accounts):
                return
            place = following

    async def change_network_roster(
        self,
        network: str,
        *,
        sign: Sequence[str] | Unset = UNSET,
        release: Sequence[str] | Unset = UNSET,
        dry_run: bool | None = None,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Network | models.NetworkForeseen:
        """Sign accounts, and release them.

        Up to 10,000 accounts in one transaction. Each signed account displays the network's name from now on and
        receives the sanctions in force. A released account keeps the sanctions that have reached it until they
        end.

        Roles: platform, operator.
        """
        found: models.Network | models.NetworkForeseen = await self.answer_to(
            "POST",
            "/v1/networks/{network}/roster",
            ["Network", "NetworkForeseen"],
            timeout=timeout,
            path_values={"network": network},
            params={"dry_run": dry_run},
            body={"sign": sign, "release": release},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def sanction_network(
        self,
        network: str,
        *,
        measure: models.NetworkMeasure,
        reason: str,
        duration: dt.timedelta | Unset | None = UNSET,
        evidence: Sequence[str] | Unset = UNSET,
        dry_run: bool | None = None,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Network | models.NetworkForeseen:
        """Sanction a network.

        A limit or a suspension of profit applies to every account of the roster, with the sanction as its cause,
        until the sanction ends. An expelled network loses its roster and cannot sign accounts.

        Roles: reviewer, operator.
        """
        found: models.Network | models.NetworkForeseen = await self.answer_to(
            "POST",
            "/v1/networks/{network}/sanctions",
            ["Network", "NetworkForeseen"],
            timeout=timeout,
            path_values={"network": network},
            params={"dry_run": dry_run},
            body={"measure": measure, "reason": reason, "duration": duration, "evidence": evidence},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def lift_network_sanction(
        self,
        network: str,
        id: str,
        *,
        reason: str,
        dry_run: bool | None = None,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Network | models.NetworkForeseen:
        """Lift a sanction on a network.

        The restrictions that the sanction placed on roster accounts end; past states stay readable.

        Roles: reviewer, operator.
        """
        found: models.Network | models.NetworkForeseen = await self.answer_to(
            "POST",
            "/v1/networks/{network}/sanctions/{id}/lift",
            ["Network", "NetworkForeseen"],
            timeout=timeout,
            path_values={"network": network, "id": id},
            params={"dry_run": dry_run},
            body={"reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found
