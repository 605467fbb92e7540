"""Keys and webhooks by oneself: make and revoke keys; webhooks with their log, secret, pause and delivery again."""

from dataclasses import replace
from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from console.http.calling import Answer, Params, segment
from console.http.confirming import Question, follows, unconfirmed
from console.http.forms import Form, WithForm
from console.http.visit import Visit, WithVisit
from console.http.visitors import require_fresh
from console.navigation import ROLE_NAMES
from console.texts.languages import N_
from models.roles import Role

router = APIRouter(prefix="/console/connections")

STATES: Final = {
    "active": (N_("active"), "good"),
    "paused": (N_("paused"), "wait"),
    "deleted": (N_("deleted"), "quiet"),
}
"""Statuses of a webhook: the words, and the colour of the badge."""


@router.get("")
async def show_connections(visit: WithVisit) -> Response:
    """The visitor's keys, everybody's for operators, and the webhooks."""
    return await _page(visit)


@router.post("/keys")
async def create_key(visit: WithVisit, form: WithForm) -> Response:
    """Make a key, and show its secret this once."""
    await require_fresh(visit.request)
    body: dict[str, Any] = form.body("name", "service")
    if roles := form.all("roles"):
        body["roles"] = list(roles)
    answer = await visit.api.post("/v1/keys", body, key=form.key)
    if not answer.ok:
        return await _page(visit, key_form=_whole(form).refused(answer))
    secret = (answer.json["key"]["name"] or answer.json["key"]["id"], answer.json["secret"])
    return await _page(visit, secret=secret, secret_of=N_("The new key"))


@router.post("/keys/{key}/revocation")
async def revoke_key(visit: WithVisit, key: str, form: WithForm) -> Response:
    """Revoke a key."""
    visit.require("revoke_key")
    if (shown := await unconfirmed(visit, form, partial(_revoking, visit, key), partial(_of_keys, visit))) is not None:
        return shown
    answer = await visit.api.post(f"/v1/keys/{segment(key)}/revocation", {}, key=form.key)
    return await _done(visit, answer, form, "/console/connections", N_("The key is revoked"))


async def _revoking(visit: Visit, key: str) -> Question:
    everybody = {"everybody": True} if visit.may("assign_key") else {}
    listed = await _every(visit, "/v1/keys", "keys", everybody)
    found = next((one for one in listed if one["id"] == key), {"name": "", "service": None, "person_name": None})
    return Question(
        N_("Revoke the key?"),
        N_("Revoke the key"),
        (
            follows(N_("Whatever uses it is refused from now on.")),
            follows(N_("A revoked key never works again: make another one.")),
        ),
        about=((N_("Key"), found["name"] or key), (N_("Owner"), found["service"] or found["person_name"] or "–")),
    )


async def _of_keys(visit: Visit, form: Form) -> Response:
    return await _page(visit, key_form=_whole(form))


@router.post("/webhooks")
async def create_webhook(visit: WithVisit, form: WithForm) -> Response:
    """Add a webhook, and show its secret this once."""
    await require_fresh(visit.request)
    body: dict[str, Any] = form.body("url", "note")
    body["types"] = [word for word in form["types"].replace(",", " ").split() if word] or ["*"]
    answer = await visit.api.post("/v1/webhooks", body, key=form.key)
    if not answer.ok:
        places = {f"types.{place}": "types" for place in range(len(body["types"]))}
        return await _page(visit, hook_form=form.refused(answer, places))
    return await _page(visit, secret=(answer.json["url"], answer.json["secret"]), secret_of=N_("The new webhook"))


@router.get("/webhooks/{webhook}")
async def show_webhook(visit: WithVisit, webhook: str, before: Annotated[int | None, Query(ge=0)] = None) -> Response:
    """One webhook with the log of its deliveries."""
    return await _webhook(visit, webhook, before=before)


@router.post("/webhooks/{webhook}/secret-rotation")
async def rotate(visit: WithVisit, webhook: str, form: WithForm) -> Response:
    """Give the webhook another secret, and show it this once."""
    visit.require("rotate_webhook_secret")
    if (shown := await _to_confirm(visit, webhook, form, _ROTATION)) is not None:
        return shown
    await require_fresh(visit.request)
    answer = await visit.api.post(f"/v1/webhooks/{segment(webhook)}/secret-rotation", {}, key=form.key)
    if not answer.ok:
        return await _webhook(visit, webhook, refused=form.refused(answer))
    return await _webhook(visit, webhook, secret=answer.json["secret"])


@router.post("/webhooks/{webhook}/test")
async def check(visit: WithVisit, webhook: str, form: WithForm) -> Response:
    """Send a test event, and show what the address answered."""
    answer = await visit.api.post(f"/v1/webhooks/{segment(webhook)}/test", {}, key=form.key)
    if not answer.ok:
        return await _webhook(visit, webhook, refused=form.refused(answer))
    return await _webhook(visit, webhook, tested=answer.json)


@router.post("/webhooks/{webhook}/pause")
async def pause(visit: WithVisit, webhook: str, form: WithForm) -> Response:
    """Pause the deliveries."""
    visit.require("pause_webhook")
    if (shown := await _to_confirm(visit, webhook, form, _PAUSE)) is not None:
        return shown
    answer = await visit.api.post(f"/v1/webhooks/{segment(webhook)}/pause", form.body("reason"), key=form.key)
    return await _of_webhook(visit, webhook, answer, form, N_("The webhook is paused"))


@router.post("/webhooks/{webhook}/resume")
async def resume(visit: WithVisit, webhook: str, form: WithForm) -> Response:
    """Go on with the deliveries."""
    answer = await visit.api.post(f"/v1/webhooks/{segment(webhook)}/resume", {}, key=form.key)
    return await _of_webhook(visit, webhook, answer, form, N_("The webhook goes on"))


@router.post("/webhooks/{webhook}/replay")
async def replay(visit: WithVisit, webhook: str, form: WithForm) -> Response:
    """Deliver again every event after a number."""
    visit.require("replay_webhook")
    typed = form.text("after") or ""
    if not typed.isdigit():
        return await _webhook(visit, webhook, refused=_whole(form.wrong("after", N_("Write the number of an event"))))
    if (shown := await _to_confirm(visit, webhook, form, _replaying(int(typed)))) is not None:
        return shown
    answer = await visit.api.post(f"/v1/webhooks/{segment(webhook)}/replay", {"after": int(typed)}, key=form.key)
    return await _of_webhook(visit, webhook, answer, form, N_("The events are delivered again"))


@router.post("/webhooks/{webhook}/deliveries/{event}/resend")
async def resend(visit: WithVisit, webhook: str, event: str, form: WithForm) -> Response:
    """Send one event again, and show what the address answered."""
    path = f"/v1/webhooks/{segment(webhook)}/deliveries/{segment(event)}/resend"
    answer = await visit.api.post(path, {}, key=form.key)
    if not answer.ok:
        return await _webhook(visit, webhook, refused=form.refused(answer))
    return await _webhook(visit, webhook, resent=answer.json)


_ROTATION: Final = Question(
    N_("Give the webhook another secret?"),
    N_("Give it another secret"),
    (
        follows(N_("The new secret is shown once, on the next page.")),
        follows(N_("For 24 hours deliveries are signed with both; then whoever checks with the old one refuses them.")),
    ),
)
_PAUSE: Final = Question(
    N_("Pause the webhook?"),
    N_("Pause the webhook"),
    (
        follows(N_("From now on nothing is delivered to this address: bans, ends and orders reach it late.")),
        follows(N_("No event is lost: all of them are delivered, in order, once the webhook goes on.")),
    ),
    typed=((N_("Reason"), "reason"),),
)


def _replaying(after: int) -> Question:
    return Question(
        N_("Deliver the events again?"),
        N_("Deliver the events again"),
        (
            follows(N_("Every event after No. %(number)s is delivered once more, in order."), number=after),
            follows(N_("A receiver that does not compare the identifiers of events acts on each of them twice.")),
            follows(N_("New events wait until the repeated ones are delivered.")),
        ),
    )


async def _to_confirm(visit: Visit, webhook: str, form: Form, question: Question) -> Response | None:
    async def asking() -> Question:
        found = await visit.api.read(f"/v1/webhooks/{segment(webhook)}")
        about = ((N_("Address"), found["url"]), (N_("Delivered up to"), found["delivered_upto"]))
        return replace(question, about=about)

    async def again(typed: Form) -> Response:
        return await _webhook(visit, webhook, refused=_whole(typed))

    return await unconfirmed(visit, form, asking, again)


async def _of_webhook(visit: Visit, webhook: str, answer: Answer, form: Form, told: str) -> Response:
    if answer.ok:
        return visit.redirect(f"/console/connections/webhooks/{segment(webhook)}", told)
    return await _webhook(visit, webhook, refused=_whole(form).refused(answer))


async def _done(visit: Visit, answer: Answer, form: Form, to: str, told: str) -> Response:
    if answer.ok:
        return visit.redirect(to, told)
    return await _page(visit, key_form=_whole(form).refused(answer))


def _whole(form: Form) -> Form:
    """Return the form with every field of its page, so that each message finds its place."""
    return replace(form, values={**dict.fromkeys(("name", "service", "roles", "reason", "after"), ()), **form.values})


async def _page(
    visit: Visit,
    *,
    key_form: Form | None = None,
    hook_form: Form | None = None,
    secret: tuple[str, str] | None = None,
    secret_of: str = "",
) -> Response:
    visit.require("list_keys")
    operator, hooks = visit.may("assign_key"), visit.may("list_webhooks")
    everybody = {"everybody": True} if operator else {}
    keys = await _every(visit, "/v1/keys", "keys", everybody)
    webhooks = await _every(visit, "/v1/webhooks", "webhooks", {}) if hooks else []
    own = [role for role in Role if role in visit.caller.roles]
    choices = list(Role) if operator else own
    key_form = key_form or _whole(Form())
    hook_form = hook_form or Form.of(url="", types="*", note="")
    return visit.render(
        "connections/connections.html",
        part="content",
        status=max(key_form.status, hook_form.status),
        keys=keys,
        webhooks=webhooks,
        sees_webhooks=hooks,
        operator=operator,
        role_choices=[(role.value, visit.language.text(ROLE_NAMES[role]), None) for role in choices],
        role_names={role.value: name for role, name in ROLE_NAMES.items()},
        states_of=STATES,
        key_form=key_form,
        hook_form=hook_form,
        secret=secret,
        secret_of=secret_of,
        me=visit.caller.person,
    )


async def _webhook(
    visit: Visit,
    webhook: str,
    *,
    before: int | None = None,
    refused: Form | None = None,
    secret: str | None = None,
    tested: dict[str, Any] | None = None,
    resent: dict[str, Any] | None = None,
) -> Response:
    visit.require("read_webhook")
    found = await visit.api.read(f"/v1/webhooks/{segment(webhook)}")
    log = await visit.api.read(f"/v1/webhooks/{segment(webhook)}/deliveries", {"before": before, "limit": 50})
    form = refused or Form.of(reason="", after="")
    return visit.render(
        "connections/webhook.html",
        part="content",
        status=form.status,
        webhook=found,
        deliveries=log["deliveries"],
        next=log["next"],
        form=form,
        states_of=STATES,
        secret=secret,
        tested=tested,
        resent=resent,
        may_resend=visit.may("resend_webhook_event") and found["status"] != "deleted",
    )


async def _every(visit: Visit, path: str, items: str, params: Params) -> list[dict[str, Any]]:
    """Return everything that a path lists, page by page."""
    found: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        page = await visit.api.read(path, {**params, "after": after, "limit": 500})
        found += page[items]
        after = page["next"]
        if after is None:
            return found
