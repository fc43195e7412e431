"""The certificate of a course as DOCX; the same record gives the same bytes."""

import io
from functools import cache

from flask import url_for

from portal.core.i18n import _, ru_date
from portal.documents.paper import render
from portal.documents.paper.rendering import packed
from portal.documents.paper.sheets import TABLE, Sheet
from portal.events.labels import hours_words
from portal.events.models import TrainingRecord

HALF = (85, 85)


def certificate_of(record: TrainingRecord) -> bytes:
    """Who has learnt what, for how many hours, under which number. The event of the record must be loaded."""
    event = record.event
    holder = event.organization if event is not None else record.organization
    paired = record.pair_hours or 0
    context = {
        "organization": {"short_name": holder.short_name, "name": holder.name}, "heading": record.document,
        "number": record.number, "person": record.person.full_name, "title": record.title,
        "hours": hours_words(record.hours), "day": ru_date(record.finished_on, "full"),
        "paired": _("В том числе работа в наставнической паре: %(hours)s", hours=hours_words(paired)) if paired else "",
        "address": url_for("events.show", public_id=event.public_id, _external=True) if event is not None else "",
    }  # fmt: skip
    return render(_layout(), context)


@cache
def _layout() -> bytes:
    sheet = Sheet()
    sheet.line("{{ organization.name }}", align="center", size=TABLE)
    sheet.line("{{ heading }}", align="center", bold=True, before=36, after=24)
    sheet.line("{{ person }}", align="center", bold=True, after=12)
    sheet.line("{{ title }}", align="center", after=12)
    sheet.line("{{ hours }}", align="center")
    sheet.line("{{ paired }}", align="center", size=TABLE)
    sheet.line("{{ day }}", align="center", before=12, after=36)
    sheet.columns(("Руководитель", "left"), ("______________", "right"), widths=HALF, before=12, size=TABLE)
    sheet.line("{{ qr }}", before=12)
    written = io.BytesIO()
    sheet.docx.save(written)
    return packed(written.getvalue())
