"""Information campaigns: the list, a new one, its page with the record of the fact, the announcement on paper."""

from collections.abc import Sequence

from flask import request, url_for
from markupsafe import Markup
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.consents.actions.campaigns import mail_campaign, open_campaign, record_facts, take_back_facts
from portal.consents.codes import address_svg
from portal.consents.crowds import crowds_of
from portal.consents.models import Campaign
from portal.consents.paper_kinds import Way
from portal.consents.queries.campaigns import Told, audience_of, find_campaigns, parts_for
from portal.consents.views.blueprints import campaigns as bp
from portal.consents.views.campaign_form import CampaignForm
from portal.consents.views.days import typed_day
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate
from portal.people.models import Organization, Person

PURPOSE = "campaign"
Problems = Sequence[tuple[str, str]]


@bp.get("/")
@requires(Permission.CAMPAIGN_RUN)
def index() -> Response:
    """Campaigns of the reader's organisations."""
    return page("campaigns/index.html", campaigns=paginate(find_campaigns(current_actor()), scalars=False))


@bp.get("/new")
@requires(Permission.CAMPAIGN_RUN)
def new() -> Response:
    """What is told, to whom and how."""
    form = CampaignForm(request.args, meta={"csrf": False})
    organization = _organization(form)
    form.starts_on.data = form.starts_on.data or clock.today(organization.time_zone)
    return _form_page(form, organization, 200)


@bp.post("/")
@requires(Permission.CAMPAIGN_RUN)
def create() -> Response:
    """Open the campaign, or show the form again with what to put right."""
    form = CampaignForm()
    organization = _organization(form)
    if not form.validate():
        return _form_page(form, organization, 422)
    key = form.submission_key.data or ""
    used = submissions.claim(key, PURPOSE, submissions.hash_body(sorted(map(repr, form.values.items()))))
    if used is not None:
        return see_other(url_for(".show", public_id=used.outcome, done="opened"))
    made = open_campaign(current_actor(), organization, **form.campaign)
    public_id = made.public_id
    submissions.set_outcome(key, public_id)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="opened"))


@bp.get("/<public_id>")
@requires(Permission.CAMPAIGN_RUN)
def show(public_id: str) -> Response:
    """Whom it concerns, who was told, and what can be done."""
    return _show_page(_campaign(public_id))


@bp.get("/<public_id>/announcement")
@requires(Permission.CAMPAIGN_RUN)
def announcement(public_id: str) -> Response:
    """The text for a board or for handing out, on A4, with a code that leads to the details."""
    campaign = _campaign(public_id)
    qr = Markup(address_svg(campaign.address)) if campaign.address else ""  # noqa: S704 — drawn here
    return page("campaigns/announcement.html", campaign=campaign, qr=qr)


@bp.post("/<public_id>/facts")
@requires(Permission.CAMPAIGN_RUN)
def record(public_id: str) -> Response:
    """Record the fact: for whole parts of the audience by one tick, or person by person."""
    campaign = _campaign(public_id)
    people, way = _ticked(audience_of(current_actor(), campaign)), request.form.get("way", "")
    on = typed_day(request.form.get("informed_on", ""))
    if not people or on is None or way not in set(Way):
        return _show_page(campaign, [("facts", _("Отметьте, кому рассказали, и укажите день"))])
    try:
        count = record_facts(current_actor(), campaign, people, on=on, way=Way(way))
    except Refusal as refusal:
        db.session.rollback()
        return _show_page(_campaign(public_id), [("informed_on", refusal.message)])
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="recorded", n=count))


@bp.post("/<public_id>/facts/removal")
@requires(Permission.CAMPAIGN_RUN)
def remove(public_id: str) -> Response:
    """Take back marks that were made by mistake."""
    campaign = _campaign(public_id)
    people = _ticked(audience_of(current_actor(), campaign))
    if not people:
        return _show_page(campaign, [("facts", _("Отметьте, с кого снять отметку"))])
    count = take_back_facts(current_actor(), campaign, people)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="removed", n=count))


@bp.post("/<public_id>/letters")
@requires(Permission.CAMPAIGN_RUN)
def mail(public_id: str) -> Response:
    """Write to everybody of the audience who has an address and was not written to."""
    campaign = _campaign(public_id)
    people = [person for told in audience_of(current_actor(), campaign) for person in told.people]
    try:
        count = mail_campaign(current_actor(), campaign, people)
    except Refusal as refusal:
        db.session.rollback()
        return _show_page(_campaign(public_id), [("letters", refusal.message)])
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="mailed", n=count))


def _campaign(public_id: str) -> Campaign:
    loaded = joinedload(Campaign.organization)
    return get_or_404(current_actor(), Campaign, public_id, Permission.CAMPAIGN_RUN, loaded)


def _ticked(audience: Sequence[Told]) -> list[Person]:
    """The people that the form names: of ticked parts all, of the others those that are ticked themselves."""
    parts, names = set(request.form.getlist("part")), set(request.form.getlist("person"))
    found = {
        person.id: person
        for told in audience
        for person in told.people
        if told.part.key in parts or person.public_id in names
    }
    if not found and any((*parts, *names)):
        raise NotSeen
    return list(found.values())


def _organization(form: CampaignForm) -> Organization:
    """The organisation that the form names, or the first of the reader's; the parts of its audience are offered."""
    actor, wanted = current_actor(), form.organization.data
    mine = [crowd.organization for crowd in crowds_of(actor, Permission.CAMPAIGN_RUN)]
    found = next((each for each in mine if wanted in (None, "", each.public_id)), None)
    if found is None:
        raise NotSeen
    form.organization.data = found.public_id
    offered = {part.key: part.title for part in parts_for(actor, found.id)}
    if set(filter(None, form.parts.data or ())) - set(offered):
        raise NotSeen
    form.parts.choices = [SelectChoice(key, title) for key, title in offered.items()]
    return found


def _form_page(form: CampaignForm, organization: Organization, status: int) -> Response:
    return page("campaigns/new.html", fragment="campaign_form", status=status, form=form, organization=organization)


def _show_page(campaign: Campaign, problems: Problems = ()) -> Response:
    today = clock.today(campaign.organization.time_zone)
    return page(
        "campaigns/show.html", status=422 if problems else 200, campaign=campaign, problems=list(problems),
        audience=audience_of(current_actor(), campaign), way=Way(campaign.way).label, way_label=_way_label,
        ways=[(way.value, way.label) for way in Way], typed=request.form, errors=dict(problems),
        informed_on=request.form.get("informed_on", f"{today:%d.%m.%Y}"), done=request.args.get("done", ""),
        count=request.args.get("n", 0, type=int),
    )  # fmt: skip


def _way_label(way: str) -> str:
    return Way(way).label
