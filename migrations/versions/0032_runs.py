"""Add the rows of runs, and the outcome of each.

Revision: 0032
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "run_rows",
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("place", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("content", postgresql.JSONB(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False, server_default=""),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("case", sa.Text(), nullable=True),
        sa.Column("problem", postgresql.JSONB(), nullable=True),
        sa.PrimaryKeyConstraint("run", "place"),
    )
    op.create_index("run_rows_by_ref", "run_rows", ["run", "ref"], unique=True)
    op.create_index("run_rows_by_outcome", "run_rows", ["run", "outcome", "place"], unique=False)


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
