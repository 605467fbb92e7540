"""Content of a delivery: a CloudEvents envelope, signed according to Standard Webhooks."""

import hmac
import secrets
from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from standardwebhooks import Webhook

from models.base import Frozen
from models.events.announcements import Announcement
from models.events.webhooks import Subscription
from models.instants import rfc3339

SOURCE: Final = "urn:standing"
CONTENT_TYPE: Final = "application/cloudevents+json; charset=utf-8"
TEST: Final = "webhook.test"


class CloudEvent(Frozen):
    """CloudEvents 1.0 in its JSON form. `data` is the event as in the feed."""

    specversion: str = "1.0"
    id: str
    source: str = SOURCE
    type: str
    subject: str | None = None
    time: str
    datacontenttype: str = "application/json"
    data: Any


def enveloped(told: Announcement) -> CloudEvent:
    """Return the envelope of an event of the feed. Its id is the same in every delivery."""
    return CloudEvent(
        id=f"evt_{told.id}",
        type=told.type,
        subject=told.dossier or told.account,
        time=rfc3339(told.recorded_at),
        data=told.model_dump(mode="json"),
    )


def a_test(now: datetime) -> CloudEvent:
    """Return an event without meaning, to test an address."""
    return CloudEvent(
        id=f"test_{secrets.token_hex(8)}",
        type=TEST,
        time=rfc3339(now),
        data={"message": "this is a test of the webhook; nothing has happened"},
    )


def secret(key: bytes, salt: str) -> str:
    """Return the signing secret derived from a salt; it needs the key, so the database alone does not reveal it."""
    derived = hmac.new(key, b"standing webhook secret " + bytes.fromhex(salt), sha256).digest()
    return f"whsec_{b64encode(derived).decode()}"


def fresh_salt() -> str:
    """Return a random salt for a new secret."""
    return secrets.token_hex(32)


def signed(key: bytes, subscription: Subscription, event: CloudEvent, now: datetime) -> tuple[bytes, dict[str, str]]:
    """Return the body and its headers; during a rotation it is signed with both secrets."""
    body = event.model_dump_json(exclude_none=True)
    at = now.astimezone(UTC)  # the library replaces the time zone without converting the time
    salts = [subscription.salt]
    if subscription.old_salt is not None and subscription.old_until is not None and now < subscription.old_until:
        salts.append(subscription.old_salt)
    signatures = " ".join(Webhook(secret(key, salt)).sign(event.id, at, body) for salt in salts)
    headers = {
        "Content-Type": CONTENT_TYPE,
        "User-Agent": "Standing-Webhooks/1",
        "webhook-id": event.id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signatures,
    }
    return body.encode(), headers
