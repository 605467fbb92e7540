"""Article 3: sources, own footage, synthetic media, old news."""

from datetime import timedelta
from typing import Any

import pytest

from models.gate.publishing import Label
from regulation.articles.a03_sources import CLOCKS_DIFFER
from tests.regulation.account import on
from tests.regulation.gating import MADE, NOW, OWN, QUOTED, publish, shown_on, wanting

EVENT = {"time": "2019-07-01", "place": "成都"}


@pytest.mark.parametrize(
    ("draft", "lacks"),
    [
        ({"topics": ["current_affairs"]}, [(3, "missing_source", "source")]),
        ({"topics": ["public_policy"]}, [(3, "missing_source", "source")]),
        ({"topics": ["social_event"]}, [(3, "missing_source", "source")]),
        ({"topics": ["social_event", "public_policy"]}, [(3, "missing_source", "source")]),
        ({"topics": ["current_affairs"], "source": " "}, [(3, "missing_source", "source")]),
        ({"media": [{**OWN, "shot_at": None}]}, [(3, "missing_shot_info", "media[0].shot_at")]),
        ({"media": [OWN, {**OWN, "place": ""}]}, [(3, "missing_shot_info", "media[1].place")]),
        (
            {"media": [QUOTED, {"kind": "self_shot"}]},
            [(3, "missing_shot_info", "media[1].shot_at"), (3, "missing_shot_info", "media[1].place")],
        ),
        ({"media": [{"kind": "synthetic"}]}, [(3, "unlabelled_synthetic", "media[0].marked")]),
        (
            {"media": [{"kind": "synthetic", "detection": "suspected"}]},
            [(3, "unlabelled_synthetic", "media[0].marked")],
        ),
        (
            {"old_event": {}},
            [(3, "undated_old_news", "old_event.time"), (3, "undated_old_news", "old_event.place")],
        ),
        ({"old_event": {"time": "", "place": "成都"}}, [(3, "undated_old_news", "old_event.time")]),
        ({"old_event": {"time": "2019"}}, [(3, "undated_old_news", "old_event.place")]),
        (
            {
                "old_event": {"time": "2019"},
                "media": [{"kind": "self_shot", "place": "大理"}, {"kind": "synthetic"}],
                "topics": ["social_event"],
            },
            [
                (3, "missing_source", "source"),
                (3, "missing_shot_info", "media[0].shot_at"),
                (3, "unlabelled_synthetic", "media[1].marked"),
                (3, "undated_old_news", "old_event.place"),
            ],
        ),
    ],
)
def test_what_is_lacking_is_refused_where_it_is_lacking(
    draft: dict[str, Any], lacks: list[tuple[int, str, str]]
) -> None:
    """Each thing that a draft must state and does not is a reason of its own with its place, in the draft's order, and
    no waiting helps.
    """
    verdict = publish(draft)

    assert verdict.answer == "refused"
    assert wanting(verdict) == lacks
    assert verdict.until == "never"
    assert verdict.labels == ()


@pytest.mark.parametrize(
    ("draft", "labels"),
    [
        ({"topics": ["current_affairs"], "source": "新华社"}, [("source", "source")]),
        ({"media": [OWN]}, [("shot_info", "media[0]")]),
        ({"media": [QUOTED, OWN, OWN]}, [("shot_info", "media[1]"), ("shot_info", "media[2]")]),
        ({"media": [MADE]}, [("synthetic", "media[0]")]),
        ({"media": [{**QUOTED, "marked": True}]}, [("synthetic", "media[0]")]),
        ({"media": [{**OWN, "detection": "possible"}]}, [("shot_info", "media[0]"), ("synthetic", "media[0]")]),
        ({"old_event": EVENT}, [("event_time_place", "old_event")]),
        (
            {"old_event": EVENT, "media": [MADE, OWN], "topics": ["public_policy"], "source": {"name": "新华社"}},
            [
                ("source", "source"),
                ("synthetic", "media[0]"),
                ("shot_info", "media[1]"),
                ("event_time_place", "old_event"),
            ],
        ),
    ],
)
def test_what_is_stated_is_shown(draft: dict[str, Any], labels: list[tuple[str, str]]) -> None:
    """Each thing that a draft must state and does is a label at its place."""
    verdict = publish(draft)

    assert verdict.answer == "allowed_with_labels"
    assert shown_on(verdict) == labels
    assert {label.article for label in verdict.labels} == {3}
    assert not verdict.limited


@pytest.mark.parametrize("draft", [{"source": "新华社"}, {"media": [QUOTED]}, {"media": [{**QUOTED, "place": "大理"}]}])
def test_what_nobody_demands_is_no_label(draft: dict[str, Any]) -> None:
    """A source without a topic that demands it, and quoted media, carry nothing."""
    assert publish(draft).answer == "allowed"


def the_label(draft: dict[str, Any]) -> Label:
    (label,) = publish(draft).labels
    return label


@pytest.mark.parametrize(
    ("draft", "text_zh", "text_en"),
    [
        ({"topics": ["social_event"], "source": "新华社"}, "来源：新华社", "Source: 新华社"),
        (
            {"media": [{**OWN, "shot_at": "2026-02-28T17:30:00Z"}]},
            "拍摄时间：2026-03-01 01:30；拍摄地点：大理",
            "Shot at 2026-03-01 01:30 (Beijing time), 大理",
        ),
        (
            {"old_event": {"time": "2019-07-01T02:00:00Z", "place": "成都"}},
            "旧闻：事件发生于 2019-07-01 10:00，成都",
            "Old news: happened 2019-07-01 10:00, 成都",
        ),
        (
            {"old_event": {"time": "1976-07-28", "place": "唐山"}},
            "旧闻：事件发生于 1976年7月28日，唐山",
            "Old news: happened 1976-07-28, 唐山",
        ),
        (
            {"old_event": {"time": "1976-07-28T03:42:53+08:00", "place": "唐山"}},
            "旧闻：事件发生于 1976年7月28日 03:42:53（UTC+08:00），唐山",
            "Old news: happened 1976-07-28 03:42:53 (UTC+08:00), 唐山",
        ),
        (
            {"old_event": {"time": "0618", "place": "长安"}},
            "旧闻：事件发生于 公元618年，长安",
            "Old news: happened AD 618, 长安",
        ),
        (
            {"media": [{**OWN, "shot_at": "1985-05-01T09:00:00+08:00"}]},
            "拍摄时间：1985年5月1日 09:00（UTC+08:00）；拍摄地点：大理",
            "Shot at 1985-05-01 09:00 (UTC+08:00), 大理",
        ),
        (
            {"media": [{**OWN, "shot_at": "1988-07-01T09:00:00+09:00"}]},
            "拍摄时间：1988年7月1日 09:00（UTC+09:00）；拍摄地点：大理",
            "Shot at 1988-07-01 09:00 (UTC+09:00), 大理",
        ),
        (
            {"media": [{**OWN, "shot_at": "1985-05-01"}]},
            "拍摄时间：1985年5月1日；拍摄地点：大理",
            "Shot on 1985-05-01, 大理",
        ),
        ({"media": [{**OWN, "shot_at": "1985-05"}]}, "拍摄时间：1985年5月；拍摄地点：大理", "Shot in 1985-05, 大理"),
        ({"media": [{**OWN, "shot_at": "1985"}]}, "拍摄时间：1985年；拍摄地点：大理", "Shot in 1985, 大理"),
        ({"media": [MADE]}, "由人工智能等技术生成", "Generated by AI or similar technology"),
    ],
)
def test_the_text_is_ready_to_be_shown(draft: dict[str, Any], text_zh: str, text_en: str) -> None:
    """A label comes with its words in both languages, its times no more exact than they were given: civil time in
    Shanghai since 1992, and before that with the offset that was given.
    """
    label = the_label(draft)

    assert (label.text_zh, label.text_en) == (text_zh, text_en)


def test_the_source_is_prominent_and_linked() -> None:
    """The article wants the source where nobody can miss it, and its link goes along."""
    label = the_label({"topics": ["public_policy"], "source": {"name": "新华社", "link": "https://example.com/1"}})

    assert label.prominent
    assert label.link == "https://example.com/1"


@pytest.mark.parametrize(
    ("medium", "synthesis", "text"),
    [
        (MADE, "declared", "由人工智能等技术生成"),
        ({**MADE, "detection": "suspected"}, "declared", "由人工智能等技术生成"),
        ({**QUOTED, "detection": "possible"}, "possible", "可能由人工智能生成"),
        ({**QUOTED, "detection": "suspected"}, "suspected", "疑似由人工智能生成"),
        ({**OWN, "detection": "suspected"}, "suspected", "疑似由人工智能生成"),
        ({**OWN, "marked": True, "detection": "possible"}, "declared", "由人工智能等技术生成"),
    ],
)
def test_synthetic_media_in_three_ways(medium: dict[str, Any], synthesis: str, text: str) -> None:
    """What the author marks is declared; what only the detector finds is labelled with its doubt, not believed."""
    (label,) = [label for label in publish({"media": [medium]}).labels if label.kind == "synthetic"]

    assert (label.synthesis, label.text_zh) == (synthesis, text)


def test_a_shooting_time_in_the_future_is_none() -> None:
    """A camera's clock may run five minutes ahead; what lies later is refused until it can be true, to the
    microsecond.
    """
    draft = {"media": [{**OWN, "shot_at": "2026-03-01T12:05:00+08:00"}]}
    just_before = NOW - timedelta(microseconds=1)

    assert publish(draft, at=NOW).answer == "allowed_with_labels"
    refused = publish(draft, at=just_before)
    assert wanting(refused) == [(3, "missing_shot_info", "media[0].shot_at")]
    assert refused.until == refused.valid_until == NOW
    assert timedelta(minutes=5) == CLOCKS_DIFFER


@pytest.mark.parametrize(
    ("shot_at", "begins"), [("2027-06-05", "2027-06-05"), ("2027-06", "2027-06-01"), ("2027", "2027-01-01")]
)
def test_a_coarse_shooting_time_is_one_once_it_has_begun(shot_at: str, begins: str) -> None:
    """A day, a month or a year counts as past from its first instant, as the camera's clock may run ahead of it."""
    draft = {"media": [{**OWN, "shot_at": shot_at}]}
    possible = on(begins) - CLOCKS_DIFFER

    assert publish(draft, at=possible).answer == "allowed_with_labels"
    refused = publish(draft, at=possible - timedelta(microseconds=1))
    assert wanting(refused) == [(3, "missing_shot_info", "media[0].shot_at")]
    assert refused.until == possible


def sourced(name: str, **more: Any) -> dict[str, Any]:
    return {"topics": ["social_event"], "source": {"name": name}, **more}


@pytest.mark.parametrize("name", ["网络", "来源网络", "转载", "图片来自互联网，侵删", "from the internet", "……"])
def test_a_name_that_names_nobody_is_no_source(name: str) -> None:
    """It is refused as a missing source, and the reason names it and says what would be one."""
    verdict = publish(sourced(name))

    assert wanting(verdict) == [(3, "missing_source", "source")]
    assert name in verdict.reasons[0].message
    assert name in verdict.reasons[0].message_zh
    assert "首发" in verdict.reasons[0].lifted_by_zh


def test_what_no_article_asks_for_is_not_looked_at() -> None:
    """On a draft about none of the three topics, the source is the author's own affair."""
    assert publish({"source": "网络"}).answer == "allowed"


@pytest.mark.parametrize(
    ("more", "answer"),
    [
        ({}, "refused"),
        ({"media": [QUOTED]}, "refused"),
        ({"media": [OWN, QUOTED]}, "refused"),
        ({"media": [OWN]}, "allowed_with_labels"),
        ({"media": [OWN, OWN]}, "allowed_with_labels"),
        ({"first_hand": True}, "allowed_with_labels"),
        ({"first_hand": True, "media": [QUOTED]}, "allowed_with_labels"),
    ],
)
@pytest.mark.parametrize("name", ["山野厨房", "来源：山野厨房", "@山野 厨房", "山野廚房原创"])
def test_the_account_itself_is_a_source_of_its_own_reporting_only(name: str, more: dict[str, Any], answer: str) -> None:
    """Its own name, however written, is no source of what others have reported; of what it reports itself it is, where
    it says so or all its media are its own footage.
    """
    assert publish(sourced(name, **more)).answer == answer


@pytest.mark.parametrize("name", ["本号", "原创", "网络"])
def test_reporting_oneself_takes_a_name_too(name: str) -> None:
    """A word for the author is no name, and neither is the net."""
    assert publish(sourced(name, first_hand=True)).answer == "refused"


@pytest.mark.parametrize(
    ("time", "begins"), [("2027-06-05", "2027-06-05"), ("2027-06", "2027-06-01"), ("2027", "2027-01-01")]
)
def test_an_old_event_to_come_is_none(time: str, begins: str) -> None:
    """Old news of a day, a month or a year that has not begun in Shanghai is refused until it has."""
    draft = {"old_event": {"time": time, "place": "成都"}}
    begun = on(begins)

    assert publish(draft, at=begun).answer == "allowed_with_labels"
    refused = publish(draft, at=begun - timedelta(microseconds=1))
    assert wanting(refused) == [(3, "undated_old_news", "old_event.time")]
    assert refused.until == begun
