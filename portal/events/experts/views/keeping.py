"""The directory as its keepers write it."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.roles import Scope
from portal.access.web import current_actor, requires
from portal.core import submissions
from portal.core.db import db
from portal.core.errors import NotAllowed
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.events.experts.actions import add_expert, change_expert, remove_expert
from portal.events.experts.forms import ExpertForm
from portal.events.experts.models import Expert
from portal.events.experts.queries import events_to_choose
from portal.events.experts.views.asking import one_expert
from portal.events.experts.views.blueprints import experts as bp
from portal.events.queries import holding_organizations, people_in_training_reach
from portal.people.models import Organization, Person
from portal.people.readings import show_list

PURPOSE = "expert-new"


@bp.get("/new")
@requires(Permission.EVENT_EDIT)
def new() -> Response:
    """An outside expert by name, or one of one's people: `q` seeks, `person` chooses."""
    form = ExpertForm(formdata=None)
    form.person.data = request.args.get("person", "")[:22]
    return _page(form, None, _person(form.person.data))


@bp.post("/new")
@requires(Permission.EVENT_EDIT)
def create() -> Response:
    """Write it down, once however often the button is pressed."""
    actor, form = current_actor(), ExpertForm()
    person, organizations = _person(form.person.data), _ours()
    found = next((each for each in organizations if each.public_id == form.organization.data), None)
    if not form.validate() or found is None:
        return _page(form, None, person, status=422)
    key, told = form.submission_key.data or "", submissions.hash_body([form.name.data, form.person.data])
    used = submissions.claim(key, f"{PURPOSE}-{actor.person_id}", told)
    if used is not None:
        return see_other(url_for(".show", public_id=used.outcome))
    facts = form.facts(events_to_choose(found.id), is_inside=person is not None)
    made = add_expert(actor, found, person, **facts)
    submissions.set_outcome(key, made.public_id)
    target = url_for(".show", public_id=made.public_id, done="added")
    db.session.commit()
    return see_other(target)


@bp.get("/<public_id>/edit")
@requires(Permission.EVENT_EDIT)
def edit(public_id: str) -> Response:
    """An expert as a form."""
    expert = one_expert(public_id, Permission.EVENT_EDIT)
    form = ExpertForm(formdata=None, obj=expert)
    form.fill(expert)
    return _page(form, expert, expert.person)


@bp.post("/<public_id>/edit")
@requires(Permission.EVENT_EDIT)
def update(public_id: str) -> Response:
    """Save it; a stale form is refused (409)."""
    expert, form = one_expert(public_id, Permission.EVENT_EDIT, lock=True), ExpertForm()
    form.person.data = expert.person.public_id if expert.person else ""
    if not form.validate():
        return _page(form, expert, expert.person, status=422)
    topics, about = str(form.topics.label.text), str(form.about.label.text)
    check_version(expert.version, form.version.data, stands={topics: expert.topics, about: expert.about},
                  typed={topics: form.topics.data or "", about: form.about.data or ""})  # fmt: skip
    events = events_to_choose(expert.organization_id)
    change_expert(current_actor(), expert, **form.facts(events, is_inside=expert.person is not None))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="saved"))


@bp.post("/<public_id>/removal")
@requires(Permission.EVENT_EDIT)
def remove(public_id: str) -> Response:
    """The agreement is over."""
    remove_expert(current_actor(), one_expert(public_id, Permission.EVENT_EDIT, lock=True))
    db.session.commit()
    return see_other(url_for(".index", done="removed"))


def _ours() -> list[Organization]:
    found = list(holding_organizations(current_actor(), Scope.ORGANIZATION))
    if not found:
        raise NotAllowed
    return found


def _person(public_id: str | None) -> Person | None:
    if not public_id:
        return None
    return get_or_404(current_actor(), Person, public_id, Permission.REGISTER_READ)


def _page(form: ExpertForm, expert: Expert | None, person: Person | None, status: int = 200) -> Response:
    actor, text = current_actor(), request.args.get("q", "")
    organizations = [expert.organization] if expert else _ours()
    form.offer(organizations, events_to_choose(organizations[0].id))
    candidates = people_in_training_reach(actor, text) if expert is None else []
    show_list(actor, "experts.edit", [each.id for each in (*candidates, *([person] if person else []))])
    return page("experts/edit.html", fragment="expert_form", status=status, form=form, expert=expert, person=person,
                organizations=organizations, candidates=candidates, text=text)  # fmt: skip
