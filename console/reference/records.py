"""Where a page of the reference finds records of this platform: an example names some that it may not have."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Source:
    """A list of the API, and where the identifier of its first record stands in the answer."""

    path: str
    at: str
    """Steps into the answer, with dots between them."""


_ACCOUNT: Final = Source("/v1/accounts?limit=1", "accounts.0.account")
_SOURCES: Final[Mapping[str, Source]] = {
    "account": _ACCOUNT,
    "bulk": Source("/v1/bulk-actions?limit=1", "bulk_actions.0.id"),
    "case": Source("/v1/cases?limit=1", "cases.0.id"),
    "cleanup": Source("/v1/follower-cleanups?limit=1", "cleanups.0.id"),
    "cluster": Source("/v1/coordination/clusters?limit=1", "clusters.0.id"),
    "directive": Source("/v1/directives?limit=1", "directives.0.id"),
    "emblem": Source("/v1/emblems", "emblems.0.id"),
    "event": Source("/v1/events?after=0&limit=1", "events.0.id"),
    "exemption": Source("/v1/exemptions?limit=1", "exemptions.0.id"),
    "key": Source("/v1/keys?limit=1", "keys.0.id"),
    "network": Source("/v1/networks?limit=1", "networks.0.id"),
    "number": Source("/v1/exposures?limit=1", "exposures.0.id"),
    "person": Source("/v1/people?limit=1", "people.0.id"),
    "report": Source("/v1/reports?limit=1", "reports.0.id"),
    "rescreen": Source("/v1/rescreens?limit=1", "rescreens.0.id"),
    "rumor": Source("/v1/rumors?limit=1", "rumours.0.id"),
    "run": Source("/v1/runs?limit=1", "runs.0.id"),
    "session": Source("/v1/sessions?limit=1", "sessions.0.id"),
    "view": Source("/v1/views", "views.0.id"),
    "webhook": Source("/v1/webhooks?limit=1", "webhooks.0.id"),
}
"""Lists by the parameter that names one of their records; what has no list of its own is not in it."""


def source_of(operation: str, parameter: str) -> Source | None:
    """Return the list whose records the parameter of an operation names."""
    if operation == "read_audit_event" and parameter in {"event", "seq"}:
        return Source("/v1/audit?limit=1", "events.0.seq")
    return _SOURCES.get(parameter)
