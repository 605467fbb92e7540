"""Add an index of published exposures by their latest change.

Revision: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "exposures_by_change",
        "dossiers",
        ["changed_at", "id"],
        unique=False,
        postgresql_where=sa.text("kind = 'exposure'"),
    )


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
