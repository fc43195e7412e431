"""The conflict list of a year, languages of those who ask, requests of whole groups."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
PERIOD = "ends_on IS NULL OR ends_on >= starts_on"
IS_OPEN = sa.text("state IN ('preliminary', 'in_base')")
BY_GROUP = "uq_matching_choice_run_id_group_request_id_profile_id_rule"


def _key(table: str, column: str, target: str, *, nullable: bool = False) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column(column, sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")),
    ]


def _row(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{table}_public_id")),
    ]


def upgrade() -> None:
    with op.batch_alter_table("mentoring_request") as batch:
        batch.add_column(sa.Column("languages", JSON, nullable=False, server_default="[]"))
    with op.batch_alter_table("mentoring_request") as batch:
        batch.alter_column("languages", server_default=None)
    op.create_table(
        "matching_conflict",
        *_row("matching_conflict"),
        *_key("matching_conflict", "organization_id", "organization"),
        *_key("matching_conflict", "cycle_id", "cycle"),
        *_key("matching_conflict", "first_id", "person"),
        *_key("matching_conflict", "second_id", "person"),
        *_key("matching_conflict", "recorded_by_id", "person", nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(PERIOD, name=op.f("ck_matching_conflict_period")),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_matching_conflict_another")),
        sa.UniqueConstraint(
            "cycle_id", "first_id", "second_id", name=op.f("uq_matching_conflict_cycle_id_first_id_second_id")
        ),
    )
    for column in ("organization_id", "first_id", "second_id"):
        op.create_index(op.f(f"ix_matching_conflict_{column}"), "matching_conflict", [column])
    op.create_table(
        "group_request",
        *_row("group_request"),
        *_key("group_request", "organization_id", "organization"),
        *_key("group_request", "cycle_id", "cycle"),
        *_key("group_request", "format_id", "mentoring_format"),
        *_key("group_request", "group_id", "group"),
        *_key("group_request", "recorded_by_id", "person", nullable=True),
        sa.Column("origin", sa.String(20), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("languages", JSON, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(PERIOD, name=op.f("ck_group_request_period")),
        sa.CheckConstraint(
            "(ends_on IS NULL) = (state IN ('preliminary', 'in_base'))", name=op.f("ck_group_request_over")
        ),
        sa.CheckConstraint("state <> 'in_base' OR decided_on IS NOT NULL", name=op.f("ck_group_request_decided")),
    )
    for column in ("cycle_id", "organization_id"):
        op.create_index(op.f(f"ix_group_request_{column}"), "group_request", [column])
    op.create_index(
        "uq_group_request_open", "group_request", ["group_id", "cycle_id", "format_id"], unique=True,
        sqlite_where=IS_OPEN, postgresql_where=IS_OPEN,
    )
    with op.batch_alter_table("matching_choice") as batch:
        batch.add_column(sa.Column("group_request_id", sa.Integer(), nullable=True))
        batch.alter_column("request_id", existing_type=sa.Integer(), nullable=True)
        batch.create_foreign_key(
            op.f("fk_matching_choice_group_request_id_group_request"), "group_request", ["group_request_id"], ["id"]
        )
        batch.create_check_constraint(
            op.f("ck_matching_choice_who"), "(request_id IS NULL) <> (group_request_id IS NULL)"
        )
        batch.create_unique_constraint(op.f(BY_GROUP), ["run_id", "group_request_id", "profile_id", "rule"])
        batch.create_index("ix_matching_choice_group_request_id", ["group_request_id"])


def downgrade() -> None:
    """Drafts of before know neither groups nor languages: choices about groups go, the rest of them stays."""
    op.execute("DELETE FROM matching_choice WHERE group_request_id IS NOT NULL")
    with op.batch_alter_table("matching_choice") as batch:
        batch.drop_index("ix_matching_choice_group_request_id")
        batch.drop_constraint(op.f(BY_GROUP), type_="unique")
        batch.drop_constraint(op.f("ck_matching_choice_who"), type_="check")
        batch.drop_constraint(op.f("fk_matching_choice_group_request_id_group_request"), type_="foreignkey")
        batch.alter_column("request_id", existing_type=sa.Integer(), nullable=False)
        batch.drop_column("group_request_id")
    op.drop_table("group_request")
    op.drop_table("matching_conflict")
    with op.batch_alter_table("mentoring_request") as batch:
        batch.drop_column("languages")
