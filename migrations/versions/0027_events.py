"""Events, registrations with numbered places, personal calendars, records of training."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("renewed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("person_id", name=op.f("uq_calendar_feed_person_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=True),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=True),
        sa.Column("plan_code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("module", sa.String(length=40), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("technology", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("audience", JSON, nullable=False),
        sa.Column("audience_words", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=True),
        sa.Column("ends_at", MOMENT, nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("registration_until", MOMENT, nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("recording", sa.Text(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("learning", sa.String(length=20), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'cancelled') = (cancel_reason <> '')", name=op.f("ck_event_cancelled")),
        sa.CheckConstraint("state NOT IN ('announced', 'held') OR starts_at IS NOT NULL", name=op.f("ck_event_timed")),
        sa.CheckConstraint("(hours IS NULL) = (learning IS NULL)", name=op.f("ck_event_learning")),
        sa.CheckConstraint("capacity IS NULL OR capacity > 0", name=op.f("ck_event_capacity")),
        sa.CheckConstraint(
            "ends_at IS NULL OR (starts_at IS NOT NULL AND ends_at >= starts_at)", name=op.f("ck_event_times")
        ),
        sa.CheckConstraint("month IS NULL OR month BETWEEN 1 AND 12", name=op.f("ck_event_month")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_event_cycle_id_cycle")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_event_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("public_id", name=op.f("uq_event_public_id")),
    )
    op.create_index(op.f("ix_event_cycle_id"), "event", ["cycle_id"], unique=False)
    op.create_index("ix_event_organization_id_school_year", "event", ["organization_id", "school_year"], unique=False)
    op.create_index("ix_event_starts_at", "event", ["starts_at"], unique=False)
    op.create_index(
        "uq_event_plan_code",
        "event",
        ["organization_id", "school_year", "plan_code"],
        unique=True,
        sqlite_where=sa.text("plan_code <> ''"),
        postgresql_where=sa.text("plan_code <> ''"),
    )
    op.create_table(
        "event_registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("registered_by_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "(state IN ('registered', 'attended', 'absent')) = (seat IS NOT NULL)",
            name=op.f("ck_event_registration_seat"),
        ),
        sa.CheckConstraint("seat IS NULL OR seat > 0", name=op.f("ck_event_registration_numbered")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_registration_event_id_event")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_event_registration_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_event_registration_person_id_person")),
        sa.ForeignKeyConstraint(
            ["registered_by_id"], ["person.id"], name=op.f("fk_event_registration_registered_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_registration")),
        sa.UniqueConstraint("event_id", "person_id", name=op.f("uq_event_registration_event_id_person_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_event_registration_public_id")),
    )
    op.create_index(
        op.f("ix_event_registration_organization_id"), "event_registration", ["organization_id"], unique=False
    )
    op.create_index(op.f("ix_event_registration_person_id"), "event_registration", ["person_id"], unique=False)
    op.create_index(
        op.f("ix_event_registration_registered_by_id"), "event_registration", ["registered_by_id"], unique=False
    )
    op.create_index(
        "uq_event_registration_seat",
        "event_registration",
        ["event_id", "seat"],
        unique=True,
        sqlite_where=sa.text("seat IS NOT NULL"),
        postgresql_where=sa.text("seat IS NOT NULL"),
    )
    op.create_table(
        "training_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("learning", sa.String(length=20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("is_distance", sa.Boolean(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("hours > 0", name=op.f("ck_training_record_hours")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_training_record_event_id_event")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_training_record_file_id_stored_file")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_training_record_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_training_record_person_id_person")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_training_record_recorded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_record")),
        sa.UniqueConstraint("person_id", "event_id", name=op.f("uq_training_record_person_id_event_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_training_record_public_id")),
    )
    op.create_index(op.f("ix_training_record_event_id"), "training_record", ["event_id"], unique=False)
    op.create_index(op.f("ix_training_record_file_id"), "training_record", ["file_id"], unique=False)
    op.create_index(
        "ix_training_record_organization_id_finished_on",
        "training_record",
        ["organization_id", "finished_on"],
        unique=False,
    )
    op.create_index(op.f("ix_training_record_recorded_by_id"), "training_record", ["recorded_by_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_training_record_recorded_by_id"), table_name="training_record")
    op.drop_index("ix_training_record_organization_id_finished_on", table_name="training_record")
    op.drop_index(op.f("ix_training_record_file_id"), table_name="training_record")
    op.drop_index(op.f("ix_training_record_event_id"), table_name="training_record")
    op.drop_table("training_record")
    op.drop_index(
        "uq_event_registration_seat",
        table_name="event_registration",
        sqlite_where=sa.text("seat IS NOT NULL"),
        postgresql_where=sa.text("seat IS NOT NULL"),
    )
    op.drop_index(op.f("ix_event_registration_registered_by_id"), table_name="event_registration")
    op.drop_index(op.f("ix_event_registration_person_id"), table_name="event_registration")
    op.drop_index(op.f("ix_event_registration_organization_id"), table_name="event_registration")
    op.drop_table("event_registration")
    op.drop_index(
        "uq_event_plan_code",
        table_name="event",
        sqlite_where=sa.text("plan_code <> ''"),
        postgresql_where=sa.text("plan_code <> ''"),
    )
    op.drop_index("ix_event_starts_at", table_name="event")
    op.drop_index("ix_event_organization_id_school_year", table_name="event")
    op.drop_index(op.f("ix_event_cycle_id"), table_name="event")
    op.drop_table("event")
    op.drop_table("calendar_feed")
