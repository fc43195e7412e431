"""The registry of pairs as a table, in the columns of the customers (PAIR-6, domain 5.4)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import IO, Any

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.db import db
from portal.core.export import Book, Column, Kind, Sheet, write_workbook
from portal.core.i18n import _
from portal.documents.models import Document
from portal.matching.exports import sheet_about
from portal.mentorships.kinds import MemberSide, MentorshipState
from portal.mentorships.labels import ending_label, pattern_label, state_label, ways_in_words
from portal.mentorships.models import Mentorship, MentorshipDecision, MentorshipMember
from portal.mentorships.registry.queries import PairFilter, find_pairs, grounds_of, members_on, responsible_for
from portal.mentorships.registry.words import ground_label, kind_label
from portal.people.models import Membership
from portal.people.queries import places_of

KIND = "mentorships.registry"
BATCH = 500
COLUMNS = (
    (_("№"), 6, Kind.NUMBER), (_("Наставник"), 34, Kind.TEXT),
    (_("Должность, класс или курс наставника"), 36, Kind.TEXT),
    (_("Наставляемые"), 40, Kind.TEXT), (_("Должность, класс или курс наставляемых"), 36, Kind.TEXT),
    (_("Форма наставничества"), 26, Kind.TEXT), (_("Ролевая модель"), 30, Kind.TEXT), (_("Вид"), 10, Kind.TEXT),
    (_("Как работает"), 24, Kind.TEXT), (_("Цель"), 50, Kind.TEXT), (_("Решение"), 36, Kind.TEXT),
    (_("Директивно"), 12, Kind.TEXT), (_("Начало"), 14, Kind.DATE), (_("Плановое завершение"), 14, Kind.DATE),
    (_("Фактическое завершение"), 14, Kind.DATE), (_("Кто отвечает за форму"), 26, Kind.TEXT),
    (_("Согласие обеих сторон"), 14, Kind.TEXT), (_("Статус"), 18, Kind.TEXT), (_("Причина завершения"), 30, Kind.TEXT),
    (_("Организация"), 20, Kind.TEXT), (_("Год программы"), 14, Kind.TEXT),
)  # fmt: skip


def write_pairs(actor: Actor, wanted: PairFilter, target: IO[bytes]) -> tuple[int, set[int]]:
    """Write the workbook with pairs that the actor keeps; returns how many, and the ids of the persons in it."""
    today = clock.today(actor.time_zone)
    on = wanted.on or today
    found = db.session.execute(find_pairs(actor, wanted, today, permission=Permission.MENTORSHIP_CHANGE)).all()
    pairs: list[Mentorship] = [row.Mentorship for row in found]
    present = {pair.id: {side: members_on(pair, side, on) for side in MemberSide} for pair in pairs}
    subjects = {each.person_id for sides in present.values() for members in sides.values() for each in members}
    posts = responsible_for(pairs)
    grounds: dict[int, tuple[MentorshipDecision, Document | None]] = {}
    places: dict[int, list[Membership]] = {}
    ids = sorted(subjects)
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        places |= places_of(actor, part, Permission.MENTORSHIP_CHANGE, on)
    for start in range(0, len(pairs), BATCH):
        grounds |= grounds_of([each.id for each in pairs[start : start + BATCH]])
    rows = [
        (n, *_people(present[row.Mentorship.id], places),
         *_terms(row.Mentorship, len(present[row.Mentorship.id][MemberSide.MENTEE])),
         ground_label(grounds.get(row.Mentorship.id)),
         *_course(row.Mentorship, row.state, on, posts[row.Mentorship.id], present[row.Mentorship.id]))
        for n, row in enumerate(found, 1)
    ]  # fmt: skip
    titled = [Column(title=title, width=width, kind=kind) for title, width, kind in COLUMNS]
    sheets = [Sheet(name=_("Пары и группы"), columns=titled, rows=rows, freeze_columns=2), sheet_about(wanted, rows)]
    write_workbook(target, Book(title=_("Реестр наставнических пар и групп"), sheets=sheets, zone=actor.time_zone))
    return len(rows), subjects


def place_of(person_id: int, places: Mapping[int, Sequence[Membership]], organization_id: int) -> str:
    """«учитель физики» or «ИС-21»: what the person is where the pair is kept, by places of `places_of`."""
    return place_in_words(places.get(person_id, ()), organization_id)


def place_in_words(places: Sequence[Membership], organization_id: int) -> str:
    """The same of one person's places."""
    here = [each for each in places if each.organization_id == organization_id] or list(places)
    said = (", ".join(filter(None, (each.post, each.group.name if each.group else ""))) for each in here)
    return "; ".join(dict.fromkeys(filter(None, said)))


def _people(sides: dict[MemberSide, list[MentorshipMember]], places: dict[int, list[Membership]]) -> tuple[Any, ...]:
    cells: list[str] = []
    for side in MemberSide:
        members = sides[side]
        said = [place_of(each.person_id, places, each.organization_id) for each in members]
        cells += ["; ".join(each.person.full_name for each in members), "; ".join(dict.fromkeys(filter(None, said)))]
    return tuple(cells)


def _terms(pair: Mentorship, mentees: int) -> tuple[Any, ...]:
    return (
        pair.format.name,
        pattern_label(pair.pattern),
        kind_label(pair, mentees),
        ways_in_words(pair.ways),
        pair.goal,
    )


def _course(
    pair: Mentorship, state: str, on: date, post: str, sides: dict[MemberSide, list[MentorshipMember]]
) -> tuple[Any, ...]:
    is_over = state in (MentorshipState.CLOSED, MentorshipState.DECLINED)
    agreed = all(each.agreed_on is not None and each.agreed_on <= on for each in (m for s in sides.values() for m in s))
    return (
        _("да") if pair.is_directive else None, pair.starts_on, pair.planned_until, pair.ends_on if is_over else None,
        post, _("да") if agreed else _("нет"), state_label(state),
        ending_label(pair.ending) if is_over and pair.ending else "", pair.organization.short_name, pair.cycle.name,
    )  # fmt: skip
