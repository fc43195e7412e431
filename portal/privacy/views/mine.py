"""«Мои данные»: what is held about me or my child, who looked, requests, the package and the restriction."""

from typing import Any

from flask import current_app, request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core import submissions
from portal.core.db import db
from portal.core.i18n import _
from portal.core.jobs import request_job
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate
from portal.people.models import Person
from portal.privacy.actions import requests
from portal.privacy.deadlines import DEADLINES
from portal.privacy.forms import RequestForm
from portal.privacy.jobs import PACKAGE
from portal.privacy.kinds import RequestKind, RequestState
from portal.privacy.models import SubjectRequest
from portal.privacy.queries.holdings import holdings_of
from portal.privacy.queries.places import operators_of, subjects_for
from portal.privacy.queries.requests import requests_about
from portal.privacy.queries.views import in_words, looks_at
from portal.privacy.views.blueprints import own_data
from portal.privacy.words import AUTHORS_ONLY

PURPOSE = "own_data.create"


@own_data.get("")
@requires(Permission.SUBJECT_DATA)
def index() -> Response:
    """Everything that is held, in plain words, with basis, purpose, term and who sees it."""
    person, actor = _asked_person(), current_actor()
    zone, frame = actor.time_zone, _frame(person)
    return page("own_data/index.html", **frame, sections=holdings_of(person, zone, is_own=frame["is_own"]),
                left_out="" if frame["is_own"] else AUTHORS_ONLY, operators=operators_of(person, zone),
                consents_url=_consents_url(), done=request.args.get("done", ""))  # fmt: skip


@own_data.get("/views")
@requires(Permission.SUBJECT_DATA)
def views() -> Response:
    """Who looked, by pages."""
    person = _asked_person()
    found = paginate(looks_at(person), scalars=False)
    return page("own_data/views.html", fragment="look_list", **_frame(person), found=found, looks=in_words(found.rows))


@own_data.get("/requests")
@requires(Permission.SUBJECT_DATA)
def show_requests() -> Response:
    """One's requests with their answers."""
    person = _asked_person()
    return page("own_data/show_requests.html", **_frame(person), requests=requests_about(person.id),
                kinds=RequestKind, states=RequestState, open_state=RequestState.OPEN,
                withdrawal=RequestKind.WITHDRAWAL, done=request.args.get("done", ""))  # fmt: skip


@own_data.get("/requests/new")
@requires(Permission.SUBJECT_DATA)
def new() -> Response:
    """The form of a request."""
    person = _asked_person()
    form = RequestForm(formdata=None, kind=request.args.get("kind", RequestKind.CORRECTION.value))
    return _form_page(form, person)


@own_data.post("/requests")
@requires(Permission.SUBJECT_DATA)
def create() -> Response:
    """Send the request; the same form again leads to the same request."""
    form, person = RequestForm(), _asked_person()
    if not form.validate():
        return _form_page(form, person, status=422)
    key, target = form.submission_key.data or "", url_for(".show_requests", person=person.public_id, done="sent")
    body = submissions.hash_body((person.public_id, form.kind.data, form.text.data, form.wanted.data))
    if submissions.claim(key, PURPOSE, body) is None:
        kind = RequestKind(form.kind.data)
        requests.ask(current_actor(), person, kind, text=form.text.data or "", wanted=form.wanted.data or "")
        db.session.commit()
    return see_other(target)


@own_data.post("/requests/<public_id>/cancellation")
@requires(Permission.SUBJECT_DATA)
def cancel(public_id: str) -> Response:
    """Take a request back."""
    asked = get_or_404(current_actor(), SubjectRequest, public_id, Permission.SUBJECT_DATA, lock=True)
    requests.cancel(current_actor(), asked)
    key = asked.person.public_id
    db.session.commit()
    return see_other(url_for(".show_requests", person=key, done="cancelled"))


@own_data.post("/package")
@requires(Permission.SUBJECT_DATA)
@at_most("20 per hour")
def package() -> Response:
    """Ask for the package as a job; its page gives the file."""
    person = _asked_person()
    actor = current_actor()
    asked = {"person": person.public_id, "is_own": person.id == actor.person_id}
    job = request_job(actor, PACKAGE, asked, title=_("Пакет персональных данных"))
    target = url_for("jobs.show", public_id=job.public_id)
    db.session.commit()
    return see_other(target)


@own_data.get("/restriction")
@requires(Permission.SUBJECT_DATA)
def confirm_restriction() -> Response:
    """What restricting means, before it is done."""
    return page("own_data/confirm_restriction.html", **_frame(_asked_person()))


@own_data.post("/restriction")
@requires(Permission.SUBJECT_DATA)
def restrict() -> Response:
    """Restrict processing at once, or end the restriction."""
    person, actor = _asked_person(), current_actor()
    is_ending = request.form.get("intent") == "release"
    if is_ending:
        requests.release(actor, person)
    else:
        requests.restrict(actor, person)
    key = person.public_id
    db.session.commit()
    return see_other(url_for(".index", person=key, done="released" if is_ending else "restricted"))


def _asked_person() -> Person:
    """The person named in the address or the form; the reader otherwise."""
    actor = current_actor()
    key = request.values.get("person", "")
    if not key:
        return subjects_for(actor)[0]
    return get_or_404(actor, Person, key, Permission.SUBJECT_DATA)


def _consents_url() -> str:
    known = "own_consents.index" in current_app.view_functions
    return url_for("own_consents.index" if known else "pages.personal_data")


def _frame(person: Person) -> dict[str, Any]:
    """What every page of the room needs: whose data, and whose else it could be."""
    actor = current_actor()
    return {"person": person, "subjects": subjects_for(actor), "is_own": person.id == actor.person_id}


def _form_page(form: RequestForm, person: Person, status: int = 200) -> Response:
    form.person.data = person.public_id
    return page("own_data/new.html", fragment="request_form", status=status, form=form, deadlines=DEADLINES,
                **_frame(person))  # fmt: skip
