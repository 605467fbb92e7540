"""Verification of deliveries: what Standing signs is accepted, everything else is refused with one exception."""

import json
from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook

from standing_client import webhooks

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
BODY = json.dumps({"id": 7, "type": "account.ban_imposed", "name": "山野"}, ensure_ascii=False).encode()


def signed(secret: str = SECRET, at: datetime | None = None) -> dict[str, str]:
    at = at or datetime.now(UTC)
    signature = Webhook(secret).sign("msg_1", at, BODY.decode())
    return {"Webhook-Id": "msg_1", "Webhook-Timestamp": str(int(at.timestamp())), "Webhook-Signature": signature}


def test_a_delivery_is_read() -> None:
    assert webhooks.verify(BODY, signed(), SECRET)["name"] == "山野"
    assert webhooks.verify(BODY.decode(), signed(), SECRET)["id"] == 7


def test_both_secrets_hold_during_a_rotation() -> None:
    assert webhooks.verify(BODY, signed(OTHER), SECRET, OTHER)["id"] == 7


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (BODY, signed(OTHER)),
        (BODY + b" ", signed()),
        (BODY, {}),
        (BODY, signed(at=datetime(2026, 3, 1, tzinfo=UTC))),
        (BODY, signed(at=datetime(2998, 3, 1, tzinfo=UTC))),
        (BODY, {**signed(), "Webhook-Signature": "v1"}),
        (BODY, {**signed(), "Webhook-Signature": "v1,%"}),
        (BODY, {**signed(), "Webhook-Timestamp": "yesterday"}),
        (b"\xff", signed()),
    ],
    ids=[
        "other secret",
        "other body",
        "no headers",
        "old",
        "early",
        "no signature",
        "not base64",
        "no time",
        "no text",
    ],
)
def test_anything_else_is_forged(body: bytes, headers: dict[str, str]) -> None:
    with pytest.raises(webhooks.ForgedWebhookError):
        webhooks.verify(body, headers, SECRET)


def test_a_secret_must_be_given() -> None:
    with pytest.raises(ValueError, match="whsec_"):
        webhooks.verify(BODY, signed())


@pytest.mark.parametrize("secret", ["hello", "whsec_", "whsec_%%%", "whsec_A", SECRET.removeprefix("whsec_")])
def test_a_damaged_secret_is_no_forged_delivery(secret: str) -> None:
    """Who answers 401 to each delivery for a typing error loses none, but learns nothing."""
    with pytest.raises(ValueError, match="no secret of a webhook"):
        webhooks.verify(BODY, signed(), SECRET, secret)
