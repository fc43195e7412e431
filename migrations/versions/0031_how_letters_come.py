"""How letters come: what a person chose about each topic, and letters that wait for the morning letter."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

HELD = "state <> 'held' OR (person_id IS NOT NULL AND gathers_on IS NOT NULL)"


def upgrade() -> None:
    op.create_table(
        "letter_choice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(20), nullable=False),
        sa.Column("way", sa.String(10), nullable=False),
        sa.CheckConstraint("way IN ('at_once', 'morning', 'portal')", name=op.f("ck_letter_choice_way")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_letter_choice_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "topic", name=op.f("pk_letter_choice")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("outbox_message") as batch:
        batch.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("line", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("link", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("gathers_on", sa.Date(), nullable=True))
        batch.create_foreign_key(op.f("fk_outbox_message_person_id_person"), "person", ["person_id"], ["id"])
        batch.create_check_constraint(op.f("ck_outbox_message_held_for_somebody"), HELD)
        batch.create_index(op.f("ix_outbox_message_person_id"), ["person_id"])
    with op.batch_alter_table("outbox_message") as batch:
        batch.alter_column("line", server_default=None)
        batch.alter_column("link", server_default=None)


def downgrade() -> None:
    """What waits for a morning letter goes at once; what was gathered counts as sent, what stays on the portal is parked.

    Every row stays with its event_key: nobody is told a second time of what they were told.
    """
    op.execute("UPDATE outbox_message SET state = 'pending' WHERE state = 'held'")
    op.execute(
        "UPDATE outbox_message SET state = 'sent', sent_at = coalesce(sent_at, created_at) WHERE state = 'gathered'"
    )
    op.execute(
        "UPDATE outbox_message SET state = 'parked', error = 'Показано на портале: писем об этом не просили.' "
        "WHERE state = 'on_portal'"
    )
    with op.batch_alter_table("outbox_message") as batch:
        batch.drop_index(op.f("ix_outbox_message_person_id"))
        batch.drop_constraint(op.f("ck_outbox_message_held_for_somebody"), type_="check")
        batch.drop_constraint(op.f("fk_outbox_message_person_id_person"), type_="foreignkey")
        batch.drop_column("gathers_on")
        batch.drop_column("link")
        batch.drop_column("line")
        batch.drop_column("person_id")
    op.drop_table("letter_choice")
