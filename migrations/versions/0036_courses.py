"""Courses of many sessions, certificates with numbers, trainings with restricted attendance, links to chats."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
RESTRICTED = "NOT is_restricted OR (led_by_id IS NOT NULL AND hours IS NULL)"
ISSUED = "pair_hours IS NULL OR number <> ''"
PAIRED = "pair_hours IS NULL OR pair_hours BETWEEN 0 AND hours"


def upgrade() -> None:
    _events()
    _training()
    _courses()
    _finals()
    _experts()


def downgrade() -> None:
    """A training whose attendance was restricted loses its registrations: nothing else would keep them from others."""
    for table in ("expert_request", "expert_event", "expert", "final_figures", "programme_presenter", "programme_item", "session_attendance"):
        op.drop_table(table)
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


def _finals() -> None:
    op.create_table(
        "programme_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begins", sa.String(length=5), nullable=False),
        sa.Column("presents", sa.String(length=10), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("guests", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_programme_item_numbered")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_programme_item_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_item")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_programme_item_event_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_programme_item_public_id")),
    )
    op.create_table(
        "programme_presenter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["programme_item.id"], name=op.f("fk_programme_presenter_item_id_programme_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_programme_presenter_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_programme_presenter_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_presenter")),
        sa.UniqueConstraint("item_id", "person_id", name=op.f("uq_programme_presenter_item_id_person_id")),
    )
    op.create_index(op.f("ix_programme_presenter_person_id"), "programme_presenter", ["person_id"], unique=False)
    op.create_index(
        op.f("ix_programme_presenter_organization_id"), "programme_presenter", ["organization_id"], unique=False
    )
    op.create_table(
        "final_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("frozen_by_id", sa.Integer(), nullable=True),
        sa.Column("lines", JSON, nullable=False),
        sa.Column("frozen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_final_figures_event_id_event")),
        sa.ForeignKeyConstraint(["frozen_by_id"], ["person.id"], name=op.f("fk_final_figures_frozen_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_final_figures")),
        sa.UniqueConstraint("event_id", name=op.f("uq_final_figures_event_id")),
    )
    op.create_index(op.f("ix_final_figures_frozen_by_id"), "final_figures", ["frozen_by_id"], unique=False)


def _experts() -> None:
    op.create_table(
        "expert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("links", JSON, nullable=False),
        sa.Column("agreement", sa.Text(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("person_id IS NOT NULL OR name <> ''", name=op.f("ck_expert_named")),
        sa.CheckConstraint("agreed_on IS NULL OR agreement <> ''", name=op.f("ck_expert_agreed")),
        sa.CheckConstraint("person_id IS NULL OR agreed_on IS NULL", name=op.f("ck_expert_basis")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_expert_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_expert_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert")),
        sa.UniqueConstraint("organization_id", "person_id", name=op.f("uq_expert_organization_id_person_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_expert_public_id")),
    )
    op.create_index(op.f("ix_expert_organization_id"), "expert", ["organization_id"], unique=False)
    op.create_index(op.f("ix_expert_person_id"), "expert", ["person_id"], unique=False)
    op.create_table(
        "expert_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("expert_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_expert_event_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["expert.id"], name=op.f("fk_expert_event_expert_id_expert"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert_event")),
        sa.UniqueConstraint("expert_id", "event_id", name=op.f("uq_expert_event_expert_id_event_id")),
    )
    op.create_index(op.f("ix_expert_event_event_id"), "expert_event", ["event_id"], unique=False)
    op.create_table(
        "expert_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("expert_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint("answered_at IS NULL OR answer <> ''", name=op.f("ck_expert_request_answered")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_expert_request_answered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["expert.id"], name=op.f("fk_expert_request_expert_id_expert"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_expert_request_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_expert_request_public_id")),
    )
    for column in ("answered_by_id", "expert_id", "person_id"):
        op.create_index(op.f(f"ix_expert_request_{column}"), "expert_request", [column], unique=False)
