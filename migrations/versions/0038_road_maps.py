"""Road maps of programmes: stages, steps, their occurrences, history, resources."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    _maps()
    _steps()
    _occurrences()
    _around()


def downgrade() -> None:
    for table in ("roadmap_resource", "roadmap_entry", "roadmap_occurrence", "roadmap_step", "roadmap_stage"):
        op.drop_table(table)
    op.drop_table("roadmap")


def _maps() -> None:
    op.create_table(
        "roadmap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("pattern", sa.String(40), nullable=False),
        sa.Column("controller", sa.String(20), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_roadmap_cycle_id_cycle")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_roadmap_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadmap")),
        sa.UniqueConstraint("public_id", name=op.f("uq_roadmap_public_id")),
        sa.UniqueConstraint("cycle_id", name=op.f("uq_roadmap_cycle_id")),
    )
    op.create_index("ix_roadmap_organization_id", "roadmap", ["organization_id"])
    op.create_table(
        "roadmap_stage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("roadmap_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("module", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["roadmap_id"], ["roadmap.id"], name=op.f("fk_roadmap_stage_roadmap_id_roadmap")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadmap_stage")),
        sa.UniqueConstraint("public_id", name=op.f("uq_roadmap_stage_public_id")),
    )
    op.create_index("ix_roadmap_stage_roadmap_id", "roadmap_stage", ["roadmap_id"])


def _steps() -> None:
    op.create_table(
        "roadmap_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("roadmap_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("period", sa.String(20), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("months", JSON, nullable=False),
        sa.Column("each_month", sa.Boolean(), nullable=False),
        sa.Column("principal", sa.String(20), nullable=False),
        sa.Column("others", JSON, nullable=False),
        sa.Column("responsible", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("fact", sa.String(40), nullable=False),
        sa.Column("module", sa.String(20), nullable=False),
        sa.Column("after", JSON, nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("skip_reason", sa.Text(), nullable=False),
        sa.Column("skipped_on", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("period <> 'deadline' OR last_on IS NOT NULL", name=op.f("ck_roadmap_step_deadline")),
        sa.CheckConstraint(
            "period <> 'range' OR (first_on IS NOT NULL AND last_on IS NOT NULL AND last_on >= first_on)",
            name=op.f("ck_roadmap_step_range"),
        ),
        sa.CheckConstraint("(skip_reason = '') = (skipped_on IS NULL)", name=op.f("ck_roadmap_step_skipped")),
        sa.ForeignKeyConstraint(["roadmap_id"], ["roadmap.id"], name=op.f("fk_roadmap_step_roadmap_id_roadmap")),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["roadmap_stage.id"], name=op.f("fk_roadmap_step_stage_id_roadmap_stage")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadmap_step")),
        sa.UniqueConstraint("public_id", name=op.f("uq_roadmap_step_public_id")),
    )
    op.create_index("ix_roadmap_step_roadmap_id", "roadmap_step", ["roadmap_id"])
    op.create_index("ix_roadmap_step_stage_id", "roadmap_step", ["stage_id"])


def _occurrences() -> None:
    op.create_table(
        "roadmap_occurrence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(10), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("way", sa.String(10), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("fact_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint("(done_on IS NULL) = (way IS NULL)", name=op.f("ck_roadmap_occurrence_done")),
        sa.CheckConstraint("way <> 'fact' OR fact_id IS NOT NULL", name=op.f("ck_roadmap_occurrence_fact")),
        sa.ForeignKeyConstraint(
            ["step_id"], ["roadmap_step.id"], name=op.f("fk_roadmap_occurrence_step_id_roadmap_step")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_roadmap_occurrence_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_roadmap_occurrence_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["fact_id"], ["program_fact.id"], name=op.f("fk_roadmap_occurrence_fact_id_program_fact")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_roadmap_occurrence_recorded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadmap_occurrence")),
        sa.UniqueConstraint("public_id", name=op.f("uq_roadmap_occurrence_public_id")),
        sa.UniqueConstraint("step_id", "key", name=op.f("uq_roadmap_occurrence_step_id_key")),
    )
    op.create_index("ix_roadmap_occurrence_due_on", "roadmap_occurrence", ["due_on"])
    op.create_index("ix_roadmap_occurrence_document_id", "roadmap_occurrence", ["document_id"])
    op.create_index("ix_roadmap_occurrence_fact_id", "roadmap_occurrence", ["fact_id"])


def _around() -> None:
    op.create_table(
        "roadmap_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("deed", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["step_id"], ["roadmap_step.id"], name=op.f("fk_roadmap_entry_step_id_roadmap_step")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_roadmap_entry_recorded_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadmap_entry")),
    )
    op.create_index("ix_roadmap_entry_step_id", "roadmap_entry", ["step_id"])
    op.create_table(
        "roadmap_resource",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("roadmap_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("is_external", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["roadmap_id"], ["roadmap.id"], name=op.f("fk_roadmap_resource_roadmap_id_roadmap")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadmap_resource")),
        sa.UniqueConstraint("public_id", name=op.f("uq_roadmap_resource_public_id")),
    )
    op.create_index("ix_roadmap_resource_roadmap_id", "roadmap_resource", ["roadmap_id"])
