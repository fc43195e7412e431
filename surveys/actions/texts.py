"""What staff does with answers in people's own words: gathers them under tags, hides names that stand in them."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, new_public_id, run, upsert
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _
from portal.core.text import clean_line
from surveys.models import Answer, AnswerTag, HiddenName, Response, ResponseState, SurveyAssignment, TextTag

LONGEST_TAG = 60
MOST_TAGS = 100


def tag_answer(actor: Actor, wave: SurveyAssignment, response_id: str, code: str, name: str) -> TextTag:
    """Put a tag on an answer; the tag is made where the wave does not know it. Twice changes nothing.

    Raises Refusal for a tag without a word, NotSeen for an answer of another wave.
    """
    name = clean_line(name)[:LONGEST_TAG]
    if not name:
        raise Refusal(_("Напишите метку, например «Расписание»."))
    _answer(wave, response_id, code)
    tag = _find_or_add(wave, name)
    row = {"response_id": response_id, "item_code": code, "tag_id": tag.id}
    upsert(AnswerTag.__table__, row, keys=("response_id", "item_code", "tag_id"))
    return tag


def untag_answer(actor: Actor, wave: SurveyAssignment, response_id: str, code: str, tag_id: str) -> None:
    """Take a tag (its public id) off an answer; a tag that no answer bears is gone."""
    _answer(wave, response_id, code)
    tag = db.session.scalars(
        sa.select(TextTag).where(TextTag.public_id == tag_id, TextTag.assignment_id == wave.id)
    ).one_or_none()
    if tag is None:
        return
    run(
        sa.delete(AnswerTag).where(
            AnswerTag.response_id == response_id, AnswerTag.item_code == code, AnswerTag.tag_id == tag.id
        )
    )
    is_used = db.session.scalar(sa.select(sa.exists().where(AnswerTag.tag_id == tag.id)))
    if not is_used:
        db.session.delete(tag)
        db.session.flush()


def hide_name(actor: Actor, wave: SurveyAssignment, response_id: str, code: str, words: str) -> int:
    """Hide these words wherever they stand in an answer; returns how many places were hidden.

    Raises Refusal when they do not stand there.
    """
    text = str(_answer(wave, response_id, code).value)
    words = " ".join(words.split())
    places = _places(text, words)
    if not places:
        raise Refusal(_("Таких слов в ответе нет. Скопируйте имя точно так, как оно написано."))
    known = db.session.scalars(
        sa.select(HiddenName).where(HiddenName.response_id == response_id, HiddenName.item_code == code)
    ).all()
    fresh = [at for at in places if not any(at < each.ends and each.begins < at + len(words) for each in known)]
    rows = [{"response_id": response_id, "item_code": code, "begins": at, "ends": at + len(words)} for at in fresh]
    if rows:
        db.session.execute(sa.insert(HiddenName), rows)
        audit.record(actor, AuditEvent.SURVEY_NAME_HIDDEN, wave, changes={"item": code, "places": len(rows)})
    return len(rows)


def show_names(actor: Actor, wave: SurveyAssignment, response_id: str, code: str) -> None:
    """Take back everything that was hidden in an answer."""
    _answer(wave, response_id, code)
    gone = run(sa.delete(HiddenName).where(HiddenName.response_id == response_id, HiddenName.item_code == code))
    if gone:
        audit.record(actor, AuditEvent.SURVEY_NAME_SHOWN, wave, changes={"item": code, "places": gone})


def _answer(wave: SurveyAssignment, response_id: str, code: str) -> Answer:
    found = db.session.scalars(
        sa.select(Answer)
        .join(Response, Response.id == Answer.response_id)
        .where(
            Answer.response_id == response_id,
            Answer.item_code == code,
            Response.assignment_id == wave.id,
            Response.state == ResponseState.SUBMITTED,
        )
    ).one_or_none()
    if found is None:
        raise NotSeen
    return found


def _find_or_add(wave: SurveyAssignment, name: str) -> TextTag:
    wanted = sa.select(TextTag).where(TextTag.assignment_id == wave.id, TextTag.name == name)
    found = db.session.scalars(wanted).one_or_none()
    if found is not None:
        return found
    count = db.session.scalar(sa.select(sa.func.count()).where(TextTag.assignment_id == wave.id)) or 0
    if count >= MOST_TAGS:
        raise Refusal(_("Меток уже %(n)s: возьмите одну из них.", n=count))
    now = clock.now()
    row = {"public_id": new_public_id(), "assignment_id": wave.id, "name": name, "created_at": now, "updated_at": now}
    upsert(TextTag.__table__, row, keys=("assignment_id", "name"))
    return db.session.scalars(wanted).one()


def _places(text: str, words: str) -> list[int]:
    if not words:
        return []
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + len(words))
    return found
