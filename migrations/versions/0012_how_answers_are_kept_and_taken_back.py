"""Responses remember when each answer of a draft was typed, and a code by which an unnamed one is taken back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    # Without a batch: making the table anew would take the answers along by their foreign key.
    op.add_column("response", sa.Column("typed", JSON, nullable=False, server_default=sa.text("'{}'")))
    op.add_column("response", sa.Column("withdrawal", sa.String(64), nullable=True))
    op.create_index(op.f("ix_response_withdrawal"), "response", ["withdrawal"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_response_withdrawal"), "response")
    op.drop_column("response", "withdrawal")
    op.drop_column("response", "typed")
