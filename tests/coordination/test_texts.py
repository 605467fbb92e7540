"""Texts that are nearly the same are told by their signatures; others, and the same hours apart, are not."""

from datetime import timedelta

import numpy as np
import pytest

from coordination.texts import alike_groups, letters_of, signatures_of, unpacked

RUMOUR = "速看！再不看就没了，某地自来水被污染的消息终于有人说清楚了，赶快转给家里人，先关注后看，下一条更惊人。"
OTHER = "今天在山里做了一顿柴火饭，土豆是自己种的，腊肉是去年冬天熏的，孩子们吃了三碗，晚上还煮了一锅红薯。"
HOUR = 3600.0


def groups(*posts: tuple[str, float]) -> list[list[int]]:
    signatures = [made for made in signatures_of([text for text, _ in posts]) if made is not None]
    assert len(signatures) == len(posts)
    published = np.array([hours * HOUR for _, hours in posts])
    found = alike_groups(unpacked(signatures), published, timedelta(hours=6))
    return sorted(sorted(group.tolist()) for group in found)


@pytest.mark.parametrize(
    "variant",
    [
        RUMOUR,
        RUMOUR.replace("，", " 🔥 ").replace("！", "!!!"),
        RUMOUR.replace("家里人", "家里的老人"),
        f"{RUMOUR}@小明",
        RUMOUR[:-6],
    ],
    ids=["same", "emoji", "a word more", "a name behind", "cut"],
)
def test_variants_of_a_text_are_the_same(variant: str) -> None:
    assert groups((RUMOUR, 0), (OTHER, 1), (variant, 2)) == [[0, 2]]


def test_other_texts_are_not() -> None:
    assert groups((RUMOUR, 0), (OTHER, 0)) == []


def test_a_pause_longer_than_the_window_parts_what_is_the_same() -> None:
    """What is copied the next day is not published in concert; a chain within the window is one."""
    posts = [(RUMOUR, hours) for hours in (0, 5, 10, 17, 18, 40)]
    assert groups(*posts) == [[0, 1, 2], [3, 4]]


def test_what_is_too_short_says_nothing() -> None:
    assert signatures_of(["早上好", "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!", ""]) == [None, None, None]


def test_a_text_that_thousands_copied_is_one_group() -> None:
    signatures = unpacked([made for made in signatures_of([RUMOUR] * 3_000 + [OTHER]) if made is not None])
    (group,) = alike_groups(signatures, np.zeros(3_001), timedelta(hours=6))
    assert len(group) == 3_000


def test_spelling_and_width_change_nothing() -> None:
    assert letters_of("ＡＢＣ　一 二，３") == "abc一二3"
