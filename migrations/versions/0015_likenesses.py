"""Add the features by which accounts closed as a sanction are recognised: contacts as keyed hashes, and names.

Revision: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contacts",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account", "kind", "ref"),
    )
    op.create_index("contacts_by_ref", "contacts", ["kind", "ref"], unique=False)
    op.create_table(
        "closed_names",
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("form", "account"),
    )
    op.create_index("closed_names_by_account", "closed_names", ["account"], unique=False)


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
