"""Which texts repeat a rumour: word for word, disguised, inside an article; and which only speak of the same thing."""

from datetime import UTC, datetime

import pytest

from models.rumours.matching import Match
from models.rumours.rumours import Information, Opening, RumourField
from models.words.stances import Stance
from regulation.rumours.fields import FIELDS
from regulation.rumours.matching import Index
from regulation.rumours.reading import claim_tokens, reduced

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
        "The pension fund will publish its yearly report next month",
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
    assert "100% of the claim stands in one passage" in found.explanation
    [repeated] = INDEX.repeated(text, NOW)
    assert repeated.label_en == "Rumour: “本市自来水已被污染，三天内不能饮用”. Debunked: Water is fine"


@pytest.mark.parametrize(
    "text", [f"辟谣：{WATER.claim}的说法不实", "自来水没有被污染，可以放心饮用", "自来水厂的污染治理设备今天投入使用"]
)
def test_a_text_that_does_not_repeat_it_comes_without_label(text: str) -> None:
    found = nearest(text)
    assert found is not None
    assert not found.repeats
    assert (found.label_zh, found.label_en, found.link) == ("", "", None)
    for repeated in INDEX.repeated(text, NOW):
        assert (repeated.stance, repeated.label_zh, repeated.link) == (Stance.DENIES, "", None)


def test_the_word_of_the_platform_gives_a_denial_its_label() -> None:
    text = f"辟谣：{WATER.claim}的说法不实"
    [repeated] = INDEX.repeated(text, NOW, Stance.REPEATS)
    assert repeated.label_zh == "谣言：“本市自来水已被污染，三天内不能饮用”。辟谣：水质合格"
    assert repeated.link == "https://www.piyao.org.cn/"


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("三天内不能饮用", "3天内不可饮用"),
        ("三天内不能饮用", "３日内不能喝"),
        ("百分之九十八的人", "98%的人"),
        ("十二级地震", "12级大地震"),
        ("一百二十万元", "120万元"),
        ("孩子得了癌症", "小孩得癌"),
        ("電動自行車", "电瓶车"),
        ("WiFi辐射", "无线网射线"),
        ("三个月", "90天"),
        ("一季度", "九十天"),
        ("半年", "6个月"),
        ("两周", "14天"),
        ("百分之二十", "两成"),
        ("20%", "20个点"),
        ("阿公中風", "阿公脑梗"),
        ("唔好食", "别吃"),
    ],
)
def test_what_is_said_otherwise_and_means_the_same_is_one(claim: str, text: str) -> None:
    """Numerals, width, traditional characters, and words of one meaning."""
    said, meant = ({token.key for token in claim_tokens(each)} - {"不能", "别"} for each in (claim, text))
    assert said == meant


def test_the_row_of_the_fault_is_matched() -> None:
    """A claim without search terms, repeated in other words (row 3.3)."""
    index = Index({"water": Opening(claim=WATER.claim, field=RumourField.LIVELIHOOD)})
    [found] = index.matches("被污染了，3天不能喝", NOW)
    assert found.repeats, found.explanation


def test_a_claim_in_english_is_looked_for_too() -> None:
    opening = WATER.model_copy(update={"claim_en": "Tap water in the city is polluted, do not drink it for three days"})
    index = Index({"water": opening})
    [found] = index.matches("They say tap water in the city is polluted and do not drink it for three days!", NOW)
    assert found.repeats, found.explanation


@pytest.mark.parametrize("text", ["成本两元", "2026年", "万一", "千万", "八成立"])
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert not any(token.key.endswith(("%", "天")) for token in claim_tokens(text))


def test_a_word_of_the_same_field_has_a_part() -> None:
    """垮 is not 倒闭, but tells of it; a word of no field tells nothing."""
    claim = Opening(claim="城东银行快倒闭了，存款取不出来", field=RumourField.LIVELIHOOD, terms=("城东银行",))
    index = Index({"bank": claim})
    kin, other, same = (
        index.matches(text, NOW)[0].of_claim for text in ("城东银行要完蛋了", "城东银行要装修了", "城东银行要倒闭了")
    )
    assert other < kin < same


def test_everyday_news_needs_more_and_an_alarm_less() -> None:
    """The same words, in a notice and passed on as an alarm; the claim itself is found in both."""
    claim = Opening(claim="城东水库今晚垮坝，全城停水停电", field=RumourField.EMERGENCY, terms=("水库",))
    index = Index({"dam": claim})
    plain, notice, alarm = (
        index.matches(text, NOW)[0].explanation.rpartition("from ")[2]
        for text in ("水库今晚，全城停水", "水库今晚演练，全城停水", "听说水库今晚，全城停水")
    )
    assert alarm < plain < notice
    assert [one.rumour for one in index.repeated(f"推荐收藏：{claim.claim}", NOW)] == ["dam"]


def test_no_word_is_in_two_fields() -> None:
    words = [word for row in FIELDS for word in row]
    assert len(words) == len(set(words))
    assert all(len(row) > 1 for row in FIELDS)


def test_the_shortest_claim_is_compared_whole() -> None:
    index = Index({"r": Opening(claim="停水", field=RumourField.OTHER)})
    assert index.repeated("明天这里要停水", NOW) == ()
    assert [one.rumour for one in index.repeated("停水！", NOW)] == ["r"]


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


@pytest.mark.parametrize(
    "text", ["1" * 20_000, "九" * 20_000, "万" * 20_000, "a" * 20_000, "不是谣言" * 5_000, "。" * 20_000]
)
def test_a_text_made_to_be_costly_is_read_like_any_other(text: str) -> None:
    assert INDEX.repeated(text, NOW) == ()
