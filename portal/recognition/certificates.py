"""Грамоты, благодарности, сертификаты and letters of thanks: their words, their DOCX, their check by code."""

import io
import zipfile
from collections.abc import Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from portal.core.db import db
from portal.core.i18n import _, ru_date
from portal.core.mail import absolute
from portal.core.text import normal
from portal.documents.paper import render
from portal.documents.paper.rendering import EPOCH, packed
from portal.documents.paper.sheets import SMALL, TABLE, Sheet
from portal.people.models import Person
from portal.recognition.kinds import CODE_LENGTH, NominationState, Paper
from portal.recognition.labels import PAPERS
from portal.recognition.models import Nomination
from portal.recognition.queries import LOADED, may_name

PART = 4  # a code is read in parts of this length


def words_of(nomination: Nomination) -> dict[str, str]:
    """What the paper says: heading, to whom, who it is about, for what. Names stand as they are in the register."""
    paper, organization = Paper(nomination.kind.paper), nomination.organization.name
    year = nomination.cycle.name
    about = {
        Paper.LETTER_PARENTS: _("Благодарим за воспитание и поддержку. Ваш ребёнок – наставник, и его помощь заметна."),
        Paper.LETTER_PARTNERS: _("Благодарим за участие в программе наставничества и надеемся на продолжение."),
    }.get(paper, nomination.kind.criteria)
    is_letter = paper in (Paper.LETTER_PARENTS, Paper.LETTER_PARTNERS)
    heading = _("Благодарственное письмо") if is_letter else PAPERS[paper]
    is_of_child = paper == Paper.LETTER_PARENTS
    intro = _("Родителям и законным представителям") if is_of_child else ""
    whom = _("Наставник: %(name)s", name=nomination.whom) if is_of_child else nomination.whom
    return {
        "heading": heading, "intro": intro or (_("награждается") if paper == Paper.DIPLOMA else ""),
        "whom": whom, "title": nomination.kind.name, "about": about,
        "year": _("Программа наставничества, %(year)s учебный год", year=year), "organization": organization,
        "number": nomination.number, "day": ru_date(nomination.awarded_on, "full"),
        "code": spelled(nomination.check_code or ""),
    }  # fmt: skip


def has_paper(nomination: Nomination) -> bool:
    """Whether there is something to print: the award was given and its kind has a paper."""
    return nomination.state == NominationState.AWARDED and nomination.kind.paper != Paper.NONE


def paper_of(nomination: Nomination) -> bytes:
    """The paper as DOCX; the same award gives the same bytes."""
    said = words_of(nomination)
    asked = sa.select(Person).where(Person.id == nomination.organization.head_id, Person.erased_on.is_(None))
    head = db.session.scalar(asked)
    signs = head.name if head is not None else ""
    address = absolute(f"/certificates?code={nomination.check_code}")
    context: dict[str, Any] = {
        **said, "address": address, "signs": signs,
        "organization": {"name": said["organization"], "short_name": nomination.organization.short_name},
    }  # fmt: skip
    return render(_layout(), context)


def package_of(nominations: Sequence[Nomination]) -> bytes:
    """A ZIP with a paper for each, named by its number: no name stands in a file name."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for each in nominations:
            entry = zipfile.ZipInfo(f"{each.year}-{each.serial}.docx", EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            made.writestr(entry, paper_of(each))
    return written.getvalue()


def spelled(code: str) -> str:
    """«K7PM-2QXA-9RTC», as it is printed."""
    return "-".join(code[start : start + PART] for start in range(0, len(code), PART))


def read_code(typed: str) -> str:
    """The code as it is kept: capital letters and digits only; empty where it cannot be one."""
    kept = "".join(char for char in normal(typed, "NFKC").upper() if char.isascii() and char.isalnum())
    return kept if len(kept) == CODE_LENGTH else ""


def checked(code: str, today: Any) -> tuple[Nomination, str] | None:
    """The award with this code, and the name that may be told with it; empty without a consent to publish the name."""
    if not code:
        return None
    found = db.session.scalar(
        sa.select(Nomination).where(Nomination.check_code == code, Nomination.state == NominationState.AWARDED)
        .options(*LOADED)
    )  # fmt: skip
    if found is None:
        return None
    if found.person is None:
        return found, found.whom
    is_told = found.person.erased_on is None and may_name(found.person.id, found.organization_id, today)
    return found, found.person.full_name if is_told else ""


@cache
def _layout() -> bytes:
    sheet = Sheet()
    sheet.line("{{ organization.name }}", align="center", size=TABLE, after=36)
    sheet.line("{{ heading }}", align="center", bold=True, size=28, after=18)
    sheet.control("if intro")
    sheet.line("{{ intro }}", align="center", after=6)
    sheet.control("endif")
    sheet.line("{{ whom }}", align="center", bold=True, size=18, after=12)
    sheet.line("{{ title }}", align="center", after=6)
    sheet.line("{{ about }}", align="center", after=6)
    sheet.line("{{ year }}", align="center", after=36)
    sheet.columns(("Руководитель", "left"), ("____________________ {{ signs }}", "right"), widths=(60, 110), before=24)
    sheet.line("{{ day }}, № {{ number }}", before=24, size=TABLE)
    sheet.line("{{ qr }}", before=12)
    sheet.line("Проверить: код {{ code }}", size=SMALL)
    written = io.BytesIO()
    sheet.docx.save(written)
    return packed(written.getvalue())
