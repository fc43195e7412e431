"""The bank of the demo town: practices in every state, uses with their outcomes, presentations, a collection."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.accounts.models import RoleGrant
from portal.core import clock
from portal.core.db import db
from portal.core.yaml_files import load_yaml
from portal.demo.town import SYSTEM, ZONE, Town
from portal.people.models import Person
from portal.practices import actions
from portal.practices.kinds import Evidence, Level, Outcome, Section
from portal.practices.models import Practice
from portal.practices.rows import RESULTS, STEPS
from portal.practices.sections import FIELDS

TEXTS = Path(__file__).parent / "data/practices.yaml"
SUBMITTED = {"in_review", "at_operator", "returned", "rejected", "published", "updating", "archived"}
PUBLISHED = {"published", "updating", "archived"}
ROUND = timedelta(days=10)  # from handing in to the decision
COLLECTED = "Первый год в профессии"
ABOUT = "С чего начать паре, в которой педагогу меньше трёх лет стажа."


def add_practices(town: Town) -> None:
    """Every practice through the actions that people use, at its own time."""
    known = load_yaml(TEXTS)
    made = [_practice(town, order, said) for order, said in enumerate(known)]
    collection = actions.make_collection(
        SYSTEM,
        town.municipality,
        title=COLLECTED,
        about="С чего начать паре, в которой педагогу меньше трёх лет стажа.",
    )
    for practice in made:
        if practice.current_number and practice.archived_on is None and "young_teacher" in _participants(practice):
            actions.put_into_collection(SYSTEM, collection, practice)
    actions.publish_collection(SYSTEM, collection, is_open=True)


def _practice(town: Town, order: int, said: dict[str, Any]) -> Practice:
    began = clock.now() - timedelta(days=said["days_ago"]) - ROUND
    author = _author(town, order, said)
    actor = Actor(person_id=author.id, time_zone=ZONE)
    with clock.freeze(began):
        practice = actions.draft_practice(actor, town.schools[said["school"]], author, title=said["title"])
        _fill(actor, practice, said)
        if said["state"] in SUBMITTED:
            actions.submit_for_review(actor, practice, skips_organization=False)
    with clock.freeze(began + ROUND):
        _decide(practice, said)
    if said["state"] in PUBLISHED:
        _live(town, practice, said)
    if said["state"] == "updating":
        version = actions.begin_update(actor, practice)
        actions.save_section(actor, version, Section.RIGHTS, {"change_note": said["new_note"]})
    if said["state"] == "archived":
        actions.archive_practice(actor, practice, reason=said["reason"])
    if said.get("review_passed"):
        practice.review_on = clock.today(ZONE) - timedelta(days=3)
    return practice


def _fill(actor: Actor, practice: Practice, said: dict[str, Any]) -> None:
    today, version = clock.today(ZONE), practice.versions[-1]
    for section in Section:
        values = {name: said.get(name, "") for name in FIELDS[section] if name in said}
        if section is Section.STEPS:
            values = {"steps": [dict(zip(STEPS, map(str, row), strict=True)) for row in said["steps"]]}
        if section is Section.RESULTS:
            values["reasoning"] = said.get("reasoning", "")
            values["results"] = [_result(row) for row in said["results"]]
        if section is Section.RIGHTS and said["state"] != "draft":
            values = {"licensed_on": today, "depicted_on": today}
        actions.save_section(actor, version, section, values)


def _result(row: list[Any]) -> dict[str, Any]:
    return {**dict(zip(RESULTS, map(str, row), strict=True)), "people": int(row[3])}


def _decide(practice: Practice, said: dict[str, Any]) -> None:
    state, today = said["state"], clock.today(ZONE)
    if state == "returned":
        section, text = said["remark"]
        actions.add_remark(SYSTEM, practice, section=Section(section), text=text)
        actions.return_to_authors(SYSTEM, practice)
    elif state == "rejected":
        actions.reject(SYSTEM, practice, reason=said["reason"])
    elif state == "at_operator":
        actions.pass_on(SYSTEM, practice)
    elif state in PUBLISHED:
        actions.pass_on(SYSTEM, practice)
        actions.publish_practice(SYSTEM, practice, evidence=Evidence(said["evidence"]), on=today)


def _live(town: Town, practice: Practice, said: dict[str, Any]) -> None:
    """Others took it, told what came of it, spoke of it, found it useful."""
    first = clock.today(ZONE) - timedelta(days=max(said["days_ago"] - 5, 1))
    for number, outcome, done, changed in said.get("uses", ()):
        who = town.people["nina"] if number == 1 else _teacher(town, number, 1)
        teller = Actor(person_id=who.id, time_zone=ZONE)
        use = actions.adopt(teller, practice, town.schools[number], starts_on=first, note=changed)
        if outcome:
            actions.tell_outcome(teller, use, outcome=Outcome(outcome), done=done, changed="")
        actions.set_mark(teller, practice, is_useful=True)
    for level, event, days_ago in said.get("presentations", ()):
        held_on = clock.today(ZONE) - timedelta(days=days_ago)
        actions.add_presentation(SYSTEM, practice, held_on=held_on, level=Level(level), event=event)


def _author(town: Town, order: int, said: dict[str, Any]) -> Person:
    return town.people[said["author"]] if "author" in said else _teacher(town, said["school"], order % 3)


def _teacher(town: Town, number: int, order: int) -> Person:
    """A mentor of the organisation; the core cast is left alone."""
    cast = [person.id for person in town.people.values()]
    found = sa.select(Person).where(
        Person.id.not_in(cast),
        sa.exists().where(
            RoleGrant.person_id == Person.id, RoleGrant.organization_id == town.schools[number].id,
            RoleGrant.role == Role.MENTOR,
        ),
    ).order_by(Person.id).offset(order).limit(1)  # fmt: skip
    return db.session.scalars(found).one()


def _participants(practice: Practice) -> list[str]:
    return practice.published.participants if practice.published else []
