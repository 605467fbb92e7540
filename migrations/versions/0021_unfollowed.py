"""Remove entries from the outbox that no workflow receives: exemptions and the lexicon have none.

Revision: 0021
"""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM dossier_outbox WHERE kind IN ('exemption', 'lexicon')")


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
