"""What a wave promises: chosen before the first answer, afterwards only ever stricter."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _, ngettext
from portal.core.notices import notify
from surveys.labels import mode_label
from surveys.models import Mode, Participation, Response, SurveyAssignment, SurveyInvitation
from surveys.storage import compiled
from surveys.terms import LARGEST_GROUP, SMALLEST_GROUP, Terms, modes_allowed


class Loosening(Refusal):
    """The change would break what respondents were promised (403); `respects` says in which ways."""

    def __init__(self, respects: list[str]) -> None:
        words = _("После первого ответа условия можно делать только строже. Здесь %(what)s.", what=", ".join(respects))
        super().__init__(words)
        self.respects = respects


def change_settings(actor: Actor, wave: SurveyAssignment, wanted: Terms) -> bool:
    """Give the wave these terms; returns whether anything changed.

    Before the first answer any mode at least as strict as the questionnaire's will do, afterwards nothing looser than
    what stands; then the invited are told. Raises Loosening, and Refusal for what no wave may have.
    """
    stands, is_fixed = Terms.of(wave), is_begun(wave)
    if wanted == stands:
        return False
    if is_fixed and wanted.loosened(stands):
        raise Loosening(wanted.loosened(stands))
    _refuse_the_impossible(wave, wanted, is_fixed=is_fixed)
    changes = {
        name: [before, after]
        for name, before, after in (
            ("mode", stands.mode, wanted.mode),
            ("min_group", stands.k, wanted.k),
            ("readers", sorted(stands.readers), sorted(wanted.readers)),
        )
        if before != after
    }
    wave.mode, wave.min_group, wave.readers = wanted.mode, wanted.k, sorted(wanted.readers)
    wave.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.SURVEY_SETTINGS_CHANGED, wave, changes=changes)
    if is_fixed:
        notify(_invited(wave), "survey", _news(wave, stands, wanted), "/my/surveys")
    return True


def note_refusal(actor: Actor, wave: SurveyAssignment, wanted: Terms) -> None:
    """The journal keeps that somebody tried to break a promise."""
    changes = {"mode": wanted.mode, "min_group": wanted.k, "readers": sorted(wanted.readers)}
    audit.record(actor, AuditEvent.SURVEY_LOOSENING_REFUSED, wave, changes=changes)


def is_begun(wave: SurveyAssignment) -> bool:
    """Whether anybody has answered anything: a draft counts, it was begun under what the page promised."""
    took_part = (
        sa.exists()
        .where(Participation.invitation_id == SurveyInvitation.id, SurveyInvitation.assignment_id == wave.id)
    )  # fmt: skip
    answered = sa.exists().where(Response.assignment_id == wave.id)
    return bool(db.session.scalar(sa.select(sa.or_(answered, took_part))))


def _refuse_the_impossible(wave: SurveyAssignment, wanted: Terms, *, is_fixed: bool) -> None:
    if not SMALLEST_GROUP <= wanted.k <= LARGEST_GROUP:
        raise Refusal(_("Порог сводки – от %(low)s до %(high)s ответов.", low=SMALLEST_GROUP, high=LARGEST_GROUP))
    own = wave.questionnaire_version.mode
    if wanted.mode not in modes_allowed(own, Mode(wave.mode), is_fixed=is_fixed):
        if is_fixed:
            raise Refusal(_("Режим закреплён первым ответом: на другой его не сменить."))
        raise Refusal(_("Анкета составлена как %(mode)s: раскрывать больше нельзя.", mode=mode_label(own)))
    definition = compiled(wave.version_id)
    if wanted.mode != Mode.NAMED and any(item.type == "file" for item in definition.items):
        raise Refusal(_("Файл выдаёт автора: анкету с файлом назначают только с именами."))
    if wanted.readers - frozenset(readers_offered(wave)):
        raise Refusal(_("Именные ответы читают только те, кого назвала анкета."))


def readers_offered(wave: SurveyAssignment) -> list[str]:
    """Roles that may be readers of the wave: those that the questionnaire names, and those it has already."""
    named = compiled(wave.version_id).visible_to or ("curator",)
    return list(dict.fromkeys([*named, *map(str, wave.readers)]))


def _invited(wave: SurveyAssignment) -> list[int]:
    """Everybody asked: who of them has answered is not looked at."""
    found = db.session.scalars(
        sa.select(SurveyInvitation.person_id)
        .where(SurveyInvitation.assignment_id == wave.id, SurveyInvitation.withdrawn_at.is_(None))
        .order_by(SurveyInvitation.id)
    )
    return [person_id for person_id in found if person_id is not None]


def _news(wave: SurveyAssignment, before: Terms, now: Terms) -> str:
    news = []
    if now.k > before.k:
        news.append(
            ngettext("сводка откроется от %(num)s ответа", "сводка откроется от %(num)s ответов", now.k)
        )  # fmt: skip
    if before.readers - now.readers:
        news.append(_("именные ответы прочтёт меньше людей"))
    return _("Условия анкеты «%(title)s» стали строже: %(what)s.", title=wave.title, what=", ".join(news))
