"""Sending: the envelope, the signatures as the receiver's library verifies them, and every kind of bad answer."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from activities.webhooks.envelope import a_test, enveloped, secret
from activities.webhooks.sending import Sender
from models.events.announcements import catalogue, example_of
from tests.activities.webhooks.receiver import KEY, Got, Receiver, answering, receiving
from tests.regulation.test_webhooks import subscribed

TOLD = catalogue()["account.ban_imposed"].model_validate(example_of("account.ban_imposed"))
OLD_SALT = "0c" * 32


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


@pytest.fixture
async def sender() -> AsyncIterator[Sender]:
    sender = Sender(KEY, clock=partial(datetime.now, UTC), allow_private=True, within_s=0.3)
    yield sender
    await sender.close()


async def test_an_event_arrives_in_its_envelope_with_a_signature_that_the_library_accepts(
    sender: Sender, receiver: Receiver
) -> None:
    known = subscribed(url=receiver.url)
    sent = await sender.send(known, enveloped(TOLD))
    assert (sent.status, sent.error) == (204, None)
    [got] = receiver.got
    event = Webhook(secret(KEY, known.salt)).verify(got.body, dict(got.headers))
    assert {name: event[name] for name in ("specversion", "id", "source", "type", "subject")} == {
        "specversion": "1.0",
        "id": "evt_4711",
        "source": "urn:standing",
        "type": "account.ban_imposed",
        "subject": "kitchen",
    }
    assert event["data"] == TOLD.model_dump(mode="json")
    assert got.headers["content-type"].startswith("application/cloudevents+json")
    with pytest.raises(WebhookVerificationError):
        Webhook(secret(KEY, OLD_SALT)).verify(got.body, dict(got.headers))
    with pytest.raises(WebhookVerificationError):
        Webhook(secret(KEY, known.salt)).verify(got.body.replace(b"kitchen", b"another"), dict(got.headers))


@pytest.mark.parametrize(("left", "both"), [(timedelta(hours=1), True), (timedelta(0), False)])
async def test_while_a_rotation_lasts_the_old_secret_is_good_too(
    sender: Sender, receiver: Receiver, left: timedelta, both: bool
) -> None:
    known = subscribed(url=receiver.url).model_copy(
        update={"old_salt": OLD_SALT, "old_until": datetime.now(UTC) + left}
    )
    await sender.send(known, enveloped(TOLD))
    [got] = receiver.got
    assert Webhook(secret(KEY, known.salt)).verify(got.body, dict(got.headers))["id"] == "evt_4711"
    old = Webhook(secret(KEY, OLD_SALT))
    if both:
        assert old.verify(got.body, dict(got.headers))["id"] == "evt_4711"
    else:
        with pytest.raises(WebhookVerificationError):
            old.verify(got.body, dict(got.headers))


def test_a_secret_takes_both_the_key_and_the_salt() -> None:
    made = {secret(key, salt) for key in (KEY, b"another key") for salt in ("5f" * 32, OLD_SALT)}
    assert len(made) == 4
    assert all(one.startswith("whsec_") for one in made)


@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        (lambda _: answering(202, b"thanks"), 202, None),
        (lambda _: answering(500, b"our\n fault\x1b[31m"), 500, "answered 500: our fault [31m"),
        (lambda _: answering(410), 410, "answered 410"),
        (lambda _: None, None, "no answer within 0.3 s"),
        (lambda _: b"not HTTP at all\r\n\r\n", None, "the connection failed: RemoteProtocolError"),
        (lambda _: answering(400, b"x" * 100_000), 400, "answered 400: " + "x" * 200),
        # A body without an end is not read completely.
        (lambda _: b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + b"x" * 10_000, 200, None),
    ],
)
async def test_whatever_is_answered_is_a_value(
    sender: Sender,
    receiver: Receiver,
    answer: Callable[[Got], bytes | None],
    status: int | None,
    error: str | None,
) -> None:
    receiver.answer = answer
    sent = await sender.send(subscribed(url=receiver.url), a_test(datetime.now(UTC)))
    assert sent.status == status
    assert sent.error == error or (error is not None and (sent.error or "").startswith(error))
    assert sent.gone == (status == 410)


async def test_an_address_where_nobody_listens_is_said(sender: Sender) -> None:
    async with receiving() as gone:
        url = gone.url
    for address, hint in ((url, "ConnectError"), ("https://nowhere.invalid/hook", "not known")):
        sent = await sender.send(subscribed(url=address), a_test(datetime.now(UTC)))
        assert sent.status is None
        assert sent.error
        assert hint in sent.error


async def test_a_connection_is_used_again(sender: Sender, receiver: Receiver) -> None:
    for _ in range(3):
        assert (await sender.send(subscribed(url=receiver.url), enveloped(TOLD))).error is None
    assert receiver.connections == 1
