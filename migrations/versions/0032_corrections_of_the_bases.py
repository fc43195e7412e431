"""The bases as a whole: support of those who wait for a mentor, corrections in spring and autumn."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
IS_OPEN = sa.text("closed_on IS NULL")


def upgrade() -> None:
    op.create_table(
        "support",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("needed_on", sa.Date(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint("(state = 'support_given') = (given_on IS NOT NULL)", name=op.f("ck_support_given")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["mentoring_request.id"], name=op.f("fk_support_request_id_mentoring_request")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_support_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_support_recorded_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support")),
        sa.UniqueConstraint("request_id", name=op.f("uq_support_request_id")),
    )
    op.create_table(
        "base_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("season", sa.String(10), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("snapshot", JSON, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("due_on >= opened_on", name=op.f("ck_base_correction_due")),
        sa.CheckConstraint("(closed_on IS NULL) = (snapshot IS NULL)", name=op.f("ck_base_correction_closed")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_base_correction_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["person.id"], name=op.f("fk_base_correction_opened_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_base_correction")),
        sa.UniqueConstraint("public_id", name=op.f("uq_base_correction_public_id")),
        sa.UniqueConstraint(
            "organization_id", "year", "season", name=op.f("uq_base_correction_organization_id_year_season")
        ),
    )
    op.create_index(
        "uq_base_correction_open", "base_correction", ["organization_id"], unique=True, sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )
    op.create_table(
        "base_correction_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("profile_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(10), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "(request_id IS NULL) <> (profile_id IS NULL)", name=op.f("ck_base_correction_row_one_base")
        ),
        sa.CheckConstraint("(answer IS NULL) = (answered_on IS NULL)", name=op.f("ck_base_correction_row_answered")),
        sa.ForeignKeyConstraint(
            ["correction_id"], ["base_correction.id"], name=op.f("fk_base_correction_row_correction_id_base_correction")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["mentoring_request.id"], name=op.f("fk_base_correction_row_request_id_mentoring_request")
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["mentor_profile.id"], name=op.f("fk_base_correction_row_profile_id_mentor_profile")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_base_correction_row_recorded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_base_correction_row")),
        sa.UniqueConstraint("public_id", name=op.f("uq_base_correction_row_public_id")),
        sa.UniqueConstraint(
            "correction_id", "request_id", name=op.f("uq_base_correction_row_correction_id_request_id")
        ),
        sa.UniqueConstraint(
            "correction_id", "profile_id", name=op.f("uq_base_correction_row_correction_id_profile_id")
        ),
    )
    op.create_index("ix_base_correction_row_request_id", "base_correction_row", ["request_id"])
    op.create_index("ix_base_correction_row_profile_id", "base_correction_row", ["profile_id"])


def downgrade() -> None:
    op.drop_table("base_correction_row")
    op.drop_table("base_correction")
    op.drop_table("support")
