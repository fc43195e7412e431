"""Legal representatives of a person: one from the register or entered here, and the last day of one."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask import url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.people.actions import add_membership, add_person, add_representation, end_representation
from portal.people.columns import RELATIONS
from portal.people.forms.persons import EndingForm, RepresentativeForm
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Organization, Person, Representation
from portal.people.periods import in_force
from portal.people.queries import place_in_reach
from portal.people.queries.cards import find_representation
from portal.people.views.blueprints import people as bp
from portal.people.views.opening import person_or_404, today_in

MOST_PARENTS = 500
NAMES = ("family_name", "given_name", "patronymic", "birth_on", "email", "phone")


@bp.get("/<public_id>/representatives/new")
@requires(Permission.PERSON_EDIT)
def new_representative(public_id: str) -> Response:
    """Who, as whom, since when."""
    person = person_or_404(public_id, Permission.PERSON_EDIT)
    form = RepresentativeForm(formdata=None)
    form.starts_on.data = today_in()
    _offer(form, person)
    return _form_page(form, person, status=200)


@bp.post("/<public_id>/representatives")
@requires(Permission.PERSON_EDIT)
def add_representative(public_id: str) -> Response:
    """Record the representative; a new person gets a place as a parent where the child has one."""
    person = person_or_404(public_id, Permission.PERSON_EDIT)
    form = RepresentativeForm()
    form.today = today_in()
    known = _offer(form, person)
    if not form.validate():
        return _form_page(form, person, status=422)
    body = submissions.hash_body(sorted(map(repr, form.values.items())))
    if submissions.claim(form.submission_key.data or "", f"representative:{public_id}", body) is None:
        try:
            _record(form, person, known)
        except Refusal as refusal:
            db.session.rollback()
            form.relation.errors = [refusal.message]
            return _form_page(form, person_or_404(public_id, Permission.PERSON_EDIT), status=422)
        db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="representative", mind=len(form.doubtful) or None))


@bp.get("/<public_id>/representatives/<key>/ending")
@requires(Permission.PERSON_EDIT)
def confirm_representative_ending(public_id: str, key: str) -> Response:
    """What ends with the representation, before it is done."""
    person = person_or_404(public_id, Permission.PERSON_EDIT)
    form = EndingForm(formdata=None)
    form.ends_on.data = today_in()
    return _ending_page(form, person, find_representation(person, key), status=200)


@bp.post("/<public_id>/representatives/<key>/ending")
@requires(Permission.PERSON_EDIT)
def end_representative(public_id: str, key: str) -> Response:
    """The last day of the representation."""
    person = person_or_404(public_id, Permission.PERSON_EDIT)
    representation = find_representation(person, key)
    form = EndingForm()
    form.today = today_in()
    if not form.validate():
        return _ending_page(form, person, representation, status=422)
    try:
        end_representation(current_actor(), representation, ends_on=form.values["ends_on"])
    except Refusal as refusal:
        form.ends_on.errors = [refusal.message]
        return _ending_page(form, person, representation, status=422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="representative_ended"))


def _record(form: RepresentativeForm, person: Person, known: Sequence[Person]) -> None:
    actor = current_actor()
    representative = next((each for each in known if each.public_id == form.existing.data), None)
    if representative is None:
        representative = add_person(actor, **{name: form.values[name] for name in NAMES})
        organization = _organization_of(person)
        if organization is not None:
            add_membership(
                actor, representative, organization, kind=MembershipKind.PARENT, starts_on=form.values["starts_on"]
            )
    add_representation(
        actor, person, representative, relation=form.values["relation"], starts_on=form.values["starts_on"],
        document=form.document.data or "",
    )  # fmt: skip


def _offer(form: RepresentativeForm, person: Person) -> Sequence[Person]:
    """Parents and adults whom the organisations of the reader know; returns them for looking up the choice."""
    form.today = today = today_in()
    belongs = sa.exists().where(
        Membership.person_id == Person.id,
        Membership.kind != MembershipKind.LEARNER,
        in_force(Membership, today),
        place_in_reach(current_actor(), Permission.PERSON_EDIT),
    )
    known = db.session.scalars(
        sa.select(Person)
        .where(belongs, Person.id != person.id, Person.erased_on.is_(None))
        .order_by(Person.sort_name, Person.id)
        .limit(MOST_PARENTS)
    ).all()
    nobody = SelectChoice("", _("Новый человек – данные ниже"))
    form.existing.choices = [nobody, *(SelectChoice(each.public_id, each.full_name) for each in known)]
    return known


def _organization_of(person: Person) -> Organization | None:
    """Where the child has a place that the reader keeps: there the parent is entered too."""
    return db.session.scalars(
        sa.select(Organization)
        .join(Membership, Membership.organization_id == Organization.id)
        .where(
            Membership.person_id == person.id,
            in_force(Membership, today_in()),
            place_in_reach(current_actor(), Permission.PERSON_EDIT),
        )
        .order_by(Membership.id)
        .limit(1)
    ).one_or_none()


def _form_page(form: RepresentativeForm, person: Person, status: int) -> Response:
    _offer(form, person)
    return page(
        "people/new_representative.html", fragment="representative_form", status=status, form=form, person=person,
        relations=RELATIONS,
    )  # fmt: skip


def _ending_page(form: EndingForm, person: Person, representation: Representation, status: int) -> Response:
    return page(
        "people/end_representative.html", fragment="ending_form", status=status, form=form, person=person,
        representation=representation,
    )  # fmt: skip
