"""Sentences that the system itself records: titles of cases, evidence, reasons, findings of screening.

They stay in the records as they were written, in English; an answer and a page show the Chinese beside or instead.
"""

from collections.abc import Mapping
from typing import Final

_PROFILE: Final[Mapping[str, str]] = {
    "the name is {protected} ({kind}, {rule})": "名称即“{protected}”（{kind}；{rule}）",
    "the name holds {protected} ({kind}, {rule})": "名称含有“{protected}”（{kind}；{rule}）",
    "the name holds, written otherwise, {protected} ({kind}, {rule})": (
        "名称以变体写法含有“{protected}”（{kind}；{rule}）"
    ),
    "the name looks like {protected} ({kind}, {rule})": "名称形似“{protected}”（{kind}；{rule}）",
    "the name spells {protected} ({kind}, {rule})": "名称以拼音写出“{protected}”（{kind}；{rule}）",
    "the name is made like that of an organ or outlet: {protected} ({kind}, {rule})": (
        "名称形如机关或媒体：“{protected}”（{kind}；{rule}）"
    ),
    "the avatar is like the emblem {name} ({emblem}): {how}, likeness {likeness}": (
        "头像近似标识“{name}”（{emblem}）：{how}，相似度{likeness}"
    ),
    "the phone of account {account}, which was closed as a sanction": "电话与因违规关闭的账号 {account} 相同",
    "the device of account {account}, which was closed as a sanction": "设备与因违规关闭的账号 {account} 相同",
    "the payout account of account {account}, which was closed as a sanction": (
        "收款账户与因违规关闭的账号 {account} 相同"
    ),
    "nearly the name of account {account}, which was closed as a sanction": "名称近似因违规关闭的账号 {account}",
}
_KINDS: Final[Mapping[str, str]] = {
    "party": "党的机关",
    "government": "政府机关",
    "military": "军队",
    "legislature": "人大",
    "judicial": "司法机关",
    "mass organisation": "群团组织",
    "news media": "新闻媒体",
    "state broadcaster": "中央广播电视",
    "administrative division": "行政区划",
}
_RULES: Final[Mapping[str, str]] = {
    "protected_name": "受保护的名称",
    "ordinary_word": "与普通词语相同的名称",
    "short_name": "没有其他含义的简称",
    "staff": "与工作人员或频道用语相邻",
    "division": "行政区划全称",
    "division_short": "行政区划简称",
    "state": "国家或中央",
    "organ": "行政区划与机关",
    "organ_alone": "机关的通用名称",
    "outlet": "行政区划与官方媒体",
    "service": "行政区划与执法或公共部门",
    "newsroom": "行政区划与新闻机构",
    "newsroom_alone": "新闻机构的通用名称",
    "look_alike": "字形相近",
    "pinyin": "拼音",
    "contained": "名称中含有",
    "bio_claim": "简介中自称",
    "bio_contained": "简介中含有",
}
"""Rows of the screening table (`screening/holding.py`), in short."""

_ORDERS: Final[Mapping[str, str]] = {
    "remove followers gained through a violation": "清理违规获取的粉丝",
    "restore followers removed in error": "恢复误清理的粉丝",
    "label content as a rumour": "为谣言内容加注标签",
    "take a label back and say so": "撤销标签并予以说明",
    "pin verified information at the top of the search page": "在搜索页面置顶辟谣信息",
    "take a pinned information back": "撤销置顶",
    "recommend the debunking to those who saw the rumour": "向接触过谣言的用户推送辟谣信息",
    "report how far rumour and debunking reached": "报告谣言与辟谣信息的触达范围",
}
_STEPS: Final[Mapping[str, str]] = {
    "label the content": "为内容加注标签",
    "pin the verified information": "置顶经核实的信息",
    "recommend the debunking": "推送辟谣信息",
    "measure the reach": "统计触达",
    "take the labels back": "撤销标签",
    "take the pinned information back": "撤销置顶信息",
    "send the correction to those who saw the debunking": "向看到辟谣信息的用户更正",
}
_TIES: Final[Mapping[str, str]] = {
    "the same holder": "属于同一主体",
    "the same payout account": "使用同一收款账户",
    "the same phone": "使用同一手机号",
    "the same device": "使用同一设备",
    "the same network": "使用同一网络",
    "the same MCN": "属于同一MCN机构",
    "near-duplicate texts at about the same time": "在短时间内发布高度相似的内容",
}
_NETWORKS: Final[Mapping[str, str]] = {
    "no new followers and no recommendation for its accounts": "限制新增粉丝和推荐",
    "no profit-making for its accounts": "暂停营利权限",
    "expelled: its roster is released, and it may sign nobody": "清退",
    "no new followers and no recommendation for its accounts for {days} days": "限制新增粉丝和推荐{days}天",
    "no profit-making for its accounts for {days} days": "暂停营利权限{days}天",
    "{count} violations on its roster; proposed: {what}. {violations}": (
        "其签约账号共有{count}次违规；建议：{what}。{violations}"
    ),
}

_CASES: Final[Mapping[str, str]] = {
    # Titles.
    "verified information is missing: {claim}": "尚无经核实的信息：{claim}",
    "the claim is true, and {violation} stands on account {account}": (
        "该说法属实，而账号 {account} 的处置 {violation} 仍然有效"
    ),
    "failed: {order}": "指令执行失败：{order}",
    "overdue: {order}": "指令逾期：{order}",
    "report {id}: mismatch": "报告 {id}：两次统计不一致",
    "report {id}: undelivered": "报告 {id}：未能送达",
    "report {id}: unacknowledged": "报告 {id}：未获确认",
    "report {id}: rejected": "报告 {id}：未获接受",
    "certification in {field}, {first} to {last}": "{field}领域资质认证，{first}至{last}",
    "an avatar like {name}": "头像近似“{name}”",
    "{count} accounts that may act in concert": "{count}个账号疑似联动",
    "{count} accounts that may act in concert: {signals}": "{count}个账号疑似联动：{signals}",
    "{count} accounts that joined a cluster: {signals}": "{count}个账号加入联动账号组：{signals}",
    "tied to each other through others": "经其他账号相关联",
    "{count} accounts that joined cluster {cluster}": "{count}个账号加入联动账号组 {cluster}",
    "followers were removed that no order asked for": "清理了指令未要求清理的粉丝",
    # Evidence.
    "{step}: nobody has verified the claim": "{step}：尚无人核实该说法",
    "the platform answered that it failed: {why}": "平台答复未能执行：{why}",
    "due {due}, sent {count} times, last {at}; no answer": "应于{due}前完成，已发送{count}次，最近一次{at}；未获答复",
    "violation {id}: the platform says that the followers are removed, and reports no count that would show it": (
        "违规 {id}：平台称粉丝已清理，但未报告可供核对的粉丝数"
    ),
    "violation {id}: after {orders} orders the count still shows {left} followers too many": (
        "违规 {id}：发出{orders}次指令后，粉丝数仍多出{left}"
    ),
    "violation {id}: the order was withdrawn by hand: {why}": "违规 {id}：指令已由人员撤回：{why}",
    "violation {id}: the count shows {missing} followers fewer than there should be: others than ordered were "
    "removed; find out which, and have them restored": (
        "违规 {id}：粉丝数比应有的少{missing}：误清理了指令以外的粉丝；请查明并恢复"
    ),
    "no reason": "未说明理由",
    "the second count over the ledger differs": "与台账的再次统计不一致",
    "tried {count} times, the last time: {why}": "已尝试{count}次，最近一次：{why}",
    "delivered {at}, and no answer since": "{at}送达，此后未获答复",
    "never": "从未",
    "the regulator rejects it: {why}": "网信部门不予接受：{why}",
    "restrictions": "限制",
    "begun": "新增",
    "ended": "结束",
    "in_force": "有效",
    "account_kind": "账号类别",
    "field": "领域",
    "method": "营利方式",
    "accounts: the report has {ours}, the ledger {theirs}": "账号数：报告为{ours}，台账为{theirs}",
    "{line}: the report has {ours}, the ledger {theirs}": "{line}：报告为{ours}，台账为{theirs}",
    "given with the appeal": "随申诉提交",
    "the avatar": "该头像",
    "like the emblem {name} ({emblem}): {how}, likeness {likeness}": (
        "近似标识“{name}”（{emblem}）：{how}，相似度{likeness}"
    ),
    "{count} features agree": "{count}处特征一致",
    "a part of the picture looks alike": "图片局部相似",
    "asked for the name: {name}": "申请的名称：{name}",
    "asked for the bio: {bio}": "申请的简介：{bio}",
    "asked for the avatar: {avatar}": "申请的头像：{avatar}",
    "(none)": "（无）",
    "{count} accounts, {pairs} pairs tied strongly, {ties} ties": "{count}个账号，{pairs}对强关联，{ties}项关联",
    "{count} accounts, {pairs} pairs tied strongly, {ties} ties; graph: GET "
    "/v1/coordination/clusters/{cluster}/graph, all members: GET /v1/coordination/clusters/{again}": (
        "{count}个账号，{pairs}对强关联，{ties}项关联；图与全部成员见联动账号组 {cluster}"
    ),
    "cluster {cluster} has grown by {count} accounts: {accounts}": "联动账号组 {cluster} 新增{count}个账号：{accounts}",
    "cluster {cluster} has grown by {count} accounts: {accounts}; it is one with {others}": (
        "联动账号组 {cluster} 新增{count}个账号：{accounts}；并与 {others} 合为一组"
    ),
    "{tie} (text {number}): {count} accounts, {accounts}": "{tie}（文本{number}）：{count}个账号：{accounts}",
    "{tie} ({token}): {count} accounts, {accounts}": "{tie}（{token}）：{count}个账号：{accounts}",
    "{some} and {count} more": "{some}等（另有{count}个）",
    # Reasons.
    "the account exists already with the same content": "该账号已存在，内容相同",
    "{cause} was overturned": "{cause} 已被撤销",
    "case {case} was corrected": "事项 {case} 已更正",
    "carried out, acknowledged {at}": "已执行，于{at}确认",
    "the order was withdrawn: {why}": "指令已撤回：{why}",
    "the clean-up is cleaned": "粉丝清理已完成",
    "the clean-up is settled": "粉丝清理已由人员了结",
    "the clean-up is stopped": "粉丝清理已停止",
    "the clean-up is {status}": "粉丝清理的状态为{status}",
    "report {id} is acknowledged since {at}": "报告 {id} 已于{at}获确认",
    "report {id} is amended since {at}": "报告 {id} 已于{at}更正",
    "report {id} is reconciled since {at}": "报告 {id} 已于{at}核对一致",
    "report {id} is {status} since {at}": "报告 {id} 自{at}起为{status}",
    "information verified {at}": "{at}核实信息",
    "closed {at}": "{at}结束",
    "corrected {at}": "{at}更正",
    "the information was replaced": "经核实的信息已更换",
    "the rumour is closed": "谣言处置已结束",
    "the rumour is corrected": "谣言经核实属实，已更正",
    "the rumour is {status}": "谣言的状态为{status}",
    "the claim of rumour {rumour} is true": "谣言 {rumour} 的说法属实",
}

SENTENCES: Final[Mapping[str, str]] = {
    **_KINDS,
    **_RULES,
    **_ORDERS,
    **_STEPS,
    **_TIES,
    **_NETWORKS,
    **_CASES,
    **_PROFILE,
    **{said.replace("the name ", "the bio ", 1): zh.replace("名称", "简介", 1) for said, zh in _PROFILE.items()
       if said.startswith("the name ")},
    # A title of a case names the account's name, and the one that is asked for, before the grounds.
    **{f"{{shown}}: {said}": f"{{shown}}：{zh}" for said, zh in _PROFILE.items()},
    **{f"{{shown}}: {said.replace('the name ', 'the bio ', 1)}": f"{{shown}}：{zh.replace('名称', '简介', 1)}"
       for said, zh in _PROFILE.items() if said.startswith("the name ")},
}  # fmt: skip
