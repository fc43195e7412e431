"""One's own consents and those of one's children: each purpose apart, given and withdrawn by its own button."""

from typing import Any

import sqlalchemy as sa
from flask import flash, request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.consents.actions import confirm_on_portal, refuse_consent, what_follows, withdraw_consent
from portal.consents.actions.ending import DESTROY_WITHIN
from portal.consents.forms import GiveForm, WithdrawForm, item_rows, items_in
from portal.consents.kinds import Evidence, Purpose
from portal.consents.queries.own import Paper, organizations_of, papers_of
from portal.consents.queries.signers import children_of, is_adult
from portal.consents.queries.texts import policy_of
from portal.consents.views.blueprints import own_consents as bp
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _
from portal.core.web.devices import device_name
from portal.core.web.pages import page, see_other
from portal.people.models import Person


@bp.get("")
@requires(Permission.CONSENT_GIVE)
def index() -> Response:
    """Everything that I have signed or may sign, for myself and for my children."""
    me = myself()
    today = clock.today(current_actor().time_zone)
    people = [(person, _all_papers(person)) for person in (me, *children_of(me.id, today))]
    return page("own_consents/index.html", me=me, people=people)


@bp.get("/<public_id>/<organization>/<purpose>")
@requires(Permission.CONSENT_GIVE)
def show(public_id: str, organization: str, purpose: str) -> Response:
    """One purpose on a page of its own: the text verbatim, who sees the data, what is missing, one button."""
    return _show(own_paper(public_id, organization, purpose), GiveForm(formdata=None))


@bp.post("/<public_id>/<organization>/<purpose>")
@requires(Permission.CONSENT_GIVE)
def give(public_id: str, organization: str, purpose: str) -> Response:
    """Sign: the click counts at once or waits for the sheet, as the organisation settled."""
    paper, form, me = own_paper(public_id, organization, purpose), GiveForm(), myself()
    text = paper.text_for(me)
    if text is None or text.body_hash != form.text_hash.data:
        raise Refusal(_("Текст изменился, пока страница была открыта. Прочитайте новую редакцию."))
    items = items_in(request.form, text.items)
    back = see_other(_address(paper, done="given"))
    if submissions.claim(form.submission_key.data or "", "consent-give", _body(paper)) is not None:
        return back
    try:
        device = device_name(request.user_agent.string)
        confirm_on_portal(current_actor(), paper.person, text, given_by=me, items=items, device=device)
    except Refusal as refusal:
        db.session.rollback()
        paper = own_paper(public_id, organization, purpose)
        return _show(paper, GiveForm(formdata=None), problems=[("give", refusal.message)], items=items)
    db.session.commit()
    return back


@bp.post("/<public_id>/<organization>/<purpose>/refusal")
@requires(Permission.CONSENT_GIVE)
def refuse(public_id: str, organization: str, purpose: str) -> Response:
    """Say no: kept, so that nobody asks again and nothing is done meanwhile."""
    paper, form, me = own_paper(public_id, organization, purpose), GiveForm(), myself()
    text = paper.text_for(me)
    if text is None:
        raise Refusal(_("Здесь ваша подпись не нужна."))
    back = see_other(_address(paper, done="refused"))
    if submissions.claim(form.submission_key.data or "", "consent-refuse", _body(paper)) is not None:
        return back
    today = clock.today(paper.organization.time_zone)
    refuse_consent(current_actor(), paper.person, text, refused_by=me, evidence=Evidence.PORTAL, refused_on=today)
    db.session.commit()
    return back


@bp.get("/<public_id>/<organization>/<purpose>/withdrawal")
@requires(Permission.CONSENT_GIVE)
def confirm_withdrawal(public_id: str, organization: str, purpose: str) -> Response:
    """What follows from a withdrawal, before it is done."""
    paper = own_paper(public_id, organization, purpose)
    if not paper.signatures:
        raise Refusal(_("Отзывать нечего: такого согласия сейчас нет."))
    return _withdrawal(paper, WithdrawForm(formdata=None))


@bp.post("/<public_id>/<organization>/<purpose>/withdrawal")
@requires(Permission.CONSENT_GIVE)
def withdraw(public_id: str, organization: str, purpose: str) -> Response:
    """Withdraw; whatever rests on the consent stops in this request, and the page says what was done."""
    paper, form = own_paper(public_id, organization, purpose), WithdrawForm()
    if not form.validate():
        return _withdrawal(paper, form, status=422)
    back = see_other(_address(paper, done="withdrawn"))
    if submissions.claim(form.submission_key.data or "", "consent-withdraw", _body(paper)) is not None:
        return back
    ended = withdraw_consent(
        current_actor(), paper.person, paper.organization, paper.purpose, by=myself(), reason=form.reason.data or ""
    )
    db.session.commit()
    for sentence in ended.done:
        flash(sentence, "consent")
    return back


def myself() -> Person:
    return db.session.scalars(sa.select(Person).where(Person.id == current_actor().person_id)).one()


def _all_papers(person: Person) -> list[Paper]:
    found = []
    for organization in organizations_of(person.id, clock.today(current_actor().time_zone)):
        found += papers_of(person, organization, clock.today(organization.time_zone))
    return found


def own_paper(public_id: str, organization: str, purpose: str) -> Paper:
    """The purpose of this person, if it is one's own or one's child's and there is something to sign or signed."""
    person = get_or_404(current_actor(), Person, public_id, Permission.CONSENT_GIVE)
    today = clock.today(current_actor().time_zone)
    if person.id != current_actor().person_id and is_adult(person, today):
        raise NotSeen
    place = next((one for one in organizations_of(person.id, today) if one.public_id == organization), None)
    if place is None or purpose not in set(Purpose):
        raise NotSeen
    papers = papers_of(person, place, clock.today(place.time_zone))
    found = next((one for one in papers if one.purpose == purpose), None)
    if found is None:
        raise NotSeen
    return found


def _show(
    paper: Paper, form: GiveForm, *, problems: list[tuple[str, str]] | None = None, items: dict[str, Any] | None = None
) -> Response:
    me, policy = myself(), policy_of(paper.organization)
    text = paper.text_for(me)
    return page(
        "own_consents/show.html", fragment="consent", status=422 if problems else 200, paper=paper, form=form, me=me,
        text=text, is_enough=Evidence.PORTAL.value in policy.evidence and not paper.purpose.is_written,
        refusal_key=submissions.new_key(),
        problems=problems or [], by_paper=paper.lacks(me), blank_key=submissions.new_key(),
        rows=item_rows(text.items, items or {}) if text else [], done=request.args.get("done", ""),
        destroy_by=clock.today(paper.organization.time_zone) + DESTROY_WITHIN,
    )  # fmt: skip


def _withdrawal(paper: Paper, form: WithdrawForm, status: int = 200) -> Response:
    follows = what_follows(current_actor(), paper.person, paper.organization, paper.purpose)
    return page(
        "own_consents/withdrawal.html", fragment="withdrawal", status=status, paper=paper, form=form, me=myself(),
        follows=follows, destroy_by=clock.today(paper.organization.time_zone) + DESTROY_WITHIN,
    )  # fmt: skip


def _address(paper: Paper, done: str) -> str:
    return url_for(
        "own_consents.show", public_id=paper.person.public_id, organization=paper.organization.public_id,
        purpose=paper.purpose.value, done=done,
    )  # fmt: skip


def _body(paper: Paper) -> str:
    return submissions.hash_body((paper.person.id, paper.organization.id, paper.purpose.value))
