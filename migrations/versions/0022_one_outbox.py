"""Merge the outboxes of facts and of entries into one. Waiting rows keep their order within each stream.

The two old outboxes become views of it, so that processes of the previous version continue while they are replaced.

Revision: 0022
"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE outbox RENAME TO outgoing")
    op.execute("ALTER TABLE outgoing RENAME COLUMN account TO stream")
    op.execute("ALTER TABLE outgoing ADD COLUMN kind text NOT NULL DEFAULT 'account'")
    op.execute("ALTER TABLE outgoing ALTER COLUMN kind DROP DEFAULT")
    op.execute("ALTER TABLE outgoing DROP CONSTRAINT outbox_pkey, ADD PRIMARY KEY (kind, id)")
    op.execute("INSERT INTO outgoing (kind, stream, seq) SELECT kind, dossier, entry FROM dossier_outbox ORDER BY id")
    op.execute("DROP TABLE dossier_outbox")
    op.execute("CREATE VIEW outbox AS SELECT id, stream AS account, seq, kind FROM outgoing WHERE kind = 'account'")
    op.execute("ALTER VIEW outbox ALTER COLUMN kind SET DEFAULT 'account'")
    op.execute(
        "CREATE VIEW dossier_outbox AS SELECT id, kind, stream AS dossier, seq AS entry FROM outgoing "
        "WHERE kind <> 'account'"
    )


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
