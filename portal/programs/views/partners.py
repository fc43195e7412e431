"""Partners: the register, a new one, the card and its changes."""

from flask import request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.access.gate import get_or_404, permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _, ru_date
from portal.core.text import sort_key
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.core.web.panels import panels_of
from portal.core.web.tables import paginate
from portal.people.kinds import OrganizationKind
from portal.people.models import Organization
from portal.people.readings import show_list
from portal.programs.actions import add_partner, edit_partner, enter_organization
from portal.programs.forms.partners import PARTNERS, NewPartnerForm, PartnerForm
from portal.programs.models import Partner
from portal.programs.queries.partners import (
    FOREVER,
    WARNED,
    PartnerFilter,
    agreements_of,
    curators_of,
    find_partners,
    homes_for,
)
from portal.programs.views.blueprints import partners as bp
from portal.programs.views.choosing import choose_organization

PURPOSE = "partner"


@bp.get("")
@requires(Permission.PARTNER_READ)
def index() -> Response:
    """Partners that the reader may see, by name, with the agreement that holds."""
    actor, wanted = current_actor(), PartnerFilter.from_args(request.args)
    today = clock.today(actor.time_zone)
    found = paginate(find_partners(actor, wanted, today), scalars=False)
    return page(
        "partners/index.html", fragment="partner_list", found=found, wanted=wanted, kinds=PARTNERS, forever=FOREVER,
        soon=today + WARNED, may_edit=actor.has(Permission.PARTNER_EDIT),
    )  # fmt: skip


@bp.get("/new")
@requires(Permission.PARTNER_EDIT)
def new() -> Response:
    """Choose an organisation around, or name one that the register does not know."""
    form = NewPartnerForm(formdata=None)
    organization = _offer(form, request.args.get("organization", ""))
    form.starts_on.data = clock.today(organization.time_zone)
    return page("partners/new.html", form=form)


@bp.post("")
@requires(Permission.PARTNER_EDIT)
def create() -> Response:
    """Add the partner, once however often the button is pressed."""
    form = NewPartnerForm()
    organization = _offer(form, form.organization.data or "")
    homes = {each.public_id: each for each in homes_for(organization)}
    named = sort_key(form.name.data or "")
    if named and any(named in (each.sort_name, sort_key(each.short_name)) for each in homes.values()):
        form.validate()
        form.name.errors = [_("Такая организация есть в списке выше")]
        return page("partners/new.html", fragment="partner_form", status=422, form=form)
    key = form.submission_key.data or ""
    told = submissions.hash_body(sorted((name, str(said)) for name, said in form.values.items()))
    used = submissions.claim(key, PURPOSE, told)
    if used is not None and used.outcome:
        return see_other(url_for(".show", public_id=used.outcome))
    if not form.validate():
        db.session.rollback()
        return page("partners/new.html", fragment="partner_form", status=422, form=form)
    actor = current_actor()
    home = homes.get(form.home.data or "") or enter_organization(
        actor, organization, kind=OrganizationKind(form.kind.data), name=form.name.data or ""
    )
    made = add_partner(actor, organization, home, **form.facts)
    submissions.set_outcome(key, made.public_id)
    target = url_for(".show", public_id=made.public_id, done="added")
    db.session.commit()
    return see_other(target)


@bp.get("/<public_id>")
@requires(Permission.PARTNER_READ)
def show(public_id: str) -> Response:
    """The partner: agreements, who curates on its side, what it opens to learners."""
    actor = current_actor()
    partner = get_or_404(actor, Partner, public_id, Permission.PARTNER_READ, *_LOADED)
    today = clock.today(partner.organization.time_zone)
    curators = curators_of(partner)
    show_list(actor, "partners.show", [each.person_id for each in curators], organization_id=partner.organization_id)
    return page(
        "partners/show.html", partner=partner, today=today, soon=today + WARNED, may=permissions_on(actor, partner),
        P=Permission, agreements=agreements_of(partner),
        curators=[each for each in curators if each.ends_on is None or each.ends_on >= today],
        former=[each for each in curators if each.ends_on is not None and each.ends_on < today],
        panels=panels_of("partners.show", partner), done=request.args.get("done", ""),
    )  # fmt: skip


@bp.get("/<public_id>/edit")
@requires(Permission.PARTNER_EDIT)
def edit(public_id: str) -> Response:
    """The card as a form."""
    partner = one_partner(public_id)
    return page("partners/edit.html", form=PartnerForm(formdata=None, obj=partner), partner=partner)


@bp.post("/<public_id>/edit")
@requires(Permission.PARTNER_EDIT)
def update(public_id: str) -> Response:
    """Save the card; somebody else's change in between is shown beside one's own (409)."""
    partner, form = one_partner(public_id, lock=True), PartnerForm()
    if not form.validate():
        return page("partners/edit.html", fragment="partner_form", status=422, form=form, partner=partner)
    facts = {**form.facts, "ends_on": form.ends_on.data}
    stands = {name: getattr(partner, name) for name in facts}
    check_version(partner.version, request.form.get("version"), stands=_in_words(form, stands),
                  typed=_in_words(form, facts))  # fmt: skip
    try:
        edit_partner(current_actor(), partner, **facts)
    except Refusal as refusal:
        form.ends_on.errors = [refusal.message]
        return page("partners/edit.html", fragment="partner_form", status=422, form=form, partner=partner)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="saved"))


_LOADED = (joinedload(Partner.organization), joinedload(Partner.home))


def one_partner(public_id: str, *, lock: bool = False) -> Partner:
    """The partner that the reader may change."""
    return get_or_404(current_actor(), Partner, public_id, Permission.PARTNER_EDIT, *_LOADED, lock=lock)


def _offer(form: NewPartnerForm, public_id: str) -> Organization:
    """Give the form its choices; returns the organisation that was asked for."""
    chosen = choose_organization(form.organization, public_id, Permission.PARTNER_EDIT)
    around = [SelectChoice(each.public_id, each.name) for each in homes_for(chosen)]
    form.home.choices = [SelectChoice("", _("Нет в списке")), *around]
    return chosen


def _in_words(form: PartnerForm, said: dict[str, object]) -> dict[str, str]:
    labels = {name: form[name].label.text for name in said}
    return {
        labels[name]: ru_date(value, "full") if name.endswith("_on") else str(value or "")  # type: ignore[arg-type]
        for name, value in said.items()
    }
