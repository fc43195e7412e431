"""The services of the basement: letters, files, long work and search."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
SQLITE_INDEX = (
    """CREATE VIRTUAL TABLE search_index USING fts5(
        title_lemmas, body_lemmas, content='search_document', content_rowid='id',
        tokenize='unicode61 remove_diacritics 0')""",
    """CREATE TRIGGER search_index_added AFTER INSERT ON search_document BEGIN
        INSERT INTO search_index(rowid, title_lemmas, body_lemmas)
        VALUES (new.id, new.title_lemmas, new.body_lemmas); END""",
    """CREATE TRIGGER search_index_removed AFTER DELETE ON search_document BEGIN
        INSERT INTO search_index(search_index, rowid, title_lemmas, body_lemmas)
        VALUES ('delete', old.id, old.title_lemmas, old.body_lemmas); END""",
    """CREATE TRIGGER search_index_changed AFTER UPDATE ON search_document BEGIN
        INSERT INTO search_index(search_index, rowid, title_lemmas, body_lemmas)
        VALUES ('delete', old.id, old.title_lemmas, old.body_lemmas);
        INSERT INTO search_index(rowid, title_lemmas, body_lemmas)
        VALUES (new.id, new.title_lemmas, new.body_lemmas); END""",
    "INSERT INTO search_index(search_index, rank) VALUES ('secure-delete', 1)",
)
POSTGRES_INDEX = (
    """ALTER TABLE search_document ADD COLUMN search_index_vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple'::regconfig, title_lemmas), 'A') ||
        setweight(to_tsvector('simple'::regconfig, body_lemmas), 'D')) STORED""",
    "CREATE INDEX search_index_vector_gin ON search_document USING gin (search_index_vector)",
)


def upgrade() -> None:
    op.create_table(
        "outbox_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("letter", sa.String(60), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", MOMENT, nullable=False),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("message_id", sa.String(120), nullable=False),
        sa.Column("event_key", sa.String(160), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_outbox_message_sent_has_time")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint("public_id", name=op.f("uq_outbox_message_public_id")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_message_id")),
        sa.UniqueConstraint("event_key", name=op.f("uq_outbox_message_event_key")),
    )
    op.create_index("ix_outbox_message_state_next_try_at", "outbox_message", ["state", "next_try_at"])
    op.create_index(op.f("ix_outbox_message_created_at"), "outbox_message", ["created_at"])
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_stored_file_public_id")),
    )
    op.create_index(op.f("ix_stored_file_sha256"), "stored_file", ["sha256"])
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("args", JSON, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("progress_done", sa.Integer(), nullable=False),
        sa.Column("progress_total", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("result_file_id", sa.Integer(), nullable=True),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(state IN ('done', 'failed', 'parked')) = (finished_at IS NOT NULL)",
            name=op.f("ck_job_finished_has_time"),
        ),
        sa.CheckConstraint("(state = 'running') = (lease_until IS NOT NULL)", name=op.f("ck_job_running_has_lease")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_job_person_id_person")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_job_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(
            ["result_file_id"], ["stored_file.id"], name=op.f("fk_job_result_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("public_id", name=op.f("uq_job_public_id")),
    )
    op.create_index(op.f("ix_job_person_id"), "job", ["person_id"])
    op.create_index(op.f("ix_job_organization_id"), "job", ["organization_id"])
    op.create_index("ix_job_state_due_at", "job", ["state", "due_at"])
    op.create_table(
        "search_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("ref_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("title_lemmas", sa.Text(), nullable=False),
        sa.Column("body_lemmas", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_document")),
        sa.UniqueConstraint("kind", "ref_id", name=op.f("uq_search_document_kind_ref_id")),
    )
    op.create_index("ix_search_document_id_kind_ref_id", "search_document", ["id", "kind", "ref_id"])
    for statement in SQLITE_INDEX if op.get_bind().dialect.name == "sqlite" else POSTGRES_INDEX:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_index")
    for table in ("search_document", "job", "stored_file", "outbox_message"):
        op.drop_table(table)
