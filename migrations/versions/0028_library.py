"""The library: materials with their versions, readings of newcomers; open pages «Наставничество» and their news."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "material",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("act_source", sa.Text(), nullable=False),
        sa.Column("act_number", sa.Text(), nullable=False),
        sa.Column("act_date", sa.Date(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("for_mentors", sa.Boolean(), nullable=False),
        sa.Column("for_mentees", sa.Boolean(), nullable=False),
        sa.Column("newcomers_since", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.Column("current_number", sa.Integer(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("current_number > 0", name=op.f("ck_material_numbered")),
        sa.CheckConstraint(
            "kind <> 'act' OR (act_number <> '' AND act_date IS NOT NULL)", name=op.f("ck_material_act")
        ),
        sa.CheckConstraint(
            "(for_mentors OR for_mentees) = (newcomers_since IS NOT NULL)", name=op.f("ck_material_newcomers")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_material_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material")),
        sa.UniqueConstraint("public_id", name=op.f("uq_material_public_id")),
    )
    op.create_index("ix_material_organization_id", "material", ["organization_id"], unique=False)
    op.create_index("ix_material_review_on", "material", ["review_on"], unique=False)
    op.create_index("ix_material_newcomers_since", "material", ["newcomers_since"], unique=False)
    op.create_table(
        "material_tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("material_id", sa.Integer(), nullable=False),
        sa.Column("facet", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["material_id"], ["material.id"], name=op.f("fk_material_tag_material_id_material")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material_tag")),
        sa.UniqueConstraint("material_id", "facet", "code", name=op.f("uq_material_tag_material_id_facet_code")),
    )
    op.create_index("ix_material_tag_facet_code", "material_tag", ["facet", "code"], unique=False)
    op.create_table(
        "material_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("material_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("change_note", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint("number = 1 OR change_note <> ''", name=op.f("ck_material_version_said")),
        sa.CheckConstraint("text <> '' OR link <> '' OR file_id IS NOT NULL", name=op.f("ck_material_version_held")),
        sa.ForeignKeyConstraint(
            ["material_id"], ["material.id"], name=op.f("fk_material_version_material_id_material")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_material_version_file_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material_version")),
        sa.UniqueConstraint("material_id", "number", name=op.f("uq_material_version_material_id_number")),
    )
    op.create_index(op.f("ix_material_version_file_id"), "material_version", ["file_id"], unique=False)
    op.create_table(
        "material_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("material_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["material_id"], ["material.id"], name=op.f("fk_material_reading_material_id_material")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_material_reading_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material_reading")),
        sa.UniqueConstraint("material_id", "person_id", name=op.f("uq_material_reading_material_id_person_id")),
    )
    op.create_index(op.f("ix_material_reading_person_id"), "material_reading", ["person_id"], unique=False)
    op.create_table(
        "open_section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_open_section_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_section")),
        sa.UniqueConstraint("organization_id", name=op.f("uq_open_section_organization_id")),
    )
    op.create_table(
        "news_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_news_item_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news_item")),
        sa.UniqueConstraint("public_id", name=op.f("uq_news_item_public_id")),
    )
    op.create_index(
        "ix_news_item_organization_id_published_on", "news_item", ["organization_id", "published_on"], unique=False
    )


def downgrade() -> None:
    op.drop_table("news_item")
    op.drop_table("open_section")
    op.drop_table("material_reading")
    op.drop_table("material_version")
    op.drop_table("material_tag")
    op.drop_table("material")
