"""Register of a text: everyday news or advice, or an alarm passed on.

A text that is close to a rumour by its words alone may be a recipe, a price or a notice about the same thing. Such
texts have words that rumours hardly have, and rumours passed on have words of their own. Both only move the score that
a text needs; neither labels a text or spares one that holds the whole claim.
"""

import re
from typing import Final

PRACTICAL: Final = (
    r"怎么(?!回事|得了|管|办|能|会|可|敢|没|就|都|来的)|如何|做法|技巧|推荐|攻略|教程|多久|多少(?:钱|元|块|度|天|岁|级|斤|公里|克|$)|哪个|哪里|哪家|哪些|哪款|几点|合适|什么时候|区别",
    r"(?:可以|能|要|用|会)[^吗]{1,12}吗|没有$",
    r"公布|招聘|开通|预约|启动|试点|标准|揭晓|开幕|上市|检测|正式|发布|征求意见|修订|条例|草案|投入使用|开工|通车|竣工|建成|完工|扩建|改造|检修|抢修|养护|绕行",
    r"降价|涨价|价格|包邮|打折|优惠|促销|清仓|门票|收购|批发|零售|销量|订单|利率|同比|增长|下降|上调|下调|累计|突破|预计|统计|排名|榜单|招标|中标",
    r"评测|测评|体验|开箱|厂家|新品|款式|套餐|续航|版本|升级|上线|景区|旅游|露营|自驾|保养|保存|清洁|收纳|穿搭|育儿",
    r"食谱|好吃|美味|好喝|口感|下饭|出锅|美食|减脂|低卡|丰收|种植|养殖|产量|亩产",
    r"招募|报名|招生|讲座|培训|演练|演习|宣传|志愿者|活动|比赛|夺冠|冠军|获奖|决赛|开赛|世界杯|联赛|球队|展览|博览|论坛|会议|座谈|调研|走访",
    r"法院|判决|开庭|一审|起诉|律师|维权|赔偿|保险|理赔|救援|救出|获救|消防员|捐|公益|帮扶|护理|复查|挂号|门诊|筛查|坐诊|义诊",
    r"纪录片|电视剧|新专辑|票房|歌迷|演唱会|直播间|电影节",
)
"""Patterns of news, notices, recipes, prices, and questions of how and where."""

ALARM: Final = (
    r"千万|赶紧|赶快|快[去跑逃转点走看囤]|小心|当心|注意了|大家快|要命|救命|害死|害人|后悔|可怕|吓人|迟早|早晚|等着",
    r"听说|据说|内部|曝光|爆料|我朋友|我妈|我爸|亲戚|邻居|同学|老中医|不敢|瞒|真相|难怪|怪不得|居然|竟然|原来|黑心",
    r"转发|转给|转告|扩散|互相|相互|多一个人|收藏|家长们|看清楚|不信|别再|别给|别让|再也不|都是|全是|统统",
)
"""Patterns of warnings, hearsay, and calls to pass it on."""

_PRACTICAL: Final = re.compile("|".join(PRACTICAL))
_ALARM: Final = re.compile("|".join(ALARM))


def is_practical(text: str, claim: str) -> bool:
    """Whether a text has a word of everyday news or advice that the claim does not have; both are folded."""
    return _holds(_PRACTICAL, text, claim)


def is_alarm(text: str, claim: str) -> bool:
    """Whether a text has a word of alarm that the claim does not have; both are folded."""
    return _holds(_ALARM, text, claim)


def _holds(pattern: "re.Pattern[str]", text: str, claim: str) -> bool:
    return any(found[0] not in claim for found in pattern.finditer(text))
