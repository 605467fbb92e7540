"""Write the words and names by which accounts are searched into their indexes at once: entries that wait in a list make
each search read the whole list.

Revision: 0036
"""

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_INDEXES = ("account_states_by_word", "account_names_by_pair")


def upgrade() -> None:
    for index in _INDEXES:
        op.execute(f"ALTER INDEX {index} SET (fastupdate = off)")
        op.execute(f"SELECT gin_clean_pending_list('{index}')")


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
