"""Choosing whom to appoint where the registers of people are not open: by the exact e-mail in one organisation."""

import sqlalchemy as sa
from flask import url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404, select_allowed
from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.accounts.forms import AppointeeForm
from portal.accounts.views.blueprint import bp
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.people.models import Membership, Organization, Person
from portal.people.periods import in_force


@bp.get("/organizations/<public_id>/curators/new")
@requires(Permission.ROLE_GRANT)
def choose_appointee(public_id: str) -> Response:
    """Asks whose appointment it is; the address is sent in the body and stays out of every journal."""
    return _page(_organization(public_id), AppointeeForm(formdata=None))


@bp.post("/organizations/<public_id>/curators/new")
@requires(Permission.ROLE_GRANT)
@at_most("30 per hour")
def find_appointee(public_id: str) -> Response:
    """On to the roles of the person with this e-mail who has a place in the organisation; nothing is written."""
    organization, form = _organization(public_id), AppointeeForm()
    if not form.validate():
        return _page(organization, form, 422)
    found = _people(organization, form.email.data or "")
    if len(found) != 1:
        form.email.errors = [_("С такой почтой в организации никого нет. Проверьте адрес или загрузите человека.")]
        return _page(organization, form, 422)
    return see_other(url_for(".person_roles", public_id=found[0].public_id))


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


def _page(organization: Organization, form: AppointeeForm, status: int = 200) -> Response:
    return page(
        "accounts/choose_appointee.html", status=status, organization=organization, form=form,
        may_import=current_actor().has(Permission.IMPORT),
    )  # fmt: skip
