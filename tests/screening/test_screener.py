"""What is held and what is not: the examples of the table, of the notice's readers, and each way to come to a name."""

import pytest

from lexicon.seed import seed
from models.screening.screening import How, Match, Outcome
from screening import holding
from screening.holding import ROWS
from screening.screener import Screener

CLEAR = (
    "北京小吃日记",
    "上海滩老克勒",
    "人民广场的猫",
    "新华字典爱好者",
    "新华社区便民",
    "中国式浪漫",
    "和平",
    "杨永康的个人博客",
    "末来科技",
    "人民日记",
    "Renmin的日记",
    "CCTV监控安装",
    "重庆森林影评",
    "南京大排档打卡",
    "开封菜",
    "雨花石",
    "校园电台",
    "小镇青年",
    "杭州网红店",
    "北京交通大学校友",
    "大厦",
    "2023年的北京",
    "中央视角看球",
    "市中央广场舞",
    "安防CCTV工程老李",
    "BTV车友会",
    "HTV钓鱼",
    "WebTV开发者",
    "新华三网络工程师",
    "新华书店店员小李",
    "天山网红小店",
    "将军巷的猫",
    "公安县的早餐",
    "荆州公安县小张",
    "北京消防器材批发",
    "成都消防车模型",
    "上海部队火锅",
    "西藏边防证攻略",
    "北京国安球迷老李",
    "北京国安",
    "公安民警小李",
    "重庆特警队火锅",
    "海军小李",
    "北京台球俱乐部",
    "湖南台阶摄影",
    "交警小王",
    "记者小李",
    "北京编辑小刘",
    "3明治研究所",
    "4川火锅",
    "6安瓜片",
    "大陆来的厨师",
    "中央一号文件解读",
    "13号铺子",
)

SEEN = (
    ("人民日报", "人民日报", How.EXACT, (0, 4)),
    ("老王读人民日报", "人民日报", How.CONTAINED, (3, 7)),
    ("人民日報", "人民日报", How.VARIANT, (0, 4)),
    ("人 民·日★报", "人民日报", How.VARIANT, (0, 7)),
    ("人\u200b民\ufe0f日\u2060报", "人民日报", How.VARIANT, (0, 7)),
    ("⼈⺠日报", "人民日报", How.VARIANT, (0, 4)),
    ("ＣＣＴＶ", "CCTV", How.VARIANT, (0, 4)),
    ("𝐂𝐂𝐓𝐕", "CCTV", How.VARIANT, (0, 4)),
    ("ССТV", "CCTV", How.VARIANT, (0, 4)),
    ("【央视】", "央视", How.CONTAINED, (1, 3)),
    ("人1民1日1报", "人民日报", How.VARIANT, (0, 7)),
    ("人民曰报", "人民日报", How.LOOK_ALIKE, (0, 4)),
    ("亽民日报", "人民日报", How.LOOK_ALIKE, (0, 4)),
    ("小编在亽民日报", "人民日报", How.LOOK_ALIKE, (3, 7)),
    ("中囯新闻网", "中国新闻网", How.LOOK_ALIKE, (0, 5)),
    ("北亰市公安局", "北京市公安局", How.LOOK_ALIKE, (0, 6)),
    ("亽民曰报", "人民日报", How.LOOK_ALIKE, (0, 4)),
    ("renminribao", "人民日报", How.PINYIN, (0, 11)),
    ("Rén Mín Rì Bào", "人民日报", How.PINYIN, (0, 14)),
    ("renmin日报", "人民日报", How.PINYIN, (0, 8)),
    ("renm1nribao", "人民日报", How.VARIANT, (0, 11)),
    ("北京市公安局", "北京市公安局", How.COMPOSED, (0, 6)),
    ("爱吃的朝阳区教育局王老师", "朝阳区教育局", How.COMPOSED, (3, 9)),
    ("上海发布", "上海发布", How.COMPOSED, (0, 4)),
    ("北京", "北京", How.EXACT, (0, 2)),
    ("襄樊市", "襄樊市", How.EXACT, (0, 3)),
    ("凉山州公安局", "凉山州公安局", How.COMPOSED, (0, 6)),
    ("台北市", "台北市", How.EXACT, (0, 3)),
    ("发改委", "发改委", How.EXACT, (0, 3)),
    ("平安北亰", "平安北京", How.LOOK_ALIKE, (0, 4)),
    ("首都网警", "首都网警", How.COMPOSED, (0, 4)),
    ("CCTV记者小李", "CCTV", How.CONTAINED, (0, 4)),
    ("央视小李", "央视", How.CONTAINED, (0, 2)),
    ("我在央視当编辑", "央视", How.VARIANT, (2, 4)),
    ("央祝小李", "央视", How.LOOK_ALIKE, (0, 2)),
    ("c·c·t·v 记者", "CCTV", How.VARIANT, (0, 7)),
    ("CCTV十三", "CCTV", How.CONTAINED, (0, 4)),
    ("央5小编", "央五", How.VARIANT, (0, 2)),
    ("中央①套", "中央一套", How.VARIANT, (0, 4)),
    ("BTV记者", "BTV", How.CONTAINED, (0, 3)),
    ("ｂｔｖ主持人小王", "BTV", How.VARIANT, (0, 3)),
    ("BTV玖", "BTV", How.VARIANT, (0, 3)),
    ("BTV生活频道编导", "BTV", How.CONTAINED, (0, 3)),
    ("记者@BTV", "BTV", How.CONTAINED, (3, 6)),
    ("新华摄影记者老王", "新华", How.CONTAINED, (0, 2)),
    ("海军记者老姜", "海军", How.CONTAINED, (0, 2)),
    ("湖南台主持人小何", "湖南台", How.COMPOSED, (0, 3)),
    ("上海发布小编阿文", "上海发布", How.COMPOSED, (0, 4)),
    ("北京交警小王", "北京交警", How.COMPOSED, (0, 4)),
    ("北京·交警·小王", "北京交警", How.COMPOSED, (0, 5)),
    ("廣州交警阿華", "广州交警", How.COMPOSED, (0, 4)),
    ("武汉女交警小夏", "武汉女交警", How.COMPOSED, (0, 5)),
    ("交警北京小王", "交警北京", How.COMPOSED, (0, 4)),
    ("南山交警小邓", "南山交警", How.COMPOSED, (0, 4)),
    ("上海消防员阿勇", "上海消防员", How.COMPOSED, (0, 5)),
    ("武警小李", "武警", How.CONTAINED, (0, 2)),
    ("湖南武警小伙", "湖南武警", How.COMPOSED, (0, 4)),
    ("新疆部队小伙", "新疆部队", How.COMPOSED, (0, 4)),
    ("31607部队小李", "部队", How.COMPOSED, (5, 7)),
    ("4川日报", "四川日报", How.VARIANT, (0, 4)),
    ("④川日报", "四川日报", How.VARIANT, (0, 4)),
    ("❹川日报", "四川日报", How.VARIANT, (0, 4)),
    ("肆川日报", "四川日报", How.VARIANT, (0, 4)),
    ("Ⅳ川日报", "四川日报", How.VARIANT, (0, 4)),
    ("٤川日报", "四川日报", How.VARIANT, (0, 4)),
    ("4川交警小王", "四川交警", How.VARIANT, (0, 4)),
    ("10堰日报", "十堰日报", How.VARIANT, (0, 5)),
    ("4川曰报", "四川日报", How.LOOK_ALIKE, (0, 4)),
    ("第一眼新闻", "第1眼新闻", How.VARIANT, (0, 5)),
)


@pytest.mark.parametrize("name", CLEAR)
def test_what_merely_holds_a_place_or_a_common_word_passes(screener: Screener, name: str) -> None:
    screened = screener.screen(name)
    assert (screened.outcome, screened.matches) == (Outcome.CLEAR, ())


@pytest.mark.parametrize(("name", "protected", "how", "span"), SEEN)
def test_every_way_to_come_to_a_name_is_seen_and_named(
    screener: Screener, name: str, protected: str, how: How, span: tuple[int, int]
) -> None:
    screened = screener.screen(name)
    assert screened.outcome is Outcome.REVIEW
    assert (protected, how, span) in [(seen.protected, seen.how, (seen.start, seen.end)) for seen in screened.matches]


IN_BIOS = (holding.BIO_CLAIM, holding.BIO_CONTAINED)


@pytest.mark.parametrize("row", [row for row in ROWS if row not in IN_BIOS])
def test_every_row_holds_its_example_passes_its_counterexample_and_can_be_switched(
    screener: Screener, row: str
) -> None:
    """Staff read the table: what it says is what happens, for each row alone."""
    on, off = (screener.switched({row: on}, f"test.{on}") for on in (True, False))
    assert on.screen(ROWS[row].held).outcome is Outcome.REVIEW
    assert row in {*(seen.rule for seen in on.screen(ROWS[row].held).matches), holding.LOOK_ALIKE, holding.PINYIN}
    assert on.screen(ROWS[row].clear).outcome is Outcome.CLEAR
    assert off.screen(ROWS[row].held).outcome is Outcome.CLEAR


def test_a_bio_may_speak_of_others_but_not_claim_to_be_them(screener: Screener) -> None:
    row = ROWS[holding.BIO_CLAIM]
    (seen,) = screener.screen_bio(row.held).matches
    assert (seen.protected, seen.rule, seen.start, seen.end) == ("人民日报", holding.BIO_CLAIM, 0, 4)
    assert screener.screen_bio(row.clear).outcome is Outcome.CLEAR


def test_a_bio_that_says_where_somebody_lives_is_held_only_to_the_letter(screener: Screener) -> None:
    row = ROWS[holding.BIO_CONTAINED]
    literal = screener.switched({}, "test", holding.LITERAL)
    assert screener.screen_bio(row.held).outcome is Outcome.CLEAR
    assert literal.screen_bio(row.held).outcome is Outcome.REVIEW
    assert literal.screen_bio(row.clear).outcome is Outcome.CLEAR


LITERALLY = ("北京小吃日记", "新华字典爱好者", "海淀区的早餐地图", "CCTV监控安装", "荆州公安县小张", "派出所旁边的奶茶")


@pytest.mark.parametrize("name", LITERALLY)
def test_to_the_letter_any_name_that_is_contained_goes_to_a_person(screener: Screener, name: str) -> None:
    assert screener.screen(name).outcome is Outcome.CLEAR
    literal = screener.switched({}, "test", holding.LITERAL)
    assert holding.CONTAINED in {seen.rule for seen in literal.screen(name).matches}
    assert literal.screen("山野厨房").outcome is Outcome.CLEAR
    assert screener.switched({holding.CONTAINED: False}, "test", holding.LITERAL).screen(name).outcome is Outcome.CLEAR


def test_what_may_stand_beside_a_name_is_judged_in_a_time_that_grows_with_the_text(screener: Screener) -> None:
    """As a pattern this took seconds for twenty digits, and twice as long for each more."""
    for filled in ("1" * 60, "官方号" * 40, "一" * 60):
        assert screener.screen(f"北京{filled}好").outcome is Outcome.CLEAR
        assert screener.screen(f"北京交警{filled}好").outcome is Outcome.REVIEW


def test_a_result_names_what_it_rests_on(screener: Screener) -> None:
    screened = screener.screen("人民日报")
    assert screened.lexicon == seed().version == screener.version
    assert screened.normalisation.startswith("3-unicode")
    assert Match.model_validate(screened.matches[0].model_dump()) == screened.matches[0]


def test_a_clear_result_is_the_same_as_a_validated_one(screener: Screener) -> None:
    made = screener.screen("山野厨房")
    assert type(made).model_validate(made.model_dump()) == made


def test_many_at_once_come_to_what_each_comes_to(screener: Screener) -> None:
    """A name beside others is no other name: not before, not behind, not at the seams."""
    names = [*(name for name, *_ in SEEN), *CLEAR, *(row.held for row in ROWS.values()), "", "a", "报", "民日", "日报"]
    names = [name for pair in zip(names, reversed(names), strict=True) for name in pair] * 7
    assert list(screener.screen_each(names)) == [screener.screen(name) for name in names]
    assert list(screener.screen_each(["人民\n日报", "人民\n\n日报"])) == list(
        map(screener.screen, ["人民\n日报", "人民\n\n日报"])
    )
