"""The register of organisations: the list, the workbook, a new one and the card."""

import io
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import request, send_file, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.access.gate import get_or_404, permissions_on, select_allowed
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import NotSeen
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.core.web.panels import panels_of
from portal.core.web.tables import paginate
from portal.people import labels
from portal.people.actions import add_organization
from portal.people.forms.organizations import NewOrganizationForm
from portal.people.kinds import OrganizationKind
from portal.people.models import Organization, Person
from portal.people.organization_register import write_register
from portal.people.queries.bodies import BodyFilter, find_bodies
from portal.people.queries.groups import GroupFilter, find_groups
from portal.people.queries.organizations import LifeState, OrganizationFilter, crowds_of, find_organizations
from portal.people.views.blueprints import organizations as bp

for words in (labels.organization_kind_label, labels.contour_label, labels.group_kind_label, labels.body_kind_label,
              labels.body_part_label, labels.crowd_label):  # fmt: skip
    bp.add_app_template_filter(words)

PURPOSE = "organization"
FEW = 8
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SEES_CROWDS = {Permission.ORGANIZATION_EDIT, Permission.REGISTER_READ, Permission.RESULTS_READ}


@bp.get("")
@requires(Permission.ORGANIZATION_READ)
def index() -> Response:
    """Organisations that the reader may see: one's own, or the whole municipality."""
    actor, wanted = current_actor(), OrganizationFilter.from_args(request.args)
    today = clock.today(actor.time_zone)
    found = paginate(find_organizations(actor, wanted, today), scalars=False)
    return page(
        "organizations/index.html", fragment="organization_list", found=found, wanted=wanted, today=today,
        states=LifeState, kinds=labels.ORGANIZATION_KINDS, contours=labels.CONTOURS,
        may_add=actor.has(Permission.ORGANIZATION_ADD),
    )  # fmt: skip


@bp.get("/register.xlsx")
@requires(Permission.ORGANIZATION_READ)
def register() -> Response:
    """The same list as a workbook, with the headings that an import takes; no person is in it."""
    actor, made = current_actor(), io.BytesIO()
    today = clock.today(actor.time_zone)
    found = find_organizations(actor, OrganizationFilter.from_args(request.args), today)
    write_register(made, [(row.Organization, row.above) for row in db.session.execute(found)])
    made.seek(0)
    name = _("Организации %(day)s.xlsx", day=today.isoformat())
    response = send_file(made, mimetype=XLSX, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("/new")
@requires(Permission.ORGANIZATION_ADD)
def new() -> Response:
    """A form for one organisation; many come by import."""
    form = NewOrganizationForm(formdata=None)
    above = _offer_above(form)
    form.kind.data = OrganizationKind.SCHOOL.value
    form.time_zone.data = above[0].time_zone if above else current_actor().time_zone
    return page("organizations/new.html", form=form)


@bp.post("")
@requires(Permission.ORGANIZATION_ADD)
def create() -> Response:
    """Enter the organisation, once however often the button is pressed."""
    form = NewOrganizationForm()
    above = {each.public_id: each for each in _offer_above(form)}
    if form.above.data not in above:
        raise NotSeen
    if not form.validate():
        return page("organizations/new.html", fragment="organization_form", status=422, form=form)
    key = form.submission_key.data or ""
    used = submissions.claim(key, PURPOSE, submissions.hash_body(sorted(form.values.items())))
    if used is not None:
        return see_other(url_for(".show", public_id=used.outcome))
    made = add_organization(current_actor(), municipality=above[form.above.data], **form.facts)
    submissions.set_outcome(key, made.public_id)
    target = url_for(".show", public_id=made.public_id, done="added")
    db.session.commit()
    return see_other(target)


@bp.get("/<public_id>")
@requires(Permission.ORGANIZATION_READ)
def show(public_id: str) -> Response:
    """The card: facts, groups, bodies and how many people; other rooms add their blocks."""
    actor = current_actor()
    organization = get_or_404(actor, Organization, public_id, Permission.ORGANIZATION_READ)
    may, today = permissions_on(actor, organization), clock.today(organization.time_zone)
    return page(
        "organizations/show.html", organization=organization, may=may, P=Permission, today=today,
        above=_one(Organization, organization.municipality_id), head=_one(Person, organization.head_id),
        crowds=crowds_of(organization.id, today) if may & SEES_CROWDS else None,
        groups=_few(find_groups(actor, GroupFilter(organization=public_id), today), Permission.GROUP_READ),
        bodies=_few(find_bodies(actor, BodyFilter(organization=public_id), today), Permission.BODY_READ),
        under=_count_under(organization), few=FEW, panels=panels_of("organizations.show", organization),
        done=request.args.get("done", ""),
    )  # fmt: skip


def _offer_above(form: NewOrganizationForm) -> Sequence[Organization]:
    """Those at the top that the actor leads: a municipality, or a college on its own with its partners (ADMN-1)."""
    top = select_allowed(current_actor(), Permission.ORGANIZATION_ADD, Organization).where(
        Organization.municipality_id.is_(None)
    )
    found = db.session.scalars(top.order_by(Organization.sort_name, Organization.id)).all()
    form.above.choices = [SelectChoice(each.public_id, each.name) for each in found]
    return found


def _one(model: type[Any], key: int | None) -> Any:
    return db.session.scalars(sa.select(model).where(model.id == key)).one_or_none() if key else None


def _few(query: Any, permission: Permission) -> Sequence[Any] | None:
    """The first rows and one more, which says that there are others; None for who may not see any."""
    return db.session.execute(query.limit(FEW + 1)).all() if current_actor().has(permission) else None


def _count_under(organization: Organization) -> int:
    counted = sa.select(sa.func.count()).where(Organization.municipality_id == organization.id)
    return db.session.scalar(counted) or 0
