"""Handing in and reviewing: the check page, the queue, remarks beside the text, the decision."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.policy import scope_of
from portal.access.roles import Scope
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate
from portal.practices.actions import (
    add_remark,
    is_author,
    pass_on,
    publish_practice,
    reject,
    return_to_authors,
    submit_for_review,
)
from portal.practices.differences import changes_between
from portal.practices.forms import DecisionForm, RemarkForm
from portal.practices.kinds import Decision, Section, Stage
from portal.practices.labels import DECISIONS, EVIDENCE_RULES, SECTIONS
from portal.practices.models import Practice
from portal.practices.queries import remarks_on, review_queue
from portal.practices.readiness import lacks_of
from portal.practices.sections import words_in
from portal.practices.views.blueprints import practices as bp
from portal.practices.views.opening import one_practice, writable

PURPOSE = "practice-remark"


@bp.get("/<public_id>/submission")
@requires(Permission.PRACTICE_WRITE)
def check(public_id: str) -> Response:
    """«Проверьте ответы»: everything that was written, with what is still missing."""
    practice = one_practice(public_id, Permission.PRACTICE_WRITE)
    version = writable(practice)
    words = {section: words_in(version, section) for section in Section}
    return page(
        "practices/submission.html", practice=practice, version=version, lacks=lacks_of(version), words=words,
        sections=SECTIONS, skips=_skips_organization(practice),
    )  # fmt: skip


@bp.post("/<public_id>/submission")
@requires(Permission.PRACTICE_WRITE)
def submit(public_id: str) -> Response:
    """Hand it in."""
    practice = one_practice(public_id, Permission.PRACTICE_WRITE, lock=True)
    submit_for_review(current_actor(), practice, skips_organization=_skips_organization(practice))
    db.session.commit()
    return see_other(url_for(".edit", public_id=public_id, done="submitted"))


@bp.get("/review")
@requires(Permission.PRACTICE_REVIEW)
def queue() -> Response:
    """What waits for the reader's decision, the earliest term first."""
    found = paginate(review_queue(current_actor()), scalars=False)
    return page(
        "practices/queue.html", found=found, today=clock.today(current_actor().time_zone),
        done=request.args.get("done", ""),
    )  # fmt: skip


@bp.get("/<public_id>/review")
@requires(Permission.PRACTICE_REVIEW)
def review(public_id: str) -> Response:
    """The text, remarks by section, the decision."""
    practice = one_practice(public_id, Permission.PRACTICE_REVIEW)
    return _review_page(practice, RemarkForm(formdata=None), DecisionForm(formdata=None))


@bp.post("/<public_id>/remarks")
@requires(Permission.PRACTICE_REVIEW)
def remark(public_id: str) -> Response:
    """Write one down, once however often the button is pressed."""
    practice, form = one_practice(public_id, Permission.PRACTICE_REVIEW, lock=True), RemarkForm()
    if not form.validate():
        return _review_page(practice, form, DecisionForm(formdata=None), status=422)
    told = submissions.hash_body([form.section.data, form.text.data])
    if submissions.claim(form.submission_key.data or "", f"{PURPOSE}-{public_id}", told) is None:
        add_remark(current_actor(), practice, section=Section(form.section.data), text=form.text.data or "")
    db.session.commit()
    return see_other(url_for(".review", public_id=public_id, _anchor=f"remarks_{form.section.data}"))


@bp.post("/<public_id>/decision")
@requires(Permission.PRACTICE_REVIEW)
def decide(public_id: str) -> Response:
    """Pass it on, publish, send back or reject."""
    practice, form = one_practice(public_id, Permission.PRACTICE_REVIEW, lock=True), DecisionForm()
    form.decision.choices = [(each.value, DECISIONS[each]) for each in _decisions(practice)]
    if not form.validate():
        return _review_page(practice, RemarkForm(formdata=None), form, status=422)
    try:
        _carry_out(practice, form)
    except Refusal as refusal:
        db.session.rollback()
        practice = one_practice(public_id, Permission.PRACTICE_REVIEW)
        (form.evidence if form.decision.data == Decision.PUBLISH else form.decision).errors = [refusal.message]
        return _review_page(practice, RemarkForm(formdata=None), form, status=422)
    done = str(form.decision.data)
    db.session.commit()
    return see_other(url_for(".queue", done=done))


def _carry_out(practice: Practice, form: DecisionForm) -> None:
    actor, decision = current_actor(), Decision(form.decision.data)
    if decision is Decision.PASS:
        pass_on(actor, practice)
    elif decision is Decision.RETURN:
        return_to_authors(actor, practice)
    elif decision is Decision.REJECT:
        reject(actor, practice, reason=form.reason.data or "")
    else:
        publish_practice(
            actor, practice, evidence=form.level, on=clock.today(practice.organization.time_zone)
        )  # fmt: skip


def _decisions(practice: Practice) -> list[Decision]:
    """What the reader may decide about the version as it stands."""
    version = practice.working
    if version is None or not version.stage or is_author(current_actor(), practice):
        return []
    may = permissions_on(current_actor(), practice)
    if version.stage == Stage.MUNICIPALITY:
        return [Decision.PUBLISH, Decision.RETURN, Decision.REJECT] if Permission.PRACTICE_PUBLISH in may else []
    return [Decision.PASS, Decision.RETURN, Decision.REJECT]


def _skips_organization(practice: Practice) -> bool:
    """Whoever reviews for the organisation does not read their own: the municipality does."""
    return practice.organization.municipality_id is None or any(
        grant.organization_id == practice.organization_id
        and scope_of(Permission.PRACTICE_REVIEW, grant.role) & Scope.ORGANIZATION
        for grant in current_actor().grants
    )


def _review_page(practice: Practice, form: RemarkForm, decision: DecisionForm, status: int = 200) -> Response:
    version = practice.working or practice.published or practice.versions[-1]
    decisions = _decisions(practice)
    decision.decision.choices = [(each.value, DECISIONS[each]) for each in decisions]
    changes = changes_between(practice.published, version) if practice.published and version.is_working else []
    return page(
        "practices/review.html", status=status, practice=practice, version=version, form=form, decision=decision,
        decisions=decisions, remarks=remarks_on(version), sections=SECTIONS, rules=EVIDENCE_RULES, changes=changes,
        is_own=is_author(current_actor(), practice),
    )  # fmt: skip
