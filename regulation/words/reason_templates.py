"""Reason templates: one row each, by kind of case, outcome and category, with the day from which it is offered.

A reviewer chooses one and completes it; the holder reads the result in the statement of reasons. Placeholders in braces
are filled from the case (`regulation/cases/templates.py`).
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from models.cases.cases import CaseKind, Outcome
from models.words.violations import Category
from regulation.words.languages import Words

_NOTICE: Final = date(2023, 7, 10)
"""Day of the notice, whose terms the templates use."""


@dataclass(frozen=True)
class TemplateRow:
    """One row of the table."""

    id: str
    kind: CaseKind
    outcomes: tuple[Outcome, ...]
    words: Words
    categories: tuple[Category, ...] = ()
    """Categories for which it is offered; empty: for all."""
    since: date = _NOTICE
    until: date | None = None
    """First day on which it is offered no more; None: it still is."""


_NO: Final = (Outcome.REJECTED,)
_YES: Final = (Outcome.APPROVED,)
_IS: Final = (Outcome.CONFIRMED,)
_NOT: Final = (Outcome.DISMISSED,)
_DONE: Final = (Outcome.DONE,)

TEMPLATES: Final[tuple[TemplateRow, ...]] = (
    # --- article 1: names, profiles, emblems, imitations --------------------------------------------------------------
    TemplateRow(
        "registration-protected-name",
        CaseKind.REGISTRATION,
        _NO,
        Words(
            "账号名称“{name}”含有“{protected}”，足以使公众误认为该单位的账号，且未提交其授权或同意的证明。",
            "The name “{name}” contains “{protected}”: the public could take the account for that body's, and no proof "
            "of its authorisation was given.",
        ),
    ),
    TemplateRow(
        "registration-unproved",
        CaseKind.REGISTRATION,
        _NO,
        Words(
            "提交的证明材料无法核实申请人与账号名称“{name}”所示单位的关系。",
            "The proof given does not show that the applicant belongs to the body that the name “{name}” refers to.",
        ),
    ),
    TemplateRow(
        "registration-returning",
        CaseKind.REGISTRATION,
        _NO,
        Words(
            "申请信息与已被关闭的账号相同或者相似，依规定不得再次注册。",
            "The application matches an account that was closed as a sanction; it may not return under a new account.",
        ),
    ),
    TemplateRow(
        "registration-authorised",
        CaseKind.REGISTRATION,
        _YES,
        Words(
            "已核验授权证明，申请人有权使用名称“{name}”。",
            "The authorisation was verified: the applicant may use the name “{name}”.",
        ),
    ),
    TemplateRow(
        "registration-ordinary-words",
        CaseKind.REGISTRATION,
        _YES,
        Words(
            "名称“{name}”中的“{protected}”为普通用语，不致使公众误认。",
            "In “{name}”, “{protected}” is an ordinary word and misleads nobody.",
        ),
    ),
    TemplateRow(
        "change-protected-name",
        CaseKind.PROFILE_CHANGE,
        _NO,
        Words(
            "拟变更的账号信息含有“{protected}”，足以使公众误认，且未提交授权或同意的证明。",
            "The new profile contains “{protected}”, which could mislead the public, and no authorisation was proved.",
        ),
    ),
    TemplateRow(
        "change-unproved",
        CaseKind.PROFILE_CHANGE,
        _NO,
        Words(
            "提交的证明材料不足以证明有权使用拟变更的账号信息。",
            "The proof given does not show a right to use the new profile.",
        ),
    ),
    TemplateRow(
        "change-ordinary-words",
        CaseKind.PROFILE_CHANGE,
        _YES,
        Words(
            "拟变更信息中的“{protected}”为普通用语，不致使公众误认。",
            "In the new profile, “{protected}” is an ordinary word and misleads nobody.",
        ),
    ),
    TemplateRow(
        "emblem-used",
        CaseKind.EMBLEM,
        _NO,
        Words("头像使用受保护的标识，且未提交授权证明。", "The avatar shows a protected emblem without authorisation."),
    ),
    TemplateRow(
        "emblem-alike-only",
        CaseKind.EMBLEM,
        _YES,
        Words("头像与受保护的标识仅属外观近似，不致误认。", "The avatar only resembles a protected emblem."),
    ),
    TemplateRow(
        "imitation-name-and-avatar",
        CaseKind.IMPERSONATION,
        _IS,
        Words(
            "账号名称“{name}”假冒仿冒“{imitated}”，足以使公众误认为其账号。",
            "The name “{name}” imitates “{imitated}”: the public could take the account for theirs.",
        ),
    ),
    TemplateRow(
        "imitation-not",
        CaseKind.IMPERSONATION,
        _NOT,
        Words(
            "账号名称“{name}”与“{imitated}”可以区分，未构成假冒仿冒。",
            "The name “{name}” can be told from “{imitated}”: it is no imitation.",
        ),
    ),
    TemplateRow(
        "imitation-own-account",
        CaseKind.IMPERSONATION,
        _NOT,
        Words(
            "经核实，该账号为“{imitated}”本单位或者其授权的账号。",
            "The account belongs to “{imitated}”, or is authorised by it.",
        ),
    ),
    # --- article 2: certifications ------------------------------------------------------------------------------------
    TemplateRow(
        "certification-verified",
        CaseKind.CERTIFICATION,
        _YES,
        Words("{field}领域资质材料已核验属实。", "The materials for {field} were verified."),
    ),
    TemplateRow(
        "certification-another-person",
        CaseKind.CERTIFICATION,
        _NO,
        Words("提交的资质证书持有人与账号主体不一致。", "The certificate belongs to somebody other than the holder."),
    ),
    TemplateRow(
        "certification-unreadable",
        CaseKind.CERTIFICATION,
        _NO,
        Words(
            "提交的资质材料无法辨认或者不完整，请补充清晰、完整的材料后重新申请。",
            "The materials are unreadable or incomplete: apply again with clear and complete ones.",
        ),
    ),
    TemplateRow(
        "certification-expired",
        CaseKind.CERTIFICATION,
        _NO,
        Words("提交的资质证书已过有效期。", "The certificate has expired."),
    ),
    TemplateRow(
        "certification-other-field",
        CaseKind.CERTIFICATION,
        _NO,
        Words("提交的资质不适用于{field}领域的信息发布。", "The qualification does not cover publishing in {field}."),
    ),
    # --- articles 7, 9, 11 and 12 -------------------------------------------------------------------------------------
    TemplateRow(
        "credit-code-licence",
        CaseKind.CREDIT_CODE,
        _YES,
        Words("已对照营业执照核验，代码属实。", "The code was compared with the licence and is right."),
    ),
    TemplateRow(
        "credit-code-different",
        CaseKind.CREDIT_CODE,
        _NO,
        Words("提交的代码与营业执照记载不一致。", "The code differs from the one on the licence."),
    ),
    TemplateRow(
        "matrix-confirmed",
        CaseKind.COORDINATION,
        _IS,
        Words(
            "多个账号在内容、发布时间和关联信息上高度一致，构成账号矩阵。",
            "The accounts agree in contents, times of publishing and ties: they act in concert.",
        ),
    ),
    TemplateRow(
        "matrix-not",
        CaseKind.COORDINATION,
        _NOT,
        Words("账号之间的关联有合理解释，未发现联动违规。", "The ties have an innocent explanation."),
    ),
    TemplateRow(
        "closure-serious",
        CaseKind.CLOSURE,
        _YES,
        Words(
            "该账号{category}，情节严重、影响恶劣，依规定关闭账号并纳入平台黑名单账号数据库。",
            "{category}, with serious effect: the account is closed and its holder barred.",
        ),
    ),
    TemplateRow(
        "closure-matrix",
        CaseKind.CLOSURE,
        _YES,
        Words(
            "该账号操纵账号矩阵发布传播违法和不良信息，情节严重、影响恶劣。",
            "The account is part of a matrix that spreads illegal and harmful information, with serious effect.",
        ),
        categories=(Category.MATRIX_MANIPULATION, Category.COORDINATED_MALICIOUS_MARKETING),
    ),
    TemplateRow(
        "closure-rumours",
        CaseKind.CLOSURE,
        _YES,
        Words(
            "该账号制作发布谣言，造成恶劣影响，依规定予以关闭。",
            "The account made and published rumours, with serious effect.",
        ),
        categories=(Category.RUMOUR_MAKING,),
    ),
    TemplateRow(
        "closure-not-serious",
        CaseKind.CLOSURE,
        _NO,
        Words(
            "现有证据不足以认定情节严重，不予关闭。",
            "The evidence does not show a serious case: the account is not closed.",
        ),
    ),
    TemplateRow(
        "cancellation-malicious",
        CaseKind.CANCELLATION,
        _YES,
        Words(
            "该账号{category}，依规定取消营利权限。",
            "{category}: profit-making is cancelled.",
        ),
    ),
    TemplateRow(
        "cancellation-not",
        CaseKind.CANCELLATION,
        _NO,
        Words("现有证据不足以支持取消营利权限。", "The evidence does not support a cancellation."),
    ),
    TemplateRow(
        "appeal-no-new-facts",
        CaseKind.APPEAL,
        (Outcome.UPHELD,),
        Words(
            "申诉未提出足以改变原认定的新事实、新证据，原处置适当，予以维持。",
            "The appeal gives no new fact or evidence; the measure is appropriate and stands.",
        ),
    ),
    TemplateRow(
        "appeal-remedied",
        CaseKind.APPEAL,
        (Outcome.REDUCED,),
        Words(
            "违规事实成立，但已主动改正并消除影响，酌情减轻处置。",
            "The finding stands; the account has remedied it of its own accord, so the measure is reduced.",
        ),
    ),
    TemplateRow(
        "appeal-facts-wrong",
        CaseKind.APPEAL,
        (Outcome.OVERTURNED,),
        Words(
            "经复核，原认定事实不成立，撤销原处置。",
            "On review the finding is not true: the decision is overturned.",
        ),
    ),
    TemplateRow(
        "network-repeated",
        CaseKind.NETWORK,
        _IS,
        Words("旗下账号屡次违规，机构未履行管理责任。", "Accounts of the network broke the rules again and again."),
    ),
    TemplateRow(
        "network-managed",
        CaseKind.NETWORK,
        _NOT,
        Words("机构已对违规账号采取处置措施，暂不处置机构。", "The network has dealt with the accounts itself."),
    ),
    # --- delays and failures ------------------------------------------------------------------------------------------
    *(
        TemplateRow(f"{kind.value}-done", kind, _DONE, Words("已由平台落实。", "Carried out by the platform."))
        for kind in (CaseKind.DIRECTIVE, CaseKind.FOLLOWERS)
    ),
    TemplateRow(
        "rumour-informed",
        CaseKind.RUMOUR,
        _DONE,
        Words("已补充权威辟谣信息。", "Verified information was added."),
    ),
    TemplateRow(
        "report-checked",
        CaseKind.REPORT,
        _DONE,
        Words("差异已查明并更正。", "The difference was found and corrected."),
    ),
    *(
        TemplateRow(f"{kind.value}-needless", kind, _NOT, Words("经核实，无需处理。", "Nothing needs to be done."))
        for kind in (CaseKind.DIRECTIVE, CaseKind.FOLLOWERS, CaseKind.RUMOUR, CaseKind.REPORT)
    ),
)
"""Templates, in the order in which they are offered."""
