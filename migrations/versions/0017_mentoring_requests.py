"""The base of mentees: requests for a mentor and their sensitive marks."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
OPEN = sa.text("state IN ('preliminary', 'in_base')")


def upgrade() -> None:
    op.create_table(
        "mentoring_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("format_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("origin", sa.String(20), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("variant", sa.String(40), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_mentoring_request_period")),
        sa.CheckConstraint(
            "(ends_on IS NULL) = (state IN ('preliminary', 'in_base'))", name=op.f("ck_mentoring_request_over")
        ),
        sa.CheckConstraint(
            "state <> 'in_base' OR (agreed_on IS NOT NULL AND decided_on IS NOT NULL)",
            name=op.f("ck_mentoring_request_agreed"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mentoring_request_person_id_person")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_mentoring_request_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_mentoring_request_cycle_id_cycle")),
        sa.ForeignKeyConstraint(
            ["format_id"], ["mentoring_format.id"], name=op.f("fk_mentoring_request_format_id_mentoring_format")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_mentoring_request_recorded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentoring_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mentoring_request_public_id")),
    )
    op.create_index(op.f("ix_mentoring_request_person_id"), "mentoring_request", ["person_id"])
    op.create_index(op.f("ix_mentoring_request_cycle_id"), "mentoring_request", ["cycle_id"])
    op.create_index("ix_mentoring_request_organization_id_state", "mentoring_request", ["organization_id", "state"])
    op.create_index(
        "uq_mentoring_request_open",
        "mentoring_request",
        ["person_id", "cycle_id", "format_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_table(
        "sensitive_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["mentoring_request.id"], name=op.f("fk_sensitive_mark_request_id_mentoring_request")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sensitive_mark_person_id_person")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_sensitive_mark_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_sensitive_mark_recorded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sensitive_mark")),
        sa.UniqueConstraint("request_id", "kind", name=op.f("uq_sensitive_mark_request_id_kind")),
    )
    op.create_index(op.f("ix_sensitive_mark_person_id"), "sensitive_mark", ["person_id"])


def downgrade() -> None:
    op.drop_table("sensitive_mark")
    op.drop_table("mentoring_request")
