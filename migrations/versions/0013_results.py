"""Figures as they were last shown, tags of answers in people's own words, names hidden in them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
WAITING = sa.text("batch IS NULL AND state = 'submitted'")
COUNTERS = ("released", "releases", "taken_back")
FIRST_STEP = 5  # waves with fewer answers have shown nothing yet


def upgrade() -> None:
    op.add_column("response", sa.Column("batch", sa.Integer(), nullable=True))
    with op.batch_alter_table("survey_assignment") as table:
        for name in COUNTERS:
            table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text("0")))
    with op.batch_alter_table("survey_assignment") as table:
        for name in COUNTERS:
            table.alter_column(name, server_default=None)
    op.create_table(
        "released_count",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("item_code", sa.String(60), nullable=False),
        sa.Column("value", sa.String(120), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("release", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["survey_assignment.id"], name=op.f("fk_released_count_assignment_id_survey_assignment")
        ),
        sa.PrimaryKeyConstraint("assignment_id", "item_code", "value", name=op.f("pk_released_count")),
        sqlite_with_rowid=False,
    )
    _release_what_was_shown()
    op.create_index(
        "ix_response_waiting", "response", ["assignment_id"], sqlite_where=WAITING, postgresql_where=WAITING
    )
    op.create_table(
        "text_tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["survey_assignment.id"], name=op.f("fk_text_tag_assignment_id_survey_assignment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_tag")),
        sa.UniqueConstraint("public_id", name=op.f("uq_text_tag_public_id")),
        sa.UniqueConstraint("assignment_id", "name", name=op.f("uq_text_tag_assignment_id_name")),
    )
    op.create_table(
        "answer_tag",
        sa.Column("response_id", sa.String(22), nullable=False),
        sa.Column("item_code", sa.String(60), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        _of_answer("answer_tag"),
        sa.ForeignKeyConstraint(
            ["tag_id"], ["text_tag.id"], name=op.f("fk_answer_tag_tag_id_text_tag"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("response_id", "item_code", "tag_id", name=op.f("pk_answer_tag")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_answer_tag_tag_id_item_code_response_id", "answer_tag", ["tag_id", "item_code", "response_id"]
    )
    op.create_table(
        "hidden_name",
        sa.Column("response_id", sa.String(22), nullable=False),
        sa.Column("item_code", sa.String(60), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.CheckConstraint("begins >= 0 AND ends > begins", name=op.f("ck_hidden_name_span")),
        _of_answer("hidden_name"),
        sa.PrimaryKeyConstraint("response_id", "item_code", "begins", name=op.f("pk_hidden_name")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("hidden_name")
    op.drop_table("answer_tag")
    op.drop_table("text_tag")
    op.drop_index("ix_response_waiting", table_name="response")
    op.drop_table("released_count")
    with op.batch_alter_table("survey_assignment") as table:
        for name in COUNTERS:
            table.drop_column(name)
    op.execute("ALTER TABLE response DROP COLUMN batch")  # a batch would make the table anew, with row ids


def _release_what_was_shown() -> None:
    """The figures that everybody could see until now are the first release of each wave."""
    shown = f"submitted >= {FIRST_STEP}"
    waves = f"SELECT id FROM survey_assignment WHERE {shown}"
    op.execute(f"UPDATE survey_assignment SET released = submitted, releases = 1 WHERE {shown}")
    op.execute(f"UPDATE response SET batch = 1 WHERE state = 'submitted' AND assignment_id IN ({waves})")
    op.execute(
        "INSERT INTO released_count (assignment_id, item_code, value, n, release) "
        f"SELECT assignment_id, item_code, value, n, 1 FROM answer_count WHERE assignment_id IN ({waves})"
    )
    op.execute(
        "INSERT INTO released_count (assignment_id, item_code, value, n, release) "
        "SELECT c.assignment_id, c.item_code, '__responses__', w.submitted, 1 FROM answer_count c "
        f"JOIN survey_assignment w ON w.id = c.assignment_id WHERE w.{shown} AND c.value = '__shown__'"
    )


def _of_answer(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["response_id", "item_code"],
        ["answer.response_id", "answer.item_code"],
        name=op.f(f"fk_{table}_response_id_item_code_answer"),
        ondelete="CASCADE",
    )
