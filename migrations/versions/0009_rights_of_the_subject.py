"""Requests of subjects, erasures and their acts, incidents, disclosures."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "disclosure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("what", sa.String(200), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("given_at", MOMENT, nullable=True),
        sa.CheckConstraint("(state = 'given') = (given_at IS NOT NULL)", name=op.f("ck_disclosure_given_has_time")),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'refused') OR decided_by_id IS NOT NULL",
            name=op.f("ck_disclosure_decided_by"),
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> actor_id", name=op.f("ck_disclosure_second_person")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_disclosure_actor_id_person")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_disclosure_decided_by_id_person")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_disclosure_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure")),
        sa.UniqueConstraint("public_id", name=op.f("uq_disclosure_public_id")),
    )
    op.create_index("ix_disclosure_actor_id_given_at", "disclosure", ["actor_id", "given_at"], unique=False)
    op.create_index("ix_disclosure_state", "disclosure", ["state"], unique=False)
    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("account_of_id", sa.Integer(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("is_drill", sa.Boolean(), nullable=False),
        sa.Column("begins_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("sessions_ended", sa.Integer(), nullable=False),
        sa.Column("notified_at", MOMENT, nullable=True),
        sa.Column("reported_at", MOMENT, nullable=True),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_incident_closed_has_time")),
        sa.CheckConstraint("ends_at >= begins_at", name=op.f("ck_incident_period")),
        sa.ForeignKeyConstraint(["account_of_id"], ["person.id"], name=op.f("fk_incident_account_of_id_person")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_incident_closed_by_id_person")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_incident_opened_by_id_person")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_incident_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sa.UniqueConstraint("public_id", name=op.f("uq_incident_public_id")),
    )
    op.create_index(op.f("ix_incident_account_of_id"), "incident", ["account_of_id"], unique=False)
    op.create_index(op.f("ix_incident_organization_id"), "incident", ["organization_id"], unique=False)
    op.create_table(
        "retention_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("months >= 1 AND months <= 900", name=op.f("ck_retention_term_months")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_retention_term_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_term")),
        sa.UniqueConstraint("organization_id", "kind", name=op.f("uq_retention_term_organization_id_kind")),
    )
    op.create_table(
        "subject_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("handled_by_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("extended", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (answered_at IS NULL)", name=op.f("ck_subject_request_answered_has_time")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_subject_request_asked_by_id_person")),
        sa.ForeignKeyConstraint(["handled_by_id"], ["person.id"], name=op.f("fk_subject_request_handled_by_id_person")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_subject_request_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_subject_request_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_subject_request_public_id")),
    )
    op.create_index(
        "ix_subject_request_organization_id_state", "subject_request", ["organization_id", "state"], unique=False
    )
    op.create_index(op.f("ix_subject_request_person_id"), "subject_request", ["person_id"], unique=False)
    op.create_table(
        "disclosure_subject",
        sa.Column("disclosure_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["disclosure_id"],
            ["disclosure.id"],
            name=op.f("fk_disclosure_subject_disclosure_id_disclosure"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_disclosure_subject_person_id_person")),
        sa.PrimaryKeyConstraint("disclosure_id", "person_id", name=op.f("pk_disclosure_subject")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_disclosure_subject_person_id"), "disclosure_subject", ["person_id"], unique=False)
    op.create_table(
        "erasure_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("scope", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("batch", sa.String(22), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("with_papers", sa.Boolean(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("destroyed_by", sa.Text(), nullable=False),
        sa.Column("subjects", JSON, nullable=False),
        sa.Column("lines", JSON, nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("erased_at", MOMENT, nullable=True),
        sa.Column("kept_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'done') = (erased_at IS NOT NULL)", name=op.f("ck_erasure_entry_done_has_time")),
        sa.CheckConstraint(
            "batch IS NULL OR decided_by_id IS NULL OR decided_by_id <> proposed_by_id",
            name=op.f("ck_erasure_entry_second_person"),
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_erasure_entry_decided_by_id_person")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_erasure_entry_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_erasure_entry_person_id_person")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_erasure_entry_proposed_by_id_person")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["subject_request.id"], name=op.f("fk_erasure_entry_request_id_subject_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_entry")),
        sa.UniqueConstraint("organization_id", "number", name=op.f("uq_erasure_entry_organization_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_erasure_entry_public_id")),
    )
    op.create_index(op.f("ix_erasure_entry_batch"), "erasure_entry", ["batch"], unique=False)
    op.create_index("ix_erasure_entry_person_id", "erasure_entry", ["person_id"], unique=False)
    op.create_table(
        "incident_subject",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(60), nullable=False),
        sa.Column("first_at", MOMENT, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_incident_subject_incident_id_incident")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_incident_subject_person_id_person")),
        sa.PrimaryKeyConstraint("incident_id", "person_id", name=op.f("pk_incident_subject")),
    )
    op.create_index(op.f("ix_incident_subject_person_id"), "incident_subject", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("incident_subject")
    op.drop_table("erasure_entry")
    op.drop_table("disclosure_subject")
    op.drop_table("subject_request")
    op.drop_table("retention_term")
    op.drop_table("incident")
    op.drop_table("disclosure")
