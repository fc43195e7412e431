"""One wave for the staff: its progress, its term and schedule, reminders, personal links."""

from flask import request, url_for
from markupsafe import Markup
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404, permissions_on, select_allowed
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate
from portal.people.models import Group
from portal.people.queries import groups_of
from surveys import occasions
from surveys.actions import (
    change_wave,
    close_assignment,
    extend_assignment,
    invite_more,
    may_change_occasion,
    reopen_assignment,
)
from surveys.actions.public_links import public_link_of
from surveys.links import in_threes, link_for, personal_code, qr_svg
from surveys.models import Mode, SurveyAssignment
from surveys.queries import invited_people, state_of
from surveys.reminders import remind as remind_wave
from surveys.results.history import had_cuts
from surveys.results.privacy import reading_of
from surveys.storage import compiled
from surveys.views.blueprint import bp
from surveys.wave_form import REMINDERS, DeadlineForm, ScheduleForm
from surveys.waves.progress import groups_progress, waiting_people, waves_together

CARDS_ON_A_SHEET = 200


@bp.get("/surveys/<public_id>")
@requires(Permission.SURVEY_READ)
def show(public_id: str) -> Response:
    """Progress of a wave and what can be done about it."""
    return _show_page(wave_or_404(public_id, Permission.SURVEY_READ), DeadlineForm(formdata=None))


@bp.get("/surveys/<public_id>/groups")
@requires(Permission.SURVEY_LINKS)
def groups(public_id: str) -> Response:
    """How each group or class does, and what can be printed for it. Only of a named wave."""
    wave = wave_or_404(public_id, Permission.SURVEY_LINKS)
    if wave.mode != Mode.NAMED:
        raise Refusal(_("Анкета без имён: портал не показывает, кто ответил и кто нет, и не считает этого по группам."))
    rows = groups_progress(wave, clock.today(wave.organization.time_zone))
    return page("surveys/groups.html", wave=wave, rows=rows)


@bp.get("/surveys/<public_id>/closure")
@requires(Permission.SURVEY_ASSIGN)
def confirm_closure(public_id: str) -> Response:
    """What closing means, before it is done."""
    return page("surveys/closure.html", wave=wave_or_404(public_id, Permission.SURVEY_ASSIGN))


@bp.post("/surveys/<public_id>/closure")
@requires(Permission.SURVEY_ASSIGN)
def close(public_id: str) -> Response:
    """Take no more answers."""
    close_assignment(current_actor(), wave_or_404(public_id, Permission.SURVEY_ASSIGN, lock=True))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="closed"))


@bp.post("/surveys/<public_id>/reopening")
@requires(Permission.SURVEY_ASSIGN)
def reopen(public_id: str) -> Response:
    """Take answers again until the term that stands; one that has passed must be extended."""
    reopen_assignment(current_actor(), wave_or_404(public_id, Permission.SURVEY_ASSIGN, lock=True))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="reopened"))


@bp.post("/surveys/<public_id>/deadline")
@requires(Permission.SURVEY_ASSIGN)
def extend(public_id: str) -> Response:
    """Another last day; somebody else's change in between is shown beside one's own (409)."""
    wave = wave_or_404(public_id, Permission.SURVEY_ASSIGN, lock=True)
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


@bp.get("/surveys/<public_id>/schedule")
@requires(Permission.SURVEY_ASSIGN)
def schedule(public_id: str) -> Response:
    """Title, days of reminders, newcomers, and when it invites, as long as that can be changed."""
    wave = wave_or_404(public_id, Permission.SURVEY_ASSIGN)
    form = ScheduleForm(
        formdata=None, title=wave.title, reminders=[str(day) for day in wave.reminders], newcomers=wave.takes_newcomers
    )
    form.show_occasion(wave.occasion)
    return _schedule_page(wave, form)


@bp.post("/surveys/<public_id>/schedule")
@requires(Permission.SURVEY_ASSIGN)
def change(public_id: str) -> Response:
    """Save them; somebody else's change in between is shown beside one's own (409)."""
    wave = wave_or_404(public_id, Permission.SURVEY_ASSIGN, lock=True)
    form = ScheduleForm()
    form.offer_occasions()
    if not form.validate():
        return _schedule_page(wave, form, status=422)
    check_version(
        wave.version, request.form.get("version"), stands={"title": wave.title}, typed={"title": form.title.data or ""}
    )
    try:
        change_wave(
            current_actor(), wave, title=form.title.data or "", reminders=form.reminder_days,
            takes_newcomers=bool(form.newcomers.data), occasion=form.occasion if form.when.data else None,
        )  # fmt: skip
    except Refusal as refusal:
        form.when.errors = [*form.when.errors, refusal.message]
        return _schedule_page(wave, form, status=422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="changed"))


@bp.post("/surveys/<public_id>/reminders")
@requires(Permission.SURVEY_ASSIGN)
def remind(public_id: str) -> Response:
    """Remind those who have not answered; says how many were reminded."""
    count = remind_wave(current_actor(), wave_or_404(public_id, Permission.SURVEY_ASSIGN))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="reminded", n=count))


@bp.post("/surveys/<public_id>/newcomers")
@requires(Permission.SURVEY_ASSIGN)
def invite_newcomers(public_id: str) -> Response:
    """Invite whoever fits the rule by now and was not asked; says how many."""
    count = invite_more(current_actor(), wave_or_404(public_id, Permission.SURVEY_ASSIGN, lock=True))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="invited", n=count))


@bp.get("/surveys/<public_id>/links")
@requires(Permission.SURVEY_LINKS)
def links(public_id: str) -> Response:
    """A sheet to print and cut, of everybody or of one group: a name, a code, a short address and a QR for each.

    Only of named waves: beside a name, the address of an anonymous questionnaire would tell whose answers it opens.
    """
    wave = wave_or_404(public_id, Permission.SURVEY_LINKS)
    if wave.mode != Mode.NAMED:
        raise Refusal(
            _("Ссылки с именами для анонимной анкеты не печатаются. Она ждёт каждого в «Моих анкетах» и в письме.")
        )
    group = group_asked_for(wave)
    today = clock.today(wave.organization.time_zone)
    sheet = paginate(invited_people(wave.id, group.id if group else None, today), per_page=CARDS_ON_A_SHEET)
    cards = [(each.person, link_for(each), in_threes(personal_code(each))) for each in sheet.rows if each.person]
    return page(
        "surveys/links.html", wave=wave, cards=cards, sheet=sheet, qr=qr_picture, group=group,
        groups=groups_of(wave.organization_id, today), entrance=url_for("surveys.entrance", _external=True),
    )  # fmt: skip


def wave_or_404(public_id: str, permission: Permission, *, lock: bool = False) -> SurveyAssignment:
    """The wave, for those who may; without a lock with its organisation and version."""
    loaded = (
        () if lock else (joinedload(SurveyAssignment.organization), joinedload(SurveyAssignment.questionnaire_version))
    )
    return get_or_404(current_actor(), SurveyAssignment, public_id, permission, *loaded, lock=lock)


def group_asked_for(wave: SurveyAssignment) -> Group | None:
    """The group of `?group=`, of the wave's organisation and open to the reader; None where none is named."""
    key = request.values.get("group", "")
    if not key:
        return None
    mine = select_allowed(current_actor(), Permission.GROUP_READ, Group)
    return db.session.scalars(
        mine.where(Group.public_id == key, Group.organization_id == wave.organization_id)
    ).one_or_none()


def qr_picture(address: str) -> Markup:
    """The address as a QR code. It is made here from the portal's own address; nothing typed gets into it."""
    return Markup(qr_svg(address))  # noqa: S704


def _schedule_page(wave: SurveyAssignment, form: ScheduleForm, status: int = 200) -> Response:
    form.offer_occasions()
    return page(
        "surveys/schedule.html", status=status, wave=wave, form=form, may_change_occasion=may_change_occasion(wave)
    )


def _show_page(wave: SurveyAssignment, form: DeadlineForm, status: int = 200) -> Response:
    actor = current_actor()
    permissions = permissions_on(actor, wave)
    sees_names = wave.mode == Mode.NAMED and bool({Permission.RESPONSE_READ, Permission.SURVEY_LINKS} & permissions)
    waiting = waiting_people(wave.id, request.args.get("after", "")[:22]) if sees_names else None
    fragment = "deadline_form" if status != 200 else "unanswered" if waiting else None
    return page(
        "surveys/show.html", fragment=fragment, status=status, wave=wave,
        form=form, waiting=waiting, may=permissions, P=Permission, modes=Mode, state=state_of(wave, clock.now()),
        reading=reading_of(actor, wave, permissions), definition=compiled(wave.version_id),
        link=public_link_of(wave.id) if wave.mode != Mode.NAMED else None, together=waves_together(actor, wave),
        occasion=occasions.in_words(wave.occasion), reminder_words=[REMINDERS[day] for day in wave.reminders],
        closes_cuts=had_cuts(wave), done=request.args.get("done", ""), reminded=request.args.get("n", 0, type=int),
    )  # fmt: skip
