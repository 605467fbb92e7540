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
    "must be an integer": "须为整数",
    "must be a boolean": "须为是或否",
    "must be a URL, {why}": "须为完整的网址，如https://example.cn/a",
    "{name} is too short: a name has at least {count} letters or characters after normalisation": (
        "{name} 太短：规范化后须至少有{count}个字母或文字"
    ),
    "must be a boolean, unable to interpret input": "须为是或否",
    "must be a string": "须为文本",
    "must be a date or datetime": "须为日期",
    "must be a date in the format YYYY-MM-DD": "须为日期，格式如2026-03-01",
    "must be {quoted}": "须为下列之一：{quoted}",
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
    "must be at most PT8H, a working day: claim it again to go on": "最长PT8H（8小时）；如需继续，请再次认领",
    "valid_until {last} lies before valid_from {first}": "截止日期{last}早于起始日期{first}",
    "nothing would change: give a name, a bio or an avatar": "没有任何变更：请填写名称、简介或头像",
    "name the source, or leave it out": "请写明来源，或留空",
    "must state the verified information: readers of the search page see it": (
        "须写明经核实的信息，读者会在搜索页看到"
    ),
    "must say what is claimed, such as 自来水已被污染": "请写明传播的内容，例如：自来水已被污染",
    "must be a date or datetime, {why}": "须为日期，格式如2026-03-01",
    "must be a number": "须为数字",
    "is not a `next` of this list: take it as it was given, or leave it out for the first page": (
        "该翻页位置不属于本列表，请回到开头"
    ),
    "must have at most {count} character": "最多{count}个字符",
    "must have at least {count} character": "至少{count}个字符",
    "ends must lie after begins": "结束须晚于开始",
    "must not be before `from`": "不得早于`from`",
    "the period may have at most {days} days": "期间最长{days}天",
    "{account} is named twice: name it once, in `sign` or in `release`": (
        "{account} 重复：请只在`sign`或`release`中写一次"
    ),
    "is required when the outcome is failed: give the obstacle": "结果为`failed`时必填：请写明障碍",
    "is required for {order}": "{order}须填写",
    "{period} has not begun: name one that has": "{period}尚未开始：请填写已开始的期间",
    "is required: say {what}": "必填：请写明{what}",
    "must be later than `from`": "须晚于`from`",
    "terms and exposure belong to one outcome: give `outcome` too": (
        "`terms`和`exposure`属于一个结果：请同时填写`outcome`"
    ),
    "is no whole PDF: save it anew, and send it as it is": "不是完整的PDF：请重新保存后原样发送",
    "says {said}, and the file is {found}": "所填为{said}，而文件为{found}",
    "must be at most P3D: ask an operator to assign it to somebody else": "最长P3D（3天）：如需更久请由运营人员改派",
    "is no view that you see: `GET /v1/views` lists them": "没有该视图：`GET /v1/views`可查",
    "is the word of a path of this API: choose another identifier": "与接口路径相同，请另选标识",
    "must be another identifier: this one is a path of the API": "该标识是接口路径，请另选",
    "a sanction excludes the other terms: give its duration in `consequences`": (
        "处置与其他条款不能并用：请在`consequences`中填写期限"
    ),
    "is named by two items: a case is decided once": "重复：一个事项只决定一次",
    "must name 1 to {most} accounts, in making or spreading": "须写明1至{most}个账号（制作或转发）",
    "lies in the future: report what was seen": "尚未到来：请报告已发生的",
    "must contain 1 to {most} exposures, in viewers or hours": "须有1至{most}项（`viewers`或`hours`）",
    "{accounts}{more}: named twice; name each account once": "{accounts}{more}：重复，每个账号只写一次",
    "contains a resident ID number, which would be stored permanently: remove it": (
        "含有居民身份证号码，将被永久保存：请删去"
    ),
    "must be an RFC 3339 time with an offset, such as 2026-03-01T09:00:00+08:00": (
        "须为带时区的RFC 3339时间，如2026-03-01T09:00:00+08:00"
    ),
    "must be a day, such as 2026-03-01": "须为日期，如2026-03-01",
    "gives a picture without `avatar`, the platform's reference of the picture: give both": (
        "有图片而没有`avatar`（平台的图片标识）：请同时填写"
    ),
    "give exactly one: resident_id for an individual, unified_social_credit_code otherwise": (
        "请只填一项：个人填resident_id，其他填unified_social_credit_code"
    ),
    "gives both id and follows: a consequence of a finding has the identifier of the finding": (
        "同时填写了`id`和`follows`：后续措施使用该认定的标识"
    ),
    "{member} is blank: leave it out, or give it": "{member}为空：请去掉或填写",
    "has more than the {characters} characters of a picture of {bytes} bytes": (
        "超过{bytes}字节图片的{characters}个字符"
    ),
    "must be base64 of the picture's bytes (RFC 4648), without line breaks or a data: prefix": (
        "须为图片字节的base64（RFC 4648），不含换行和data:前缀"
    ),
    "lies in the future: omit it for current knowledge, or name a past time": (
        "尚未到来：如问现状请去掉，或填写过去的时间"
    ),
    "is not for drafts: they are decided with the rumours and rules known now": (
        "不适用于稿件：稿件按现时已知的谣言和规则判定"
    ),
    "must be left out with `as_of`: a receipt states what was known at the time of the question": (
        "与`as_of`不能并用：回执证明提问当时已知的情况"
    ),
    "a line may have at most {bytes} bytes": "每行最多{bytes}字节",
    "the line is not JSON: {why}": "该行不是JSON：{why}",
    "must lie after `from`, and after the registration": "须晚于`from`，且晚于账号注册",
    "give exactly one: more_accounts, or own_name": "请只填一项：`more_accounts`或`own_name`",
    "give `kinds`, or `every_kind`: one of them": "请填写`kinds`或`every_kind`其中一项",
    "a key is a person's or a service's: give one of them": "密钥属于人员或服务：请填写其中一项",
    "a service's key needs its roles: choose at least one": "服务的密钥须有角色：请至少选择一个",
    "choose at least one role: whoever shall do nothing any more is deactivated instead": (
        "请至少选择一个角色：不再需要任何权限的人员应停用"
    ),
    "the time has no offset: write it as {instant}, or the day alone as {day}": (
        "时间缺少时区：请写作{instant}，或只写日期{day}"
    ),
    "the year must lie between {first}{more} and {last}": "年份须在{first}至{last}之间",
    "write when it happened as exactly as it is known, such as {examples}": (
        "请按所知的精确程度填写时间，如{examples}"
    ),
    "must be a whole hour, such as 2026-03-01T09:00:00+08:00: counts are reported by the hour": (
        "须为整点，如2026-03-01T09:00:00+08:00：按小时统计"
    ),
    "has a part that is no type of event; {why}": "含有不存在的事件类型；{why}",
    "the types are {codes}": "事件类型有{codes}",
    "must be one of {codes}": "须为下列之一：{codes}",
    "must not be empty: it shows no visible character": "不能为空：没有可见字符",
    "surrogates and U+0000 are not allowed: leave out U+{code}": "不允许代理字符和U+0000：请去掉U+{code}",
    "{why}: leave out U+{code}": "{why}：请去掉U+{code}",
    "{period} is not a period: write {forms}": "{period}不是期间：请写作{forms}",
    "{period} does not exist in the calendar: write {forms}": "{period}在历法中不存在：请写作{forms}",
    "the timeline must end after it starts: {start} … {end}": "时间线的结束须晚于开始：{start} … {end}",
    "a projection must end after it starts, and after the registration": "推演的结束须晚于开始，且晚于账号注册",
    "{discriminator} must be one of {codes}": "{discriminator}须为下列之一：{codes}",
    "must be a string with at most {count} characters": "最多{count}个字符",
    "must be a tuple": "须为列表",
    "must be a list": "须为列表",
    "must be a object": "须为对象",
    "must be a whole number": "须为整数",
    "must be a finite number": "须为有限的数",
    "must be a decimal": "须为小数",
    "must not contain more than {count} decimal places": "小数最多{count}位",
    "must be a multiple of {step}": "须为{step}的倍数",
    "{value} is not a duration we can multiply exactly: use weeks, days, hours, minutes and seconds, such as "
    "P7D, P30D or PT12H (months and years differ in length)": (
        "期限请用周、天、小时、分、秒表示，如P7D（7天）、P30D（30天）或PT12H（12小时）；月和年长短不一，不能使用"
    ),
    "must be an address such as https://app.example.cn/account or exampleapp://account, in ASCII": (
        "须为ASCII地址，如https://app.example.cn/account或exampleapp://account"
    ),
    "must be an opaque token of 1 to 128 visible ASCII characters": "须为1至128个可见ASCII字符的标记",
    "must be rct_ and 32 hexadecimal digits": "须为rct_加32位十六进制数字",
    "must be one of {codes}: similar texts are detected in posts": "须为下列之一：{codes}；相似文本由帖子发现",
    "lies in the future: a post is reported when it is published": "尚未到来：帖子发布后再报告",
    "must be at least {least} and at most {most}": "须不少于{least}、不多于{most}",
    "lies under none of the addresses that STANDING_STATUS_RETURN_URLS allows": (
        "不在STANDING_STATUS_RETURN_URLS允许的地址之下"
    ),
    "name an account, a content, or both": "请填写账号、内容或两者",
    "is about a privilege: name it in `privilege` too": "该项针对权限：请同时填写`privilege`",
    "must be later than `{field}`": "须晚于`{field}`",
    "lies further ahead than is prepared for the search: name an earlier instant": "超出检索已备的时间，请填较早的时间",
    "lies in the past, which the search does not know: leave it out for now, or read the past of an account at "
    "/v1/accounts/{account}/timeline": (
        "早于现在，检索不涉及过去：请去掉，或在/v1/accounts/{account}/timeline查看账号的过去"
    ),
    "its identifier {id} occurs earlier in the list: give one of them another `id`": (
        "标识 {id} 在列表中重复：请为其中一个另设`id`"
    ),
    "why the report is not accepted": "不接受该报告的原因",
    "must be a string of whole characters: U+{code} is half of a character": "须为完整字符的文本：U+{code}是半个字符",
    "give exactly one: holder, account, or reference": "请只填一项：`holder`、`account`或`reference`",
}
