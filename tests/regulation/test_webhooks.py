"""Webhook subscriptions: what may be done when, and what each leads to."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.accounts.commands import Refusal
from models.events.webhooks import Subscription, SubscriptionChanged, SubscriptionCreated, SubscriptionEntry
from models.events.webhooks import SubscriptionStatus as Status
from regulation.records import Step
from regulation.webhooks import SUBSCRIPTION, DecideSubscription, change, create, delete, pause, replay, resume, rotate

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SALT, NEXT_SALT = "5f" * 32, "0c" * 32
CREATED = SubscriptionCreated(url="https://platform.example/hook", types=("account.*",), after=7, salt=SALT)


class Desk:
    """One subscription, with everything that was entered."""

    def __init__(self) -> None:
        self.entries: list[SubscriptionEntry] = []

    def state(self) -> Subscription | None:
        return SUBSCRIPTION.fold(self.entries)

    @property
    def known(self) -> Subscription:
        state = self.state()
        assert state is not None
        return state

    def do(self, decide: DecideSubscription, at: datetime = NOON) -> list[str]:
        """What was entered; a refusal as its code."""
        decided = decide(self.state(), at)
        if isinstance(decided, Refusal):
            return [f"refused: {decided.code}"]
        for body in decided.bodies:
            self.entries.append(
                SubscriptionEntry(
                    kind="subscription",
                    record="w1",
                    seq=len(self.entries) + 1,
                    recorded_at=at,
                    actor="somebody",
                    body=body,
                )
            )
        return [body.type for body in decided.bodies]


def subscribed(**more: Any) -> Subscription:
    """One that is active."""
    desk = Desk()
    desk.do(create(CREATED.model_copy(update=more)))
    return desk.known


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    assert desk.do(create(CREATED)) == ["created"]
    return desk


EVERYTHING: dict[str, DecideSubscription] = {
    "change": change(SubscriptionChanged(types=("*",))),
    "rotate": rotate(NEXT_SALT),
    "pause": pause("command", "maintenance"),
    "resume": resume(),
    "replay": replay(3),
    "delete": delete(),
}
# What each enters while the subscription is active, paused, deleted, or unknown.
TABLE: dict[str, tuple[list[str], list[str], list[str]]] = {
    "change": (["changed"], ["changed"], ["refused: webhook_deleted"]),
    "rotate": (["secret_rotated"], ["secret_rotated"], ["refused: webhook_deleted"]),
    "pause": (["paused"], [], ["refused: webhook_deleted"]),
    "resume": ([], ["resumed"], ["refused: webhook_deleted"]),
    "replay": (["replay_asked"], ["replay_asked"], ["refused: webhook_deleted"]),
    "delete": (["deleted"], ["deleted"], []),
}


@pytest.mark.parametrize("name", TABLE)
def test_every_row_of_the_table(name: str) -> None:
    seen = []
    for before in ([], [EVERYTHING["pause"]], [EVERYTHING["delete"]]):
        desk = Desk()
        desk.do(create(CREATED))
        for decide in before:
            desk.do(decide)
        seen.append(desk.do(EVERYTHING[name]))
    assert tuple(seen) == TABLE[name]
    assert Desk().do(EVERYTHING[name]) == ["refused: unknown_subscription"]
    assert set(TABLE) == set(EVERYTHING)


def test_a_second_one_of_the_same_name_is_refused(desk: Desk) -> None:
    assert desk.do(create(CREATED)) == ["refused: duplicate_id"]


def test_it_delivers_what_comes_behind_its_place(desk: Desk) -> None:
    assert (desk.known.status, desk.known.after, desk.known.generation) == (Status.ACTIVE, 7, 1)


def test_a_change_leaves_what_it_does_not_name(desk: Desk) -> None:
    desk.do(change(SubscriptionChanged(url="https://platform.example/v2")))
    assert (desk.known.url, desk.known.types) == ("https://platform.example/v2", ("account.*",))
    assert change(SubscriptionChanged(types=("account.*",)))(desk.known, NOON) == Step()


def test_both_secrets_hold_for_a_day_after_a_rotation(desk: Desk) -> None:
    desk.do(rotate(NEXT_SALT))
    assert (desk.known.salt, desk.known.old_salt) == (NEXT_SALT, SALT)
    assert desk.known.old_until == NOON + timedelta(hours=24)


def test_a_pause_says_why_and_a_resumption_takes_that_back(desk: Desk) -> None:
    desk.do(pause("failing", "answered 500"), NOON + timedelta(days=3))
    known = desk.known
    assert (known.status, known.paused_because, known.reason) == (Status.PAUSED, "failing", "answered 500")
    assert known.paused_at == NOON + timedelta(days=3)
    desk.do(resume())
    assert (desk.known.status, desk.known.paused_because, desk.known.reason) == (Status.ACTIVE, None, "")


def test_a_replay_begins_a_new_generation_so_that_an_old_place_means_nothing(desk: Desk) -> None:
    desk.do(replay(3))
    assert (desk.known.after, desk.known.generation) == (3, 2)


def test_a_course_begins_with_its_creation() -> None:
    entry = SubscriptionEntry.model_validate(
        {
            "kind": "subscription",
            "dossier": "w1",
            "seq": 1,
            "recorded_at": NOON,
            "actor": "x",
            "body": {"type": "resumed"},
        }
    )
    with pytest.raises(ValueError, match="first entry is resumed"):
        SUBSCRIPTION.fold([entry])
