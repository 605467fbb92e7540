"""Add the index of the facts that restrict profit: the second count of a report reads them without all others.

Revision: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "facts_of_profit",
        "facts",
        ["recorded_at"],
        postgresql_where=sa.text(
            "type IN ('ban_imposed', 'holder_changed', 'measure_imposed', 'monetization_cancelled', "
            "'monetization_withheld', 'network_restricted')"
        ),
    )


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
