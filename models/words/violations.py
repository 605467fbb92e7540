"""Categories of violations in the notice; `regulation/words/categories.py` has a row for each."""

from enum import StrEnum


class Category(StrEnum):
    """Category of a violation, in the words of the notice."""

    IMPERSONATION = "impersonation"
    UNCERTIFIED_FIELD = "uncertified_field"
    MISSING_SOURCE = "missing_source"
    MISSING_SHOT_INFO = "missing_shot_info"
    UNLABELLED_SYNTHETIC = "unlabelled_synthetic"
    UNDATED_OLD_NEWS = "undated_old_news"
    ANONYMOUS_PUBLISHING = "anonymous_publishing"
    FABRICATION = "fabrication"
    DISTORTION = "distortion"
    DECEPTIVE_EDITING = "deceptive_editing"
    UNLABELLED_FICTION = "unlabelled_fiction"
    RUMOUR_MAKING = "rumour_making"
    RUMOUR_SPREADING = "rumour_spreading"
    QUOTA_EVASION = "quota_evasion"
    MATRIX_MANIPULATION = "matrix_manipulation"
    NEGATIVE_AGGREGATION = "negative_aggregation"
    RECYCLED_NEWS = "recycled_news"
    HOT_EVENT_EXPLOITATION = "hot_event_exploitation"
    DISASTER_EXPLOITATION = "disaster_exploitation"
    FOLLOW_INDUCEMENT = "follow_inducement"
    REREGISTRATION = "reregistration"
    VULGAR_PERSONA = "vulgar_persona"
    PUBLIC_ORDER = "public_order"
    COORDINATED_MALICIOUS_MARKETING = "coordinated_malicious_marketing"
    FRAUDULENT_FOLLOWERS = "fraudulent_followers"
