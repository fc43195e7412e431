"""Pairs are summed up: reports of mentors with what was sent, words of members, closing sheets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "mentor_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("mentorship_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("difficulties", sa.Text(), nullable=False),
        sa.Column("portrait", sa.Text(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'accepted') = (accepted_on IS NOT NULL)", name=op.f("ck_mentor_report_accepted")
        ),
        sa.CheckConstraint(
            "state NOT IN ('sent', 'accepted') OR sent_on IS NOT NULL", name=op.f("ck_mentor_report_sent")
        ),
        sa.CheckConstraint("state <> 'returned' OR remark <> ''", name=op.f("ck_mentor_report_returned")),
        sa.CheckConstraint("number BETWEEN 1 AND 99", name=op.f("ck_mentor_report_number")),
        sa.ForeignKeyConstraint(
            ["mentorship_id"], ["mentorship.id"], name=op.f("fk_mentor_report_mentorship_id_mentorship")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mentor_report_person_id_person")),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["person.id"], name=op.f("fk_mentor_report_accepted_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_report")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mentor_report_public_id")),
        sa.UniqueConstraint(
            "mentorship_id", "person_id", "due_on", name=op.f("uq_mentor_report_mentorship_id_person_id_due_on")
        ),
    )
    op.create_index(op.f("ix_mentor_report_person_id"), "mentor_report", ["person_id"])
    op.create_index("ix_mentor_report_state_due_on", "mentor_report", ["state", "due_on"])
    op.create_table(
        "mentor_report_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["mentor_report.id"], name=op.f("fk_mentor_report_version_report_id_mentor_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_report_version")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_mentor_report_version_report_id_number")),
    )
    op.create_table(
        "closing_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentorship_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("gained", sa.Text(), nullable=False),
        sa.Column("ahead", sa.Text(), nullable=False),
        sa.Column("review", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentorship_id"], ["mentorship.id"], name=op.f("fk_closing_word_mentorship_id_mentorship")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_closing_word_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_word")),
        sa.UniqueConstraint("mentorship_id", "person_id", name=op.f("uq_closing_word_mentorship_id_person_id")),
    )
    op.create_index(op.f("ix_closing_word_person_id"), "closing_word", ["person_id"])
    op.create_table(
        "closing_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentorship_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("results", JSON, nullable=False),
        sa.Column("criteria", JSON, nullable=False),
        sa.Column("reached", sa.Text(), nullable=False),
        sa.Column("group_words", sa.Text(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("recommendation", sa.String(20), nullable=True),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("ending", sa.String(20), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentorship_id"], ["mentorship.id"], name=op.f("fk_closing_sheet_mentorship_id_mentorship")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_closing_sheet_recorded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_sheet")),
        sa.UniqueConstraint("mentorship_id", name=op.f("uq_closing_sheet_mentorship_id")),
    )


def downgrade() -> None:
    for table in ("closing_sheet", "closing_word", "mentor_report_version", "mentor_report"):
        op.drop_table(table)
