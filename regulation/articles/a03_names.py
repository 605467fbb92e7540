"""Article 3: names that are not a source, as a table to be read aloud.

A name is compared in normalised form: width, case, traditional characters, spaces and signs make no difference. It
names nobody when it consists of words of the table alone: `来源：网络`, `图片来自互联网，侵删`, `from the internet`.
One more
word that names somebody makes it a source: `新华社微博`, `光明网`, `人民网`.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from screening.folding import fold


class NoSource(StrEnum):
    """Reason why a name is not a source."""

    BLANK = "blank"
    """Only signs."""
    LABEL = "label"
    """Announces a source without naming one."""
    COPIED = "copied"
    UNKNOWN = "unknown"
    NETWORK = "network"
    PLATFORM = "platform"
    """Platform on which anybody publishes, without the publisher."""
    PRIVATE = "private"
    HEARSAY = "hearsay"
    ONESELF = "oneself"
    """Word for the author in place of a name."""
    OWN_NAME = "own_name"
    """Account's own name, for what others have reported."""


WORDS: Final[Mapping[NoSource, tuple[str, str]]] = {
    NoSource.LABEL: (
        "来源 来源于 来自 来自于 源自 取自 摘自 选自 出自 转自 转载自 图源 图 图片 照片 视频 视频源 文 文字 "
        "文章 素材 资料 信息 消息 内容 新闻 截图 部分 以上 本文 均 均为 为 是 系 于 自 的 和 与 及 等 官方 "
        "原 源",
        "source sources from via by on in of the a an and or image images picture pictures photo photos "
        "video videos text news story content credit credits courtesy taken found official",
    ),
    NoSource.NETWORK: (
        "网络 网路 互联网 因特网 网上 网站 网页 全网 线上 各大网站 网络平台 各平台 平台 媒体 自媒体 新媒体 "
        "各大媒体 网媒 搜索引擎",
        "internet web www net online network website websites site media social google search",
    ),
    NoSource.PLATFORM: (
        "微信 公众号 微信公众号 视频号 微博 新浪微博 抖音 快手 小红书 知乎 哔哩哔哩 b站 贴吧 百度 百度贴吧 "
        "今日头条 头条号 百家号 推特 油管 脸书",
        "wechat weibo douyin tiktok kuaishou xiaohongshu zhihu bilibili baidu toutiao twitter youtube "
        "facebook instagram telegram reddit",
    ),
    NoSource.PRIVATE: (
        "朋友圈 微信朋友圈 微信群 qq群 群 群聊 群里 群友 好友 朋友 友人 亲友 同事 家人 业主群 家长群 工作群 私信",
        "moments friend friends group groupchat chat qq",
    ),
    NoSource.COPIED: (
        "转载 转发 转 搬运 摘抄 摘录 复制 整理 综合 综合整理 综合报道 汇总 收集 搜集 采集 改编 分享 侵删 "
        "侵权 必删 即删 立删 删除 删 如有 若有 如 若 请 联系 告知 我们 后台 会 将 立即 及时 版权 归 归于 "
        "原作者 所有 仅供参考",
        "repost reposted repost share shared forward forwarded copy copied compiled collected infringement "
        "delete removed",
    ),
    NoSource.UNKNOWN: (
        "未知 不详 不明 不知 佚名 匿名 无 暂无 没有 无名 无名氏 待核实 待查 待补 未注明 未标注 其他 其它 未核实",
        "unknown anonymous anon none na n nil null undefined unnamed unspecified various other others misc nobody",
    ),
    NoSource.HEARSAY: (
        "网友 网民 热心 热心网友 热心市民 网传 爆料 网友爆料 投稿 网友投稿 粉丝 粉丝投稿 传闻 传言 听说 据说 "
        "据传 坊间 坊间传闻 有人 路人 知情人 知情人士 提供 供图",
        "netizen netizens rumour rumours rumor rumors hearsay someone somebody user users fan fans",
    ),
    NoSource.ONESELF: (
        "本号 本账号 本帐号 本人 本站 本平台 小编 编辑 编者 作者 笔者 博主 楼主 原创 自己 自制 自拍",
        "me myself author editor original own",
    ),
}
"""Words that name nobody, in Chinese and English. No publication may consist of them: 读者 and 群众 are magazines."""

_MESSAGES: Final[Mapping[NoSource, tuple[str, str]]] = {
    NoSource.BLANK: ("shows no name", "未写明名称"),
    NoSource.LABEL: ("names nobody", "未指明任何来源"),
    NoSource.NETWORK: ("says no more than that it was on the net", "仅说明取自网络，未指明来源"),
    NoSource.PLATFORM: ("names a platform, not who published it there", "仅指明平台，未指明发布者"),
    NoSource.PRIVATE: ("names a private conversation, which nobody can look up", "仅指明私人聊天或群组，无从查证"),
    NoSource.COPIED: ("says that it was copied, not from whom", "仅说明系转载，未指明来源"),
    NoSource.UNKNOWN: ("says that the source is not known", "载明来源不详"),
    NoSource.HEARSAY: ("names hearsay", "仅为传闻，未指明来源"),
    NoSource.ONESELF: ("does not name who reported it", "未写明报道者的名称"),
    NoSource.OWN_NAME: (
        "is the account's own name: it is the source of its own reporting only",
        "为本账号名称，仅可作为本账号自行采写内容的来源",
    ),
}


def said_of(why: NoSource) -> tuple[str, str]:
    """Explanation why a name is not a source, in English and in Chinese, to follow the name in a sentence."""
    return _MESSAGES[why]


def no_source(name: str, own_name: str = "") -> NoSource | None:
    """Reason why a name is not a source for somebody else's news; None when it names somebody. `own_name` is the
    account's.
    """
    # An own name that is no part of the source makes no difference: accounts that name one source share the answer.
    return _no_source(name, _part_of(name, own_name))


def _part_of(name: str, own_name: str) -> str:
    """Folded form of an own name that is part of a name; "" of any other, most of which already begin otherwise."""
    if own_name and fold(own_name[0]) not in _joined(name):
        return ""
    own = fold(own_name)
    return own if own in _joined(name) else ""


@lru_cache(maxsize=4096)
def _joined(name: str) -> str:
    """Forms in which a name is read, apart by a character that folds to nothing."""
    return "\n".join(_forms(name))


@lru_cache(maxsize=4096)  # most drafts name one of a few sources
def _forms(name: str) -> tuple[str, ...]:
    """Forms in which a name is read; none for one that shows nothing."""
    read = fold(name)
    if not read:
        return ()
    # The form with signs and spaces separates words of an alphabet; the form without them rejoins spaced-out letters.
    spaced = "".join(character if fold(character) else " " for character in name)
    return " ".join(map(fold, spaced.split())), read


@lru_cache(maxsize=4096)
def _no_source(name: str, own: str) -> NoSource | None:
    forms = _forms(name)
    if not forms:
        return NoSource.BLANK
    for form in forms:
        found = _made_of(form, own)
        if found is not None:
            return found
    return None


def _made_of(text: str, own: str) -> NoSource | None:
    """Weightiest kind of word in a text that consists of table words alone; None for any other text. Each place keeps
    the weightiest kind with which it can be reached.
    """
    table, longest = _table()
    reached: list[NoSource | None] = [NoSource.LABEL, *([None] * len(text))]
    for start in range(len(text)):
        before = reached[start]
        if before is None:
            continue
        if text[start] == " ":
            reached[start + 1] = _weightier(reached[start + 1], before)
            continue
        for end in range(start + 1, min(len(text), start + max(longest, len(own))) + 1):
            word = text[start:end]
            kind = NoSource.OWN_NAME if own and word == own else table.get(word)
            if kind is not None and _stands_alone(text, start, end):
                reached[end] = _weightier(reached[end], _weightier(before, kind))
    return reached[-1]


def _weightier(one: NoSource | None, other: NoSource) -> NoSource:
    return other if one is None or _WEIGHT[other] > _WEIGHT[one] else one


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a word stands alone: it must not be part of a longer word of an alphabet; Chinese needs no space."""
    return not (start and _latin(text[start - 1]) and _latin(text[start])) and not (
        end < len(text) and _latin(text[end - 1]) and _latin(text[end])
    )


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


_WEIGHT: Final = {kind: weight for weight, kind in enumerate(NoSource)}


@cache
def _table() -> tuple[Mapping[str, NoSource], int]:
    words = {fold(word): kind for kind, written in WORDS.items() for language in written for word in language.split()}
    return words, max(map(len, words))
