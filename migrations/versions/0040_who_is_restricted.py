"""Every list of pairs asks who of its members is restricted: the few are found without looking at everybody."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

IS_RESTRICTED = sa.text("restricted_on IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_person_restricted_on", "person", ["restricted_on"], sqlite_where=IS_RESTRICTED,
        postgresql_where=IS_RESTRICTED,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_person_restricted_on", table_name="person")
