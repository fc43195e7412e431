"""Waves for the staff: the list, a new one, its progress, its term, reminders and personal links."""

from dataclasses import dataclass

from flask import request, url_for
from markupsafe import Markup
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.access.gate import get_or_404, permissions_on, select_allowed
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _
from portal.core.web.forms import check_version
from portal.core.web.pages import is_fragment, page, see_other
from portal.core.web.tables import paginate
from portal.people.models import Organization
from portal.people.queries import groups_of, members
from surveys.actions import assign_questionnaire, close_assignment, extend_assignment
from surveys.audience import people_of
from surveys.labels import mode_label, purpose_label, readers_label, type_label
from surveys.links import link_for, qr_svg
from surveys.models import Mode, Questionnaire, SurveyAssignment
from surveys.queries import (
    WaveFilter,
    WaveState,
    find_questionnaires,
    find_waves,
    invited_people,
    organizations_with_waves,
    state_of,
    unanswered,
)
from surveys.reminders import remind as remind_wave
from surveys.results.privacy import reading_of
from surveys.results.tables import shown
from surveys.storage import compiled
from surveys.views.blueprint import bp
from surveys.wave_form import DeadlineForm, WaveForm

for words in (mode_label, purpose_label, readers_label, type_label):
    bp.add_app_template_filter(words)
bp.add_app_template_filter(shown, "cell_words")

MOST_PERSONS = 400
CARDS_ON_A_SHEET = 200
PURPOSE = "survey-wave"


@bp.get("/surveys")
@requires(Permission.SURVEY_READ)
def index() -> Response:
    """Waves that the reader may see, filtered by state, organisation and words of the title."""
    actor, wanted = current_actor(), WaveFilter.from_args(request.args)
    waves = paginate(find_waves(actor, wanted), scalars=False)
    organizations = [] if is_fragment() else organizations_with_waves(actor)
    return page(
        "surveys/index.html", fragment="wave_list", waves=waves, wanted=wanted, states=WaveState,
        organizations=organizations, state_of=state_of, may_assign=actor.has(Permission.SURVEY_ASSIGN),
    )  # fmt: skip


@bp.get("/surveys/new")
@requires(Permission.SURVEY_ASSIGN)
def new() -> Response:
    """First the questionnaire, then whom to ask and until when."""
    key = request.args.get("questionnaire", "")
    if not key:
        return page(
            "surveys/choose.html",
            questionnaires=db.session.execute(find_questionnaires(current_actor())).all(),
            may_build=current_actor().has(Permission.QUESTIONNAIRE_EDIT),
        )
    form = WaveForm(request.args, meta={"csrf": False})
    form.opens_on.data = form.opens_on.data or clock.today(current_actor().time_zone)
    return _form_page(form, _chosen(form), status=200)


@bp.post("/surveys")
@requires(Permission.SURVEY_ASSIGN)
def create() -> Response:
    """Open the wave, count whom it would reach, or show the form again with what to put right."""
    form = WaveForm()
    chosen = _chosen(form)
    is_valid = form.validate()
    if request.form.get("intent") == "count" or not is_valid:
        return _form_page(form, chosen, status=200 if is_valid else 422)
    key = form.submission_key.data or ""
    used = submissions.claim(key, PURPOSE, submissions.hash_body(form.body()))
    if used is not None:
        return see_other(url_for(".show", public_id=used.outcome))
    try:
        public_id = _open(form, chosen)
    except Refusal as refusal:
        return _refused(form, refusal)
    submissions.set_outcome(key, public_id)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="opened"))


@bp.get("/surveys/<public_id>")
@requires(Permission.SURVEY_READ)
def show(public_id: str) -> Response:
    """Progress of a wave and what can be done about it."""
    return _show_page(_wave(public_id, Permission.SURVEY_READ), DeadlineForm(formdata=None))


@bp.get("/surveys/<public_id>/closure")
@requires(Permission.SURVEY_ASSIGN)
def confirm_closure(public_id: str) -> Response:
    """What closing means, before it is done."""
    return page("surveys/closure.html", wave=_wave(public_id, Permission.SURVEY_ASSIGN))


@bp.post("/surveys/<public_id>/closure")
@requires(Permission.SURVEY_ASSIGN)
def close(public_id: str) -> Response:
    """Take no more answers."""
    close_assignment(current_actor(), _wave(public_id, Permission.SURVEY_ASSIGN, lock=True))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="closed"))


@bp.post("/surveys/<public_id>/deadline")
@requires(Permission.SURVEY_ASSIGN)
def extend(public_id: str) -> Response:
    """Another last day; somebody else's change in between is shown beside one's own (409)."""
    wave = _wave(public_id, Permission.SURVEY_ASSIGN, lock=True)
    form = DeadlineForm()
    if not form.validate():
        return _show_page(wave, form, status=422)
    stands, typed = wave.closes_at.isoformat() if wave.closes_at else "", request.form["closes_on"]
    check_version(wave.version, request.form.get("version"), stands={"closes_on": stands}, typed={"closes_on": typed})
    try:
        extend_assignment(current_actor(), wave, form.moment(wave.organization.time_zone))
    except Refusal as refusal:
        form.closes_on.errors = [refusal.message]
        return _show_page(wave, form, status=422)
    wave.version += 1
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="extended"))


@bp.post("/surveys/<public_id>/reminders")
@requires(Permission.SURVEY_ASSIGN)
def remind(public_id: str) -> Response:
    """Remind those who have not answered; says how many were reminded."""
    count = remind_wave(current_actor(), _wave(public_id, Permission.SURVEY_ASSIGN))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="reminded", n=count))


@bp.get("/surveys/<public_id>/links")
@requires(Permission.SURVEY_LINKS)
def links(public_id: str) -> Response:
    """A sheet to print and cut: a name, a short address and a QR code for each.

    Only of named waves: beside a name, the address of an anonymous questionnaire would tell whose answers it opens.
    """
    wave = _wave(public_id, Permission.SURVEY_LINKS)
    if wave.mode != Mode.NAMED:
        raise Refusal(
            _("Ссылки с именами для анонимной анкеты не печатаются. Она ждёт каждого в «Моих анкетах» и в письме.")
        )
    sheet = paginate(invited_people(wave.id), per_page=CARDS_ON_A_SHEET)
    cards = [(each.person, link_for(each)) for each in sheet.rows if each.person]
    # The picture is made here from the portal's own address; nothing typed gets into it.
    return page("surveys/links.html", wave=wave, cards=cards, sheet=sheet, qr=lambda address: Markup(qr_svg(address)))  # noqa: S704


def _wave(public_id: str, permission: Permission, *, lock: bool = False) -> SurveyAssignment:
    loaded = (
        () if lock else (joinedload(SurveyAssignment.organization), joinedload(SurveyAssignment.questionnaire_version))
    )
    return get_or_404(current_actor(), SurveyAssignment, public_id, permission, *loaded, lock=lock)


def _show_page(wave: SurveyAssignment, form: DeadlineForm, status: int = 200) -> Response:
    permissions = permissions_on(current_actor(), wave)
    sees_names = wave.mode == Mode.NAMED and bool({Permission.RESPONSE_READ, Permission.SURVEY_ASSIGN} & permissions)
    waiting = paginate(unanswered(wave.id), scalars=False) if sees_names else None
    fragment = "deadline_form" if status != 200 else "unanswered" if waiting else None
    return page(
        "surveys/show.html", fragment=fragment, status=status, wave=wave,
        form=form, waiting=waiting, may=permissions, P=Permission, modes=Mode, state=state_of(wave, clock.now()),
        reading=reading_of(current_actor(), wave, permissions), definition=compiled(wave.version_id),
        done=request.args.get("done", ""), reminded=request.args.get("n", 0, type=int),
    )  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """What the form of a new wave names: a questionnaire with its version in force, and one's own organisations."""

    questionnaire: Questionnaire
    version_id: int
    mode: Mode
    organization: Organization
    organizations: list[Organization]

    @property
    def readers(self) -> list[str]:
        """Who besides the respondent reads the answers; the questionnaire says so."""
        if self.mode != Mode.NAMED:
            return []
        return list(compiled(self.version_id).visible_to) or ["curator"]


def _chosen(form: WaveForm) -> Choice:
    """What the form names, for those who may; choices of groups and people follow from it."""
    actor, key = current_actor(), form.questionnaire.data or ""
    found = db.session.execute(
        find_questionnaires(actor).where(Questionnaire.public_id == key).add_columns(Questionnaire)
    ).one_or_none()
    mine = select_allowed(actor, Permission.SURVEY_ASSIGN, Organization).order_by(Organization.sort_name)
    organizations = list(db.session.scalars(mine))
    wanted = form.organization.data or (organizations[0].public_id if organizations else "")
    organization = next((each for each in organizations if each.public_id == wanted), None)
    if found is None or organization is None or found.organization_id not in (None, organization.id):
        raise NotSeen
    form.organization.data = organization.public_id
    form.today = today = clock.today(organization.time_zone)
    form.groups.choices = [SelectChoice(group.public_id, group.name) for group in groups_of(organization.id, today)]
    people = db.session.scalars(members(organization.id, today).limit(MOST_PERSONS)).all()
    form.persons.choices = [SelectChoice(person.public_id, person.full_name) for person in people]
    return Choice(found.Questionnaire, found.version_id, Mode(found.mode), organization, organizations)


def _open(form: WaveForm, chosen: Choice) -> str:
    opens_at, closes_at = form.moments(chosen.organization)
    wave = assign_questionnaire(
        current_actor(), chosen.questionnaire, chosen.organization, title=form.title.data or "",
        audience=form.rule, opens_at=opens_at, closes_at=closes_at, mode=chosen.mode, readers=chosen.readers,
    )  # fmt: skip
    return wave.public_id


def _refused(form: WaveForm, refusal: Refusal) -> Response:
    db.session.rollback()
    form.audience.errors = [*form.audience.errors, refusal.message]
    return _form_page(form, _chosen(form), status=422)


def _form_page(form: WaveForm, chosen: Choice, status: int) -> Response:
    asked: list[int] | None = None
    if form.audience.data and not (form.audience.errors or form.groups.errors or form.persons.errors):
        today = clock.today(chosen.organization.time_zone)
        asked = people_of(form.rule, chosen.organization.id, today)
    return page(
        "surveys/new.html", fragment="wave_form", status=status, form=form, chosen=chosen, modes=Mode,
        organization_choices=[(each.public_id, each.short_name) for each in chosen.organizations],
        asked=len(asked) if asked is not None else None,
    )  # fmt: skip
