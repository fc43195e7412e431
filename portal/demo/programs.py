"""Programmes of the demo town: each organisation runs the one of the customer that it follows, with its partners."""

from datetime import date

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.demo.town import BEGAN_ON, SYSTEM, ZONE, Town
from portal.people.models import Membership, Organization
from portal.programs import actions as programs
from portal.programs.definitions import program_patterns
from portal.programs.kinds import AgreementKind, DayKind, PaperKind
from portal.programs.models import Program
from portal.programs.queries import cycles_of

PATTERNS = {1: "amak", 2: "bratsk", 3: "chgtt", 4: "vpk", 5: "amt"}
NAME = "Наставничество рядом"
AGREED_UNTIL = date(2026, 12, 31)
SEPTEMBER = 9
HOLIDAYS = (("Осенние каникулы", date(2026, 10, 26), date(2026, 11, 3)),)
PAPERS = (
    (PaperKind.REGULATION, "Положение о наставничестве", "41"),
    (PaperKind.ROADMAP, "Дорожная карта наставничества", "42"),
)


def add_programs(town: Town) -> None:
    """A programme in each organisation: last year, which is over, and the one that runs; the plant is a partner."""
    today = clock.today(ZONE)
    year = today.year if today.month >= SEPTEMBER else today.year - 1
    for number, code in PATTERNS.items():
        school = town.schools[number]
        program = programs.add_program(
            SYSTEM, school, name=NAME, pattern=program_patterns()[code], span=programs.school_span(year - 1)
        )
        last = cycles_of(program)[0]
        programs.copy_cycle(SYSTEM, last, span=programs.school_span(year))
        programs.close_cycle(SYSTEM, last, on=last.ends_on)
        _add_papers(program, year)
        for name, first, end in HOLIDAYS:
            programs.add_own_days(
                SYSTEM, school, kind=DayKind.HOLIDAYS, name=name, starts_on=first.replace(year=year),
                ends_on=end.replace(year=year),
            )  # fmt: skip
    _add_partner(town, year)


def _add_papers(program: Program, year: int) -> None:
    day = date(year, 9, 1)
    for kind, title, number in PAPERS:
        facts = programs.PaperFacts(kind=kind, title=title, number=number, adopted_on=day, starts_on=day, ends_on=None)
        programs.add_paper(SYSTEM, program, facts)


def _add_partner(town: Town, year: int) -> None:
    college, pavel = town.schools[1], town.people["pavel"]
    plant = db.session.scalars(
        sa.select(Organization)
        .join(Membership, Membership.organization_id == Organization.id)
        .where(Membership.person_id == pavel.id, Organization.id != college.id)
    ).first()
    if plant is None:
        return
    partner = programs.add_partner(
        SYSTEM, college, plant, starts_on=BEGAN_ON, about="Наставники для студентов, производственная практика",
        resources="Сварочный участок, учебный класс в цехе",
    )  # fmt: skip
    for kind, number, until in (
        (AgreementKind.DUAL, "14/Д", AGREED_UNTIL.replace(year=year)),
        (AgreementKind.PRACTICE, "15/П", date(year + 3, 8, 31)),
    ):
        terms = programs.Terms(kind=kind, number=number, signed_on=BEGAN_ON, starts_on=BEGAN_ON, ends_on=until)
        programs.add_agreement(SYSTEM, partner, terms)
    programs.add_partner_curator(SYSTEM, partner, pavel, starts_on=BEGAN_ON, document="Письмо завода № 3")
