"""Documents: papers, people in them, acquaintance, numbering, own templates."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
OPEN = sa.text("ends_on IS NULL")


def key_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def own_key(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def upgrade() -> None:
    op.create_table(
        "document_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_document_template_period")),
        key_to("document_template", "organization_id", "organization"),
        key_to("document_template", "file_id", "stored_file"),
        own_key("document_template"),
        sa.UniqueConstraint("public_id", name=op.f("uq_document_template_public_id")),
    )
    op.create_index(
        "uq_document_template_open",
        "document_template",
        ["organization_id", "kind"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("series", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("number", sa.String(40), nullable=True),
        sa.Column("serial", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("signatory_id", sa.Integer(), nullable=True),
        sa.Column("signatory_name", sa.Text(), nullable=False),
        sa.Column("signatory_post", sa.Text(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("template_id", sa.Integer(), nullable=True),
        sa.Column("snapshot", JSON, nullable=True),
        sa.Column("snapshot_hash", sa.String(64), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("file_hash", sa.String(64), nullable=False),
        sa.Column("scan_id", sa.Integer(), nullable=True),
        sa.Column("based_on_id", sa.Integer(), nullable=True),
        sa.Column("amends_id", sa.Integer(), nullable=True),
        sa.Column("repeals", sa.Boolean(), nullable=False),
        sa.Column("flag", sa.Text(), nullable=False),
        sa.Column("flagged_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(number IS NULL) = (registered_on IS NULL) AND (number IS NULL) = (year IS NULL)",
            name=op.f("ck_document_number_has_day"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('draft', 'on_signature') OR number IS NULL", name=op.f("ck_document_number_when_signed")
        ),
        sa.CheckConstraint(
            "state <> 'signed' OR (number IS NOT NULL AND snapshot IS NOT NULL AND file_id IS NOT NULL)",
            name=op.f("ck_document_signed"),
        ),
        sa.CheckConstraint("(state = 'cancelled') = (cancelled_on IS NOT NULL)", name=op.f("ck_document_cancelled")),
        sa.CheckConstraint("(flagged_on IS NULL) = (flag = '')", name=op.f("ck_document_flag_has_reason")),
        sa.CheckConstraint("published_on IS NULL OR number IS NOT NULL", name=op.f("ck_document_published")),
        key_to("document", "organization_id", "organization"),
        key_to("document", "signatory_id", "person"),
        key_to("document", "body_id", "collegial_body"),
        key_to("document", "template_id", "document_template"),
        key_to("document", "file_id", "stored_file"),
        key_to("document", "scan_id", "stored_file"),
        key_to("document", "based_on_id", "document"),
        key_to("document", "amends_id", "document"),
        own_key("document"),
        sa.UniqueConstraint("public_id", name=op.f("uq_document_public_id")),
        sa.UniqueConstraint(
            "organization_id", "series", "year", "number", name=op.f("uq_document_organization_id_series_year_number")
        ),
    )
    op.create_index(op.f("ix_document_amends_id"), "document", ["amends_id"])
    op.create_index(op.f("ix_document_signatory_id"), "document", ["signatory_id"])
    op.create_index("ix_document_organization_id_state", "document", ["organization_id", "state"])
    op.create_table(
        "document_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        key_to("document_person", "document_id", "document"),
        key_to("document_person", "person_id", "person"),
        own_key("document_person"),
        sa.UniqueConstraint(
            "document_id", "person_id", "part", name=op.f("uq_document_person_document_id_person_id_part")
        ),
    )
    op.create_index(op.f("ix_document_person_person_id"), "document_person", ["person_id"])
    op.create_table(
        "document_subject",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        key_to("document_subject", "document_id", "document"),
        own_key("document_subject"),
        sa.UniqueConstraint("document_id", "kind", "ref", name=op.f("uq_document_subject_document_id_kind_ref")),
    )
    op.create_index("ix_document_subject_kind_ref", "document_subject", ["kind", "ref"])
    op.create_table(
        "acquaintance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        key_to("acquaintance", "document_id", "document"),
        key_to("acquaintance", "person_id", "person"),
        own_key("acquaintance"),
        sa.UniqueConstraint("public_id", name=op.f("uq_acquaintance_public_id")),
        sa.UniqueConstraint("document_id", "person_id", name=op.f("uq_acquaintance_document_id_person_id")),
    )
    op.create_index(op.f("ix_acquaintance_person_id"), "acquaintance", ["person_id"])
    op.create_table(
        "numbering_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(20), nullable=False),
        sa.Column("mode", sa.String(10), nullable=False),
        sa.Column("suffix", sa.String(20), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        key_to("numbering_rule", "organization_id", "organization"),
        own_key("numbering_rule"),
        sa.UniqueConstraint("organization_id", "series", name=op.f("uq_numbering_rule_organization_id_series")),
    )
    op.create_table(
        "number_counter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= 0", name=op.f("ck_number_counter_last")),
        key_to("number_counter", "organization_id", "organization"),
        own_key("number_counter"),
        sa.UniqueConstraint(
            "organization_id", "series", "year", name=op.f("uq_number_counter_organization_id_series_year")
        ),
    )


def downgrade() -> None:
    for table in ("number_counter", "numbering_rule", "acquaintance", "document_subject", "document_person",
                  "document", "document_template"):  # fmt: skip
        op.drop_table(table)
