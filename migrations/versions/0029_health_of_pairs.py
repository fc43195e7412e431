"""Health of pairs: what people tell the curator, warnings, checks of a month."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
MOMENT = sa.DateTime(timezone=True)
WAITS = sa.text("closed_on IS NULL")


def upgrade() -> None:
    op.create_table(
        "curator_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("mentorship_id", sa.Integer(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("to_psychologist", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint("urgency BETWEEN 1 AND 3", name=op.f("ck_curator_call_urgency")),
        sa.ForeignKeyConstraint(
            ["mentorship_id"], ["mentorship.id"], name=op.f("fk_curator_call_mentorship_id_mentorship")
        ),
        sa.ForeignKeyConstraint(["sent_by_id"], ["person.id"], name=op.f("fk_curator_call_sent_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curator_call")),
        sa.UniqueConstraint("public_id", name=op.f("uq_curator_call_public_id")),
    )
    op.create_index("ix_curator_call_mentorship_id", "curator_call", ["mentorship_id"])
    op.create_index(op.f("ix_curator_call_sent_by_id"), "curator_call", ["sent_by_id"])
    op.create_table(
        "pair_warning",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("mentorship_id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(20), nullable=False),
        sa.Column("cause", sa.String(80), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("data", JSON, nullable=False),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.Column("acted_at", MOMENT, nullable=True),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(20), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint("urgency BETWEEN 1 AND 3", name=op.f("ck_pair_warning_urgency")),
        sa.CheckConstraint("(closed_on IS NULL) = (outcome IS NULL)", name=op.f("ck_pair_warning_outcome")),
        sa.CheckConstraint("snoozed_until IS NULL OR closed_on IS NULL", name=op.f("ck_pair_warning_snoozed")),
        sa.ForeignKeyConstraint(
            ["mentorship_id"], ["mentorship.id"], name=op.f("fk_pair_warning_mentorship_id_mentorship")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["curator_call.id"], name=op.f("fk_pair_warning_call_id_curator_call")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_pair_warning_owner_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_warning")),
        sa.UniqueConstraint("public_id", name=op.f("uq_pair_warning_public_id")),
        sa.UniqueConstraint("call_id", name=op.f("uq_pair_warning_call_id")),
        sa.UniqueConstraint("mentorship_id", "rule", "cause", name=op.f("uq_pair_warning_mentorship_id_rule_cause")),
    )
    op.create_index(op.f("ix_pair_warning_owner_id"), "pair_warning", ["owner_id"])
    op.create_index(
        "ix_pair_warning_waits", "pair_warning", ["urgency", "since"], sqlite_where=WAITS, postgresql_where=WAITS
    )
    op.create_table(
        "monthly_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("signed_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_monthly_check_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["signed_by_id"], ["person.id"], name=op.f("fk_monthly_check_signed_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monthly_check")),
        sa.UniqueConstraint("public_id", name=op.f("uq_monthly_check_public_id")),
        sa.UniqueConstraint("organization_id", "month", name=op.f("uq_monthly_check_organization_id_month")),
    )


def downgrade() -> None:
    op.drop_table("monthly_check")
    op.drop_table("pair_warning")
    op.drop_table("curator_call")
