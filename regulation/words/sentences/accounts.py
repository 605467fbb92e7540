"""Refusals of commands on accounts."""

from collections.abc import Mapping
from typing import Final

from models.words.violations import Category
from regulation.words.categories import CATEGORIES

SENTENCES: Final[Mapping[str, str]] = {
    "{said}; leave duration out, and lift the sanction to take it back": "{said}；请去掉期限，如需收回请解除该处置",
    "finding {finding} of {category}, recorded {at}, stands on the same grounds: one offence counts once. For "
    "another offence send another_offence: true, or name its new contents; for a further measure of the same "
    "finding send that finding's id with follows: true": (
        "认定 {finding}（{category}，{at}记录）已依据相同事由作出，同一违规只计一次。如属另一违规，请填"
        "`another_offence: true`或列明新的内容；如需就同一认定追加措施，请填该认定的标识并设`follows: true`"
    ),
    "account {account} has inherited {action} from account {origin}, on which it was taken: ask there "
    "(`/v1/accounts/{origin_path}/actions/{path}`); the outcome there applies here too": (
        "账号 {account} 的 {action} 由账号 {origin} 的处置延续而来，请在该账号上办理（"
        "`/v1/accounts/{origin_path}/actions/{path}`），其结果同样适用于本账号"
    ),
    "account {account} has no action {action}": "账号 {account} 没有处置 {action}",
    "{action} was appealed against at {at} (case {case}, {status}): once is the limit": (
        "{action} 已于{at}申诉过（事项 {case}，{status}），每项处置只能申诉一次"
    ),
    "{action} was overturned already": "{action} 已被撤销",
    "the window for an appeal against {action} ended at {at}": "对 {action} 的申诉期限已于{at}届满",
    "give the new total length, with terms of type duration (what can be shorter: {measures})": (
        "请填写新的总期限（条款类型为`duration`；可缩短的有：{measures}）"
    ),
    "name in `of` the measure to shorten: {measures}; a measure done at once can only be overturned": (
        "请在`of`中写明要缩短的措施：{measures}；一次完成的措施只能撤销"
    ),
    "factor {factor} is outside {range}: choose one within it": "倍数{factor}超出范围{range}，请在范围内选择",
    "no profit-making privilege is granted, so there is nothing to cancel; name a category to record a "
    "violation, which withholds them": (
        "未开通任何营利权限，没有可取消的；如需不得赋予营利权限，请写明违规类别以记录违规"
    ),
    "no profit-making privilege is granted, and granting is withheld already: there is nothing to cancel": (
        "未开通任何营利权限，且已不得赋予，没有可取消的"
    ),
    "{action} withholds no profit-making any more: there is nothing to lift": (
        "{action} 已不再限制营利权限，没有可解除的"
    ),
    "{methods} {are} granted, and what is granted cannot be withheld: cancel it (with the category, what is not "
    "granted is withheld too), or suspend it by a ban": (
        "{methods}已开通，已开通的不能不予赋予：请取消（写明违规类别时，未开通的也不得赋予），或以禁言暂停"
    ),
    "a certification in {field} shows at least one of these materials on the homepage, and {given}: {materials}": (
        "{field}领域的资质认证须在主页展示至少一种材料，现有材料不足：{materials}"
    ),
    "{count} changes of this account's profile wait for a reviewer already ({ids}): let them be decided first": (
        "该账号已有{count}项信息变更待审核（{ids}），请待其审核完毕"
    ),
    "{id} of account {account} was decided already; nothing waits under it at {at}": (
        "账号 {account} 的 {id} 已有决定，{at}没有待决事项"
    ),
    "the holder's account {account} was closed as a sanction, so the holder may not open or take over another; "
    "only a successful appeal against that closure changes this": (
        "该主体的账号 {account} 因违规被关闭，不得再次注册或接手其他账号；仅可对该关闭决定申诉成功后改变"
    ),
    "the holder already has {count} of {most} accounts that one {kind} may have{more} ({accounts}): close one "
    "first, or ask the operator for an exemption": (
        "该主体已有{count}个账号，已达上限（{most}个：{kind}{more}）（{accounts}）：请先关闭一个，或向运营人员申请豁免"
    ),
    "the holder already has {count} of {most} accounts that one {kind} may have by the quota and an exemption "
    "({accounts}): close one first, or ask the operator for an exemption": (
        "该主体已有{count}个账号，已达限额与豁免合计的上限（{most}个：{kind}）（{accounts}）：请先关闭一个，或向运营人员申请豁免"
    ),
    "factor {factor} is outside {range}: profit is suspended for {least} to {most} times the ban's duration": (
        "倍数{factor}超出范围{range}：暂停营利权限的时长为禁言的{least}至{most}倍"
    ),
    "ban {ban} and its suspension are over already: there is nothing left to shorten": (
        "禁言 {ban} 及其附带的暂停均已到期，没有可缩短的"
    ),
    "ban {ban} lasts {length} in total; a shortened ban must last less. To restrict the account for longer, "
    "impose another ban": ("禁言 {ban} 共{length}，缩短后的期限须更短；如需延长限制，请另作禁言"),
    "certification {id} was valid through {day}, which has passed: submit one that is valid today or later": (
        "资质认证 {id} 有效期至{day}，已过期：请提交今日仍有效的认证"
    ),
    "profit is withheld for the clean window at least, until {at}: let it end then or later, or lift the "
    "withholding of {action} with a reason": (
        "不得赋予营利权限的期限不得早于{at}：请定于该时或之后到期，或说明理由解除 {action}"
    ),
    "{measure} is done at once: leave duration out": "{measure}一次完成，请去掉期限",
    "account {account} was closed at {at}; nothing more can be done to it": (
        "账号 {account} 已于{at}关闭，不能再对其进行操作"
    ),
    "effective_at lies before the account's registration at {at}": "effective_at早于账号注册时间{at}",
    "effective_at {at} lies in the future (now is {now}): record it when it has happened": (
        "effective_at {at} 尚未到来（现在是{now}）：请在发生后记录"
    ),
    "effective_at {at} lies more than {length} back, the configured limit": (
        "effective_at {at} 距今超过{length}，超出设定的上限"
    ),
    "account {account} was closed by its holder's own wish: the holder may register another account": (
        "账号 {account} 由主体自愿关闭：该主体可另行注册账号"
    ),
    "the identifier {id} begins like those the ledger gives itself ({prefixes}); choose another": (
        "标识 {id} 与系统自行赋予的标识开头相同（{prefixes}），请另选"
    ),
    "the identifier {id} is taken on account {account} ({types}); choose another": (
        "标识 {id} 在账号 {account} 上已被使用（{types}），请另选"
    ),
    "{id} is a finding of {category}: name that category, or none": "{id} 是“{category}”的认定：请填写该类别，或不填",
    "this measure was recorded as following from {id} already": "该措施已作为 {id} 的后续措施记录过",
    "occurred_at {at} lies after the finding takes effect ({effective}): say when the offence was committed, or "
    "leave it out": ("occurred_at {at} 晚于认定生效时间（{effective}）：请写明违规发生的时间，或不填"),
    "occurred_at lies before the account's registration at {at}": "occurred_at早于账号注册时间{at}",
    "decided_at {at} lies in the future (now is {now}): record it when it has been decided": (
        "decided_at {at} 尚未到来（现在是{now}）：请在决定后记录"
    ),
    "account {account} has no {what} {quoted}": "账号 {account} 没有{what} {quoted}",
    "account {account} exists already; choose another identifier": "账号 {account} 已存在，请另选标识",
    "the account's name is {name} already": "账号名称已是{name}",
    "the account's profile says this already": "账号信息已是如此",
    "certification {id} was revoked already": "资质认证 {id} 已撤销",
    "the account belongs to this holder already": "账号已属于该主体",
    "an application is decided when it is made: leave effective_at out": "申请在提出时即决定：请去掉effective_at",
    "{id} has no measure left of this kind ({measure}): there is nothing to shorten": (
        "{id} 已没有此类措施（{measure}），没有可缩短的"
    ),
    "{id} ({measure}) ends at {at}; shortened it must end earlier. To restrict the account for longer, impose "
    "another measure": ("{id}（{measure}）于{at}到期，缩短后须更早到期；如需延长限制，请另作措施"),
    "account {account} is not closed": "账号 {account} 并未关闭",
    "account {account} has another holder now": "账号 {account} 的主体已变更",
    "account {account} has no action {action} of this holder": "账号 {account} 没有对该主体的处置 {action}",
    "application {id} for {field} of {account} is not decided yet: wait for it; more evidence can be added to "
    "its case": ("账号 {account} 的{field}申请 {id} 尚未决定：请等待；可在其事项中补充材料"),
    "account {account} was closed at {at}; nothing more can be applied for": (
        "账号 {account} 已于{at}关闭，不能再提出申请"
    ),
    "{id} names a fact of account {account} already: choose another id, which the certification will have": (
        "{id} 已是账号 {account} 上的标识：请另选，资质认证将使用该标识"
    ),
    "account {account} has had another holder since {at}, after the application: reject it, and let the new "
    "holder apply": ("账号 {account} 自{at}起（申请之后）已变更主体：请不予通过，由新主体重新申请"),
    "valid_until {last} lies before valid_from {first}": "截止日期{last}早于起始日期{first}",
    "signed by another network already: {accounts}; have it release them first; nothing was changed": (
        "已由其他机构签约：{accounts}；请先由其解约；未作任何变更"
    ),
    "there is no account {accounts}: register it first; nothing was changed": (
        "账号 {accounts} 不存在，请先注册；未作任何变更"
    ),
    "gain {gain} was taken over from account {account}: followers are never transferred between accounts "
    "(article 10); give them back, and report only what was gained": (
        "{gain}的粉丝由账号 {account} 转入：粉丝不得在账号之间转移（第十条）；请归还，只报告自行获得的粉丝"
    ),
    "{what} was reported before with other numbers: report what has changed under an identifier or an instant of "
    "its own": ("{what} 此前报告的数字不同：变更请使用另外的标识或时间报告"),
    "is not accepted while gains of the same report are rejected: send it again with the corrected gains": (
        "同一报告的部分增长未被接受，本项不予接受：请连同更正后的增长重新报告"
    ),
    "the holder of an account of kind {kind} is named by {names}, not {other}": (
        "{kind}账号的主体以{names}填写，不是{other}"
    ),
    "the holder of an {kind} account is named by {names}": "{kind}账号的主体以{names}填写",
    "certification": "资质认证",
    "ban": "禁言",
    "violation": "违规",
    "cancellation": "取消",
    "closure": "关闭",
    "measure": "措施",
    "impersonation": CATEGORIES[Category.IMPERSONATION].words.zh,
    "registration": "注册",
    "profile change": "账号信息变更",
    "withholding": "不得赋予营利权限",
    "a resident ID number has {count} characters, 17 digits and a check digit (0-9 or X); {given}": (
        "居民身份证号码为{count}位：17位数字和1位校验码（0至9或X）；{given}"
    ),
    "this one has {count}": "所填为{count}位",
    "there are {count}": "所填为{count}位",
    "a resident ID number begins with an area code; there is no province with these digits": (
        "居民身份证号码以行政区划代码开头，所填的省级代码不存在"
    ),
    "digits 7 to 14 must be a date of birth as YYYYMMDD; there is no such day": (
        "第7至14位须为出生日期（YYYYMMDD），所填日期不存在"
    ),
    "digits 7 to 14 must be a date of birth between {first} and today; this one is not": (
        "第7至14位须为{first}至今日之间的出生日期"
    ),
    "the check digit at the end does not fit the other digits: compare it with the card": (
        "末位校验码与其他数字不符，请核对证件"
    ),
    "a unified social credit code has {count} characters, digits and capital letters without I, O, S, V and Z, "
    "the 3rd to the 8th being digits; {given}": (
        "统一社会信用代码为{count}位数字和大写字母（不含I、O、S、V、Z），第3至8位为数字；{given}"
    ),
    "this is the number of a resident, not of an organisation: give the unified social credit code that stands "
    "on the licence, which begins with the registering department and its region": (
        "这是个人的号码，不是单位的：请填写执照上的统一社会信用代码"
    ),
    "is regular: register with it, it needs no admission": "该代码符合标准，可直接注册，无需申请",
    "contains the code, which would be stored permanently: remove it": "含有该代码，将被永久保存：请删去",
    "granted": "已获准",
    "names the id of gains.{place} with other numbers: each gain has an identifier of its own": (
        "与gains.{place}的标识相同而数字不同：每项增长须有自己的标识"
    ),
    "lies in the future: report what has happened": "尚未到来：请报告已发生的",
    "lies in the future: report what has been counted": "尚未到来：请报告已统计的",
    "an internal error ({error}): `standing ledger verify` may say more; nothing was recorded": (
        "内部错误（{error}）：可用`standing ledger verify`查看；未作记录"
    ),
    "the check character at the end does not fit the others: {what}": "末位校验码与其他字符不符：{what}",
    "a unified social credit code begins with the registering department and the category (91 for an enterprise, "
    "51 for an association); these two characters are no such pair": (
        "统一社会信用代码以登记管理部门和机构类别开头（企业为91，社会团体为51），所填两位不是有效组合"
    ),
    "characters 3 to 8 of a unified social credit code are the region where it is registered, or 100000; there "
    "is no province with these digits": ("统一社会信用代码第3至8位为登记地行政区划代码或100000，所填省级代码不存在"),
    "character 17, the check character of the organisation code (GB 11714), does not fit characters 9 to 16: "
    "compare it with the licence": ("第17位（组织机构代码校验码，GB 11714）与第9至16位不符：请与执照核对"),
    "the check character at the end does not fit the others: compare it with the licence": (
        "末位校验码与其他字符不符：请与执照核对"
    ),
    "{fault}; if the licence shows this code, apply for its admission: POST /v1/credit-code-admissions, with "
    "evidence": ("{fault}；如执照确为此代码，请附证明申请：POST /v1/credit-code-admissions"),
    "if the licence shows this code, apply for its admission: POST /v1/credit-code-admissions, with evidence": (
        "如执照确为此代码，请附证明申请：POST /v1/credit-code-admissions"
    ),
    "its admission is decided in case {case}: send this again once that is approved": (
        "其申请正在事项 {case} 中审核：通过后请重新提交"
    ),
}
