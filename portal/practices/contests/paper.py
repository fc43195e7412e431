"""The protocol of a contest in words, for the page of the printer and for DOCX."""

import io
from dataclasses import dataclass
from functools import cache

from flask import url_for

from portal.core.i18n import _, ru_date
from portal.documents.paper import render
from portal.documents.paper.rendering import packed
from portal.documents.paper.sheets import TABLE, Sheet
from portal.practices.contests.labels import points_words, told_bond_label
from portal.practices.contests.models import Contest
from portal.practices.contests.queries import names_in
from portal.practices.contests.scoring import Criterion, best_possible

HALF = (85, 85)


@dataclass(frozen=True)
class Row:
    """A line of the protocol: what, and what is said of it."""

    what: str
    said: str


def rows_of(contest: Contest) -> list[Row]:
    """The frozen protocol in words; names stand as they are today. Call for a signed contest only."""
    protocol = contest.protocol or {}
    names = names_in(protocol)
    titles = {each.public_id: each.title for each in contest.nominations}
    titles |= {each.public_id: each.title for each in contest.criteria}
    gone = _("Участник удалён")
    rows = [
        Row(_("Приём заявок"), _("с %(first)s по %(last)s", first=ru_date(contest.apply_from, "full"),
                                 last=ru_date(contest.apply_until, "full"))),
        Row(_("Сколько оценок нужно заявке"), str(protocol["least"])),
        Row(_("Критерии"), "\n".join(
            _("%(title)s: до %(most)s баллов, вес %(weight)s", title=titles[key], most=most, weight=weight)
            for key, weight, most in protocol["criteria"])),
        Row(_("Наибольший возможный итог"), points_words(100 * best_possible(
            [Criterion(key=key, weight=weight, most=most) for key, weight, most in protocol["criteria"]]))),
        Row(_("Жюри"), "\n".join(
            _("%(name)s%(chair)s, оценок: %(n)s", name=names.get(each["person"], gone),
              chair=_(" (председатель)") if each["chair"] else "", n=each["reviews"])
            for each in protocol["jury"])),
        Row(_("Конфликты интересов: эти члены жюри эти заявки не видели и не оценивали"), "\n".join(
            _("%(juror)s – %(entry)s: %(why)s", juror=names.get(each["juror"], gone),
              entry=names.get(each["entry"], gone), why=told_bond_label(each["bond"]))
            for each in protocol["conflicts"]) or _("нет")),
    ]  # fmt: skip
    for one in protocol["results"]:
        lines = [_line(each, names.get(each["entry"], gone)) for each in one["entries"]]
        rows.append(
            Row(_("Номинация «%(title)s»", title=titles[one["nomination"]]), "\n".join(lines) or _("заявок нет"))
        )
    return rows


def protocol_paper(contest: Contest, chair: str) -> bytes:
    """The protocol as DOCX; the same data gives the same bytes."""
    context = {
        "organization": {"name": contest.organization.name, "short_name": contest.organization.short_name},
        "number": "", "heading": heading_of(contest),
        "signed": ru_date(contest.signed_on, "full") if contest.signed_on else "", "digest": contest.digest,
        "chair": chair, "address": url_for("contests.show", public_id=contest.public_id, _external=True),
        "appendix": {"rows": [{"what": row.what, "said": row.said} for row in rows_of(contest)]},
    }  # fmt: skip
    return render(_layout(), context)


def heading_of(contest: Contest) -> str:
    """The title of the paper."""
    return _("Протокол жюри конкурса «%(title)s»", title=contest.title)


def _line(each: dict[str, object], name: str) -> str:
    hundredths = each["hundredths"]
    if not isinstance(hundredths, int):
        return _("%(name)s: итога нет, оценок меньше нужного", name=name)
    place = _("место %(n)s (поделено)", n=each["place"]) if each["shared"] else _("место %(n)s", n=each["place"])
    return _("%(place)s: %(name)s, %(points)s", place=place, name=name, points=points_words(hundredths))


@cache
def _layout() -> bytes:
    sheet = Sheet()
    sheet.line("{{ organization.name }}", align="center", size=TABLE)
    sheet.line("{{ heading }}", align="center", bold=True, before=12, after=12)
    sheet.grid(("Что", "Итог"), ("{{ row.what }}", "{{ row.said }}"))
    sheet.columns(("Председатель жюри: {{ chair }}", "left"), ("______________ {{ signed }}", "right"), widths=HALF,
                  before=12, size=TABLE)  # fmt: skip
    sheet.line("Отпечаток SHA-256: {{ digest }}", size=TABLE, before=12)
    sheet.line("{{ qr }}", before=12)
    written = io.BytesIO()
    sheet.docx.save(written)
    return packed(written.getvalue())
