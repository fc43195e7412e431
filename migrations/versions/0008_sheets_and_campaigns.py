"""Sheets of consent on paper, scanned stacks, information campaigns."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def _link(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def _public(table: str) -> tuple[sa.PrimaryKeyConstraint, sa.UniqueConstraint]:
    return (
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{table}_public_id")),
    )


def _times() -> tuple[sa.Column, sa.Column]:
    return sa.Column("created_at", MOMENT, nullable=False), sa.Column("updated_at", MOMENT, nullable=False)


def upgrade() -> None:
    _sheets()
    _stacks()
    _campaigns()


def _sheets() -> None:
    op.create_table(
        "sheet_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("printed_by_id", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        *_times(),
        _link("sheet_batch", "organization_id", "organization"),
        _link("sheet_batch", "group_id", "group"),
        _link("sheet_batch", "printed_by_id", "person"),
        *_public("sheet_batch"),
    )
    op.create_index(op.f("ix_sheet_batch_organization_id"), "sheet_batch", ["organization_id"])
    op.create_index(op.f("ix_sheet_batch_group_id"), "sheet_batch", ["group_id"])
    op.create_table(
        "consent_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("signer_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("consent_id", sa.Integer(), nullable=True),
        sa.Column("refusal_id", sa.Integer(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("checked_at", MOMENT, nullable=True),
        *_times(),
        sa.CheckConstraint(
            "(state = 'received') = (consent_id IS NOT NULL)", name=op.f("ck_consent_sheet_received_has_consent")
        ),
        _link("consent_sheet", "batch_id", "sheet_batch"),
        _link("consent_sheet", "organization_id", "organization"),
        _link("consent_sheet", "person_id", "person"),
        _link("consent_sheet", "signer_id", "person"),
        _link("consent_sheet", "text_id", "consent_text"),
        _link("consent_sheet", "consent_id", "consent"),
        _link("consent_sheet", "refusal_id", "consent_refusal"),
        _link("consent_sheet", "file_id", "stored_file"),
        _link("consent_sheet", "checked_by_id", "person"),
        *_public("consent_sheet"),
        sa.UniqueConstraint("consent_id", name=op.f("uq_consent_sheet_consent_id")),
        sa.UniqueConstraint("refusal_id", name=op.f("uq_consent_sheet_refusal_id")),
        sa.UniqueConstraint("organization_id", "code", name=op.f("uq_consent_sheet_organization_id_code")),
        sa.UniqueConstraint("batch_id", "place", name=op.f("uq_consent_sheet_batch_id_place")),
    )
    op.create_index(op.f("ix_consent_sheet_person_id"), "consent_sheet", ["person_id"])
    op.create_index(op.f("ix_consent_sheet_signer_id"), "consent_sheet", ["signer_id"])


def _stacks() -> None:
    op.create_table(
        "scan_stack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        *_times(),
        _link("scan_stack", "organization_id", "organization"),
        _link("scan_stack", "uploaded_by_id", "person"),
        _link("scan_stack", "job_id", "job"),
        *_public("scan_stack"),
    )
    op.create_index(op.f("ix_scan_stack_organization_id"), "scan_stack", ["organization_id"])
    op.create_index(op.f("ix_scan_stack_uploaded_by_id"), "scan_stack", ["uploaded_by_id"])
    op.create_table(
        "scan_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stack_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("sorted_at", MOMENT, nullable=True),
        _link("scan_file", "stack_id", "scan_stack"),
        _link("scan_file", "file_id", "stored_file"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_file")),
    )
    op.create_index(op.f("ix_scan_file_stack_id"), "scan_file", ["stack_id"])
    op.create_table(
        "scan_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("stack_id", sa.Integer(), nullable=False),
        sa.Column("scan_file_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("sheet_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("decision", sa.String(10), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_scan_page_decision_has_time")),
        _link("scan_page", "stack_id", "scan_stack"),
        _link("scan_page", "scan_file_id", "scan_file"),
        _link("scan_page", "file_id", "stored_file"),
        _link("scan_page", "sheet_id", "consent_sheet"),
        _link("scan_page", "decided_by_id", "person"),
        *_public("scan_page"),
        sa.UniqueConstraint("scan_file_id", "place", name=op.f("uq_scan_page_scan_file_id_place")),
    )
    op.create_index(op.f("ix_scan_page_stack_id"), "scan_page", ["stack_id"])
    op.create_index(op.f("ix_scan_page_sheet_id"), "scan_page", ["sheet_id"])


def _campaigns() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("way", sa.String(20), nullable=False),
        sa.Column("audience", JSON, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("mailed_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_times(),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_campaign_period")),
        _link("campaign", "organization_id", "organization"),
        _link("campaign", "created_by_id", "person"),
        *_public("campaign"),
    )
    op.create_index(op.f("ix_campaign_organization_id"), "campaign", ["organization_id"])
    op.create_table(
        "campaign_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("informed_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(20), nullable=False),
        *_times(),
        _link("campaign_fact", "campaign_id", "campaign"),
        _link("campaign_fact", "person_id", "person"),
        _link("campaign_fact", "group_id", "group"),
        _link("campaign_fact", "recorded_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_fact")),
        sa.UniqueConstraint("campaign_id", "person_id", name=op.f("uq_campaign_fact_campaign_id_person_id")),
    )
    op.create_index(op.f("ix_campaign_fact_person_id"), "campaign_fact", ["person_id"])


def downgrade() -> None:
    for table in ("campaign_fact", "campaign", "scan_page", "scan_file", "scan_stack", "consent_sheet", "sheet_batch"):
        op.drop_table(table)
