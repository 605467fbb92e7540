"""The decision form of a case: its fields, its previews, its templates, and the body of the API's call."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from console.http.calling import segment
from console.http.forms import Fields, Form
from console.http.visit import Visit
from console.texts.languages import N_
from console.texts.words import kind_of_case
from models.cases.cases import CaseKind, CaseStatus, Outcome
from regulation.articles.a13_exposure import EXPOSED

FIELDS: Final[Fields] = {
    "terms.duration": "days",
    "terms.of": "of",
    "terms": "days",
    "terms.valid_from": "valid_from",
    "terms.valid_until": "valid_until",
    "terms.sanction.consequences": "consequences",
    "terms.sanction.without": "without",
    "exposure.summary": "summary",
    "exposure.named": "named",
    "exposure.withheld": "withheld",
}
"""Fields of the form by the position in the body of the call."""

NAMES: Final = (
    "outcome",
    "reason",
    "valid_from",
    "valid_until",
    "days",
    "of",
    "consequences",
    "without",
    "summary",
    "named",
    "withheld",
)

LONGEST_NAME: Final = 60
"""Characters of an account's name in a message: it travels in a cookie."""

_TOLD: Final[Mapping[str, str]] = {
    CaseStatus.DECIDED: N_("Decided: %(title)s"),
    CaseStatus.PROPOSED: N_("Proposed, a second person must decide: %(title)s"),
    CaseStatus.DEFERRED: N_("Decided, and can be taken back for some minutes: %(title)s"),
}


def opening_form(case: Mapping[str, Any]) -> Form:
    """Return the form of a case that nobody has filled in yet; a proposal's outcome is chosen."""
    proposal = case["correction"] or (None if case["decision"] else case["proposal"]) or {}
    outcome = proposal.get("ruling", {}).get("outcome", "")
    return Form.of(**{**dict.fromkeys(NAMES, ""), "outcome": outcome})


_CORRECTED: Final[Mapping[str, str]] = {
    "corrected": N_("Corrected: %(title)s"),
    "correction_proposed": N_("Correction proposed, a second person must decide: %(title)s"),
    "correction_dropped": N_("The proposed correction is dropped: %(title)s"),
}


def corrected(case: Mapping[str, Any], before: Mapping[str, Any]) -> str:
    """Return the message after a correction: the case was corrected, or waits for a second person, or stands."""
    if case["correction"] is not None:
        return _CORRECTED["correction_proposed"]
    done = len(case["corrected"]) > len(before["corrected"])
    return _CORRECTED["corrected" if done else "correction_dropped"]


async def heading(visit: Visit, case: Mapping[str, Any]) -> str:
    """Return what a message calls a case, in the visitor's language: the kind, and the account's name or the case."""
    account = case["opening"]["account"]
    of = case["id"] if account is None else (await visit.api.read(f"/v1/accounts/{segment(account)}"))["name"]
    kind = kind_of_case(case["opening"]["kind"], visit.language)
    return f"{kind}{visit.language.text(N_(': '))}{of[:LONGEST_NAME]}"


def told(case: Mapping[str, Any]) -> str:
    """Return the message after a decision."""
    return _TOLD[case["status"]]


def body_of(form: Form) -> dict[str, Any]:
    """Return the decision in the form as the API takes it."""
    body: dict[str, Any] = form.body("outcome", "reason")
    terms = _terms(form)
    exposure: dict[str, Any] = form.body("summary", "withheld")
    if form.has("named", "yes"):
        exposure["named"] = True
    return body | ({"terms": terms} if terms else {}) | ({"exposure": exposure} if exposure else {})


def _terms(form: Form) -> dict[str, Any]:
    outcome = form["outcome"]
    if outcome == Outcome.APPROVED and (days := form.body("valid_from", "valid_until")):
        return dict(days)
    if outcome == Outcome.REDUCED and (days := form.body("days")):
        length = days["days"]
        return {"duration": f"P{length}D" if length.isdigit() else length} | form.body("of")
    if outcome == Outcome.CONFIRMED and (chosen := form.body("consequences", "without")):
        without = {"without": chosen["without"].split()} if "without" in chosen else {}
        return {"sanction": {"consequences": chosen.get("consequences", "catalogue"), **without}}
    return {}


async def previews(visit: Visit, case: str, form: Form, *, correcting: bool = False) -> list[dict[str, Any]]:
    """Return what would follow from each outcome, with the reason and terms as they are typed."""
    path = f"/v1/cases/{segment(case)}/{'correction' if correcting else 'decision'}/preview"
    answer = await visit.api.post(path, form.body("reason"))
    if not answer.ok:
        answer = await visit.api.post(path, {})
    found: list[dict[str, Any]] = answer.json["outcomes"] if answer.ok else []
    body = body_of(form)
    if "terms" in body or "exposure" in body:
        chosen = await visit.api.post(path, body)
        if chosen.ok:
            [mine] = chosen.json["outcomes"]
            found = [mine if one["choice"]["outcome"] == form["outcome"] else one for one in found]
    return found


async def templates(visit: Visit, case: str, form: Form) -> list[dict[str, Any]]:
    """Return the reason templates for the chosen outcome, else for all."""
    params = {"case": case, "outcome": form.text("outcome")}
    answer = await visit.api.get("/v1/reason-templates", params)
    found: list[dict[str, Any]] = answer.json["templates"] if answer.ok else []
    return found


async def with_template(visit: Visit, case: str, form: Form) -> Form:
    """Return the form with the words of the chosen template as the reason, and an outcome that it is for."""
    name, _, language = form["template"].rpartition(":")
    answer = await visit.api.get("/v1/reason-templates", {"case": case})
    offered: Sequence[Mapping[str, Any]] = answer.json["templates"] if answer.ok else ()
    chosen = next((one for one in offered if one["id"] == name), None)
    if chosen is None:
        return form
    values = dict(form.values)
    before = form["reason"].strip()
    said = chosen["en" if language == "en" else "zh"]
    values["reason"] = (said if not before or before == said else f"{before}\n{said}",)
    if form["outcome"] not in chosen["outcomes"]:
        values["outcome"] = (chosen["outcomes"][0],)
    values.pop("template", None)
    return Form(values, key=form.key)


def terms_of(case: Mapping[str, Any], context: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what the form asks beside outcome and reason: days, a length, or a sanction; None for nothing."""
    kind, subject = case["opening"]["kind"], case["opening"]["subject"] or {}
    if kind == CaseKind.CERTIFICATION:
        return {"type": "validity", "from": subject.get("valid_from"), "until": subject.get("valid_until")}
    if kind == CaseKind.APPEAL and context["appealed"] is not None:
        statement = context["appealed"]["statement"]
        timed = [one for one in statement["measures"] if one["until"] is not None and one["measure"] != "suspension"]
        return {"type": "duration", "measures": timed}
    if kind == CaseKind.COORDINATION:
        return {"type": "sanction"}
    return None


def published(kind: str) -> bool:
    """Return whether a decision of this kind may be published (article 13)."""
    return any(exposed == kind for exposed, _ in EXPOSED)
