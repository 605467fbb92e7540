"""One example of each type of event, for the catalogue and for whoever writes a receiver. All of it is invented."""

from collections.abc import Mapping
from typing import Any, Final

_TERMS: Final = {
    "order": "remove_followers",
    "article": 10,
    "due_at": "2026-03-04T09:00:00+08:00",
    "account": "kitchen",
    "targets": [],
    "expected": 1200,
    "cause": "v-1",
}

_INFORMATION: Final = {
    "text_zh": "自来水各项指标合格，可以正常饮用",
    "text_en": "Tap water meets every standard",
    "link": "https://www.piyao.org.cn/",
}

_RULING: Final = {"outcome": "approved", "reason": "证书与发证机关核对一致"}

_GROUNDS: Final = {
    "article": 1,
    "noticed": [{"code": "protected_name", "message": "the name contains 东海日报 (news media)"}],
    "finding": "5f0c3a1be2d94c775f0c3a1be2d94c77",
    "lexicon": "2026.3",
}

EXAMPLES: Final[Mapping[str, Mapping[str, Any]]] = {
    "account.registered": {
        "type": "account_registered",
        "kind": "individual",
        "holder": "h_5f0c3a1be2d94c77",
        "name": "山野厨房",
        "fields": [],
        "bio": "每周一道山里的菜",
    },
    "account.registration_held": {
        "type": "registration_held",
        "id": "review-5f0c3a1be2d94c775f0c",
        "grounds": _GROUNDS,
    },
    "account.hold_lifted": {"type": "hold_lifted", "id": "review-5f0c3a1be2d94c775f0c", "reason": "已核验授权"},
    "account.registration_rejected": {
        "type": "registration_rejected",
        "id": "review-5f0c3a1be2d94c775f0c",
        "reason": "并非该媒体",
    },
    "account.profile_changed": {
        "type": "profile_changed",
        "id": "review-9b1d2c3e4f5061729b1d",
        "name": "东海日报读者会",
        "finding": "9b1d2c3e4f5061729b1d2c3e4f506172",
    },
    "account.profile_change_held": {
        "type": "profile_change_held",
        "id": "review-9b1d2c3e4f5061729b1d",
        "name": "东海日报读者会",
        "grounds": _GROUNDS,
    },
    "account.profile_change_rejected": {
        "type": "profile_change_rejected",
        "id": "review-9b1d2c3e4f5061729b1d",
        "reason": "并非该媒体",
    },
    "account.impersonation_found": {
        "type": "impersonation_found",
        "id": "i-1",
        "imitated": "东海日报",
        "clean_months": 3,
        "reason": "冒用名称与标识",
    },
    "account.impersonation_lifted": {"type": "impersonation_lifted", "id": "i-1", "reason": "已更名"},
    "account.finding_dismissed": {
        "type": "finding_dismissed",
        "id": "impersonation-5f0c3a1be2d94c775f0c",
        "finding": "5f0c3a1be2d94c775f0c3a1be2d94c77",
        "reason": "系普通用语",
    },
    "account.name_changed": {"type": "name_changed", "name": "山野厨房日记"},
    "account.holder_changed": {
        "type": "holder_changed",
        "id": "hc-2",
        "holder": "h_9b1d2c3e4f506172",
        "kind": "enterprise",
        "freeze_months": 3,
    },
    "account.certification_granted": {
        "type": "certification_granted",
        "id": "c-1",
        "field": "finance",
        "valid_from": "2026-01-01",
        "valid_until": "2026-12-31",
        "materials": {"professional_qualification": "证券从业资格"},
    },
    "account.certification_revoked": {"type": "certification_revoked", "id": "c-1", "reason": "材料失效"},
    "account.monetization_granted": {"type": "monetization_granted", "methods": ["advertising"]},
    "account.monetization_withheld": {
        "type": "monetization_withheld",
        "methods": ["advertising"],
        "articles": [8],
        "eligible_at": "2026-06-01T09:00:00+08:00",
    },
    "account.monetization_cancelled": {
        "type": "monetization_cancelled",
        "id": "m-1",
        "category": "vulgar_persona",
        "clean_months": 3,
        "reason": "低俗人设",
    },
    "account.violation_recorded": {
        "type": "violation_recorded",
        "id": "v-1",
        "category": "missing_source",
        "clean_months": 3,
        "reason": "时事信息未标注来源",
    },
    "account.ban_imposed": {
        "type": "ban_imposed",
        "id": "b-1",
        "category": "recycled_news",
        "duration": "P7D",
        "factor": "2",
        "clean_months": 3,
        "reason": "旧闻翻炒",
    },
    "account.ban_shortened": {"type": "ban_shortened", "id": "b-1", "duration": "P3D", "reason": "申诉部分成立"},
    "account.measure_imposed": {
        "type": "measure_imposed",
        "id": "v-2",
        "measure": "freeze_growth",
        "category": "hot_event_exploitation",
        "duration": "P30D",
        "reason": "蹭炒社会热点",
    },
    "account.measure_shortened": {
        "type": "measure_shortened",
        "id": "v-2",
        "measure": "freeze_growth",
        "duration": "P10D",
        "reason": "申诉部分成立",
    },
    "account.overturned": {"type": "overturned", "id": "b-1", "reason": "申诉成立"},
    "account.closed": {"type": "account_closed", "id": "cl-1", "category": "matrix_manipulation", "reason": "矩阵造谣"},
    "account.reopened": {"type": "account_reopened", "id": "cl-1", "reason": "申诉成立"},
    "account.boundary_passed": {
        "changes": [{"privilege": "publish", "opened": True, "causes": ["b-1"]}],
        "message": "ban b-1 ends; monetization stays suspended until 2026-12-22 (art. 9)",
        "recorded_by": "lifecycle",
    },
    "subscription.created": {
        "type": "created",
        "url": "https://platform.example/hooks/standing",
        "types": ["account.*"],
        "after": 0,
        "salt": "5f" * 32,
        "note": "publish path",
    },
    "subscription.changed": {"type": "changed", "types": ["account.*", "directive.*"]},
    "subscription.secret_rotated": {
        "type": "secret_rotated",
        "salt": "0c" * 32,
        "old_until": "2026-03-02T09:00:00+08:00",
    },
    "subscription.paused": {"type": "paused", "because": "failing", "reason": "answered 500"},
    "subscription.resumed": {"type": "resumed"},
    "subscription.replay_asked": {"type": "replay_asked", "after": 4000},
    "subscription.deleted": {"type": "deleted"},
    "directive.issued": {"type": "issued", "terms": _TERMS},
    "directive.sent_again": {"type": "sent_again", "terms": _TERMS, "attempt": 2},
    "directive.acknowledged": {
        "type": "acknowledged",
        "outcome": "done",
        "reason": "",
        "counts": {"done": 1187, "left": 13},
    },
    "directive.escalated": {"type": "escalated", "because": "overdue"},
    "directive.withdrawn": {"type": "withdrawn", "reason": "申诉成立"},
    "lexicon.imported": {
        "type": "imported",
        "source": "省级融媒体名录",
        "listed_on": "2026-10-01",
        "added": 212,
        "replaced": 3,
        "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    },
    "lexicon.retired": {"type": "retired", "entries": ["东方早报"], "reason": "停刊"},
    "lexicon.switched": {"type": "switched", "row": "newsroom_alone", "on": True, "reason": "专项行动"},
    "case.opened": {
        "type": "opened",
        "opening": {
            "kind": "certification",
            "article": 2,
            "title": "a certification of a field",
            "account": "kitchen",
            "subject": {
                "type": "certification",
                "field": "healthcare",
                "valid_from": "2026-01-01",
                "valid_until": "2026-12-31",
                "materials": {"professional_qualification": "执业医师资格证"},
            },
            "priority": "normal",
            "due_at": "2026-03-04T09:00:00+08:00",
        },
        "evidence": [{"kind": "document", "text": "资格证扫描件", "link": "https://files.example.cn/licence.pdf"}],
    },
    "case.evidence_added": {
        "type": "evidence_added",
        "evidence": {"kind": "link", "text": "发证机关的公开名录", "link": "https://zgcx.example.cn/"},
    },
    "case.claimed": {"type": "claimed", "until": "2026-03-01T09:30:00+08:00"},
    "case.released": {"type": "released", "because": "lease_ended", "of": "key_5f0c3a1be2d9"},
    "case.assigned": {"type": "assigned", "to": "key_5f0c3a1be2d9", "reason": "熟悉该领域"},
    "case.noted": {"type": "noted", "text": ""},
    "case.proposed": {"type": "proposed", "ruling": _RULING},
    "case.decided": {"type": "decided", "ruling": _RULING, "proposed_by": None},
    "case.reminded": {"type": "reminded"},
    "case.escalated": {"type": "escalated", "level": 1},
    "case.withdrawn": {"type": "withdrawn", "reason": "指令已完成"},
    "certification.expiring": {
        "type": "expiring",
        "account": "kitchen",
        "certification": "c-1",
        "field": "finance",
        "days": 30,
        "valid_through": "2026-03-30",
        "expires_at": "2026-03-31T00:00:00+08:00",
    },
    "rumour.opened": {
        "type": "opened",
        "opening": {
            "claim": "本市自来水已被污染，三天内不能饮用",
            "field": "livelihood",
            "terms": ["自来水污染"],
            "evidence": [{"link": "https://www.piyao.org.cn/", "text": "水务集团通报"}],
        },
    },
    "rumour.contents_found": {"type": "contents_found", "count": 2, "digest": "5f0c3a1be2d94c77" * 4, "by": "reported"},
    "rumour.terms_added": {"type": "terms_added", "terms": ["停水"]},
    "rumour.information_verified": {"type": "information_verified", "information": _INFORMATION},
    "rumour.ordered": {
        "type": "ordered",
        "step": "label",
        "directive": "label-1-5f0c3a1be2d94c775f0c",
        "due_at": "2026-03-01T11:00:00+08:00",
        "targets": 2,
    },
    "rumour.answered": {
        "type": "answered",
        "step": "label",
        "directive": "label-1-5f0c3a1be2d94c775f0c",
        "outcome": "done",
        "counts": {"done": 2},
    },
    "rumour.called_off": {
        "type": "called_off",
        "step": "pin",
        "directive": "pin-2-5f0c3a1be2d94c775f0c",
        "reason": "the rumour is closed",
    },
    "rumour.escalated": {"type": "escalated", "step": "pin", "because": "no_information"},
    "rumour.closed": {"type": "closed", "reason": "已无传播"},
    "rumour.corrected": {
        "type": "corrected",
        "reason": "水务集团已确认",
        "statement_zh": "此前标注为谣言的信息经核实属实，标签已撤销",
    },
    "rumour.reopened": {"type": "reopened", "reason": "再次传播"},
    "rumour.violations_recorded": {
        "type": "violations_recorded",
        "accounts": [
            {
                "account": "kitchen",
                "did": "spreading",
                "outcome": "recorded",
                "violation": "rumour-spreading-5f0c3a1be2d94c775f0c",
                "consequences": {"ban": "P3D"},
            }
        ],
    },
    "rumour.violations_overturned": {
        "type": "violations_overturned",
        "accounts": [
            {
                "account": "kitchen",
                "violation": "rumour-spreading-5f0c3a1be2d94c775f0c",
                "outcome": "overturned",
            }
        ],
    },
}
"""The `data` of each type; a test wants one for each, and validates it."""
