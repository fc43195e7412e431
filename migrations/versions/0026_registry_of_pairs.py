"""The registry of pairs: what was changed and why, saved views, members found by their pair."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_index("ix_mentorship_member_mentorship_id", "mentorship_member", ["mentorship_id"])
    op.create_table(
        "mentorship_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentorship_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until_before", sa.Date(), nullable=True),
        sa.Column("until_after", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "(kind = 'extended') = (until_after IS NOT NULL)", name=op.f("ck_mentorship_change_until")
        ),
        sa.ForeignKeyConstraint(
            ["mentorship_id"], ["mentorship.id"], name=op.f("fk_mentorship_change_mentorship_id_mentorship")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_mentorship_change_recorded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorship_change")),
    )
    op.create_index(op.f("ix_mentorship_change_mentorship_id"), "mentorship_change", ["mentorship_id"])
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(60), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("query", JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_view_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("public_id", name=op.f("uq_saved_view_public_id")),
        sa.UniqueConstraint("person_id", "room", "name", name=op.f("uq_saved_view_person_id_room_name")),
    )


def downgrade() -> None:
    op.drop_table("saved_view")
    op.drop_table("mentorship_change")
    op.drop_index("ix_mentorship_member_mentorship_id", table_name="mentorship_member")
