"""Add the traits of cases, by which similar ones are found; cases opened before get those that their data tell.

Revision: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_traits",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("trait", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "trait", "value", "case"),
    )
    op.create_index("case_traits_by_case", "case_traits", ["case"], unique=False)
    op.execute(
        """
        INSERT INTO case_traits (kind, trait, value, "case")
        SELECT d.label, known.trait, known.value, d.id
        FROM dossiers d
        LEFT JOIN standings s ON s.account = d.account
        CROSS JOIN LATERAL (VALUES
            ('account', d.account),
            ('holder', s.snapshot ->> 'holder'),
            ('category', d.state #>> '{opening,subject,category}'),
            ('field', d.state #>> '{opening,subject,field}'),
            ('imitated', lower(d.state #>> '{opening,subject,imitated}'))
        ) AS known (trait, value)
        WHERE d.kind = 'case' AND known.value IS NOT NULL
        ON CONFLICT DO NOTHING
        """
    )


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
