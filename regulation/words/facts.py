"""Facts of an account: one label each, for histories and previews."""

from collections.abc import Mapping
from typing import Final

from models.accounts import facts as f
from models.base import Frozen
from regulation.words.languages import Words

FACTS: Final[Mapping[type[Frozen], Words]] = {
    f.AccountRegistered: Words("账号注册", "account registered"),
    f.RegistrationHeld: Words("注册待人工审核", "registration held for review"),
    f.HoldLifted: Words("注册通过审核", "registration approved"),
    f.RegistrationRejected: Words("注册未通过审核", "registration rejected"),
    f.RejectionLifted: Words("更正：注册通过审核", "rejection of the registration corrected"),
    f.NameChanged: Words("名称变更", "name changed"),
    f.ProfileChanged: Words("账号信息变更", "profile changed"),
    f.ProfileChangeHeld: Words("账号信息变更待人工审核", "change of the profile held for review"),
    f.ProfileChangeRejected: Words("账号信息变更未通过审核", "change of the profile rejected"),
    f.ProfileRestored: Words("更正：恢复原账号信息", "approval of the change corrected"),
    f.ImpersonationFound: Words("认定假冒仿冒", "imitation found"),
    f.ImpersonationLifted: Words("假冒仿冒已消除", "imitation ended"),
    f.FindingDismissed: Words("疑似假冒仿冒不成立", "suspected imitation dismissed"),
    f.HolderChanged: Words("账号主体变更", "holder changed"),
    f.CertificationGranted: Words("资质认证通过", "certification granted"),
    f.CertificationRevoked: Words("资质认证撤销", "certification revoked"),
    f.MonetizationGranted: Words("开通营利权限", "profit-making granted"),
    f.MonetizationWithheld: Words("未予开通营利权限", "profit-making withheld"),
    f.MonetizationCancelled: Words("取消营利权限", "profit-making cancelled"),
    f.ViolationRecorded: Words("记录违规", "violation recorded"),
    f.BanImposed: Words("禁言", "ban imposed"),
    f.BanShortened: Words("缩短禁言", "ban shortened"),
    f.MeasureImposed: Words("采取措施", "measure imposed"),
    f.MeasureShortened: Words("缩短措施", "measure shortened"),
    f.WithholdingLifted: Words("解除不得赋予营利权限", "withholding of profit-making lifted"),
    f.Overturned: Words("撤销决定", "decision overturned"),
    f.ConsequenceWithdrawn: Words("更正：撤回关闭账号或取消营利权限", "closure or cancellation withdrawn"),
    f.AccountClosed: Words("关闭账号", "account closed"),
    f.AccountReopened: Words("恢复账号", "account reopened"),
    f.NetworkSigned: Words("签约MCN机构", "signed by a network"),
    f.NetworkLeft: Words("与MCN机构解约", "left its network"),
    f.NetworkRestricted: Words("因MCN机构受限", "restricted with its network"),
    f.NetworkLifted: Words("MCN机构限制解除", "restriction of its network lifted"),
    f.HolderRestricted: Words("同一主体的处置延续至本账号", "restriction follows its holder"),
    f.HolderLifted: Words("同一主体处置的延续解除", "restriction of its holder lifted"),
}
"""Label of every type of fact."""
