"""Who may do what: one row an operation. A route whose operation has no row here cannot be declared."""

from collections.abc import Mapping
from typing import Final

from ledger.keys import Role

Roles = frozenset[Role]

PLATFORM: Final[Roles] = frozenset({Role.PLATFORM, Role.OPERATOR})
"""What the platform does in its daily business."""

REVIEWER: Final[Roles] = frozenset({Role.REVIEWER, Role.OPERATOR})
"""What takes a person's judgement."""

OPERATOR: Final[Roles] = frozenset({Role.OPERATOR})
"""What decides over the work of others."""

READER: Final[Roles] = frozenset({Role.PLATFORM, Role.REVIEWER, Role.OPERATOR, Role.AUDITOR})
"""What everybody who works with accounts may see."""

HISTORIAN: Final[Roles] = frozenset({Role.REVIEWER, Role.OPERATOR, Role.AUDITOR})
"""What only those may see who judge or check: the facts themselves, and what was known when."""

REPORTS: Final[Roles] = frozenset({Role.REGULATOR, Role.OPERATOR, Role.AUDITOR})
"""What is written for the regulator."""

REGULATOR: Final[Roles] = frozenset({Role.REGULATOR, Role.OPERATOR})
"""What the regulator answers; an operator enters an answer that came on paper."""

ROLES_OF: Final[Mapping[str, Roles]] = {
    "register_account": PLATFORM,
    "read_account": READER,
    "read_homepage": READER,
    "change_name": PLATFORM,
    "change_profile": PLATFORM,
    "find_impersonation": REVIEWER,
    "lift_impersonation": REVIEWER,
    "overturn_impersonation": REVIEWER,
    "start_rescreen": OPERATOR,
    "stop_rescreen": OPERATOR,
    "list_rescreens": HISTORIAN,
    "read_rescreen": HISTORIAN,
    "grant_exemption": OPERATOR,
    "revoke_exemption": OPERATOR,
    "list_exemptions": HISTORIAN,
    "read_exemption": HISTORIAN,
    "change_holder": PLATFORM,
    "certify": REVIEWER,
    "revoke_certification": REVIEWER,
    "apply_for_certification": PLATFORM,
    "list_certification_applications": READER,
    "apply_for_monetization": PLATFORM,
    "read_eligibility": READER,
    "cancel_monetization": REVIEWER,
    "overturn_cancellation": REVIEWER,
    "read_catalogue": READER,
    "record_violation": REVIEWER,
    "overturn_violation": REVIEWER,
    "impose_ban": REVIEWER,
    "shorten_ban": REVIEWER,
    "overturn_ban": REVIEWER,
    "impose_measure": REVIEWER,
    "shorten_measure": REVIEWER,
    "overturn_action": REVIEWER,
    "list_actions": READER,
    "read_action": READER,
    "appeal": PLATFORM,
    "close_account": PLATFORM | REVIEWER,
    "close_account.by_wish": PLATFORM,
    "close_account.as_sanction": REVIEWER,
    "reopen_account": REVIEWER,
    "read_standing": READER,
    "read_standing.as_of": HISTORIAN,
    "read_timeline": HISTORIAN,
    "read_facts": HISTORIAN,
    "read_events": READER,
    "decide": READER,
    "decide_publish": READER,
    "decide_batch": READER,
    "decide_stream": READER,
    "decide.as_of": HISTORIAN,
    "read_receipt": READER,
    "issue_directive": REVIEWER,
    "list_directives": READER,
    "read_directive": READER,
    "acknowledge_directive": PLATFORM,
    "withdraw_directive": REVIEWER,
    "start_bulk_action": OPERATOR,
    "list_bulk_actions": HISTORIAN,
    "read_bulk_action": HISTORIAN,
    "list_bulk_accounts": HISTORIAN,
    "revert_bulk_action": OPERATOR,
    "list_exposures": HISTORIAN,
    "read_exposure": HISTORIAN,
    "publish_exposure": OPERATOR,
    "withdraw_exposure": OPERATOR,
    "open_case": REVIEWER,
    "list_cases": HISTORIAN,
    "read_case": HISTORIAN,
    "read_case_status": READER,
    "add_case_evidence": REVIEWER,
    "note_on_case": REVIEWER,
    "claim_case": REVIEWER,
    "release_case": REVIEWER,
    "assign_case": OPERATOR,
    "decide_case": REVIEWER,
    "withdraw_case": REVIEWER,
    "open_rumour": REVIEWER,
    "list_rumours": READER,
    "read_rumour": READER,
    "read_rumour_entries": READER,
    "read_rumour_contents": READER,
    "add_rumour_contents": PLATFORM | REVIEWER,
    "add_rumour_terms": PLATFORM | REVIEWER,
    "verify_rumour": REVIEWER,
    "close_rumour": REVIEWER,
    "correct_rumour": REVIEWER,
    "reopen_rumour": REVIEWER,
    "record_rumour_violations": REVIEWER,
    "report_followers": PLATFORM,
    "open_cleanup": REVIEWER,
    "list_cleanups": READER,
    "read_cleanup": READER,
    "stop_cleanup": REVIEWER,
    "create_webhook": PLATFORM,
    "list_webhooks": PLATFORM,
    "read_webhook": PLATFORM,
    "change_webhook": PLATFORM,
    "rotate_webhook_secret": PLATFORM,
    "pause_webhook": PLATFORM,
    "resume_webhook": PLATFORM,
    "replay_webhook": PLATFORM,
    "delete_webhook": PLATFORM,
    "check_webhook": PLATFORM,
    "read_deliveries": PLATFORM,
    "screen": PLATFORM | REVIEWER,
    "read_lexicon": READER,
    "list_protected_names": READER,
    "import_protected_names": OPERATOR,
    "retire_protected_names": OPERATOR,
    "switch_row": OPERATOR,
    "match_rumours": READER,
    "report_rumour_exposures": PLATFORM,
    "read_rumour_reach": READER,
    "draw_rumour_reach": READER,
    "add_emblem": OPERATOR,
    "retire_emblem": OPERATOR,
    "list_emblems": READER,
    "read_emblem_image": READER,
    "screen_avatar": PLATFORM | REVIEWER,
    "add_links": PLATFORM,
    "add_posts": PLATFORM,
    "list_clusters": HISTORIAN,
    "read_cluster": HISTORIAN,
    "read_cluster_graph": HISTORIAN,
    "request_report": OPERATOR,
    "list_reports": REPORTS,
    "read_report": REPORTS,
    "download_report": REPORTS,
    "verify_report": REPORTS,
    "release_report": REVIEWER,
    "retry_report": OPERATOR,
    "acknowledge_report": REGULATOR,
    "reject_report": REGULATOR,
    "amend_report": OPERATOR,
}
"""A name with a dot is a part of an operation that takes more than the whole of it."""
