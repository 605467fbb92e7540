"""Add the accounts of bulk actions, and the outcome of each.

Revision: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bulk_accounts",
        sa.Column("bulk", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False, server_default=""),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("reversal", sa.Text(), nullable=True),
        sa.Column("reversal_code", sa.Text(), nullable=True),
        sa.Column("reversal_message", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("bulk", "account"),
    )


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
