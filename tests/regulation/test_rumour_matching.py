"""Which texts repeat a rumour: word for word, disguised, inside an article; and which only speak of the same thing."""

from datetime import UTC, datetime

import pytest

from models.matching import Match
from models.rumours import Information, Opening, RumourField
from regulation.rumour_matching import Index, reduced

NOW = datetime(2026, 3, 1, tzinfo=UTC)
WATER = Opening(
    claim="本市自来水已被污染，三天内不能饮用",
    field=RumourField.LIVELIHOOD,
    terms=("自来水", "污染"),
    information=Information(text_zh="水质合格", text_en="Water is fine", link="https://www.piyao.org.cn/"),
)
PENSION = Opening(claim="The pension age will be raised to seventy next month", field=RumourField.PUBLIC_POLICY)
INDEX = Index({"water": WATER, "pension": PENSION})
NEWS = "市水务集团今天介绍，城东片区的管网改造将于下月完成，届时水压会有改善，居民可以关注公告。" * 12


def nearest(text: str) -> Match | None:
    return next(iter(INDEX.matches(text, NOW)), None)


@pytest.mark.parametrize(
    ("text", "rumour"),
    [
        (WATER.claim, "water"),
        ("紧急通知！！本市自来水已被污染，三天内都不能饮用，转告家人", "water"),
        ("本 市 自 来 水 【已被污染】 三·天·内 不能饮用", "water"),
        ("本市自來水已被污染,三天內不能飲用", "water"),
        (f"{NEWS}本市自来水已被污染，三天内不能饮用{NEWS}", "water"),
        ("听说自来水被污染了，三天内不能饮用！", "water"),
        ("BREAKING: the PENSION AGE will be raised to 70, no: to seventy, next month!!", "pension"),
    ],
)
def test_a_text_that_repeats_a_rumour_is_found(text: str, rumour: str) -> None:
    found = nearest(text)
    assert found is not None
    assert (found.rumour, found.repeats) == (rumour, True), found.explanation


@pytest.mark.parametrize(
    "text",
    [
        NEWS,
        "自来水厂的污染治理设备今天投入使用",
        "三天内将有大雨，本市部分路段不能通行",
        "The pension fund will publish its report next month, raised questions remain",
        "",
        "！！！",
    ],
)
def test_a_text_about_the_same_things_does_not_repeat_it(text: str) -> None:
    found = nearest(text)
    assert found is None or not found.repeats, found.explanation


def test_words_that_are_merely_scattered_do_not_repeat_it() -> None:
    """All of the claim's pieces are there, each a page from the next."""
    pieces = ["本市自来", "自来水已被", "已被污染", "三天内", "不能饮用"]
    found = nearest(NEWS.join(pieces))
    assert found is None or not found.repeats


def test_a_match_says_where_how_much_and_with_which_label() -> None:
    text = f"转发：{WATER.claim}。谢谢"
    found = nearest(text)
    assert found is not None
    assert found.passage is not None
    assert text[found.passage.start : found.passage.end] == "本市自来水已被污染，三天内不能饮用"
    assert (found.score, found.terms, found.link) == (1.0, ("自来水", "污染"), "https://www.piyao.org.cn/")
    assert found.label_zh == "谣言：“本市自来水已被污染，三天内不能饮用”。辟谣：水质合格"
    assert "100% of the claim's wording" in found.explanation
    assert "2 of 2 search terms" in found.explanation
    [repeated] = INDEX.repeated(text, NOW)
    assert repeated.label_en == "Rumour: “本市自来水已被污染，三天内不能饮用”. Debunked: Water is fine"


def test_search_terms_lower_what_is_needed_but_do_not_suffice() -> None:
    """Half of the claim with all its terms repeats it; the same half of one without terms does not."""
    half = "自来水已被污染，大家小心"
    found = nearest(half)
    assert found is not None
    assert found.repeats
    assert "because all search terms are there" in found.explanation
    without = Index({"water": WATER.model_copy(update={"terms": ()})})
    assert without.repeated(half, NOW) == ()


def test_the_shortest_claim_is_compared_whole() -> None:
    index = Index({"r": Opening(claim="停水", field=RumourField.OTHER)})
    assert [one.score for one in index.matches("明天停水", NOW)] == []
    assert [one.score for one in index.matches("停水", NOW)] == [1.0]


def test_the_nearest_comes_first_and_no_more_than_asked_for() -> None:
    claims = {f"r{place}": f"本市自来水已被污染，{'三四五六七'[place]}天内不能饮用" for place in range(5)}
    index = Index({key: Opening(claim=claim, field=RumourField.OTHER) for key, claim in claims.items()})
    found = index.matches(claims["r3"], NOW, most=3)
    assert found[0].rumour == "r3"
    assert len(found) == 3
    assert found[0].score > found[1].score


def test_what_is_compared_knows_where_it_stood() -> None:
    given = reduced("Ａ b，Ｃ")
    assert (given.text, given.places) == ("abc", (0, 2, 4))
