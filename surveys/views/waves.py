"""Waves for the staff: the list, and a new one, in one organisation or in several at once."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.access.gate import allowed, select_allowed
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.web.pages import is_fragment, page, see_other
from portal.core.web.tables import paginate
from portal.people.kinds import OrganizationKind
from portal.people.models import Organization
from portal.people.queries import groups_of, members, rules_of
from surveys.actions import assign_questionnaire, assign_to_several
from surveys.labels import mode_label, purpose_label, readers_label, type_label
from surveys.models import Mode, Questionnaire
from surveys.queries import WaveFilter, WaveState, find_questionnaires, find_waves, organizations_with_waves, state_of
from surveys.results.tables import shown
from surveys.storage import compiled
from surveys.views.blueprint import bp
from surveys.wave_form import WaveForm
from surveys.waves.preview import Preview, preview

for words in (mode_label, purpose_label, readers_label, type_label):
    bp.add_app_template_filter(words)
bp.add_app_template_filter(shown, "cell_words")

MOST_PERSONS = 400
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
        done=request.args.get("done", ""), passed=request.args.get("passed", 0, type=int),
        may_enter=actor.has(Permission.RESPONSE_ENTER),
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
    """Open the wave, show whom it would reach, or show the form again with what to put right."""
    form = WaveForm()
    chosen = _chosen(form)
    is_valid = form.validate()
    if request.form.get("intent") == "count" or not is_valid:
        return _form_page(form, chosen, status=200 if is_valid else 422)
    key = form.submission_key.data or ""
    used = submissions.claim(key, PURPOSE, submissions.hash_body(form.body()))
    if used is not None:
        return see_other(used.outcome)
    try:
        address = _open(form, chosen)
    except Refusal as refusal:
        return _refused(form, refusal)
    submissions.set_outcome(key, address)
    db.session.commit()
    return see_other(address)


@dataclass(frozen=True)
class Choice:
    """What the form of a new wave names: a questionnaire with its version in force, and one's own organisations."""

    questionnaire: Questionnaire
    version_id: int
    mode: Mode
    asked: list[Organization]
    organizations: list[Organization]
    named: frozenset[int]

    @property
    def readers(self) -> list[str]:
        """Who besides the respondent reads the answers; the questionnaire says so."""
        if self.mode != Mode.NAMED:
            return []
        return list(compiled(self.version_id).visible_to) or ["curator"]

    @property
    def names_people(self) -> bool:
        """Whether single groups and people can be chosen: in one organisation whose people the actor may see."""
        return len(self.asked) == 1 and self.asked[0].id in self.named


def _chosen(form: WaveForm) -> Choice:
    """What the form names, for those who may; choices of groups and people follow from it."""
    actor, key = current_actor(), form.questionnaire.data or ""
    found = db.session.execute(
        find_questionnaires(actor).where(Questionnaire.public_id == key).add_columns(Questionnaire)
    ).one_or_none()
    organizations = _own_organizations()
    wanted = set(form.organization.data or [each.public_id for each in organizations[:1]])
    asked = [each for each in organizations if each.public_id in wanted]
    if found is None or not asked or len(asked) != len(wanted):
        raise NotSeen
    if found.organization_id is not None and {each.id for each in asked} != {found.organization_id}:
        raise NotSeen
    form.organization.choices = [SelectChoice(each.public_id, each.short_name) for each in organizations]
    form.organization.data = [each.public_id for each in asked]
    named = db.session.scalars(sa.select(Organization.id).where(allowed(actor, Permission.SURVEY_LINKS, Organization)))
    chosen = Choice(found.Questionnaire, found.version_id, Mode(found.mode), asked, organizations, frozenset(named))
    _offer(form, chosen)
    return chosen


def _own_organizations() -> list[Organization]:
    """Where the actor may ask; a municipality is asked school by school, unless it is all there is."""
    mine = select_allowed(current_actor(), Permission.SURVEY_ASSIGN, Organization).order_by(Organization.sort_name)
    found = list(db.session.scalars(mine))
    schools = [each for each in found if each.kind != OrganizationKind.MUNICIPALITY]
    return schools or found


def _offer(form: WaveForm, chosen: Choice) -> None:
    """The choices of the form follow from the organisations it names."""
    first = chosen.asked[0]
    form.today = today = clock.today(first.time_zone)
    groups = groups_of(first.id, today) if chosen.names_people else []
    people = db.session.scalars(members(first.id, today).limit(MOST_PERSONS)).all() if chosen.names_people else []
    form.offer(
        rules=[(rule.code, rule.title) for rule in rules_of(first.id if len(chosen.asked) == 1 else None)],
        groups=[(group.public_id, group.name) for group in groups],
        persons=[(person.public_id, person.full_name) for person in people],
        may_be_public=chosen.mode != Mode.NAMED,
    )


def _open(form: WaveForm, chosen: Choice) -> str:
    """Open the waves; returns where to go then."""
    asked: dict[str, Any] = {
        "title": form.title.data or "", "audience": form.rule, "mode": chosen.mode, "readers": chosen.readers,
        "takes_newcomers": bool(form.newcomers.data), "reminders": form.reminder_days,
        "with_public_link": form.is_public, "occasion": form.occasion,
    }  # fmt: skip
    if len(chosen.asked) > 1:
        waves = assign_to_several(current_actor(), chosen.questionnaire, chosen.asked, moments=form.moments, **asked)
        passed = len(chosen.asked) - len(waves)
        return url_for(".index", batch=waves[0].batch, done=len(waves), passed=passed or None)
    opens_at, closes_at = form.moments(chosen.asked[0])
    wave = assign_questionnaire(
        current_actor(), chosen.questionnaire, chosen.asked[0], opens_at=opens_at, closes_at=closes_at, **asked
    )
    return url_for(".show", public_id=wave.public_id, done="opened")


def _refused(form: WaveForm, refusal: Refusal) -> Response:
    db.session.rollback()
    form.audience.errors = [*form.audience.errors, refusal.message]
    return _form_page(form, _chosen(form), status=422)


def _form_page(form: WaveForm, chosen: Choice, status: int) -> Response:
    previews: list[Preview] = []
    if form.audience.data and not (form.audience.errors or form.groups.errors or form.persons.errors):
        previews = [preview(form.rule, each, chosen.mode, with_names=each.id in chosen.named) for each in chosen.asked]
    return page(
        "surveys/new.html", fragment="wave_form", status=status, form=form, chosen=chosen, modes=Mode,
        previews=previews, total=sum(each.asked for each in previews),
    )  # fmt: skip
