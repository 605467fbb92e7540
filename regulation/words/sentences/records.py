"""Refusals of commands on cases, rumours and other records."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    "{found}; everybody can read what is published": "{found}；公示内容人人可见",
    "exposure {number} is {status} since {at}: {why}": "曝光 {number} 自{at}起为{status}：{why}",
    "exposure {number} is {status} since {at} ({more}): {why}": "曝光 {number} 自{at}起为{status}（{more}）：{why}",
    "there is no such exposure: `GET /v1/exposures` lists them": "该曝光不存在：`GET /v1/exposures`可查",
    "there is no such exposure: `GET /v1/public/exposures` lists them": (
        "该曝光不存在：`GET /v1/public/exposures`可查"
    ),
    "exposure {number} exists already": "曝光 {number} 已存在",
    "there is no such network: `GET /v1/networks` lists them, `POST /v1/networks` registers one": (
        "该MCN机构不存在：`GET /v1/networks`可查，`POST /v1/networks`可登记"
    ),
    "network {network} was expelled: {why}; lift that sanction first if it was wrong": (
        "MCN机构 {network} 已被清退：{why}；如有误，请先解除该处置"
    ),
    "network {network} exists already: choose another id": "MCN机构 {network} 已存在，请另选标识",
    "network {network} has no sanction {sanction} in force; in force: {running}": (
        "MCN机构 {network} 没有执行中的处置 {sanction}；执行中的有：{running}"
    ),
    "there is no such directive: its id is in the event `directive.issued`": (
        "该指令不存在：其标识见事件`directive.issued`"
    ),
    "directive {directive} is {status}": "指令 {directive} 的状态为{status}",
    "directive {directive} is {status} since {at} ({why})": "指令 {directive} 自{at}起为{status}（{why}）",
    "directive {directive} exists already: choose another id": "指令 {directive} 已存在，请另选标识",
    "due_at {at} is not after now, {now}: leave time to carry it out": (
        "due_at {at} 不晚于现在（{now}）：请留出执行时间"
    ),
    "there is no such webhook: `GET /v1/webhooks` lists them": "该回调不存在：`GET /v1/webhooks`可查",
    "webhook {webhook} exists already: choose another id": "回调 {webhook} 已存在，请另选标识",
    "webhook {webhook} was deleted: create another one": "回调 {webhook} 已删除，请另建",
    "there is no event {event}": "没有第 {event} 号事件",
    "webhook {webhook} is sent no events of the type of event {event}: its types are {types}": (
        "回调 {webhook} 不接收第 {event} 号事件所属的类型，其类型为{types}"
    ),
    "event {event} is still to be delivered to webhook {webhook}, in its order: resume the webhook where it is paused; "
    "up to event {position} events can be sent again": (
        "第 {event} 号事件尚待按顺序推送给回调 {webhook}；回调暂停时请先恢复；可重新发送的事件不大于 {position}"
    ),
    "it is not a URL: {error}": "不是有效的网址：{error}",
    "it names no host: write https://host/path": "缺少主机名：请写成 https://主机/路径",
    "it contains a user name or a password: deliveries are signed instead": "含用户名或密码：推送改用签名验证",
    "it has a fragment (#…), which is never sent": "含片段（#…），片段从不发送",
    "it must begin with https://": "须以 https:// 开头",
    "{host} is not a public address": "{host} 不是公网地址",
    "person {person} exists already: choose another id": "人员 {person} 已存在，请另选标识",
    "{name} ({id}) has had {count} keys and names, the maximum: add the person anew": (
        "{name}（{id}）的密钥和名称已达{count}个上限：请重新添加该人员"
    ),
    "{name} ({id}) was deactivated: reactivate the person before giving a key": (
        "{name}（{id}）已停用：请先恢复该人员再发放密钥"
    ),
    "{name} ({id}) has no role {roles}: choose among {has}, or give the person the role first": (
        "{name}（{id}）没有角色 {roles}：请在{has}中选择，或先授予该角色"
    ),
    "there is no such person: `GET /v1/people` lists them": "该人员不存在：`GET /v1/people`可查",
    "there is no person {person}: `standing people list` shows them": (
        "人员 {person} 不存在：`standing people list`可查"
    ),
    "{name} ({id}) has had this key or name: entries under it are that person's": (
        "{name}（{id}）曾使用该密钥或名称：以其记录的内容属于该人员"
    ),
    "{name} ({id}) signs in with {subject} of {issuer}: unlink it there first": (
        "{name}（{id}）以 {issuer} 的 {subject} 登录：请先在该人员处解除关联"
    ),
    "{name} ({id}) decides no cases of kind {kind}; kinds that an operator has given: {others}": (
        "{name}（{id}）不审理“{kind}”类事项；运营人员授予的类别：{others}"
    ),
    "{what}: who could be meant: {who}": "{what}：可能的人员：{who}",
    "{to} is no person": "“{to}”不是人员",
    "{person} may not decide cases of kind {kind}": "{person} 不得审理“{kind}”类事项",
    "{person} proposed the decision, and a second person must take it": ("该决定由 {person} 提议，须由第二人作出"),
    "nobody yet: add a person with the role first": "暂无：请先添加具有相应角色的人员",
    "{actor} is no person but a service, and case {case} takes a person: {why}. Use a person's key or sign-in": (
        "{actor} 是服务而非人员，事项 {case} 须由人员办理：{why}。请使用人员的密钥或登录"
    ),
    "it reviews what somebody decided": "该事项复核他人的决定",
    "{person} works on case {case} until {at}: take another one, or have an operator reassign it": (
        "{person} 正在办理事项 {case}，至{at}止：请办理其他事项，或由运营人员改派"
    ),
    "case {case} is assigned to {person}: take another one, or have an operator reassign it": (
        "事项 {case} 已分派给 {person}：请办理其他事项，或由运营人员改派"
    ),
    "nobody works on case {case}: claim it before you hand it over, or leave it in the queue": (
        "事项 {case} 无人认领：请先认领再移交，或留在待办队列中"
    ),
    "case {case} is yours already: name another person, or release the claim": (
        "事项 {case} 已由您办理：请指定其他人员，或放回该事项"
    ),
    "{person} made the decision that case {case} is about: it takes another person": (
        "{person} 作出了事项 {case} 所涉的决定：须由其他人员办理"
    ),
    "a case holds at most {most} pieces of evidence: gather them in one document and give its link": (
        "一个事项最多{most}份材料：请汇总为一份文件并给出链接"
    ),
    "case {case} was decided {at} by {person}: {outcome}; a case is decided once, and a wrong decision is "
    "corrected: `POST /v1/cases/{again}/correction`": (
        "事项 {case} 已于{at}由 {person} 作出决定：{outcome}；一个事项只决定一次，"
        "决定有误的请更正：`POST /v1/cases/{again}/correction`"
    ),
    "case {case} was decided {at} by {person}: {outcome} ({why}); a case is decided once, and a wrong decision is "
    "corrected: `POST /v1/cases/{again}/correction`": (
        "事项 {case} 已于{at}由 {person} 作出决定：{outcome}（{why}）；一个事项只决定一次，"
        "决定有误的请更正：`POST /v1/cases/{again}/correction`"
    ),
    "case {case} is {status}, not decided: decide it instead": "事项 {case}（{status}）尚未作出决定：请直接决定",
    "case {case} was decided as {outcome} with these terms already: a correction gives another outcome, or other "
    "terms": "事项 {case} 的决定已是“{outcome}”且条款相同：更正须为其他结论或其他条款",
    "an appeal that the holder has won is final: what was {outcome} stays so. If the account has offended, record a "
    "new finding (`POST /v1/accounts/{account}/violations`), with a statement and an appeal of its own": (
        "申诉结论有利于账号主体的，不得更正：“{outcome}”维持不变。账号确有违规的，"
        "请另行认定（`POST /v1/accounts/{account}/violations`），并另行说明理由、告知申诉途径"
    ),
    "a correction needs a reason, which the holder reads": "更正须写明理由，账号主体会看到",
    "it corrects what somebody decided": "该操作更正他人的决定",
    "you proposed to correct case {case} to {outcome} yourself, {at}: it counts when another person decides the same": (
        "您已于{at}提出将事项 {case} 更正为“{outcome}”：须由另一人作出相同决定方可生效"
    ),
    "{first} and {second} took part in the decision on case {case}: one of the two who correct it must be another "
    "person": "{first} 和 {second} 均参与了事项 {case} 的决定：更正的两人中须有一人未参与",
    "case {case} was decided {at} by {person}: {outcome}; that takes effect at {effect}, unless the same person "
    "takes it back before": ("事项 {case} 已于{at}由 {person} 作出决定：{outcome}；将于{effect}生效，此前可由本人撤回"),
    "case {case} was withdrawn: {why}": "事项 {case} 已撤回：{why}",
    "no reason given": "未说明理由",
    "no decision on case {case} waits to take effect": "事项 {case} 没有待生效的决定",
    "nobody works on case {case}: there is nothing to release": "无人办理事项 {case}，无需释放",
    "case {case} waits for a second person's decision: there is nothing to claim or release": (
        "事项 {case} 正待第二人决定，无法认领或释放"
    ),
    "a case of kind {kind} is decided as {outcomes}, not {outcome}": (
        "“{kind}”类事项的决定为{outcomes}，不能是{outcome}"
    ),
    "{outcome} needs a reason, which the holder reads": "“{outcome}”须写明理由，账号主体会看到",
    "{outcome} of a {kind} case takes no terms of type {codes}: {right}": (
        "“{kind}”类事项的“{outcome}”不能使用{codes}类条款：{right}"
    ),
    "leave terms out": "请去掉条款",
    "its terms are of type {type}": "其条款类型为{type}",
    "a {kind} case that is {outcome} is not published: leave `exposure` out": (
        "“{kind}”类事项的“{outcome}”不作公示：请去掉`exposure`"
    ),
    "case {case} exists already: choose another id": "事项 {case} 已存在，请另选标识",
    "due_at {at} is not after now, {now}: leave time to decide": "due_at {at} 不晚于现在（{now}）：请留出决定时间",
    "you proposed {outcome} for case {case} yourself, {at}: it counts when another person decides the same": (
        "您已于{at}对事项 {case} 提出“{outcome}”：须由另一人作出相同决定方可生效"
    ),
    "there is no such case: `GET /v1/cases` lists them": "该事项不存在：`GET /v1/cases`可查",
    "there is no case {case}: `GET /v1/cases` lists them": "事项 {case} 不存在：`GET /v1/cases`可查",
    "there is no case {case}": "事项 {case} 不存在",
    "case {case} was decided by {person}: only the same person takes it back; after {at} it can be corrected": (
        "事项 {case} 由 {person} 决定：只能由本人撤回；{at}之后可更正"
    ),
    "the decision on case {case} took effect at {at}: correct it": "事项 {case} 的决定已于{at}生效：请更正",
    "there is no such rumour: `GET /v1/rumors` lists them": "该谣言不存在：`GET /v1/rumors`可查",
    "there is no rumour {rumour}: `GET /v1/rumors` lists them": "谣言 {rumour} 不存在：`GET /v1/rumors`可查",
    "{said}: the claim is true; reopen it if that was an error": "{said}：所述属实；如有误请重新启动",
    "it repeats an open rumour: {named}. Add contents and terms to that one, or name it in `other_than` if this "
    "is another rumour": (
        "与已登记的谣言重复：{named}。请将内容和检索词加入该谣言；如属另一谣言，请在`other_than`中写明"
    ),
    "{said}: there is nothing to reopen": "{said}：无需重新启动",
    "{said}: reopen it first": "{said}：请先重新启动",
    "rumour {rumour} is open": "谣言 {rumour} 处置中",
    "rumour {rumour} exists already: choose another id": "谣言 {rumour} 已存在，请另选标识",
    "a rumour has {most} search terms at most, this one has {count}: leave out the least used ones": (
        "一条谣言最多{most}个检索词，现有{count}个：请去掉最少使用的"
    ),
    "rescreen {rescreen} exists already: choose another id": "复筛 {rescreen} 已存在，请另选标识",
    "there is no such rescreen: `GET /v1/rescreens` lists them": "该复筛不存在：`GET /v1/rescreens`可查",
    "rescreen {rescreen} {status} {at}": "复筛 {rescreen} 已结束（{status}，{at}）",
    "rescreen {rescreen} {status}": "复筛 {rescreen} 已结束（{status}）",
    "the bank holds {most} emblems, its limit: retire one that is not needed": (
        "标识库已达{most}个上限：请停用不再需要的标识"
    ),
    "there is no emblem {emblem}: `GET /v1/emblems` lists them": "标识 {emblem} 不存在：`GET /v1/emblems`可查",
    "the lexicon has no name in force with identifier {id}: look it up in the list of names": (
        "名录中没有标识为 {id} 的现行名称：请在名录中查找"
    ),
    "there is no row {row}: the rows are {codes}": "没有规则 {row}：现有规则为{codes}",
    "there is no preset {preset}: the presets are {codes}": "没有预设 {preset}：现有预设为{codes}",
    "bulk action {bulk} exists already: choose another id": "批量处置 {bulk} 已存在，请另选标识",
    "there is no such bulk action": "没有该批量处置，请核对标识",
    "{measure} cannot be taken back in bulk: take it back on each account of its list": (
        "{measure}不能批量撤回：请在其名单中的每个账号上分别撤回"
    ),
    "there is no such clean-up: `GET /v1/follower-cleanups` lists them": (
        "该粉丝清理不存在：`GET /v1/follower-cleanups`可查"
    ),
    "clean-up {cleanup} is {status}, opened {at}: {move} is not possible": (
        "粉丝清理 {cleanup} 的状态为{status}（{at}启动）：不能{move}"
    ),
    "the followers gained through {violation} are cleaned up already: {cleanup}": (
        "因 {violation} 获取的粉丝已在清理：{cleanup}"
    ),
    "report {report} is replaced by {other} already: amend that one": "报告 {report} 已由 {other} 替代：请更正后者",
    "there is no such report: `standing report list` shows them": "该报告不存在：`standing report list`可查",
    "there is no report {report}": "报告 {report} 不存在",
    "report {report} has the files {files}": "报告 {report} 的文件有：{files}",
    "report {report} is {status}; {move} needs a report that is {needed}": (
        "报告 {report} 的状态为{status}；{move}须报告处于{needed}"
    ),
    "{period} can be reported from {at} on, when all its facts are recorded": (
        "{period}须自{at}起（事实全部记录后）方可报告"
    ),
    "{period} can be amended from {at} on": "{period}自{at}起方可更正",
    "{actor} is no person but a service, and a report is released by two persons: use a person's key or sign-in": (
        "{actor} 是服务而非人员，报告须由两人放行：请使用人员的密钥或登录"
    ),
    "{person} has released it already: a second person must release it too": "{person} 已放行：须由第二人放行",
    "exemption {exemption} exists already: choose another id": "豁免 {exemption} 已存在，请另选标识",
    "until {at} is not an end: it must lie after now ({now}) and at most {days} days ahead, {latest}; grant it "
    "anew then": ("截止时间 {at} 不可用：须晚于现在（{now}），且最多{days}天后（{latest}）；届时可重新授予"),
    "that {name} is the holder's own name needs evidence: add the document or link": (
        "{name}为主体本名须有证明：请添加文件或链接"
    ),
    "there is no such exemption: `GET /v1/exemptions` lists them": "该豁免不存在：`GET /v1/exemptions`可查",
    "exemption {exemption} was revoked {at}": "豁免 {exemption} 已于{at}撤销",
    "exemption {exemption} ended {at}": "豁免 {exemption} 已于{at}到期",
    "there is no key {key}: `standing keys list` shows them": "密钥 {key} 不存在：`standing keys list`可查",
    "key {key} was revoked: create a new one for the person": "密钥 {key} 已撤销：请为该人员新建",
    "key {key} is {person}'s, who knows its secret: revoke it and create a new one": (
        "密钥 {key} 属于 {person}，其知悉密钥：请撤销后新建"
    ),
    "{person} has saved the view {view}: save one of your own, or have an operator change it": (
        "视图 {view} 由 {person} 保存：请另存自己的，或由运营人员修改"
    ),
    "view {view} exists already: choose another id": "视图 {view} 已存在，请另选标识",
    "everybody has the view {view}: save another one instead": "视图 {view} 为公共视图：请另存",
    "there is no view {view}: `GET /v1/views` lists them": "视图 {view} 不存在：`GET /v1/views`可查",
    "you have {count} views, the most that one person may save": "您已有{count}个视图，达到上限",
    "{count} views are shared already, the most possible": "共享视图已有{count}个，达到上限",
    "case {case} does not say what is to be done (a subject of type {type}): reject it and open another": (
        "事项 {case} 未写明应作的处理（{type}类）：请不予通过并另行立项"
    ),
    "case {case} does not say whom the account imitates: dismiss it and record the finding by `POST "
    "/v1/accounts/{account}/impersonations`": (
        "事项 {case} 未写明假冒的对象：请认定不成立，并以`POST /v1/accounts/{account}/impersonations`记录"
    ),
    "case {case} names no known cluster: dismiss it": "事项 {case} 未写明已知的联动账号组：请认定不成立",
    "{accounts} of `without` are not members: GET /v1/coordination/clusters/{cluster} lists them": (
        "`without`中的{accounts}不是成员：GET /v1/coordination/clusters/{cluster}可查"
    ),
    "the case is about {count} accounts, one decision sanctions at most {most}: dismiss it with a note, and "
    "sanction them in parts": ("该事项涉及{count}个账号，一次决定最多处置{most}个：请附说明认定不成立，分批处置"),
    "case {case} holds no application for a certification: reject it": "事项 {case} 没有资质认证申请：请不予通过",
    "case {case} names no action: withdraw it": "事项 {case} 未写明处置：请撤回",
    "cases of kind {kind} are opened automatically; kinds that are opened by hand: {kinds}": (
        "“{kind}”类事项由系统自动立项；可人工立项的类别：{kinds}"
    ),
    "two people have to decide here {what}: open a case of kind {kind} (POST /v1/cases), or record the violation "
    "with its consequences, which opens one": (
        "须由两人决定，{what}：请立“{kind}”类事项（POST /v1/cases），或记录违规及其后果（将自动立项）"
    ),
    "two people decided this on account {account}: correct their decision on case {case} "
    "(POST /v1/cases/{case_path}/correction), which takes two again": (
        "账号 {account} 的该项处置由两人决定：请在事项 {case} 上更正该决定"
        "（POST /v1/cases/{case_path}/correction），同样须由两人作出"
    ),
    "you act without the role {role} here: a key has no more than the key or session that makes it": (
        "您在此没有角色 {role}：密钥的权限不能超过创建它的密钥或会话"
    ),
    "no role": "没有角色",
    "open": "待处理",
    "claimed": "办理中",
    "proposed": "待第二人决定",
    "deferred": "待生效",
    "decided": "已决定",
    "withdrawn": "已撤回",
    "running": "进行中",
    "reversing": "撤销中",
    "reverting": "撤销中",
    "draft": "草稿",
    "reverted": "已撤销",
    "cancelling": "取消中",
    "reversal_cancelling": "正在停止撤销",
    "reversal_cancelled": "已停止撤销",
    "cancelled": "已取消",
    "finished": "已完成",
    "reversed": "已撤销",
    "stopped": "已停止",
    "published": "已发布",
    "issued": "已下达",
    "acknowledged": "已确认",
    "done": "已完成",
    "failed": "失败",
    "escalated": "已升级",
    "cleaned": "已清理",
    "cleared": "已清空",
    "closed": "已结案",
    "corrected": "已更正",
    "none": "无",
    "{name} signs in with {subject} of {issuer}: unlink it there first": (
        "{name}以 {issuer} 的 {subject} 登录：请先在该人员处解除关联"
    ),
    "the identifier {id} is taken by {name}: choose another": "标识 {id} 已由{name}使用，请另选",
    "this picture was retired as emblem {id}: add it again under another identifier": (
        "该图片曾以标识 {id} 停用：请以另一标识重新添加"
    ),
    "this picture is in the bank already, as emblem {id} ({name})": "该图片已在标识库中：{id}（{name}）",
    "bulk action {bulk} is still running: cancel it, or take it back when it has finished": (
        "批量处置 {bulk} 仍在进行：请取消，或在完成后撤回"
    ),
    "bulk action {bulk} is being cancelled: take it back in a moment": "批量处置 {bulk} 正在取消：请稍后撤回",
    "the reversal of bulk action {bulk} is being cancelled: take it back in a moment": (
        "批量处置 {bulk} 的撤销正在停止：请稍后再撤回"
    ),
    "bulk action {bulk} is {status}: only a reversal that is being carried out can be cancelled": (
        "批量处置 {bulk} 的状态为{status}：只能停止正在进行的撤销"
    ),
    "bulk action {bulk} is {status}: only a draft, or one that is being carried out, can be cancelled": (
        "批量处置 {bulk} 的状态为{status}：只能取消草稿或正在进行的批量处置"
    ),
    "bulk action {bulk} is {status}: draft another one": "批量处置 {bulk} 的状态为{status}：请另建草稿",
    "bulk action {bulk} is a draft: there is nothing to take back": "批量处置 {bulk} 仍是草稿：没有可撤回的内容",
    "bulk action {bulk} has no accounts: send them first": "批量处置 {bulk} 没有账号：请先上传名单",
    "bulk action {bulk} has {accounts} accounts, not {expected}: send the others, or correct the number": (
        "批量处置 {bulk} 有 {accounts} 个账号，而不是 {expected} 个：请上传其余账号，或更正数量"
    ),
    "a bulk action may have at most {most} accounts: use a second one": ("一次批量处置最多 {most} 个账号：请另建一次"),
    "bulk action {bulk} is {status} already since {at} ({why})": "批量处置 {bulk} 自{at}起为{status}（{why}）",
    "bulk action {bulk} is {status} already ({why})": "批量处置 {bulk} 为{status}（{why}）",
    "run {run} is {status}: use another run": "批次 {run} 的状态为{status}：请使用其他批次",
    "run {run} exists already, with commands {codes}: choose another id": (
        "批次 {run} 已存在（命令为{codes}）：请另选标识"
    ),
    "run {run} has no rows: send them first": "批次 {run} 没有行：请先发送",
    "run {run} has {count} rows, not {expected}: send the others, or correct the number": (
        "批次 {run} 有{count}行，不是{expected}行：请发送其余各行，或更正数目"
    ),
}
