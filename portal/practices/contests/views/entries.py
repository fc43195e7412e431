"""Entries: applying, the page of one, the answer of who is put forward, withdrawing."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate
from portal.people.readings import show_list
from portal.practices.contests import actions
from portal.practices.contests.forms import ApplicationForm
from portal.practices.contests.kinds import ContestState, Subject
from portal.practices.contests.models import Contest, ContestEntry
from portal.practices.contests.queries import (
    comments_for,
    find_entries,
    nominees_for,
    organizations_applying,
    practices_for,
    seat_of,
)
from portal.practices.contests.views.blueprints import contests as bp
from portal.practices.contests.views.opening import one_contest, one_entry


@bp.get("/<public_id>/application")
@requires(Permission.CONTEST_APPLY)
def application(public_id: str) -> Response:
    """What to put forward, and for which nomination."""
    contest, form = one_contest(public_id, Permission.CONTEST_APPLY), ApplicationForm(formdata=None)
    form.practice.data = request.args.get("practice", "")
    return _application_page(contest, form)


@bp.post("/<public_id>/application")
@requires(Permission.CONTEST_APPLY)
def apply(public_id: str) -> Response:
    """Put it forward, once however often the button is pressed."""
    contest, form = one_contest(public_id, Permission.CONTEST_APPLY, lock=True), ApplicationForm()
    _offer(contest, form)
    if not form.validate():
        return _application_page(contest, form, status=422)
    key = form.submission_key.data or ""
    used = submissions.claim(key, f"contest-entry-{public_id}")
    if used is not None:
        return see_other(url_for(".entry", public_id=used.outcome))
    try:
        made = _enter(contest, form)
    except Refusal as refusal:
        db.session.rollback()
        form.nomination.errors = [refusal.message]
        return _application_page(one_contest(public_id, Permission.CONTEST_APPLY), form, status=422)
    submissions.set_outcome(key, made.public_id)
    target = url_for(".entry", public_id=made.public_id, done="applied")
    db.session.commit()
    return see_other(target)


@bp.get("/<public_id>/entries")
@requires(Permission.CONTEST_EDIT)
def entries(public_id: str) -> Response:
    """What was put forward, for the organiser."""
    contest = one_contest(public_id, Permission.CONTEST_EDIT)
    return page("contests/entries.html", contest=contest, found=paginate(find_entries(current_actor(), contest)))


@bp.get("/entries/<public_id>")
@requires(Permission.CONTEST_ENTRY_READ)
def entry(public_id: str) -> Response:
    """The entry as the jury reads it; its authors read what the jury says once results are published."""
    actor, found = current_actor(), one_entry(public_id, Permission.CONTEST_ENTRY_READ)
    may = permissions_on(actor, found)
    is_published = found.contest.state == ContestState.PUBLISHED
    is_own = Permission.CONTEST_ENTRY_ANSWER in may
    return page(
        "contests/entry.html", entry=found, contest=found.contest, may=may, P=Permission, is_own=is_own,
        is_asked=found.state == "asked" and found.person_id == actor.person_id, done=request.args.get("done", ""),
        comments=comments_for(found) if is_published and is_own else [], seat=seat_of(actor, found.contest),
    )  # fmt: skip


@bp.post("/entries/<public_id>/answer")
@requires(Permission.CONTEST_ENTRY_ANSWER)
def answer(public_id: str) -> Response:
    """Yes, no, or taken back."""
    actor, found = current_actor(), one_entry(public_id, Permission.CONTEST_ENTRY_ANSWER, lock=True)
    deed = request.form.get("deed", "")
    if deed in ("agree", "decline"):
        actions.answer_nomination(actor, found, agrees=deed == "agree")
    elif deed == "withdraw":
        actions.withdraw(actor, found)
    else:
        raise NotSeen
    db.session.commit()
    return see_other(url_for(".entry", public_id=public_id, done=deed))


def _enter(contest: Contest, form: ApplicationForm) -> ContestEntry:
    actor, words = current_actor(), form.words.data or ""
    nomination = next(each for each in contest.nominations if each.public_id == form.nomination.data)
    if nomination.subject == Subject.PRACTICE:
        practice = next((each for each in practices_for(actor, contest) if each.public_id == form.practice.data), None)
        if practice is None:
            raise Refusal(_("Выберите практику из списка."))
        return actions.enter_practice(actor, contest, nomination, practice, words=words)
    person_id, _dot, home_id = (form.person.data or "").partition(".")
    today = clock.today(contest.organization.time_zone)
    found = next(
        (
            each for each in nominees_for(actor, organizations_applying(actor, contest), today)
            if (each[0].public_id, each[1].public_id) == (person_id, home_id)
        ), None,
    )  # fmt: skip
    if found is None:
        raise Refusal(_("Выберите человека из списка."))
    return actions.enter_person(actor, contest, nomination, *found, words=words)


def _offer(contest: Contest, form: ApplicationForm) -> None:
    actor, today = current_actor(), clock.today(contest.organization.time_zone)
    form.nomination.choices = [(each.public_id, each.title) for each in contest.nominations]
    subjects = {each.subject for each in contest.nominations}
    empty = [("", _("Не выбрано"))]
    practices = practices_for(actor, contest) if Subject.PRACTICE in subjects else []
    form.practice.choices = empty + [
        (each.public_id, (each.working or each.published or each.versions[-1]).title) for each in practices
    ]
    reach = organizations_applying(actor, contest)
    people = nominees_for(actor, reach, today) if Subject.PERSON in subjects else []
    show_list(actor, "contests.application", {person.id for person, _home in people})
    form.person.choices = empty + [
        (f"{person.public_id}.{home.public_id}", f"{person.full_name}, {home.short_name}") for person, home in people
    ]


def _application_page(contest: Contest, form: ApplicationForm, status: int = 200) -> Response:
    _offer(contest, form)
    return page(
        "contests/application.html", fragment="application_form", status=status, contest=contest, form=form,
        takes=contest.takes_entries(clock.today(contest.organization.time_zone)),
        subjects={str(each.subject) for each in contest.nominations},
    )  # fmt: skip
