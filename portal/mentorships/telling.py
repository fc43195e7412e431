"""Lines on the portal and letters about forming; neither names anybody: who it is about is read after signing in."""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _
from portal.core.mail import For, absolute, enqueue
from portal.core.notices import notify
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.mentorships.queries.steps import awaited
from portal.people.models import Person
from portal.people.queries import represents_child

KIND = "mentorship"


def tell_proposed(pair: Mentorship) -> None:
    """Whoever is to say yes or no, and the parents of a child."""
    asked = awaited(pair)
    text = _("Вам предлагают наставничество: прочитайте и ответьте")
    if pair.is_directive:
        text = _("Вам назначена наставническая пара: прочитайте и ответьте")
    _tell(pair, asked, "mentorship_proposed", text)


def tell_began(pair: Mentorship) -> None:
    """Everybody who stands in the pair (PAIR-10)."""
    _tell(pair, _standing(pair), "mentorship_began", _("Наставническая пара начала работать"))


def tell_over(pair: Mentorship, *, by: int | None) -> None:
    """Everybody who stood in the pair to its end, but for the person who ended it."""
    stood = [each for each in pair.members if pair.ends_on in (each.ends_on, each.declined_on)]
    began = pair.starts_on is not None
    text = _("Наставническая пара завершена") if began else _("Предложенная пара не состоялась")
    _tell(pair, [each for each in stood if each.person_id != by], "mentorship_over", text)


def tell_changed(pair: Mentorship, members: Iterable[MentorshipMember], text: str, occasion: str) -> None:
    """What changed in a pair that works, in a sentence that names nobody; `occasion` names the change."""
    _tell(pair, members, "mentorship_over", text, occasion)


def _tell(pair: Mentorship, members: Iterable[MentorshipMember], letter: str, text: str, occasion: str = "") -> None:
    path, today = f"/mentorships/{pair.public_id}", clock.today(pair.organization.time_zone)
    told = {person.id: person for member in members for person in _whom(member, today)}
    notify(list(told), KIND, text, path)
    for person in told.values():
        if person.email:
            enqueue(
                letter, person.email, event_key=f"{letter}{occasion}:{pair.public_id}:{person.public_id}", what=text,
                organization=pair.organization.short_name, url=absolute(path),
                reader=For(person_id=person.id, zone=pair.organization.time_zone),
            )  # fmt: skip


def _whom(member: MentorshipMember, today: date) -> list[Person]:
    """The member, and whoever represents them by law until 18."""
    parents = db.session.scalars(
        sa.select(Person).where(represents_child_of(member.person_id, today), Person.erased_on.is_(None))
    ).all()
    return [each for each in (member.person, *parents) if each.erased_on is None]


def represents_child_of(child_id: int, on: date) -> sa.ColumnElement[bool]:
    """The clause «this person represents the child on the day»."""
    return represents_child(Person.id, sa.literal(child_id), on)  # type: ignore[arg-type]


def _standing(pair: Mentorship) -> list[MentorshipMember]:
    return [each for each in pair.members if each.ends_on is None]
