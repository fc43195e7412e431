"""Recognition: the catalogue of awards, nominations that become awards, the board of honour."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "award_kind",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("nature", sa.String(20), nullable=False),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("giver", sa.String(20), nullable=False),
        sa.Column("paper", sa.String(20), nullable=False),
        sa.Column("needs_order", sa.Boolean(), nullable=False),
        sa.Column("criteria", sa.Text(), nullable=False),
        sa.Column("package", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "giver IN ('organization', 'partner', 'region')",
            name=op.f("ck_award_kind_giver"),
        ),
        sa.CheckConstraint(
            "nature IN ('material', 'moral', 'title')",
            name=op.f("ck_award_kind_nature"),
        ),
        sa.CheckConstraint(
            "giver = 'organization' OR NOT needs_order",
            name=op.f("ck_award_kind_order"),
        ),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_award_kind_organization_id_organization")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_kind")),
        sa.UniqueConstraint("public_id", name=op.f("uq_award_kind_public_id")),
    )
    op.create_index(
        "ix_award_kind_organization_id", "award_kind", ["organization_id"], unique=False,
    )
    op.create_index(
        "uq_award_kind_organization_id_code", "award_kind", ["organization_id", "code"], unique=True, sqlite_where=sa.text("code <> ''"), postgresql_where=sa.text("code <> ''"),
    )
    op.create_table(
        "nomination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("award_kind_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("nominated_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("grounds", JSON, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("package", JSON, nullable=False),
        sa.Column("nominated_on", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("awarded_on", sa.Date(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("serial", sa.Integer(), nullable=True),
        sa.Column("check_code", sa.String(12), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('not_awarded', 'refused') OR answer <> ''",
            name=op.f("ck_nomination_answered"),
        ),
        sa.CheckConstraint(
            "(state = 'awarded') = (awarded_on IS NOT NULL)",
            name=op.f("ck_nomination_awarded"),
        ),
        sa.CheckConstraint(
            "(state = 'nominated') = (decided_on IS NULL)",
            name=op.f("ck_nomination_decided"),
        ),
        sa.CheckConstraint(
            "(awarded_on IS NULL) = (serial IS NULL) AND (serial IS NULL) = (year IS NULL) AND (serial IS NULL) = (check_code IS NULL)",
            name=op.f("ck_nomination_numbered"),
        ),
        sa.CheckConstraint(
            "state <> 'sent' OR sent_on IS NOT NULL",
            name=op.f("ck_nomination_sent"),
        ),
        sa.CheckConstraint(
            "state IN ('nominated', 'approved', 'sent', 'not_awarded', 'refused', 'awarded')",
            name=op.f("ck_nomination_state"),
        ),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (partner_id IS NULL)",
            name=op.f("ck_nomination_whom"),
        ),
        sa.ForeignKeyConstraint(["award_kind_id"], ["award_kind.id"], name=op.f("fk_nomination_award_kind_id_award_kind")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_nomination_cycle_id_cycle")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_nomination_decided_by_id_person")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_nomination_document_id_document")),
        sa.ForeignKeyConstraint(["nominated_by_id"], ["person.id"], name=op.f("fk_nomination_nominated_by_id_person")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_nomination_organization_id_organization")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_nomination_partner_id_partner")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_nomination_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
        sa.UniqueConstraint("award_kind_id", "cycle_id", "partner_id", name=op.f("uq_nomination_award_kind_id_cycle_id_partner_id")),
        sa.UniqueConstraint("award_kind_id", "cycle_id", "person_id", name=op.f("uq_nomination_award_kind_id_cycle_id_person_id")),
        sa.UniqueConstraint("check_code", name=op.f("uq_nomination_check_code")),
        sa.UniqueConstraint("organization_id", "year", "serial", name=op.f("uq_nomination_organization_id_year_serial")),
        sa.UniqueConstraint("public_id", name=op.f("uq_nomination_public_id")),
    )
    op.create_index(
        "ix_nomination_cycle_id", "nomination", ["cycle_id"], unique=False,
    )
    op.create_index(
        "ix_nomination_document_id", "nomination", ["document_id"], unique=False,
    )
    op.create_index(
        "ix_nomination_organization_id_state", "nomination", ["organization_id", "state"], unique=False,
    )
    op.create_index(
        "ix_nomination_partner_id", "nomination", ["partner_id"], unique=False,
    )
    op.create_index(
        "ix_nomination_person_id", "nomination", ["person_id"], unique=False,
    )
    op.create_table(
        "honor_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=True),
        sa.Column("achievement", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("shown_on", sa.Date(), nullable=False),
        sa.Column("hidden_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name=op.f("fk_honor_entry_nomination_id_nomination")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_honor_entry_organization_id_organization")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_honor_entry_person_id_person")),
        sa.ForeignKeyConstraint(["photo_id"], ["stored_file.id"], name=op.f("fk_honor_entry_photo_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_honor_entry")),
        sa.UniqueConstraint("nomination_id", name=op.f("uq_honor_entry_nomination_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_honor_entry_public_id")),
    )
    op.create_index(
        "ix_honor_entry_organization_id", "honor_entry", ["organization_id"], unique=False,
    )
    op.create_index(
        "ix_honor_entry_person_id", "honor_entry", ["person_id"], unique=False,
    )
    op.create_index(
        "ix_honor_entry_photo_id", "honor_entry", ["photo_id"], unique=False,
    )


def downgrade() -> None:
    op.drop_table("honor_entry")
    op.drop_table("nomination")
    op.drop_table("award_kind")
