"""Add follower gains and counts as the platform reports them, and the gains that clean-ups have claimed.

Revision: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "follower_gains",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("begins", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gained", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account", "id"),
    )
    op.create_index("follower_gains_by_window", "follower_gains", ["account", "begins"], unique=False)
    op.create_table(
        "follower_counts",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("followers", sa.BigInteger(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account", "at"),
    )
    op.create_table(
        "cleanup_gains",
        sa.Column("cleanup", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("gain", sa.Text(), nullable=False),
        sa.Column("tainted", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("cleanup", "account", "gain"),
    )
    op.create_index("cleanup_gains_by_gain", "cleanup_gains", ["account", "gain"], unique=False)


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
