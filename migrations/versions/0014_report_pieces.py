"""Add the files of reports, in pieces.

Revision: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_pieces",
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("piece", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "piece"),
    )
    op.execute(
        "CREATE TRIGGER report_pieces_are_append_only BEFORE UPDATE OR DELETE ON report_pieces "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER report_pieces_are_never_emptied BEFORE TRUNCATE ON report_pieces "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
