"""Questionnaires on their way in from files."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "questionnaire_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("said", JSON, nullable=False),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "(taken_at IS NULL) = (version_id IS NULL)", name=op.f("ck_questionnaire_upload_taken_has_version")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_questionnaire_upload_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["questionnaire_version.id"],
            name=op.f("fk_questionnaire_upload_version_id_questionnaire_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_upload")),
        sa.UniqueConstraint("public_id", name=op.f("uq_questionnaire_upload_public_id")),
    )
    op.create_index(op.f("ix_questionnaire_upload_organization_id"), "questionnaire_upload", ["organization_id"])


def downgrade() -> None:
    op.drop_table("questionnaire_upload")
