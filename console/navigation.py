"""The navigation on the left: every page in its order, shown to whom may read it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from api.http.permissions import ROLES_OF, Roles
from console.texts.languages import N_
from models.roles import Role

PAGES: Final[Mapping[str, str]] = {
    "account": "/console/accounts/",
    "case": "/console/cases/",
    "report": "/console/reports/",
    "rumour": "/console/rumours/",
    "network": "/console/networks/",
    "directive": "/console/directives/",
    "bulk": "/console/campaigns/",
    "run": "/console/runs/",
    "person": "/console/people/",
    "exposure": "/console/exposures/",
    "cluster": "/console/coordination/",
    "subscription": "/console/connections/webhooks/",
}
"""Beginning of the address of the page of each kind of record that has one."""


@dataclass(frozen=True)
class Entry:
    """An entry of the navigation."""

    path: str
    label: str
    icon: str
    operation: str | None
    """The API's operation that the page shows; whoever may call it sees the entry. None: everybody."""
    key: str | None = None
    """Second key after `g`, which opens the page."""
    counted: str | None = None
    """Kind of record whose changes change the number beside the entry; None: it has no number."""

    def open_to(self, roles: Roles) -> bool:
        """Return whether one of the roles may read the page."""
        return self.operation is None or bool(ROLES_OF[self.operation] & roles)


@dataclass(frozen=True)
class Group:
    """Entries that belong together."""

    label: str
    entries: tuple[Entry, ...]


GROUPS: Final[tuple[Group, ...]] = (
    Group(
        N_("Work"),
        (
            Entry("/console/queue", N_("Queue"), "queue", "list_cases", "q", counted="case"),
            Entry("/console/accounts", N_("Accounts"), "account", "read_account", "a"),
            Entry("/console/campaigns", N_("Campaigns"), "campaign", "list_bulk_actions", "c"),
            Entry("/console/runs", N_("Runs"), "run", "list_runs", "b"),
            Entry("/console/rumours", N_("Rumours"), "rumour", "list_rumours", "r"),
            Entry("/console/coordination", N_("Coordination"), "coordination", "list_clusters", "o"),
            Entry("/console/networks", N_("Networks"), "network", "list_networks", "n"),
            Entry("/console/directives", N_("Directives"), "directive", "list_directives", "d"),
            Entry("/console/certifications", N_("Certifications"), "certification", "list_due_certifications", "i"),
            Entry("/console/lists", N_("Lists across accounts"), "list", "list_all_actions", "t"),
            Entry("/console/exposures", N_("Exposures"), "exposure", "list_exposures", "x"),
        ),
    ),
    Group(
        N_("Oversight"),
        (
            Entry("/console/reports", N_("Reports"), "report", "list_reports", "p"),
            Entry("/console/statistics", N_("Statistics"), "statistics", "read_case_statistics", "s"),
            Entry("/console/audit", N_("Audit"), "audit", "list_audit_events", "u"),
        ),
    ),
    Group(
        N_("Settings"),
        (
            Entry("/console/lexicon", N_("Lexicon"), "lexicon", "read_lexicon", "l"),
            Entry("/console/connections", N_("Webhooks and keys"), "webhook", "list_events", "w"),
            Entry("/console/people", N_("People"), "people", "list_people", "e"),
        ),
    ),
)
"""All pages, in the order of the navigation. An entry appears once its page exists."""


def visible(roles: Roles, pages: Collection[str]) -> tuple[Group, ...]:
    """Return the groups and entries that these roles may open, of the pages that exist."""
    found = (
        Group(group.label, tuple(entry for entry in group.entries if entry.path in pages and entry.open_to(roles)))
        for group in GROUPS
    )
    return tuple(group for group in found if group.entries)


def home_of(roles: Roles, pages: Collection[str]) -> str | None:
    """Return the first page that these roles may open."""
    return next((entry.path for group in visible(roles, pages) for entry in group.entries), None)


ROLE_NAMES: Final = {
    Role.PLATFORM: N_("platform"),
    Role.REVIEWER: N_("reviewer"),
    Role.OPERATOR: N_("operator"),
    Role.AUDITOR: N_("auditor"),
    Role.REGULATOR: N_("regulator"),
}
"""Roles in words."""
