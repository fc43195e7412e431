"""A public link as its reader meets it: the wave behind it, and its questionnaire before anybody has begun."""

from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotSeen
from portal.core.i18n import _, ru_datetime
from surveys.actions.public_links import full_words
from surveys.filling import AskedInvitation, AskedOrganization, AskedWave, Invited
from surveys.models import PublicLink, SurveyAssignment


@dataclass(frozen=True)
class Shut:
    """Why nobody can begin by the link now."""

    title: str
    text: str


def find_link(code: str, *, lock: bool = False) -> PublicLink:
    """The link with this code, with wave and organisation. Raises NotSeen for a code that nobody has."""
    query = sa.select(PublicLink).where(PublicLink.code == code)
    loaded = joinedload(PublicLink.assignment).joinedload(SurveyAssignment.organization)
    query = query.with_for_update(of=PublicLink) if lock else query.options(loaded)
    link = db.session.scalars(query).one_or_none()
    if link is None:
        raise NotSeen
    return link


def asked_by(assignment: SurveyAssignment) -> Invited:
    """The wave as the words about trust want it, before anybody was asked: for posters and blanks."""
    wave = _plain(AskedWave, assignment)
    nobody = {"id": 0, "public_id": "", "subject": "", "link_revision": 0, "class_revision": 0}
    invitation = _plain(AskedInvitation, None, assignment=wave, **nobody)
    organization = _plain(AskedOrganization, assignment.organization)
    return Invited(invitation=invitation, organization=organization)


def shut_words(link: PublicLink) -> Shut | None:
    """What stands instead of the questions, or None while people may begin."""
    wave, now = link.assignment, clock.now()
    zone = wave.organization.time_zone
    if wave.opens_at > now:
        return Shut(_("Анкета ещё не открыта"), _("Отвечать можно с %(when)s.", when=ru_datetime(wave.opens_at, zone)))
    if not wave.is_open(now):
        return Shut(
            _("Сбор ответов закрыт"),
            _("Ответы принимались до %(when)s.", when=ru_datetime(wave.closed_at or wave.closes_at, zone)),
        )
    if link.closed_at is not None:
        return Shut(_("Ссылка выключена"), _("Эта ссылка больше не работает. Новую даст тот, кто проводит опрос."))
    if link.most_answers is not None and link.answered >= link.most_answers:
        return Shut(_("Ответов уже достаточно"), full_words())
    return None


def _plain(kind: Any, row: Any, **known: Any) -> Any:
    """A plain copy of a row, for whatever fields the copy has."""
    return kind(**{each.name: known.get(each.name, getattr(row, each.name, None)) for each in fields(kind)})
