"""Curators report about a year of a programme: the report and what was sent each time."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "curator_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("difficulties", sa.Text(), nullable=False),
        sa.Column("proposals", sa.Text(), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'accepted') = (accepted_on IS NOT NULL)", name=op.f("ck_curator_report_accepted")
        ),
        sa.CheckConstraint(
            "state NOT IN ('sent', 'accepted') OR sent_on IS NOT NULL", name=op.f("ck_curator_report_sent")
        ),
        sa.CheckConstraint("state <> 'returned' OR remark <> ''", name=op.f("ck_curator_report_returned")),
        sa.CheckConstraint("number BETWEEN 1 AND 99", name=op.f("ck_curator_report_number")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_curator_report_cycle_id_cycle")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["person.id"], name=op.f("fk_curator_report_sent_by_id_person")),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["person.id"], name=op.f("fk_curator_report_accepted_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curator_report")),
        sa.UniqueConstraint("public_id", name=op.f("uq_curator_report_public_id")),
        sa.UniqueConstraint("cycle_id", "due_on", name=op.f("uq_curator_report_cycle_id_due_on")),
    )
    op.create_index(op.f("ix_curator_report_sent_by_id"), "curator_report", ["sent_by_id"])
    op.create_index("ix_curator_report_state_due_on", "curator_report", ["state", "due_on"])
    op.create_table(
        "curator_report_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["curator_report.id"], name=op.f("fk_curator_report_version_report_id_curator_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curator_report_version")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_curator_report_version_report_id_number")),
    )


def downgrade() -> None:
    op.drop_table("curator_report_version")
    op.drop_table("curator_report")
