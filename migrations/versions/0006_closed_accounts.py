"""Add the registry of accounts that were closed as a sanction.

Revision: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closed_accounts",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account"),
    )
    op.create_index("closed_accounts_by_holder", "closed_accounts", ["holder"], unique=False)
    # Accounts that were closed before this table existed.
    op.execute(
        """
        INSERT INTO closed_accounts (account, holder, category, cause, closed_at)
        SELECT f.account, s.snapshot ->> 'holder', f.body ->> 'category', f.ref, f.recorded_at
        FROM facts f JOIN standings s ON s.account = f.account
        WHERE f.type = 'account_closed' AND f.body ->> 'category' IS NOT NULL
        """
    )


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
