"""Words for composed names that are too many to list: a division with an organ or outlet (北京 + 公安局).

Literal tables. A *strict* word names an organ by itself, so division + word is held within a longer name too. A *loose*
word is also an everyday word (发布, 教育), so division + word is held only if nothing but qualifiers stands beside it.
"""

from collections.abc import Mapping
from typing import Final

from models.screening.screening import ProtectedKind

STRICT: Final[Mapping[ProtectedKind, str]] = {
    ProtectedKind.PARTY: """
        市委 省委 区委 县委 州委 旗委 盟委 党委 纪委 监委 纪委监委 纪律检查委员会 监察委员会 组织部 宣传部 组织工作
        统战部 政法委 网信办 互联网信息办公室 巡察办 编办 文明办 机关党委 党校 直属机关工委
    """,
    ProtectedKind.GOVERNMENT: """
        人民政府 政府 政府办 政府办公室 市政府 省政府 区政府 县政府 公安局 公安厅 公安分局 公安 派出所 交警支队
        交警大队 交警总队 交管局 交警队 交警中队 特警支队 特警大队 特警总队 刑警支队
        刑警大队 巡警支队 网安支队 网安大队 网安总队 教育局 教育厅 教委 教育委员会 教体局
        卫健委 卫健局 卫生健康委员会 卫生健康委 卫生局 卫生厅 民政局 民政厅 财政局 财政厅 税务局 国税局 地税局
        市场监督管理局 市场监管局 工商局 工商行政管理局 质监局 食药监局 药监局 人社局 人社厅 人力资源和社会保障局
        人力资源和社会保障厅 社保局 社保中心 住建局 住建委 住建厅 住房和城乡建设局 住房和城乡建设厅 房管局
        自然资源局 自然资源厅 国土资源局 国土局 规划局 生态环境局 生态环境厅 环保局 交通运输局 交通运输厅 交通局
        交通厅 交通委 农业农村局 农业农村厅 农业局 水利局 水利厅 水务局 商务局 商务厅 商务委 文旅局 文旅厅
        文化和旅游局 文化和旅游厅 文化局 文广新局 旅游局 旅游委 体育局 审计局 审计厅 统计局 应急管理局 应急管理厅
        应急局 消防救援支队 消防救援总队 消防救援大队 消防支队 消防总队 消防大队 消防局 司法局 司法厅 信访局 发改委
        发改局 发展和改革委员会 发展改革委 经信局 经信委 经信厅 工信局 工信厅 科技局 科技厅 民宗局 民宗委
        退役军人事务局 退役军人事务厅 医保局 医疗保障局 疾控中心 疾控局 疾病预防控制中心 城管局 城市管理局
        城管执法局 综合执法局 行政执法局 烟草专卖局 气象局 气象台 地震局 海关 海事局 国家安全局 国安局 外事办 街道办
        街道办事处 政务服务中心 行政审批局 公积金中心 住房公积金管理中心 招生考试院 教育考试院 考试院 园林局 粮食局
        林业局 林草局 档案局 国资委 金融办 金融监管局 大数据局 大数据中心 投资促进局 出入境管理局 公共资源交易中心
        新闻办 新闻办公室 广电局 广播电视局 版权局 人防办 机关事务管理局 扶贫办 乡村振兴局 知识产权局 邮政管理局
        通信管理局 证监局 银保监局 人民银行 车管所 户政中心
    """,
    ProtectedKind.LEGISLATURE: "人大常委会 人民代表大会 人民代表大会常务委员会 政协委员会",
    ProtectedKind.JUDICIAL: """
        人民法院 第一中级人民法院 第二中级人民法院 第三中级人民法院 第四中级人民法院 第五中级人民法院 法院
        高级人民法院 中级人民法院 高级法院 中级法院 中院 高院 互联网法院 知识产权法院
        海事法院 金融法院 铁路运输法院 人民检察院 检察院 监狱
        监狱管理局 看守所 公证处 仲裁委 仲裁委员会 强制隔离戒毒所 戒毒管理局
    """,
    ProtectedKind.MILITARY: """
        军区 省军区 军分区 警备区 卫戍区 人武部 人民武装部 武警总队 武警支队 武警部队 海警局 征兵办
    """,
    ProtectedKind.MASS_ORGANISATION: """
        团委 团市委 团省委 团区委 团县委 共青团 妇联 妇女联合会 总工会 工会 红十字会 残联 残疾人联合会 文联 科协
        工商联 侨联 青联 学联 作协 作家协会 关工委 法学会 记协 社科联 台联 贸促会 慈善总会
    """,
    ProtectedKind.NEWS_MEDIA: """
        日报 日报社 晚报 晨报 早报 都市报 商报 时报 快报 青年报 法制报 法治报 农民报 工人报 经济报 电视台 广播电视台
        广播电视总台 广播电台 人民广播电台 交通广播 新闻广播 音乐广播 经济广播 教育电视台 融媒体中心 融媒体 融媒
        新闻网 新闻社 新闻中心 报业集团 报业传媒集团 传媒集团 广电集团 广播电视网 卫视 新闻频道 公共频道 都市频道
        新闻综合频道 记者站 通讯社 报社 电台
    """,
}

LOOSE: Final[Mapping[ProtectedKind, str]] = {
    ProtectedKind.PARTY: """
        党建 组工 组织 统战 纪检 纪检监察 清风 宣传 政法 网信 网警 长安网 文明网 机关党建 先锋
    """,
    ProtectedKind.GOVERNMENT: """
        发布 消防 交通 天气 环境 地铁 司法行政 警方 交警 警方 警察 特警 应急 文旅 教育 政务 司法 税务 气象 疾控 城管
        民政 人社 医保 卫健 环保 生态环境 财政 审计 统计 住建 水务 水利 农业农村 市场监管 海事 地震 普法 法治 反诈
        反诈中心 禁毒 辟谣 政务服务 网上政务 信访 应急管理 消防救援 公积金 社保 就业 退役军人 老干部 民生 12345 110
        119 120 政府网 政务网 警事 警务 平安 边检 移民管理 铁警 公路 路政 高速交警 扶贫 乡村振兴 科技局长 自然资源
        体育 旅游 文化 外事 药监 知识产权 规划 招考
    """,
    ProtectedKind.LEGISLATURE: "人大 政协",
    ProtectedKind.JUDICIAL: "检察 法院网 高法 普法办 审判",
    ProtectedKind.MILITARY: "武警 征兵 国防 国防动员 民兵 驻军 边防 海警",
    ProtectedKind.MASS_ORGANISATION: "青年 女声 女性 工会 工人 志愿者 志愿服务 少先队 红会",
    ProtectedKind.NEWS_MEDIA: "广电 广播 电视 传媒 报业 之声 网络电视 网络广播 手机报 客户端 融媒体平台",
}

NEWSROOM: Final = """
    新闻 新闻网 报道 资讯 快讯 头条 热点 时事 时政 要闻 播报 早知道 新鲜事 新闻联播 今日 今日头条 日报 网 在线 热线
    新闻在线
"""
"""Words that present an account as a newsroom."""
HERALDS: Final = """
    平安 网信 健康 文明 清廉 廉洁 共青团 青春 法治 检察 国防 公安 交警 消防 武警 应急 文旅 教育 民政 税务 智慧 信用
    美丽 诚信 廉政 首都 微言 警民直通车 学习 宣传 团委 发布 官方 红色 科普 今日
"""
"""Words before a division in the names of official outlets (平安北京, 网信浙江); held if nothing else stands beside."""

NEWSROOM_ENDINGS: Final = "新闻 报道 资讯 快讯 时事 时政 要闻 播报"
"""Words of `NEWSROOM` that the row `newsroom_alone` holds at the end of any name."""

CLAIMS: Final = """
    官方 官微 官博 官网 认证 授权 主办 主管 直属 下属 隶属 旗下 唯一 指定 账号 帐号 公众号 视频号 政务新媒体 记者站
    驻站 编辑部 official
"""
"""Words by which a bio claims to be a body or to belong to it."""
STATE: Final = "中国 中央 国家 全国 中共 中华人民共和国 中共中央 中华"
"""Words for the whole country, which stand before an organ in place of a division."""
STATE_ALONE: Final = "中国 中央 中共 中华人民共和国 中共中央"
"""Words of `STATE` that are held alone, with no organ behind them."""

QUALIFIERS: Final = """
    官方 官方账号 官方号 官方微博 官方微信 官方网站 官方发布 官方认证 官微 官博 官网 账号 帐号 号 公众号 视频号
    服务号 订阅号 政务号 微博 微信 抖音 快手 头条号 百家号 企鹅号 澎湃号 微信公众号 官方抖音 客户端 app 在线 网 网站
    网络 热线 认证 权威 正版 指定 唯一 平台 新媒体 融媒体 融媒体中心 直播 直播间 频道 编辑部 记者站 工作室 分社 总社
    社 报社 报 杂志 杂志社 小编 小助手 中文网 中文版 海外版 手机版 电子版 手机报 手机台 政务 服务 便民 发布 快讯
    资讯 新闻 报道 播报 通知 公告 公示 信息 信息网 热点 头条 早报 今日 中国 全国 本地 官宣 矩阵 总部 总台 分部
    第一 最新 每日 每天 实时 24小时 official news online media the of cn com net org tv app web live weibo
    wechat gov
"""
"""Words that add no meaning: a protected name with them beside it is still that name."""

ORDINARY: Final = """
    市区 郊区 城区 矿区 首都
    和平 新华 解放 长安 红旗 青山 东方 光明 平安 白云 四方 永康 通道 城关 建设 前进 友谊 向阳 东风 红星 胜利 新城
    新市 桥东 桥西 路南 路北 城中 城东 城西 城北 城厢 江南 江北 江东 江岸 河东 河西 河口 南山 西山 东山 北山 金山
    龙门 海港 古城 鼓楼 玄武 云龙 太和 泰和 安宁 安平 平和 永安 永和 永兴 永福 永胜 永平 长寿 长乐 长兴 富裕 清水
    玉泉 天心 天宁 天元 雨花 芙蓉 梅林 荷塘 金牛 青羊 青云 双桥 双塔 双清 双湖 红山 红岗 红桥 来宾 百色 玉树 长治
    安康 大方 大名 大安 大通 德清 东光 东明 东海 东源 凤凰 富民 富平 公安 惠民 吉利 吉安 嘉禾 金沙 金湖 金塔 金川
    金水 康乐 康平 乐安 乐业 灵山 龙泉 明光 明水 名山 民乐 民和 民丰 民权 南湖 南海 内乡 平原 平安 平川 清丰 清新
    清河 清流 仁和 如意 石林 石泉 石门 天长 天全 天台 天柱 天河 天桥 天山 天水 万安 万年 万全 文明 文成 文山 武功
    西湖 西林 仙居 仙游 祥云 新安 新丰 新和 新建 新民 新兴 新源 兴隆 兴业 修文 修武 延长 阳春 阳光 阳明 永春 右江
    玉门 玉山 玉龙 元宝 云溪 云和 云霄 云梦 中原 正安 正定 黄山 香山 桃源 桃山 梨树 柳林 松山 尖山 石鼓 榆树 岳阳楼
    自流井 魏都 双城 中方 大厂 博爱 宁静 通道 开心 礼县 宾阳 上思 神木 崇礼 崇义 尚义 尚志 忠义 思明 集美 同心 同德
    资源 合作 比如 南部 公园 动力 港口 友好 安定 运河 先锋 光泽 南岸 会同 工农 前锋 复兴 长子 宏伟 平定 洞口 振兴 三元
    露天 互助 金台 建平 威信 莲花 六合 开元 当阳 三门 大观 建安 二七 渡口 台前 石棉 丰满 月湖 市郊 高台 九龙 二道 无为
    小店 平房 太白 定远 西郊 灯塔 天涯 七星 回民 桥头 东郊 安居 上党 麒麟 海盐 下关 水城 紫金 老城 爱民 新星 升平 赤水
    开化 五台 集贤 大田 政和 大化 市北 市南 鸡冠 阳谷 万载 九里 大悟 莲池 文峰 牧野 八步 未央 轮台 武定 大竹 始兴 大丰
    石灰窑 子长 大余 裕民 兴文 秀峰 响水 合水 古楼 城口 铁门关 茶坊 乡城 得荣 大英 泰山 东坡 三水 四会 五常 方城 方山
    同仁 共和 贵德 贞丰 从化 从江 海棠 良庆 良渚 高明 普陀 灵台 和静 和顺 清苑 花溪 花都 花山
"""
"""Names of divisions that have another everyday meaning: not held alone, held with an organ."""
UNLESS_FOLLOWED: Final[Mapping[str, str]] = {
    "新华社": "区群团",
    "国务院": "学",
}
"""Next characters that make another word of a short name: 新华社区 is a neighbourhood."""
UNLESS_AFTER_NET: Final = "络友红瘾课"
"""Next characters that make another word of any name that ends with 网: 杭州网红店 is a shop."""
BEHIND_PLACES: Final = """
    菜 饭 面 粉 酒 茶 鱼 肉 虾 蟹 鸡 鸭 鹅 羊 牛 饼 糕 糖 汤 果 瓜 桃 枣 店 馆 铺 吧 人 客 家 女 男 哥 姐 妹 娃
    妞 婆 爷 佬 帮 派 街 路 巷 弄 桥 山 湖 江 河 海 岛 湾 港 站 村 镇 乡 寨 塔 寺 庙 宫 园 林 岭 沟 石 玉 瓷 布
    绣 剧 戏 歌 曲 画 书 诗 梦 夜 早 晚 风 雨 雪 花 草 树 话 味 事 通 行 游 记 志 帖 圈 群 队 车 船 门 窗 墙 屋
    房 楼 院 厅 室 校 班 生 师 星 月 日 天 春 夏 秋 冬
"""
"""Last characters of everyday words that begin with a place (开封菜, 雨花石): not read as a look-alike of 县 or 区."""
TABLES: Final = (
    STRICT,
    LOOSE,
    NEWSROOM,
    HERALDS,
    NEWSROOM_ENDINGS,
    CLAIMS,
    STATE,
    STATE_ALONE,
    QUALIFIERS,
    ORDINARY,
    UNLESS_FOLLOWED,
    UNLESS_AFTER_NET,
    BEHIND_PLACES,
)
"""All tables of this module; a change of one changes the version of the lexicon."""


def words(table: str) -> tuple[str, ...]:
    """Words of a table, which are separated by white space."""
    return tuple(table.split())
