"""Waves: planned ones, public links, rounds of reminders; paper, talks and results of tests held elsewhere."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _grow_waves()
    _grow_invitations()
    with op.batch_alter_table("response", table_kwargs={"sqlite_with_rowid": False}) as table:
        table.add_column(sa.Column("channel", sa.String(10), nullable=False, server_default="own"))
        table.add_column(sa.Column("entered_by_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_response_entered_by_id_person"), "person", ["entered_by_id"], ["id"])
        table.create_check_constraint(op.f("ck_response_known_channel"), "channel IN ('own', 'paper')")
        table.create_check_constraint(
            op.f("ck_response_typed_by_somebody"),
            "entered_by_id IS NULL OR (channel = 'paper' AND invitation_id IS NOT NULL)",
        )
    with op.batch_alter_table("response", table_kwargs={"sqlite_with_rowid": False}) as table:
        table.alter_column("channel", server_default=None)
    op.create_table(
        "survey_public_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("most_answers", sa.Integer(), nullable=True),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "most_answers IS NULL OR answered <= most_answers", name=op.f("ck_survey_public_link_limit")
        ),
        sa.CheckConstraint("answered >= 0", name=op.f("ck_survey_public_link_answered")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["survey_assignment.id"], name=op.f("fk_survey_public_link_assignment_id_survey_assignment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_public_link")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_survey_public_link_assignment_id")),
        sa.UniqueConstraint("code", name=op.f("uq_survey_public_link_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_survey_public_link_public_id")),
    )
    op.create_table(
        "survey_reminder_round",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["survey_assignment.id"],
            name=op.f("fk_survey_reminder_round_assignment_id_survey_assignment"),
        ),
        sa.PrimaryKeyConstraint("assignment_id", "due_on", name=op.f("pk_survey_reminder_round")),
    )
    _create_entering()


def _grow_waves() -> None:
    with op.batch_alter_table("survey_assignment") as table:
        table.add_column(sa.Column("uninvited", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("batch", sa.String(22), nullable=True))
        table.add_column(sa.Column("invited_at", MOMENT, nullable=True))
        table.add_column(sa.Column("takes_newcomers", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("reminders", JSON, nullable=False, server_default="[]"))
        table.create_check_constraint(
            op.f("ck_survey_assignment_uninvited"), "uninvited >= 0 AND uninvited <= submitted"
        )
        table.create_index(op.f("ix_survey_assignment_batch"), ["batch"])
    # Whoever is in a wave that exists by now was invited when it was made.
    op.execute("UPDATE survey_assignment SET invited_at = created_at")
    with op.batch_alter_table("survey_assignment") as table:
        for name in ("uninvited", "takes_newcomers", "reminders"):
            table.alter_column(name, server_default=None)


def _grow_invitations() -> None:
    with op.batch_alter_table("survey_invitation") as table:
        table.add_column(sa.Column("channel", sa.String(10), nullable=False, server_default="personal"))
        table.add_column(sa.Column("letter_due", sa.String(12), nullable=True))
        table.add_column(sa.Column("code_hash", sa.String(22), nullable=True))
        table.add_column(sa.Column("class_revision", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("is_waiting", sa.Boolean(), nullable=False, server_default=sa.true()))
        table.create_unique_constraint(op.f("uq_survey_invitation_code_hash"), ["code_hash"])
        table.create_check_constraint(
            op.f("ck_survey_invitation_known_channel"), "channel IN ('personal', 'public', 'paper')"
        )
        table.create_check_constraint(
            op.f("ck_survey_invitation_unasked_is_nobody"), "channel = 'personal' OR person_id IS NULL"
        )
    op.execute(
        "UPDATE survey_invitation SET is_waiting = false WHERE id IN (SELECT invitation_id FROM participation)"
    )
    with op.batch_alter_table("survey_invitation") as table:
        for name in ("channel", "class_revision", "is_waiting"):
            table.alter_column(name, server_default=None)
        table.create_index(
            "ix_survey_invitation_waiting", ["assignment_id", "id"],
            sqlite_where=sa.text("is_waiting = 1"), postgresql_where=sa.text("is_waiting"),
        )  # fmt: skip
        table.create_index(
            "ix_survey_invitation_letter_due", ["id"],
            sqlite_where=sa.text("letter_due IS NOT NULL"), postgresql_where=sa.text("letter_due IS NOT NULL"),
        )  # fmt: skip


def _create_entering() -> None:
    op.create_table(
        "survey_clarification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.CheckConstraint("kind IN ('interview', 'observation')", name=op.f("ck_survey_clarification_known_kind")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["person.id"], name=op.f("fk_survey_clarification_entered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["survey_invitation.id"],
            name=op.f("fk_survey_clarification_invitation_id_survey_invitation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_clarification")),
        sa.UniqueConstraint("public_id", name=op.f("uq_survey_clarification_public_id")),
    )
    op.create_index(op.f("ix_survey_clarification_invitation_id"), "survey_clarification", ["invitation_id"])
    op.create_table(
        "external_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(120), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("most", sa.Float(), nullable=True),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "most IS NULL OR (most > 0 AND score <= most)", name=op.f("ck_external_result_score_fits")
        ),
        sa.CheckConstraint("score >= 0", name=op.f("ck_external_result_score")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_external_result_entered_by_id_person")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_external_result_file_id_stored_file")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_external_result_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_external_result_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_result")),
        sa.UniqueConstraint("public_id", name=op.f("uq_external_result_public_id")),
    )
    op.create_index(
        "uq_external_result_standing", "external_result", ["person_id", "organization_id", "source", "taken_on"],
        unique=True, sqlite_where=sa.text("removed_at IS NULL"), postgresql_where=sa.text("removed_at IS NULL"),
    )  # fmt: skip
    op.create_index(
        "ix_external_result_organization_id_taken_on", "external_result", ["organization_id", "taken_on"]
    )


def downgrade() -> None:
    for table in ("external_result", "survey_clarification", "survey_reminder_round", "survey_public_link"):
        op.drop_table(table)
    with op.batch_alter_table("response", table_kwargs={"sqlite_with_rowid": False}) as batch:
        batch.drop_constraint(op.f("ck_response_typed_by_somebody"), type_="check")
        batch.drop_constraint(op.f("ck_response_known_channel"), type_="check")
        batch.drop_constraint(op.f("fk_response_entered_by_id_person"), type_="foreignkey")
        batch.drop_column("entered_by_id")
        batch.drop_column("channel")
    with op.batch_alter_table("survey_invitation") as batch:
        batch.drop_index("ix_survey_invitation_letter_due")
        batch.drop_index("ix_survey_invitation_waiting")
        batch.drop_constraint(op.f("ck_survey_invitation_unasked_is_nobody"), type_="check")
        batch.drop_constraint(op.f("ck_survey_invitation_known_channel"), type_="check")
        batch.drop_constraint(op.f("uq_survey_invitation_code_hash"), type_="unique")
        for name in ("channel", "letter_due", "code_hash", "class_revision", "is_waiting"):
            batch.drop_column(name)
    with op.batch_alter_table("survey_assignment") as batch:
        batch.drop_index(op.f("ix_survey_assignment_batch"))
        batch.drop_constraint(op.f("ck_survey_assignment_uninvited"), type_="check")
        for name in ("uninvited", "batch", "invited_at", "takes_newcomers", "reminders"):
            batch.drop_column(name)
