"""Stance of a text towards a rumour: whether it repeats the claim or denies it (article 6, reading 15).

Cues are read in the sentences around the passage and in the first sentence, which is the title. The last cue that
decides wins: `官方说是假的，其实是真的` repeats the rumour, `都说是真的，其实是谣言` denies it. A cue that
the claim itself contains is ignored. The negation of the passage is compared with that of the claim:
`微波炉加热不会致癌` denies a claim that has no `不`, `不能饮用` repeats one that has it. Without a cue a text repeats.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from regulation.rumours.reading import Token
from regulation.rumours.words import FORBIDDEN, NOT, UNABLE
from screening.folding import FOLDING


class Cue(StrEnum):
    """Direction of a cue."""

    NEUTRAL = "neutral"
    """Question, or phrase that only looks like a cue; it hides the cues inside it."""
    AFFIRMS = "affirms"
    DENIES = "denies"


_FALSE: Final = r"(?:谣言|谣传|造谣|假的|假消息|假新闻|瞎说|胡说|骗人的?|传言|危言耸听|开玩笑|不实)"
_NOBODY: Final = r"(?:专家|砖家|辟谣|官方|他们|她们|医生|媒体|官媒|那套|那一套|这一套|警方|疾控|所谓)"

CUES: Final = (
    (
        Cue.NEUTRAL,
        (
            rf"(?:是不是|是否|有没有|难道)(?:是|真的?是|在)?(?:{_FALSE}|真的|属实)",
            r"真的?假的?|真假|是真是假",
            rf"(?:{_FALSE}|真的|属实)(?:吗|么|嘛)",
            r"不造谣|不信谣|不传谣|假的话|不实际|不实用|假的牙|假的花",
            r"(?:is (?:it|this|that) (?:true|false|a hoax|a rumou?r|fake))",
        ),
    ),
    (
        Cue.AFFIRMS,
        (
            rf"(?:不是|并非|绝非|并不是|不算|绝不是|可不是|才不是|不会是)(?:什么|在|我|个|一个|单纯的?)?{_FALSE}",
            rf"(?:别|不要|休|少|可别|不能|不)再?(?:信|听|相信|理会?)(?:了|什么|那些|这些)?{_NOBODY}",
            r"(?:其实|却|但|可|结果|而且|事实|明明|确实|实际上?|后来|现在)[^。！？!?\n]{0,4}是真的(?!吗|么|嘛|假)",
            r"(?:都|全|确|绝对|百分之百|肯定|就)是真的(?!吗|么|嘛|假)|这是真的(?!吗|么|嘛|假)|是真事",
            r"千真万确|确有其事|确实如此|实锤|(?:情况|消息|完全|已|确实|经核实|均|全部)属实",
            r"(?:已经?|被|得到)证实(?!了?(?:为|是|系|属)?(?:假|谣|不|虚|伪|误))",
            r"就是会|真的会(?!吗|么)|真的不能|真的能(?!吗|么)|确实会|确实不能",
            r"辟谣[^。！？!?\n，,]{0,3}(?:没用|白搭|不可信|不能信|鬼才信)|(?:官方|警方|政府|专家)[^。！？!?\n，,]{0,4}(?:当然)?(?:不会|不肯)承认",
            r"别不信|不信你|信不信由你|宁可信其有|不得不信|不由得不信",
            r"官方不敢|没人敢说|不让说|怕引起恐慌|快要?被删|马上就?删|删了我再发",
            r"(?:辟谣|谣言|澄清)[^。！？!?\n]{0,6}(?:都是)?(?:骗|忽悠|收了钱|掩盖|洗地|糊弄|为了[^。！？!?\n]{0,4}稳)",
            r"(?:没|没有|未|尚未|无)(?:人|任何人|谁|部门|官方|出来|站出来|敢|见)*(?:被?辟谣|否认|澄清)",
            r"(?:别|不要)(?:说|当|以为)(?:我|这|这个)?(?:又)?(?:是|在)?" + _FALSE,
            r"(?:it|this|that)(?:'s| is) (?:actually |really |in fact )?true(?!\?)"
            r"|not (?:a |just a )?(?:hoax|rumou?r|fake|myth)|turns? out (?:it is |to be )?true"
            r"|they (?:don't|do not) want you to know",
        ),
    ),
    (
        Cue.DENIES,
        (
            r"辟谣|谣言|谣传|造谣|传谣|讹传|不实|不属实|假消息|假新闻|假警报|虚假|假的|[是为系属]假(?!如|设)|证伪|伪造|造假图|[pP]的图?",
            r"编造|编的|瞎编|胡编|杜撰|虚构|捏造|编故事|无中生有|子虚乌有|查无此[事人]|没有的事|没有?这回事|没有?这事|没有?那回事",
            r"无稽之谈|荒唐|荒谬|离谱|瞎扯|胡说|瞎说|胡扯|扯淡|胡诌|笑话|段子|以偏概全|断章取义|移花接木|张冠李戴",
            r"(?:没有?|无|毫无|缺乏|缺少|查无|不存在)(?:任何|一点|半点|什么|足够|充分)?(?:的)?(?:科学|事实|临床|研究|医学)?"
            r"(?:上)?(?:的)?(?:根据|依据|证据|道理|关系|关联|联系|支持)",
            r"没有任何一项|站不住脚|不成立|不可信|不足信|不靠谱|不科学|伪科学|反科学|误区|误解|误会|误导|误传|误读|误信|谬误|谬论|谬传",
            r"骗局|骗子|骗流量|骗人|诈骗|智商税|澄清|否认|否定|夸大|唬人|吓唬|制造恐慌|不要恐慌|不必恐慌|无需恐慌|别慌|别怕|不必担心|不用担心",
            r"(?:别|不要|请勿|切勿|勿|不能)(?:再|去)?(?:轻?信|相信|当真|上当|被骗|乱传|传播|外传|转发|传|自己吓自己|被吓)(?!染|给)",
            r"(?:并|从来|从|压根)(?:就)?(?:没有|未|不会|不是|没)|不存在|无关|不等于|未发生|没有发生|未接到|没有接到|没接到",
            r"放心|照常|照旧|安全无害|一切正常|没有问题|没问题|没事|啥事没有|合格|不影响",
            r"想多了|别做梦|别闹|散了吧|歇歇|闭嘴|听风就是雨|没常识|打脸|打假|骗了多少|老掉牙",
            r"错[！!，,。]|[？?]\W{0,2}(?:不|没|无|否|错|非也|别)",
            r"(?:说法|传言|传闻|消息|信息|帖子|视频|内容|报道|结论)(?:是|为|系|属)?(?:不对|错误|错的|假)",
            r"别再?往[^。！？!?\n]{0,8}(?:转|发)|所谓的?(?!专家|官方|辟谣|砖家)|怎么可能|不可能|哪有|哪来的|谁会|谁信",
            r"(?:别|不要)再?说|(?:非常|很|十分|完全|绝对|都是?|是)安全",
            r"没有?(?:这|那|此|该|出台|发布|发过|发出|研究|推行|计划|打算|安排|规定|接到|要求|收到|检出|必要|讲究|所谓|什么|变|发生)"
            r"|未(?:曾|收到|接到|发布|出台|立案|发现|检出|研究|作出|调整|取消|发生)(?!的)|从未|从没|从来没有|压根|根本(?:没|不|就没|就不)"
            r"|并(?:没有|未|不|非|无)|绝非|绝无|毫无|纯属|纯粹|系(?:谣|伪|误|假|不实|恶意|编|捏|网民|旧)",
            r"臆造|臆想|恶意|拼凑|拼接|修图|偷换概念|炒冷饭|老段子|换(?:了|个|汤)?马甲|以讹传讹|耸人听闻|博眼球|蹭流量|吸引眼球|带节奏"
            r"|歪曲|曲解|戳穿|戳破|拆穿|不攻自破|经不起|对不上|说不通|(?:无从|从何)[谈说]起|荒诞|可笑|滑稽|乱说|瞎传|乱传|驳斥|反驳|痛批|斥其"
            r"|缺乏[^。！？，,]{0,6}常识|背(?:了|的)?[^。！？，,]{0,6}锅|这锅|别想了|看笑了|心理安慰|微乎其微|可以忽略|几乎不可能|做不到|没这",
            r"(?:造谣|编造|发帖|散布|捏造)(?:者|人)|(?:网民|某|者|人)[^。！？!?\n]{0,16}(?:刑拘|行拘|处罚|查处|抓获|道歉|判赔)|已报[案警]|判赔|不攻自破",
            r"(?:还|居然|竟然|竟)有人信|谁还信|还在信|流言|自导自演|气笑|笑死|笑掉大牙|直摇头|翻白眼|动动脑子|长点脑子|带脑子|长点心吧|亲测|辨谣|释疑|谣|揭穿",
            r"求证|(?:经|已)(?:[^。！？，,]{0,4})核实(?![^。！？，,]{0,6}属实)|以[^。！？，,]{1,14}为准|抽检[^。！？]{0,14}(?:合格|正常|未|没)|实测",
            r"(?:之说|一说|说法|传言|传闻|论调|帖子|截图|视频|图片|照片|文件|消息)[^。！？!?，,\n]{0,10}(?:不[实对准]|没|无|误|错|假|否|驳|老|旧|拼|伪|[pP]的)",
            r"其实(?:只是|不|没|并)|仍(?:是|为|按|可|照)|(?:保持|仍|均|都|也)(?:不变|没变)|一切安好|平安无事|安然无恙|毫发无|好好的|(?:运行|供应|秩序)(?:正常|平稳|充足)",
            r"老谣|旧谣|旧闻|旧图|老图|多少年前|还在传|又火了|卷土重来|死灰复燃|年年传|又翻出来|传了[^。！？，,]{0,4}年",
            r"(?:别|不要|不用|不必|勿)(?:再|去|瞎|乱)?(?:传|转|信|闹|怕|慌|恐慌|担心|担忧|当真|轻信|造|咒|拿)(?!染|给|家|群|发到)",
            r"没必要|大可不必|用不着|别急着|不要焦虑|不起作用|没有任何作用|实为|实则|元凶|拘留|传唤|被处罚|摆拍|拍自|旧视频|老视频|以讹",
            r"debunk|hoax|fact.?check|\bfalse\b|\bfake\b|\bmyth\b|misinformation|not true|untrue"
            r"|no evidence|unfounded|baseless|no (?:scientific )?basis|is a rumou?r"
            r"|never (?:said|happened|announced)|denie[sd]|nonsense",
        ),
    ),
)
"""Cues, row by row; a match of one row hides the matches of later rows inside it."""

_HEARSAY: Final = r"我|俺|你|他|她|朋友|亲戚|邻居|同学|同事|老中医|内部|群|网友|知情|大师|大家|赶紧|赶快|小心|快|别"
_ANSWERED: Final = re.compile(
    rf"[?？][”\"』」]?(?!(?:{_HEARSAY}))(?:[^。！？?!\n：:]{{2,16}}[：:]|[^。！？?!\n：:，,]{{0,12}}(?:"
    r"回应|直言|解释|科普|告诉你|带你|一文|实测|亲测|实验|试验|测了|测试|判了|声明|这样说|这么说|不服|摇头|笑了|笑出|"
    r"记者|医生|医师|教授|博士|院士|工程师|专家|警方|民警|交警|公安|消防|疾控|世卫|气象|税务|法院|律师|海关|官方|真相|其实))"
)
"""Claim put as a question, and an answer to it: 会致癌？医生：…"""
_ASKS: Final = re.compile(r"为什么|为啥|为何|怎么|咋|如何|谁|哪|多少|知道|听说|敢|信不信|想不想")
"""Questions that do not ask whether the claim is true."""

_COMPILED: Final = tuple((cue, re.compile("|".join(patterns))) for cue, patterns in CUES)
_SENTENCE: Final = re.compile(r"[。！？!?\n；;]+")
_ALLOWED: Final = re.compile(
    r"(?<!不)(?:可以|能够?|能|照样|照常)(?:再|一起|正常|放心|继续|一块|安全|安心|同时|直接)*"
    r"(?:同?吃|同?食|喝|饮|用|洗|上路|骑|乘|坐|出门)"
)
NEGATIONS: Final = frozenset({NOT, FORBIDDEN, UNABLE})
"""Negations, as tokens."""
_ACTIONS: Final = frozenset("吃喝用买打看转去做洗坐抢囤快跑取给骑放停停工停课上出拿点")
_ENDED: Final = frozenset({"取消", "作废", "停", "收费", "没"})
_PREVENTS: Final = frozenset("防治杀")
_DEEDS: Final = frozenset({*_PREVENTS, "清", "复制", "感染", "导致", "停", "丢"})
_REACH: Final = 2
"""Words after a negation that it negates."""
_MAINLY: Final = 0.25
"""Share of a claim's negated words from which the negation is its message."""
_BEFORE: Final = 1
_AFTER: Final = 2
"""Sentences around the passage in which a cue refers to it."""


@dataclass(frozen=True)
class Polarity:
    """Negation of a claim, word by word, and the cues that it contains itself."""

    negated: frozenset[str]
    plain: frozenset[str]
    predicate: frozenset[str]
    forbids: bool
    prevents: bool
    """Whether it promises a remedy: that one does *not* fall ill says the same."""
    says_not: bool
    """Whether its message is that something is *not* so."""
    text: str


def polarity_of(claim: str, words: Sequence[Token]) -> Polarity:
    """Negation of a claim."""
    negated = frozenset(word.key for place, word in enumerate(words) if _is_negated(words, place))
    said = frozenset(word.key for place, word in enumerate(words) if not _is_negated(words, place))
    keys = [word.key for word in words if word.key not in NEGATIONS]
    subject = min(2, len(keys) // 4)
    predicate = frozenset(keys[subject:]) - frozenset(keys[:subject])
    return Polarity(
        # A word that the claim both affirms and negates is ignored.
        negated=negated - said,
        plain=said - negated,
        predicate=predicate,
        forbids=any(word.key in {FORBIDDEN, UNABLE} for word in words),
        prevents=any(word.key in _PREVENTS for word in words),
        says_not=sum(word.weight for word in words if word.key in negated - said)
        >= _MAINLY * sum(word.weight for word in words),
        text=plain(claim),
    )


def plain(text: str) -> str:
    """Text folded character by character, with its punctuation; each character stays in its place."""
    return "".join(folded if len(folded := FOLDING[ord(each)]) == 1 else each for each in text)


@dataclass(frozen=True)
class Written:
    """Text character by character, with the ends of its sentences."""

    text: str
    ends: Sequence[int]


def written_of(text: str) -> Written:
    """Prepare the text, once for all the rumours that it is close to."""
    folded = plain(text)
    return Written(folded, [0, *(found.end() for found in _SENTENCE.finditer(folded)), len(folded)])


def denies(
    written: Written,
    passage: tuple[int, int],
    words: Sequence[Token],
    claim: Polarity,
    others: Sequence[tuple[int, int]] = (),
) -> bool:
    """Whether a text denies the claim in a passage.

    `passage` is the range of its characters, `words` the tokens of the passage with their places in the text, `others`
    the passages about other rumours: cues in their sentences refer to those.
    """
    parts = [*_about(written, passage, others)]
    cues = [*_cues(written.text, parts, claim), *_reversed(words, claim), *_answered(written, passage)]
    return bool(cues) and max(cues)[1] is Cue.DENIES


def _about(written: Written, passage: tuple[int, int], others: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Ranges of the text that concern the passage: its sentences, those around them, and the title."""
    ends = written.ends
    first, last = bisect_right(ends, passage[0]) - 1, bisect_left(ends, passage[1])

    def is_taken(start: int, end: int) -> bool:
        return any(begun < end and start < ended for begun, ended in others)

    if first > _BEFORE and not is_taken(0, ends[1]):
        yield 0, ends[1]
    start, end = first, last
    while start > max(0, first - _BEFORE) and not is_taken(ends[start - 1], ends[start]):
        start -= 1
    while end < min(len(ends) - 1, last + _AFTER) and not is_taken(ends[end], ends[end + 1]):
        end += 1
    yield ends[start], ends[end]


def _cues(written: str, parts: Sequence[tuple[int, int]], claim: Polarity) -> Iterator[tuple[int, Cue]]:
    for start, end in parts:
        left = written[start:end]
        if claim.forbids:
            allowed = (found for found in _ALLOWED.finditer(left) if found[0] not in claim.text)
            yield from ((start + found.start(), Cue.DENIES) for found in allowed)
        for cue, pattern in _COMPILED:
            for found in pattern.finditer(left):
                said = found[0].strip("？?！!，,。 ")
                if cue is not Cue.NEUTRAL and said not in claim.text:
                    yield start + found.start(), cue
            left = pattern.sub(lambda found: "\0" * len(found[0]), left)


def _answered(written: Written, passage: tuple[int, int]) -> Iterator[tuple[int, Cue]]:
    """Start of the passage's sentence, as a denial, if that is a question with an answer."""
    first = bisect_right(written.ends, passage[0]) - 1
    start, end = written.ends[first], written.ends[min(first + 1, len(written.ends) - 1)]
    found = _ANSWERED.search(written.text, max(start, end - 2))
    if found and found.start() <= end and not _ASKS.search(written.text, start, end):
        yield found.start(), Cue.DENIES


def _reversed(words: Sequence[Token], claim: Polarity) -> Iterator[tuple[int, Cue]]:
    """Places where the passage says the contrary of what the claim says of a word."""
    for place, word in enumerate(words):
        if word.key not in claim.predicate or word.weight < 1 or word.key[0] == "#":
            continue
        if _is_negated(words, place):
            if word.key in claim.plain and (not claim.prevents or word.key in _PREVENTS):
                yield word.start, Cue.DENIES
        elif word.key in claim.negated and not claim.forbids and not _ended(words, word.clause):
            yield word.start, Cue.DENIES


def leaves_open(words: Sequence[Token], claim: Polarity) -> bool:
    """Whether the claim says that something is *not* so, and the passage does not say either."""
    return claim.says_not and not any(
        word.key in NEGATIONS or word.key in _ENDED or word.key in claim.negated for word in words
    )


def _is_negated(words: Sequence[Token], place: int) -> bool:
    """Whether an odd number of negations reaches the word; a prohibition (不能喝) is not a denial."""
    near = [word for word in words[max(0, place - _REACH) : place] if word.clause == words[place].clause]
    unable = words[place].key not in _ACTIONS and any(word.key == UNABLE for word in near)
    return sum(word.key == NOT for word in near) % 2 == 1 or unable or _fails(words, place)


def _fails(words: Sequence[Token], place: int) -> bool:
    """Whether the word is an action that fails: 杀不死, 治不了."""
    after = words[place + 1 : place + 2]
    return (
        words[place].key in _DEEDS
        and bool(after)
        and after[0].key in {NOT, UNABLE}
        and after[0].start == words[place].end
    )


def _ended(words: Sequence[Token], clause: int) -> bool:
    return any(word.clause == clause and (word.key in _ENDED or word.key in NEGATIONS) for word in words)
