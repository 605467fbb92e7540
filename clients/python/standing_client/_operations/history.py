"""Operations of `history`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, Calling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class History(Calling):
    """Operations of `history`."""

    def read_timeline(
        self,
        account: str,
        *,
        from_: dt.datetime | None = None,
        to: dt.datetime | None = None,
        as_of: dt.datetime | None = None,
        timeout: float | None = None,
    ) -> models.TimelineAnswer:
        """Read the timeline of an account.

        Segments during which the answer for a privilege and its causes do not change; the future part assumes
        that nothing else happens.

        Roles: reviewer, operator, auditor.
        """
        found: models.TimelineAnswer = self.answer_to(
            "GET",
            "/v1/accounts/{account}/timeline",
            ["TimelineAnswer"],
            timeout=timeout,
            path_values={"account": account},
            params={"from": from_, "to": to, "as_of": as_of},
        )
        return found

    def read_projection(
        self,
        account: str,
        *,
        from_: dt.datetime | None = None,
        to: dt.datetime | None = None,
        timeout: float | None = None,
    ) -> models.Projection:
        """Project an account: what closes and opens, and when.

        Each privilege as intervals with the weightiest reason, restrictions and grants as intervals with their
        articles and causes, and the moments at which something opens or closes, if nothing else happens.

        What would follow from a command is answered by the command with `?dry_run=true`, in the same form.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.Projection = self.answer_to(
            "GET",
            "/v1/accounts/{account}/projection",
            ["Projection"],
            timeout=timeout,
            path_values={"account": account},
            params={"from": from_, "to": to},
        )
        return found

    def list_facts(
        self, account: str, *, after: int | None = None, limit: int | None = None, timeout: float | None = None
    ) -> models.FactsPage:
        """List the facts with their hashes.

        Append-only and hash-chained: each hash covers its fact and the hash before it.

        Roles: reviewer, operator, auditor.
        """
        found: models.FactsPage = self.answer_to(
            "GET",
            "/v1/accounts/{account}/facts",
            ["FactsPage"],
            timeout=timeout,
            path_values={"account": account},
            params={"after": after, "limit": limit},
        )
        return found

    def iter_facts(self, account: str, *, limit: int | None = None) -> Iterator[models.FactAnswer]:
        """List the facts with their hashes: every item of every page."""
        place: Any = None
        while True:
            page = self.list_facts(account, limit=limit, after=place)
            yield from page.facts
            following: Any = page.next
            if following is None or (following == place and not page.facts):
                return
            place = following
