"""Words that options and arguments take. The models have them, too, but importing those takes longer than a command
may; `tests/cli/test_words.py` keeps both alike.
"""

from enum import StrEnum

AccountKind = StrEnum("AccountKind", "individual enterprise")
AccountSort = StrEnum(
    "AccountSort",
    [
        ("relevance", "relevance"),
        ("account", "account"),
        ("registered", "registered"),
        ("newest", "-registered"),
        ("changed", "changed"),
        ("recent", "-changed"),
        ("boundary", "boundary"),
    ],
)
AccountStatus = StrEnum("AccountStatus", "active withheld limited frozen suspended banned held denied closed")
ActionSort = StrEnum(
    "ActionSort", [("newest", "-decided"), ("decided", "decided"), ("until", "until"), ("account", "account")]
)
ActionState = StrEnum("ActionState", "standing ended overturned")
AppealOutcome = StrEnum("AppealOutcome", "upheld reduced overturned")
AppealSort = StrEnum(
    "AppealSort", [("newest", "-opened"), ("opened", "opened"), ("due", "due"), ("decided", "-decided")]
)
AppealState = StrEnum("AppealState", "open decided withdrawn")
BulkOutcome = StrEnum("BulkOutcome", "waiting done refused cancelled")
CaseKind = StrEnum(
    "CaseKind",
    "registration profile_change certification emblem impersonation appeal coordination closure cancellation "
    "directive rumour report followers network credit_code",
)
CaseOutcome = StrEnum("CaseOutcome", "approved rejected confirmed dismissed upheld reduced overturned done")
CaseStatus = StrEnum("CaseStatus", "open claimed proposed deferred decided correcting withdrawn")
Category = StrEnum(
    "Category",
    "impersonation uncertified_field missing_source missing_shot_info unlabelled_synthetic undated_old_news "
    "anonymous_publishing fabrication distortion deceptive_editing unlabelled_fiction rumour_making "
    "rumour_spreading quota_evasion matrix_manipulation negative_aggregation recycled_news "
    "hot_event_exploitation disaster_exploitation follow_inducement reregistration vulgar_persona public_order "
    "coordinated_malicious_marketing fraudulent_followers",
)
CertificationSort = StrEnum(
    "CertificationSort", [("newest", "-granted"), ("granted", "granted"), ("until", "until"), ("account", "account")]
)
CertificationState = StrEnum("CertificationState", "to_come in_force expired revoked fallen")
CleanupStatus = StrEnum("CleanupStatus", "open ordered answered stuck cleaned settled stopped restoring restored")
DirectiveStatus = StrEnum("DirectiveStatus", "open overdue done failed withdrawn")
EvidenceKind = StrEnum("EvidenceKind", "text link document image match account content measurement")
ExposureStatus = StrEnum("ExposureStatus", "withheld published withdrawn overturned")
Field = StrEnum("Field", "finance education healthcare justice")
ListedMeasure = StrEnum(
    "ListedMeasure",
    "ban suspension cancellation closure denial warning limit_recommendation freeze_growth withhold_profit "
    "remove_followers clear_followers report",
)
Measure = StrEnum(
    "Measure",
    "warning limit_recommendation freeze_growth withhold_profit remove_followers clear_followers report",
)
Form = StrEnum("Form", "csv ndjson")
Method = StrEnum(
    "Method",
    "advertising content_revenue ecommerce live_gifts appreciation paid_knowledge brand_cooperation",
)
NetworkMeasure = StrEnum("NetworkMeasure", "limit suspend_profit expel")
NetworkStatus = StrEnum("NetworkStatus", "active sanctioned expelled")
Order = StrEnum(
    "Order",
    "remove_followers restore_followers label_content unlabel_content pin_information unpin_information "
    "recommend_debunking report_reach",
)
ProtectedKind = StrEnum(
    "ProtectedKind",
    "party government military legislature judicial mass_organisation news_media state_broadcaster "
    "administrative_division",
)
RestrictionKind = StrEnum(
    "RestrictionKind", "closure denial hold cancellation ban suspension limit freeze expiry withheld network"
)
Role = StrEnum("Role", "platform reviewer operator auditor regulator")
RowOutcome = StrEnum("RowOutcome", "waiting done held refused cancelled")
RunKind = StrEnum("RunKind", "register certify apply_for_certification monetize change_profile import")
RunStatus = StrEnum("RunStatus", "receiving running finished cancelled")
RumourField = StrEnum("RumourField", "public_policy livelihood emergency other")
RumourStatus = StrEnum("RumourStatus", "open closed corrected")
Uncertified = StrEnum("Uncertified", "any finance education healthcare justice")
ViolationSort = StrEnum("ViolationSort", [("newest", "-decided"), ("decided", "decided"), ("account", "account")])
ViolationState = StrEnum("ViolationState", "standing overturned")
