"""Parts of other sentences: roles, limits, kinds of things, and what parsers say of a text that they cannot read."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    # Roles of callers.
    "platform": "平台系统",
    "reviewer": "审核人员",
    "operator": "运营人员",
    "auditor": "审计人员",
    "regulator": "网信部门",
    # Limits (`api/http/budgets.py`).
    "one key": "每个密钥",
    "one address without a key that is known here": "未使用有效密钥的每个地址",
    "one address": "每个地址",
    "one status link": "每个状态链接",
    "{count} verdicts in {seconds} s": "{seconds}秒内{count}次裁决",
    "{count} items in {seconds} s": "{seconds}秒内{count}项提问",
    "{count} reads in {seconds} s": "{seconds}秒内{count}次读取",
    "{count} commands in {seconds} s": "{seconds}秒内{count}个命令",
    "{count} exports in {seconds} s": "{seconds}秒内{count}次导出",
    "{count} requests in {seconds} s": "{seconds}秒内{count}次请求",
    "{count} unknown keys in {seconds} s": "{seconds}秒内{count}个未知密钥",
    # Kinds of records, and how long they have been what they are.
    "account": "账号",
    "bulk": "批量处置",
    "case": "事项",
    "cleanup": "粉丝清理",
    "directive": "指令",
    "exemption": "豁免",
    "exposure": "曝光",
    "lexicon": "名录",
    "network": "MCN机构",
    "person": "人员",
    "report": "报告",
    "rescreen": "复筛",
    "rumour": "谣言",
    "run": "批次",
    "subscription": "回调",
    "view": "视图",
    "{status} since {at}": "{status}（自{at}起）",
    "receiving": "接收中",
    "cancelled": "已取消",
    "completed": "已完成",
    "rumour {rumour} is {status} since {at}": "谣言 {rumour} 自{at}起为{status}",
    "row {row} (line {line}) was sent before with other content (line {earlier})": (
        "行 {row}（第{line}行）曾以其他内容发送（第{earlier}行）"
    ),
    "（理由待填写 / reason to be given）": "（理由待填写）",
    # When two people decide, and why a reason is asked for.
    "before an account is closed as a sanction": "方可因违规关闭账号",
    "before profit-making is cancelled for good": "方可永久取消营利权限",
    "why the report is replaced": "替换该报告的原因",
    "why the report is tried again": "重试的原因",
    "a month such as 2026-10, a week such as 2026-W41, or a quarter such as 2026-Q4": (
        "月（如2026-10）、周（如2026-W41）或季度（如2026-Q4）"
    ),
    "{to} is no person": "{to} 不是人员",
    "{person} may not decide cases of kind {kind}": "{person} 不能审理“{kind}”类事项",
    "nobody yet, add a person with the role first": "暂无，请先添加具有该角色的人员",
    "finding": "认定",
    "impersonation finding": "假冒仿冒认定",
    "none was given": "未提供",
    "only {what} was given": "只提供了{what}",
    "service_qualification (服务资质: a licence to practise, to teach or to advise)": (
        "服务资质（执业、教学或咨询的许可）"
    ),
    "professional_qualification (职业资格: a certificate with its number)": "职业资格（证书及其编号）",
    "professional_background (专业背景: post, title and institution)": "专业背景（职务、职称和单位）",
    "service_qualification": "服务资质",
    "professional_qualification": "职业资格",
    "professional_background": "专业背景",
    # What parsers of JSON say.
    "{why} at line {line} column {column}": "{why}（第{line}行第{column}列）",
    "EOF while parsing a value": "内容在一个值中途结束",
    "EOF while parsing a list": "内容在列表中途结束",
    "EOF while parsing an object": "内容在对象中途结束",
    "EOF while parsing a string": "内容在文本中途结束",
    "expected {what}": "此处应为{what}",
    "expected value": "此处应有一个值",
    "expected ident": "此处应有一个值",
    "invalid escape": "转义写法不正确",
    "invalid number": "数字写法不正确",
    "number out of range": "数字超出范围",
    "invalid unicode code point": "含有无效的字符编码",
    "unexpected end of hex escape": "十六进制转义不完整",
    "lone leading surrogate in hex escape": "转义只有半个字符",
    "control character (\\u0000-\\u001F) found while parsing a string": "文本中含有控制字符",
    "key must be a string": "名称须为文本",
    "trailing comma": "多余的逗号",
    "trailing characters": "末尾有多余的内容",
    "recursion limit exceeded": "嵌套过深",
}
