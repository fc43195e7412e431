"""Courses of many sessions, certificates with numbers, trainings with restricted attendance, links to chats."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0032"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
RESTRICTED = "NOT is_restricted OR (led_by_id IS NOT NULL AND hours IS NULL)"
ISSUED = "(number <> '') = (pair_hours IS NOT NULL)"
PAIRED = "pair_hours IS NULL OR pair_hours BETWEEN 0 AND hours"


def upgrade() -> None:
    _events()
    _training()
    _courses()


def downgrade() -> None:
    """A training whose attendance was restricted loses its registrations: nothing else would keep them from others."""
    op.drop_table("session_attendance")
    op.drop_table("course_session")
    op.drop_table("course")
    op.execute("DELETE FROM event_registration WHERE event_id IN (SELECT id FROM event WHERE is_restricted)")
    with op.batch_alter_table("training_record") as batch:
        batch.drop_constraint(op.f("ck_training_record_pair_hours"), type_="check")
        batch.drop_constraint(op.f("ck_training_record_issued"), type_="check")
        batch.drop_column("pair_hours")
        batch.drop_column("number")
    with op.batch_alter_table("event") as batch:
        batch.drop_index(op.f("ix_event_led_by_id"))
        batch.drop_constraint(op.f("ck_event_restricted"), type_="check")
        batch.drop_constraint(op.f("fk_event_led_by_id_person"), type_="foreignkey")
        batch.drop_column("led_by_id")
        batch.drop_column("is_restricted")
        batch.drop_column("chat_link")


def _events() -> None:
    with op.batch_alter_table("event") as batch:
        batch.add_column(sa.Column("chat_link", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("is_restricted", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("led_by_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_event_led_by_id_person"), "person", ["led_by_id"], ["id"])
        batch.create_check_constraint(op.f("ck_event_restricted"), RESTRICTED)
        batch.create_index(op.f("ix_event_led_by_id"), ["led_by_id"])
    with op.batch_alter_table("event") as batch:
        batch.alter_column("chat_link", server_default=None)
        batch.alter_column("is_restricted", server_default=None)


def _training() -> None:
    with op.batch_alter_table("training_record") as batch:
        batch.add_column(sa.Column("number", sa.String(length=40), nullable=False, server_default=""))
        batch.add_column(sa.Column("pair_hours", sa.Integer(), nullable=True))
        batch.create_check_constraint(op.f("ck_training_record_issued"), ISSUED)
        batch.create_check_constraint(op.f("ck_training_record_pair_hours"), PAIRED)
    with op.batch_alter_table("training_record") as batch:
        batch.alter_column("number", server_default=None)


def _courses() -> None:
    op.create_table(
        "course",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("copied_from_id", sa.Integer(), nullable=True),
        sa.Column("min_sessions", sa.Integer(), nullable=False),
        sa.Column("pair_hours", sa.Integer(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("min_sessions > 0", name=op.f("ck_course_min_sessions")),
        sa.CheckConstraint("pair_hours >= 0", name=op.f("ck_course_pair_hours")),
        sa.ForeignKeyConstraint(["copied_from_id"], ["course.id"], name=op.f("fk_course_copied_from_id_course")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_course_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
        sa.UniqueConstraint("event_id", name=op.f("uq_course_event_id")),
    )
    op.create_index(op.f("ix_course_copied_from_id"), "course", ["copied_from_id"], unique=False)
    op.create_table(
        "course_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("marked_at", MOMENT, nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_course_session_times")),
        sa.CheckConstraint("hours > 0", name=op.f("ck_course_session_hours")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_course_session_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_session")),
        sa.UniqueConstraint("public_id", name=op.f("uq_course_session_public_id")),
    )
    op.create_index("ix_course_session_event_id_starts_at", "course_session", ["event_id", "starts_at"], unique=False)
    op.create_table(
        "session_attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("came", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_session_attendance_person_id_person")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["course_session.id"], name=op.f("fk_session_attendance_session_id_course_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_attendance")),
        sa.UniqueConstraint("session_id", "person_id", name=op.f("uq_session_attendance_session_id_person_id")),
    )
    op.create_index(op.f("ix_session_attendance_person_id"), "session_attendance", ["person_id"], unique=False)
