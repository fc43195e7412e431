"""Agreements with a partner, and who curates on its side."""

from flask import request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, files, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _, ru_date
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.people.forms.days import day_of
from portal.people.forms.organizations import LastDayForm
from portal.people.models import Person
from portal.people.readings import show_list
from portal.programs.actions import Terms, add_agreement, add_partner_curator, edit_agreement, end_partner_curator
from portal.programs.forms.partners import AgreementFields, AgreementForm, NewAgreementForm, PartnerCuratorForm
from portal.programs.labels import agreement_label
from portal.programs.models import Partner, PartnerAgreement, PartnerCurator
from portal.programs.queries.partners import curator_candidate, curator_candidates
from portal.programs.views.blueprints import partners as bp
from portal.programs.views.partners import one_partner


@bp.get("/<public_id>/agreements/new")
@requires(Permission.PARTNER_EDIT)
def new_agreement(public_id: str) -> Response:
    """A form for one agreement."""
    partner, form = one_partner(public_id), NewAgreementForm(formdata=None)
    form.signed_on.data = form.starts_on.data = clock.today(partner.organization.time_zone)
    return page("partners/agreement.html", form=form, partner=partner, agreement=None)


@bp.post("/<public_id>/agreements")
@requires(Permission.PARTNER_EDIT)
def create_agreement(public_id: str) -> Response:
    """Record the agreement with its scan, once however often the button is pressed."""
    form = NewAgreementForm()
    upload = form.upload
    partner = one_partner(public_id, lock=True)
    if not form.validate():
        return _agreement_page(form, partner)
    told = submissions.hash_body((form.terms, upload[1] if upload else ""))
    if submissions.claim(form.submission_key.data or "", f"agreement:{public_id}", told) is None:
        try:
            add_agreement(current_actor(), partner, form.terms, upload)
        except Refusal as refusal:
            db.session.rollback()
            form.blame(refusal, form.scan)
            return _agreement_page(form, one_partner(public_id))
        db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="agreement"))


@bp.get("/agreements/<public_id>/edit")
@requires(Permission.PARTNER_EDIT)
def change_agreement(public_id: str) -> Response:
    """The agreement as a form."""
    one = _agreement(public_id)
    return page("partners/agreement.html", form=AgreementForm(formdata=None, obj=one), partner=one.partner,
                agreement=one)  # fmt: skip


@bp.post("/agreements/<public_id>/edit")
@requires(Permission.PARTNER_EDIT)
def update_agreement(public_id: str) -> Response:
    """Save what was put right; somebody else's change in between is shown beside one's own (409)."""
    form = AgreementForm()
    upload = form.upload
    one = _agreement(public_id, lock=True)
    if not form.validate():
        return _agreement_page(form, one.partner, one)
    stood = Terms(kind=one.kind, number=one.number, signed_on=one.signed_on, starts_on=one.starts_on,
                  ends_on=one.ends_on)  # fmt: skip
    check_version(one.version, request.form.get("version"), stands=_in_words(form, stood),
                  typed=_in_words(form, form.terms))  # fmt: skip
    try:
        edit_agreement(current_actor(), one, form.terms, upload)
    except Refusal as refusal:
        db.session.rollback()
        form.blame(refusal, form.scan)
        one = _agreement(public_id)
        return _agreement_page(form, one.partner, one)
    target = url_for(".show", public_id=one.partner.public_id, done="agreement")
    db.session.commit()
    return see_other(target)


@bp.get("/agreements/<public_id>/file")
@requires(Permission.PARTNER_READ)
def agreement_file(public_id: str) -> Response:
    """The scan."""
    one = get_or_404(
        current_actor(), PartnerAgreement, public_id, Permission.PARTNER_READ, joinedload(PartnerAgreement.file)
    )
    if one.file is None:
        raise NotSeen
    return files.send(one.file)


@bp.get("/<public_id>/curators/new")
@requires(Permission.PARTNER_EDIT)
def choose_curator(public_id: str) -> Response:
    """People of the partner whom the organisation knows: choose one."""
    partner, form = one_partner(public_id), PartnerCuratorForm(formdata=None)
    form.starts_on.data = clock.today(partner.organization.time_zone)
    return _curator_page(partner, form)


@bp.post("/<public_id>/curators")
@requires(Permission.PARTNER_EDIT)
def add_curator(public_id: str) -> Response:
    """Name the chosen one, once however often the button is pressed."""
    partner, form = one_partner(public_id, lock=True), PartnerCuratorForm()
    person = curator_candidate(partner, form.person.data or "", clock.today(partner.organization.time_zone))
    if not form.validate() or person is None:
        form.person.errors = form.person.errors or ([] if person else [_("Выберите человека")])
        return _curator_page(partner, form, person, status=422)
    told = submissions.hash_body(sorted((name, str(said)) for name, said in form.values.items()))
    if submissions.claim(form.submission_key.data or "", f"partner-curator:{public_id}", told) is None:
        try:
            add_partner_curator(current_actor(), partner, person, starts_on=day_of(form.starts_on),
                                document=form.document.data or "")  # fmt: skip
        except Refusal as refusal:
            form.person.errors = [refusal.message]
            return _curator_page(partner, form, person, status=422)
        db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="came"))


@bp.get("/curators/<public_id>/end")
@requires(Permission.PARTNER_EDIT)
def confirm_curator_end(public_id: str) -> Response:
    """Which day is the last."""
    curator, form = _curator(public_id), LastDayForm(formdata=None)
    form.ends_on.data = clock.today(curator.partner.organization.time_zone)
    return page("partners/confirm_curator_end.html", curator=curator, form=form)


@bp.post("/curators/<public_id>/end")
@requires(Permission.PARTNER_EDIT)
def end_curator(public_id: str) -> Response:
    """Record the last day."""
    curator, form = _curator(public_id, lock=True), LastDayForm()
    if form.validate():
        try:
            end_partner_curator(current_actor(), curator, on=day_of(form.ends_on))
            target = url_for(".show", public_id=curator.partner.public_id, done="left")
            db.session.commit()
            return see_other(target)
        except Refusal as refusal:
            form.ends_on.errors = [refusal.message]
    return page("partners/confirm_curator_end.html", status=422, curator=curator, form=form)


_PARTNER = (Partner.organization, Partner.home)


def _agreement(public_id: str, *, lock: bool = False) -> PartnerAgreement:
    loaded = [joinedload(PartnerAgreement.partner).joinedload(each) for each in _PARTNER]
    return get_or_404(current_actor(), PartnerAgreement, public_id, Permission.PARTNER_EDIT, *loaded, lock=lock)


def _curator(public_id: str, *, lock: bool = False) -> PartnerCurator:
    loaded = [joinedload(PartnerCurator.partner).joinedload(each) for each in _PARTNER]
    return get_or_404(
        current_actor(), PartnerCurator, public_id, Permission.PARTNER_EDIT, *loaded,
        joinedload(PartnerCurator.person), lock=lock,
    )  # fmt: skip


def _agreement_page(form: AgreementFields, partner: Partner, agreement: PartnerAgreement | None = None) -> Response:
    return page("partners/agreement.html", fragment="agreement_form", status=422, form=form, partner=partner,
                agreement=agreement)  # fmt: skip


def _curator_page(
    partner: Partner, form: PartnerCuratorForm, chosen: Person | None = None, *, status: int = 200
) -> Response:
    text = request.args.get("q", "").strip()
    found = list(curator_candidates(partner, text, clock.today(partner.organization.time_zone)))
    if chosen is not None and chosen.id not in {person.id for person in found}:
        found.insert(0, chosen)
    show_list(current_actor(), "partners.choose_curator", [person.id for person in found],
              organization_id=partner.organization_id)  # fmt: skip
    form.person.choices = [SelectChoice(person.public_id, person.full_name) for person in found]
    return page("partners/choose_curator.html", fragment="curator_form", status=status, partner=partner, form=form,
                text=text)  # fmt: skip


def _in_words(form: AgreementFields, terms: Terms) -> dict[str, str]:
    last = ru_date(terms.ends_on, "full") if terms.ends_on else _("бессрочно")
    said = [agreement_label(terms.kind), terms.number, ru_date(terms.signed_on, "full"),
            ru_date(terms.starts_on, "full"), last]  # fmt: skip
    fields = (form.kind, form.number, form.signed_on, form.starts_on, form.ends_on)
    return {field.label.text: words for field, words in zip(fields, said, strict=True)}
