"""The closing sheet and a mentor's report as DOCX, ready to be printed and signed."""

import io
from functools import cache
from typing import Any

from flask import url_for

from portal.core.i18n import _, ru_date
from portal.documents.paper import render
from portal.documents.paper.rendering import packed
from portal.documents.paper.sheets import TABLE, Sheet
from portal.mentorships.closing.labels import recommendation_label
from portal.mentorships.closing.models import MentorReport
from portal.mentorships.closing.queries import PairFacts, Summing
from portal.mentorships.closing.words import criteria_words, facts_words, results_words
from portal.mentorships.kinds import MemberSide
from portal.mentorships.models import Mentorship

HALF = (85, 85)


def report_paper(report: MentorReport, facts: PairFacts, parts: dict[str, str]) -> bytes:
    """The report as it stands; `parts` are its texts by their titles. The same report gives the same bytes."""
    rows = [*facts_words(facts).items(), *((title, text) for title, text in parts.items() if text)]
    heading = _("Отчёт наставника к %(day)s", day=ru_date(report.due_on, "full"))
    address = url_for("mentor_reports.show", public_id=report.public_id, _external=True)
    context = _context(report.mentorship, heading, rows, address, mentor=report.person.full_name)
    return render(_layout((_("Наставник"), _("Куратор"))), context)


def sheet_paper(found: Summing) -> bytes:
    """The closing sheet without reviews of mentees, which are not for everybody."""
    pair, sheet = found.pair, found.sheet
    rows = [(_("Цель"), "; ".join(found.goals)), *facts_words(found.facts).items()]
    if sheet is not None:
        rows += [*results_words(found), *criteria_words(found)]
        rows += [(_("Что достигнуто по цели"), sheet.reached), (_("Что сказали вместе"), sheet.group_words)]
    rows += [(each.person.full_name, "\n".join(filter(None, (each.gained, each.ahead)))) for each in found.words]
    if sheet is not None:
        rows += [(_("Заключение куратора"), sheet.conclusion),
                 (_("Рекомендация"), recommendation_label(sheet.recommendation)),
                 (_("Что учесть дальше"), sheet.advice),
                 (_("День обсуждения"), ru_date(sheet.reviewed_on, "full"))]  # fmt: skip
    address = url_for("closing.show", public_id=pair.public_id, _external=True)
    context = _context(pair, _("Итоги наставнической пары"), [row for row in rows if row[1]], address)
    return render(_layout((_("Наставник"), _("Наставляемый"), _("Куратор"))), context)


def names_on(pair: Mentorship, side: MemberSide) -> str:
    """Who stands on the side, or stood to the end."""
    return ", ".join(each.person.full_name for each in pair.standing(side))


def period_of(pair: Mentorship) -> str:
    """«с 1 октября 2026 по 31 мая 2027»."""
    last = pair.ends_on or pair.planned_until or pair.cycle.ends_on
    return _("с %(first)s по %(last)s", first=ru_date(pair.starts_on, "full"), last=ru_date(last, "full"))


def _context(
    pair: Mentorship, heading: str, rows: list[tuple[str, str]], address: str, *, mentor: str = ""
) -> dict[str, Any]:
    return {
        "organization": {"short_name": pair.organization.short_name, "name": pair.organization.name},
        "heading": heading, "number": "", "address": address, "form": pair.format.name,
        "mentor": mentor or names_on(pair, MemberSide.MENTOR), "mentee": names_on(pair, MemberSide.MENTEE),
        "period": period_of(pair), "appendix": {"rows": [{"what": what, "said": said} for what, said in rows]},
    }  # fmt: skip


@cache
def _layout(signers: tuple[str, ...]) -> bytes:
    sheet = Sheet()
    sheet.line("{{ organization.name }}", align="center", size=TABLE)
    sheet.line("{{ heading }}", align="center", bold=True, before=12, after=6)
    for line in ("Форма наставничества: {{ form }}", "Наставник: {{ mentor }}", "Наставляемый: {{ mentee }}"):
        sheet.line(line, size=TABLE)
    sheet.line("Срок: {{ period }}", size=TABLE, after=12)
    sheet.grid(("Что оценивали", "Итог"), ("{{ row.what }}", "{{ row.said }}"))
    for who in signers:
        sheet.columns((who, "left"), ("______________ «___» ______ 20___ г.", "right"), widths=HALF, before=12,
                      size=TABLE)  # fmt: skip
    sheet.line("{{ qr }}", before=12)
    written = io.BytesIO()
    sheet.docx.save(written)
    return packed(written.getvalue())
