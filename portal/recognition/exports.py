"""The register of awards as a table."""

import hashlib
from typing import IO

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db
from portal.core.export import Book, Column, Kind, Sheet, write_workbook
from portal.core.i18n import _
from portal.recognition.labels import nature_label, state_label
from portal.recognition.queries import AwardFilter, find_nominations

KIND = "recognition.awards"
COLUMNS = (
    (_("Участник"), 34, Kind.TEXT), (_("Поощрение"), 44, Kind.TEXT), (_("Вид"), 18, Kind.TEXT),
    (_("Год программы"), 14, Kind.TEXT), (_("Организация"), 24, Kind.TEXT), (_("Состояние"), 20, Kind.TEXT),
    (_("Выдвинуто"), 14, Kind.DATE), (_("Решено"), 14, Kind.DATE), (_("Приказ"), 18, Kind.TEXT),
    (_("Вручено"), 14, Kind.DATE), (_("Номер"), 12, Kind.TEXT),
)  # fmt: skip


def write_awards(actor: Actor, wanted: AwardFilter, target: IO[bytes]) -> tuple[int, set[int]]:
    """Write the workbook with awards of the actor's register; returns how many, and the ids of the persons in it."""
    found = db.session.scalars(find_nominations(actor, wanted)).all()
    rows = [
        (each.whom, each.kind.name, nature_label(each.kind.nature), each.cycle.name, each.organization.short_name,
         state_label(each.state), each.nominated_on, each.decided_on,
         _("№ %(number)s", number=each.document.number) if each.document else "", each.awarded_on, each.number)
        for each in found
    ]  # fmt: skip
    about = [(_("Составлено"), clock.now()), (_("Строк"), len(rows)),
             (_("Условия отбора"), ", ".join(f"{name}={value}" for name, value in wanted.as_args.items()) or _("нет")),
             (_("SHA-256 строк"), hashlib.sha256(repr(rows).encode()).hexdigest())]  # fmt: skip
    sheets = [
        Sheet(name=_("Поощрения"), columns=[Column(title=t, width=w, kind=k) for t, w, k in COLUMNS], rows=rows,
              freeze_columns=1),
        Sheet(name=_("Сведения"), columns=[Column(title=_("Что"), width=24), Column(title=_("Значение"), width=70)],
              rows=about),
    ]  # fmt: skip
    write_workbook(target, Book(title=_("Реестр поощрений"), sheets=sheets, zone=actor.time_zone))
    return len(rows), {each.person_id for each in found if each.person_id is not None}


def fingerprint(wanted: AwardFilter) -> str:
    """Names the choice for an approval, without the words that were typed."""
    return hashlib.sha256(repr(sorted(wanted.as_args.items())).encode()).hexdigest()[:40]
