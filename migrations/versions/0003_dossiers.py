"""Add records (tables named `dossiers`), their entries and their outbox; entries are announced among the events.

Revision: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("events", "account", existing_type=sa.Text(), nullable=True)
    op.add_column("events", sa.Column("kind", sa.Text(), nullable=True))
    op.add_column("events", sa.Column("dossier", sa.Text(), nullable=True))
    op.add_column("events", sa.Column("entry", sa.Integer(), nullable=True))
    op.create_table(
        "dossiers",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "id"),
    )
    op.create_index("dossiers_by_opening", "dossiers", ["kind", "opened_at", "id"], unique=False)
    op.create_index("dossiers_by_status", "dossiers", ["kind", "status", "due_at"], unique=False)
    op.create_index(
        "dossiers_by_account",
        "dossiers",
        ["account", "kind"],
        unique=False,
        postgresql_where=sa.text("account IS NOT NULL"),
    )
    op.create_table(
        "dossier_entries",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "dossier", "seq"),
    )
    op.create_index("dossier_entries_by_recording", "dossier_entries", ["recorded_at"], unique=False)
    op.create_table(
        "dossier_outbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute(
        "CREATE TRIGGER dossier_entries_are_append_only BEFORE UPDATE OR DELETE ON dossier_entries "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER dossier_entries_are_never_emptied BEFORE TRUNCATE ON dossier_entries "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
