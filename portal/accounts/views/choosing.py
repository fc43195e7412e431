"""Choosing whom to appoint where the registers of people are not open: by the exact e-mail in one organisation."""

import sqlalchemy as sa
from flask import url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404, permissions_on, select_allowed
from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.accounts.forms import AppointeeForm
from portal.accounts.views.blueprint import bp
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.people.actions import add_membership, add_person
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Organization, Person
from portal.people.periods import in_force
from portal.people.queries.cards import namesakes

PURPOSE = "enter an appointee"


@bp.get("/organizations/<public_id>/curators/new")
@requires(Permission.ROLE_GRANT)
def choose_appointee(public_id: str) -> Response:
    """Asks whose appointment it is; the address is sent in the body and stays out of every journal."""
    return _page(_organization(public_id), AppointeeForm(formdata=None))


@bp.post("/organizations/<public_id>/curators/new")
@requires(Permission.ROLE_GRANT)
@at_most("30 per hour")
def find_appointee(public_id: str) -> Response:
    """On to the roles of the person with this e-mail who has a place in the organisation.

    Where there is nobody, whoever may bring people in there is asked for a name and enters the person (422 until
    then); for others the answer stays «nobody with this address».
    """
    organization, form = _organization(public_id), AppointeeForm()
    if not form.validate():
        return _page(organization, form, 422)
    found = _people(organization, form.email.data or "")
    if len(found) == 1:
        return see_other(url_for(".person_roles", public_id=found[0].public_id))
    if found or not _may_enter(organization):
        form.email.errors = [_("С такой почтой в организации никого нет. Проверьте адрес или загрузите человека.")]
        return _page(organization, form, 422)
    is_first_ask = not (form.family_name.data or form.given_name.data)
    if is_first_ask or not form.validate_new():
        return _page(organization, form, 422, asks_name=True, is_first_ask=is_first_ask)
    return _enter(organization, form)


def _enter(organization: Organization, form: AppointeeForm) -> Response:
    """A new employee with this address; a second press finds the one whom the first has entered."""
    same = namesakes(
        organization, family_name=form.values["family_name"], given_name=form.values["given_name"], birth_on=None
    )
    if same:
        form.family_name.errors = [
            _("Человек с таким именем здесь уже есть, с другой почтой. Попросите куратора исправить её в карточке.")
        ]
        return _page(organization, form, 422, asks_name=True)
    used = submissions.claim(
        form.submission_key.data or "", PURPOSE, submissions.hash_body(sorted(map(repr, form.values.items())))
    )
    if used is not None:
        return see_other(url_for(".person_roles", public_id=used.outcome))
    actor, said = current_actor(), form.values
    person = add_person(
        actor, family_name=said["family_name"], given_name=said["given_name"], patronymic=said["patronymic"] or "",
        email=said["email"],
    )  # fmt: skip
    add_membership(
        actor, person, organization, kind=MembershipKind.EMPLOYEE, starts_on=clock.today(organization.time_zone),
        post=said["post"] or "",
    )  # fmt: skip
    target = url_for(".person_roles", public_id=person.public_id, done="entered")
    submissions.set_outcome(form.submission_key.data or "", person.public_id)
    db.session.commit()
    return see_other(target)


def _people(organization: Organization, email: str) -> list[Person]:
    place = sa.exists().where(
        Membership.person_id == Person.id,
        Membership.organization_id == organization.id,
        in_force(Membership, clock.today(organization.time_zone)),
    )
    query = select_allowed(current_actor(), Permission.ROLE_GRANT, Person)
    wanted = query.where(sa.func.lower(Person.email) == email.strip().lower(), place, Person.erased_on.is_(None))
    return list(db.session.scalars(wanted.limit(2)))


def _organization(public_id: str) -> Organization:
    return get_or_404(current_actor(), Organization, public_id, Permission.ROLE_GRANT)


def _may_enter(organization: Organization) -> bool:
    return Permission.IMPORT in permissions_on(current_actor(), organization)


def _page(
    organization: Organization,
    form: AppointeeForm,
    status: int = 200,
    *,
    asks_name: bool = False,
    is_first_ask: bool = False,
) -> Response:
    return page(
        "accounts/choose_appointee.html", status=status, organization=organization, form=form,
        may_enter=_may_enter(organization), asks_name=asks_name, is_first_ask=is_first_ask,
    )  # fmt: skip
