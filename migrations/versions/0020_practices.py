"""The practice bank: practices with versions, steps, results and files, reviews, uses, collections."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
WORKING = sa.text("state IN ('draft', 'in_review', 'returned')")


def upgrade() -> None:
    op.create_table(
        "practice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("current_number", sa.Integer(), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.Column("archive_reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Integer(), nullable=True),
        sa.Column("evidence_on", sa.Date(), nullable=True),
        sa.Column("evidence_by_id", sa.Integer(), nullable=True),
        sa.Column("lowered_on", sa.Date(), nullable=True),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("archived_on IS NULL OR archive_reason <> ''", name=op.f("ck_practice_archived")),
        sa.CheckConstraint("(current_number IS NULL) = (evidence IS NULL)", name=op.f("ck_practice_weighed")),
        sa.CheckConstraint("(current_number IS NULL) = (published_on IS NULL)", name=op.f("ck_practice_published")),
        sa.CheckConstraint("evidence IS NULL OR evidence BETWEEN 1 AND 5", name=op.f("ck_practice_evidence")),
        sa.ForeignKeyConstraint(["evidence_by_id"], ["person.id"], name=op.f("fk_practice_evidence_by_id_person")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_practice_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice")),
        sa.UniqueConstraint("public_id", name=op.f("uq_practice_public_id")),
    )
    op.create_index("ix_practice_organization_id", "practice", ["organization_id"], unique=False)
    op.create_index("ix_practice_review_on", "practice", ["review_on"], unique=False)
    op.create_table(
        "practice_collection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_practice_collection_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_collection")),
        sa.UniqueConstraint("public_id", name=op.f("uq_practice_collection_public_id")),
    )
    op.create_index(
        op.f("ix_practice_collection_organization_id"), "practice_collection", ["organization_id"], unique=False
    )
    op.create_table(
        "collection_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collection_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collection_id"],
            ["practice_collection.id"],
            name=op.f("fk_collection_item_collection_id_practice_collection"),
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_collection_item_practice_id_practice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_item")),
        sa.UniqueConstraint("collection_id", "practice_id", name=op.f("uq_collection_item_collection_id_practice_id")),
    )
    op.create_index(op.f("ix_collection_item_practice_id"), "collection_item", ["practice_id"], unique=False)
    op.create_table(
        "practice_adoption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("ask_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(outcome IS NULL) = (answered_on IS NULL)", name=op.f("ck_practice_adoption_answered")),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_practice_adoption_period")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_practice_adoption_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_practice_adoption_practice_id_practice")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_practice_adoption_recorded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_adoption")),
        sa.UniqueConstraint(
            "practice_id", "organization_id", name=op.f("uq_practice_adoption_practice_id_organization_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_practice_adoption_public_id")),
    )
    op.create_index(
        "ix_practice_adoption_organization_id_ask_on", "practice_adoption", ["organization_id", "ask_on"], unique=False
    )
    op.create_index(op.f("ix_practice_adoption_recorded_by_id"), "practice_adoption", ["recorded_by_id"], unique=False)
    op.create_table(
        "practice_author",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_practice_author_person_id_person")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_practice_author_practice_id_practice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_author")),
        sa.UniqueConstraint("practice_id", "person_id", name=op.f("uq_practice_author_practice_id_person_id")),
    )
    op.create_index(op.f("ix_practice_author_person_id"), "practice_author", ["person_id"], unique=False)
    op.create_table(
        "practice_facet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("facet", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_practice_facet_practice_id_practice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_facet")),
        sa.UniqueConstraint("practice_id", "facet", "code", name=op.f("uq_practice_facet_practice_id_facet_code")),
    )
    op.create_index("ix_practice_facet_facet_code", "practice_facet", ["facet", "code"], unique=False)
    op.create_table(
        "practice_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("marked_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_practice_mark_person_id_person")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_practice_mark_practice_id_practice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_mark")),
        sa.UniqueConstraint("practice_id", "person_id", name=op.f("uq_practice_mark_practice_id_person_id")),
    )
    op.create_index(op.f("ix_practice_mark_person_id"), "practice_mark", ["person_id"], unique=False)
    op.create_table(
        "practice_presentation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_practice_presentation_practice_id_practice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_presentation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_practice_presentation_public_id")),
    )
    op.create_index(
        op.f("ix_practice_presentation_practice_id"), "practice_presentation", ["practice_id"], unique=False
    )
    op.create_table(
        "practice_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("formats", JSON, nullable=False),
        sa.Column("kinds", JSON, nullable=False),
        sa.Column("module", sa.String(length=40), nullable=False),
        sa.Column("needs", JSON, nullable=False),
        sa.Column("places", JSON, nullable=False),
        sa.Column("participants", JSON, nullable=False),
        sa.Column("duration", sa.Text(), nullable=False),
        sa.Column("hours", sa.String(length=40), nullable=False),
        sa.Column("resources", sa.String(length=40), nullable=False),
        sa.Column("supplies", sa.Text(), nullable=False),
        sa.Column("reasoning", sa.Text(), nullable=False),
        sa.Column("cautions", sa.Text(), nullable=False),
        sa.Column("links", sa.Text(), nullable=False),
        sa.Column("change_note", sa.Text(), nullable=False),
        sa.Column("licensed_on", sa.Date(), nullable=True),
        sa.Column("depicted_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint("(state = 'in_review') = (stage <> '')", name=op.f("ck_practice_version_stage")),
        sa.CheckConstraint("(state = 'published') = (number IS NOT NULL)", name=op.f("ck_practice_version_numbered")),
        sa.CheckConstraint(
            "(state = 'published') = (published_on IS NOT NULL)", name=op.f("ck_practice_version_published")
        ),
        sa.CheckConstraint("state <> 'rejected' OR reason <> ''", name=op.f("ck_practice_version_rejected")),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_practice_version_practice_id_practice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_version")),
        sa.UniqueConstraint("practice_id", "number", name=op.f("uq_practice_version_practice_id_number")),
    )
    op.create_index(
        "uq_practice_version_working",
        "practice_version",
        ["practice_id"],
        unique=True,
        sqlite_where=WORKING,
        postgresql_where=WORKING,
    )
    op.create_table(
        "practice_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_practice_file_file_id_stored_file")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["practice_version.id"], name=op.f("fk_practice_file_version_id_practice_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_practice_file_public_id")),
    )
    op.create_index(op.f("ix_practice_file_file_id"), "practice_file", ["file_id"], unique=False)
    op.create_index(op.f("ix_practice_file_version_id"), "practice_file", ["version_id"], unique=False)
    op.create_table(
        "practice_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("section", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["practice_version.id"], name=op.f("fk_practice_remark_version_id_practice_version")
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_practice_remark_written_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_remark")),
        sa.UniqueConstraint("public_id", name=op.f("uq_practice_remark_public_id")),
    )
    op.create_index(op.f("ix_practice_remark_version_id"), "practice_remark", ["version_id"], unique=False)
    op.create_table(
        "practice_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.CheckConstraint("people IS NULL OR people > 0", name=op.f("ck_practice_result_people")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["practice_version.id"], name=op.f("fk_practice_result_version_id_practice_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_result")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_practice_result_version_id_position")),
    )
    op.create_table(
        "practice_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("takes", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["practice_version.id"], name=op.f("fk_practice_step_version_id_practice_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_step")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_practice_step_version_id_position")),
    )


def downgrade() -> None:
    op.drop_table("practice_step")
    op.drop_table("practice_result")
    op.drop_table("practice_remark")
    op.drop_table("practice_file")
    op.drop_table("practice_version")
    op.drop_table("practice_presentation")
    op.drop_table("practice_mark")
    op.drop_table("practice_facet")
    op.drop_table("practice_author")
    op.drop_table("practice_adoption")
    op.drop_table("collection_item")
    op.drop_table("practice_collection")
    op.drop_table("practice")
