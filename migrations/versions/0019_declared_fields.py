"""Add an index of accounts that declared a protected field, to list accounts due to be certified (article 2).

Revision: 0019
"""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE INDEX facts_by_declared_field ON facts (account) "
        "WHERE type = 'account_registered' AND body -> 'fields' <> '[]'::jsonb"
    )


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
