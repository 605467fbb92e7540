"""Words by which a longer name claims to belong to a protected body: its staff, its channels, services of a place.

Literal tables. A short name with no other meaning (央视) is held in any context. A short name that is also a brand or
an everyday word (BTV, 新华) is held only next to a word for staff or channels, a service (交警) only behind a place.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from models.screening.screening import ProtectedKind


class Unless(NamedTuple):
    """Patterns of folded text that make another word of a short name when they stand beside it."""

    before: str = ""
    behind: str = ""


_CAMERAS: Final = (
    "监控|摄像|摄影机|安防|闭路|镜头|录像|工程|安装|批发|维修|布线|camera|monitor|security|install|dvr|nvr"
)

UNMISTAKABLE: Final[Mapping[str, Unless]] = {
    "央视": Unless(before="中", behind="同仁"),
    "央广": Unless(before="中", behind="场"),
    "CCTV": Unless(before=_CAMERAS, behind=_CAMERAS),
    "CGTN": Unless(),
}
"""Short names with no other meaning than the body, except in the listed contexts (中央视角, CCTV cameras)."""

STAFF: Final = """
    记者 主播 主持人 主持 编辑 小编 责编 主编 总编 副总编 编导 编审 导演 导播 评论员 撰稿人 撰稿 通讯员 摄影师 摄影记者
    特派员 特约 首席 社长 台长 发言人 工作人员 官方 官宣 栏目 栏目组 节目组 演播室 演播厅 直播间 制片人 制作人 实习生
    小助手 小助理 记者站 编辑部 快讯 新媒体 融媒 融媒体 播音员 播音 出镜 anchor reporter editor official
"""
"""Words for the staff of a medium or a body, and for their workplaces."""

RANKS: Final = """
    前 原 现任 在职 退休 资深 首席 特约 特派 实习 见习 前方 一线 驻地 驻外 摄影 文字 视频 新闻 评论 体育 财经 军事 时政
    调查 美女 帅哥 女 男 老 小 的 新 高级 著名 知名 金牌 当家 前任 本报 本台
"""
"""Words that may stand between a short name and a word of `STAFF` (新华摄影记者)."""

STAFF_BEFORE: Final = "记者 主播 主持人 编辑 小编 官方 评论员"
"""Words of `STAFF` that count before a short name too (记者@BTV), if only qualifiers follow it."""

TOPICS: Final = """
    新闻 财经 综艺 国际 体育 电影 军事 农业 农村 电视剧 影视 剧场 科教 科技 戏曲 社会 法制 法治 少儿 卡通 动画 音乐 文艺
    生活 青年 纪实 纪录 公共 都市 经济 娱乐 国防 奥运 高清 卡酷 教育 健康 旅游 直播 卫视 综合 方言
"""
"""Names of channels of a station."""

OUTLETS: Final = (
    "发布 警方 警方在线 广电 广播 电视 传媒 之声 客户端 融媒体平台 网信 新闻 新闻网 报道 资讯 快讯 要闻 播报"
)
"""Words for outlets behind a place (上海发布) that are held within a longer name if a word of `STAFF` follows."""
STATION: Final = "台"
"""Word for a station behind a place; counts if a word of `STAFF` or a channel number follows (湖南台主持人)."""

SERVICES: Final[Mapping[ProtectedKind, str]] = {
    ProtectedKind.GOVERNMENT: """
        公安 公安局 公安厅 公安分局 派出所 交警 警察 民警 警官 警方 警队 警局 警署 警员 警花 警草 片警 片儿警 特警 刑警
        巡警 骑警 水警 网警 铁警 辅警 法医 刑侦 经侦 缉毒警 交管局 交警队 刑侦队 特警队 铁骑 消防 消防员 消防队 消防队员
        消防站 消防局 消防救援 城管 城管队员 边检 海关 边防 安全局 应急救援队
    """,
    ProtectedKind.JUDICIAL: "法院 检察院 法官 检察官 法警 狱警 监狱 看守所 司法所 司法局 仲裁委",
    ProtectedKind.MILITARY: "武警 部队 驻军 官兵 军区 军分区 警备区 人武部 战区 海警 民兵 预备役 舰队",
}
"""Words for police, fire service, courts and the army: behind a place they are held in any context."""

BETWEEN: Final = """
    市 省 区 县 的 男 女 小 老 美女 帅气 退役 退休 在职 最美 基层 一线 一名 某 高速 铁路 公路 地铁 机场 缉毒 禁毒 反诈
    巡逻 片儿 人民 青年 女子 本地 前 原 优秀 特级 专职 年轻 现役 森林 交通 社区 水上 火车站 刑事 实习
"""
"""Words that may stand between the place and the service (北京女交警)."""

STORIES: Final = (
    "(?:队|员|局)?(?:题材|小说|影评|电影|剧|迷|游戏|模型|绘本|玩具|漫画|粉丝|对面|门口|旁|附近|隔壁|后街|路|街|巷|博物馆|公园|主题"
    "|火锅|面馆|小面|烧烤|串串|餐厅|饭店|菜馆|酒吧|奶茶)"
)
"""Pattern behind a service that makes it a story, a toy or a place next to one."""
UNLESS_BEHIND: Final[Mapping[str, str]] = {
    "公安": "县|题|大学|学院|院校|联考|路|街|巷",
    "消防": "车|栓|器|设|工程|证|考|培训|检测|维|材|安装|改造|验收|资质|图|泵|水|管|门|箱|报警|技术|电|喷淋|公司|厂"
    "|商城|配件|备案|代办|评估|安全员|产品|服装|通道|认证|门市|批发|施工|监控|弱电|知识|中介|箱|实业|科技",
    "警察": "学院|大学|学校|职业|博物馆",
    "警官": "学院|大学|学校|职业|大专",
    "部队": "火锅|锅|芝士|拉面|年糕",
    "边防": "证",
    "海关": "大楼|大厦|大道|路|大学",
    "武警": "路",
    "法院": "路|街|巷",
    "检察院": "路|街|巷",
    "监狱": "风云|主题|密室|桌游",
    "铁骑": "车|摩托|机车|俱乐部|装备",
    "法医": "秦明|学|鉴定|专业",
    "城管": "局对面",
}
"""Patterns behind a service that give it another meaning: fire hydrants, a stew, a film, a county."""

UNIT: Final = "部队"
UNIT_NUMBER: Final = "[0-9]{5}"
"""Pattern of the number of an army unit, which stands before 部队 instead of a place."""

PERSON: Final = (
    "(?:小|老|阿|大)?[^\x00-\x7f](?:哥|姐|叔|队|队长|老师|警官|妹|弟|师傅|大叔|大哥|阿姨|同志|sir|儿)?|[^\x00-\x7f]{1,3}"
    "(?:警官|队长|同志|老师|哥|姐|叔)"
)
"""Pattern of a person's form of address behind a service: 小王, 老李, 刘队."""

NAMED: Final = "(?:小|老|阿|大)[^\x00-\x7f](?:哥|姐|叔|老师|儿)?|[^\x00-\x7f]{1,3}(?:老师|哥|姐|叔)"
"""Narrower pattern for station letters, which are brands too: a form of address is required."""
ADDRESSED: Final = "武警"
"""Short names of bodies that members use for themselves (武警小李). 海军 is not listed: it is a given name too."""

TABLES: Final = (
    UNMISTAKABLE,
    STAFF,
    RANKS,
    STAFF_BEFORE,
    TOPICS,
    OUTLETS,
    STATION,
    SERVICES,
    BETWEEN,
    UNLESS_BEHIND,
    STORIES,
    UNIT,
    UNIT_NUMBER,
    PERSON,
    NAMED,
    ADDRESSED,
)
"""All tables of this module; a change of one changes the version of the lexicon."""
