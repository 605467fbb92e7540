"""Find receipts by account and by the piece that the question was about.

Revision: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("receipts", sa.Column("content", sa.Text(), nullable=True))
    op.create_index("receipts_by_account", "receipts", ["account", "asked_at", "id"], unique=False)
    op.create_index(
        "receipts_by_content",
        "receipts",
        ["content", "asked_at", "id"],
        unique=False,
        postgresql_where=sa.text("content IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("receipts_by_content", table_name="receipts")
    op.drop_index("receipts_by_account", table_name="receipts")
    op.drop_column("receipts", "content")
