"""Words of the audit: types of events, objects, and what the fields of an event say."""

from collections.abc import Mapping
from typing import Final

from console.navigation import ROLE_NAMES
from console.texts.filters import PARTS_OF_THE_SYSTEM
from console.texts.languages import N_

NAMES: Final[Mapping[str, tuple[str, str]]] = {
    "signed_in": (N_("Signed in"), "good"),
    "sign_in_refused": (N_("Sign-in refused"), "bad"),
    "sign_in_link_made": (N_("Sign-in link made"), "info"),
    "session_ended": (N_("Session ended"), "quiet"),
    "request_refused": (N_("Refused"), "bad"),
    "key_created": (N_("Key made"), "info"),
    "key_assigned": (N_("Key given to a person"), "info"),
    "key_revoked": (N_("Key revoked"), "wait"),
    "person_changed": (N_("Person changed"), "info"),
    "process_started": (N_("Process started"), "quiet"),
    "process_stopped": (N_("Process stopped"), "quiet"),
    "personal_data_viewed": (N_("Personal data viewed"), "quiet"),
    "status_link_issued": (N_("Status link issued"), "quiet"),
    "file_downloaded": (N_("File downloaded"), "wait"),
    "audit_read": (N_("Audit read"), "quiet"),
    "audit_exported": (N_("Audit exported"), "wait"),
    "events_dropped": (N_("Events lost"), "bad"),
}
"""Types of the events: the words, and the colour of the badge."""

REFUSALS: Final[Mapping[str, str]] = {
    "no_role": N_("No group has a role"),
    "inactive": N_("The person was deactivated"),
    "token": N_("The provider's answer was not valid"),
}
"""Why a sign-in was refused."""

KINDS_OF_OBJECT: Final[Mapping[str, str]] = {
    "account": N_("Account"),
    "case": N_("Case"),
    "receipt": N_("Receipt"),
    "report": N_("Report"),
    "evidence": N_("Evidence"),
    "export": N_("Export"),
    "emblem": N_("Emblem"),
    "directive": N_("Directive"),
    "rumour": N_("Rumour"),
    "network": N_("Network"),
    "cluster": N_("Cluster"),
    "exposure": N_("Exposure"),
    "cleanup": N_("Clean-up"),
    "bulk": N_("Bulk action"),
    "run": N_("Run"),
    "exemption": N_("Exemption"),
    "person": N_("Person"),
    "key": N_("Key"),
    "process": N_("Process"),
    "operation": N_("Operation"),
    "list": N_("List"),
    "audit": N_("Selection"),
}
"""Kinds of objects in words."""

ENTRIES: Final[Mapping[str, str]] = {
    "added": N_("added"),
    "changed": N_("changed details"),
    "alias_added": N_("earlier entries joined"),
    "identity_linked": N_("sign-in linked"),
    "identity_unlinked": N_("sign-in unlinked"),
    "deactivated": N_("deactivated"),
    "reactivated": N_("reactivated"),
}
"""Entries of a person's record in words."""

ENDS: Final[Mapping[str, str]] = {
    "signed_out": N_("signed out"),
    "ended": N_("ended by somebody"),
    "idle": N_("nothing was asked for a while"),
    "absolute": N_("its time was over"),
    "deactivated": N_("the person was deactivated"),
    "replaced": N_("signed in anew"),
}
"""Ends of a session in words."""

METHODS: Final[Mapping[str, str]] = {"oidc": N_("by the sign-in provider"), "link": N_("by a one-time link")}
CODES: Final[Mapping[str, str]] = {
    "unauthenticated": N_("unknown or no key"),
    "forbidden": N_("role missing"),
    "forged-request": N_("forged request"),
}
WAYS: Final[Mapping[str, str]] = {
    "api": N_("API"),
    "console": N_("Console"),
    "cli": N_("Terminal"),
    "worker": N_("Worker"),
}
ACTORS: Final[Mapping[str, str]] = {"": N_("stranger"), **PARTS_OF_THE_SYSTEM}
"""Actors that are neither a person nor a service, in words."""
WORDED: Final[Mapping[str, Mapping[str, str]]] = {
    "code": CODES,
    "entry": ENTRIES,
    "method": METHODS,
    "process": WAYS,
    "roles": {role.value: word for role, word in ROLE_NAMES.items()},
}
"""Words of the values of an event's fields, by the name of the field."""

SAYING: Final[Mapping[str, tuple[Mapping[str, str], str]]] = {
    "signed_in": (METHODS, "method"),
    "sign_in_refused": (REFUSALS, "why"),
    "session_ended": (ENDS, "why"),
}
"""Types whose one field says it in words."""
