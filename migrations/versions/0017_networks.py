"""Add rosters of networks, and the accounts to which a sanction is still to be applied.

Revision: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "network_members",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("network", "account"),
    )
    op.create_index(
        "network_members_by_account",
        "network_members",
        ["account"],
        unique=True,
        postgresql_where=sa.text("released_at IS NULL"),
    )
    op.create_index(
        "network_members_pending", "network_members", ["network", "account"], postgresql_where=sa.text("pending")
    )


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
