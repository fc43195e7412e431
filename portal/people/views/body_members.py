"""Who comes into a collegial body and who leaves it."""

from flask import request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.people.actions import add_body_member, end_body_member
from portal.people.forms.bodies import MemberForm
from portal.people.forms.days import day_of
from portal.people.forms.organizations import LastDayForm
from portal.people.kinds import BodyPart
from portal.people.models import BodyMember, CollegialBody, Person
from portal.people.queries.bodies import candidate, candidates
from portal.people.readings import show_list
from portal.people.views.blueprints import bodies as bp
from portal.people.views.bodies import one_body


@bp.get("/<public_id>/members/new")
@requires(Permission.BODY_EDIT)
def choose_member(public_id: str) -> Response:
    """People of the organisation by name: choose one."""
    body, form = one_body(public_id), MemberForm(formdata=None)
    form.starts_on.data = clock.today(body.organization.time_zone)
    return _member_page(body, form)


@bp.post("/<public_id>/members")
@requires(Permission.BODY_EDIT)
def add_member(public_id: str) -> Response:
    """Enter the chosen one, once however often the button is pressed."""
    body, form = one_body(public_id, lock=True), MemberForm()
    if submissions.claim(form.submission_key.data or "", f"member:{public_id}", _body_of(form)) is not None:
        return see_other(url_for(".show", public_id=public_id))
    person = candidate(body, form.person.data or "", clock.today(body.organization.time_zone))
    if not form.validate() or person is None:
        form.person.errors = form.person.errors or ([] if person else [_("Выберите человека")])
        return _member_page(body, form, person, status=422)
    try:
        add_body_member(
            current_actor(), body, person, part=BodyPart(form.part.data), starts_on=day_of(form.starts_on),
            ends_on=form.ends_on.data,
        )  # fmt: skip
    except Refusal as refusal:
        form.person.errors = [refusal.message]
        return _member_page(body, form, person, status=422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="came"))


@bp.get("/members/<public_id>/end")
@requires(Permission.BODY_EDIT)
def confirm_member_end(public_id: str) -> Response:
    """Which day is the last."""
    member, form = _member(public_id), LastDayForm(formdata=None)
    form.ends_on.data = clock.today(member.body.organization.time_zone)
    return page("bodies/confirm_member_end.html", member=member, form=form)


@bp.post("/members/<public_id>/end")
@requires(Permission.BODY_EDIT)
def end_member(public_id: str) -> Response:
    """Record the last day of somebody's part in the body."""
    member, form = _member(public_id, lock=True), LastDayForm()
    if form.validate():
        try:
            end_body_member(current_actor(), member, on=day_of(form.ends_on))
            target = url_for(".show", public_id=member.body.public_id, done="left")
            db.session.commit()
            return see_other(target)
        except Refusal as refusal:
            form.ends_on.errors = [refusal.message]
    return page("bodies/confirm_member_end.html", status=422, member=member, form=form)


def _member(public_id: str, *, lock: bool = False) -> BodyMember:
    loaded = (joinedload(BodyMember.person), joinedload(BodyMember.body).joinedload(CollegialBody.organization))
    return get_or_404(current_actor(), BodyMember, public_id, Permission.BODY_EDIT, *loaded, lock=lock)


def _member_page(body: CollegialBody, form: MemberForm, chosen: Person | None = None, status: int = 200) -> Response:
    text = request.args.get("q", "")
    found = candidates(body, text, clock.today(body.organization.time_zone))
    people = [*([chosen] if chosen and chosen not in found else []), *found]
    show_list(current_actor(), "bodies.choose_member", [person.id for person in people])
    form.person.choices = [SelectChoice(person.public_id, person.full_name) for person in people]
    answer = page(
        "bodies/choose_member.html", fragment="member_form", status=status, body=body, form=form, text=text
    )  # fmt: skip
    db.session.rollback()  # nothing was done: the key of the form stays free
    return answer


def _body_of(form: MemberForm) -> str:
    return submissions.hash_body(sorted((name, str(value)) for name, value in form.values.items()))
