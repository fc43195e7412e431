"""Pages where a pair is summed up: its closing sheet, a member's word, the way into the reserve of mentors."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotAllowed, Refusal
from portal.core.i18n import _
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.matching.mentors.queries import MentorOpening, mentor_openings, open_profile
from portal.matching.mentors.queries.openings import own_mentor_places
from portal.mentorships.closing import actions
from portal.mentorships.closing.forms import ReserveForm, WordForm, sheet_form
from portal.mentorships.closing.models import ClosingWord
from portal.mentorships.closing.queries import member_of, reports_of, sheet_of, words_of
from portal.mentorships.closing.queries.sheets import expected_of
from portal.mentorships.closing.views.blueprints import closing as bp
from portal.mentorships.closing.views.opening import note_reading, one_sheet, reads_reviews, summed
from portal.mentorships.closing.words import sheet_words, word_words
from portal.mentorships.kinds import WORKING, MemberSide
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.mentorships.views.opening import one_pair


@bp.get("/<public_id>/closing")
@requires(Permission.CLOSING_READ)
def show(public_id: str) -> Response:
    """The closing sheet: what was reached, what everybody says, what follows, what is missing."""
    pair = one_sheet(public_id)
    note_reading(pair, "closing.show")
    actor, found = current_actor(), summed(pair)
    member = _membership(pair)
    return page(
        "closing/show.html", summing=found, pair=pair, may=permissions_on(actor, pair), P=Permission,
        reports=reports_of(actor, pair), reviews=reads_reviews(pair), me=actor.person_id, member=member,
        own_word=found.word_of(actor.person_id) if member else None, works=pair.state in WORKING,
        joins=member is not None and member.side == MemberSide.MENTEE and _may_join(pair),
        standing={side: pair.standing(side) for side in MemberSide}, done=request.args.get("done", ""),
    )  # fmt: skip


@bp.get("/<public_id>/closing/edit")
@requires(Permission.MENTORSHIP_CHANGE)
def edit(public_id: str) -> Response:
    """The sheet as a form, with the goals and numbers beside it."""
    pair = one_pair(public_id, Permission.MENTORSHIP_CHANGE)
    actions.refuse_unbegun(pair)
    sheet = sheet_of(pair)
    return _edit_page(pair, sheet_form(expected_of(pair), sheet))


@bp.post("/<public_id>/closing/edit")
@requires(Permission.MENTORSHIP_CHANGE)
def update(public_id: str) -> Response:
    """Save it; somebody else's change in between is shown beside one's own (409)."""
    pair = one_pair(public_id, Permission.MENTORSHIP_CHANGE, lock=True)
    form, sheet = sheet_form(expected_of(pair), posted=True), sheet_of(pair, lock=True)
    if not form.validate():
        return _edit_page(pair, form, 422)
    check_version(
        sheet.version if sheet else 0, request.form.get("version"), stands=sheet_words(sheet),
        typed=sheet_words(form.facts),
    )  # fmt: skip
    try:
        actions.draw_up(current_actor(), pair, form.facts)
    except Refusal as refusal:
        db.session.rollback()
        form.reviewed_on.errors = [refusal.message]
        return _edit_page(one_pair(public_id, Permission.MENTORSHIP_CHANGE), form, 422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="saved"))


@bp.get("/<public_id>/closing/word")
@requires(Permission.CLOSING_SAY)
def ask_word(public_id: str) -> Response:
    """What a member says at the end."""
    pair = one_pair(public_id, Permission.CLOSING_SAY)
    actions.refuse_unbegun(pair)
    return _word_page(pair, WordForm(formdata=None, obj=_own_word(pair)))


@bp.post("/<public_id>/closing/word")
@requires(Permission.CLOSING_SAY)
def say_word(public_id: str) -> Response:
    """Keep it; said again, it is what was said last."""
    pair, form = one_pair(public_id, Permission.CLOSING_SAY, lock=True), WordForm()
    if not form.validate():
        return _word_page(pair, form, 422)
    said = _own_word(pair)
    check_version(
        said.version if said else 0, request.form.get("version"), stands=word_words(said), typed=word_words(form)
    )
    actions.say_word(current_actor(), pair, **{name: text or "" for name, text in form.values.items()})
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="said"))


@bp.get("/<public_id>/closing/reserve")
@requires(Permission.CLOSING_SAY)
def ask_reserve(public_id: str) -> Response:
    """What it means to stand in the base of potential mentors."""
    pair = one_pair(public_id, Permission.CLOSING_SAY)
    return _reserve_page(pair, ReserveForm(formdata=None))


@bp.post("/<public_id>/closing/reserve")
@requires(Permission.CLOSING_SAY)
def join_reserve(public_id: str) -> Response:
    """The mentee enters it by their own yes."""
    pair, form = one_pair(public_id, Permission.CLOSING_SAY, lock=True), ReserveForm()
    member, opening = _mentee(pair), _offer(pair, form)
    if opening is None:
        raise Refusal(_nowhere())
    if not form.validate():
        return _reserve_page(pair, form, 422)
    actions.join_reserve(current_actor(), pair, member.person, opening, form.formats.data or [])
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="reserved"))


def _nowhere() -> str:
    return _("В этом году ни одна форма вам не подходит, или вы уже в базе наставников.")


def _edit_page(pair: Mentorship, form: Any, status: int = 200) -> Response:
    note_reading(pair, "closing.edit")
    sheet = sheet_of(pair)
    return page(
        "closing/edit.html", fragment="sheet_form", status=status, pair=pair, form=form, summing=summed(pair),
        version=sheet.version if sheet else 0,
    )  # fmt: skip


def _word_page(pair: Mentorship, form: WordForm, status: int = 200) -> Response:
    member = _membership(pair)
    if member is None:
        raise NotAllowed
    is_mentee = member.side == MemberSide.MENTEE
    said = _own_word(pair)
    return page(
        "closing/word.html", fragment="word_form", status=status, pair=pair, form=form, is_mentee=is_mentee,
        version=said.version if said else 0,
    )  # fmt: skip


def _own_word(pair: Mentorship) -> ClosingWord | None:
    return next((each for each in words_of(pair) if each.person_id == current_actor().person_id), None)


def _reserve_page(pair: Mentorship, form: ReserveForm, status: int = 200) -> Response:
    _mentee(pair)
    actions.refuse_unbegun(pair)
    opening = _offer(pair, form)
    if opening is None:
        raise Refusal(_nowhere())
    return page(
        "closing/reserve.html", fragment="reserve_form", status=status, pair=pair, form=form, opening=opening
    )  # fmt: skip


def _membership(pair: Mentorship) -> MentorshipMember | None:
    """The reader as a member of the pair who stayed."""
    return member_of(pair, current_actor().person_id)


def _mentee(pair: Mentorship) -> MentorshipMember:
    member = _membership(pair)
    if member is None or member.side != MemberSide.MENTEE:
        raise NotAllowed
    return member


def _may_join(pair: Mentorship) -> bool:
    return _opening(pair) is not None


def _opening(pair: Mentorship) -> MentorOpening | None:
    """Where the reader may be a mentor in the organisation of the pair; None for who is in the base already."""
    person_id, today = current_actor().person_id, clock.today(pair.organization.time_zone)
    if person_id is None or open_profile(person_id, pair.organization_id) is not None:
        return None
    found = mentor_openings(own_mentor_places(person_id, today), today)
    return next((each for each in found if each.organization.id == pair.organization_id), None)


def _offer(pair: Mentorship, form: ReserveForm) -> MentorOpening | None:
    opening = _opening(pair)
    form.formats.choices = [SelectChoice(code, name) for code, name in opening.formats.items()] if opening else []
    return opening
