"""Characters that look alike: pairs written by hand, and the table generated from rendered glyphs.

Likeness is no equivalence: 曰 looks like 日 and 日 like 目, but 曰 not like 目. So look-alikes are not folded. They are
tried only where the rest of a protected name stands beside them.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from screening import tables

BY_HAND: Final = """
    日:臼曰目旧白田冃 末:未木来耒妹 国:囯囶圀囻圄固图囲圉 人:儿亽入八亻仌乂亼 民:氏囻氓昆良㞶岷泯 间:问闻闲闭闫閒
    闻:问间闰闽 府:苻付俯腑附柎符弣 中:冲仲申串甲巾史㐄狆钟 央:英殃秧泱映史夬快 政:攻玫改致证 公:厶么分松讼忪
    安:女按案氨宴铵 法:灋泫洁佉祛珐 院:阮完浣皖莞 检:捡俭剑验睑险 察:查擦寨嚓蔡 局:屙届屈锔焗居 报:抱服扱拫极投
    晚:晩娩挽冕兔莬 华:毕哗骅桦晔崋铧 新:亲斩所薪斤忻 社:杜仕祉礻衬肚灶 网:冈岡罔纲肉魍 电:甩龟由甲申曳奄卢
    视:祝现枧规觇砚观 台:合召冶抬怡苔吕始舌枱 军:车浑荤晕挥辉 部:陪郜剖郭倍邰郡 党:堂觉常尝赏宠 委:季秀萎倭矮逶诿
    省:肖着眚首看 市:巿布帀币柿巾芇希帝丏 县:且具悬云昙 区:凶匹巨匡臣医枢岖抠㐫 州:洲川卅酬 北:比兆丘背此牝氾
    京:亰凉惊景掠晾琼享 上:土止下工卡丄 海:侮诲悔晦梅毎酶烸 天:夭夫无大太关兲夨 津:律肂建聿彗 重:童董里動熏
    庆:厌床厦应压 广:厂廣扩旷矿疒 东:乐车冻栋陈来柬 南:楠喃蝻甫萳 江:红工扛汪氵茳豇汞 浙:淅折晰哲逝
    苏:办芬劳苊苎莎 湖:胡潮糊瑚蝴葫 河:何可柯阿呵洞 山:屾凵仙汕讪出 西:酉茜洒四要牺 陕:狭峡侠挟夹 甘:廿柑泔其苷
    肃:萧箫啸潇庸 青:清情晴请靑责肯 四:罒泗匹西 川:州训顺巛圳钏 云:去会芸耘动县 贵:贲责溃馈遗匮 福:副幅富辐逼蝠
    建:健键津毽腱 吉:古结洁告桔喆 林:淋彬木琳森材 辽:疗迈过边迂 宁:丁字拧柠泞苧守宇 黑:墨默熏嘿黒 龙:尤龛笼拢咙庞
    内:肉丙呐纳钠 蒙:朦檬濛家幪 古:右占石舌估故 港:巷洪滩鿍 香:杏番否査昋 澳:奥懊噢襖墺 门:们闩冂问闪 深:探琛罙
    圳:训川甽圸 杭:抗坑航炕沆 成:戍戌城诚咸盛 都:者部郜嘟郗 共:其供洪拱哄兴 年:牛午秊 团:因困囝囤固围 工:土王干士
    妇:归扫如奴 联:职耳聪咲眹 总:怂恖聪惣 育:肓盲有胃 教:敎孝致敖 卫:卩节下卪 健:建键腱律 监:盐盆蓝篮滥 财:材则败敗
    税:悦锐脱祱蜕 务:雾各备条 司:同可伺词饲 环:坏怀杯还玦 保:呆堡褓俣 光:兀晃尤先洸 明:朋胡眀萌盟昭 经:径轻茎泾劲
    济:挤剂齐跻斋 解:触觧懈蟹 放:故仿防妨訪 参:叁惨掺渗 考:老孝拷烤 消:肖俏悄哨削 息:恩自熄憩 求:救球裘来
    是:昰题提定足 时:吋肘旪寸 代:伐付贷袋戈 周:同用调週冏 刊:列刑利判干 观:现规欢视砚 澎:彭膨嘭澍 湃:拜拝湱
    凤:风夙冈凨 播:翻潘番幡蕃 之:乏芝艺 声:殸芦吉眉 首:自百道着 家:冢塚稼嫁傢 最:取冣 高:髙亭稿搞篙 级:极圾吸汲
    主:王住注生玉 女:妇 大:太犬丈夫仌 小:少⺌尔 协:办叶胁 会:云合绘烩荟 常:裳尝堂党 办:为协力苏 发:友拔泼废岁犮
    布:希市怖佈 方:万芳放户才 防:坊妨访仿纺 交:佼咬较校父文 警:驚擎檠儆憼 武:戌斌式鹉贰 装:裝袋裂裴 空:穴控究罕
    陆:击陕陈陪 火:灭炎伙灰 箭:剪笺煎 战:占站战毡戔 士:土壬仕工
"""
"""Known replacements, from cases or evident: a protected character, then the characters that replace it."""


class Alike(NamedTuple):
    """Protected characters that each character may replace, in three tables; each contains the one before it."""

    known: Mapping[str, frozenset[str]]
    """Pairs written by hand."""
    close: Mapping[str, frozenset[str]]
    """Also the characters that look most alike."""
    near: Mapping[str, frozenset[str]]
    """Also all others that look much alike."""


def alike(alphabet: Iterable[str]) -> Alike:
    """Tables for the protected characters of this alphabet."""
    known: dict[str, set[str]] = {}
    close: dict[str, set[str]] = {}
    near: dict[str, set[str]] = {}
    protected = set(alphabet)
    pairs = [(one, other) for one, others in (each.split(":") for each in BY_HAND.split()) for other in others]
    for one, other in (*pairs, *((other, one) for one, other in pairs)):
        if one in protected and one != other:
            for table in (known, close, near):
                table.setdefault(other, set()).add(one)
    for one, nearest, others in tables.lookalikes():
        if one in protected:
            for other in nearest:
                close.setdefault(other, set()).add(one)
            for other in nearest + others:
                near.setdefault(other, set()).add(one)
    return Alike(_frozen(known), _frozen(close), _frozen(near))


def _frozen(sets: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {other: frozenset(ones) for other, ones in sets.items()}
