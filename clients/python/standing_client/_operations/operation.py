"""Operations of `operation`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, Calling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Operation(Calling):
    """Operations of `operation`."""

    def find_identifiers(
        self,
        *,
        kind: Annotated[
            Literal[
                "bulk",
                "case",
                "cleanup",
                "directive",
                "exemption",
                "exposure",
                "network",
                "report",
                "rescreen",
                "rumour",
                "run",
                "webhook",
            ],
            Open,
        ],
        begins: str,
        timeout: float | None = None,
    ) -> models.Identifiers:
        """Find identifiers by their beginning.

        For people who type the beginning of an identifier. It takes the roles that list the kind.

        Roles: platform, reviewer, operator, auditor, regulator.
        """
        found: models.Identifiers = self.answer_to(
            "GET", "/v1/identifiers", ["Identifiers"], timeout=timeout, params={"kind": kind, "begins": begins}
        )
        return found

    def read_health(self, *, timeout: float | None = None) -> models.Health:
        """Check that the process runs.

        Depends on no other process. Restart this process when it does not answer.
        """
        found: models.Health = self.answer_to("GET", "/healthz", ["Health"], timeout=timeout)
        return found

    def read_readiness(self, *, timeout: float | None = None) -> models.Readiness:
        """Check that the process can serve requests.

        Send no requests to this process while the status is 503. With `without_worker`, verdicts and commands are
        served, and whatever a workflow does waits; a growing outbox or an old overdue boundary shows the same
        delay.
        """
        found: models.Readiness = self.answer_to("GET", "/readyz", ["Readiness"], timeout=timeout)
        return found
