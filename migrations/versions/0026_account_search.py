"""Add the tables by which accounts are searched. A worker fills them for the accounts that exist already.

Revision: 0026
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_names",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("pairs", postgresql.TSVECTOR(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("network", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("fields", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account"),
    )
    op.create_index("account_names_by_pair", "account_names", ["pairs"], postgresql_using="gin")
    op.create_index(
        "account_names_by_prefix", "account_names", ["account"], postgresql_ops={"account": "text_pattern_ops"}
    )
    op.create_index("account_names_by_holder", "account_names", ["holder"])
    op.create_index(
        "account_names_by_network", "account_names", ["network"], postgresql_where=sa.text("network IS NOT NULL")
    )
    op.create_index("account_names_by_registration", "account_names", ["registered_at", "account"])
    op.create_table(
        "account_states",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("since", sa.ARRAY(sa.DateTime(timezone=True)), nullable=False),
        sa.Column("words", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("ever", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("account"),
    )
    op.execute(
        "INSERT INTO account_states (account, version, since, words, ever, due_at) "
        "SELECT account, 0, '{}', '{}', '{}', 'epoch' FROM standings"
    )
    op.create_index("account_states_by_word", "account_states", ["ever"], postgresql_using="gin")
    op.create_index(
        "account_states_by_due", "account_states", ["due_at"], postgresql_where=sa.text("due_at IS NOT NULL")
    )


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
