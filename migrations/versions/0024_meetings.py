"""Meetings of pairs: planned, held, and what each member says about them."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
HELD = sa.text("state = 'held'")


def upgrade() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("mentorship_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("time_zone", sa.String(40), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("link", sa.String(500), nullable=False),
        sa.Column("agreed", sa.Text(), nullable=False),
        sa.Column("next_steps", sa.Text(), nullable=False),
        sa.Column("result", sa.String(10), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.String(10), nullable=True),
        sa.Column("moved_to", MOMENT, nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=True),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'held') = (recorded_at IS NOT NULL)", name=op.f("ck_meeting_recorded")),
        sa.CheckConstraint("(state = 'held') = (evidence IS NOT NULL)", name=op.f("ck_meeting_evidence")),
        sa.CheckConstraint("(state = 'moved') = (moved_to IS NOT NULL)", name=op.f("ck_meeting_moved")),
        sa.CheckConstraint("minutes BETWEEN 5 AND 720", name=op.f("ck_meeting_minutes")),
        sa.ForeignKeyConstraint(["mentorship_id"], ["mentorship.id"], name=op.f("fk_meeting_mentorship_id_mentorship")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_meeting_recorded_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("public_id", name=op.f("uq_meeting_public_id")),
    )
    op.create_index(
        "uq_meeting_held", "meeting", ["mentorship_id", "day"], unique=True, sqlite_where=HELD, postgresql_where=HELD
    )
    op.create_index("ix_meeting_mentorship_id_starts_at", "meeting", ["mentorship_id", "starts_at"])
    op.create_index("ix_meeting_state_starts_at", "meeting", ["state", "starts_at"])
    op.create_table(
        "meeting_side",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("feedback_invitation_id", sa.Integer(), nullable=True),
        sa.Column("attended", sa.Boolean(), nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("disputed_at", MOMENT, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint("confirmed_at IS NULL OR disputed_at IS NULL", name=op.f("ck_meeting_side_said")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_side_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["mentorship_member.id"], name=op.f("fk_meeting_side_member_id_mentorship_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["person.id"], name=op.f("fk_meeting_side_confirmed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["feedback_invitation_id"], ["survey_invitation.id"],
            name=op.f("fk_meeting_side_feedback_invitation_id_survey_invitation"), ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_side")),
        sa.UniqueConstraint("meeting_id", "member_id", name=op.f("uq_meeting_side_meeting_id_member_id")),
    )  # fmt: skip
    op.create_index(op.f("ix_meeting_side_member_id"), "meeting_side", ["member_id"])
    op.create_index(op.f("ix_meeting_side_feedback_invitation_id"), "meeting_side", ["feedback_invitation_id"])


def downgrade() -> None:
    op.drop_table("meeting_side")
    op.drop_table("meeting")
