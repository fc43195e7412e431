"""Pairs and groups: members with their places, states from day to day, decisions of the route."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
MOMENT = sa.DateTime(timezone=True)
PERIOD = "ends_on IS NULL OR ends_on >= starts_on"
UNENDED = sa.text("ends_on IS NULL")
HAS_PLACE = sa.text("place IS NOT NULL")
ASKED_FOR = sa.text("request_id IS NOT NULL AND ends_on IS NULL")


def _key(table: str, column: str, target: str, *, nullable: bool = False) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column(column, sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")),
    ]


def upgrade() -> None:
    op.create_table(
        "mentorship",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        *_key("mentorship", "organization_id", "organization"),
        *_key("mentorship", "cycle_id", "cycle"),
        *_key("mentorship", "format_id", "mentoring_format"),
        *_key("mentorship", "group_id", "group", nullable=True),
        *_key("mentorship", "proposed_by_id", "person", nullable=True),
        sa.Column("pattern", sa.String(60), nullable=False),
        sa.Column("ways", JSON, nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("is_directive", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ending", sa.String(20), nullable=True),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("planned_until", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(ends_on IS NULL) = (state IN ('proposed', 'forming', 'active', 'paused'))",
            name=op.f("ck_mentorship_over"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('active', 'paused') OR starts_on IS NOT NULL", name=op.f("ck_mentorship_begun")
        ),
        sa.CheckConstraint("(ending IS NULL) = (ends_on IS NULL)", name=op.f("ck_mentorship_ending")),
        sa.CheckConstraint(
            "starts_on IS NULL OR ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_mentorship_period")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorship")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mentorship_public_id")),
    )
    op.create_index(op.f("ix_mentorship_cycle_id"), "mentorship", ["cycle_id"])
    op.create_index("ix_mentorship_organization_id_state", "mentorship", ["organization_id", "state"])
    op.create_table(
        "mentorship_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        *_key("mentorship_member", "mentorship_id", "mentorship"),
        *_key("mentorship_member", "person_id", "person"),
        *_key("mentorship_member", "organization_id", "organization"),
        *_key("mentorship_member", "profile_id", "mentor_profile", nullable=True),
        *_key("mentorship_member", "request_id", "mentoring_request", nullable=True),
        *_key("mentorship_member", "agreed_by_id", "person", nullable=True),
        sa.Column("side", sa.String(10), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("declined_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint(PERIOD, name=op.f("ck_mentorship_member_period")),
        sa.CheckConstraint(
            "place IS NULL OR (place BETWEEN 1 AND 50 AND ends_on IS NULL)", name=op.f("ck_mentorship_member_place")
        ),
        sa.CheckConstraint("agreed_on IS NULL OR declined_on IS NULL", name=op.f("ck_mentorship_member_answer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorship_member")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mentorship_member_public_id")),
    )
    op.create_index(op.f("ix_mentorship_member_person_id"), "mentorship_member", ["person_id"])
    op.create_index("ix_mentorship_member_profile_id", "mentorship_member", ["profile_id"])
    op.create_index(
        "uq_mentorship_member_open", "mentorship_member", ["mentorship_id", "person_id", "side"], unique=True,
        sqlite_where=UNENDED, postgresql_where=UNENDED,
    )  # fmt: skip
    op.create_index(
        "uq_mentorship_member_place", "mentorship_member", ["person_id", "organization_id", "side", "place"],
        unique=True, sqlite_where=HAS_PLACE, postgresql_where=HAS_PLACE,
    )  # fmt: skip
    op.create_index(
        "uq_mentorship_member_request", "mentorship_member", ["request_id"], unique=True, sqlite_where=ASKED_FOR,
        postgresql_where=ASKED_FOR,
    )  # fmt: skip
    op.create_table(
        "mentorship_period",
        sa.Column("id", sa.Integer(), nullable=False),
        *_key("mentorship_period", "mentorship_id", "mentorship"),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(PERIOD, name=op.f("ck_mentorship_period_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorship_period")),
        sa.UniqueConstraint(
            "mentorship_id", "starts_on", name=op.f("uq_mentorship_period_mentorship_id_starts_on")
        ),
    )  # fmt: skip
    op.create_index(
        "uq_mentorship_period_last", "mentorship_period", ["mentorship_id"], unique=True, sqlite_where=UNENDED,
        postgresql_where=UNENDED,
    )  # fmt: skip
    op.create_table(
        "mentorship_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        *_key("mentorship_decision", "mentorship_id", "mentorship"),
        *_key("mentorship_decision", "decided_by_id", "person", nullable=True),
        *_key("mentorship_decision", "recorded_by_id", "person", nullable=True),
        *_key("mentorship_decision", "document_id", "document", nullable=True),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("body", sa.String(40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("acted_on", sa.Date(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorship_decision")),
        sa.UniqueConstraint("mentorship_id", "step", name=op.f("uq_mentorship_decision_mentorship_id_step")),
    )


def downgrade() -> None:
    op.drop_table("mentorship_decision")
    op.drop_table("mentorship_period")
    op.drop_table("mentorship_member")
    op.drop_table("mentorship")
