"""The base of mentors as a table in the columns of the customers (domain 5.2); mentees come with pairs."""

from collections.abc import Sequence
from datetime import date
from typing import IO, Any

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.db import db
from portal.core.export import Book, Column, Kind, Sheet, write_workbook
from portal.core.i18n import _
from portal.matching.exports import contacts_of, representatives_of, sheet_about
from portal.matching.labels import origin_label
from portal.matching.mentors.criteria import suitability
from portal.matching.mentors.kinds import TraitKind
from portal.matching.mentors.labels import (
    category_label,
    minutes_in_words,
    state_label,
    times_in_words,
    traits_in_words,
)
from portal.matching.mentors.models import MentorProfile
from portal.matching.mentors.queries import MentorFilter, find_mentors, points_of
from portal.people.ages import ADULT_FROM
from portal.people.columns import KIND_WORDS
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Person
from portal.people.periods import age_on
from portal.people.queries import places_of
from portal.programs.definitions import formats

KIND = "matching.mentors"
COLUMNS = (
    (_("№"), 6, Kind.NUMBER), (_("Наставник"), 30, Kind.TEXT), (_("Контакты"), 40, Kind.TEXT),
    (_("Организация"), 20, Kind.TEXT), (_("Место работы или учёбы"), 40, Kind.TEXT),
    (_("Кем приходится"), 14, Kind.TEXT), (_("Группа"), 12, Kind.TEXT), (_("Должность"), 26, Kind.TEXT),
    (_("Категория"), 20, Kind.TEXT),
    (_("Тип"), 24, Kind.TEXT), (_("Стаж, лет"), 10, Kind.NUMBER), (_("Основные компетенции"), 50, Kind.TEXT),
    (_("Области помощи"), 40, Kind.TEXT), (_("Важные достижения"), 40, Kind.TEXT), (_("Интересы"), 30, Kind.TEXT),
    (_("Возраст наставляемых"), 30, Kind.TEXT), (_("Время в неделю"), 18, Kind.TEXT),
    (_("Когда удобно"), 30, Kind.TEXT), (_("Как общаться"), 24, Kind.TEXT), (_("Языки"), 18, Kind.TEXT),
    (_("Наставляемых сразу"), 12, Kind.NUMBER), (_("Формы наставничества"), 40, Kind.TEXT),
    (_("От кого"), 20, Kind.TEXT), (_("Когда человек согласился"), 14, Kind.DATE),
    (_("Состояние"), 16, Kind.TEXT), (_("На паузе"), 10, Kind.TEXT),
    (_("Баллы отбора"), 12, Kind.NUMBER), (_("Из скольких"), 12, Kind.NUMBER), (_("Решение"), 30, Kind.TEXT),
    (_("День решения"), 14, Kind.DATE), (_("Дата вхождения"), 14, Kind.DATE), (_("Дата завершения"), 14, Kind.DATE),
)  # fmt: skip


def write_mentors(actor: Actor, wanted: MentorFilter, target: IO[bytes]) -> tuple[int, set[int]]:
    """Write the workbook with profiles that the actor keeps; returns how many, and the ids of the persons in it."""
    today = clock.today(actor.time_zone)
    found = db.session.execute(find_mentors(actor, wanted, today, permission=Permission.MENTOR_EDIT)).all()
    people = [row.MentorProfile.person for row in found]
    children = {each.id for each in people if each.birth_on and age_on(each.birth_on, today) < ADULT_FROM}
    kin = representatives_of(sorted(children), today)
    points = points_of([row.MentorProfile.id for row in found])
    places = places_of(actor, [each.id for each in people], Permission.MENTOR_EDIT, today)
    rows = [
        (n, *_who(row.MentorProfile, places, kin, wanted.on or today), *_profile(row.MentorProfile),
         *_standing(row, points.get(row.MentorProfile.id, {})))
        for n, row in enumerate(found, 1)
    ]  # fmt: skip
    titled = [Column(title=title, width=width, kind=kind) for title, width, kind in COLUMNS]
    sheets = [Sheet(name=_("Наставники"), columns=titled, rows=rows, freeze_columns=2), sheet_about(wanted, rows)]
    write_workbook(target, Book(title=_("База наставников"), sheets=sheets, zone=actor.time_zone))
    return len(rows), {each.id for each in people} | {one.id for several in kin.values() for one in several}


def _who(
    profile: MentorProfile, places: dict[int, list[Membership]], kin: dict[int, list[Person]], on: date
) -> tuple[Any, ...]:
    person = profile.person
    here = [each for each in places.get(person.id, []) if each.organization_id == profile.organization_id]
    years = age_on(person.career_began_on, on) if person.career_began_on else None
    return (
        person.full_name, contacts_of(person, kin.get(person.id)), profile.organization.short_name,
        "; ".join(filter(None, map(_place, here))), *_standing_there(here), category_label(profile.category),
        traits_in_words(profile.codes_of(TraitKind.TYPE), TraitKind.TYPE), years,
    )  # fmt: skip


def _standing_there(here: Sequence[Membership]) -> tuple[str | None, ...]:
    """As what the person belongs to the organisation, the group and the post: what makes the row readable again."""
    place = next((each for each in here if each.kind != MembershipKind.PARENT), None)
    if place is None:
        return None, None, None
    return KIND_WORDS[MembershipKind(place.kind)], place.group.name if place.group else None, place.post or None


def _place(place: Membership) -> str:
    where = (place.home or place.organization).short_name
    return ", ".join(filter(None, (place.post, place.subject, place.group.name if place.group else "", where)))


def _profile(profile: MentorProfile) -> tuple[Any, ...]:
    def chosen(kind: TraitKind) -> str:
        return traits_in_words(profile.codes_of(kind), kind)

    return (
        profile.competences, chosen(TraitKind.AREA), profile.achievements, profile.interests, chosen(TraitKind.AGE),
        minutes_in_words(profile.minutes_week), times_in_words(profile.codes_of(TraitKind.TIME)),
        chosen(TraitKind.CHANNEL), chosen(TraitKind.LANGUAGE), profile.capacity,
        "; ".join(each.name for code, each in formats().items() if code in profile.format_codes),
    )  # fmt: skip


def _standing(row: Any, points: dict[str, int]) -> Sequence[Any]:
    profile: MentorProfile = row.MentorProfile
    scored = suitability(profile.category, points)
    return (
        origin_label(profile.origin), profile.agreed_on, state_label(row.state), _("да") if row.is_paused else None,
        scored.points if points else None, scored.most if points else None, profile.decision, profile.decided_on,
        profile.starts_on, profile.ends_on,
    )  # fmt: skip
