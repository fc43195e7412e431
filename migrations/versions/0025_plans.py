"""Plans with items, files and approved versions; achievements of members."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
MOMENT = sa.DateTime(timezone=True)
OF_ONE = sa.text("mentorship_id IS NOT NULL AND person_id IS NOT NULL")
JOINT = sa.text("mentorship_id IS NOT NULL AND person_id IS NULL")
ALONE = sa.text("mentorship_id IS NULL")


def _key(table: str, column: str, target: str, *, nullable: bool = False) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column(column, sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")),
    ]


def _stamps() -> list[sa.Column[object]]:
    return [sa.Column("created_at", MOMENT, nullable=False), sa.Column("updated_at", MOMENT, nullable=False)]


def upgrade() -> None:
    op.create_table(
        "development_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        *_key("development_plan", "organization_id", "organization"),
        *_key("development_plan", "mentorship_id", "mentorship", nullable=True),
        *_key("development_plan", "person_id", "person", nullable=True),
        *_key("development_plan", "started_by_id", "person", nullable=True),
        *_key("development_plan", "mentee_agreed_by_id", "person", nullable=True),
        *_key("development_plan", "mentor_agreed_by_id", "person", nullable=True),
        *_key("development_plan", "approved_by_id", "person", nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("mentee_agreed_on", sa.Date(), nullable=True),
        sa.Column("mentor_agreed_on", sa.Date(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        *_stamps(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_development_plan_period")),
        sa.CheckConstraint(
            "mentorship_id IS NOT NULL OR person_id IS NOT NULL", name=op.f("ck_development_plan_whose")
        ),
        sa.CheckConstraint(
            "(state = 'approved') = (approved_on IS NOT NULL)", name=op.f("ck_development_plan_approved")
        ),
        sa.CheckConstraint(
            "state <> 'with_mentee' OR mentee_agreed_on IS NULL", name=op.f("ck_development_plan_mentee")
        ),
        sa.CheckConstraint(
            "state <> 'with_mentor' OR mentor_agreed_on IS NULL", name=op.f("ck_development_plan_mentor")
        ),
        sa.CheckConstraint("number BETWEEN 1 AND 999", name=op.f("ck_development_plan_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_development_plan")),
        sa.UniqueConstraint("public_id", name=op.f("uq_development_plan_public_id")),
    )
    op.create_index(op.f("ix_development_plan_person_id"), "development_plan", ["person_id"])
    op.create_index("ix_development_plan_organization_id_state", "development_plan", ["organization_id", "state"])
    for name, columns, where in (
        ("of_one", ["mentorship_id", "kind", "person_id"], OF_ONE),
        ("joint", ["mentorship_id", "kind"], JOINT),
        ("alone", ["person_id", "organization_id", "kind", "starts_on"], ALONE),
    ):
        op.create_index(
            f"uq_development_plan_{name}", "development_plan", columns, unique=True, sqlite_where=where,
            postgresql_where=where,
        )  # fmt: skip
    op.create_table(
        "plan_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        *_key("plan_item", "plan_id", "development_plan"),
        *_key("plan_item", "practice_step_id", "practice_step", nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(40), nullable=False),
        sa.Column("activity", sa.String(40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("responsible", sa.String(10), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("expected", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("mark", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        *_stamps(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("mark IS NULL OR mark BETWEEN 1 AND 5", name=op.f("ck_plan_item_mark")),
        sa.CheckConstraint("done_on IS NULL OR result <> ''", name=op.f("ck_plan_item_done")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_item")),
        sa.UniqueConstraint("public_id", name=op.f("uq_plan_item_public_id")),
    )
    op.create_index("ix_plan_item_plan_id_position", "plan_item", ["plan_id", "position"])
    op.create_index("ix_plan_item_due_on", "plan_item", ["due_on"])
    op.create_table(
        "plan_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        *_key("plan_file", "item_id", "plan_item"),
        *_key("plan_file", "file_id", "stored_file"),
        sa.Column("added_on", sa.Date(), nullable=False),
        *_stamps(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_plan_file_public_id")),
    )
    op.create_index(op.f("ix_plan_file_item_id"), "plan_file", ["item_id"])
    op.create_index(op.f("ix_plan_file_file_id"), "plan_file", ["file_id"])
    op.create_table(
        "plan_version",
        sa.Column("id", sa.Integer(), nullable=False),
        *_key("plan_version", "plan_id", "development_plan"),
        *_key("plan_version", "approved_by_id", "person", nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        *_stamps(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_version_plan_id_number")),
    )
    op.create_table(
        "achievement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        *_key("achievement", "person_id", "person"),
        *_key("achievement", "organization_id", "organization"),
        *_key("achievement", "mentorship_id", "mentorship"),
        *_key("achievement", "recorded_by_id", "person", nullable=True),
        *_key("achievement", "file_id", "stored_file", nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("level", sa.String(20), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        *_stamps(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_achievement")),
        sa.UniqueConstraint("public_id", name=op.f("uq_achievement_public_id")),
    )
    for column in ("person_id", "organization_id", "file_id", "mentorship_id"):
        op.create_index(f"ix_achievement_{column}", "achievement", [column])


def downgrade() -> None:
    for table in ("achievement", "plan_version", "plan_file", "plan_item", "development_plan"):
        op.drop_table(table)
