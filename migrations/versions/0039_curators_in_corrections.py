"""Curators stand in a correction beside mentees and mentors: a row may be about an appointment."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

ROWS = "base_correction_row"
TWO_BASES = "(request_id IS NULL) <> (profile_id IS NULL)"
THREE_BASES = (
    "(CASE WHEN request_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN profile_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN grant_id IS NULL THEN 0 ELSE 1 END) = 1"
)


def upgrade() -> None:
    with op.batch_alter_table(ROWS) as batch:
        batch.add_column(sa.Column("grant_id", sa.Integer(), nullable=True))
        batch.drop_constraint(op.f("ck_base_correction_row_one_base"), type_="check")
        batch.create_check_constraint(op.f("ck_base_correction_row_one_base"), THREE_BASES)
        batch.create_foreign_key(op.f("fk_base_correction_row_grant_id_role_grant"), "role_grant", ["grant_id"], ["id"])
        batch.create_unique_constraint(
            op.f("uq_base_correction_row_correction_id_grant_id"), ["correction_id", "grant_id"]
        )
        batch.create_index("ix_base_correction_row_grant_id", ["grant_id"])


def downgrade() -> None:
    op.execute(sa.text(f"DELETE FROM {ROWS} WHERE grant_id IS NOT NULL"))
    with op.batch_alter_table(ROWS) as batch:
        batch.drop_index("ix_base_correction_row_grant_id")
        batch.drop_constraint(op.f("uq_base_correction_row_correction_id_grant_id"), type_="unique")
        batch.drop_constraint(op.f("fk_base_correction_row_grant_id_role_grant"), type_="foreignkey")
        batch.drop_constraint(op.f("ck_base_correction_row_one_base"), type_="check")
        batch.create_check_constraint(op.f("ck_base_correction_row_one_base"), TWO_BASES)
        batch.drop_column("grant_id")
