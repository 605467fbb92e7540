"""Add the unbounded data of a rumour: contents that spread it, and users who saw it.

Revision: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rumour_contents",
        sa.Column("rumour", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_by", sa.Text(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("label_order", sa.Text(), nullable=True),
        sa.Column("unlabel_order", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("rumour", "content"),
    )
    op.create_index(
        "rumour_contents_unlabelled",
        "rumour_contents",
        ["rumour", "found_at"],
        unique=False,
        postgresql_where=sa.text("label_order IS NULL"),
    )
    op.create_table(
        "rumour_viewers",
        sa.Column("rumour", sa.Text(), nullable=False),
        sa.Column("viewer", sa.LargeBinary(), nullable=False),
        sa.Column("rumour_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("debunking_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("rumour", "viewer"),
    )
    op.create_table(
        "rumour_counts",
        sa.Column("rumour", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("viewers", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("rumour", "seen", "hour"),
    )


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
