"""Programmes: formats, cycles, routes, partners with agreements, papers, facts, days of their own."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
MOMENT = sa.DateTime(timezone=True)
TABLES = (
    "cycle_format",
    "program_paper",
    "partner_curator",
    "partner_agreement",
    "cycle",
    "approval_route",
    "program_fact",
    "program",
    "partner",
    "own_day",
    "role_pattern",
    "mentoring_kind",
    "mentoring_format",
)


def upgrade() -> None:
    op.create_table(
        "mentoring_format",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentoring_format")),
        sa.UniqueConstraint("code", name=op.f("uq_mentoring_format_code")),
    )
    op.create_table(
        "mentoring_kind",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentoring_kind")),
        sa.UniqueConstraint("code", name=op.f("uq_mentoring_kind_code")),
    )
    op.create_table(
        "role_pattern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("format_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["format_id"], ["mentoring_format.id"], name=op.f("fk_role_pattern_format_id_mentoring_format")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_pattern")),
        sa.UniqueConstraint("code", name=op.f("uq_role_pattern_code")),
    )
    op.create_index(op.f("ix_role_pattern_format_id"), "role_pattern", ["format_id"])
    op.create_table(
        "own_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_own_day_period")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_own_day_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_day")),
        sa.UniqueConstraint("public_id", name=op.f("uq_own_day_public_id")),
    )
    op.create_index("ix_own_day_organization_id_starts_on", "own_day", ["organization_id", "starts_on"])
    op.create_table(
        "partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("resources", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_partner_period")),
        sa.CheckConstraint("home_id <> organization_id", name=op.f("ck_partner_another")),
        sa.ForeignKeyConstraint(["home_id"], ["organization.id"], name=op.f("fk_partner_home_id_organization")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_partner_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
        sa.UniqueConstraint("organization_id", "home_id", name=op.f("uq_partner_organization_id_home_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_partner_public_id")),
    )
    op.create_index(op.f("ix_partner_home_id"), "partner", ["home_id"])
    op.create_table(
        "program",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_name", sa.Text(), nullable=False),
        sa.Column("pattern", sa.String(40), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_program_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program")),
        sa.UniqueConstraint("public_id", name=op.f("uq_program_public_id")),
    )
    op.create_index(op.f("ix_program_organization_id"), "program", ["organization_id"])
    op.create_table(
        "program_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_program_fact_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program_fact")),
        sa.UniqueConstraint(
            "organization_id", "kind", "subject", name=op.f("uq_program_fact_organization_id_kind_subject")
        ),
    )
    op.create_index("ix_program_fact_organization_id_happened_on", "program_fact", ["organization_id", "happened_on"])
    op.create_table(
        "approval_route",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(20), nullable=False),
        sa.Column("format_code", sa.String(40), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("steps", JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_approval_route_program_id_program")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_route")),
        sa.UniqueConstraint(
            "program_id",
            "subject",
            "format_code",
            "category",
            name=op.f("uq_approval_route_program_id_subject_format_code_category"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_approval_route_public_id")),
    )
    op.create_table(
        "cycle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("settings", JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("closed_on IS NULL OR closed_on >= starts_on", name=op.f("ck_cycle_closed_after_start")),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_cycle_period")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_cycle_program_id_program")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle")),
        sa.UniqueConstraint("program_id", "starts_on", name=op.f("uq_cycle_program_id_starts_on")),
        sa.UniqueConstraint("public_id", name=op.f("uq_cycle_public_id")),
    )
    op.create_index(op.f("ix_cycle_program_id"), "cycle", ["program_id"])
    op.create_table(
        "partner_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_partner_agreement_period")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_partner_agreement_file_id_stored_file")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_partner_agreement_partner_id_partner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_agreement")),
        sa.UniqueConstraint("public_id", name=op.f("uq_partner_agreement_public_id")),
    )
    op.create_index(op.f("ix_partner_agreement_partner_id"), "partner_agreement", ["partner_id"])
    op.create_table(
        "partner_curator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_partner_curator_period")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_partner_curator_partner_id_partner")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_partner_curator_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_curator")),
        sa.UniqueConstraint(
            "partner_id", "person_id", "starts_on", name=op.f("uq_partner_curator_partner_id_person_id_starts_on")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_partner_curator_public_id")),
    )
    op.create_index(op.f("ix_partner_curator_partner_id"), "partner_curator", ["partner_id"])
    op.create_index(op.f("ix_partner_curator_person_id"), "partner_curator", ["person_id"])
    op.create_table(
        "program_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_program_paper_period")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_program_paper_file_id_stored_file")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_program_paper_program_id_program")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program_paper")),
        sa.UniqueConstraint("public_id", name=op.f("uq_program_paper_public_id")),
    )
    op.create_index(op.f("ix_program_paper_program_id"), "program_paper", ["program_id"])
    op.create_table(
        "cycle_format",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("format_id", sa.Integer(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("own_name", sa.Text(), nullable=False),
        sa.Column("responsible", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_cycle_format_cycle_id_cycle")),
        sa.ForeignKeyConstraint(
            ["format_id"], ["mentoring_format.id"], name=op.f("fk_cycle_format_format_id_mentoring_format")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle_format")),
        sa.UniqueConstraint("cycle_id", "format_id", name=op.f("uq_cycle_format_cycle_id_format_id")),
    )
    op.create_index(op.f("ix_cycle_format_format_id"), "cycle_format", ["format_id"])


def downgrade() -> None:
    for name in TABLES:
        op.drop_table(name)
