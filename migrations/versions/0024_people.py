"""Persons, and whose each API key is. Existing keys become those of services, named like the key.

Revision: 0024
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("roles", ARRAY(sa.Text()), nullable=False),
        sa.Column("kinds", ARRAY(sa.Text()), nullable=True),
        sa.Column("aliases", ARRAY(sa.Text()), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "identities",
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject"),
    )
    op.create_index("identities_by_person", "identities", ["person"])
    op.add_column("api_keys", sa.Column("person", sa.Text(), nullable=True))
    op.add_column("api_keys", sa.Column("service", sa.Text(), nullable=True))
    op.execute("UPDATE api_keys SET service = name")
    op.create_check_constraint("api_keys_of_one", "api_keys", "(person IS NULL) <> (service IS NULL)")
    op.create_index("api_keys_by_person", "api_keys", ["person"], postgresql_where=sa.text("person IS NOT NULL"))


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
