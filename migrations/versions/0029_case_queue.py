"""Add the projection from which cases are listed and counted, saved views, presence at cases, and skipped cases.

The projection is a trigger on `dossiers`, so that processes of the previous version keep it while they are replaced.

Revision: 0029
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_STATES = """
    CREATE VIEW case_states AS
    SELECT id, label AS kind, status, status IN ('open', 'claimed', 'proposed') AS waiting, priority, opened_at,
           COALESCE(due_at, opened_at) AS due_at,
           COALESCE(state #>> '{decision,at}', state ->> 'withdrawn_at')::timestamptz AS ended_at,
           COALESCE(state #>> '{opening,title}', '') AS title,
           account,
           state #>> '{claim,by}' AS claimed_by,
           (state #>> '{claim,until}')::timestamptz AS claimed_until,
           state ->> 'assigned_to' AS assigned_to,
           state #>> '{proposal,by}' AS proposed_by,
           COALESCE(state #>> '{decision,by}', state #>> '{deferral,by}') AS decided_by,
           ARRAY(SELECT jsonb_array_elements_text(COALESCE(state #> '{opening,not_by}', '[]'))) AS not_by
    FROM dossiers WHERE kind = 'case'
"""
_PROJECT = """
    CREATE FUNCTION project_case() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO case_queue SELECT * FROM case_states WHERE id = NEW.id
        ON CONFLICT (id) DO UPDATE SET
            kind = excluded.kind, status = excluded.status, waiting = excluded.waiting, priority = excluded.priority,
            opened_at = excluded.opened_at, due_at = excluded.due_at, ended_at = excluded.ended_at,
            title = excluded.title, account = excluded.account, claimed_by = excluded.claimed_by,
            claimed_until = excluded.claimed_until, assigned_to = excluded.assigned_to,
            proposed_by = excluded.proposed_by, decided_by = excluded.decided_by, not_by = excluded.not_by;
        RETURN NULL;
    END $$
"""


def upgrade() -> None:
    _create_queue()
    _create_views()
    op.create_table(
        "case_presence",
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case", "person"),
        prefixes=["UNLOGGED"],
    )
    op.create_table(
        "case_skips",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person", "case"),
    )
    op.execute(_STATES)
    op.execute(_PROJECT)
    op.execute(
        "CREATE TRIGGER cases_are_projected AFTER INSERT OR UPDATE ON dossiers "
        "FOR EACH ROW WHEN (NEW.kind = 'case') EXECUTE FUNCTION project_case()"
    )
    op.execute("INSERT INTO case_queue SELECT * FROM case_states")


def _create_queue() -> None:
    op.create_table(
        "case_queue",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assigned_to", sa.Text(), nullable=True),
        sa.Column("proposed_by", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("not_by", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for name, columns, where in (
        ("case_queue_waiting", ["priority", "due_at", "id"], "waiting"),
        ("case_queue_by_account", ["account"], "account IS NOT NULL"),
        ("case_queue_by_end", ["ended_at", "id"], "ended_at IS NOT NULL"),
        ("case_queue_by_decider", ["decided_by", "ended_at"], "decided_by IS NOT NULL"),
        ("case_queue_by_proposer", ["proposed_by", "ended_at"], "proposed_by IS NOT NULL"),
    ):
        op.create_index(name, "case_queue", columns, unique=False, postgresql_where=sa.text(where))
    op.create_index("case_queue_by_opening", "case_queue", ["opened_at", "id"], unique=False)


def _create_views() -> None:
    op.create_table(
        "queue_views",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("filters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("sort", sa.Text(), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("queue_views_by_owner", "queue_views", ["owner"], unique=False)
    op.create_table(
        "queue_view_uses",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("view", sa.Text(), nullable=False),
        sa.Column("starred", sa.Boolean(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("person", "view"),
    )


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
