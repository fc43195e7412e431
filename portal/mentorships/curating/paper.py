"""A curator's report as DOCX, ready to be printed and signed."""

import io
from functools import cache

from flask import url_for

from portal.core.i18n import _, ru_date
from portal.documents.paper import render
from portal.documents.paper.rendering import packed
from portal.documents.paper.sheets import TABLE, Sheet
from portal.mentorships.curating.actions import home_of
from portal.mentorships.curating.facts import Facts
from portal.mentorships.curating.models import CuratorReport
from portal.mentorships.curating.words import figures, period_words

HALF = (85, 85)


def report_paper(report: CuratorReport, facts: Facts, parts: dict[str, str]) -> bytes:
    """The report as it stands; `parts` are its texts by their titles. The same report gives the same bytes."""
    home = home_of(report.cycle)
    rows = [
        (f"{title}: {each.label}", each.value) for title, lines in figures(facts).items() for each in lines
    ] + [(title, text) for title, text in parts.items() if text]  # fmt: skip
    context = {
        "organization": {"short_name": home.short_name, "name": home.name}, "number": "",
        "heading": _("Отчёт куратора наставничества к %(day)s", day=ru_date(report.due_on, "full")),
        "address": url_for("curator_reports.show", public_id=report.public_id, _external=True),
        "program": f"{report.cycle.program.name}, {report.cycle.name}", "period": period_words(facts),
        "curator": report.sent_by.full_name if report.sent_by else "",
        "appendix": {"rows": [{"what": what, "said": said} for what, said in rows]},
    }  # fmt: skip
    return render(_layout(), context)


@cache
def _layout() -> bytes:
    sheet = Sheet()
    sheet.line("{{ organization.name }}", align="center", size=TABLE)
    sheet.line("{{ heading }}", align="center", bold=True, before=12, after=6)
    for line in ("Программа: {{ program }}", "Срок: {{ period }}", "Куратор: {{ curator }}"):
        sheet.line(line, size=TABLE)
    sheet.grid(("Показатель", "Значение"), ("{{ row.what }}", "{{ row.said }}"))
    for who in (_("Куратор"), _("Руководитель")):
        sheet.columns((who, "left"), ("______________ «___» ______ 20___ г.", "right"), widths=HALF, before=12,
                      size=TABLE)  # fmt: skip
    sheet.line("{{ qr }}", before=12)
    written = io.BytesIO()
    sheet.docx.save(written)
    return packed(written.getvalue())
