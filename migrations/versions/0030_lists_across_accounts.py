"""Add what accounts are filtered and sorted by, and the rows by which actions, certifications and appeals are listed
across accounts. A worker fills the rows of accounts that exist already; appeals are projected by a trigger, as cases
are.

Revision: 0030
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)
_STATES = """
    CREATE VIEW appeal_states AS
    SELECT id, account, state #>> '{opening,subject,action}' AS action,
           state #>> '{opening,subject,category}' AS category, status, opened_at,
           COALESCE(due_at, opened_at) AS due_at,
           COALESCE(state #>> '{decision,at}', state ->> 'withdrawn_at')::timestamptz AS decided_at,
           state #>> '{decision,by}' AS decided_by,
           state #>> '{decision,ruling,outcome}' AS outcome
    FROM dossiers
    WHERE kind = 'case' AND label = 'appeal' AND account IS NOT NULL
      AND state #>> '{opening,subject,action}' IS NOT NULL
"""
_PROJECT = """
    CREATE FUNCTION project_appeal() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO appeals SELECT * FROM appeal_states WHERE id = NEW.id
        ON CONFLICT (id) DO UPDATE SET
            category = excluded.category, status = excluded.status, due_at = excluded.due_at,
            decided_at = excluded.decided_at, decided_by = excluded.decided_by, outcome = excluded.outcome;
        RETURN NULL;
    END $$
"""


def upgrade() -> None:
    _widen_states()
    _create_actions()
    _create_certifications()
    _create_appeals()


def _widen_states() -> None:
    op.drop_index("account_names_by_registration", "account_names")
    for name in ("registered_at", "changed_at"):
        op.add_column("account_states", sa.Column(name, _AT, server_default=sa.text("'epoch'"), nullable=False))
    op.add_column("account_states", sa.Column("edges", sa.ARRAY(_AT), server_default=sa.text("'{}'"), nullable=False))
    op.add_column("account_states", sa.Column("next_at", _AT, nullable=True))
    op.add_column("account_states", sa.Column("cut_at", _AT, nullable=True))
    op.execute(
        "UPDATE account_states s SET due_at = 'epoch', registered_at = n.registered_at "
        "FROM account_names n WHERE n.account = s.account"
    )
    op.create_index("account_states_by_registration", "account_states", ["registered_at", "account"])
    op.create_index("account_states_by_change", "account_states", ["changed_at", "account"])
    for name, columns, where in (
        ("account_states_by_boundary", ["next_at", "account"], "next_at IS NOT NULL"),
        ("account_states_cut", ["cut_at"], "cut_at IS NOT NULL"),
    ):
        op.create_index(name, "account_states", columns, postgresql_where=sa.text(where))


def _create_actions() -> None:
    op.create_table(
        "account_actions",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("decided_at", _AT, nullable=False),
        sa.Column("effective_at", _AT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("measures", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("until", _AT, nullable=True),
        sa.Column("ban_until", _AT, nullable=True),
        sa.Column("unpaid_until", _AT, nullable=True),
        sa.Column("overturned_at", _AT, nullable=True),
        sa.Column("reduced", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("account", "id"),
    )
    op.create_index("account_actions_by_decision", "account_actions", ["decided_at", "account", "id"])
    op.create_index("account_actions_by_actor", "account_actions", ["actor", "decided_at"])
    for name, columns, where in (
        ("account_actions_by_category", ["category", "account"], "category IS NOT NULL"),
        ("account_actions_by_end", ["until", "account", "id"], "until IS NOT NULL"),
        ("account_actions_overturned", ["overturned_at"], "overturned_at IS NOT NULL"),
        ("account_actions_by_ban", ["ban_until", "account", "id"], "ban_until IS NOT NULL"),
    ):
        op.create_index(name, "account_actions", columns, postgresql_where=sa.text(where))


def _create_certifications() -> None:
    op.create_table(
        "account_certifications",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("starts_at", _AT, nullable=False),
        sa.Column("ends_at", _AT, nullable=False),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("granted_at", _AT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account", "id"),
    )
    for name, columns in (
        ("account_certifications_by_end", ["ends_at", "account", "id"]),
        ("account_certifications_by_grant", ["granted_at", "account", "id"]),
        ("account_certifications_by_field", ["field", "ends_at"]),
        ("account_certifications_by_actor", ["actor", "granted_at"]),
    ):
        op.create_index(name, "account_certifications", columns)
    op.create_index(
        "account_certifications_ended",
        "account_certifications",
        ["ended_by"],
        postgresql_where=sa.text("ended_by IS NOT NULL"),
    )


def _create_appeals() -> None:
    op.create_table(
        "appeals",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("opened_at", _AT, nullable=False),
        sa.Column("due_at", _AT, nullable=False),
        sa.Column("decided_at", _AT, nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("appeals_by_opening", "appeals", ["opened_at", "id"])
    op.create_index("appeals_by_account", "appeals", ["account"])
    for name, columns, where in (
        ("appeals_by_due", ["due_at", "id"], "decided_at IS NULL"),
        ("appeals_by_decision", ["decided_at", "id"], "decided_at IS NOT NULL"),
    ):
        op.create_index(name, "appeals", columns, postgresql_where=sa.text(where))
    op.execute(_STATES)
    op.execute(_PROJECT)
    op.execute(
        "CREATE TRIGGER appeals_are_projected AFTER INSERT OR UPDATE ON dossiers FOR EACH ROW "
        "WHEN (NEW.kind = 'case' AND NEW.label = 'appeal') EXECUTE FUNCTION project_appeal()"
    )
    op.execute("INSERT INTO appeals SELECT * FROM appeal_states")


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
