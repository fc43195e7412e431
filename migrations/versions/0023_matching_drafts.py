"""Drafts of pairs: settings of a year, runs of the solver, what is set by hand, «не с этим человеком»."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def _key(table: str, column: str, target: str, *, nullable: bool = False) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column(column, sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")),
    ]


def _times() -> list[sa.schema.SchemaItem]:
    return [sa.Column("created_at", MOMENT, nullable=False), sa.Column("updated_at", MOMENT, nullable=False)]


def upgrade() -> None:
    op.create_table(
        "matching_setup",
        sa.Column("id", sa.Integer(), nullable=False),
        *_key("matching_setup", "cycle_id", "cycle"),
        sa.Column("settings", JSON, nullable=False),
        *_times(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_setup")),
        sa.UniqueConstraint("cycle_id", name=op.f("uq_matching_setup_cycle_id")),
    )
    op.create_table(
        "matching_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        *_key("matching_run", "organization_id", "organization"),
        *_key("matching_run", "cycle_id", "cycle"),
        *_key("matching_run", "format_id", "mentoring_format", nullable=True),
        *_key("matching_run", "base_id", "matching_run", nullable=True),
        *_key("matching_run", "job_id", "job", nullable=True),
        *_key("matching_run", "made_by_id", "person", nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("objective", sa.String(20), nullable=False),
        sa.Column("settings", JSON, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("input_hash", sa.String(64), nullable=False),
        sa.Column("pool", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("published_with", sa.Integer(), nullable=True),
        *_times(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state <> 'draft' OR input_hash <> ''", name=op.f("ck_matching_run_solved")),
        sa.CheckConstraint(
            "(published_with IS NOT NULL) = (state = 'published')", name=op.f("ck_matching_run_published")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_run")),
        sa.UniqueConstraint("public_id", name=op.f("uq_matching_run_public_id")),
        sa.UniqueConstraint("cycle_id", "number", name=op.f("uq_matching_run_cycle_id_number")),
    )
    op.create_index("ix_matching_run_organization_id_state", "matching_run", ["organization_id", "state"])
    op.create_table(
        "matching_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        *_key("matching_choice", "run_id", "matching_run"),
        *_key("matching_choice", "request_id", "mentoring_request"),
        *_key("matching_choice", "profile_id", "mentor_profile", nullable=True),
        *_key("matching_choice", "chosen_by_id", "person", nullable=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *_times(),
        sa.CheckConstraint("(kind = 'relax') = (profile_id IS NULL)", name=op.f("ck_matching_choice_whom")),
        sa.CheckConstraint("(kind = 'relax') = (rule <> '')", name=op.f("ck_matching_choice_rule")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_choice")),
        sa.UniqueConstraint("public_id", name=op.f("uq_matching_choice_public_id")),
        sa.UniqueConstraint(
            "run_id", "request_id", "profile_id", "rule", name=op.f("uq_matching_choice_run_id_request_id_profile_id_rule")
        ),
    )
    op.create_index("ix_matching_choice_request_id", "matching_choice", ["request_id"])
    op.create_index("ix_matching_choice_profile_id", "matching_choice", ["profile_id"])
    op.create_table(
        "matching_avoidance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        *_key("matching_avoidance", "person_id", "person"),
        *_key("matching_avoidance", "organization_id", "organization"),
        *_key("matching_avoidance", "other_id", "person"),
        *_times(),
        sa.CheckConstraint("person_id <> other_id", name=op.f("ck_matching_avoidance_another")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_avoidance")),
        sa.UniqueConstraint("public_id", name=op.f("uq_matching_avoidance_public_id")),
        sa.UniqueConstraint(
            "person_id", "organization_id", "other_id",
            name=op.f("uq_matching_avoidance_person_id_organization_id_other_id"),
        ),
    )
    op.create_index("ix_matching_avoidance_organization_id", "matching_avoidance", ["organization_id"])
    op.create_index("ix_matching_avoidance_other_id", "matching_avoidance", ["other_id"])


def downgrade() -> None:
    op.drop_table("matching_avoidance")
    op.drop_table("matching_choice")
    op.drop_table("matching_run")
    op.drop_table("matching_setup")
