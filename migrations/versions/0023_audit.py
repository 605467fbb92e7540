"""Add the audit: its events, which a trigger keeps from every change, and the head of their chain.

Revision: 0023
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_events",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("audit_events_by_time", "audit_events", ["at"])
    for column in ("actor", "object", "type"):
        op.create_index(f"audit_events_by_{column}", "audit_events", [column, "seq"])
    op.create_index(
        "audit_events_once_an_hour",
        "audit_events",
        ["actor", "object", "at"],
        postgresql_where=sa.text("type IN ('personal_data_viewed', 'audit_read')"),
    )
    op.execute(
        "CREATE TRIGGER audit_events_are_append_only BEFORE UPDATE OR DELETE ON audit_events "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER audit_events_are_never_emptied BEFORE TRUNCATE ON audit_events "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.create_table(
        "audit_head",
        sa.Column("only", sa.Boolean(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("only"),
    )
    op.execute("INSERT INTO audit_head (\"only\", seq, hash) VALUES (true, 0, '')")


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
