"""Add coordination of accounts: shared attributes, signatures of posts, clusters and sweeps.

Revision: 0013
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def _instant(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "links",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        _instant("first_seen"),
        _instant("last_seen"),
        sa.PrimaryKeyConstraint("kind", "token", "account"),
    )
    op.create_index("links_by_account", "links", ["account"], unique=False)
    op.create_table(
        "posts",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        _instant("published_at"),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("account", "post"),
    )
    op.create_index("posts_by_time", "posts", ["published_at"], unique=False)
    op.create_table(
        "clusters",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        _instant("found_at"),
        _instant("changed_at"),
        sa.Column("merged_into", sa.Text(), nullable=True),
        sa.Column("finding", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("graph", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "cluster_members",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("cluster", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        _instant("joined_at"),
        sa.PrimaryKeyConstraint("account"),
    )
    op.create_index("cluster_members_by_cluster", "cluster_members", ["cluster", "round"], unique=False)
    op.create_table(
        "sweep_findings",
        sa.Column("sweep", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("finding", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("sweep", "place"),
    )
    op.create_table(
        "sweeps",
        sa.Column("id", sa.Text(), nullable=False),
        _instant("at"),
        sa.Column("links", sa.Integer(), nullable=False),
        sa.Column("texts", sa.Integer(), nullable=False),
        sa.Column("hubs", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("grown", sa.Integer(), nullable=False),
        _instant("finished_at", nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
