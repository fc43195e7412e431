"""The register of documents as a table: kind, number, day, state, who signed, publication."""

import hashlib
from typing import IO

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db
from portal.core.export import Book, Column, Kind, Sheet, write_workbook
from portal.core.i18n import _
from portal.documents.labels import kind_label, state_label
from portal.documents.queries import DocumentFilter, find_documents
from portal.people import disclosures

KIND = "documents.register"
COLUMNS = (
    (_("Организация"), 24, Kind.TEXT), (_("Вид"), 34, Kind.TEXT), (_("Номер"), 12, Kind.TEXT),
    (_("Дата"), 12, Kind.DATE), (_("Заголовок"), 50, Kind.TEXT), (_("Состояние"), 14, Kind.TEXT),
    (_("Кто подписал"), 30, Kind.TEXT), (_("Должность"), 24, Kind.TEXT), (_("Скан"), 8, Kind.TEXT),
    (_("Ознакомлены"), 14, Kind.TEXT), (_("Требует изменения"), 34, Kind.TEXT), (_("Опубликован"), 14, Kind.DATE),
    (_("Отменён"), 12, Kind.DATE), (_("Почему отменён"), 34, Kind.TEXT), (_("SHA-256 файла"), 24, Kind.TEXT),
)  # fmt: skip
disclosures.LABELS[KIND] = _("Реестр документов")


def write_documents(actor: Actor, wanted: DocumentFilter, target: IO[bytes]) -> tuple[int, set[int]]:
    """Write the workbook; returns how many rows it has and the ids of the persons in it: who signed."""
    found = db.session.execute(find_documents(actor, wanted)).all()
    rows = []
    for document, asked, read in found:
        rows.append(
            (
                document.organization.short_name, kind_label(document.kind), document.number, document.registered_on,
                document.title, state_label(document.state), document.signatory_name, document.signatory_post,
                _("есть") if document.scan_id else "",
                _("%(read)s из %(asked)s", read=read, asked=asked) if asked else "",
                document.flag, document.published_on, document.cancelled_on, document.reason, document.file_hash,
            )
        )  # fmt: skip
    about = [
        (_("Составлено"), clock.now()),
        (_("Строк"), len(rows)),
        (_("Условия отбора"), ", ".join(f"{name}={value}" for name, value in wanted.as_args.items()) or _("нет")),
        (_("SHA-256 строк"), hashlib.sha256(repr(rows).encode()).hexdigest()),
    ]
    titled = [Column(title=title, width=width, kind=kind) for title, width, kind in COLUMNS]
    facts = [Column(title=_("Что"), width=24), Column(title=_("Значение"), width=70)]
    sheets = [Sheet(name=_("Документы"), columns=titled, rows=rows, freeze_columns=2),
              Sheet(name=_("Сведения"), columns=facts, rows=about)]  # fmt: skip
    write_workbook(target, Book(title=_("Реестр документов"), sheets=sheets, zone=actor.time_zone))
    return len(rows), {document.signatory_id for document, _asked, _read in found if document.signatory_id}
