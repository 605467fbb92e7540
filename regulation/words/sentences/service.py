"""Authentication, limits, outages, and records that do not exist."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    "this session's sign-in is of {at}, and this takes a fresh one: `standing sign-in`": (
        "该会话的登录时间为{at}，此操作须重新登录：`standing sign-in`"
    ),
    "there is no account {account}; register it first": "账号 {account} 不存在，请先注册",
    "the audit has no event {event}": "没有审计记录 {event}",
    "case {case} has no file {digest}… that is kept here": "事项 {case} 没有留存文件 {digest}…",
    "there is no such receipt: use the identifier in the header `Receipt`": (
        "该回执不存在：请使用响应头`Receipt`中的标识"
    ),
    "the database cannot be reached: ask again shortly": "无法连接数据库，请稍后重试",
    "the account is at version {found}, {wanted} was asked for: ask again": (
        "账号版本为{found}，所问版本为{wanted}：请重试"
    ),
    "the receipt cannot be stored, as the database cannot be reached: ask again shortly": (
        "无法连接数据库，回执未能保存：请稍后重试"
    ),
    "no receipt can be stored while this host's clock is wrong: ask another host": (
        "本机时钟有误，不能保存回执：请使用其他主机"
    ),
    "no receipt can be stored, as the ledger has not reached the account's version: ask again": (
        "台账尚未到达该账号的版本，回执未能保存：请重试"
    ),
    "account {account} has no action with this identifier": "账号 {account} 没有该标识的处置",
    "{who} may have {limit}: try again in {seconds} s": "{who}的上限为{limit}：请{seconds}秒后重试",
    "this Idempotency-Key was used for another request: use a new key for each command, the same to repeat it": (
        "该Idempotency-Key已用于另一请求：每个命令请用新的键，重发时用同一键"
    ),
    "account {account} is at version {actual}, not {expected}: read it again and retry with its version": (
        "账号 {account} 的版本为{actual}，不是{expected}：请重新读取后以其版本重试"
    ),
    "{kind} {record} is at version {actual}, not {expected}: read it again and retry with its version": (
        "{kind} {record} 的版本为{actual}，不是{expected}：请重新读取后以其版本重试"
    ),
    "account {account} is at version {found}, {wanted} was requested: retry in a moment, or use a version that "
    "an earlier answer returned": (
        "账号 {account} 的版本为{found}，所求版本为{wanted}：请稍后重试，或使用先前答复中的版本"
    ),
    "retry shortly; a command that is repeated with the same Idempotency-Key is carried out once": (
        "请稍后重试；以同一Idempotency-Key重发的命令只执行一次"
    ),
    "the database took too long, or a lock was not released in time; nothing was recorded: retry shortly, or "
    "send a smaller request": ("数据库响应超时或锁未及时释放，未作任何记录：请稍后重试，或减小请求"),
    "{said}; nothing is recorded here until then; use another host": "{said}；此前本机不作记录，请使用其他主机",
    "the connection ended before the whole body was received": "连接在收到完整内容之前中断",
    "an unexpected error; the log has the details under the identifier in `instance`": (
        "发生意外错误；日志中以`instance`的标识记有详情"
    ),
    "there is no {kind} {record}": "{kind} {record} 不存在",
    "character {place}: {why}": "第{place}个字符：{why}",
    "this path does not exist: /openapi.json lists all paths": "该路径不存在：/openapi.json列出全部路径",
    "use {codes} here": "此处请使用{codes}",
    "the body cannot be read as JSON in UTF-8": "内容无法按UTF-8的JSON读取",
    "this takes a key with the role {roles}; yours has {has}": "此操作须具有角色“{roles}”；您的角色为“{has}”",
    "send `Authorization: Bearer sk_…`": "请发送`Authorization: Bearer sk_…`",
    "a request line and its headers may have {bytes} bytes together, in {fields} fields": (
        "请求行和请求头合计最多{bytes}字节、{fields}个字段"
    ),
    "this process accepts {count} connections: reuse open ones, or try later": (
        "本进程最多{count}个连接：请复用连接，或稍后再试"
    ),
    "one address may have {count} connections: reuse open ones": "同一地址最多{count}个连接：请复用连接",
    "this is not valid HTTP/1.1 (RFC 9112)": "不是有效的HTTP/1.1（RFC 9112）",
    "send exactly one Host header": "请发送且只发送一个Host请求头",
    "HTTP/1.0 has no Transfer-Encoding: send Content-Length": "HTTP/1.0没有Transfer-Encoding：请发送Content-Length",
    "there is no cluster {cluster}: `GET /v1/coordination/clusters` lists them": (
        "联动账号组 {cluster} 不存在：`GET /v1/coordination/clusters`可查"
    ),
    "an identifier has no slash": "标识不含斜杠",
    "the form cannot be read: reload the page and send it again": "表单无法读取：请重新载入页面后再提交",
    "only a page of this reference may call with the session": "仅本参考文档的页面可使用会话调用",
    "what changes something takes a fresh sign-in: sign in again": "变更操作须重新登录：请再次登录",
    "there is no action {name}": "没有操作 {name}",
    "there is no list {name}": "没有列表 {name}",
    "name the action that it concerns": "请指明所针对的处置",
    "a body may have at most {bytes} bytes": "内容最多{bytes}字节",
    "send the body with `Content-Type: {type}`": "请以`Content-Type: {type}`发送",
    "you have no session {session}: GET /v1/sessions lists yours": "您没有会话 {session}：GET /v1/sessions可查",
    "sessions of others take the role operator; without `person` you get your own": (
        "查看他人的会话须具有运营人员角色；不填`person`时返回您自己的"
    ),
    "a service makes no keys: a person or an operator does": "服务不能创建密钥：请由人员或运营人员创建",
    "you have no key {key}: GET /v1/keys lists yours": "您没有密钥 {key}：GET /v1/keys可查",
    "the image begins like {kind} but cannot be decoded: is it cut off or damaged?": (
        "图片开头像{kind}但无法解码：可能不完整或已损坏"
    ),
    "the image's header and its content do not agree: save it anew with another program": (
        "图片的文件头与内容不符：请用其他程序重新保存"
    ),
    "the image begins like {kind} but declares no size: is it cut off or damaged?": (
        "图片开头像{kind}但没有尺寸：可能不完整或已损坏"
    ),
    "the image is empty: send the bytes of a PNG, JPEG or WebP file": "图片为空：请发送PNG、JPEG或WebP文件",
    "the image has {bytes} bytes, at most {most} are read: send a smaller one": (
        "图片为{bytes}字节，最多{most}字节：请缩小"
    ),
    "the image has {size}: each side must have at least {least}": "图片尺寸为{size}：每边至少{least}",
    "the image declares {size}, at most {most} are decoded: send a smaller one": (
        "图片尺寸为{size}，最多{most}：请缩小"
    ),
    "the image declares {size}: a side may have at most {most}": "图片尺寸为{size}：每边最多{most}",
    "the image has more than {most} parts: save it anew with another program": (
        "图片超过{most}个部分：请用其他程序重新保存"
    ),
    "the bytes are no PNG, JPEG or WebP image: convert it to one of these": "不是PNG、JPEG或WebP图片：请转换格式",
    "the image passes more than {most} times over its pixels: save it anew with another program, as a JPEG that "
    "is not progressive": ("图片扫描超过{most}遍：请用其他程序另存为非渐进式JPEG"),
    "the process that decodes pictures ended twice: try again in a few seconds": "图片解码进程两次退出：请几秒后重试",
    "no process was free to decode the image for {seconds} s: try again": "{seconds}秒内没有空闲的解码进程：请重试",
    "there is too little in this picture to recognise it by: send the emblem with its details": (
        "图片内容过少，无法识别：请发送有细节的标识"
    ),
    "{count} pictures wait already: try again in a few seconds": "已有{count}张图片等待：请几秒后重试",
    "the holder key is not the one that this database was begun with, so no holder would be recognised: set "
    "STANDING_HOLDER_KEY to the original key, or restore holder.key in the data folder from its backup": (
        "主体密钥与本数据库初建时不同，无法识别主体：请将STANDING_HOLDER_KEY设为原密钥，或从备份恢复holder.key"
    ),
    "account": "账号",
    "case": "事项",
    "directive": "指令",
    "network": "MCN机构",
    "report": "报告",
    "rumour": "谣言",
    "exposure": "曝光",
    "cleanup": "粉丝清理",
    "exemption": "豁免",
    "subscription": "回调",
    "rescreen": "复筛",
    "person": "人员",
    "bulk": "批量处置",
    "lexicon": "名录",
    "send your API key as `Authorization: Bearer sk_…`": "请以`Authorization: Bearer sk_…`发送您的密钥",
    "this API key is not known or was revoked: make one with `standing keys create`": (
        "该密钥不存在或已撤销：请用`standing keys create`创建"
    ),
    "this host's clock is {seconds} s {where} the database's: set it by NTP, and look at the database's host too": (
        "本机时钟与数据库相差{seconds}秒（{where}）：请以NTP校准，并检查数据库主机"
    ),
    "ahead of": "快",
    "behind": "慢",
    "it begins with a byte order mark: send UTF-8 without one": "内容以字节顺序标记开头：请发送不带标记的UTF-8",
    "it is UTF-16 or UTF-32: send UTF-8": "内容为UTF-16或UTF-32：请发送UTF-8",
    "it is not UTF-8: byte {place} begins no character": "内容不是UTF-8：第{place}字节不是字符的开头",
    "it cannot be read: {why}": "无法读取：{why}",
    "{path} surrogates and U+0000 are not allowed: leave out U+{code}": (
        "{path} 不允许代理字符和U+0000：请去掉U+{code}"
    ),
    "the connection was idle for too long": "连接空闲过久",
    "an upload may have at most {bytes} bytes: send the rest in another": "一次上传最多{bytes}字节：其余请另行上传",
    "the line has more than {bytes} bytes": "该行超过{bytes}字节",
    "{why}: give it another `ref`": "{why}：请另设`ref`",
    "a run may have at most {rows} rows: use a second run": "一个批次最多{rows}行：请另建批次",
    "it is not a URL: {why}": "不是URL：{why}",
    "it names no host: write https://host/path": "缺少主机名：请写作https://host/path",
    "it contains a user name or a password: deliveries are signed instead": "含有用户名或密码：投递以签名验证",
    "it has a fragment (#…), which is never sent": "含有片段（#…），片段不会发送",
    "it must begin with https://": "必须以https://开头",
    "it must begin with https:// or http://": "必须以https://或http://开头",
    "{host} is not a public address": "{host} 不是公网地址",
    "{host} does not resolve: {why}": "{host} 无法解析：{why}",
    "{host} does not resolve to a public address": "{host} 未解析到公网地址",
    "{host} has no address": "{host} 没有地址",
    "no answer within {seconds} s": "{seconds}秒内没有应答",
    "answered {status}: redirects are not followed, give the final address": (
        "应答{status}：不跟随重定向，请填写最终地址"
    ),
    "answered {status}: {excerpt}": "应答{status}：“{excerpt}”",
    "answered {status}": "应答{status}",
    "the connection failed: {why}": "连接失败：“{why}”",
    "to decode the image takes more than {seconds} s of processor time: save it anew with another program, or "
    "send a smaller one": ("图片解码超过{seconds}秒：请用其他程序重新保存，或缩小"),
    "to decode the image takes more than {size} of memory: save it anew with another program, or send a smaller one": (
        "图片解码所需内存超过{size}：请用其他程序重新保存，或缩小"
    ),
    "the image broke the program that decodes it: save it anew with another program": (
        "图片使解码程序出错：请用其他程序重新保存"
    ),
    "the image was not decoded within {seconds} s: send a smaller one": "图片未能在{seconds}秒内解码：请缩小",
}
