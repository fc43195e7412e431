"""The yearly correction of the base of curators, and corrections of earlier years."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404, select_allowed
from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.access.web import current_actor, requires
from portal.accounts import actions
from portal.accounts.actions.reviews import DECISIONS, school_year
from portal.accounts.forms import ReviewForm
from portal.accounts.granting import grantable
from portal.accounts.models import CuratorReview
from portal.accounts.queries import reviews_of
from portal.accounts.queries.curators import to_review
from portal.accounts.steps import demand_confirmation
from portal.accounts.views.blueprint import bp
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.people.models import Group, Organization, Person

PURPOSE = "review curators"
LAST_DAY = (8, 31)
DECISION_WORDS = {"keep": _("без изменений"), "extend": _("продлено"), "end": _("прекращено")}


@bp.get("/curators/review")
@requires(Permission.ROLE_GRANT)
def new_review() -> Response:
    """Which organisation, then its curators one under another with a decision for each."""
    key = request.args.get("organization", "")
    places = select_allowed(current_actor(), Permission.ROLE_GRANT, Organization).order_by(Organization.sort_name)
    mine = list(db.session.scalars(places))
    if not key and len(mine) != 1:
        return page("accounts/review_choose.html", organizations=mine)
    return _page(_organization(key or mine[0].public_id), ReviewForm())


@bp.post("/curators/review")
@requires(Permission.ROLE_GRANT)
def review() -> Response:
    """Carry the decisions out together and keep the result."""
    organization, form = _organization(request.form.get("organization", "")), ReviewForm()
    demand_confirmation()
    decisions = {name[5:]: value for name, value in request.form.items() if name.startswith("what.")}
    if not form.validate() or set(decisions.values()) - set(DECISIONS):
        return _page(organization, form, 422)
    key, until = form.submission_key.data or "", form.until.data
    body = submissions.hash_body((organization.public_id, until, sorted(decisions.items())))
    used = submissions.claim(key, PURPOSE, body)
    if used:
        return see_other(url_for(".show_review", public_id=used.outcome))
    grants = to_review(organization.id, clock.today(organization.time_zone))
    try:
        made = actions.review_curators(current_actor(), organization, grants, decisions, until=until)  # type: ignore[arg-type]
    except Refusal as refusal:
        db.session.rollback()
        form.until.errors = [refusal.message]
        return _page(_organization(request.form.get("organization", "")), form, 422)
    public_id = made.public_id
    submissions.set_outcome(key, public_id)
    db.session.commit()
    return see_other(url_for(".show_review", public_id=public_id, done=1))


@bp.get("/curators/reviews/<public_id>")
@requires(Permission.ROLE_GRANT)
def show_review(public_id: str) -> Response:
    """One correction as it stood that day."""
    found = get_or_404(current_actor(), CuratorReview, public_id, Permission.ROLE_GRANT)
    return page("accounts/review.html", review=found, lines=_lines(found), words=DECISION_WORDS,
                is_new=request.args.get("done") == "1")  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One appointment of a correction, with names as they are now."""

    person: str
    role: str
    group: str
    starts_on: date
    ends_on: date | None
    decision: str


def _lines(review: CuratorReview) -> list[Line]:
    ids = [line["person_id"] for line in review.lines]
    people = {person.id: person for person in db.session.scalars(sa.select(Person).where(Person.id.in_(ids)))}
    wanted = [line["group_id"] for line in review.lines if line["group_id"]]
    groups = {group.id: group.name for group in db.session.scalars(sa.select(Group).where(Group.id.in_(wanted)))}
    return [
        Line(
            person=_name(people.get(line["person_id"])), role=Role(line["role"]).label,
            group=groups.get(line["group_id"], ""), starts_on=date.fromisoformat(line["starts_on"]),
            ends_on=date.fromisoformat(line["ends_on"]) if line["ends_on"] else None, decision=line["decision"],
        )
        for line in review.lines
    ]  # fmt: skip


def _name(person: Person | None) -> str:
    return person.full_name if person and not person.erased_on else _("Данные удалены")


def _organization(public_id: str) -> Organization:
    return get_or_404(current_actor(), Organization, public_id, Permission.ROLE_GRANT)


def _page(organization: Organization, form: ReviewForm, status: int = 200) -> Response:
    actor, today = current_actor(), clock.today(organization.time_zone)
    year = school_year(today)
    form.until.data = form.until.data or (None if form.is_submitted() else date(int(year[5:]), *LAST_DAY))
    may = grantable(actor, organization)
    grants = to_review(organization.id, today)
    return page(
        "accounts/new_review.html", status=status, organization=organization, form=form, year=year, grants=grants,
        mine={grant.id for grant in grants if grant.role in may and grant.person_id != actor.person_id},
        chosen={name[5:]: value for name, value in request.form.items() if name.startswith("what.")},
        reviews=reviews_of(organization.id),
    )  # fmt: skip
