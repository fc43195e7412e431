"""Whose programme, partner or calendar a form is about: the choice of one of the reader's organisations."""

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.core.errors import NotSeen
from portal.people.kinds import Contour, OrganizationKind
from portal.people.models import Organization
from portal.people.queries import organizations_with_settings


def choose_organization(field: SelectField, public_id: str, permission: Permission) -> Organization:
    """Give `field` the organisations on which the reader has the permission; returns the one that was asked for.

    Without a `public_id` the first school, college or the like. Partners run no programmes and are not offered.
    Raises NotSeen for one that the reader may not choose.
    """
    found = organizations_with_settings(current_actor(), permission)
    led = [each for each in found if each.contour == Contour.INTERNAL]
    usual = [each for each in led if each.kind != OrganizationKind.MUNICIPALITY] or led
    wanted = (each for each in led if each.public_id == public_id) if public_id else iter(usual)
    chosen = next(wanted, None)
    if chosen is None:
        raise NotSeen
    field.choices = [SelectChoice(each.public_id, each.short_name) for each in led]
    field.data = chosen.public_id
    return chosen
