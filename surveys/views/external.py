"""Results of tests held elsewhere: their list, a form for a whole group at once, and the file of each."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response
from wtforms import FloatField, HiddenField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.access.gate import get_or_404, select_allowed
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.files import send
from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import CreatingForm
from portal.core.web.pages import page, see_other
from portal.core.web.panels import Panel, panel, panels_of
from portal.core.web.tables import paginate
from portal.people.kinds import MembershipKind, OrganizationKind
from portal.people.models import Organization, Person
from portal.people.queries import groups_of, members
from surveys.entering.external import LARGEST_SCORE, Score, add_results, find_results, remove_result, results_of
from surveys.models import ExternalResult
from surveys.strict import number_of
from surveys.views.blueprint import bp
from surveys.wave_form import day_of

bp.add_app_template_global(panels_of, "panels_of")
PURPOSE = "external-results"
MOST_PEOPLE = 200
STAFF = "staff"


class ExternalForm(CreatingForm):
    """What all results of the list share; the scores are read beside it."""

    organization = HiddenField()
    crowd = HiddenField()
    source = StringField(
        _("Что за диагностика"),
        [InputRequired(_("Укажите, что за диагностика")), Length(max=120, message=_("Сократите до 120 знаков"))],
    )
    taken_on = RussianDateField(_("Когда проходили"), [InputRequired(_("Укажите день диагностики"))])
    most = FloatField(
        _("Наибольший возможный балл"),
        [Optional(), NumberRange(0.01, LARGEST_SCORE, _("Укажите число больше нуля или оставьте поле пустым"))],
    )


@bp.get("/surveys/external")
@requires(Permission.RESPONSE_ENTER)
def external() -> Response:
    """The results that the reader may see, the latest first."""
    text = request.args.get("q", "")[:100]
    results = paginate(find_results(current_actor(), text))
    return page("surveys/external.html", results=results, text=text, done=request.args.get("done", ""),
                n=request.args.get("n", 0, type=int))  # fmt: skip


@bp.get("/surveys/external/new")
@requires(Permission.RESPONSE_ENTER)
def new_external() -> Response:
    """First whose results (the staff, or a group), then the list with a line for each."""
    organization = _organization(request.args.get("organization", ""))
    crowd = request.args.get("crowd", "")
    today = clock.today(organization.time_zone)
    if not crowd:
        return page("surveys/external_crowds.html", organization=organization, organizations=_organizations(),
                    groups=groups_of(organization.id, today))  # fmt: skip
    form = ExternalForm(formdata=None, organization=organization.public_id, crowd=crowd, taken_on=today)
    return _list_page(form, organization, _people(organization, crowd))


@bp.post("/surveys/external")
@requires(Permission.RESPONSE_ENTER)
def add_external() -> Response:
    """Write down every line that has a score; one that cannot be kept sends the page back with its reason."""
    form = ExternalForm()
    organization = _organization(form.organization.data or "")
    people = _people(organization, form.crowd.data or "")
    scores, problems = _scores(people)
    if not form.validate() or problems or not scores:
        if not (scores or problems):
            form.source.errors = [*form.source.errors, _("Впишите балл хотя бы одному человеку")]
        return _list_page(form, organization, people, problems, status=422)
    body = submissions.hash_body(sorted(request.form.items()))
    used = submissions.claim(form.submission_key.data or "", PURPOSE, body)
    if used is not None:
        return see_other(url_for(".external", done="added", n=len(scores)))
    try:
        kept, problems = add_results(
            current_actor(), organization, source=form.source.data or "", taken_on=day_of(form.taken_on),
            most=form.most.data, scores=scores,
        )  # fmt: skip
    except Refusal as refusal:
        form.source.errors = [refusal.message]
        kept, problems = [], {"": refusal.message}
    if problems:
        db.session.rollback()
        return _list_page(form, _organization(form.organization.data or ""), people, problems, status=422)
    db.session.commit()
    return see_other(url_for(".external", done="added", n=len(kept)))


@bp.get("/surveys/external/<public_id>/file")
@requires(Permission.EXTERNAL_RESULT_READ)
def external_file(public_id: str) -> Response:
    """The file of a result, for the person and the curator."""
    result = get_or_404(current_actor(), ExternalResult, public_id, Permission.EXTERNAL_RESULT_READ)
    if result.file is None or result.removed_at is not None:
        raise NotSeen
    return send(result.file)


@bp.post("/surveys/external/<public_id>/removal")
@requires(Permission.RESPONSE_ENTER)
def remove_external(public_id: str) -> Response:
    """Take a result away with its file."""
    remove_result(
        current_actor(), get_or_404(current_actor(), ExternalResult, public_id, Permission.RESPONSE_ENTER, lock=True)
    )
    db.session.commit()
    return see_other(url_for(".external", done="removed"))


@panel("people.show", order=45)
def on_the_card(person: Person) -> Panel | None:
    """The results on the card of a person, for those who may see them."""
    rows = db.session.scalars(find_results(current_actor()).where(ExternalResult.person_id == person.id)).all()
    return _panel(rows) if rows else None


@panel("surveys.mine", order=10)
def own(reader: Any) -> Panel | None:
    """One's own results under one's own questionnaires."""
    person_id = current_actor().person_id
    rows = results_of(person_id) if person_id else ()
    return _panel(rows) if rows else None


def _panel(rows: Any) -> Panel:
    return Panel(name="external", title=_("Внешняя диагностика"), template="surveys/external_panel.html",
                 context={"rows": rows})  # fmt: skip


def _organizations() -> list[Organization]:
    mine = select_allowed(current_actor(), Permission.RESPONSE_ENTER, Organization)
    schools = mine.where(Organization.kind != OrganizationKind.MUNICIPALITY).order_by(Organization.sort_name)
    return list(db.session.scalars(schools))


def _organization(public_id: str) -> Organization:
    """The organisation of this id, or the first of one's own. Raises NotSeen for a foreign one."""
    for each in _organizations():
        if public_id in ("", each.public_id):
            return each
    raise NotSeen


def _people(organization: Organization, crowd: str) -> list[Person]:
    """The staff, or the learners of one group of the organisation. Raises NotSeen for a group that is not of it."""
    today = clock.today(organization.time_zone)
    query = members(organization.id, today, kind=MembershipKind.EMPLOYEE)
    if crowd != STAFF:
        group = next((each for each in groups_of(organization.id, today) if each.public_id == crowd), None)
        if group is None:
            raise NotSeen
        query = members(organization.id, today, group_id=group.id)
    return list(db.session.scalars(query.limit(MOST_PEOPLE)))


def _scores(people: list[Person]) -> tuple[list[Score], dict[str, str]]:
    """The lines with a score, and why some cannot be read, by person."""
    scores, problems = [], {}
    for person in people:
        key = person.public_id
        typed, file = request.form.get(f"score.{key}", "").strip(), request.files.get(f"file.{key}")
        conclusion = request.form.get(f"conclusion.{key}", "").strip()
        has_file = file is not None and bool(file.filename)
        if not typed:
            if conclusion or has_file:
                problems[key] = _("Впишите балл")
            continue
        number = number_of(typed.replace(",", ".")) if typed.isascii() else None
        if number is None or number < 0 or number > LARGEST_SCORE:
            problems[key] = _("Укажите балл числом, например 71,5")
            continue
        scores.append(
            Score(person=person, score=number, conclusion=conclusion, stream=file.stream if file and has_file else None,
                  file_name=(file.filename or "") if file else "")
        )  # fmt: skip
    return scores, problems


def _list_page(
    form: ExternalForm, organization: Organization, people: list[Person], problems: dict[str, str] | None = None,
    status: int = 200,
) -> Response:  # fmt: skip
    return page(
        "surveys/external_new.html", status=status, form=form, organization=organization, people=people,
        problems=problems or {}, typed=request.form if request.method == "POST" else {},
    )  # fmt: skip
