"""One outbox for the facts of accounts and the entries of records. What waits keeps its order within each stream.

Programs of the version before cannot write to this schema: stop them first.

Revision: 0022
"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE outbox RENAME COLUMN account TO stream")
    op.execute("ALTER TABLE outbox ADD COLUMN kind text NOT NULL DEFAULT 'account'")
    op.execute("ALTER TABLE outbox ALTER COLUMN kind DROP DEFAULT")
    op.execute("ALTER TABLE outbox DROP CONSTRAINT outbox_pkey, ADD PRIMARY KEY (kind, id)")
    op.execute("INSERT INTO outbox (kind, stream, seq) SELECT kind, dossier, entry FROM dossier_outbox ORDER BY id")
    op.execute("DROP TABLE dossier_outbox")


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
