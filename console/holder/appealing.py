"""The form of an appeal: checked like the API's body, confirmed, and opened as the holder's own act."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pydantic import ValidationError

from api.holders.links import Admitted
from api.sanctions.actions import AppealBody
from api.state.app_state import AppState
from console.texts.languages import N_
from ledger.sanctions import appeals, holder_status
from ledger.streams import records
from ledger.streams.records import Command
from models.accounts.commands import Refusal
from models.accounts.status_links import HOLDER_BY_LINK
from models.cases.cases import CaseKind
from models.names import LINK_PATTERN, TEXT_LENGTH
from models.words.sanctions import MOST_LINKS
from regulation.cases import cases as rules
from regulation.cases.reducer import CASE
from regulation.holders.identifiers import holds_resident_id

LARGEST_FORM: Final = 64 * 1024
"""Bytes of a form at most: a reason of two thousand characters and twenty addresses, escaped."""

_LINK: Final = re.compile(LINK_PATTERN)


@dataclass(frozen=True)
class AppealForm:
    """An appeal as typed, with the messages beside its fields (English msgids with `%(…)s`, and their values)."""

    reason: str = ""
    evidence: str = ""
    errors: Mapping[str, tuple[str, Mapping[str, object]]] = field(default_factory=dict)

    @property
    def links(self) -> tuple[str, ...]:
        """Return the addresses of the evidence, one of each line that is not empty."""
        return tuple(line.strip() for line in self.evidence.splitlines() if line.strip())


def checked(form: AppealForm) -> tuple[AppealForm, AppealBody | None]:
    """Return the form with what is wrong in it; and the body, when nothing is."""
    errors: dict[str, tuple[str, Mapping[str, object]]] = {}
    if (wrong := _wrong_reason(form.reason)) is not None:
        errors["reason"] = wrong
    if (wrong := _wrong_evidence(form)) is not None:
        errors["evidence"] = wrong
    if errors:
        return AppealForm(form.reason, form.evidence, errors), None
    try:
        return form, AppealBody(reason=form.reason, evidence=form.links)
    except ValidationError as error:
        # What is left is text that misleads or shows nothing: characters that cannot be seen.
        for place in {str(one["loc"][0]) for one in error.errors()}:
            errors[place] = (N_("This has characters that cannot be shown: type it again"), {})
        return AppealForm(form.reason, form.evidence, errors), None


def _wrong_reason(reason: str) -> tuple[str, Mapping[str, object]] | None:
    if not reason.strip():
        return N_("Say why the decision should be changed"), {}
    if len(reason.strip()) > TEXT_LENGTH:
        values = {"most": TEXT_LENGTH, "now": len(reason.strip())}
        return N_("At most %(most)s characters; these are %(now)s"), values
    if holds_resident_id(reason):
        return N_("Leave out the identity number: it would be stored for good"), {}
    return None


def _wrong_evidence(form: AppealForm) -> tuple[str, Mapping[str, object]] | None:
    if len(form.links) > MOST_LINKS:
        return N_("At most %(most)s addresses; these are %(now)s"), {"most": MOST_LINKS, "now": len(form.links)}
    for number, line in enumerate(form.evidence.splitlines(), start=1):
        if line.strip() and not _LINK.fullmatch(line.strip()):
            return N_("Line %(line)s is no address that begins with https:// or http://"), {"line": number}
        if holds_resident_id(line):
            return N_("Line %(line)s has an identity number: leave it out"), {"line": number}
    return None


async def appeal(app_state: AppState, admitted: Admitted, action: str, body: AppealBody) -> Refusal | None:
    """Open the appeal as the holder, or return why it is refused: there is one for each action, within its window.

    Raises:
        DatabaseAwayError: when the database cannot be reached.
    """
    account = admitted.link.account
    bare = rules.open_case(rules.opening(CaseKind.APPEAL, app_state.clock(), account=account))
    act = holder_status.appeal_of_holder(
        account, action, body.reason, body.evidence, app_state.appeal_window, admitted.holder
    )
    command = Command(
        CASE,
        appeals.appeal_id(account, action),
        bare,
        actor=HOLDER_BY_LINK,
        now=app_state.clock(),
        rulebook=app_state.rulebook,
    )
    return (await records.execute(app_state.database, command, act)).refusal
