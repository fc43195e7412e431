"""Wordings of an organisation: what is in force, the next edition, two editions side by side."""

import difflib
from collections.abc import Sequence

import sqlalchemy as sa
from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.consents.actions import add_consent_text, adopt_wordings
from portal.consents.forms import TextForm
from portal.consents.kinds import Category, Purpose, Term
from portal.consents.models import ConsentText
from portal.consents.queries.texts import policy_of, texts_in_force
from portal.consents.views.blueprints import consents as bp
from portal.consents.views.places import chosen_organization
from portal.consents.wordings import wordings
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.web.pages import page, see_other
from portal.people.models import Organization


@bp.get("/texts")
@requires(Permission.CONSENT_TEXT_EDIT)
def texts() -> Response:
    """Everything in force in the organisation, and the purposes that have no text yet."""
    organization, organizations = chosen_organization(Permission.CONSENT_TEXT_EDIT)
    standing = texts_in_force(organization.id, clock.today(organization.time_zone))
    known = {(text.purpose, text.category) for text in standing}
    return page(
        "consents/texts.html", organization=organization, organizations=organizations, texts=standing,
        absent=[one for key, one in wordings().items() if key not in known], key=submissions.new_key(),
        done=request.args.get("done", ""),
    )  # fmt: skip


@bp.post("/wordings/adoption")
@requires(Permission.CONSENT_TEXT_EDIT)
def adopt() -> Response:
    """Put every model wording in force that the organisation has none of its own for."""
    organization, _all = chosen_organization(Permission.CONSENT_TEXT_EDIT)
    back = see_other(url_for(".texts", organization=organization.public_id, done="adopted"))
    if submissions.claim(request.form.get("submission_key", ""), "consent-adopt", str(organization.id)) is not None:
        return back
    adopt_wordings(current_actor(), organization, starts_on=clock.today(organization.time_zone))
    db.session.commit()
    return back


@bp.get("/texts/new")
@requires(Permission.CONSENT_TEXT_EDIT)
def new_text() -> Response:
    """The next edition, begun from the one in force or from the model wording."""
    organization, _all = chosen_organization(Permission.CONSENT_TEXT_EDIT)
    purpose, category = _asked(request.args.get("purpose", ""), request.args.get("category", ""))
    return _form_page(organization, _begun(organization, purpose, category))


@bp.post("/texts")
@requires(Permission.CONSENT_TEXT_EDIT)
def publish() -> Response:
    """Put the edition in force; the one before ends, consents given to it stay or are asked for again."""
    organization, _all = chosen_organization(Permission.CONSENT_TEXT_EDIT)
    form = TextForm()
    purpose, category = _asked(form.purpose.data or "", form.category.data or "")
    if not form.validate():
        return _form_page(organization, form, status=422)
    body = submissions.hash_body((organization.id, purpose, category, form.body.data))
    used = submissions.claim(form.submission_key.data or "", "consent-text", body)
    if used is not None:
        return see_other(url_for(".text", public_id=used.outcome))
    try:
        text = _publish(organization, purpose, category, form)
    except Refusal as refusal:
        db.session.rollback()
        form.body.errors = [*form.body.errors, refusal.message]
        return _form_page(chosen_organization(Permission.CONSENT_TEXT_EDIT)[0], form, status=422)
    submissions.set_outcome(form.submission_key.data or "", text.public_id)
    target = url_for(".text", public_id=text.public_id, done="published")
    db.session.commit()
    return see_other(target)


@bp.get("/texts/<public_id>")
@requires(Permission.CONSENT_TEXT_EDIT)
def text(public_id: str) -> Response:
    """One edition, verbatim, with the others of its line."""
    shown = get_or_404(current_actor(), ConsentText, public_id, Permission.CONSENT_TEXT_EDIT)
    organization = _organization_of(shown)
    return page(
        "consents/text.html", text=shown, organization=organization, editions=_editions(shown),
        today=clock.today(organization.time_zone), done=request.args.get("done", ""),
    )  # fmt: skip


@bp.get("/texts/<public_id>/comparison")
@requires(Permission.CONSENT_TEXT_EDIT)
def compare(public_id: str) -> Response:
    """Two editions of one line: what went and what came."""
    newer = get_or_404(current_actor(), ConsentText, public_id, Permission.CONSENT_TEXT_EDIT)
    others = [one for one in _editions(newer) if one.id != newer.id]
    wanted = request.args.get("with", "")
    older = next((one for one in others if one.public_id == wanted), None) if wanted else next(iter(others), None)
    if older is None:
        raise NotSeen
    if older.number > newer.number:
        older, newer = newer, older
    return page(
        "consents/compare.html", older=older, newer=newer, lines=_difference(older.body, newer.body),
        organization=_organization_of(newer),
    )  # fmt: skip


def _asked(purpose: str, category: str) -> tuple[Purpose, Category]:
    if purpose not in set(Purpose) or category not in set(Category):
        raise NotSeen
    return Purpose(purpose), Category(category)


def _begun(organization: Organization, purpose: Purpose, category: Category) -> TextForm:
    """A form that begins with the edition in force, or with the model wording."""
    today, policy = clock.today(organization.time_zone), policy_of(organization)
    standing = [
        one for one in texts_in_force(organization.id, today) if (one.purpose, one.category) == (purpose, category)
    ]
    model = wordings().get((purpose, category))
    before = standing[-1] if standing else None
    form = TextForm(formdata=None)
    form.purpose.data, form.category.data = purpose.value, category.value
    form.organization.data, form.starts_on.data = organization.public_id, today
    form.title.data = before.title if before else (model.title if model else "")
    form.body.data = before.body if before else (model.body(policy) if model else "")
    form.term.data, form.term_months.data = (before or policy).term, (before or policy).term_months
    form.renewal.data = None if before else "keep"
    return form


def _publish(organization: Organization, purpose: Purpose, category: Category, form: TextForm) -> ConsentText:
    model = wordings().get((purpose, category)) or wordings().get((purpose, Category.ANY))
    return add_consent_text(
        current_actor(), organization, purpose=purpose, category=category.value, title=form.title.data or "",
        body=form.body.data or "", starts_on=form.starts_on.data or clock.today(organization.time_zone),
        items=model.items if model else (), term=Term(form.term.data), term_months=form.term_months.data,
        is_material=form.renewal.data == "again",
    )  # fmt: skip


def _form_page(organization: Organization, form: TextForm, status: int = 200) -> Response:
    purpose, category = _asked(form.purpose.data or "", form.category.data or "")
    model = wordings().get((purpose, category))
    has_earlier = db.session.scalar(
        sa.select(
            sa.exists().where(
                ConsentText.organization_id == organization.id, ConsentText.purpose == purpose,
                ConsentText.category == category,
            )
        )
    )  # fmt: skip
    return page(
        "consents/new_text.html", fragment="text_form", status=status, form=form, organization=organization,
        purpose=purpose, category=category, source=model.source if model else "", has_earlier=has_earlier,
    )  # fmt: skip


def _editions(text: ConsentText) -> Sequence[ConsentText]:
    """All editions of the line, the latest first; the line belongs to the organisation of the text."""
    return db.session.scalars(
        sa.select(ConsentText)
        .where(
            ConsentText.organization_id == text.organization_id, ConsentText.purpose == text.purpose,
            ConsentText.category == text.category,
        )
        .order_by(ConsentText.number.desc())
    ).all()  # fmt: skip


def _organization_of(text: ConsentText) -> Organization:
    return db.session.scalars(sa.select(Organization).where(Organization.id == text.organization_id)).one()


def _difference(older: str, newer: str) -> list[tuple[str, str]]:
    """Paragraphs with a mark: « », «-» went, «+» came."""
    lines = difflib.ndiff(older.split("\n"), newer.split("\n"))
    return [(line[0], line[2:]) for line in lines if line[0] != "?" and line[2:].strip()]
