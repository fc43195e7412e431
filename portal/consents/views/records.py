"""From paper: a signed sheet, a refusal or a letter of withdrawal that came to the curator about one person."""

from datetime import date

from flask import flash, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.consents.actions import record_consent, refuse_consent, what_follows, withdraw_consent
from portal.consents.actions.ending import DESTROY_WITHIN
from portal.consents.forms import PROVEN, RecordForm, WithdrawForm, choices_of, item_rows, items_in
from portal.consents.kinds import Evidence, Purpose
from portal.consents.models import ConsentText
from portal.consents.queries.own import Paper, organizations_of, papers_of
from portal.consents.queries.register import organizations_with_register
from portal.consents.queries.signers import is_adult, may_sign_alone, representatives_of
from portal.consents.queries.texts import category_of, policy_of, text_for
from portal.consents.views.blueprints import consents as bp
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.files import store
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.people.models import Organization, Person


@bp.get("/people/<public_id>/<purpose>")
@requires(Permission.CONSENT_RECORD)
def new(public_id: str, purpose: str) -> Response:
    """The form for one sheet about this person."""
    paper = _paper(public_id, purpose)
    return _form_page(paper, _form(paper, bare=True))


@bp.post("/people/<public_id>/<purpose>")
@requires(Permission.CONSENT_RECORD)
def create(public_id: str, purpose: str) -> Response:
    """Record the signature or the refusal."""
    paper = _paper(public_id, purpose)
    form = _form(paper)
    if not form.validate():
        return _form_page(paper, form, status=422)
    back = _back(paper, "recorded")
    body = submissions.hash_body((public_id, purpose, form.signer.data, form.outcome.data, form.signed_on.data))
    if submissions.claim(form.submission_key.data or "", "consent-record", body) is not None:
        return back
    try:
        _record(paper, form)
    except Refusal as refusal:
        db.session.rollback()
        paper = _paper(public_id, purpose)
        form = _form(paper)
        form.validate()
        form.outcome.errors = [*form.outcome.errors, refusal.message]
        return _form_page(paper, form, status=422)
    db.session.commit()
    return back


@bp.get("/people/<public_id>")
@requires(Permission.CONSENT_READ)
def person(public_id: str) -> Response:
    """All purposes of one person: what stands, what is missing, and where to record it."""
    actor = current_actor()
    subject = get_or_404(actor, Person, public_id, Permission.CONSENT_READ)
    place = _place(subject, Permission.CONSENT_READ)
    papers = papers_of(subject, place, clock.today(place.time_zone))
    may_record = place.id in {one.id for one in organizations_with_register(actor, Permission.CONSENT_RECORD)}
    return page(
        "consents/person.html", person=subject, organization=place, papers=papers, may_record=may_record,
        done=request.args.get("done", ""),
    )  # fmt: skip


@bp.get("/people/<public_id>/<purpose>/withdrawal")
@requires(Permission.CONSENT_RECORD)
def confirm_withdrawal(public_id: str, purpose: str) -> Response:
    """A letter of withdrawal: what follows, before it is entered."""
    paper = _paper(public_id, purpose)
    if not paper.signatures:
        raise Refusal(_("Отзывать нечего: такого согласия сейчас нет."))
    return _withdrawal_page(paper, _withdraw_form(paper, bare=True))


@bp.post("/people/<public_id>/<purpose>/withdrawal")
@requires(Permission.CONSENT_RECORD)
def withdraw(public_id: str, purpose: str) -> Response:
    """Enter the withdrawal; everything that rests on the consent stops in this request."""
    paper = _paper(public_id, purpose)
    form = _withdraw_form(paper)
    by = next((one for one in _signers(paper) if one.public_id == form.by.data), None)
    if not form.validate() or by is None:
        form.by.errors = [_("Выберите, кто отзывает")] if by is None else []
        return _withdrawal_page(paper, form, status=422)
    back = _back(paper, "withdrawn")
    body = submissions.hash_body((public_id, purpose, form.by.data))
    if submissions.claim(form.submission_key.data or "", "consent-withdraw-paper", body) is not None:
        return back
    ended = withdraw_consent(
        current_actor(), paper.person, paper.organization, paper.purpose, by=by, reason=form.reason.data or "",
        from_paper=True,
    )  # fmt: skip
    db.session.commit()
    for sentence in ended.done:
        flash(sentence, "consent")
    return back


def _paper(public_id: str, purpose: str) -> Paper:
    """The purpose of a person about whom the actor may record papers in this organisation."""
    subject = get_or_404(current_actor(), Person, public_id, Permission.CONSENT_RECORD)
    place = _place(subject, Permission.CONSENT_RECORD)
    if purpose not in set(Purpose):
        raise NotSeen
    papers = papers_of(subject, place, clock.today(place.time_zone))
    found = next((one for one in papers if one.purpose == purpose), None)
    if found is None:
        raise Refusal(_("Для этого согласия ещё нет текста. Введите его в действие на странице «Тексты согласий»."))
    return found


def _place(subject: Person, permission: Permission) -> Organization:
    """The organisation of the actor in which this person has a place; the one named in the address first."""
    mine = {one.id for one in organizations_with_register(current_actor(), permission)}
    today = clock.today(current_actor().time_zone)
    places = [one for one in organizations_of(subject.id, today) if one.id in mine]
    key = request.values.get("organization", "")
    chosen = next((one for one in places if one.public_id == key), None) if key else next(iter(places), None)
    if chosen is None:
        raise NotSeen
    return chosen


def _signers(paper: Paper) -> list[Person]:
    """Who may decide about this person today: oneself from 14, representatives until 18."""
    today = clock.today(paper.organization.time_zone)
    own = [paper.person] if may_sign_alone(paper.person, today) else []
    kin = [] if is_adult(paper.person, today) else representatives_of([paper.person.id], today).get(paper.person.id, [])
    return [*own, *kin]


def _form(paper: Paper, *, bare: bool = False) -> RecordForm:
    form = RecordForm(formdata=None) if bare else RecordForm()
    form.today = clock.today(paper.organization.time_zone)
    form.organization.data = paper.organization.public_id
    form.signer.choices = _choices(paper)
    taken = policy_of(paper.organization).evidence
    known = [one for one in PROVEN if one == Evidence.SCAN or one.value in taken]
    form.evidence.choices = choices_of(Evidence, only=known)
    return form


def _withdraw_form(paper: Paper, *, bare: bool = False) -> WithdrawForm:
    form = WithdrawForm(formdata=None) if bare else WithdrawForm()
    form.by.choices = _choices(paper)
    return form


def _choices(paper: Paper) -> list[SelectChoice]:
    words = {True: _("сам человек"), False: _("законный представитель")}
    signers = _signers(paper)
    return [SelectChoice(one.public_id, f"{one.full_name}, {words[one.id == paper.person.id]}") for one in signers]


def _back(paper: Paper, done: str) -> Response:
    place = paper.organization.public_id
    return see_other(url_for(".person", public_id=paper.person.public_id, organization=place, done=done))


def _record(paper: Paper, form: RecordForm) -> None:
    """Write what the form says; raises Refusal in the words of the rule."""
    actor, day = current_actor(), form.signed_on.data
    signer = next((one for one in _signers(paper) if one.public_id == form.signer.data), None)
    if signer is None or day is None:
        raise Refusal(_("Выберите, кто подписал."))
    text = _text(paper, signer, day)
    upload, evidence = request.files.get("file"), Evidence(form.evidence.data)
    file = store(upload.stream, upload.filename) if upload and upload.filename else None
    if evidence == Evidence.SCAN and file is None:
        raise Refusal(_("Приложите скан: файл PDF, JPEG или PNG."))
    if form.outcome.data == "refused":
        refuse_consent(actor, paper.person, text, refused_by=signer, evidence=evidence, refused_on=day, file=file)
        return
    record_consent(
        actor, paper.person, text, given_by=signer, evidence=evidence, starts_on=day, file=file,
        items=items_in(request.form, text.items),
    )  # fmt: skip


def _text(paper: Paper, signer: Person, day: date) -> ConsentText:
    """The wording that was in force for this signer on the day of signing."""
    by_representative = signer.id != paper.person.id
    category = category_of(paper.person, paper.organization.id, day, by_representative=by_representative)
    text = text_for(paper.organization.id, paper.purpose, category, day)
    if text is None:
        raise Refusal(_("На этот день нет действующего текста такого согласия."))
    return text


def _form_page(paper: Paper, form: RecordForm, status: int = 200) -> Response:
    text = paper.own_text or paper.representative_text
    codes = text.items if text else []
    return page(
        "consents/new.html", fragment="record_form", status=status, paper=paper, form=form,
        rows=item_rows(codes, items_in(request.form, codes)),
    )  # fmt: skip


def _withdrawal_page(paper: Paper, form: WithdrawForm, status: int = 200) -> Response:
    follows = what_follows(current_actor(), paper.person, paper.organization, paper.purpose)
    return page(
        "consents/confirm_withdrawal.html", fragment="withdrawal", status=status, paper=paper, form=form,
        follows=follows, destroy_by=clock.today(paper.organization.time_zone) + DESTROY_WITHIN,
    )  # fmt: skip
