"""Tables of imports: a batch is one file, its rows are what the file says, its changes are what became of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Json, Key, PublicId, Timestamps, UtcDateTime, Versioned
from portal.core.files import StoredFile
from portal.core.i18n import _
from portal.core.jobs import Job
from portal.core.personal_data import CONTENT, TECHNICAL, TRAIL, Basis, Erasure, Handling, holds

COPIED = Handling(
    "register", Basis.LAW, "загрузка реестра и её отмена", "30 дней после загрузки, без подтверждения 7 дней",
    Erasure.BLANK,
)  # fmt: skip


class BatchState(StrEnum):
    """How far a file has come. RUNNING and UNDOING belong to a job; the last three are over."""

    UPLOADED = "uploaded"
    MATCHED = "matched"
    PREVIEWED = "previewed"
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return _LABELS[self][0]

    @property
    def tone(self) -> str:
        return _LABELS[self][1]


_LABELS = {
    BatchState.UPLOADED: (_("Файл прочитан"), "wait"),
    BatchState.MATCHED: (_("Проверяется"), "info"),
    BatchState.PREVIEWED: (_("Ждёт подтверждения"), "wait"),
    BatchState.RUNNING: (_("Загружается"), "info"),
    BatchState.DONE: (_("Загружено"), "good"),
    BatchState.UNDOING: (_("Отменяется"), "info"),
    BatchState.UNDONE: (_("Отменено"), "none"),
    BatchState.REFUSED: (_("Не загружено"), "none"),
}


class Decision(StrEnum):
    """What becomes of a row: SAME is known already, SKIP waits for an answer or was left out."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    SKIP = "skip"
    ERROR = "error"


class Outcome(StrEnum):
    """What became of a row. PASSED is a row that had nothing to change; KEPT could not be undone."""

    WAITING = ""
    APPLIED = "applied"
    PASSED = "passed"
    UNDONE = "undone"
    KEPT = "kept"


@holds(
    kind=TECHNICAL, state=TECHNICAL, file_name=COPIED, sheet=COPIED, headings=COPIED, samples=COPIED, mapping=TECHNICAL,
    options=TECHNICAL, counts=CONTENT, refusal=CONTENT, confirmed_at=TRAIL, undone_at=TRAIL, blanked_at=TECHNICAL,
)  # fmt: skip
class ImportBatch(Timestamps, Versioned, Base):
    """One uploaded file on its way into a register of one organisation."""

    __tablename__ = "import_batch"
    __table_args__ = (
        CheckConstraint("state NOT IN ('done', 'undoing', 'undone') OR confirmed_at IS NOT NULL", name="done_has_time"),
        CheckConstraint("(state = 'undone') = (undone_at IS NOT NULL)", name="undone_has_time"),
        Index("ix_import_batch_organization_id_created_at", "organization_id", "created_at"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    kind: Mapped[str] = mapped_column(sa.String(40))
    state: Mapped[BatchState] = mapped_column(sa.String(12), default=BatchState.UPLOADED)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    file_name: Mapped[str] = mapped_column(sa.Text)
    sheet: Mapped[str] = mapped_column(sa.Text, default="")
    headings: Mapped[list[Any]] = mapped_column(Json, default=list)
    samples: Mapped[list[Any]] = mapped_column(Json, default=list)
    mapping: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    options: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    counts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    refusal: Mapped[str] = mapped_column(sa.Text, default="")
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    blanked_at: Mapped[datetime | None] = mapped_column(UtcDateTime())

    file: Mapped[StoredFile | None] = relationship()
    job: Mapped[Job | None] = relationship()

    @property
    def state_now(self) -> BatchState:
        """The state with its words."""
        return BatchState(self.state)

    def count(self, name: str) -> int:
        """One of the counts of the preview or of the result."""
        return int((self.counts or {}).get(name, 0))


@holds(
    number=TECHNICAL, cells=COPIED, problems=COPIED, changes=COPIED, decision=TECHNICAL, answer=TECHNICAL,
    matched_id=TECHNICAL, outcome=TECHNICAL,
)  # fmt: skip
class ImportRow(Base):
    """A row of the file. `cells` holds the columns that were matched and no others; `outcome` is its marker."""

    __tablename__ = "import_row"
    __table_args__ = (
        UniqueConstraint("batch_id", "number"),
        Index("ix_import_row_batch_id_outcome", "batch_id", "outcome"),
    )
    id: Mapped[Key]
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"))
    number: Mapped[int]
    cells: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    problems: Mapped[list[Any]] = mapped_column(Json, default=list)
    changes: Mapped[list[Any]] = mapped_column(Json, default=list)
    decision: Mapped[Decision] = mapped_column(sa.String(10))
    answer: Mapped[str] = mapped_column(sa.String(10), default="")
    matched_id: Mapped[int | None]
    outcome: Mapped[Outcome] = mapped_column(sa.String(10), default=Outcome.WAITING)


@holds(
    table_name=TECHNICAL, ref_id=TECHNICAL, is_created=TECHNICAL, before=COPIED, version_after=TECHNICAL,
    seal_after=TECHNICAL,
)  # fmt: skip
class ImportChange(Base):
    """A row of the portal that the import made or changed: what undoing needs, and how it looked afterwards.

    `seal_after` is a digest of its values, so that a later edit is noticed without a second copy of them.
    """

    __tablename__ = "import_change"
    __table_args__ = (Index("ix_import_change_table_name_ref_id", "table_name", "ref_id"),)
    id: Mapped[Key]
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"), index=True)
    row_id: Mapped[int] = mapped_column(ForeignKey("import_row.id"), index=True)
    table_name: Mapped[str] = mapped_column(sa.String(60))
    ref_id: Mapped[int]
    is_created: Mapped[bool]
    before: Mapped[dict[str, Any] | None] = mapped_column(Json)
    version_after: Mapped[int | None]
    seal_after: Mapped[str] = mapped_column(sa.String(64))
