"""Add sessions of people in a browser, one-time links, sign-ins on their way, and forms kept meanwhile.

Revision: 0027
"""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE sessions (
            id text PRIMARY KEY,
            hash bytea NOT NULL UNIQUE,
            person text NOT NULL,
            roles text[] NOT NULL,
            way text NOT NULL,
            created_at timestamptz NOT NULL,
            seen_at timestamptz NOT NULL,
            ends_at timestamptz NOT NULL,
            ended_at timestamptz,
            ended_by text,
            authenticated_at timestamptz,
            address text NOT NULL,
            user_agent text NOT NULL
        )
        """
    )
    op.execute("CREATE INDEX sessions_by_person ON sessions (person, created_at)")
    op.execute("CREATE INDEX sessions_by_end ON sessions (ends_at)")
    op.execute(
        """
        CREATE TABLE sign_in_links (
            hash bytea PRIMARY KEY,
            person text NOT NULL,
            made_at timestamptz NOT NULL,
            ends_at timestamptz NOT NULL,
            used_at timestamptz
        )
        """
    )
    op.execute("CREATE INDEX sign_in_links_by_person ON sign_in_links (person)")
    op.execute(
        """
        CREATE TABLE sign_in_attempts (
            state bytea PRIMARY KEY,
            browser bytea NOT NULL,
            nonce text NOT NULL,
            verifier text NOT NULL,
            next text NOT NULL,
            fresh boolean NOT NULL,
            began_at timestamptz NOT NULL,
            ends_at timestamptz NOT NULL
        )
        """
    )
    op.execute("CREATE INDEX sign_in_attempts_by_end ON sign_in_attempts (ends_at)")
    op.execute(
        """
        CREATE TABLE kept_forms (
            id text PRIMARY KEY,
            session text NOT NULL,
            person text NOT NULL,
            path text NOT NULL,
            fields jsonb NOT NULL,
            kept_at timestamptz NOT NULL,
            ends_at timestamptz NOT NULL
        )
        """
    )
    op.execute("CREATE INDEX kept_forms_by_person ON kept_forms (person, kept_at)")
    op.execute("CREATE INDEX kept_forms_by_end ON kept_forms (ends_at)")


def downgrade() -> None:
    raise RuntimeError("a ledger is not taken back: restore a backup instead")
