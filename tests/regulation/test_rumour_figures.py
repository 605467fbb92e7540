"""Figures of the matching on 64 public rumours: what docs/rumours.md reports stays reached."""

import pytest

from bench.rumour_matching import outcomes, rumours, shares

AT_LEAST = {"tuning": {"repeats": 0.98, "paraphrases": 0.68}, "unseen": {"repeats": 0.98, "paraphrases": 0.56}}
AT_MOST = {
    "tuning": {"denials": 0.02, "unrelated": 0.01, "others": 0.02},
    "unseen": {"denials": 0.032, "unrelated": 0.01, "others": 0.01},
}


@pytest.mark.parametrize("half", ["tuning", "unseen"])
def test_recall_and_false_labels_stay_within_what_is_reported(half: str) -> None:
    found = shares(list(outcomes(half)))
    assert {kind: found[kind] for kind, bound in AT_LEAST[half].items() if found[kind] < bound} == {}
    assert {kind: found[kind] for kind, bound in AT_MOST[half].items() if found[kind] > bound} == {}


def test_the_set_is_as_large_as_is_said() -> None:
    """At least 60 rumours, no one in both halves, each with texts of every kind."""
    halves = [rumours("tuning"), rumours("unseen")]
    ids = [one["id"] for half in halves for one in half]
    assert len(ids) == len(set(ids)) >= 60
    for one in (one for half in halves for one in half):
        assert all(len(one[kind]) >= 3 for kind in ("repeats", "paraphrases", "denials", "unrelated")), one["id"]
