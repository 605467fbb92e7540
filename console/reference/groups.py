"""Chinese of the groups of operations, for the reference's Chinese pages."""

from collections.abc import Mapping
from typing import Final

GROUPS: Final[Mapping[str, str]] = {
    "decisions": "判定",
    "accounts": "账号",
    "actions": "处置",
    "violations": "违规",
    "bans": "禁言",
    "certifications": "资质认证",
    "monetization": "营利权限",
    "closure": "账号关闭",
    "impersonations": "假冒仿冒",
    "standing": "账号状态",
    "history": "历史记录",
    "mirror": "镜像",
    "holders": "账号主体",
    "events": "事件",
    "directives": "处置指令",
    "cases": "事项",
    "bulk actions": "批量处置",
    "runs": "批次",
    "exposures": "曝光",
    "rumours": "谣言",
    "followers": "粉丝",
    "networks": "MCN机构",
    "webhooks": "事件推送",
    "screening": "名称与简介审查",
    "emblems": "标志",
    "coordination": "联动账号",
    "reports": "报告",
    "exemptions": "豁免",
    "rescreens": "复查",
    "audit": "审计",
    "people": "人员",
    "operation": "运行",
}
"""Groups of operations, by the tag of the description."""
