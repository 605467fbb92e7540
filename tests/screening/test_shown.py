"""The order in which a text is shown: what a reader sees is judged too, whatever the order of what was sent."""

import pytest

from models.screening.screening import How, Outcome
from screening.screener import Screener
from screening.shown import shown

TURNED = [
    ("\u202e报日民人", "人民日报", (1, 5)),
    ("\u202e报日民人\u202c", "人民日报", (1, 5)),
    ("\u2067\u202e报日民人\u202c\u2069", "人民日报", (2, 6)),
    ("厨房\u202e报日民人\u202c老王", "人民日报", (3, 7)),
    ("\u200f日报\u200f人民", "人民日报", (0, 6)),
    ("مرحبا \u202e闻新视央", "央视新闻", (7, 11)),
    ("\u202eVTCC", "CCTV", (1, 5)),
]


@pytest.mark.parametrize(("text", "protected", "_place"), TURNED)
def test_a_name_that_is_only_shown_is_seen(
    screener: Screener, text: str, protected: str, _place: tuple[int, int]
) -> None:
    """Overrides, isolates, and names whose halves change places around a letter that runs from the right."""
    result = screener.screen(text)

    assert (result.outcome, result.text) == (Outcome.REVIEW, text)
    assert protected in {match.protected for match in result.matches}
    assert all(match.how is How.VARIANT and 0 <= match.start < match.end <= len(text) for match in result.matches)


def test_the_place_is_that_in_the_text_as_it_was_given(screener: Screener) -> None:
    """A reviewer finds the name where it stands, though it stands there the other way round."""
    match = screener.screen("厨房\u202e报日民人\u202c老王").matches[0]

    assert "厨房\u202e报日民人\u202c老王"[match.start : match.end] == "报日民人"


@pytest.mark.parametrize("text", ["报日民人", "مطبخ الجبل", "מטבח 北京小吃", "\u202e房厨野山", "שלום 123 world"])
def test_what_shows_nothing_protected_passes(screener: Screener, text: str) -> None:
    """A name written backwards is shown backwards, and most names in Hebrew or Arabic are nobody's."""
    assert screener.screen(text).outcome is Outcome.CLEAR


def test_a_bio_is_judged_as_it_is_shown(screener: Screener) -> None:
    """Line by line, with the claim beside the name."""
    assert screener.screen_bio("爱做饭\n\u202e" + "人民日报官方账号"[::-1]).outcome is Outcome.REVIEW


def test_many_at_once_come_to_what_each_comes_to(screener: Screener) -> None:
    """The cheap look over a thousand names passes none by."""
    texts = ["山野厨房", *(text for text, _, _ in TURNED), "报日民人", "مطبخ"]

    assert list(screener.screen_each(texts)) == [screener.screen(text) for text in texts]


def test_a_text_that_runs_from_the_left_is_shown_as_it_is_written() -> None:
    """Nothing is reckoned for almost every name."""
    assert list(shown("山野厨房 abc 123 👨‍👩‍👧‍👦")) == []
    assert list(shown("\u202eabc")) == ["\u202ecba"]
