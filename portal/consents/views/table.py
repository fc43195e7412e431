"""The curator's table: who is informed, whose consent is there, who has answered, with deeds for many at once."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.consents.actions.campaigns import record_facts
from portal.consents.actions.reminding import remind_of_consent
from portal.consents.columns import columns
from portal.consents.crowds import Crowd, crowds_of
from portal.consents.models import Campaign
from portal.consents.queries.campaigns import running_campaigns
from portal.consents.queries.table import Block, Row, lacking, table_of
from portal.consents.views.blueprints import consents as bp
from portal.consents.views.sheets import card_url
from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotSeen
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.people.bulk import bulk, bulk_actions
from portal.people.models import Organization, Person
from portal.people.queries import chosen_people
from portal.people.readings import show_list

PLACE = "consents.table"
MOST = 500

bulk(PLACE, _("Напечатать бланки"), Permission.CONSENT_RECORD, endpoint="consents.print_batch", order=10)(lambda: None)


@bp.get("/table")
@requires(Permission.CONSENT_RECORD)
def table() -> Response:
    """Totals crowd by crowd; rows of one crowd, or of all where a filter narrows them."""
    return _page()


@bulk(PLACE, _("Отметить информированными"), Permission.CAMPAIGN_RUN, endpoint="consents.inform_chosen", order=20)
@bp.post("/table/informed")
@requires(Permission.CAMPAIGN_RUN)
def inform_chosen() -> Response:
    """Record that the chosen people were told, in the campaign that is named beside the button."""
    actor, people = current_actor(), _chosen(Permission.CAMPAIGN_RUN)
    key = request.form.get("campaign", "")
    if not key or not people:
        return _page(_("Выберите людей и информирование, о котором им рассказали."))
    campaign = get_or_404(actor, Campaign, key, Permission.CAMPAIGN_RUN)
    count = record_facts(actor, campaign, people, on=clock.today(campaign.organization.time_zone), way=campaign.way)
    db.session.commit()
    return _back("informed", count)


@bulk(PLACE, _("Напомнить о согласии"), Permission.CONSENT_RECORD, endpoint="consents.remind_chosen", order=40)
@bp.post("/table/reminders")
@requires(Permission.CONSENT_RECORD)
def remind_chosen() -> Response:
    """Remind the chosen people, or who signs for them, of the consent that is missing; once a day at most."""
    people = _chosen(Permission.CONSENT_RECORD)
    if not people:
        return _page(_("Отметьте хотя бы одного человека."))
    count = remind_of_consent(current_actor(), _organization(_crowds()), people)
    db.session.commit()
    return _back("reminded", count)


def _chosen(permission: Permission) -> Sequence[Person]:
    people = db.session.scalars(chosen_people(current_actor(), permission, request.form)).all()
    if not people and any(request.form.getlist("person")):
        raise NotSeen
    return people


def _crowds() -> list[Crowd]:
    return crowds_of(current_actor(), Permission.CONSENT_RECORD)


def _organization(crowds: Sequence[Crowd]) -> Organization:
    """The organisation that the address or the form names, or the first of the reader's."""
    wanted = request.values.get("organization", "")
    found = [crowd.organization for crowd in crowds if wanted in ("", crowd.organization.public_id)]
    if not found:
        raise NotSeen
    return found[0]


def _back(done: str, count: int) -> Response:
    kept: dict[str, Any] = {
        name: request.form[name] for name in ("crowd", "lacks", "organization") if request.form.get(name)
    }
    return see_other(url_for(".table", **kept, done=done, n=count))


def _page(problem: str = "") -> Response:
    crowds = _crowds()
    organization = _organization(crowds) if crowds or request.values.get("organization") else None
    mine = [crowd for crowd in crowds if organization and crowd.organization.id == organization.id]
    key, lacks = request.values.get("crowd", ""), request.values.get("lacks", "")
    if key and key not in {crowd.key for crowd in mine}:
        raise NotSeen
    blocks = table_of(mine)
    shown = [(block, _rows(block, lacks)) for block in blocks if (key == block.crowd.key) or (lacks and not key)]
    actor = current_actor()
    show_list(actor, PLACE, [row.person.id for _block, rows in shown for row in rows])
    may_run = actor.has(Permission.CAMPAIGN_RUN)
    campaigns = running_campaigns(organization.id) if organization and may_run else []
    return page(
        "consents/table.html", status=422 if problem else 200, problem=problem, organization=organization,
        organizations=list({crowd.organization.id: crowd.organization for crowd in crowds}.values()),
        blocks=[block for block in blocks if block.rows], shown=[pair for pair in shown if pair[1]],
        columns=columns(), key=key, lacks=lacks, card=card_url, actions=bulk_actions(PLACE, actor),
        campaigns=campaigns,
        campaign_options=[(each.public_id, each.title) for each in campaigns],
        done=request.args.get("done", ""),
        count=request.args.get("n", 0, type=int), may_run=may_run,
        all=request.args.get("all") == "1", ticked=set(request.form.getlist("person")),
    )  # fmt: skip


def _rows(block: Block, lacks: str) -> list[Row]:
    return (lacking(block, lacks) if lacks else list(block.rows))[:MOST]
