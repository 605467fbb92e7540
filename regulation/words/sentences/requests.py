"""Faults of requests: fields, headers and bodies."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    "is required": "必填",
    "is not known here: leave it out, or correct its spelling": "此处没有该项，请去掉或更正",
    "was given more than once: give it once": "重复填写，请只填一次",
    "must be a JSON object": "格式不正确",
    "must not be empty": "不能为空",
    "must have at most {count} characters": "最多{count}个字符",
    "must have at least {count} characters": "至少{count}个字符",
    "must have at most {count} items": "最多{count}项",
    "must have at least {count} items": "至少{count}项",
    "must have at most {count} item": "最多{count}项",
    "must have at least {count} item": "至少{count}项",
    "must have at most {count} characters, and at most {bytes} bytes in UTF-8": (
        "最多{count}个字符，且按UTF-8编码不超过{bytes}字节"
    ),
    "must be greater than or equal to {bound}": "不得小于{bound}",
    "must be less than or equal to {bound}": "不得大于{bound}",
    "must be greater than {bound}": "必须大于{bound}",
    "must be less than {bound}": "必须小于{bound}",
    "must be a integer, unable to parse string as an integer": "须为整数",
    "must be a integer": "须为整数",
    "must be a boolean": "须为是或否",
    "must be a boolean, unable to interpret input": "须为是或否",
    "must be a string": "须为文本",
    "must be a date or datetime": "须为日期",
    "must be a date in the format YYYY-MM-DD": "须为日期，格式如2026-03-01",
    "must be {values}": "须为下列之一：{values}",
    "a duration is ISO 8601 text such as P7D or PT12H": "期限请按此格式填写：P7D（7天）或PT12H（12小时）",
    "this is not a duration we can multiply exactly: use weeks, days, hours, minutes and seconds, such as P7D, "
    "P30D or PT12H (months and years differ in length)": (
        "期限请用周、天、小时、分、秒表示，如P7D（7天）、P30D（30天）或PT12H（12小时）；月和年长短不一，不能使用"
    ),
    "… is not a duration we can multiply exactly: use weeks, days, hours, minutes and seconds, such as P7D, P30D "
    "or PT12H (months and years differ in length)": (
        "期限请用周、天、小时、分、秒表示，如P7D（7天）、P30D（30天）或PT12H（12小时）；月和年长短不一，不能使用"
    ),
    "the duration must be longer than zero": "期限必须大于零",
    "the duration must be at most P{days}D (ten years)": "期限最长{days}天（十年）",
    "a time is written as RFC 3339 text with an offset, such as {example}": "时间请按此格式填写：{example}",
    "the time has no offset: write it as {example}": "时间缺少时区，请写作{example}",
    "the time must lie between {first} and {last}": "时间须在{first}至{last}之间",
    "the date must lie between {first} and {last}": "日期须在{first}至{last}之间",
    "must be 1 to 64 letters, digits, dots, underscores or hyphens, a letter or digit first": (
        "须为1至64个字母、数字、点、下划线或连字符，且以字母或数字开头"
    ),
    "must be 1 to 200 characters without spaces or control characters": "须为1至200个字符，不含空格和控制字符",
    "must be an address that begins with http:// or https://, of 1,000 characters at most": (
        "须为以http://或https://开头的地址，最多1000个字符"
    ),
    "must be an address that begins with http:// or https://, of 200 characters at most": (
        "须为以http://或https://开头的地址，最多200个字符"
    ),
    "must be a search term of 2 to 100 characters, without spaces: one term for each": (
        "检索词须为2至100个字符，不含空格，每项一个"
    ),
    "must be a SHA-256 as 64 hexadecimal digits in lower case": "须为64位小写十六进制的SHA-256",
    "must be 1 to 100 characters that can be shown, none of them a space at the beginning": (
        "须为1至100个可显示的字符，开头不能有空格"
    ),
    "must be 1 to 255 visible ASCII characters without spaces": "须为1至255个可见的ASCII字符，不含空格",
    'must be one version in quotation marks, such as "3"': '须为带引号的版本号，如"3"',
    "has characters that are not allowed here": "含有此处不允许的字符",
    "control characters are not allowed": "不能含有控制字符",
    "is empty: give text, link or digest": "不能为空：请填写说明、链接或摘要值",
    "give valid_from and valid_until, a duration, or a sanction": "请填写有效期起止日期、期限或处置",
    "must be at most PT8H, a working day: claim it again to go on": "最长PT8H（8小时）；如需继续，请再次领取",
    "valid_until {last} lies before valid_from {first}": "截止日期{last}早于起始日期{first}",
    "nothing would change: give a name, a bio or an avatar": "没有任何变更：请填写名称、简介或头像",
    "name the source, or leave it out": "请写明来源，或留空",
    "must state the verified information: readers of the search page see it": (
        "须写明经核实的信息，读者会在搜索页看到"
    ),
    "must say what is claimed, such as 自来水已被污染": "请写明传播的内容，例如：自来水已被污染",
    "must be a date or datetime, {why}": "须为日期，格式如2026-03-01",
    "must be a number, unable to parse string as a number": "须为数字",
    "must be a number": "须为数字",
    "is not a `next` of this list: take it as it was given, or leave it out for the first page": (
        "该翻页位置不属于本列表，请回到开头"
    ),
    "must have at most {count} character": "最多{count}个字符",
    "must have at least {count} character": "至少{count}个字符",
    "ends must lie after begins": "结束须晚于开始",
}
