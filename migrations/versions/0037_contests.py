"""Contests of practices and people: announcements, nominations, criteria, entries, jurors, conflicts, reviews."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _contests()
    _entries()
    _judging()


def _contests() -> None:
    op.create_table(
        "contest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("is_for_town", sa.Boolean(), nullable=False),
        sa.Column("apply_from", sa.Date(), nullable=False),
        sa.Column("apply_until", sa.Date(), nullable=False),
        sa.Column("judge_until", sa.Date(), nullable=False),
        sa.Column("results_on", sa.Date(), nullable=False),
        sa.Column("least_jurors", sa.Integer(), nullable=False),
        sa.Column("protocol", JSON, nullable=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("apply_until >= apply_from", name=op.f("ck_contest_applying")),
        sa.CheckConstraint("judge_until > apply_until", name=op.f("ck_contest_judging")),
        sa.CheckConstraint("results_on >= judge_until", name=op.f("ck_contest_results")),
        sa.CheckConstraint("least_jurors BETWEEN 1 AND 20", name=op.f("ck_contest_least_jurors")),
        sa.CheckConstraint(
            "(state IN ('signed', 'published')) = (signed_on IS NOT NULL)", name=op.f("ck_contest_signed")
        ),
        sa.CheckConstraint("(digest = '') = (signed_on IS NULL)", name=op.f("ck_contest_digest")),
        sa.CheckConstraint("(state = 'published') = (published_on IS NOT NULL)", name=op.f("ck_contest_published")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_contest_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["signed_by_id"], ["person.id"], name=op.f("fk_contest_signed_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest")),
        sa.UniqueConstraint("public_id", name=op.f("uq_contest_public_id")),
    )
    op.create_index("ix_contest_organization_id", "contest", ["organization_id"])
    op.create_index("ix_contest_state", "contest", ["state"])
    for table, columns in (
        ("contest_nomination", [sa.Column("subject", sa.String(20), nullable=False)]),
        (
            "contest_criterion",
            [
                sa.Column("grades", sa.Text(), nullable=False),
                sa.Column("weight", sa.Integer(), nullable=False),
                sa.Column("most", sa.Integer(), nullable=False),
                sa.CheckConstraint("weight BETWEEN 1 AND 10", name=op.f("ck_contest_criterion_weight")),
                sa.CheckConstraint("most BETWEEN 1 AND 10", name=op.f("ck_contest_criterion_most")),
            ],
        ),
    ):
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("public_id", sa.String(22), nullable=False),
            sa.Column("contest_id", sa.Integer(), nullable=False),
            sa.Column("title", sa.Text(), nullable=False),
            sa.Column("created_at", MOMENT, nullable=False),
            sa.Column("updated_at", MOMENT, nullable=False),
            *columns,
            sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name=op.f(f"fk_{table}_contest_id_contest")),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
            sa.UniqueConstraint("public_id", name=op.f(f"uq_{table}_public_id")),
            sa.UniqueConstraint("contest_id", "title", name=op.f(f"uq_{table}_contest_id_title")),
        )


def _entries() -> None:
    op.create_table(
        "contest_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("applied_by_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(practice_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_contest_entry_one_subject")
        ),
        sa.CheckConstraint(
            "person_id IS NULL OR state <> 'accepted' OR agreed_on IS NOT NULL", name=op.f("ck_contest_entry_agreed")
        ),
        sa.CheckConstraint("practice_id IS NULL OR state <> 'asked'", name=op.f("ck_contest_entry_asked")),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_contest_entry_{column}_{target}"))
            for column, target in (
                ("contest_id", "contest"),
                ("nomination_id", "contest_nomination"),
                ("organization_id", "organization"),
                ("practice_id", "practice"),
                ("person_id", "person"),
                ("applied_by_id", "person"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_entry")),
        sa.UniqueConstraint("public_id", name=op.f("uq_contest_entry_public_id")),
        sa.UniqueConstraint("nomination_id", "practice_id", name=op.f("uq_contest_entry_nomination_id_practice_id")),
        sa.UniqueConstraint("nomination_id", "person_id", name=op.f("uq_contest_entry_nomination_id_person_id")),
    )
    op.create_index("ix_contest_entry_contest_id_state", "contest_entry", ["contest_id", "state"])
    for column in ("practice_id", "person_id", "applied_by_id"):
        op.create_index(f"ix_contest_entry_{column}", "contest_entry", [column])


def _judging() -> None:
    op.create_table(
        "contest_juror",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("is_chair", sa.Boolean(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name=op.f("fk_contest_juror_contest_id_contest")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contest_juror_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_juror")),
        sa.UniqueConstraint("public_id", name=op.f("uq_contest_juror_public_id")),
        sa.UniqueConstraint("contest_id", "person_id", name=op.f("uq_contest_juror_contest_id_person_id")),
    )
    op.create_index("ix_contest_juror_person_id", "contest_juror", ["person_id"])
    op.create_index(
        "uq_contest_juror_chair", "contest_juror", ["contest_id"], unique=True, sqlite_where=sa.text("is_chair"),
        postgresql_where=sa.text("is_chair"),
    )  # fmt: skip
    _of_juror_and_entry(
        "contest_conflict",
        sa.Column("bond", sa.String(20), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
    )
    _of_juror_and_entry(
        "contest_review",
        sa.Column("points", JSON, nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("weighed_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )


def _of_juror_and_entry(table: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        *columns,
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["juror_id"], ["contest_juror.id"], name=op.f(f"fk_{table}_juror_id_contest_juror")),
        sa.ForeignKeyConstraint(["entry_id"], ["contest_entry.id"], name=op.f(f"fk_{table}_entry_id_contest_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("juror_id", "entry_id", name=op.f(f"uq_{table}_juror_id_entry_id")),
    )
    op.create_index(f"ix_{table}_entry_id", table, ["entry_id"])


def downgrade() -> None:
    for table in (
        "contest_review", "contest_conflict", "contest_juror", "contest_entry", "contest_criterion",
        "contest_nomination", "contest",
    ):  # fmt: skip
        op.drop_table(table)
