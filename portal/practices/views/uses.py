"""What others do with a practice: «Мы тоже используем», the question after sixty days, «Полезно», presentations."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.pages import page, see_other
from portal.practices.actions import add_presentation, remove_presentation, set_mark, tell_outcome
from portal.practices.actions import adopt as take
from portal.practices.forms import AdoptionForm, OutcomeForm, PresentationForm
from portal.practices.models import Practice, PracticeAdoption
from portal.practices.queries import adopting_organizations, marks_of, presentations_of
from portal.practices.views.blueprints import practices as bp
from portal.practices.views.opening import one_practice

ADOPTION, PRESENTATION = "practice-adoption", "practice-presentation"


@bp.get("/<public_id>/adoption")
@requires(Permission.PRACTICE_ADOPT)
def adoption(public_id: str) -> Response:
    """In whose name, since when, what was changed."""
    practice, form = one_practice(public_id, Permission.PRACTICE_ADOPT), AdoptionForm(formdata=None)
    form.starts_on.data = clock.today(current_actor().time_zone)
    return _adoption_page(practice, form)


@bp.post("/<public_id>/adoption")
@requires(Permission.PRACTICE_ADOPT)
def adopt(public_id: str) -> Response:
    """Write it down, once however often the button is pressed."""
    actor, form = current_actor(), AdoptionForm()
    practice = one_practice(public_id, Permission.PRACTICE_ADOPT, lock=True)
    is_valid, organization = form.validate(), form.chosen(adopting_organizations(actor))
    if not is_valid or organization is None:
        return _adoption_page(practice, form, status=422)
    used = submissions.claim(form.submission_key.data or "", f"{ADOPTION}-{public_id}")
    if used is None:
        try:
            take(actor, practice, organization, **form.facts)
        except Refusal as refusal:
            db.session.rollback()
            form.organization.errors = [refusal.message]
            return _adoption_page(one_practice(public_id, Permission.PRACTICE_ADOPT), form, status=422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="adopted"))


@bp.get("/adoptions/<public_id>")
@requires(Permission.PRACTICE_ADOPT)
def outcome(public_id: str) -> Response:
    """«Помогло?»: three questions on one screen."""
    use = _use(public_id)
    return _outcome_page(use, OutcomeForm(formdata=None, obj=use))


@bp.post("/adoptions/<public_id>")
@requires(Permission.PRACTICE_ADOPT)
def tell(public_id: str) -> Response:
    """What came of it."""
    use, form = _use(public_id, lock=True), OutcomeForm()
    if not form.validate():
        return _outcome_page(use, form, status=422)
    tell_outcome(current_actor(), use, **form.facts)
    target = url_for(".show", public_id=use.practice.public_id, done="told")
    db.session.commit()
    return see_other(target)


@bp.post("/<public_id>/mark")
@requires(Permission.PRACTICE_MARK)
def mark(public_id: str) -> Response:
    """«Полезно», or not any more: the button itself comes back for htmx."""
    practice = one_practice(public_id, Permission.PRACTICE_MARK)
    set_mark(current_actor(), practice, is_useful=request.form.get("useful") == "1")
    db.session.commit()
    if request.headers.get("HX-Request") != "true":
        return see_other(url_for(".show", public_id=public_id))
    practice = one_practice(public_id, Permission.PRACTICE_MARK)
    useful, is_mine = marks_of(practice, current_actor().person_id)
    return page("practices/_mark.html", practice=practice, useful=useful, is_mine=is_mine, may_mark=True)


@bp.get("/<public_id>/presentations")
@requires(Permission.PRACTICE_WRITE)
def presentations(public_id: str) -> Response:
    """Where it was told of, and a form for one more."""
    return _presentations_page(one_practice(public_id, Permission.PRACTICE_WRITE), PresentationForm(formdata=None))


@bp.post("/<public_id>/presentations")
@requires(Permission.PRACTICE_WRITE)
def present(public_id: str) -> Response:
    """Write one down."""
    practice, form = one_practice(public_id, Permission.PRACTICE_WRITE, lock=True), PresentationForm()
    if not form.validate():
        return _presentations_page(practice, form, status=422)
    used = submissions.claim(form.submission_key.data or "", f"{PRESENTATION}-{public_id}")
    if used is None:
        try:
            add_presentation(current_actor(), practice, **form.facts)
        except Refusal as refusal:
            db.session.rollback()
            form.held_on.errors = [refusal.message]
            return _presentations_page(one_practice(public_id, Permission.PRACTICE_WRITE), form, status=422)
    db.session.commit()
    return see_other(url_for(".presentations", public_id=public_id))


@bp.post("/<public_id>/presentations/<presentation_id>/removal")
@requires(Permission.PRACTICE_WRITE)
def unpresent(public_id: str, presentation_id: str) -> Response:
    """It was written down by mistake."""
    practice = one_practice(public_id, Permission.PRACTICE_WRITE, lock=True)
    found = next((each for each in presentations_of(practice) if each.public_id == presentation_id), None)
    if found is not None:
        remove_presentation(current_actor(), practice, found)
    db.session.commit()
    return see_other(url_for(".presentations", public_id=public_id))


def _use(public_id: str, *, lock: bool = False) -> PracticeAdoption:
    return get_or_404(current_actor(), PracticeAdoption, public_id, Permission.PRACTICE_ADOPT, lock=lock)


def _adoption_page(practice: Practice, form: AdoptionForm, status: int = 200) -> Response:
    organizations = adopting_organizations(current_actor())
    form.offer(organizations)
    return page(
        "practices/adoption.html", fragment="adoption_form", status=status, practice=practice, form=form,
        organizations=organizations, version=practice.published or practice.versions[-1],
    )  # fmt: skip


def _outcome_page(use: PracticeAdoption, form: OutcomeForm, status: int = 200) -> Response:
    version = next((each for each in use.practice.versions if each.number == use.number), use.practice.versions[-1])
    return page("practices/outcome.html", fragment="outcome_form", status=status, use=use, form=form, version=version)


def _presentations_page(practice: Practice, form: PresentationForm, status: int = 200) -> Response:
    return page(
        "practices/presentations.html", fragment="presentation_form", status=status, practice=practice, form=form,
        found=presentations_of(practice), version=practice.published or practice.working or practice.versions[-1],
    )  # fmt: skip
