"""What mentors lack in training: the report from which a training plan is made (requirements MENT-7, S3 4.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.i18n import _
from portal.matching.mentors.kinds import OPEN, TraitKind
from portal.matching.mentors.labels import TRAINING
from portal.matching.mentors.models import MentorProfile
from portal.matching.mentors.queries.register import MentorFilter, find_mentors
from portal.people.kinds import QualificationKind
from portal.people.models import Qualification
from portal.programs.definitions import role_patterns
from portal.programs.kinds import RequirementKind


@dataclass(frozen=True, kw_only=True)
class TrainingNeed:
    """A thing to learn, in words, and the profiles of those who need it, by name."""

    title: str
    why: str
    profiles: Sequence[MentorProfile]


def training_needs(actor: Actor, wanted: MentorFilter, today: date) -> list[TrainingNeed]:
    """What candidates, mentors and the reserve that the actor keeps lack, the most needed first.

    The course of mentors and the one on ОВЗ follow from what stands on the cards, the rest from their own words.
    """
    found = find_mentors(actor, wanted, today, permission=Permission.MENTOR_EDIT)
    rows = db.session.scalars(found.where(MentorProfile.state.in_(OPEN))).all()
    ids = [each.person_id for each in rows]
    has = {kind: _holders(ids, kind, today) for kind in (QualificationKind.MENTORING, QualificationKind.OVZ)}
    with_ovz = {each.format for each in role_patterns().values()
                if any(one.kind == RequirementKind.OVZ_COURSE for one in each.requirements)}  # fmt: skip
    needs = [
        TrainingNeed(
            title=_("Основы наставничества"), why=_("на карточке нет обучения наставников"),
            profiles=[each for each in rows if each.person_id not in has[QualificationKind.MENTORING]],
        ),
        TrainingNeed(
            title=_("Работа со студентами с ОВЗ"), why=_("форма допускает таких студентов, курса на карточке нет"),
            profiles=[
                each for each in rows
                if with_ovz & set(each.format_codes) and each.person_id not in has[QualificationKind.OVZ]
            ],
        ),
    ]  # fmt: skip
    needs += [
        TrainingNeed(
            title=words, why=_("хотят сами наставники"),
            profiles=[each for each in rows if code in each.codes_of(TraitKind.TRAINING)],
        )
        for code, words in TRAINING.items()
    ]  # fmt: skip
    return sorted((each for each in needs if each.profiles), key=lambda each: -len(each.profiles))


def _holders(person_ids: Sequence[int], kind: QualificationKind, on: date) -> set[int]:
    return set(
        db.session.scalars(
            sa.select(Qualification.person_id).where(
                Qualification.person_id.in_(person_ids),
                Qualification.kind == kind,
                Qualification.removed_at.is_(None),
                sa.or_(Qualification.valid_until.is_(None), Qualification.valid_until >= on),
            )
        )
    )
