"""Who may do what: every route with every role, against a table written down a second time."""

import asyncio
from typing import Any

import pytest
from fastapi.routing import APIRoute

from api.http.authentication import TRUST_S, Authentication
from api.http.permissions import READ_TO_DECIDE, ROLES_OF
from api.http.problems import ProblemError
from api.routes import ROUTERS
from ledger import keys
from models.roles import Role
from regulation.people import RELEASERS
from tests.api.conftest import MORNING, Api

P, R, OP, A, G = Role.PLATFORM, Role.REVIEWER, Role.OPERATOR, Role.AUDITOR, Role.REGULATOR

ACCOUNT = "/v1/accounts/nobody"
MAY: list[tuple[str, str, str, dict[str, Any] | None, set[Role]]] = [
    ("register_account", "POST", "/v1/accounts", {}, {P, OP}),
    ("list_accounts", "GET", "/v1/accounts?limit=0", None, {P, R, OP, A}),
    ("count_accounts", "GET", "/v1/accounts/counts?by=nonsense", None, {P, R, OP, A}),
    ("export_accounts", "GET", "/v1/accounts/export?form=nonsense", None, {P, R, OP, A}),
    ("list_all_actions", "GET", "/v1/actions?limit=0", None, {P, R, OP, A}),
    ("count_actions", "GET", "/v1/actions/counts?by=nonsense", None, {P, R, OP, A}),
    ("export_actions", "GET", "/v1/actions/export?form=nonsense", None, {P, R, OP, A}),
    ("list_violations", "GET", "/v1/violations?limit=0", None, {P, R, OP, A}),
    ("count_violations", "GET", "/v1/violations/counts?by=nonsense", None, {P, R, OP, A}),
    ("export_violations", "GET", "/v1/violations/export?form=nonsense", None, {P, R, OP, A}),
    ("list_bans", "GET", "/v1/bans?limit=0", None, {P, R, OP, A}),
    ("count_bans", "GET", "/v1/bans/counts?by=nonsense", None, {P, R, OP, A}),
    ("export_bans", "GET", "/v1/bans/export?form=nonsense", None, {P, R, OP, A}),
    ("list_certifications", "GET", "/v1/certifications?limit=0", None, {P, R, OP, A}),
    ("count_certifications", "GET", "/v1/certifications/counts?by=nonsense", None, {P, R, OP, A}),
    ("export_certifications", "GET", "/v1/certifications/export?form=nonsense", None, {P, R, OP, A}),
    ("list_appeals", "GET", "/v1/appeals?limit=0", None, {P, R, OP, A}),
    ("count_appeals", "GET", "/v1/appeals/counts?by=nonsense", None, {P, R, OP, A}),
    ("export_appeals", "GET", "/v1/appeals/export?form=nonsense", None, {P, R, OP, A}),
    ("read_account", "GET", ACCOUNT, None, {P, R, OP, A}),
    ("read_homepage", "GET", f"{ACCOUNT}/homepage", None, {P, R, OP, A}),
    ("create_status_link", "POST", f"{ACCOUNT}/status-links", {"surplus": 1}, {P, OP}),
    ("read_holder_status", "GET", f"{ACCOUNT}/holder-status", None, {P, R, OP, A}),
    ("change_name", "POST", f"{ACCOUNT}/name-changes", {}, {P, OP}),
    ("change_profile", "POST", f"{ACCOUNT}/profile-changes", {"surplus": 1}, {P, OP}),
    ("record_impersonation", "POST", f"{ACCOUNT}/impersonations", {}, {R, OP}),
    ("lift_impersonation", "POST", f"{ACCOUNT}/impersonations/i/end", {"surplus": 1}, {R, OP}),
    ("overturn_impersonation", "POST", f"{ACCOUNT}/impersonations/i/overturn", {"surplus": 1}, {R, OP}),
    ("request_admission", "POST", "/v1/credit-code-admissions", {}, {P, OP}),
    ("grant_exemption", "POST", "/v1/exemptions", {}, {OP}),
    ("revoke_exemption", "POST", "/v1/exemptions/x/revocation", {"surplus": 1}, {OP}),
    ("list_exemptions", "GET", "/v1/exemptions?after=nonsense", None, {R, OP, A}),
    ("read_exemption", "GET", "/v1/exemptions/x", None, {R, OP, A}),
    ("start_rescreen", "POST", "/v1/rescreens", {"surplus": 1}, {OP}),
    ("stop_rescreen", "POST", "/v1/rescreens/x/stop", {"surplus": 1}, {OP}),
    ("list_rescreens", "GET", "/v1/rescreens?after=nonsense", None, {R, OP, A}),
    ("read_rescreen", "GET", "/v1/rescreens/x", None, {R, OP, A}),
    ("change_holder", "POST", f"{ACCOUNT}/holder-changes", {}, {P, OP}),
    ("certify_account", "POST", f"{ACCOUNT}/certifications", {}, {R, OP}),
    ("revoke_certification", "POST", f"{ACCOUNT}/certifications/c/revocation", {}, {R, OP}),
    ("apply_for_certification", "POST", f"{ACCOUNT}/certification-applications", {}, {P, OP}),
    (
        "list_certification_applications",
        "GET",
        f"{ACCOUNT}/certification-applications?after=nonsense",
        None,
        {P, R, OP, A},
    ),
    ("list_due_certifications", "GET", "/v1/certifications/due?limit=0", None, {P, R, OP, A}),
    ("apply_for_monetization", "POST", f"{ACCOUNT}/monetization-applications", {}, {P, OP}),
    ("read_eligibility", "GET", f"{ACCOUNT}/eligibility", None, {P, R, OP, A}),
    ("cancel_monetization", "POST", f"{ACCOUNT}/monetization-cancellations", {}, {R, OP}),
    ("overturn_cancellation", "POST", f"{ACCOUNT}/monetization-cancellations/c/overturn", {}, {R, OP}),
    ("read_catalogue", "GET", "/v1/catalogue?surplus=1", None, {P, R, OP, A}),
    ("record_violation", "POST", f"{ACCOUNT}/violations", {}, {R, OP}),
    ("overturn_violation", "POST", f"{ACCOUNT}/violations/v/overturn", {}, {R, OP}),
    ("ban_account", "POST", f"{ACCOUNT}/bans", {}, {R, OP}),
    ("shorten_ban", "POST", f"{ACCOUNT}/bans/b/shorten", {}, {R, OP}),
    ("overturn_ban", "POST", f"{ACCOUNT}/bans/b/overturn", {}, {R, OP}),
    ("impose_measure", "POST", f"{ACCOUNT}/actions", {}, {R, OP}),
    ("shorten_measure", "POST", f"{ACCOUNT}/actions/b/shorten", {}, {R, OP}),
    ("overturn_action", "POST", f"{ACCOUNT}/actions/b/overturn", {}, {R, OP}),
    ("lift_withholding", "POST", f"{ACCOUNT}/actions/b/lift", {}, {R, OP}),
    ("list_actions", "GET", f"{ACCOUNT}/actions", None, {P, R, OP, A}),
    ("read_action", "GET", f"{ACCOUNT}/actions/b", None, {P, R, OP, A}),
    ("appeal_action", "POST", f"{ACCOUNT}/actions/b/appeal", {}, {P, OP}),
    ("reopen_account", "POST", f"{ACCOUNT}/reopening", {}, {R, OP}),
    ("close_account", "POST", f"{ACCOUNT}/closure", {"surplus": 1}, {P, R, OP}),
    ("close_account.by_wish", "POST", f"{ACCOUNT}/closure", {}, {P, OP}),
    ("close_account.as_sanction", "POST", f"{ACCOUNT}/closure", {"category": "public_order"}, {R, OP}),
    ("read_standing", "GET", f"{ACCOUNT}/standing", None, {P, R, OP, A}),
    ("read_standing.as_of", "GET", f"{ACCOUNT}/standing?as_of=2026-03-01T00:00:00Z", None, {R, OP, A}),
    ("read_timeline", "GET", f"{ACCOUNT}/timeline", None, {R, OP, A}),
    ("read_projection", "GET", f"{ACCOUNT}/projection", None, {P, R, OP, A}),
    ("read_projection.past", "GET", f"{ACCOUNT}/projection?from=2020-01-01T00:00:00Z", None, {R, OP, A}),
    ("list_facts", "GET", f"{ACCOUNT}/facts", None, {R, OP, A}),
    ("list_events", "GET", "/v1/events?account=nobody", None, {P, R, OP, A}),
    ("list_account_events", "GET", "/v1/accounts/nobody/events", None, {P, R, OP, A}),
    ("ask_decision", "POST", "/v1/decisions", {}, {P, R, OP, A}),
    ("ask_publish_decision", "POST", "/v1/decisions/publish", {}, {P, R, OP, A}),
    ("ask_decisions", "POST", "/v1/decisions/batch", {}, {P, R, OP, A}),
    ("stream_decisions", "POST", "/v1/decisions/stream?surplus=1", {}, {P, R, OP, A}),
    ("read_mirror_changes", "GET", "/v1/mirror/changes?after=nonsense", None, {P, OP}),
    ("list_mirrored_standings", "GET", "/v1/mirror/standings?most=0", None, {P, OP}),
    ("load_mirrored_standings", "POST", "/v1/mirror/standings", {}, {P, OP}),
    ("read_mirrored_rumours", "GET", "/v1/mirror/rumours?surplus=1", None, {P, OP}),
    ("issue_directive", "POST", "/v1/directives", {}, {R, OP}),
    ("list_directives", "GET", "/v1/directives?after=nonsense", None, {P, R, OP, A}),
    ("read_directive", "GET", "/v1/directives/d", None, {P, R, OP, A}),
    ("acknowledge_directive", "POST", "/v1/directives/d/acknowledgement", {}, {P, OP}),
    ("withdraw_directive", "POST", "/v1/directives/d/withdrawal", {"surplus": 1}, {R, OP}),
    ("preview_bulk_action", "POST", "/v1/bulk-actions/preview", {}, {OP}),
    ("preview_bulk_reversal", "POST", "/v1/bulk-actions/b/reversal/preview", {"surplus": 1}, {OP}),
    ("start_bulk_action", "POST", "/v1/bulk-actions", {}, {OP}),
    ("list_bulk_actions", "GET", "/v1/bulk-actions?after=nonsense", None, {R, OP, A}),
    ("read_bulk_action", "GET", "/v1/bulk-actions/b", None, {R, OP, A}),
    ("list_bulk_action_accounts", "GET", "/v1/bulk-actions/b/accounts", None, {R, OP, A}),
    ("draft_bulk_action", "POST", "/v1/bulk-actions/drafts", {}, {OP}),
    ("send_bulk_action_accounts", "POST", "/v1/bulk-actions/none/accounts?surplus=1", {}, {OP}),
    ("preview_drafted_bulk_action", "POST", "/v1/bulk-actions/b/preview", {"surplus": 1}, {OP}),
    ("start_drafted_bulk_action", "POST", "/v1/bulk-actions/b/start", {"surplus": 1}, {OP}),
    ("cancel_bulk_action", "POST", "/v1/bulk-actions/b/cancellation", {"surplus": 1}, {OP}),
    ("revert_bulk_action", "POST", "/v1/bulk-actions/b/reversal", {}, {OP}),
    ("cancel_bulk_reversal", "POST", "/v1/bulk-actions/b/reversal/cancellation", {"surplus": 1}, {OP}),
    ("create_run", "POST", "/v1/runs", {"surplus": 1}, {P, R, OP}),
    ("create_run.register", "POST", "/v1/runs", {"commands": "register"}, {P, OP}),
    ("create_run.certify", "POST", "/v1/runs", {"commands": "certify"}, {R, OP}),
    (
        "create_run.apply_for_certification",
        "POST",
        "/v1/runs",
        {"commands": "apply_for_certification"},
        {P, OP},
    ),
    ("create_run.monetize", "POST", "/v1/runs", {"commands": "monetize"}, {P, OP}),
    ("create_run.change_profile", "POST", "/v1/runs", {"commands": "change_profile"}, {P, OP}),
    ("create_run.import", "POST", "/v1/runs", {"commands": "import"}, {OP}),
    ("list_runs", "GET", "/v1/runs?after=nonsense", None, {P, R, OP, A}),
    ("read_run", "GET", "/v1/runs/none", None, {P, R, OP, A}),
    ("list_run_rows", "GET", "/v1/runs/none/rows", None, {P, R, OP, A}),
    ("send_run_rows", "POST", "/v1/runs/none/rows?surplus=1", {}, {P, R, OP}),
    ("start_run", "POST", "/v1/runs/none/start", {}, {P, R, OP}),
    ("cancel_run", "POST", "/v1/runs/none/cancellation", {}, {P, R, OP}),
    ("list_exposures", "GET", "/v1/exposures?after=nonsense", None, {R, OP, A}),
    ("read_exposure", "GET", "/v1/exposures/none", None, {R, OP, A}),
    ("publish_exposure", "POST", "/v1/exposures/none/publication", {}, {OP}),
    ("withdraw_exposure", "POST", "/v1/exposures/none/withdrawal", {}, {OP}),
    ("open_case", "POST", "/v1/cases", {}, {R, OP}),
    ("list_cases", "GET", "/v1/cases?after=nonsense", None, {R, OP, A}),
    ("count_cases", "GET", "/v1/cases/counts?surplus=1", None, {R, OP, A}),
    ("update_case_presence", "POST", "/v1/cases/c/presence", {"surplus": 1}, {R, OP, A}),
    ("skip_case", "POST", "/v1/cases/c/skip", {"surplus": 1}, {R, OP, A}),
    ("list_views", "GET", "/v1/views?surplus=1", None, {R, OP, A}),
    ("save_view", "POST", "/v1/views", {}, {R, OP, A}),
    ("change_view", "POST", "/v1/views/v/changes", {"surplus": 1}, {R, OP, A}),
    ("delete_view", "POST", "/v1/views/v/deletion", {"surplus": 1}, {R, OP, A}),
    ("use_view", "POST", "/v1/views/v/use", {"surplus": 1}, {R, OP, A}),
    ("star_view", "POST", "/v1/views/v/star", {"surplus": 1}, {R, OP, A}),
    ("read_case", "GET", "/v1/cases/c", None, {R, OP, A}),
    ("read_case_status", "GET", "/v1/cases/c/status", None, {P, R, OP, A}),
    ("add_case_evidence", "POST", "/v1/cases/c/evidence", {}, {R, OP}),
    ("add_case_note", "POST", "/v1/cases/c/notes", {}, {R, OP}),
    ("claim_case", "POST", "/v1/cases/c/claim", {"surplus": 1}, {R, OP}),
    ("release_case", "POST", "/v1/cases/c/release", {"surplus": 1}, {R, OP}),
    ("hand_over_case", "POST", "/v1/cases/c/hand-over", {}, {R, OP}),
    ("read_case_assignees", "GET", "/v1/cases/c/assignees", None, {R, OP, A}),
    ("assign_case", "POST", "/v1/cases/c/assignment", {}, {OP}),
    ("decide_case", "POST", "/v1/cases/c/decision", {}, {R, OP}),
    ("upload_evidence", "POST", "/v1/evidence?name=a.pdf", {}, {P, R, OP}),
    ("read_case_evidence", "GET", f"/v1/cases/c/evidence/{'a' * 64}", None, {R, OP, A}),
    ("decide_cases", "POST", "/v1/cases/decisions", {}, {R, OP}),
    ("take_back_case_decision", "POST", "/v1/cases/c/decision/take-back", {}, {R, OP}),
    ("read_case_outcomes", "GET", "/v1/cases/c/outcomes", None, {R, OP, A}),
    ("read_case_context", "GET", "/v1/cases/c/context", None, {R, OP, A}),
    ("list_reason_templates", "GET", "/v1/reason-templates?case=nobody", None, {R, OP, A}),
    ("correct_case", "POST", "/v1/cases/c/correction", {"outcome": "approved", "reason": "r"}, {R, OP}),
    ("preview_case_correction", "POST", "/v1/cases/c/correction/preview", {}, {R, OP}),
    ("preview_case_decision", "POST", "/v1/cases/c/decision/preview", {}, {R, OP}),
    ("withdraw_case", "POST", "/v1/cases/c/withdrawal", {"surplus": 1}, {R, OP}),
    ("open_rumour", "POST", "/v1/rumors", {}, {R, OP}),
    ("list_rumours", "GET", "/v1/rumors?after=nonsense", None, {P, R, OP, A}),
    ("read_rumour", "GET", "/v1/rumors/r", None, {P, R, OP, A}),
    ("list_rumour_entries", "GET", "/v1/rumors/r/entries", None, {P, R, OP, A}),
    ("list_rumour_contents", "GET", "/v1/rumors/r/contents", None, {P, R, OP, A}),
    ("add_rumour_contents", "POST", "/v1/rumors/r/contents", {}, {P, R, OP}),
    ("add_rumour_terms", "POST", "/v1/rumors/r/terms", {}, {P, R, OP}),
    ("verify_rumour", "POST", "/v1/rumors/r/information", {}, {R, OP}),
    ("close_rumour", "POST", "/v1/rumors/r/closure", {"surplus": 1}, {R, OP}),
    ("correct_rumour", "POST", "/v1/rumors/r/correction", {}, {R, OP}),
    ("reopen_rumour", "POST", "/v1/rumors/r/reopening", {"surplus": 1}, {R, OP}),
    ("record_rumour_violations", "POST", "/v1/rumors/r/violations", {}, {R, OP}),
    ("report_followers", "POST", "/v1/accounts/nobody/follower-gains", {"surplus": 1}, {P, OP}),
    ("read_follower_count", "GET", f"{ACCOUNT}/followers", None, {P, R, OP, A}),
    ("open_cleanup", "POST", "/v1/accounts/nobody/follower-cleanups", {}, {R, OP}),
    ("list_cleanups", "GET", "/v1/follower-cleanups?after=nonsense", None, {P, R, OP, A}),
    ("read_cleanup", "GET", "/v1/follower-cleanups/c", None, {P, R, OP, A}),
    ("stop_cleanup", "POST", "/v1/follower-cleanups/c/stop", {"surplus": 1}, {R, OP}),
    ("register_network", "POST", "/v1/networks", {}, {P, OP}),
    ("list_networks", "GET", "/v1/networks?after=nonsense", None, {P, R, OP, A}),
    ("read_network", "GET", "/v1/networks/n", None, {P, R, OP, A}),
    ("list_network_roster", "GET", "/v1/networks/n/roster", None, {P, R, OP, A}),
    ("change_network_roster", "POST", "/v1/networks/n/roster", {"surplus": 1}, {P, OP}),
    ("sanction_network", "POST", "/v1/networks/n/sanctions", {}, {R, OP}),
    ("lift_network_sanction", "POST", "/v1/networks/n/sanctions/s/lift", {}, {R, OP}),
    ("create_webhook", "POST", "/v1/webhooks", {}, {P, OP}),
    ("list_webhooks", "GET", "/v1/webhooks?after=nonsense", None, {P, OP}),
    ("read_webhook", "GET", "/v1/webhooks/w", None, {P, OP}),
    ("change_webhook", "POST", "/v1/webhooks/w/changes", {"surplus": 1}, {P, OP}),
    ("rotate_webhook_secret", "POST", "/v1/webhooks/w/secret-rotation", {"surplus": 1}, {P, OP}),
    ("pause_webhook", "POST", "/v1/webhooks/w/pause", {"surplus": 1}, {P, OP}),
    ("resume_webhook", "POST", "/v1/webhooks/w/resume", {"surplus": 1}, {P, OP}),
    ("replay_webhook", "POST", "/v1/webhooks/w/replay", {}, {P, OP}),
    ("delete_webhook", "POST", "/v1/webhooks/w/deletion", {"surplus": 1}, {P, OP}),
    ("check_webhook", "POST", "/v1/webhooks/w/test", {"surplus": 1}, {P, OP}),
    ("resend_webhook_event", "POST", "/v1/webhooks/w/deliveries/1/resend", {"surplus": 1}, {P, OP}),
    ("list_webhook_deliveries", "GET", "/v1/webhooks/w/deliveries", None, {P, OP}),
    ("screen_profile", "POST", "/v1/screenings", {}, {P, R, OP}),
    ("screen_names", "POST", "/v1/screenings/names", {}, {P, R, OP}),
    ("read_lexicon", "GET", "/v1/lexicon?surplus=1", None, {P, R, OP, A}),
    ("list_protected_names", "GET", "/v1/lexicon/names?limit=0", None, {P, R, OP, A}),
    ("import_protected_names", "POST", "/v1/lexicon/imports", {}, {OP}),
    ("retire_protected_names", "POST", "/v1/lexicon/retirements", {}, {OP}),
    ("switch_screening_row", "POST", "/v1/lexicon/switches", {}, {OP}),
    ("choose_screening_preset", "POST", "/v1/lexicon/presets", {}, {OP}),
    ("search_rumours", "GET", "/v1/rumors/search?q=", None, {P, R, OP, A}),
    ("match_rumours", "POST", "/v1/rumors/match", {}, {P, R, OP, A}),
    ("report_rumour_exposures", "POST", "/v1/rumors/r/exposures", {}, {P, OP}),
    ("read_rumour_reach", "GET", "/v1/rumors/r/reach", None, {P, R, OP, A}),
    ("draw_rumour_reach", "GET", "/v1/rumors/r/reach.svg", None, {P, R, OP, A}),
    ("add_emblem", "POST", "/v1/emblems", {}, {OP}),
    ("retire_emblem", "POST", "/v1/emblems/e/retirement", {"surplus": 1}, {OP}),
    ("list_emblems", "GET", "/v1/emblems?surplus=1", None, {P, R, OP, A}),
    ("read_emblem_image", "GET", "/v1/emblems/e/image", None, {P, R, OP, A}),
    ("screen_avatar", "POST", "/v1/emblems/screenings", {}, {P, R, OP}),
    ("add_coordination_links", "POST", "/v1/coordination/links", {}, {P, OP}),
    ("add_coordination_posts", "POST", "/v1/coordination/posts", {}, {P, OP}),
    ("sweep_clusters", "POST", "/v1/coordination/sweeps", {"surplus": 1}, {OP}),
    ("list_clusters", "GET", "/v1/coordination/clusters?after=nonsense", None, {R, OP, A}),
    ("read_cluster", "GET", "/v1/coordination/clusters/c", None, {R, OP, A}),
    ("read_cluster_graph", "GET", "/v1/coordination/clusters/c/graph", None, {R, OP, A}),
    ("request_report", "POST", "/v1/reports", {}, {OP}),
    ("find_identifiers", "GET", "/v1/identifiers", None, {P, R, OP, A, G}),
    ("list_reports", "GET", "/v1/reports?after=nonsense", None, {G, R, OP, A}),
    ("preview_report", "GET", "/v1/reports/preview?period=nonsense", None, {R, OP, A}),
    ("read_report", "GET", "/v1/reports/r", None, {G, R, OP, A}),
    ("download_report", "GET", "/v1/reports/r/files/report.json", None, {G, R, OP, A}),
    ("verify_report", "GET", "/v1/reports/r/verification", None, {G, R, OP, A}),
    ("release_report", "POST", "/v1/reports/r/release", {}, {R, OP}),
    ("retry_report", "POST", "/v1/reports/r/retry", {}, {OP}),
    ("acknowledge_report", "POST", "/v1/reports/r/acknowledgement", {}, {G, OP}),
    ("reject_report", "POST", "/v1/reports/r/rejection", {}, {G, OP}),
    ("amend_report", "POST", "/v1/reports/r/amendment", {}, {OP}),
    ("read_case_statistics", "GET", "/v1/statistics/cases?surplus=1", None, {R, OP, A}),
    ("list_audit_events", "GET", "/v1/audit?after=nonsense", None, {OP, A}),
    ("count_audit_events", "GET", "/v1/audit/days?from=nonsense", None, {OP, A}),
    ("export_audit_events", "GET", "/v1/audit/export?form=nonsense", None, {OP, A}),
    ("read_audit_event", "GET", "/v1/audit/999999", None, {OP, A}),
    ("read_me", "GET", "/v1/me?surplus=1", None, {P, R, OP, A, G}),
    ("list_people", "GET", "/v1/people?after=nonsense", None, {OP, A}),
    ("read_person", "GET", "/v1/people/per_ffffffffffff", None, {OP, A}),
    ("add_person", "POST", "/v1/people", {}, {OP}),
    ("change_person", "POST", "/v1/people/per_ffffffffffff/changes", {}, {OP}),
    ("deactivate_person", "POST", "/v1/people/per_ffffffffffff/deactivation", {}, {OP}),
    ("reactivate_person", "POST", "/v1/people/per_ffffffffffff/reactivation", {}, {OP}),
    ("link_identity", "POST", "/v1/people/per_ffffffffffff/identities", {}, {OP}),
    ("unlink_identity", "POST", "/v1/people/per_ffffffffffff/identities/removal", {}, {OP}),
    ("list_keys", "GET", "/v1/keys?after=nonsense", None, {P, R, OP, A, G}),
    ("read_key", "GET", "/v1/keys/key_000000000000", None, {P, R, OP, A, G}),
    ("create_key", "POST", "/v1/keys", {"surplus": 1}, {P, R, OP, A, G}),
    ("revoke_key", "POST", "/v1/keys/key_000000000000/revocation", {}, {P, R, OP, A, G}),
    ("assign_key", "POST", "/v1/keys/key_000000000000/assignment", {}, {OP}),
    ("list_sessions", "GET", "/v1/sessions?after=nonsense", None, {P, R, OP, A, G}),
    ("end_session", "POST", "/v1/sessions/ses_000000000000/end", None, {P, R, OP, A, G}),
    ("end_sessions", "POST", "/v1/sessions/end", {"surplus": 1}, {P, R, OP, A, G}),
    ("list_receipts", "GET", "/v1/receipts?account=nobody&limit=0", None, {P, R, OP, A}),
    ("read_receipt", "GET", f"/v1/receipts/rct_{0:032x}", None, {P, R, OP, A}),
    (
        "ask_decision.as_of",
        "POST",
        "/v1/decisions",
        {"account": "nobody", "privilege": "publish", "as_of": "2026-03-01T00:00:00Z"},
        {R, OP, A},
    ),
]


def test_the_two_tables_name_the_same_operations() -> None:
    """A new operation must be entered here too, by somebody who thought about it."""
    assert {row[0]: frozenset(row[4]) for row in MAY} == dict(ROLES_OF)


def test_whoever_decides_may_read_what_is_decided() -> None:
    """FAULTS 2.5, for all operations: the resources on the path of a command, their lists, and what is read before."""
    reads: dict[str, str] = {}
    commands: list[tuple[str, str]] = []
    for route in (route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)):
        if "GET" in (route.methods or ()):
            reads[route.path] = route.name
        elif route.name in ROLES_OF:
            commands.append((route.path, route.name))
    assert len(commands) > 80
    cannot = {
        (name, reads[above])
        for path, name in commands
        for above in ("/".join(path.split("/")[:length]) for length in range(3, path.count("/") + 2))
        if reads.get(above) in ROLES_OF and not ROLES_OF[name] <= ROLES_OF[reads[above]]
    }
    assert cannot == set()
    assert {
        (one, read) for one, some in READ_TO_DECIDE.items() for read in some if not ROLES_OF[one] <= ROLES_OF[read]
    } == set()


def test_whoever_may_release_is_the_one_whose_release_counts() -> None:
    assert ROLES_OF["release_report"] == RELEASERS


TO_ALL = {"list_public_exposures", "read_exposure_feed", "read_public_exposure"}
"""What the public reads."""


async def test_every_route_that_takes_a_key_is_in_the_table(api: Api) -> None:
    """No path of the description is forgotten; those without a key are for operation, and for all."""
    described = (await api[None].get("/openapi.json")).json()["paths"]
    operations = {operation["operationId"]: operation for path in described.values() for operation in path.values()}
    keyed = {name for name, operation in operations.items() if "security" in operation}
    assert keyed == {name for name in ROLES_OF if "." not in name}
    assert set(operations) - keyed == {"read_health", "read_readiness", *TO_ALL}


@pytest.mark.parametrize("role", [*Role, None])
@pytest.mark.parametrize(("method", "path", "body", "may"), [row[1:] for row in MAY], ids=[row[0] for row in MAY])
async def test_each_role_may_what_its_row_says(
    api: Api, role: Role | None, method: str, path: str, body: dict[str, Any] | None, may: set[Role]
) -> None:
    """Who may is let in (to 404, 415 or 422 here, or a new run); who may not gets 403, and who is nobody 401."""
    answer = await api[role].request(method, path, json=body)
    if role is None:
        assert answer.status_code == 401
    elif role in may:
        assert answer.status_code in {201, 404, 415, 422}, answer.text
    else:
        assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/openapi.json"])
async def test_operation_needs_no_key(api: Api, path: str) -> None:
    """Probes and scrapers have none."""
    assert (await api[None].get(path)).status_code == 200


async def test_several_roles_add_up(api: Api) -> None:
    """A key with two roles may what either may."""
    _, secret = await keys.create(api.database, "both", [Role.PLATFORM, Role.AUDITOR], MORNING)
    headers = {"Authorization": f"Bearer {secret}"}
    assert (await api[None].get(f"{ACCOUNT}/facts", headers=headers)).status_code == 404
    assert (await api[None].post(f"{ACCOUNT}/name-changes", json={}, headers=headers)).status_code == 422


async def test_a_revoked_key_is_trusted_for_a_second_at_most(api: Api) -> None:
    """What was looked up is kept for that long and then looked up again."""
    elapsed = [0.0]
    authentication = Authentication(api.database, lambda: elapsed[0])
    caller, secret = await keys.create(api.database, "to be revoked", [Role.AUDITOR], MORNING)
    await authentication.admit(f"Bearer {secret}", ROLES_OF["ask_decision"])
    await keys.revoke(api.database, caller.id, MORNING)
    elapsed[0] = TRUST_S - 0.01
    assert (await authentication.admit(f"Bearer {secret}", ROLES_OF["ask_decision"])).id == caller.id
    elapsed[0] = TRUST_S
    with pytest.raises(ProblemError, match="revoked"):
        await authentication.admit(f"Bearer {secret}", ROLES_OF["ask_decision"])


async def test_a_new_key_is_known_at_once_although_it_was_tried_before(api: Api) -> None:
    """That nobody is known by a key is never kept."""
    authentication = Authentication(api.database)
    _, secret = await keys.create(api.database, "early", [Role.AUDITOR], MORNING)
    unknown = f"Bearer sk_{'b' * 43}"
    for _ in range(2):
        with pytest.raises(ProblemError):
            await authentication.admit(unknown, ROLES_OF["ask_decision"])
    admitted = await asyncio.gather(
        *(authentication.admit(f"Bearer {secret}", ROLES_OF["ask_decision"]) for _ in range(5))
    )
    assert len({caller.id for caller in admitted}) == 1
