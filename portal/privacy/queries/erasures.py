"""Erasures and their acts, and how their lines read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import Base, db
from portal.core.i18n import _
from portal.core.personal_data import Basis, handling_of
from portal.privacy import words
from portal.privacy.column_words import DULL
from portal.privacy.kinds import ErasureScope, ErasureState
from portal.privacy.models import Erasure

HOW = {"erased": _("стёрто"), "blanked": _("очищено"), "anonymized": _("обезличено"), "kept": _("остаётся")}


@dataclass(frozen=True)
class ActLine:
    """One line of an act or of a preview, in words."""

    category: str
    data: str
    table: str
    rows: int
    how: str
    why: str


def acts(actor: Actor) -> sa.Select[Any]:
    """Erasures that this actor answers for: those that wait first, then the latest."""
    return (
        select_allowed(actor, Permission.SUBJECT_REQUEST_HANDLE, Erasure)
        .options(joinedload(Erasure.organization), joinedload(Erasure.proposed_by), joinedload(Erasure.person))
        .order_by((Erasure.state != ErasureState.PROPOSED), Erasure.proposed_at.desc(), Erasure.id.desc())
    )


def waiting_in(organization_id: int) -> frozenset[int]:
    """Ids of the people whose whole erasure is proposed or on its way in the organisation."""
    rows = db.session.scalars(
        sa.select(Erasure.person_id).where(
            Erasure.organization_id == organization_id, Erasure.scope == ErasureScope.PERSON,
            Erasure.person_id.is_not(None), Erasure.state.in_([ErasureState.PROPOSED, ErasureState.APPROVED]),
        )
    )  # fmt: skip
    return frozenset(one for one in rows if one is not None)


def batch_of(entry: Erasure) -> Sequence[Erasure]:
    """Erasures that were proposed together with this one, itself included."""
    if entry.batch is None:
        return [entry]
    query = sa.select(Erasure).where(Erasure.batch == entry.batch).options(joinedload(Erasure.person))
    return db.session.scalars(query.order_by(Erasure.number)).all()


def log_of(entry: Erasure) -> Sequence[AuditEntry]:
    """Entries of the event log about this destruction: what is exported beside the act."""
    return db.session.scalars(
        sa.select(AuditEntry)
        .where(
            AuditEntry.subject_kind == "erasure_entry", AuditEntry.subject_id == entry.public_id,
            AuditEntry.event.in_([
                AuditEvent.ERASURE_PROPOSED, AuditEvent.ERASURE_DECIDED, AuditEvent.DATA_ERASED,
            ]),
        )
        .order_by(AuditEntry.happened_at, AuditEntry.id)
    ).all()  # fmt: skip


def in_words(lines: Sequence[Any]) -> list[ActLine]:
    """Lines as the walkers make them or as an act keeps them."""
    return [_line(one if isinstance(one, dict) else one.__dict__) for one in lines]


def categories(lines: Sequence[ActLine]) -> list[str]:
    """The categories of destroyed data, each once: what the order asks for."""
    return list(dict.fromkeys(line.category for line in lines if line.how != HOW["kept"]))


def _line(line: dict[str, Any]) -> ActLine:
    named = [words.column_name(name) for name in line["columns"] if name not in DULL]
    return ActLine(
        category=_category(line["table"], line["columns"]), table=words.table_name(line["table"]),
        data=", ".join(dict.fromkeys(named)), rows=line["rows"], how=HOW.get(line["how"], line["how"]),
        why=line.get("why") or "",
    )  # fmt: skip


def _category(table: str, columns: Sequence[str]) -> str:
    found = (handling_of(column) for column in Base.metadata.tables[table].columns if column.name in columns)
    handling = next((each for each in found if each and each.basis is not Basis.NOT_PERSONAL), None)
    return words.category_name(handling) if handling else words.table_name(table)
