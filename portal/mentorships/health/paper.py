"""The check of a month as DOCX: what was read, who signed it, its digest."""

import io
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from flask import url_for

from portal.core.i18n import _, ngettext, ru_date
from portal.documents.paper import render
from portal.documents.paper.rendering import packed
from portal.documents.paper.sheets import TABLE, Sheet
from portal.mentorships.health.labels import month_label
from portal.mentorships.health.models import MonthlyCheck
from portal.mentorships.health.queries.months import MonthRead, Named
from portal.mentorships.labels import pair_title
from portal.mentorships.meetings.labels import days_without, duration
from portal.people.models import Organization

Row = tuple[str, str, str]


def month_paper(home: Organization, read: MonthRead) -> bytes:
    """The check as it was signed, else as it stands. The same check gives the same bytes."""
    content, named, month = read.content, read.named, read.month
    on = ru_date(date.fromisoformat(content["on"]), "full")
    rows = [*_silent(content, named), *_late(content, named), *_hours(content, named)]
    address = url_for(
        "pair_health.month", public_id=home.public_id, month=f"{month.year:04}-{month.month:02}", _external=True
    )
    context = {
        "organization": {"short_name": home.short_name, "name": home.name}, "number": "", "address": address,
        "heading": _("Проверка наставнических пар за месяц: %(month)s", month=month_label(month)),
        "as_of": _("Данные на %(day)s, работающих пар: %(n)s", day=on, n=content["pairs"]),
        "signed": _signed(home, read.signed), "digest": _("Отпечаток (SHA-256): %(digest)s", digest=read.digest),
        "appendix": {"rows": [dict(zip(("part", "who", "said"), row, strict=True)) for row in rows]},
    }  # fmt: skip
    return render(_layout(), context)


def _signed(home: Organization, signed: MonthlyCheck | None) -> str:
    if signed is None:
        return _("Проект, на портале не подписан.")
    day = ru_date(signed.signed_at, "full", home.time_zone)
    name = signed.signed_by.full_name if signed.signed_by else ""
    return _("Подписано на портале %(day)s: %(name)s.", day=day, name=name)


def _silent(content: Mapping[str, Any], named: Named) -> Iterator[Row]:
    part = _("Давно не встречались")
    for each in content["silent"]:
        last = ru_date(date.fromisoformat(each["last"]), "full") if each["last"] else _("не было")
        yield part, _pair(named, each["pair"]), _("последняя встреча: %(day)s; ", day=last) + days_without(each["days"])
    if not content["silent"]:
        yield part, "", _("Все пары встречались вовремя.")


def _late(content: Mapping[str, Any], named: Named) -> Iterator[Row]:
    part = _("Просрочены пункты плана")
    for each in content["plans"]:
        first = ru_date(date.fromisoformat(each["first"]), "full")
        items = ngettext(
            "%(num)s пункт, самый ранний срок %(day)s",
            "%(num)s пунктов, самый ранний срок %(day)s",
            each["n"],
            day=first,
        )
        yield part, _pair(named, each["pair"]), items
    if not content["plans"]:
        yield part, "", _("Просроченных пунктов нет.")


def _hours(content: Mapping[str, Any], named: Named) -> Iterator[Row]:
    part = _("Подтверждённое время наставников")
    for each in content["hours"]:
        person = named.people.get(each["person"])
        yield part, person.full_name if person else _("Имя не показывается"), duration(each["minutes"])
    if not content["hours"]:
        yield part, "", _("Наставников в этом месяце не было.")


def _pair(named: Named, key: str) -> str:
    pair = named.pairs.get(key)
    return (pair_title(pair) if pair else "") or _("Имя не показывается")


@cache
def _layout() -> bytes:
    sheet = Sheet()
    sheet.line("{{ organization.name }}", align="center", size=TABLE)
    sheet.line("{{ heading }}", align="center", bold=True, before=12, after=6)
    sheet.line("{{ as_of }}", size=TABLE, after=12)
    sheet.grid(("Что проверено", "Пара или наставник", "Итог"), ("{{ row.part }}", "{{ row.who }}", "{{ row.said }}"))
    sheet.line("{{ signed }}", before=12, size=TABLE)
    sheet.line("{{ digest }}", size=TABLE)
    sheet.columns((_("Подпись"), "left"), ("______________ «___» ______ 20___ г.", "right"), widths=(85, 85), before=12,
                  size=TABLE)  # fmt: skip
    sheet.line("{{ qr }}", before=12)
    written = io.BytesIO()
    sheet.docx.save(written)
    return packed(written.getvalue())
