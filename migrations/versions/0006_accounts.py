"""Accounts in full: invitations, slips, second factor, shared computers, appointments."""

import secrets

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
EMPTY = sa.text("''")


def upgrade() -> None:
    _widen_invitations()
    with op.batch_alter_table("user") as table:
        table.add_column(sa.Column("second_factor_at", MOMENT, nullable=True))
        table.add_column(sa.Column("second_factor_step", sa.Integer(), nullable=True))
        table.add_column(sa.Column("recovery_codes", JSON, nullable=False, server_default=sa.text("'[]'")))
    with op.batch_alter_table("user") as table:
        table.alter_column("recovery_codes", server_default=None)
    with op.batch_alter_table("login_session") as table:
        table.add_column(sa.Column("is_shared", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("confirmed_at", MOMENT, nullable=True))
        table.add_column(sa.Column("second_factor_at", MOMENT, nullable=True))
    with op.batch_alter_table("login_session") as table:
        table.alter_column("is_shared", server_default=None)
    words = ("document", "duties", "label")
    with op.batch_alter_table("role_grant") as table:
        for name in words:
            table.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=EMPTY))
    with op.batch_alter_table("role_grant") as table:
        for name in words:
            table.alter_column(name, server_default=None)
    _add_reviews()


def downgrade() -> None:
    op.drop_table("curator_review")
    with op.batch_alter_table("role_grant") as table:
        for name in ("label", "duties", "document"):
            table.drop_column(name)
    with op.batch_alter_table("login_session") as table:
        for name in ("second_factor_at", "confirmed_at", "is_shared"):
            table.drop_column(name)
    with op.batch_alter_table("user") as table:
        for name in ("recovery_codes", "second_factor_step", "second_factor_at"):
            table.drop_column(name)
    with op.batch_alter_table("account_invitation") as table:
        table.drop_constraint("fk_account_invitation_issued_by_id_person", type_="foreignkey")
        table.drop_constraint("uq_account_invitation_public_id", type_="unique")
        table.drop_index("ix_account_invitation_batch")
        for name in ("revoked_at", "batch", "address", "channel", "issued_by_id", "public_id"):
            table.drop_column(name)


def _widen_invitations() -> None:
    with op.batch_alter_table("account_invitation") as table:
        table.add_column(sa.Column("public_id", sa.String(22), nullable=True))
        table.add_column(sa.Column("issued_by_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("channel", sa.String(10), nullable=False, server_default="letter"))
        table.add_column(sa.Column("address", sa.Text(), nullable=True))
        table.add_column(sa.Column("batch", sa.String(22), nullable=True))
        table.add_column(sa.Column("revoked_at", MOMENT, nullable=True))
    invitations = sa.table("account_invitation", sa.column("id", sa.Integer), sa.column("public_id", sa.String))
    for key in op.get_bind().scalars(sa.select(invitations.c.id)).all():
        named = sa.update(invitations).where(invitations.c.id == key).values(public_id=secrets.token_urlsafe(16))
        op.get_bind().execute(named)
    with op.batch_alter_table("account_invitation") as table:
        table.alter_column("public_id", existing_type=sa.String(22), nullable=False)
        table.alter_column("channel", server_default=None)
        table.create_unique_constraint("uq_account_invitation_public_id", ["public_id"])
        table.create_foreign_key("fk_account_invitation_issued_by_id_person", "person", ["issued_by_id"], ["id"])
        table.create_index("ix_account_invitation_batch", ["batch"])


def _add_reviews() -> None:
    op.create_table(
        "curator_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("school_year", sa.String(9), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("lines", JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name="fk_curator_review_organization_id_organization"),
        sa.ForeignKeyConstraint(["reviewed_by_id"], ["person.id"], name="fk_curator_review_reviewed_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_curator_review"),
        sa.UniqueConstraint("public_id", name="uq_curator_review_public_id"),
    )
    op.create_index("ix_curator_review_organization_id", "curator_review", ["organization_id"])
