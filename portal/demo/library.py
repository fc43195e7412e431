"""The library of the demo town: real acts, memos in versions, readings of newcomers, open pages with news."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor, Grant
from portal.access.roles import Role
from portal.core import clock
from portal.core.db import db
from portal.core.yaml_files import load_yaml
from portal.demo.town import SYSTEM, ZONE, Town
from portal.library import actions
from portal.library.actions import Body, Facts
from portal.library.kinds import Facet, MaterialKind
from portal.library.models import Material
from portal.library.queries import acquaintance_with

TEXTS = Path(__file__).parent / "data/library.yaml"
YEAR = timedelta(days=365)
WORKBOOK = "Неделя;О чём говорили;Что дальше\n1;;\n2;;\n3;;\n"
ABOUT = (
    "Наставничество в колледже идёт с 2022 года. Студенты старших курсов помогают первокурсникам, преподаватели – "
    "молодым коллегам, мастера предприятий – выпускникам.\n\n**Как стать наставником или найти его:** войдите на "
    "портал и ответьте на анкету, это семь минут."
)
TOWN = "Муниципальная программа объединяет колледж, школы и предприятия города."
NEWS = (
    (20, "Пары этого года начали работать", "Утверждён список пар. Первые встречи пройдут **до 10 декабря**."),
    (
        3,
        "Набор наставников продолжается",
        "Ждём студентов второго и третьего курсов. Обучение в декабре, две встречи.",
    ),
)


def add_library(town: Town) -> None:
    """Every material through the actions that people use, at its own time."""
    for said in load_yaml(TEXTS):
        _material(town, said)
    college, now = town.schools[1], clock.now()
    for days, title, text in NEWS:
        with clock.freeze(now - timedelta(days=days)):
            actions.publish_news(SYSTEM, college, title=title, text=text, on=clock.today(ZONE))
    actions.save_section(
        SYSTEM, college, None, about=ABOUT, post="куратор программы наставничества", phone="", email="", is_open=True
    )
    actions.save_section(
        SYSTEM, town.municipality, None, about=TOWN,
        post="методист центра развития образования", phone="", email="", is_open=True,
    )  # fmt: skip
    db.session.flush()
    _readings(town)


def _material(town: Town, said: dict[str, Any]) -> None:
    now = clock.now()
    asks = bool(said.get("mentors") or said.get("mentees"))
    with clock.freeze(now - timedelta(days=said["days"])):
        today = clock.today(ZONE)
        facts = Facts(
            kind=MaterialKind(said["kind"]), title=said["title"], about=said["about"],
            chosen={facet: said.get(facet.value, []) for facet in Facet}, act_source=said.get("act_source", ""),
            act_number=said.get("act_number", ""), act_date=said.get("act_date"), is_public=said.get("public", False),
            for_mentors=said.get("mentors", False), for_mentees=said.get("mentees", False),
            newcomers_since=today - 2 * YEAR if asks else None,
            review_on=clock.day_of(now, ZONE) + timedelta(days=said.get("review", 180)),
        )  # fmt: skip
        upload = (io.BytesIO(WORKBOOK.encode()), "Рабочая тетрадь.csv") if said.get("file") else None
        made = actions.add_material(SYSTEM, town.schools[said["school"]], facts, Body(text=said["text"], upload=upload))
    for version in said.get("versions", []):
        with clock.freeze(now - timedelta(days=version["days"])):
            actions.add_version(SYSTEM, made, Body(text=version["text"]), change_note=version["note"])
    if said.get("archived"):
        actions.archive_material(SYSTEM, made)


def _readings(town: Town) -> None:
    """Two of three newcomers of the college have read what is meant for them; the sign-ins of the cast have not."""
    today, kira = clock.today(ZONE), town.people["kira"]
    held = Grant(role=Role.CURATOR, organization_id=town.schools[1].id)
    curator = Actor(person_id=kira.id, grants=(held,), time_zone=ZONE)
    known = {town.people[key].id for key in ("nina", "misha", "pasha")}
    asked = sa.select(Material).where(
        Material.newcomers_since.is_not(None), Material.organization_id == town.schools[1].id
    )
    for material in db.session.scalars(asked.order_by(Material.id)).all():
        people = [row.Person for row in acquaintance_with(curator, material, today).people]
        for order, person in enumerate(people):
            if order % 3 and person.id not in known:
                actions.mark_read(Actor(person_id=person.id, time_zone=ZONE), material)
