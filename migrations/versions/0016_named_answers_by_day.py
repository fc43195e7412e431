"""Named answers are found by their day: the desk counts those whose term of keeping runs out."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

NAMED = sa.text("invitation_id IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_response_named_submitted_at", "response", ["submitted_at"], sqlite_where=NAMED, postgresql_where=NAMED
    )


def downgrade() -> None:
    op.drop_index("ix_response_named_submitted_at", "response", sqlite_where=NAMED, postgresql_where=NAMED)
