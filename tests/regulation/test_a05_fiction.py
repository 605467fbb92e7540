"""Article 5: fiction is labelled, disputed information is labelled and not spread."""

from typing import Any

import pytest

from tests.regulation.gating import publish, shown_on, wanting


def test_fiction_without_its_label_is_refused() -> None:
    """Fiction goes out under its label, or not at all."""
    verdict = publish({"fictional": True})

    assert verdict.answer == "refused"
    assert wanting(verdict) == [(5, "unlabelled_fiction", "fiction_label")]
    assert verdict.until == "never"


def test_labelled_fiction_shows_its_label_prominently() -> None:
    """Labelled fiction is allowed, spread like anything else, and nobody can miss the label."""
    verdict = publish({"fictional": True, "fiction_label": True})
    (label,) = verdict.labels

    assert verdict.answer == "allowed_with_labels"
    assert (label.kind, label.article, label.prominent) == ("fiction", 5, True)
    assert (label.text_zh, label.text_en) == ("虚构内容，剧情演绎", "Fiction or dramatisation")
    assert not verdict.limited


def test_a_fiction_label_alone_demands_nothing() -> None:
    """What is not declared fictional need not carry the label."""
    assert publish({"fiction_label": True}).answer == "allowed"


@pytest.mark.parametrize(
    ("draft", "labels"),
    [
        ({"disputed": True}, [("disputed", "disputed")]),
        (
            {"disputed": True, "fictional": True, "fiction_label": True},
            [("fiction", "fictional"), ("disputed", "disputed")],
        ),
    ],
)
def test_disputed_information_is_labelled_and_not_spread(draft: dict[str, Any], labels: list[tuple[str, str]]) -> None:
    """It may be read where it stands, under its label, and is not recommended as long as it is disputed."""
    verdict = publish(draft)
    (limit,) = verdict.limits

    assert verdict.answer == "allowed_with_labels"
    assert shown_on(verdict) == labels
    assert verdict.limited
    assert (limit.article, limit.code, limit.privilege, limit.until) == (5, "disputed", "be_recommended", "never")


def test_what_is_refused_is_neither_labelled_nor_limited() -> None:
    """A refused draft is shown to nobody, so there is nothing to label or to limit."""
    verdict = publish({"disputed": True, "fictional": True})

    assert (verdict.answer, verdict.labels, verdict.limited, verdict.limits) == ("refused", (), False, ())
