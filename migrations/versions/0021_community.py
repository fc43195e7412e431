"""The community: spaces, threads, posts, flags, questions to a mentor, what members show."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "community_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("shows_post", sa.Boolean(), nullable=False),
        sa.Column("rules_accepted_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_community_member_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community_member")),
        sa.UniqueConstraint("person_id", name=op.f("uq_community_member_person_id")),
    )
    op.create_table(
        "space",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("is_wide", sa.Boolean(), nullable=False),
        sa.Column("writers", sa.String(length=20), nullable=False),
        sa.Column("links", JSON, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_space_period")),
        sa.CheckConstraint("group_id IS NULL OR NOT is_wide", name=op.f("ck_space_narrow_or_wide")),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_space_group_id_group")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_space_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space")),
        sa.UniqueConstraint("public_id", name=op.f("uq_space_public_id")),
    )
    op.create_index(op.f("ix_space_organization_id"), "space", ["organization_id"], unique=False)
    op.create_table(
        "space_follow",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("cleared_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_space_follow_person_id_person")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_space_follow_space_id_space")),
        sa.PrimaryKeyConstraint("person_id", "space_id", name=op.f("pk_space_follow")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_space_follow_space_id"), "space_follow", ["space_id"], unique=False)
    op.create_table(
        "space_reader",
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_space_reader_space_id_space")),
        sa.PrimaryKeyConstraint("space_id", "who", name=op.f("pk_space_reader")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "thread",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("hides_author", sa.Boolean(), nullable=False),
        sa.Column("pinned_until", sa.Date(), nullable=True),
        sa.Column("locked_at", MOMENT, nullable=True),
        sa.Column("n_posts", sa.Integer(), nullable=False),
        sa.Column("last_post_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("n_posts >= 0", name=op.f("ck_thread_counted")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_thread_author_id_person")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_thread_space_id_space")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
        sa.UniqueConstraint("public_id", name=op.f("uq_thread_public_id")),
    )
    op.create_index("ix_thread_author_id", "thread", ["author_id"], unique=False)
    op.create_index("ix_thread_space_id_last_post_at", "thread", ["space_id", "last_post_at"], unique=False)
    op.create_table(
        "acknowledgement",
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("acknowledged_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_acknowledgement_person_id_person")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_acknowledgement_thread_id_thread")),
        sa.PrimaryKeyConstraint("thread_id", "person_id", name=op.f("pk_acknowledgement")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_acknowledgement_person_id"), "acknowledgement", ["person_id"], unique=False)
    op.create_table(
        "post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("reply_to_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("edited_at", MOMENT, nullable=True),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("hidden_at", MOMENT, nullable=True),
        sa.Column("hidden_for", sa.String(length=20), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("waits_for_author", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("NOT waits_for_author OR hidden_at IS NOT NULL", name=op.f("ck_post_waits_hidden")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_post_author_id_person")),
        sa.ForeignKeyConstraint(["reply_to_id"], ["post.id"], name=op.f("fk_post_reply_to_id_post")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_post_thread_id_thread")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("public_id", name=op.f("uq_post_public_id")),
        sa.UniqueConstraint("thread_id", "number", name=op.f("uq_post_thread_id_number")),
    )
    op.create_index("ix_post_author_id", "post", ["author_id"], unique=False)
    op.create_index(op.f("ix_post_reply_to_id"), "post", ["reply_to_id"], unique=False)
    op.create_table(
        "post_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_post_draft_person_id_person")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_post_draft_space_id_space")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_post_draft_thread_id_thread")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_draft")),
    )
    op.create_index(op.f("ix_post_draft_space_id"), "post_draft", ["space_id"], unique=False)
    op.create_index(op.f("ix_post_draft_thread_id"), "post_draft", ["thread_id"], unique=False)
    op.create_index(
        "uq_post_draft_of_space",
        "post_draft",
        ["person_id", "space_id"],
        unique=True,
        sqlite_where=sa.text("thread_id IS NULL"),
        postgresql_where=sa.text("thread_id IS NULL"),
    )
    op.create_index(
        "uq_post_draft_of_thread",
        "post_draft",
        ["person_id", "thread_id"],
        unique=True,
        sqlite_where=sa.text("thread_id IS NOT NULL"),
        postgresql_where=sa.text("thread_id IS NOT NULL"),
    )
    op.create_table(
        "thread_read",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("last_read", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=True),
        sa.Column("read_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_thread_read_person_id_person")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_thread_read_thread_id_thread")),
        sa.PrimaryKeyConstraint("person_id", "thread_id", name=op.f("pk_thread_read")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_thread_read_thread_id"), "thread_read", ["thread_id"], unique=False)
    op.create_table(
        "flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_flag_person_id_person")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_flag_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
        sa.UniqueConstraint("public_id", name=op.f("uq_flag_public_id")),
    )
    op.create_index("ix_flag_person_id", "flag", ["person_id"], unique=False)
    op.create_index(
        "uq_flag_open",
        "flag",
        ["post_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )
    op.create_table(
        "moderation_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("moderated_by_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_moderation_act_author_id_person")),
        sa.ForeignKeyConstraint(["moderated_by_id"], ["person.id"], name=op.f("fk_moderation_act_moderated_by_id_person")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_moderation_act_post_id_post")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_moderation_act_space_id_space")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_act")),
    )
    op.create_index("ix_moderation_act_author_id", "moderation_act", ["author_id"], unique=False)
    op.create_index("ix_moderation_act_moderated_by_id", "moderation_act", ["moderated_by_id"], unique=False)
    op.create_index(op.f("ix_moderation_act_post_id"), "moderation_act", ["post_id"], unique=False)
    op.create_index("ix_moderation_act_space_id_created_at", "moderation_act", ["space_id", "created_at"], unique=False)
    op.create_table(
        "post_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_post_file_file_id_stored_file")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_file_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_post_file_public_id")),
    )
    op.create_index(op.f("ix_post_file_post_id"), "post_file", ["post_id"], unique=False)
    op.create_table(
        "post_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_revision_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_revision")),
    )
    op.create_index(op.f("ix_post_revision_post_id"), "post_revision", ["post_id"], unique=False)
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("addressee_id", sa.Integer(), nullable=True),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("tried", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("solved_at", MOMENT, nullable=True),
        sa.Column("asked_again_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.CheckConstraint("(state = 'solved') = (answer_id IS NOT NULL)", name=op.f("ck_question_solved_has_answer")),
        sa.CheckConstraint("(state = 'solved') = (solved_at IS NOT NULL)", name=op.f("ck_question_solved_has_time")),
        sa.CheckConstraint("outcome IS NULL OR state = 'solved'", name=op.f("ck_question_outcome_of_solved")),
        sa.ForeignKeyConstraint(["addressee_id"], ["person.id"], name=op.f("fk_question_addressee_id_person")),
        sa.ForeignKeyConstraint(["answer_id"], ["post.id"], name=op.f("fk_question_answer_id_post")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["person.id"], name=op.f("fk_question_taken_by_id_person")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_question_thread_id_thread")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("thread_id", name=op.f("uq_question_thread_id")),
    )
    op.create_index(op.f("ix_question_addressee_id"), "question", ["addressee_id"], unique=False)
    op.create_index(op.f("ix_question_answer_id"), "question", ["answer_id"], unique=False)
    op.create_index("ix_question_state_due_on", "question", ["state", "due_on"], unique=False)
    op.create_table(
        "useful_mark",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("marked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_useful_mark_person_id_person")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_useful_mark_post_id_post")),
        sa.PrimaryKeyConstraint("post_id", "person_id", name=op.f("pk_useful_mark")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_useful_mark_person_id"), "useful_mark", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("useful_mark")
    op.drop_table("question")
    op.drop_table("post_revision")
    op.drop_table("post_file")
    op.drop_table("moderation_act")
    op.drop_table("flag")
    op.drop_table("thread_read")
    op.drop_table("post_draft")
    op.drop_table("post")
    op.drop_table("acknowledgement")
    op.drop_table("thread")
    op.drop_table("space_reader")
    op.drop_table("space_follow")
    op.drop_table("space")
    op.drop_table("community_member")
