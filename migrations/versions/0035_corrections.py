"""List cases whose decision somebody proposes to correct among those that wait; find corrected cases.

Revision: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_STATES = """
    CREATE OR REPLACE VIEW case_states AS
    SELECT id, label AS kind, status, status IN ('open', 'claimed', 'proposed', 'correcting') AS waiting, priority,
           opened_at,
           COALESCE(due_at, opened_at) AS due_at,
           COALESCE(state #>> '{corrected,0,at}', state #>> '{decision,at}',
                    state ->> 'withdrawn_at')::timestamptz AS ended_at,
           COALESCE(state #>> '{opening,title}', '') AS title,
           account,
           state #>> '{claim,by}' AS claimed_by,
           (state #>> '{claim,until}')::timestamptz AS claimed_until,
           state ->> 'assigned_to' AS assigned_to,
           COALESCE(state #>> '{correction,by}', CASE WHEN state #> '{corrected,0}' IS NOT NULL
                    THEN state #>> '{decision,by}' END, state #>> '{proposal,by}') AS proposed_by,
           COALESCE(state #>> '{corrected,0,by}', state #>> '{decision,by}', state #>> '{deferral,by}') AS decided_by,
           ARRAY(SELECT jsonb_array_elements_text(COALESCE(state #> '{opening,not_by}', '[]'))) AS not_by
    FROM dossiers WHERE kind = 'case'
"""


def upgrade() -> None:
    op.execute(_STATES)
    op.create_index(
        "cases_corrected",
        "dossiers",
        ["changed_at"],
        unique=False,
        postgresql_where=sa.text("kind = 'case' AND (state #> '{corrected,0}') IS NOT NULL"),
    )


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
