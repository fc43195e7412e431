"""Rights of the subject in the demo town: a request that waits, one answered, one person erased, one drill closed."""

from datetime import timedelta

from portal.access.actor import Actor, Grant
from portal.access.roles import Role
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.demo.town import BEGAN_ON, SYSTEM, ZONE, Town
from portal.people import actions as people
from portal.people import disclosures
from portal.people.kinds import MembershipKind
from portal.privacy.actions import erasures, incidents, requests
from portal.privacy.kinds import RequestKind


def add_requests(town: Town) -> None:
    """What the queue of the college shows on the first day."""
    now = clock.now()
    with clock.freeze(now - timedelta(days=6)):
        _answered(town)
    with clock.freeze(now - timedelta(days=4)):
        _drill(town)
    with clock.freeze(now - timedelta(days=2)):
        _erased(town)
    with clock.freeze(now - timedelta(days=1)):
        requests.ask(
            _actor(town, "misha", Role.MENTEE), town.people["misha"], RequestKind.CORRECTION,
            text="В карточке указана старая группа.", wanted="М-31",
        )  # fmt: skip


def _actor(town: Town, key: str, role: Role) -> Actor:
    grants = (Grant(role=role, organization_id=town.schools[1].id),)
    return Actor(person_id=town.people[key].id, grants=grants, time_zone=ZONE)


def _answered(town: Town) -> None:
    kira = _actor(town, "kira", Role.CURATOR)
    for key in ("misha", "nina"):
        audit.record(kira, AuditEvent.PERSON_VIEWED, town.people[key], organization_id=town.schools[1].id)
    asked = requests.ask(
        _actor(town, "nina", Role.MENTOR), town.people["nina"], RequestKind.ACCESS, text="Кто видит мои ответы?"
    )
    requests.answer(kira, asked, text="Ответы видит куратор. Полный перечень в разделе «Мои данные».", is_done=True)


def _drill(town: Town) -> None:
    """The curator opens a list in the hour of the drill; the director finds out whom it showed."""
    kira, denis = _actor(town, "kira", Role.CURATOR), _actor(town, "denis", Role.DIRECTOR)
    seen = [town.people[key].id for key in ("misha", "nina", "pasha", "maria")]
    disclosures.note_list(kira, "people.index", seen, organization_id=town.schools[1].id)
    begins_at = clock.now() - timedelta(hours=1)
    drill = incidents.open_incident(
        denis, town.schools[1], town.people["kira"], begins_at=begins_at, ends_at=clock.now(),
        what="Учение: учётной записью куратора воспользовался посторонний.", is_drill=True,
    )  # fmt: skip
    for step in ("notified", "reported"):
        incidents.note_step(denis, drill, step)
    incidents.close_incident(denis, drill, conclusion="Сеансы закрыты за минуту, список затронутых людей собран.")


def _erased(town: Town) -> None:
    denis, school = _actor(town, "denis", Role.DIRECTOR), town.schools[1]
    person = people.add_person(SYSTEM, family_name="Выбывшая", given_name="Алла", patronymic="Юрьевна")
    people.add_membership(SYSTEM, person, school, kind=MembershipKind.LEARNER, starts_on=BEGAN_ON)
    asked = requests.ask(Actor(person_id=person.id, time_zone=ZONE), person, RequestKind.ERASURE, text="Прошу стереть")
    [entry] = erasures.propose(denis, school, [person], reason="Обращение субъекта", request=asked)
    erasures.carry_out(denis, entry)
