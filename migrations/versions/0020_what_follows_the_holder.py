"""Add indexes of accounts by every holder they ever had, and by the origin of what they inherited; an account may have
been closed as a sanction more than once.

Revision: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Both are computed from the facts: earlier records need no other data.
    op.create_index(
        "facts_by_holder",
        "facts",
        [sa.text("(body ->> 'holder')")],
        postgresql_where=sa.text("type IN ('account_registered', 'holder_changed')"),
    )
    op.create_index(
        "facts_by_origin",
        "facts",
        [sa.text("(body #>> '{origin,account}')")],
        postgresql_where=sa.text("type = 'holder_restricted'"),
    )
    op.drop_constraint("closed_accounts_pkey", "closed_accounts", type_="primary")
    op.create_primary_key("closed_accounts_pkey", "closed_accounts", ["account", "cause"])


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
