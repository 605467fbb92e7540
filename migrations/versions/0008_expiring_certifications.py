"""Add an index of certifications by their last day, to warn before they expire.

Revision: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "facts_by_last_day",
        "facts",
        [sa.text("(body ->> 'valid_until')")],
        postgresql_where=sa.text("type = 'certification_granted'"),
    )


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
