"""Sources: which names are none, by the table of words that name nobody."""

import pytest

from regulation.articles.a03_names import WORDS, NoSource, no_source, said_of

NAMED = """
新华社 新华网 人民网 光明网 人民日报 央视新闻 央视网 中国新闻网 中新社 澎湃新闻 界面新闻 财新 第一财经 新京报
南方周末 读者 群众 求是 参考消息 环球时报 环球网 中国网 网信中国 中国互联网络信息中心 国务院公报 中国政府网
头条新闻 腾讯新闻 网易新闻 新浪新闻 搜狐 凤凰网 观察者网 北京日报 上观新闻 红星新闻 极目新闻 大河网 知识分子
果壳 人物 自然 科学 三联生活周刊 山野信息网 张三 李四（目击者） 昆明市公安局官方微博 微博@平安北京 新华社微博
朋友圈封面设计师王五 网络安全局 图书馆 源码时代 Reuters BBC CNN AFP Webster Nature Science People Time Self
theme Netflix Onion Sourceforge
"""


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("网络", "network"),
        ("来源网络", "network"),
        ("来源：网络", "network"),
        ("来源 / 网 络", "network"),
        ("图源网络", "network"),
        ("文字来自互联网", "network"),
        ("部分图片来源于网络", "network"),
        ("图片来自互联网，如有侵权请联系删除", "network"),
        ("網絡", "network"),
        ("來源：網路", "network"),
        ("网\u200b络", "network"),
        ("【网·络】", "network"),
        ("网上", "network"),
        ("Internet", "network"),
        ("ＩＮＴＥＲＮＥＴ", "network"),
        ("i n t e r n e t", "network"),
        ("Source: the Internet", "network"),
        ("来源internet", "network"),
        ("web", "network"),
        ("微博", "platform"),
        ("来源：抖音、微博", "platform"),
        ("官方微博", "platform"),
        ("朋友圈", "private"),
        ("微信群", "private"),
        ("某信群", None),
        ("转载", "copied"),
        ("轉載", "copied"),
        ("侵删", "copied"),
        ("综合整理", "copied"),
        ("未知", "unknown"),
        ("不详", "unknown"),
        ("佚名", "unknown"),
        ("无", "unknown"),
        ("N/A", "unknown"),
        ("unknown", "unknown"),
        ("网友投稿", "hearsay"),
        ("热心网友提供", "hearsay"),
        ("本号", "oneself"),
        ("原创", "oneself"),
        ("来源：", "label"),
        ("图片", "label"),
        ("???", "blank"),
        ("\u3164", "blank"),
        ("山野厨房", "own_name"),
        ("@山野厨房", "own_name"),
        ("来源：山野廚房", "own_name"),
        ("山野厨房的朋友小李", None),
    ],
)
def test_names_of_the_table(name: str, why: str | None) -> None:
    """Width, case, traditional characters, signs, spaces and what is said around it make no difference."""
    assert no_source(name, "山野厨房") == why


@pytest.mark.parametrize(
    "name",
    [
        *NAMED.split(),
        "The New York Times",
        "The Source of Kunming",
        "据新华社报道",
        "综合新华社、人民日报",
        "来源：光明网",
        "转自人民网",
        "网络/新华社",
    ],
)
def test_whoever_is_named_is_a_source(name: str) -> None:
    """One word that names somebody makes it a source, whatever stands around it."""
    assert no_source(name) is None


def test_every_row_is_refused_and_says_why() -> None:
    """Each word of the table is no source by itself, and each reason is said in both languages."""
    for kind, written in WORDS.items():
        for word in " ".join(written).split():
            assert no_source(word) is not None, word
        assert all(said_of(kind))
    assert set(NoSource) - set(WORDS) == {NoSource.BLANK, NoSource.OWN_NAME}
    assert all(all(said_of(kind)) for kind in NoSource)


def test_the_longest_name_takes_no_time() -> None:
    """A name of two hundred characters that the table's words could be laid over in many ways is read once."""
    assert no_source("网络网上" * 50) is NoSource.NETWORK
    assert no_source("网络网上" * 49 + "网络网x") is None


def test_an_account_without_a_readable_name_owns_nothing() -> None:
    """A name of pictures alone is compared with nothing."""
    assert no_source("新华社", "🍜") is None


@pytest.mark.parametrize(
    ("name", "own", "why"),
    [
        ("山野厨房", "山野厨房", NoSource.OWN_NAME),
        ("来源：山 野 厨 房", "山野厨房", NoSource.OWN_NAME),
        ("山野厨房原创", "山野厨房", NoSource.OWN_NAME),
        ("山野厨房", "溪谷茶舍", None),
        ("山野厨房日报", "山野厨房", None),
        ("my kitchen", "My Kitchen", NoSource.OWN_NAME),
        ("my kitchens", "My Kitchen", None),
        ("网络", "网络", NoSource.OWN_NAME),
        ("网络", "网络安全", NoSource.NETWORK),
    ],
)
def test_one_source_is_told_from_the_names_of_many_accounts(name: str, own: str, why: NoSource | None) -> None:
    """Accounts share what is computed of a source; each still has its own name, before and after others have asked."""
    others = [f"{own}{number}" for number in range(50)]
    assert no_source(name, own) == why
    assert {no_source(name, other) for other in others} == {no_source(name)}
    assert no_source(name, own) == why
