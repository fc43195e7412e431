"""A plan as a DOCX: the table of the methodical recommendations, ready to be printed and signed."""

import io
from datetime import date
from functools import cache
from typing import Any

from flask import url_for

from portal.core.i18n import _, ru_date
from portal.documents.paper import render
from portal.documents.paper.rendering import packed
from portal.documents.paper.sheets import TABLE, Sheet
from portal.mentorships.kinds import MemberSide
from portal.mentorships.plans.labels import kind_label, responsible_label, section_label
from portal.mentorships.plans.models import Plan, PlanItem

HALF = (85, 85)


def paper_of(plan: Plan) -> bytes:
    """The plan as it stands, as bytes of a DOCX; the same plan gives the same bytes."""
    return render(_layout(), context_of(plan))


def context_of(plan: Plan) -> dict[str, Any]:
    """What the paper says."""
    pair = plan.mentorship
    sides = {
        side: ", ".join(each.person.full_name for each in pair.standing(side)) if pair else "" for side in MemberSide
    }
    mentee = sides[MemberSide.MENTEE] or (plan.person.full_name if plan.person else "")
    return {
        "organization": {"short_name": plan.organization.short_name, "name": plan.organization.name},
        "heading": kind_label(plan.kind), "number": "",
        "address": url_for("plans.show", public_id=plan.public_id, _external=True),
        "form": pair.format.name if pair else "", "mentor": sides[MemberSide.MENTOR], "mentee": mentee,
        "period": _("с %(first)s по %(last)s", first=ru_date(plan.starts_on, "full"),
                    last=ru_date(plan.ends_on, "full")),
        "goal": plan.goal,
        "approved": _("Утверждён %(day)s, версия %(n)s", day=ru_date(plan.approved_on, "full"), n=plan.number)
        if plan.approved_on else _("Проект, версия %(n)s", n=plan.number),
        "appendix": {"rows": _rows(plan)},
    }  # fmt: skip


def _rows(plan: Plan) -> list[dict[str, str]]:
    rows, part = [], ""
    for n, item in enumerate(in_order(plan), 1):
        if item.section != part:
            part = item.section
            rows.append({"n": "", "what": section_label(part), "due": "", "expected": "", "result": "", "mark": ""})
        rows.append({
            "n": str(n), "what": f"{item.title} ({responsible_label(item.responsible)})", "due": _day(item.due_on),
            "expected": item.expected, "result": item.result, "mark": str(item.mark or ""),
        })  # fmt: skip
    return rows


def in_order(plan: Plan) -> list[PlanItem]:
    """Items part by part, each part where its first item stands."""
    parts = list(dict.fromkeys(each.section for each in plan.items))
    return sorted(plan.items, key=lambda each: (parts.index(each.section), each.position, each.id))


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


@cache
def _layout() -> bytes:
    sheet = Sheet()
    sheet.line("{{ organization.name }}", align="center", size=TABLE)
    sheet.line("{{ heading }}", align="center", bold=True, before=12, after=6)
    sheet.control("if form")
    sheet.line("Форма наставничества: {{ form }}", size=TABLE)
    sheet.control("endif")
    sheet.line("Наставляемый: {{ mentee }}", size=TABLE)
    sheet.control("if mentor")
    sheet.line("Наставник: {{ mentor }}", size=TABLE)
    sheet.control("endif")
    sheet.line("Срок: {{ period }}", size=TABLE)
    sheet.line("Цель: {{ goal }}", size=TABLE, after=12)
    sheet.grid(
        ("№", "Проект, задание", "Срок", "Планируемый результат", "Фактический результат", "Оценка наставника"),
        ("{{ row.n }}", "{{ row.what }}", "{{ row.due }}", "{{ row.expected }}", "{{ row.result }}", "{{ row.mark }}"),
    )
    sheet.line("{{ approved }}", size=TABLE, before=12)
    for who in ("Наставник", "Наставляемый", "Куратор"):
        sheet.columns((who, "left"), ("______________ «___» ______ 20___ г.", "right"), widths=HALF, before=12,
                      size=TABLE)  # fmt: skip
    sheet.line("{{ qr }}", before=12)
    written = io.BytesIO()
    sheet.docx.save(written)
    return packed(written.getvalue())
