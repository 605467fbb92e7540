"""Index the accounts of bulk actions that wait, so that a slice of a long list is found at once; and the rows of the
outbox that wait behind others, by stream.

Revision: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, column in (("bulk_accounts_waiting", "outcome"), ("bulk_accounts_reverting", "reversal")):
        op.create_index(
            name, "bulk_accounts", ["bulk", "account"], unique=False, postgresql_where=sa.text(f"{column} = 'waiting'")
        )
    op.create_index(
        "outgoing_later", "outgoing", ["stream"], unique=False, postgresql_where=sa.text("kind = 'account_later'")
    )


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
