"""What can be taken of a report of followers, and what cannot: row by row."""

from datetime import timedelta
from typing import Any

from pydantic import ValidationError

from models.followers import FollowersReported
from regulation.followers.reports import SortedOut, sorted_out
from tests.regulation.test_webhooks import NOON

DAY = {"begins": (NOON - timedelta(days=2)).isoformat(), "ends": (NOON - timedelta(days=1)).isoformat()}
AHEAD = (NOON + timedelta(seconds=1)).isoformat()


def gain(name: str, gained: Any = 1, **more: Any) -> dict[str, Any]:
    return {"id": name, **DAY, "gained": gained, **more}


def in_words(error: ValidationError) -> list[tuple[str, str]]:
    return [(".".join(map(str, fault["loc"])), fault["msg"]) for fault in error.errors()]


def found(*gains: Any, count: Any = None) -> SortedOut:
    return sorted_out(FollowersReported.model_validate({"gains": gains, "count": count}), NOON, in_words)


def test_what_is_right_is_taken_with_its_place() -> None:
    said = found(gain("a"), gain("b", "many"), gain("c", ends=AHEAD), gain("d", transferred_from="a2"), gain("e"))
    assert [(place, one.id) for place, one in said.gains] == [(0, "a"), (4, "e")]
    assert [(row.path, row.code) for row in said.rejected] == [
        ("gains.1.gained", "invalid-request"),
        ("gains.2.ends", "invalid-request"),
        ("gains.3", "followers-transferred"),
    ]
    assert said.refusal is not None
    assert (said.refusal.code, said.refusal.article, "a2" in said.refusal.message) == (
        "followers_transferred",
        10,
        True,
    )


def test_the_same_twice_is_one_and_another_under_the_same_id_is_none() -> None:
    said = found(gain("a"), gain("a"), gain("a", 2), gain("b"))
    assert ([one.id for _, one in said.gains], said.repeated) == (["a", "b"], 1)
    assert [row.path for row in said.rejected] == ["gains.2.id"]


def test_a_count_is_taken_with_all_its_gains_or_not() -> None:
    count = {"at": NOON.isoformat(), "followers": 7}
    assert found(gain("a"), count=count).count is not None
    assert found(count=count).count is not None
    missing = found(gain("a"), gain("b", -1), count=count)
    assert (missing.count, [row.code for row in missing.rejected]) == (None, ["invalid-request", "gains-missing"])
    ahead = found(gain("a"), count={**count, "at": AHEAD})
    assert (ahead.count, [row.path for row in ahead.rejected], len(ahead.gains)) == (None, ["count.at"], 1)
