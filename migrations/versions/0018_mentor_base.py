"""The base of mentors: profiles, what they chose, their states and pauses from day to day, points of the selection."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
OPEN = sa.text("state IN ('candidate', 'active', 'reserve')")
UNENDED = sa.text("ends_on IS NULL")
PERIOD = "ends_on IS NULL OR ends_on >= starts_on"


def upgrade() -> None:
    op.create_table(
        "mentor_profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("baseline_by_id", sa.Integer(), nullable=True),
        sa.Column("category", sa.String(20), nullable=False),
        sa.Column("origin", sa.String(20), nullable=False),
        sa.Column("recommendation", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("competences", sa.Text(), nullable=False),
        sa.Column("achievements", sa.Text(), nullable=False),
        sa.Column("interests", sa.Text(), nullable=False),
        sa.Column("minutes_week", sa.Integer(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(PERIOD, name=op.f("ck_mentor_profile_period")),
        sa.CheckConstraint(
            "(ends_on IS NULL) = (state IN ('candidate', 'active', 'reserve'))", name=op.f("ck_mentor_profile_over")
        ),
        sa.CheckConstraint(
            "state NOT IN ('active', 'reserve') OR agreed_on IS NOT NULL", name=op.f("ck_mentor_profile_agreed")
        ),
        sa.CheckConstraint("state <> 'active' OR decided_on IS NOT NULL", name=op.f("ck_mentor_profile_decided")),
        sa.CheckConstraint("capacity BETWEEN 1 AND 50", name=op.f("ck_mentor_profile_capacity")),
        sa.CheckConstraint("minutes_week IS NULL OR minutes_week > 0", name=op.f("ck_mentor_profile_minutes")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mentor_profile_person_id_person")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_mentor_profile_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_mentor_profile_recorded_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["baseline_by_id"], ["person.id"], name=op.f("fk_mentor_profile_baseline_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_profile")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mentor_profile_public_id")),
    )
    op.create_index(op.f("ix_mentor_profile_person_id"), "mentor_profile", ["person_id"])
    op.create_index("ix_mentor_profile_organization_id_state", "mentor_profile", ["organization_id", "state"])
    op.create_index(
        "uq_mentor_profile_open",
        "mentor_profile",
        ["person_id", "organization_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_table(
        "mentor_trait",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["mentor_profile.id"], name=op.f("fk_mentor_trait_profile_id_mentor_profile")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_trait")),
        sa.UniqueConstraint("profile_id", "kind", "code", name=op.f("uq_mentor_trait_profile_id_kind_code")),
    )
    op.create_index("ix_mentor_trait_kind_code", "mentor_trait", ["kind", "code"])
    op.create_table(
        "mentor_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(PERIOD, name=op.f("ck_mentor_period_period")),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["mentor_profile.id"], name=op.f("fk_mentor_period_profile_id_mentor_profile")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_period")),
        sa.UniqueConstraint("profile_id", "starts_on", name=op.f("uq_mentor_period_profile_id_starts_on")),
    )
    op.create_index(
        "uq_mentor_period_last",
        "mentor_period",
        ["profile_id"],
        unique=True,
        sqlite_where=UNENDED,
        postgresql_where=UNENDED,
    )
    op.create_table(
        "mentor_pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint(PERIOD, name=op.f("ck_mentor_pause_period")),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["mentor_profile.id"], name=op.f("fk_mentor_pause_profile_id_mentor_profile")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_pause")),
        sa.UniqueConstraint("profile_id", "starts_on", name=op.f("uq_mentor_pause_profile_id_starts_on")),
    )
    op.create_table(
        "mentor_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("criterion", sa.String(40), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint("points BETWEEN 0 AND 3", name=op.f("ck_mentor_score_points")),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["mentor_profile.id"], name=op.f("fk_mentor_score_profile_id_mentor_profile")
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_mentor_score_recorded_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_score")),
        sa.UniqueConstraint("profile_id", "criterion", name=op.f("uq_mentor_score_profile_id_criterion")),
    )


def downgrade() -> None:
    op.drop_table("mentor_score")
    op.drop_table("mentor_pause")
    op.drop_table("mentor_period")
    op.drop_table("mentor_trait")
    op.drop_table("mentor_profile")
