"""Drafts of questionnaires and the steps that can be taken back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "questionnaire_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_id", sa.Integer(), nullable=False),
        sa.Column("base_version_id", sa.Integer(), nullable=True),
        sa.Column("edited_by_id", sa.Integer(), nullable=True),
        sa.Column("definition", JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"], ["questionnaire.id"], name=op.f("fk_questionnaire_draft_questionnaire_id_questionnaire")
        ),
        sa.ForeignKeyConstraint(
            ["base_version_id"],
            ["questionnaire_version.id"],
            name=op.f("fk_questionnaire_draft_base_version_id_questionnaire_version"),
        ),
        sa.ForeignKeyConstraint(
            ["edited_by_id"], ["person.id"], name=op.f("fk_questionnaire_draft_edited_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_draft")),
        sa.UniqueConstraint("questionnaire_id", name=op.f("uq_questionnaire_draft_questionnaire_id")),
    )
    op.create_index(op.f("ix_questionnaire_draft_base_version_id"), "questionnaire_draft", ["base_version_id"])
    op.create_index(op.f("ix_questionnaire_draft_edited_by_id"), "questionnaire_draft", ["edited_by_id"])
    op.create_table(
        "draft_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("definition", JSON, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["questionnaire_draft.id"],
            name=op.f("fk_draft_step_draft_id_questionnaire_draft"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_draft_step_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_step")),
        sa.UniqueConstraint("draft_id", "number", name=op.f("uq_draft_step_draft_id_number")),
    )
    op.create_index(op.f("ix_draft_step_made_by_id"), "draft_step", ["made_by_id"])


def downgrade() -> None:
    """A questionnaire that was only a draft goes with it: nobody was asked by it."""
    never_published = (
        "id IN (SELECT questionnaire_id FROM questionnaire_draft)"
        " AND id NOT IN (SELECT questionnaire_id FROM questionnaire_version)"
    )
    op.execute(f"CREATE TEMPORARY TABLE unborn AS SELECT id FROM questionnaire WHERE {never_published}")  # noqa: S608
    op.drop_table("draft_step")
    op.drop_table("questionnaire_draft")
    op.execute("DELETE FROM questionnaire WHERE id IN (SELECT id FROM unborn)")
    op.execute("DROP TABLE unborn")
