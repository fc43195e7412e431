"""Organisations in full, groups from year to year, collegial bodies and their members."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


TEXTS = ("address", "phone", "email", "site")
PERIOD = "ends_on IS NULL OR ends_on >= starts_on"


def upgrade() -> None:
    with op.batch_alter_table("organization") as batch:
        for name in TEXTS:
            batch.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("inn", sa.String(12), nullable=False, server_default=""))
        batch.add_column(sa.Column("ogrn", sa.String(15), nullable=False, server_default=""))
        batch.add_column(sa.Column("head_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("settings", JSON, nullable=False, server_default=sa.text("'{}'")))
        batch.create_foreign_key(op.f("fk_organization_head_id_person"), "person", ["head_id"], ["id"])
        batch.create_check_constraint(op.f("ck_organization_period"), PERIOD)
    with op.batch_alter_table("group") as batch:
        batch.create_check_constraint(op.f("ck_group_course"), "course IS NULL OR course BETWEEN 1 AND 11")
    _name_study_groups("study", "class")
    op.create_table(
        "group_transfer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("lines", JSON, nullable=False),
        sa.Column("undone_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_group_transfer_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_transfer")),
        sa.UniqueConstraint("public_id", name=op.f("uq_group_transfer_public_id")),
    )
    op.create_index(op.f("ix_group_transfer_organization_id"), "group_transfer", ["organization_id"])
    _create_bodies()


def _create_bodies() -> None:
    op.create_table(
        "collegial_body",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_name", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(PERIOD, name=op.f("ck_collegial_body_period")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_collegial_body_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collegial_body")),
        sa.UniqueConstraint("public_id", name=op.f("uq_collegial_body_public_id")),
    )
    op.create_index(op.f("ix_collegial_body_organization_id"), "collegial_body", ["organization_id"])
    op.create_table(
        "body_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint(PERIOD, name=op.f("ck_body_member_period")),
        sa.ForeignKeyConstraint(["body_id"], ["collegial_body.id"], name=op.f("fk_body_member_body_id_collegial_body")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_body_member_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_member")),
        sa.UniqueConstraint("body_id", "person_id", "starts_on", name=op.f("uq_body_member_body_id_person_id_starts_on")),
        sa.UniqueConstraint("public_id", name=op.f("uq_body_member_public_id")),
    )
    op.create_index(op.f("ix_body_member_body_id"), "body_member", ["body_id"])
    op.create_index(op.f("ix_body_member_person_id"), "body_member", ["person_id"])


def downgrade() -> None:
    op.drop_table("body_member")
    op.drop_table("collegial_body")
    op.drop_table("group_transfer")
    _name_study_groups("class", "study")
    with op.batch_alter_table("group") as batch:
        batch.drop_constraint(op.f("ck_group_course"), type_="check")
    with op.batch_alter_table("organization") as batch:
        batch.drop_constraint(op.f("ck_organization_period"), type_="check")
        batch.drop_constraint(op.f("fk_organization_head_id_person"), type_="foreignkey")
        for name in (*TEXTS, "inn", "ogrn", "head_id", "settings"):
            batch.drop_column(name)


def _name_study_groups(new: str, old: str) -> None:
    """Until now every group was called a class; groups of colleges are study groups."""
    group = sa.table("group", sa.column("kind"), sa.column("organization_id"))
    organization = sa.table("organization", sa.column("id"), sa.column("kind"))
    colleges = sa.select(organization.c.id).where(organization.c.kind == "college")
    op.execute(
        sa.update(group).where(group.c.kind == old, group.c.organization_id.in_(colleges)).values(kind=new)
    )
