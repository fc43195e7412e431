"""Persons in full: experience, qualifications, dated career facts, audience rules."""

import secrets

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
ADDRESSED = ("membership", "representation")


def upgrade() -> None:
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("career_began_on", sa.Date(), nullable=True))
    with op.batch_alter_table("membership") as membership:
        membership.add_column(sa.Column("home_id", sa.Integer(), nullable=True))
        membership.create_foreign_key(op.f("fk_membership_home_id_organization"), "organization", ["home_id"], ["id"])
    for table in ADDRESSED:
        _give_addresses(table)
    op.create_table(
        "qualification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("valid_until IS NULL OR issued_on IS NULL OR valid_until >= issued_on", name=op.f("ck_qualification_period")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_qualification_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification")),
        sa.UniqueConstraint("public_id", name=op.f("uq_qualification_public_id")),
    )
    op.create_index(op.f("ix_qualification_person_id"), "qualification", ["person_id"])
    op.create_table(
        "career_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_career_fact_person_id_person")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_career_fact_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_career_fact")),
        sa.UniqueConstraint("public_id", name=op.f("uq_career_fact_public_id")),
    )
    op.create_index(op.f("ix_career_fact_person_id"), "career_fact", ["person_id"])
    op.create_index("ix_career_fact_organization_id_kind", "career_fact", ["organization_id", "kind", "happened_on"])
    op.create_table(
        "audience_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("flag", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("conditions", JSON, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_audience_rule_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audience_rule")),
        sa.UniqueConstraint("organization_id", "code", name=op.f("uq_audience_rule_organization_id_code")),
    )
    op.create_index(
        "uq_audience_rule_code_of_library", "audience_rule", ["code"], unique=True,
        sqlite_where=sa.text("organization_id IS NULL"), postgresql_where=sa.text("organization_id IS NULL"),
    )


def _give_addresses(table: str) -> None:
    """A random public id for each row, those that stand already too."""
    with op.batch_alter_table(table) as batch:
        batch.add_column(sa.Column("public_id", sa.String(22), nullable=True))
    rows = sa.table(table, sa.column("id", sa.Integer), sa.column("public_id", sa.String))
    bind = op.get_bind()
    ids = bind.execute(sa.select(rows.c.id)).scalars().all()
    if ids:
        bind.execute(
            sa.update(rows).where(rows.c.id == sa.bindparam("of")).values(public_id=sa.bindparam("given")),
            [{"of": key, "given": secrets.token_urlsafe(16)} for key in ids],
        )
    with op.batch_alter_table(table) as batch:
        batch.alter_column("public_id", existing_type=sa.String(22), nullable=False)
        batch.create_unique_constraint(op.f(f"uq_{table}_public_id"), ["public_id"])


def downgrade() -> None:
    for table in ("audience_rule", "career_fact", "qualification"):
        op.drop_table(table)
    for table in reversed(ADDRESSED):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"uq_{table}_public_id"), type_="unique")
            batch.drop_column("public_id")
    with op.batch_alter_table("membership") as membership:
        membership.drop_constraint(op.f("fk_membership_home_id_organization"), type_="foreignkey")
        membership.drop_column("home_id")
    with op.batch_alter_table("person") as person:
        person.drop_column("career_began_on")
