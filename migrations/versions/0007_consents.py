"""Consents in full: policy of an organisation, refusals, publication item by item, who withdrew."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
SIGNED = ["person_id", "organization_id", "purpose", "text_hash", "given_by_id", "starts_on"]
FULL_UNIQUE = "uq_consent_person_id_organization_id_purpose_text_hash_given_by_id_starts_on"
TEXT_NUMBER = "uq_consent_text_organization_id_purpose_category_number"


def upgrade() -> None:
    with op.batch_alter_table("consent_text") as batch:
        batch.add_column(sa.Column("published_by_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("items", JSON, nullable=False, server_default=sa.text("'[]'")))
        batch.add_column(sa.Column("term", sa.String(20), nullable=False, server_default="open"))
        batch.add_column(sa.Column("term_months", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("is_material", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("void_from", sa.Date(), nullable=True))
        batch.create_foreign_key(op.f("fk_consent_text_published_by_id_person"), "person", ["published_by_id"], ["id"])
    _number_editions()
    with op.batch_alter_table("consent_text") as batch:
        batch.create_unique_constraint(TEXT_NUMBER, ["organization_id", "purpose", "category", "number"])
        for name in ("number", "items", "term", "is_material"):
            batch.alter_column(name, server_default=None)

    with op.batch_alter_table("consent") as batch:
        for name in ("checked_by_id", "withdrawn_by_id"):
            batch.add_column(sa.Column(name, sa.Integer(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_consent_{name}_person"), "person", [name], ["id"])
        batch.add_column(sa.Column("file_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_consent_file_id_stored_file"), "stored_file", ["file_id"], ["id"])
        batch.add_column(sa.Column("is_accepted", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch.add_column(sa.Column("items", JSON, nullable=False, server_default=sa.text("'{}'")))
        batch.add_column(sa.Column("device", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("withdrawn_reason", sa.Text(), nullable=False, server_default=""))
        batch.drop_constraint(_unique_of_consent(), type_="unique")
        batch.create_check_constraint(
            op.f("ck_consent_withdrawn_has_day"), "withdrawn_by_id IS NULL OR withdrawn_on IS NOT NULL"
        )
    with op.batch_alter_table("consent") as batch:
        for name in ("is_accepted", "items", "device", "withdrawn_reason"):
            batch.alter_column(name, server_default=None)
        batch.create_index(op.f("ix_consent_text_id"), ["text_id"])
        batch.create_index(op.f("ix_consent_file_id"), ["file_id"])
        batch.create_index("ix_consent_organization_id_ends_on", ["organization_id", "ends_on"])
    op.create_index(
        "uq_consent_in_force", "consent", SIGNED, unique=True,
        sqlite_where=sa.text("withdrawn_on IS NULL"), postgresql_where=sa.text("withdrawn_on IS NULL"),
    )

    op.create_table(
        "consent_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("evidence", JSON, nullable=False),
        sa.Column("minors", sa.String(20), nullable=False),
        sa.Column("term", sa.String(20), nullable=False),
        sa.Column("term_months", sa.Integer(), nullable=False),
        sa.Column("operator_name", sa.Text(), nullable=False),
        sa.Column("operator_address", sa.Text(), nullable=False),
        sa.Column("operator_contact", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_consent_policy_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_policy")),
        sa.UniqueConstraint("public_id", name=op.f("uq_consent_policy_public_id")),
        sa.UniqueConstraint("organization_id", name=op.f("uq_consent_policy_organization_id")),
    )
    op.create_table(
        "consent_refusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=True),
        sa.Column("refused_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("by_representative", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.String(10), nullable=False),
        sa.Column("refused_on", sa.Date(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_refusal_person_id_person")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_consent_refusal_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["text_id"], ["consent_text.id"], name=op.f("fk_consent_refusal_text_id_consent_text")),
        sa.ForeignKeyConstraint(["refused_by_id"], ["person.id"], name=op.f("fk_consent_refusal_refused_by_id_person")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_consent_refusal_recorded_by_id_person")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_consent_refusal_file_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_refusal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_consent_refusal_public_id")),
    )
    for name in ("organization_id", "refused_by_id", "file_id"):
        op.create_index(op.f(f"ix_consent_refusal_{name}"), "consent_refusal", [name])
    op.create_index(
        "ix_consent_refusal_person_id_organization_id_purpose", "consent_refusal",
        ["person_id", "organization_id", "purpose"],
    )
    op.add_column("survey_invitation", sa.Column("consent_ended_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("survey_invitation") as batch:
        batch.drop_column("consent_ended_on")
    op.drop_table("consent_refusal")
    op.drop_table("consent_policy")
    op.drop_index("uq_consent_in_force", "consent")
    _forget_repetitions()
    with op.batch_alter_table("consent") as batch:
        for name in ("ix_consent_text_id", "ix_consent_file_id", "ix_consent_organization_id_ends_on"):
            batch.drop_index(name)
        batch.drop_constraint(op.f("ck_consent_withdrawn_has_day"), type_="check")
        batch.drop_constraint(op.f("fk_consent_file_id_stored_file"), type_="foreignkey")
        for name in ("checked_by_id", "withdrawn_by_id"):
            batch.drop_constraint(op.f(f"fk_consent_{name}_person"), type_="foreignkey")
        for name in (
            "checked_by_id", "withdrawn_by_id", "file_id", "is_accepted", "items", "device", "withdrawn_reason",
        ):
            batch.drop_column(name)
        batch.create_unique_constraint(op.f(FULL_UNIQUE), SIGNED)
    with op.batch_alter_table("consent_text") as batch:
        batch.drop_constraint(TEXT_NUMBER, type_="unique")
        batch.drop_constraint(op.f("fk_consent_text_published_by_id_person"), type_="foreignkey")
        for name in ("published_by_id", "number", "items", "term", "term_months", "is_material", "void_from"):
            batch.drop_column(name)


def _number_editions() -> None:
    """Number what is there: 1, 2, 3 within an organisation, a purpose and a category, in the order of adding."""
    op.execute(
        "UPDATE consent_text SET number = (SELECT count(*) FROM consent_text AS earlier"
        " WHERE earlier.organization_id = consent_text.organization_id AND earlier.purpose = consent_text.purpose"
        " AND earlier.category = consent_text.category AND earlier.id <= consent_text.id)"
    )


def _unique_of_consent() -> str:
    """The name that the database gave: PostgreSQL cuts names after 63 characters."""
    inspector = sa.inspect(op.get_bind())
    return next(str(each["name"]) for each in inspector.get_unique_constraints("consent") if len(each["column_names"]) > 1)


def _forget_repetitions() -> None:
    """The older shape knows one row for a signature of a day, and each row counts: the rest goes."""
    op.execute(sa.text("DELETE FROM consent WHERE NOT is_accepted"))
    op.execute(
        "DELETE FROM consent WHERE EXISTS (SELECT 1 FROM consent AS later WHERE later.id > consent.id"
        " AND later.person_id = consent.person_id AND later.organization_id = consent.organization_id"
        " AND later.purpose = consent.purpose AND later.text_hash = consent.text_hash"
        " AND later.given_by_id = consent.given_by_id AND later.starts_on = consent.starts_on)"
    )
